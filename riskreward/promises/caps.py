"""That every cap holds, after rounding, over its period, its year or the term."""

from collections.abc import Iterator
from functools import partial

from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import EARNED, pounds_text
from riskreward.fees.limits.cap import Cap
from riskreward.kernel import Amount, pounds, share_of
from riskreward.kernel.words import PATH
from riskreward.promises.lines import Lines
from riskreward.promises.promise import Promise
from riskreward.settlement.settled import Settled

CLAWBACK = f"settlement{PATH}clawback"
OVER = {"period": "any settlement", "year": "any year", "term": "the term"}


def cap_promises(agreement: Agreement) -> Iterator[Promise]:
    """Yield a promise for each cap of the fee that is an amount, or a share of the baseline."""
    for step in agreement.fee.step:
        if isinstance(step, Cap) and step.measure is None:
            yield Promise(
                f"the {step.title} holds",
                f"The fee of {OVER[step.over]} is never above the {step.title}.",
                partial(_within, step.title),
                ending=partial(_above, f"the {step.title}"),
            )


def _above(cap: str, statement: Settled) -> str:
    earned = pounds_text(statement.exact(EARNED), statement.header.currency)
    return f"the fee earned to date is {earned}, and {cap} is exceeded"


def _within(title: str, lines: Lines) -> Amount:
    """Return whether the fee over the time of a cap is within it, as the terms of the period have the cap."""
    cap = next((each for each in lines.agreement.fee.step if isinstance(each, Cap) and each.title == title), None)
    if cap is None:
        return lines.earned <= lines.earned
    most = pounds(cap.amount) if cap.amount is not None else None
    if cap.over == "term":
        assert most is not None
        return _used_to_date(lines, cap) <= most
    fee, baseline = lines.earned, lines.realised.baseline
    if cap.over == "year":
        fee = lines.of_the_year(f"fee under the {cap.title}", _less_what_restores_room(lines))
    if most is None:
        so_far = baseline if cap.over == "period" else lines.of_the_year("baseline", baseline)
        most = lines.agreement.rounding.of(share_of(cap.share_of_baseline or 0) * so_far)
    return fee <= most


def _less_what_restores_room(lines: Lines) -> Amount:
    """Return the fee of the settlement, less what is clawed back in it where that gives room back."""
    clawback = lines.agreement.settlement.clawback
    if clawback is None or not clawback.restores_cap:
        return lines.earned
    return lines.earned - lines[CLAWBACK]


def _used_to_date(lines: Lines, cap: Cap) -> Amount:
    """Return what of a cap over the term is used: what is earned, or what is paid or held, less what came back."""
    clawback = lines.agreement.settlement.clawback
    restores = clawback is not None and clawback.restores_cap
    if cap.room_used_by == "what is paid" and restores:
        held = f"settlement{PATH}still retained"
        return lines.paid_to_date + lines[held] if lines.has(held) else lines.paid_to_date
    return lines.earned_to_date if restores or clawback is None else lines.to_date("fee earned", lines.earned)
