"""The observations that a line is fitted to: of which periods, in their order, and before the term."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from pydantic import Field

from riskreward.baselines.history import WHOLE_UNITS, Year, read_year, thousandfold
from riskreward.baselines.in_unit import InUnit
from riskreward.calendar import Calendar, Settled
from riskreward.figures import Number, number_text, shown
from riskreward.findings import Problem
from riskreward.terms import Terms, TermsError

UNMOVED = 10
"""A driver within ten times of the one beside it explains no amount a thousand times as large."""

_NUMBERED = {"monthly": ("M", 12), "quarterly": ("Q", 4), "half-yearly": ("H", 2), "yearly": ("", 1)}
_WRITTEN = {
    "monthly": "write it as 2024-25 M01, the year and the number of the month",
    "quarterly": "write it as 2024-25 Q1",
    "half-yearly": "write it as 2024-25 H1",
    "yearly": "write it as 2024-25, or as 2024 for a calendar year",
}
_APRIL = 4


class Observation(Terms):
    """What was measured in one period before the term: the driver, and the figure it led to."""

    period: str = Field(min_length=1)
    driver: Number
    amount: InUnit


class Stretch(NamedTuple):
    """A period that was observed: its year, and which of the equal parts of the year it is, from nought."""

    year: Year
    part: int
    parts: int

    @property
    def place(self) -> int:
        """How many such periods came before it; of two that follow each other it differs by one."""
        return self.year.first * self.parts + self.part

    def label(self, observed: Settled) -> str:
        """Return its label, as a statement has it."""
        return self.year.label if self.parts == 1 else f"{self.year.label} {_numbered(observed, self.part + 1)}"

    def months(self, term: Calendar) -> tuple[int, int]:
        """Return the months from its first up to its last, counted from the day the term begins; before it, below 0."""
        opens = term.starts.month if term.years == "from the start date" and term.starts.month > 1 else _APRIL
        year = (self.year.first - term.starts.year) * 12 + (opens if self.year.is_financial else 1) - term.starts.month
        return year + self.part * 12 // self.parts, year + (self.part + 1) * 12 // self.parts - 1


def read_stretch(label: str, observed: Settled) -> Stretch | None:
    """Return the period of a label, as long as what is observed; None for what is no such period.

    >>> read_stretch("2024/25 q2", "quarterly").label("quarterly")
    '2024-25 Q2'
    """
    letter, parts = _NUMBERED[observed]
    number = 1
    if letter:
        match = re.fullmatch(rf"(.*\S)\s*{letter}([0-9]{{1,2}})", label.strip(), re.IGNORECASE)
        if match is None or not 1 <= int(match[2]) <= parts:
            return None
        label, number = match[1], int(match[2])
    year = read_year(label)
    return None if year is None else Stretch(year, number - 1, parts)


def check_observations(observations: Sequence[Observation], observed: Settled, known: Iterable[Year]) -> None:
    """Refuse observations of no period, of one period twice, with a gap, or in mixed units. Raises TermsError.

    A period of a `known` year, of which the history says what was spent, may be left out.
    """
    places = _placed(observations, observed)
    in_order = sorted(places, key=lambda each: each.place)
    years = set(known)
    for before, after in pairwise(in_order):
        for place in range(before.place + 1, after.place):
            year, part = divmod(place, before.parts)
            gap = Stretch(before.year.after(year - before.year.first), part, before.parts)
            if gap.year not in years:
                what = (
                    f"have none of {gap.label(observed)}, between {before.label(observed)} and {after.label(observed)}"
                )
                mend = f"write what was measured in it; if it is left out on purpose, write {gap.year.label} in history"
                raise TermsError("observations", what, mend)
    for pair in pairwise(in_order):
        less, more = sorted((places[each] for each in pair), key=lambda number: abs(observations[number].amount))
        _alike(observations, less, more)


def observed_too_late(
    where: str, observations: Sequence[Observation], observed: Settled, term: Calendar
) -> Iterator[Problem]:
    """Yield the observations that do not end before the term begins."""
    for number, each in enumerate(observations):
        stretch = read_stretch(each.period, observed)
        if stretch is not None and stretch.months(term)[1] >= 0:
            what = f"is {shown(each.period)}, not over when the term begins with {term.periods[0].label}"
            mend = "fit the line to periods before the term"
            yield Problem(f"{where}.observations[{number}].period", what, mend)


def _placed(observations: Sequence[Observation], observed: Settled) -> Mapping[Stretch, int]:
    seen: dict[Stretch, int] = {}
    for number, each in enumerate(observations):
        stretch, where = read_stretch(each.period, observed), f"observations[{number}].period"
        if stretch is None:
            kind = {"monthly": "month", "quarterly": "quarter", "half-yearly": "half-year", "yearly": "year"}[observed]
            what = f"is {shown(each.period)}, which is no {kind}, but observed is {observed!r}"
            raise TermsError(where, what, _WRITTEN[observed])
        if stretch in seen:
            first = f"observations[{seen[stretch]}]"
            same = "as" if observations[seen[stretch]].period == each.period else "the same period as"
            what = f"is {shown(each.period)}, {same} {first}" + (" is" if same == "as" else "")
            raise TermsError(where, what, "leave one of them out")
        seen[stretch] = number
        first_year = next(iter(seen)).year
        if stretch.year.is_financial != first_year.is_financial:
            kinds = ("calendar", "financial")
            what = f"is {shown(each.period)}, of a {kinds[stretch.year.is_financial]} year, but {first_year.label} is "
            raise TermsError(where, f"{what}a {kinds[first_year.is_financial]} year", "write every period of one kind")
    return seen


def _alike(observations: Sequence[Observation], less: int, more: int) -> None:
    """Refuse an amount in other units than the one beside it, where the driver hardly moved."""
    small, large = (Fraction(observations[number].amount) for number in (less, more))
    times = thousandfold(small, large)
    low, high = sorted(abs(observations[number].driver) for number in (less, more))
    if times and high <= UNMOVED * low:
        beside = f"the {number_text(large)} of {observations[more].period} beside it"
        what = f"is {number_text(small)}, about a {times} of {beside}"
        raise TermsError(f"observations[{less}].amount", what, WHOLE_UNITS)


def _numbered(observed: Settled, number: int) -> str:
    return f"M{number:02d}" if observed == "monthly" else f"{_NUMBERED[observed][0]}{number}"
