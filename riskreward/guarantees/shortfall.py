"""A shortfall: what the guaranteed saving exceeds the realised one by, and when the provider pays it."""

from riskreward.guarantees.guarantee import Guarantee
from riskreward.kernel import (
    Amount,
    at_least,
    carry,
    choose,
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


def record_shortfall(guarantee: Guarantee, schedule: Schedule, above: Amount, mode: Mode) -> Amount | None:
    """Return what the provider pays for a shortfall in the period, or None where it costs the fee only.

    `above` is the saving less the guaranteed saving of the period. What has been paid is not paid back.

    Source: US energy savings performance contracts, annual and cumulative guarantees.
    """
    with scope("guarantee", "guarantee.shortfall"):
        below = at_least(-_tested(guarantee, schedule, above, mode), nothing)
        if guarantee.tested == "each year":
            below = choose(schedule.last_of_year, below, nothing)
        below = named("below the guarantee", below)
        if guarantee.shortfall == "fee only":
            return None
        paid_before = previous("shortfall paid to date", pounds(0))
        owed = below
        if guarantee.tested != "cumulatively":
            owed = previous("shortfall to date", pounds(0)) + round_to(below, MINOR_PLACES, mode)
            carry("shortfall to date", owed)
        each_year = guarantee.shortfall == "provider pays each year"
        due_now = schedule.last_of_year if each_year else schedule.last_of_term
        due = at_least(round_to(owed, MINOR_PLACES, mode) - paid_before, nothing)
        paid = named("shortfall payable by the provider", choose(due_now, due, nothing))
        carry("shortfall paid to date", named("shortfall paid to date", paid_before + paid))
        return paid


def _tested(guarantee: Guarantee, schedule: Schedule, above: Amount, mode: Mode) -> Amount:
    """Return the saving above the guarantee over what is tested: the period, the year, or all to date."""
    if guarantee.tested == "each period" or (guarantee.tested == "each year" and schedule.is_yearly):
        return above
    carried = previous("above the guarantee", pounds(0))
    if guarantee.tested == "each year":
        carried = choose(schedule.first_of_year, nothing, carried)
    over = carried + round_to(above, MINOR_PLACES, mode)
    carry("above the guarantee", over)
    return over
