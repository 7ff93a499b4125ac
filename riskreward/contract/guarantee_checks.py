"""What must agree between a guarantee and what is measured."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from riskreward.baselines import SPREADS, Percentage
from riskreward.calendar import Calendar
from riskreward.figures import money_text, shown
from riskreward.findings import Problem
from riskreward.guarantees import EXCESSES, Guarantee, guarantee_problems, guaranteed_as_agreed, three_years
from riskreward.improvements import Measure
from riskreward.kernel import money, share
from riskreward.kernel.rounding import Mode
from riskreward.schedule import spread_problems, year_figures


class Guaranteed(NamedTuple):
    """A guarantee, and what it is measured by; `earning` are the measures that earn a fee."""

    guarantee: Guarantee
    earning: Sequence[Measure]
    calendar: Calendar
    currency: str
    mode: Mode


def problems_of(given: Guaranteed) -> Iterator[Problem]:
    """Tell everything that is wrong with the guarantee."""
    found = guarantee_problems(given.guarantee, given.calendar)
    measured = [*_quantity(given), *_prices(given)]
    yield from found
    yield from measured
    yield from _excess(given, is_readable=not found and not measured)


def _quantity(given: Guaranteed) -> Iterator[Problem]:
    guarantee = given.guarantee
    if guarantee.form != "quantity" or guarantee.measure is None:
        return
    measure = next((each for each in given.earning if each.name == guarantee.measure), None)
    if measure is None or measure.kind == money or measure.price is None:
        able = [shown(each.name) for each in given.earning if each.kind != money and each.price is not None]
        listed = f"name one that does ({', '.join(able)})" if able else "guarantee an amount of money instead"
        what = f"is {shown(guarantee.measure)}, which does not earn in units of a price"
        yield Problem("guarantee.measure", what, listed)
        return
    if measure.prices_paid == "counted":
        what = f"is 'contract prices', but {shown(measure.name)} counts at the prices paid"
        yield Problem("guarantee.valued_at", what, "write prices_paid = 'shown', or guarantee an amount of money")
    if (taken_off := measure.eligible.line) is not None:
        what = f"is {shown(measure.name)}, but what counts of it is only what the statement calls {shown(taken_off)}"
        yield Problem("guarantee.measure", what, "guarantee an amount of money instead")
    for number, figure in enumerate(guarantee.quantity):
        where = f"guarantee.quantity[{number}]" if len(guarantee.quantity) > 1 else "guarantee.quantity"
        if figure < 0:
            yield Problem(where, f"is {figure}, below nought", "write a quantity of nought or more")
        elif measure.kind == share and isinstance(figure, Decimal) and figure > 1:
            yield Problem(where, f"is {figure}, but {shown(measure.name)} is in %", f'write "{figure}%"')
        elif measure.kind != share and isinstance(figure, Percentage):
            what = f"is a share, but {shown(measure.name)} is in {shown(measure.unit)}"
            yield Problem(where, what, "write the figure in that unit, or a share_of_baseline")


def _prices(given: Guaranteed) -> Iterator[Problem]:
    prices = given.guarantee.prices
    if prices == "contract prices":
        for measure in given.earning:
            if measure.price is None or measure.price.index is not None:
                lacks = "has no price" if measure.price is None else "has a price that an index moves"
                what = f"is 'contract prices', but {shown(measure.name)} {lacks}"
                yield Problem(
                    "guarantee.prices", what, 'choose one of "cash of each year", "as the baseline is indexed"'
                )
    if prices == "as the baseline is indexed":
        if not any(_is_indexed(measure) for measure in given.earning):
            what = "is 'as the baseline is indexed', but no index moves what earns"
            yield Problem("guarantee.prices", what, 'write "cash of each year"')
        for measure in given.earning:
            baseline = measure.baseline
            if baseline is not None and (baseline.agreed_amount is None or not baseline.is_for_a_year):
                named = shown(measure.name)
                what = f"is 'as the baseline is indexed', but the baseline of {named} is not agreed beforehand"
                yield Problem("guarantee.prices", what, 'write "cash of each year"')


def _is_indexed(measure: Measure) -> bool:
    of_the_price = measure.price is not None and measure.price.index is not None
    return of_the_price or (measure.baseline is not None and bool(measure.baseline.indices))


def _excess(given: Guaranteed, is_readable: bool) -> Iterator[Problem]:
    """Ask what an excess does, with what each choice would pay on the guarantee of the first year."""
    guarantee = given.guarantee
    if guarantee.excess is not None or not guarantee.is_paid or not guarantee.stands_alone:
        return
    what = "is missing, and published contracts contradict one another on what a saving above the guarantee does"
    first = _first_year(given) if is_readable else None
    told = "" if first is None else _worked(first, given.currency)
    yield Problem("guarantee.excess", what, "choose one of " + ", ".join(f'"{each}"' for each in EXCESSES) + told)


def _first_year(given: Guaranteed) -> Fraction | None:
    """Return what is guaranteed for the first year; None where the measures do not say it yet."""
    if any(_is_unclear(measure, given.calendar) for measure in given.earning):
        return None
    parts = guaranteed_as_agreed(given.guarantee, given.earning, given.calendar, given.mode)
    if parts is None:
        return None
    years = zip(given.calendar.periods, parts, strict=True)
    return sum((part for period, part in years if period.year == given.calendar.year_labels[0]), Fraction(0))


def _is_unclear(measure: Measure, calendar: Calendar) -> bool:
    """Return whether a measure lists figures by year that do not fit the term, which is told elsewhere."""
    assert measure.baseline is not None
    lists = [measure.baseline.discount, () if measure.price is None else measure.price.amount]
    spread = spread_problems("", measure.baseline.spread, calendar, SPREADS) if measure.baseline.is_for_a_year else []
    return bool(spread) or any(year_figures("", each, calendar) for each in lists if each)


def _worked(guaranteed: Fraction, currency: str) -> str:
    def pounds(amount: Fraction) -> str:
        return money_text(amount, currency).removesuffix(".00")

    tenth = guaranteed / 10
    saved = [pounds(guaranteed - tenth), pounds(guaranteed + 2 * tenth), pounds(guaranteed - tenth)]
    cash = []
    for choice in EXCESSES:
        flows = three_years(choice, tenth)
        each = ", ".join(f"{pounds(-flow)} back" if flow < 0 else pounds(flow) for flow in flows)
        cash.append(f'{each} under "{choice}"')
    return (
        f". On years that save {saved[0]}, {saved[1]} and {saved[2]} of {pounds(guaranteed)} guaranteed in each, the "
        f"provider pays {'; '.join(cash)}"
    )
