"""What a baseline and a guarantee were agreed to be, before any index or adjustment."""

from collections.abc import Sequence
from fractions import Fraction

from riskreward.calendar import Calendar
from riskreward.guarantees.guarantee import Guarantee
from riskreward.improvements import Measure
from riskreward.kernel import share
from riskreward.kernel.rounding import Mode, to_step
from riskreward.schedule import EACH_PERIOD, by_label, portions


def baseline_as_agreed(measure: Measure, calendar: Calendar, mode: Mode) -> list[Fraction] | None:
    """Return what each period has of a measure's baseline in money, as it would be without any index or adjustment.

    None where that depends on what is measured later.
    """
    baseline = measure.baseline
    amount = None if baseline is None else baseline.agreed_amount
    if baseline is not None and amount is not None and baseline.stands_for_the_term:
        first = amount * (1 - (baseline.discount[0] if baseline.discount else 0))
        return [first, *(Fraction(0) for _ in calendar.periods[1:])]
    if baseline is None or amount is None or not baseline.is_for_a_year:
        return None
    taken_off = by_label(baseline.discount or (Fraction(0),), calendar)
    whole = [amount * (1 - taken_off[period.year]) for period in calendar.periods]
    if baseline.spread is None or baseline.spread == EACH_PERIOD:
        parts = whole
    else:
        step = Fraction(1, 10**measure.places)
        ends = zip(whole, portions(calendar, baseline.spread), strict=True)
        parts = [
            to_step(after * each, step, mode) - to_step(before * each, step, mode) for each, (before, after) in ends
        ]
    if measure.price is None:
        return parts
    prices = by_label(tuple(map(Fraction, measure.price.amount)), calendar)
    units = 100 if measure.kind == share else 1
    return [part * units * prices[period.year] for part, period in zip(parts, calendar.periods, strict=True)]


def all_as_agreed(measures: Sequence[Measure], calendar: Calendar, mode: Mode) -> list[Fraction] | None:
    """Return the same of several measures together."""
    found = [baseline_as_agreed(measure, calendar, mode) for measure in measures]
    known = [each for each in found if each is not None]
    return [sum(each, Fraction(0)) for each in zip(*known, strict=True)] if len(known) == len(found) else None


def guaranteed_as_agreed(
    guarantee: Guarantee, measures: Sequence[Measure], calendar: Calendar, mode: Mode
) -> list[Fraction] | None:
    """Return what is guaranteed in each period as agreed; None where that depends on what is measured later.

    `measures` are those that earn.
    """
    years = [period.year for period in calendar.periods]
    if guarantee.form == "share_of_baseline":
        shares = by_label(guarantee.share_of_baseline, calendar)
        parts = all_as_agreed(measures, calendar, mode)
        return (
            None
            if parts is None
            else [max(shares[year] * part, Fraction(0)) for year, part in zip(years, parts, strict=True)]
        )
    amounts = by_label(amounts_of(guarantee, measures), calendar)
    if guarantee.spread is None:
        return [amounts[year] for year in years]
    ends = portions(calendar, guarantee.spread)
    return [amounts[year] * (after - before) for year, (before, after) in zip(years, ends, strict=True)]


def amounts_of(guarantee: Guarantee, measures: Sequence[Measure]) -> tuple[Fraction, ...]:
    """Return the guaranteed amounts in money by year, as written; of a quantity, at the prices first agreed."""
    if guarantee.form == "amount":
        return tuple(map(Fraction, guarantee.amount))
    if guarantee.share_of_estimate is not None:
        return tuple(guarantee.share_of_estimate * Fraction(each) for each in guarantee.estimate)
    measure = next(each for each in measures if each.name == guarantee.measure)
    assert measure.price is not None
    units = 100 if measure.kind == share else 1
    many = max(len(guarantee.quantity), len(measure.price.amount))
    quantities, prices = (
        (each * many if len(each) == 1 else each) for each in (guarantee.quantity, measure.price.amount)
    )
    return tuple(Fraction(each) * units * price for each, price in zip(quantities, prices, strict=True))
