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
from riskreward.settlement.interim import OnAccount, record_on_account, record_overpayment
from riskreward.settlement.invoice import Invoice
from riskreward.settlement.reimbursed import record_reimbursed
from riskreward.settlement.retention import Held, record_retention
from riskreward.settlement.reversal import OVERTURNED, record_returned
from riskreward.settlement.terms import Clawback, SettlementTerms

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
    cost: Amount | None = None,
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
        on_account, held, due = None, None, earned
        if terms.interim is not None:
            assert fee.stands is not None
            on_account = record_on_account(terms.interim, schedule, rounding, fee.stands, earned)
            due = on_account.due
        if terms.retention is not None:
            held = record_retention(
                terms.retention, terms.clawback, schedule, rounding, earned, on_account, clawback, met
            )
        repaid = clawback - held.from_retention if held else clawback
        invoice = Invoice({"fee": due - held.retained, "release of retention": held.released} if held else {"fee": due})
        if terms.clawback is not None:
            with scope("", "settlement.clawback"):
                repaid = invoice.given_back["clawback"] = named("clawed back from the provider", repaid)
        owed = pounds(0)
        if fee.may_owe:
            owed = invoice.given_back["loss"] = named("owed by the provider", at_least(-fee.change, nothing))
        _record_paid(terms, schedule, rounding, invoice, on_account, held)
        if ending is not None:
            with scope("", "termination.payment"):
                invoice.charge("termination payment", named("termination payment", rounding.of(ending)))
        net, price = invoice.net, None
        if terms.reimbursed is not None and cost is not None:
            reimbursed = record_reimbursed(terms.reimbursed, schedule, rounding, cost)
            price = named("price", reimbursed.cost + (earned - owed - clawback))
            named("paid with the cost", net + reimbursed.paid)
            invoice.charge("paid for the cost", reimbursed.paid)
        invoice.record(terms, rounding)
        flows = Flows(
            earned,
            clawback,
            held.from_retention if held else pounds(0),
            repaid,
            held.forfeited if held else pounds(0),
            terms.clawback is not None and terms.clawback.restores_cap,
        )
    fee.close(flows)
    _record_position(terms, rounding, earned - owed, clawback, net, council)
    if price is not None:
        with scope("to date", "position"):
            _to_date("price to date", price)


def _record_paid(
    terms: SettlementTerms,
    schedule: Schedule,
    rounding: Rounding,
    invoice: Invoice,
    on_account: OnAccount | None,
    held: Held | None,
) -> None:
    """Record what is paid of the fee: less an overpayment and an advance that come off it."""
    payable = total(invoice.lines.values())
    if terms.interim is not None and on_account is not None:
        overpaid = on_account.overpaid - held.overpaid if held else on_account.overpaid
        overpayment = record_overpayment(terms.interim, schedule, overpaid, payable)
        payable = payable - overpayment.recovered
        invoice.lines["overpayment recovered"] = -overpayment.recovered
        if terms.interim.is_repaid:
            invoice.given_back["overpayment"] = overpayment.repaid
    advanced: Advanced | None = None
    if terms.advance is not None:
        advanced = record_advance(terms.advance, schedule, rounding, payable)
        payable = payable - advanced.recovered
        invoice.lines |= {"advance recovered": -advanced.recovered, "advance": advanced.paid}
        if terms.advance.at_the_end == "provider repays":
            invoice.given_back["advance"] = advanced.repaid
    invoice.allotted["paid"] = named("paid", payable)
    if advanced is not None:
        invoice.allotted["advance paid"] = advanced.paid


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
