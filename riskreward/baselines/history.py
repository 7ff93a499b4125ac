"""What a service really cost, year by year: the history that a baseline is held against."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, Self, TypeVar

from pydantic import Field, model_validator

from riskreward.baselines.in_unit import InUnit, Percentage, in_unit_text
from riskreward.figures import Share, number_text, share_text
from riskreward.terms import Terms, TermsError

ABOUT = (Fraction(1, 2), 2)
"""A figure is about a thousand or a million times another from half of that to twice it: units were mixed."""

WRITTEN_IN_THOUSANDS = 100_000
"""Only figures as large as this are written in thousands or millions."""

WHOLE_UNITS = "write every figure in whole units, not in thousands or millions"

_YEAR = r"([0-9]{4})(?:\s*[-/\u2013]\s*([0-9]{4}|[0-9]{2}))?"
_WRITTEN = "write it as 2017-18, or as 2017 for a calendar year"
Held = TypeVar("Held")


class Year(NamedTuple):
    """A year by its first calendar year and its label: 2017-18 is a financial year, 2017 a calendar year."""

    first: int
    label: str

    @property
    def is_financial(self) -> bool:
        """Whether the year runs over the end of a calendar year."""
        return "-" in self.label

    def after(self, count: int) -> "Year":
        """Return the year so many years later."""
        first = self.first + count
        return Year(first, f"{first}-{(first + 1) % 100:02d}" if self.is_financial else str(first))


class OneOff(Terms):
    """A one-off cost inside a year of the history, and why it will not come again; below nought, one-off income."""

    amount: InUnit
    reason: str = Field(min_length=1)


class Uncertainty(Terms):
    """How far off a baseline may be, as a share of it, and how sure that is.

    Source: ASHRAE Guideline 14, uncertainty stated at a level of confidence.
    """

    share: Share
    confidence: Share

    @model_validator(mode="after")
    def _is_less_than_certain(self) -> Self:
        if not 0 < self.confidence < 1:
            what = f"is {share_text(self.confidence)}, which no estimate has"
            raise TermsError("confidence", what, "write how sure it is, such as 90%")
        if not self.share:
            mend = "write how far off the baseline may be, such as 6%, or leave the uncertainty out"
            raise TermsError("share", "is 0%, which no estimate has", mend)
        return self


def read_year(label: str) -> Year | None:
    """Return the year of a label; 2017/18 and 2017-2018 are 2017-18. None for what is no year.

    >>> read_year("2017/18")
    Year(first=2017, label='2017-18')
    """
    match = re.fullmatch(_YEAR, label.strip())
    if match is None:
        return None
    first, second = int(match[1]), match[2]
    if second is None:
        return Year(first, str(first))
    ends = str(first + 1)
    return Year(first, f"{first}-{ends[-2:]}") if second in {ends, ends[-2:]} else None


def by_year(table: Mapping[str, Held]) -> dict[Year, Held]:
    """Return a table by year, in the years' order."""
    return dict(sorted((year, held) for label, held in table.items() if (year := read_year(label)) is not None))


def check_years(where: str, table: Mapping[str, object]) -> None:
    """Refuse a table by year with a label that is no year, or with one year twice. Raises TermsError."""
    seen: dict[Year, str] = {}
    for label in table:
        year = read_year(label)
        if year is None:
            raise TermsError(f"{where}.{label}", "is no year", _WRITTEN, by_its_name=True)
        if year in seen:
            what, mend = f"is the same year as {seen[year]}", "leave one of the two out"
            raise TermsError(f"{where}.{label}", what, mend, by_its_name=True)
        seen[year] = label
        first = next(iter(seen))
        if year.is_financial != first.is_financial:
            kinds = ("a calendar year", "a financial year")
            what = f"is {kinds[year.is_financial]}, but {first.label} is {kinds[first.is_financial]}"
            raise TermsError(f"{where}.{label}", what, "write every year of one kind", by_its_name=True)


