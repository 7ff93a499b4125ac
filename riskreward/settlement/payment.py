"""From what is earned to what is paid, given back, invoiced and kept."""

from typing import NamedTuple

from riskreward.fees import FeeAmounts, Flows, Rounding
from riskreward.kernel import (
    Amount,
    at_least,
    carry,
    named,
    nothing,
    pounds,
    previous,
    round_to,
    scope,
    total,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.schedule import Schedule
from riskreward.settlement.advance import Advanced, record_advance
from riskreward.settlement.interim import record_on_account, record_overpayment
from riskreward.settlement.retention import record_retention
from riskreward.settlement.reversal import OVERTURNED, record_returned
from riskreward.settlement.terms import Clawback, SettlementTerms
from riskreward.settlement.vat import record_vat

EARNED = "fee earned to date"


class Council(NamedTuple):
    """What the council gains and bears in a period beside the fee; `earns_on_cash` says if the fee is on its saving."""

    saving: Amount
    costs: Amount | None
    shortfall: Amount | None
    compensation: Amount | None = None
    earns_on_cash: bool = True
    overturned: Amount | None = None

    def less(self, overturned: Amount) -> "Council":
        """Return the same without what was overturned of the saving that the fee is on."""
        return self._replace(saving=self.saving - overturned, overturned=overturned) if self.earns_on_cash else self


def earned_before() -> Amount:
    """Return the fee earned up to the period, less what has been clawed back."""
    return previous(f"/to date / {EARNED}", pounds(0))


def record_payment(
    terms: SettlementTerms,
    schedule: Schedule,
    rounding: Rounding,
    fee: FeeAmounts,
    met: Amount | None,
    council: Council,
    fee_name: str,
    ending: Amount | None = None,
) -> None:
    """Record the payment of the period and the position to date, each a line of the statement.

    `ending` is what is paid where the contract ended early, which is no part of the fee.
    """
    with scope("settlement", "settlement"):
        earned = named(fee_name, at_least(fee.change, nothing))
        clawback = pounds(0)
        if terms.clawback is not None:
            clawback, council = _clawed_back(terms.clawback, schedule, rounding, fee, earned, council)
        due, on_account, held = earned, None, None
        if terms.interim is not None:
            assert fee.stands is not None
            on_account = record_on_account(terms.interim, schedule, rounding, fee.stands, earned)
            due = on_account.due
        if terms.retention is not None:
            held = record_retention(
                terms.retention, terms.clawback, schedule, rounding, earned, on_account, clawback, met
            )
        zero = pounds(0)
        repaid = clawback - held.from_retention if held else clawback
        if terms.clawback is not None:
            with scope("", "settlement.clawback"):
                repaid = named("clawed back from the provider", repaid)
        payable = due - held.retained + held.released if held else due
        lines = {"fee": due - held.retained, "release of retention": held.released} if held else {"fee": due}
        given_back = {} if terms.clawback is None else {"clawback": repaid}
        if terms.interim is not None and on_account is not None:
            overpaid = on_account.overpaid - held.overpaid if held else on_account.overpaid
            overpayment = record_overpayment(terms.interim, schedule, overpaid, payable)
            payable = payable - overpayment.recovered
            lines["overpayment recovered"] = -overpayment.recovered
            if terms.interim.is_repaid:
                given_back["overpayment"] = overpayment.repaid
        advanced: Advanced | None = None
        if terms.advance is not None:
            advanced = record_advance(terms.advance, schedule, rounding, payable)
            payable = payable - advanced.recovered
            lines |= {"advance recovered": -advanced.recovered, "advance": advanced.paid}
            if terms.advance.at_the_end == "provider repays":
                given_back["advance"] = advanced.repaid
        paid = named("paid", payable)
        charged = paid + advanced.paid if advanced else paid
        if ending is not None:
            with scope("", "termination.payment"):
                lines["termination payment"] = named("termination payment", rounding.of(ending))
            charged = charged + lines["termination payment"]
        if terms.vat is not None:
            record_vat(terms.vat, rounding, charged, lines, given_back)
        flows = Flows(
            earned,
            clawback,
            held.from_retention if held else zero,
            repaid,
            held.forfeited if held else zero,
            terms.clawback is not None and terms.clawback.restores_cap,
        )
    fee.close(flows)
    net = total([charged, *(-each for each in given_back.values())])
    _record_position(terms, rounding, earned, clawback, net, council)


def _clawed_back(
    terms: Clawback, schedule: Schedule, rounding: Rounding, fee: FeeAmounts, earned: Amount, council: Council
) -> tuple[Amount, Council]:
    """Return what is given back, and what the council gains without what was overturned."""
    falls = -fee.change
    if terms.when == OVERTURNED:
        overturned, returned = record_returned(schedule, fee, rounding, earned)
        falls, council = -returned, council.less(overturned)
    with scope("", "settlement.clawback"):
        return named("clawback", at_least(falls, nothing)), council


def _record_position(
    terms: SettlementTerms,
    rounding: Rounding,
    earned: Amount,
    clawback: Amount,
    paid: Amount,
    council: Council,
) -> None:
    with scope("to date", "position"):
        saved = _to_date("saved to date", round_to(council.saving, MINOR_PLACES, rounding.mode))
        _to_date(EARNED, earned - clawback)
        if council.overturned is not None:
            _to_date("overturned to date", council.overturned)
        if terms.clawback is not None:
            _to_date("clawed back to date", clawback)
        paid_net = _to_date("paid to date, less what was given back", paid)
        position = saved - paid_net
        if council.costs is not None:
            position = position - _to_date("council costs to date", council.costs)
        if council.shortfall is not None:
            position = position + _to_date("shortfall received to date", council.shortfall)
        if council.compensation is not None:
            position = position - _to_date("compensation owed to date", council.compensation)
        named("kept by the council to date", position)


def _to_date(name: str, amount: Amount) -> Amount:
    so_far = named(name, previous(name, pounds(0)) + amount)
    carry(name, so_far)
    return so_far
