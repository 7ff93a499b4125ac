"""Figures and truths that the calendar decides: known for every period before any outturn is."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from riskreward.calendar import SETTLEMENTS_A_YEAR, Calendar, Period
from riskreward.figures import FigureError, read_share, share_text, written
from riskreward.findings import Problem
from riskreward.kernel import Amount, Kind, round_to, scheduled, share, truth
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode
from riskreward.kernel.words import here
from riskreward.terms import TermsError

Spread = str | tuple[Fraction, ...]

FIRST_OF_YEAR = "first of the year"
IN_TERM = "in the term"
EVENLY = "evenly over the months"
FROM_THE_START = "in full from the start of the year"
EACH_PERIOD = "the same for each settlement"


class Schedule:
    """The periods of a contract, run-off included, and the value of every scheduled fact in each of them.

    A value of None is one not yet published; settling a period that needs it is an error.
    """

    def __init__(self, calendar: Calendar, run_off_years: int = 0, run_off_settlements: int = 0) -> None:
        self.calendar = calendar
        self.term = calendar.periods
        last = self.term[-1]
        in_a_year = SETTLEMENTS_A_YEAR[calendar.settled]
        run_offs = (_run_off(calendar, run_off_years * in_a_year), calendar.run_off(run_off_settlements))
        self.run_off = max(run_offs, key=len)
        self.periods = self.term + self.run_off
        self.is_yearly = in_a_year == 1 and not any(period.part for period in self.term)
        self.values: dict[str, tuple[Fraction | bool | None, ...]] = {}
        self.first_of_year = self.truth(FIRST_OF_YEAR, [period.first_of_year for period in self.periods])
        closing = [period.last_of_year and not period.run_off for period in self.periods]
        self.last_of_year = self.truth("last of the year", closing)
        self.last_of_term = self.truth("last of the term", [period.last_of_term for period in self.periods])
        self.in_term = self.truth(IN_TERM, [not period.run_off for period in self.periods])
        ends = [period.run_off and period == self.periods[-1] for period in self.periods]
        self.end_of_run_off = self.truth("end of the run-off", ends)
        assert last.last_of_term

    def truth(self, name: str, values: Sequence[bool]) -> Amount:
        """Return a scheduled truth with these values, one for each period, run-off included."""
        self.values[here(name)] = tuple(values)
        return scheduled(name, truth, values)

    def figure(
        self, name: str, kind: Kind, values: Sequence[Fraction | None], between: Iterable[Fraction] = ()
    ) -> Amount:
        """Return a scheduled fact with these values in the periods of the term, and nothing in the run-off."""
        everywhere = (*values, *(Fraction(0) for _ in self.run_off))
        self.values[here(name)] = everywhere
        return scheduled(name, kind, [*(value for value in everywhere if value is not None), *between])

    def by_year(self, figures: Mapping[str, Fraction] | tuple[Fraction, ...]) -> list[Fraction | None]:
        """Return a figure for each period of the term from figures by year: by label, in order, or one for all."""
        if not isinstance(figures, Mapping):
            figures = by_label(figures, self.calendar)
        return [figures.get(period.year) for period in self.term]

    def of_the_year(
        self, name: str, amount: Amount, spread: Spread | None, mode: Mode, places: int = MINOR_PLACES
    ) -> Amount:
        """Return the part of a year's amount that belongs to the period; the parts add up to the whole.

        Each part is the year's amount up to the period's end, rounded, less what came before it, rounded.
        """
        if spread is None or spread == EACH_PERIOD:
            return amount
        parts = portions(self.calendar, spread)
        before = self.figure(f"{name}, part of the year before", share, [start for start, _ in parts])
        after = self.figure(f"{name}, part of the year to date", share, [end for _, end in parts])
        return round_to(after * amount, places, mode) - round_to(before * amount, places, mode)


def by_label(figures: tuple[Fraction, ...], calendar: Calendar) -> dict[str, Fraction]:
    """Return figures by the label of their year, from a list in order or one that stands for all."""
    labels = calendar.agreed.year_labels
    return dict(zip(labels, figures * len(labels) if len(figures) == 1 else figures, strict=True))


def _run_off(calendar: Calendar, count: int) -> tuple[Period, ...]:
    """Return so many whole periods after the term, and before them the rest of one that the term's end cuts."""
    periods = calendar.run_off(count)
    return calendar.run_off(count + 1) if periods and periods[0].part else periods


def portions(calendar: Calendar, spread: Spread) -> list[tuple[Fraction, Fraction]]:
    """Return the part of its year that lies before each period of the term, and up to its end."""
    found: list[tuple[Fraction, Fraction]] = []
    for label in calendar.year_labels:
        periods = calendar.periods_in_year(label)
        if spread == FROM_THE_START:
            sizes = [Fraction(1)] + [Fraction(0)] * (len(periods) - 1)
        elif isinstance(spread, str):
            sizes = [Fraction(period.months) / 12 for period in periods]
        else:
            sizes = list(spread[: len(periods)])  # the year in which the term ends early has fewer
        ends = list(accumulate(sizes))
        found += [(end - size, end) for size, end in zip(sizes, ends, strict=True)]
    return found