def check_history(
    history: Mapping[str, Decimal | Percentage],
    years: Mapping[str, Decimal | Percentage],
    one_off: Mapping[str, OneOff],
) -> None:
    """Refuse a history that nothing can be read from; `years` are those whose mean is the baseline.

    Raises TermsError for a gap, a year twice, thousands mixed with pounds, a year of the mean that the history
    knows otherwise, and a one-off of no year of the history or larger than its year.
    """
    check_years("history", history)
    check_years("years", years)
    check_years("one_off", one_off)
    where, spent = ("history", history) if history else ("years", years)
    _no_gap(where, spent)
    _no_mixture(where, spent)
    known = by_year(spent)
    if history:
        for label, amount in years.items():
            _as_in_the_history(label, amount, known)
    for label, each in one_off.items():
        _inside_its_year(label, each, known)


def check_scale(history: Mapping[str, Decimal | Percentage], amount: Decimal | Percentage | None) -> None:
    """Refuse a history of which every year is about a thousandth of the baseline's amount, or the other way round.

    Raises TermsError: one of the two is written in thousands.
    """
    if amount is None or not history:
        return
    agreed = Fraction(amount)
    pairs = [sorted((Fraction(spent), agreed), key=abs) for spent in history.values()]
    times = {thousandfold(small, large) for small, large in pairs}
    if len(times) == 1 and (part := times.pop()):
        label, spent = list(history.items())[-1]
        part = f"{part} of" if abs(Fraction(spent)) < abs(agreed) else f"{part.removesuffix('th')} times"
        what = f"is {number_text(Fraction(spent))}, about a {part} the baseline's {number_text(agreed)}"
        raise TermsError(f"history.{label}", what, WHOLE_UNITS)


def thousandfold(small: Fraction, large: Fraction) -> str | None:
    """Return the part of the large figure that the small one is about, a thousandth or a millionth; else None.

    >>> thousandfold(Fraction(900), Fraction(1_000_000))
    'thousandth'
    """
    low, high = ABOUT
    if small * large <= 0 or abs(large) < WRITTEN_IN_THOUSANDS:
        return None
    times = abs(large / small)
    parts = {"thousandth": 1000, "millionth": 1_000_000}
    return next((name for name, part in parts.items() if low * part <= times <= high * part), None)


def _no_gap(where: str, spent: Mapping[str, Decimal | Percentage]) -> None:
    labels = {year: label for label in spent if (year := read_year(label)) is not None}
    for before, after in pairwise(sorted(labels)):
        if after.first != before.first + 1:
            gap = before.after(1).label
            missing = gap.replace("-", "/") if "/" in labels[before] else gap
            what = f"is missing, between {before.label} and {after.label}"
            mend = "write what that year cost"
            if where == "years":
                mend += "; if it is left out on purpose, write every year in history"
            raise TermsError(f"{where}.{missing}", what, mend)


def _no_mixture(where: str, spent: Mapping[str, Decimal | Percentage]) -> None:
    labels = {year: label for label in spent if (year := read_year(label)) is not None}
    amounts = {year: Fraction(spent[label]) for year, label in labels.items()}
    for pair in pairwise(sorted(labels)):
        less, more = sorted(pair, key=lambda year: abs(amounts[year]))
        small, large = amounts[less], amounts[more]
        if part := thousandfold(small, large):
            what = f"is {number_text(small)}, about a {part} of the {number_text(large)} of {more.label} beside it"
            raise TermsError(f"{where}.{labels[less]}", what, WHOLE_UNITS)


def _as_in_the_history(label: str, amount: Decimal | Percentage, known: Mapping[Year, Decimal | Percentage]) -> None:
    year = read_year(label)
    assert year is not None
    figure = in_unit_text(amount)
    if year not in known:
        raise TermsError("years", f"has {figure} in {year.label}, but the history has no such year", "write it in both")
    if known[year] != amount:
        what = f"has {figure} in {year.label}, but the history says {in_unit_text(known[year])}"
        raise TermsError("years", what, "write what was really spent in both")


def _inside_its_year(label: str, one_off: OneOff, known: Mapping[Year, Decimal | Percentage]) -> None:
    year = read_year(label)
    assert year is not None
    where, figure = f"one_off.{label}", in_unit_text(one_off.amount)
    if year not in known:
        what = f"is {figure}, but the history has no {year.label}"
        raise TermsError(where, what, "write what that year cost in history, or leave the one-off out")
    if abs(one_off.amount) > abs(known[year]):
        what = f"is {figure}, more than the {in_unit_text(known[year])} that the whole year cost"
        raise TermsError(where, what, "write the part of the year's cost that is one-off")
