"""From what is earned to what is paid, given back, invoiced and kept."""

from collections.abc import Mapping
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
    share_of,
    total,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.schedule import Schedule
from riskreward.settlement.advance import Advanced, record_advance
from riskreward.settlement.allotment import record_allotment
from riskreward.settlement.reimbursed import record_reimbursed
from riskreward.settlement.retention import Held, record_retention
from riskreward.settlement.terms import SettlementTerms, Vat

EARNED = "fee earned to date"
_GIVEN_BACK = {"clawback": "clawed back", "advance": "advance repaid", "loss": "owed"}
"""What is given back, and how the share of one of several providers in it is called."""


class Council(NamedTuple):
    """What the council gains and bears in a period beside the fee."""

    saving: Amount
    costs: Amount | None
    shortfall: Amount | None
    compensation: Amount | None = None


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
) -> None:
    """Record the payment of the period and the position to date, each a line of the statement."""
    with scope("settlement", "settlement"):
        earned = named(fee_name, at_least(fee.change, nothing))
        clawback = pounds(0)
        if terms.clawback is not None:
            with scope("", "settlement.clawback"):
                clawback = named("clawback", at_least(-fee.change, nothing))
        held: Held | None = None
        if terms.retention is not None:
            held = record_retention(terms.retention, terms.clawback, schedule, rounding, earned, clawback, met)
        zero = pounds(0)
        repaid = clawback - held.from_retention if held else clawback
        if terms.clawback is not None:
            with scope("", "settlement.clawback"):
                repaid = named("clawed back from the provider", repaid)
        payable = earned - held.retained + held.released if held else earned
        given_back = {} if terms.clawback is None else {"clawback": repaid}
        owed = zero
        if fee.may_owe:
            owed = named("owed by the provider", at_least(-fee.change, nothing))
            given_back["loss"] = owed
        advanced: Advanced | None = None
        if terms.advance is not None:
            advanced = record_advance(terms.advance, schedule, rounding, payable)
            payable = payable - advanced.recovered
            if terms.advance.at_the_end == "provider repays":
                given_back["advance"] = advanced.repaid
        paid = named("paid", payable)
        charged = paid + advanced.paid if advanced else paid
        net = total([charged, *(-each for each in given_back.values())])
        price: Amount | None = None
        allotted = {"paid": paid} if advanced is None else {"paid": paid, "advance paid": advanced.paid}
        if terms.reimbursed is not None and cost is not None:
            reimbursed = record_reimbursed(terms.reimbursed, schedule, rounding, cost)
            allotted["paid for the cost"] = reimbursed.paid
            price = named("price", reimbursed.cost + (earned - owed - clawback))
            named("paid with the cost", net + reimbursed.paid)
            charged = charged + reimbursed.paid
        if terms.vat is not None:
            _record_vat(terms.vat, rounding, charged, given_back)
        if terms.provider:
            returns = {_GIVEN_BACK[name]: amount for name, amount in given_back.items()}
            record_allotment(terms.provider, allotted | returns)
        flows = Flows(
            earned,
            clawback,
            held.from_retention if held else zero,
            repaid,
            held.forfeited if held else zero,
            terms.clawback is not None and terms.clawback.restores_cap,
        )
    fee.close(flows)
    _record_position(terms, rounding, earned - owed, clawback, net, council)
    if price is not None:
        with scope("to date", "position"):
            _to_date("price to date", price)


def _record_vat(vat: Vat, rounding: Rounding, paid: Amount, given_back: Mapping[str, Amount]) -> None:
    """Record the VAT on what is paid, and on what is given back, by what it is given back for."""
    with scope("", "settlement.vat"):
        if vat.treatment == "outside the scope":
            return
        tax = round_to(share_of(vat.rate) * paid, MINOR_PLACES, rounding.mode)
        credited = {
            name: round_to(share_of(vat.rate) * repaid, MINOR_PLACES, rounding.mode)
            for name, repaid in given_back.items()
        }
        if vat.treatment == "reverse charge":
            net = total([tax, *(-credit for credit in credited.values())])
            named("VAT the council accounts for (reverse charge)", net)
            return
        named("VAT on what is paid", tax)
        named("invoice with VAT", paid + tax)
        for name, credit in credited.items():
            named(f"VAT credited on the {name}", credit)
        if given_back:
            named("credit note with VAT", total([*given_back.values(), *credited.values()]))


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