def listed(value: object) -> object:
    """Return figures by year, or the one that stands for every year, as a list. Raises FigureError for a table."""
    if isinstance(value, Mapping):
        mend = "write one figure for all, or a list with one for each in their order, such as [first, second, third]"
        raise FigureError("is a table, where one figure or a list belongs", mend)
    return value if isinstance(value, list | tuple) else (value,)


def read_spread(value: object, choices: Sequence[str]) -> Spread | None:
    """Return how a year's amount falls on its settlements: one of the choices, or a share for each of them.

    The figures of a past year may stand for the shares: a year's amount has their seasonal profile.
    """
    if value is None or (isinstance(value, str) and value in choices):
        return value
    if isinstance(value, list | tuple):
        if profile := _profile(value):
            return profile
        shares = tuple(read_share(each) for each in value)
        if sum(shares) == 1:
            return shares
        raise TermsError(
            "", f"adds up to {share_text(Fraction(sum(shares)))}", "let the shares of a year add up to 100%"
        )
    listed = ", ".join(f'"{choice}"' for choice in choices)
    raise TermsError("", f"is {value!r}", f"choose one of {listed}, or list a share for each settlement of the year")


def _profile(figures: Sequence[object]) -> Spread | None:
    """Return the shares that each figure has of all; None where they are shares already."""
    numbers = [each for each in figures if isinstance(each, int | Decimal) and not isinstance(each, bool)]
    if len(numbers) < len(figures) or not any(each > 1 for each in numbers) or min(numbers) < 0:
        return None
    whole = sum((Fraction(each) for each in numbers), Fraction(0))
    return tuple(Fraction(each) / whole for each in numbers)


def spread_schema(choices: Sequence[str]) -> dict[str, Any]:
    """Return what a spread may be, for the JSON Schema."""
    return {"anyOf": [{"enum": list(choices)}, {"type": "array", "items": {"type": ["number", "string"]}}]}


OF_A_YEAR = (EVENLY, FROM_THE_START)
"""How an amount that is due over a year may fall on its settlements, where shares are not listed."""

SpreadOfAYear = Annotated[
    Any,
    BeforeValidator(lambda value: read_spread(value, OF_A_YEAR)),
    PlainSerializer(written, when_used="json"),
    WithJsonSchema(spread_schema(OF_A_YEAR)),
]


def spread_problems(where: str, spread: Spread | None, calendar: Calendar, choices: Sequence[str]) -> list[Problem]:
    """Return what is wrong with a year's amount that must be settled in parts of a year."""
    ends_inside = calendar.agreed.periods[len(calendar.periods) - 1].last > calendar.ends
    if ends_inside:
        choices = [choice for choice in choices if choice != EACH_PERIOD]
    whole_years = calendar.settled == "yearly" and not any(period.part for period in calendar.periods)
    if spread is None and whole_years:
        return []
    if spread is None:
        listed = ", ".join(f'"{choice}"' for choice in choices)
        mend = f"choose one of {listed}, or list a share for each settlement of the year"
        if ends_inside:
            mend = f"choose one of {listed}" if len(choices) > 1 else f"write {listed}"
        cut = next((period.label for period in calendar.periods if period.part), "")
        why = f"{cut} is only part of a year" if cut else f"the contract is settled {calendar.settled}"
        return [
            Problem(
                f"{where}.spread",
                f"is missing, but {why}, and an amount for a year is never scaled silently",
                mend,
            )
        ]
    if ends_inside and spread not in choices:
        what = "lists shares" if isinstance(spread, tuple) else f"is {spread!r}"
        what += f", but the term ends inside {calendar.periods[-1].label}, which is never scaled silently"
        return [Problem(f"{where}.spread", what, f"write {EVENLY!r}")]
    if isinstance(spread, tuple):
        for label in calendar.year_labels:
            periods = len(calendar.agreed.periods_in_year(label))
            if periods != len(spread):
                settlements = f"{periods} settlement{'' if periods == 1 else 's'}"
                return [
                    Problem(
                        f"{where}.spread",
                        f"lists {len(spread)} shares, but {label} has {settlements}",
                        "list one for each",
                    )
                ]
    return []


def year_figures(where: str, figures: Sequence[object], calendar: Calendar) -> list[Problem]:
    """Return what is wrong with a list that should hold one figure for each year of the term."""
    years = calendar.agreed.year_labels
    if len(figures) in {1, len(years)}:
        return []
    return [
        Problem(
            where,
            f"lists {len(figures)} figures, but the term has {len(years)} years ({years[0]} to {years[-1]})",
            "list one for each year, or one figure for all",
        )
    ]
