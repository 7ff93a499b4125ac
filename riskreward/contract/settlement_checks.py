"""What must agree between how a fee is paid and the rest of a contract."""

from collections.abc import Iterator

from riskreward.contract.parts import Parts, earns, readable_calendar
from riskreward.findings import Problem
from riskreward.improvements import CASH
from riskreward.settlement.allotment import provider_problems
from riskreward.settlement.reimbursed import reimbursed_problems
from riskreward.settlement.reversal import OVERTURNED

RELEASED_BY_GUARANTEE = "when the next year meets its guarantee"


def settlement_problems(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong with payments on account, retention, a clawback, a cost reimbursed and several providers."""
    retention, clawback = parts.settlement.retention, parts.settlement.clawback
    if parts.settlement.interim is not None:
        yield from parts.settlement.interim.problems(parts.fee.counted, parts.settled)
    if clawback is not None and clawback.when != OVERTURNED and parts.fee.counted != "to date":
        yield Problem(
            "settlement.clawback",
            f"needs a fee that can fall, but fee.counted is {parts.fee.counted!r}",
            f"write fee.counted = 'to date', or when = {OVERTURNED!r}, or leave the clawback out",
        )
    if clawback is not None and clawback.when == OVERTURNED:
        yield from _overturned(parts)
    if clawback is not None and clawback.first_from == "retention" and retention is None:
        yield Problem("settlement.clawback.first_from", "is retention, but there is none", "write 'the provider'")
    by_guarantee = retention is not None and retention.released == RELEASED_BY_GUARANTEE
    if by_guarantee and parts.guarantee is None:
        yield Problem(
            "settlement.retention.released", "waits for a guarantee, but there is none", "write the guarantee"
        )
    if clawback is not None and clawback.first_from == "retention" and clawback.vintage is None:
        several = ""
        if by_guarantee and parts.settled != "yearly":
            several = "this year and of earlier years may both"
        elif retention is not None and (retention.after_settlements or 0) > 1:
            several = "several settlements may"
        if several:
            what = f"is missing, but retention of {several} be held"
            yield Problem("settlement.clawback.vintage", what, "choose one of 'oldest first', 'newest first'")
    if parts.settlement.reimbursed is not None:
        measures = {measure.name: measure for measure in parts.measure}
        term = readable_calendar(parts)
        yield from reimbursed_problems(parts.settlement.reimbursed, measures, term, parts.currency)
    if clawback is not None and parts.fee.may_owe:
        what = "takes back a fee that falls, which a fee that may be below nothing does by itself"
        yield Problem("settlement.clawback", what, "leave it out")
    if parts.settlement.interim is not None and parts.fee.may_owe:
        what = "pays a fee on account that may be below nothing, which is then owed"
        yield Problem("settlement.interim", what, "leave it out, or count the fee to date")
    yield from provider_problems(parts.settlement.provider)


def _overturned(parts: Parts) -> Iterator[Problem]:
    """Tell what keeps the fee on an overturned saving from being returned by itself."""
    where = "settlement.clawback.when"
    if parts.fee.counted == "to date":
        what = f"is {OVERTURNED!r}, but a fee counted to date falls with it"
        yield Problem(where, what, "write 'the fee to date falls', and what is overturned as a lower outturn")
    in_cash = {each.benefit in CASH for each in parts.measure if earns(each, parts.fee)}
    if len(in_cash) > 1:
        what = "does not say of which measure, but some that earn are cash and others are not"
        yield Problem(where, what, "let the fee earn on one kind: fee.earns_on")
