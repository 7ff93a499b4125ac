"""What is wrong with a core volume among the measures of a contract, and what each choice would cost."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from riskreward.baselines import Percentage
from riskreward.calendar import Calendar
from riskreward.figures import money_text, number_text, share_text, shown
from riskreward.findings import Problem
from riskreward.guarantees.core_volume import CoreVolume
from riskreward.improvements import Measure
from riskreward.kernel import money, share
from riskreward.schedule import OF_A_YEAR, spread_problems, year_figures

WHERE = "core_volume"


def core_volume_problems(
    volume: CoreVolume, measures: Sequence[Measure], calendar: Calendar | None, currency: str
) -> Iterator[Problem]:
    """Yield what is wrong with the core volume, each with its mend."""
    if calendar is not None:
        yield from year_figures(f"{WHERE}.committed", volume.committed, calendar)
        yield from spread_problems(WHERE, volume.spread, calendar, OF_A_YEAR)
    known = {each.name: each for each in measures}
    measure = known.get(volume.measure)
    if measure is None:
        names = ", ".join(map(shown, known))
        yield Problem(f"{WHERE}.measure", f"is {shown(volume.measure)}, which is no measure", f"write one of {names}")
    elif measure.kind == share:
        yield Problem(f"{WHERE}.measure", "is in %, but a volume is a quantity or money", "name another measure")
    else:
        yield from _choices(volume, measure, currency)
        if volume.if_short is not None:
            yield from _rate(volume, measure)


def _choices(volume: CoreVolume, measure: Measure, currency: str) -> Iterator[Problem]:
    """Tell what has not been chosen, and what each choice would cost on a year 10% short."""
    short = volume.committed[0] / 10
    units = volume_text(short, measure, currency)
    fits = volume.rate is not None and isinstance(volume.rate, Percentage) == (measure.kind == money)
    cost = money_text(short * Fraction(volume.rate), currency) if fits else f"the rate for {units}"
    if volume.if_short is None:
        choices = (
            f'"compensation" (a year 10% short would cost {cost}), "carried forward" ({units} would be added to the '
            'next year\'s commitment), "nothing" (it would cost nothing)'
        )
        yield Problem(f"{WHERE}.if_short", "is missing", f"choose one of {choices}")
    elif volume.if_short == "carried forward" and volume.at_the_end is None:
        what = "is missing, but what is carried forward may be left when the term ends"
        choices = f'"compensation" ({units} left would cost {cost}), "lapses" (it would cost nothing)'
        yield Problem(f"{WHERE}.at_the_end", what, f"choose one of {choices}")
    elif volume.if_short != "carried forward" and volume.at_the_end is not None:
        what = f"is for what is carried forward, but if_short is {volume.if_short!r}"
        yield Problem(f"{WHERE}.at_the_end", what, "leave it out")


def _rate(volume: CoreVolume, measure: Measure) -> Iterator[Problem]:
    example = 'as a share of each pound short, such as "8%"' if measure.kind == money else "for a unit short, in money"
    if volume.rate is None:
        if volume.is_compensated:
            what = "is missing, but the council compensates what is short"
            yield Problem(f"{WHERE}.rate", what, f"write what is owed {example}")
        return
    if isinstance(volume.rate, Percentage) != (measure.kind == money):
        rate = share_text(volume.rate) if isinstance(volume.rate, Percentage) else number_text(volume.rate)
        what = f"is {rate}, but {shown(measure.name)} is in {measure.unit}"
        yield Problem(f"{WHERE}.rate", what, f"write what is owed {example}")
    if not volume.is_compensated and (volume.if_short == "nothing" or volume.at_the_end == "lapses"):
        yield Problem(f"{WHERE}.rate", "is for compensation, but nothing is compensated", "leave it out")


def volume_text(volume: Fraction, measure: Measure, currency: str) -> str:
    """Return a volume with its unit, as a sentence has it."""
    if measure.kind == money:
        return money_text(volume, currency).removesuffix(".00")
    return f"{number_text(volume)} {measure.unit}"
