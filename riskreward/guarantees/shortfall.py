"""A shortfall: what the guaranteed saving exceeds the realised one by, and when the provider pays it."""

from typing import NamedTuple

from riskreward.guarantees.bank import Bank, record_bank
from riskreward.guarantees.cost_cover import record_cost_cover
from riskreward.guarantees.credit import record_credit
from riskreward.guarantees.excess import banks, made_good, refunds
from riskreward.guarantees.guarantee import Guarantee
from riskreward.guarantees.interest import rate_of_the_year, years_interest
from riskreward.guarantees.repair import record_repair, repaired_before
from riskreward.guarantees.security import record_security
from riskreward.guarantees.target import Target
from riskreward.improvements import valued
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    carry,
    choose,
    constant,
    named,
    nothing,
    pounds,
    previous,
    round_to,
    scope,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode
from riskreward.schedule import Schedule

TO_DATE = "shortfall to date"


class ShortfallAmounts(NamedTuple):
    """What a period brings the council for a shortfall, in cash, less what it refunds; None where it is the fee only.

    `met_at_cost` says whether the year counts as met because its saving covers its cost; None where it cannot.
    """

    received: Amount | None
    met_at_cost: Amount | None = None


def record_shortfall(guarantee: Guarantee, schedule: Schedule, target: Target, mode: Mode) -> ShortfallAmounts:
    """Return what the provider pays for a shortfall in the period.

    What has been paid is paid back only where an excess refunds earlier shortfalls.

    Source: US energy savings performance contracts, annual and cumulative guarantees.
    """
    with scope("guarantee", "guarantee.shortfall"):
        below, excess = _tested(guarantee, schedule, target, mode)
        if not guarantee.is_paid:
            return ShortfallAmounts(None)
        short, met_at_cost = round_to(below, MINOR_PLACES, mode), None
        if guarantee.met_at_cost_cover is not None:
            covered = record_cost_cover(guarantee.met_at_cost_cover, schedule, short, target.saving, mode)
            short, met_at_cost = covered.short, covered.is_met
        if guarantee.credited_before_start is not None:
            short = short - record_credit(guarantee.credited_before_start, short, not guarantee.stands_alone)
        if guarantee.met_at_cost_cover is not None or guarantee.credited_before_start is not None:
            short = named("shortfall that is left", short)
        before = None if guarantee.repair_in_kind is None else repaired_before()
        owed = short
        if guarantee.stands_alone:
            owed = _standing(guarantee, schedule, short, round_to(excess, MINOR_PLACES, mode), before, mode)
        if guarantee.interest_on_shortfall is not None:
            owed = owed + _interest(guarantee, schedule, owed, mode)
        return ShortfallAmounts(_paid(guarantee, schedule, owed, before, mode), met_at_cost)


def _tested(guarantee: Guarantee, schedule: Schedule, target: Target, mode: Mode) -> tuple[Amount, Amount]:
    """Return what is below and what is above the guarantee, in money, where it is tested in the period."""
    over = _over(guarantee, schedule, target, mode)
    below, excess = at_least(-over, nothing), at_least(over, nothing)
    if guarantee.tested == "each year":
        below, excess = (choose(schedule.last_of_year, each, nothing) for each in (below, excess))
    if target.price is not None:
        below = valued(named("below the guaranteed quantity", below), target.price)
        excess = valued(excess, target.price)
    return named("below the guarantee", below), excess


def _over(guarantee: Guarantee, schedule: Schedule, target: Target, mode: Mode) -> Amount:
    """Return the saving above the guarantee over what is tested: the period, the year, or all to date."""
    if guarantee.tested == "each period" or (guarantee.tested == "each year" and schedule.is_yearly):
        return target.tested
    kind = target.tested.kind
    carried = previous("above the guarantee", constant(0, kind), target.places)
    if guarantee.tested == "each year":
        carried = choose(schedule.first_of_year, nothing, carried)
    over = carried + round_to(target.tested, target.places, mode)
    carry("above the guarantee", over)
    return over


def _standing(
    guarantee: Guarantee, schedule: Schedule, short: Amount, excess: Amount, repaired: Amount | None, mode: Mode
) -> Amount:
    """Return what stands of all shortfalls to date, paid or not, after what an excess does to them."""
    standing = previous(TO_DATE, pounds(0))
    if refunds(guarantee.excess) or banks(guarantee.excess):
        excess = named("excess above the guarantee", excess)
    if refunds(guarantee.excess):
        earlier = standing if repaired is None else standing - repaired
        good = named("excess that makes good earlier shortfalls", made_good(excess, earlier))
        standing, excess = standing - good, excess - good
    if banks(guarantee.excess):
        short = short - record_bank(guarantee.bank or Bank(), schedule, short, excess, mode)
    owed = named(TO_DATE, standing + short)
    carry(TO_DATE, owed)
    return owed


def _interest(guarantee: Guarantee, schedule: Schedule, owed: Amount, mode: Mode) -> Amount:
    """Return the interest to date on what stood unpaid as each year opened, and still stands before its last test."""
    assert guarantee.interest_on_shortfall is not None
    with scope("", "guarantee.interest_on_shortfall"):
        before = previous(TO_DATE, pounds(0))
        if not guarantee.stands_alone:
            carry(TO_DATE, owed)
        opened = previous("shortfall as the year opened", pounds(0))
        carry("shortfall as the year opened", choose(schedule.last_of_year, owed, opened))
        rate = rate_of_the_year("interest on a shortfall for the year", guarantee.interest_on_shortfall, schedule)
        interest = years_interest(at_most(opened, before), rate, schedule, mode)
        interest = named("interest on the shortfall", interest)
        name = "interest on the shortfall to date"
        to_date = named(name, previous(name, pounds(0)) + interest)
        carry(name, to_date)
        return to_date


def _paid(guarantee: Guarantee, schedule: Schedule, owed: Amount, repaired: Amount | None, mode: Mode) -> Amount:
    """Return what is paid of what is owed, to date, less what is refunded of it; each in cash."""
    paid_before = previous("shortfall paid to date", pounds(0))
    settled = paid_before if repaired is None else paid_before + repaired
    each_year = guarantee.shortfall == "provider pays each year"
    is_due = schedule.last_of_year if each_year else schedule.last_of_term
    open_now = at_least(owed - settled, nothing)
    due = choose(is_due, open_now, nothing)
    if guarantee.repair_in_kind is not None and repaired is not None:
        in_kind = record_repair(guarantee.repair_in_kind, due, repaired, mode)
        due, open_now = due - in_kind, open_now - in_kind
    if guarantee.security is not None:
        record_security(guarantee.security, schedule, open_now)
    received = named("shortfall payable by the provider", due)
    if refunds(guarantee.excess):
        back = choose(is_due, at_least(settled - owed, nothing), nothing)
        received = received - named("shortfall refunded to the provider", back)
    carry("shortfall paid to date", named("shortfall paid to date", paid_before + received))
    return received
