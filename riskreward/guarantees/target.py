"""The guaranteed saving of a period, in the guarantee's own unit and in money, and what exceeds it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from riskreward.guarantees.agreed import all_as_agreed, amounts_of
from riskreward.guarantees.guarantee import Guarantee
from riskreward.guarantees.termination import Termination, guaranteed_on_ending
from riskreward.improvements import InUnits, Measure, valued
from riskreward.kernel import (
    Amount,
    at_least,
    choose,
    money,
    named,
    nothing,
    ratio,
    round_to,
    scope,
    share,
    total,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode
from riskreward.schedule import Schedule

RATIO_PLACES = 4
"""The saving as a share of the guaranteed is shown to four places, half up: 109.50%."""


class Improved(NamedTuple):
    """What the measures that earn come to in a period: in money together, and each in its own unit."""

    measures: Sequence[Measure]
    units: Mapping[str, InUnits]
    baseline: Amount
    saving: Amount


class Target(NamedTuple):
    """What is guaranteed in a period, and what the saving is above it; negative where it is below.

    `tested` is what is above it in the unit that it is tested in, to so many places, and `price` what a unit of that
    is worth; None where it is money.
    """

    guaranteed: Amount
    above: Amount
    saving: Amount
    tested: Amount
    places: int
    price: Amount | None


def moved(guaranteed: Amount, now: Amount, before: Amount, places: int, mode: Mode) -> Amount:
    """What is guaranteed moves as the baseline did, rounded; where the baseline was nothing, it stays as written."""
    as_written = round_to(guaranteed, places, mode)
    return at_least(ratio(guaranteed * now, before, places, mode, as_written), nothing)


def record_target(
    guarantee: Guarantee, schedule: Schedule, improved: Improved, mode: Mode, ended: Termination | None = None
) -> Target:
    """Return the guaranteed saving of the period, a line of the statement, never below nothing; and what exceeds it."""
    with scope("guarantee", "guarantee"):
        if guarantee.form == "quantity":
            return _in_units(guarantee, schedule, improved, mode, ended)
        if guarantee.form == "share_of_baseline":
            shares = schedule.by_year(guarantee.share_of_baseline)
            guaranteed = at_least(schedule.figure("guaranteed share", share, shares) * improved.baseline, nothing)
            guaranteed = guaranteed_on_ending(ended, schedule, None, guaranteed, mode)
        else:
            guaranteed = _in_money(guarantee, schedule, improved, mode, ended)
        guaranteed = named("guaranteed", _in_term(guaranteed, schedule))
        above = named("above (below) the guarantee", improved.saving - guaranteed)
        if guarantee.form == "share_of_estimate":
            named(
                "saving, as a share of the guaranteed",
                ratio(improved.saving, guaranteed, RATIO_PLACES, "half up", nothing),
            )
        return Target(guaranteed, above, improved.saving, above, MINOR_PLACES, None)


def _in_term(amount: Amount, schedule: Schedule) -> Amount:
    return choose(schedule.in_term, amount, nothing) if schedule.run_off else amount


def _in_money(
    guarantee: Guarantee, schedule: Schedule, improved: Improved, mode: Mode, ended: Termination | None
) -> Amount:
    """Return the agreed amount of the period, moved by what its prices and adjustments say."""
    if guarantee.share_of_estimate is not None:
        estimates = schedule.figure("estimate for the year", money, schedule.by_year(_exact(guarantee.estimate)))
        named("estimated saving of the year", estimates)
    amounts = schedule.by_year(amounts_of(guarantee, improved.measures))
    agreed = schedule.figure("guaranteed for the year", money, amounts)
    guaranteed = schedule.of_the_year("guaranteed", agreed, guarantee.spread, mode)
    guaranteed = guaranteed_on_ending(ended, schedule, agreed, guaranteed, mode)
    is_indexed = guarantee.prices == "as the baseline is indexed"
    if not is_indexed and guarantee.adjusted != "as the baseline is":
        return guaranteed
    before = now = total(_worth(each.baseline, each.price) for each in improved.units.values())
    if guarantee.adjusted == "as the baseline is":
        now = total(_worth(each.adjusted, each.price) for each in improved.units.values())
    if is_indexed:
        parts = all_as_agreed(improved.measures, schedule.calendar, mode)
        assert parts is not None
        before = named("baseline as agreed", schedule.figure("baseline as agreed", money, parts))
    named("guaranteed as agreed", guaranteed)
    return moved(guaranteed, now, before, MINOR_PLACES, mode)


def _worth(units: Amount, price: Amount | None) -> Amount:
    return units if price is None else valued(units, price)


def _exact(figures: Sequence[object]) -> tuple[Fraction, ...]:
    return tuple(Fraction(str(figure)) for figure in figures)


def _in_units(
    guarantee: Guarantee, schedule: Schedule, improved: Improved, mode: Mode, ended: Termination | None
) -> Target:
    """Return what is guaranteed in units of one measure, each worth the agreed price."""
    measure = next(each for each in improved.measures if each.name == guarantee.measure)
    units = improved.units[measure.name]
    assert units.price is not None
    agreed = schedule.figure(
        "guaranteed quantity for the year", measure.kind, schedule.by_year(tuple(map(Fraction, guarantee.quantity)))
    )
    quantity = schedule.of_the_year("guaranteed quantity", agreed, guarantee.spread, mode, measure.places)
    quantity = guaranteed_on_ending(ended, schedule, agreed, quantity, mode, measure.places)
    if guarantee.adjusted == "as the baseline is":
        quantity = moved(quantity, units.adjusted, units.baseline, measure.places, mode)
    quantity = named("guaranteed quantity", _in_term(quantity, schedule))
    tested = named("above (below) the guaranteed quantity", units.improvement - quantity)
    guaranteed = named("guaranteed", valued(quantity, units.price))
    above = named("above (below) the guarantee", valued(tested, units.price))
    return Target(guaranteed, above, improved.saving, tested, measure.places, units.price)
