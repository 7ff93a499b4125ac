"""The term of a contract: its settled periods, its years, and the days its payments fall due."""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Literal, get_args

from riskreward.findings import InputError, Problem

Settled = Literal["monthly", "quarterly", "half-yearly", "yearly"]
Years = Literal["from the start date", "from 1 April"]

_DAY = timedelta(days=1)
_LONGEST = 1200
SETTLEMENTS_A_YEAR = {"monthly": 12, "quarterly": 4, "half-yearly": 2, "yearly": 1}
_INTERVALS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
_NUMBERING = {"monthly": " M{:02d}", "quarterly": " Q{}", "half-yearly": " H{}", "yearly": ""}
MONTHS = (  # not strftime, which follows the locale
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """One settled stretch of a contract, from its first day to its last, both included.

    `part` says that the term starts or ends inside the settlement interval. `months` is an int when it comes
    to whole months; otherwise each month of the grid counts by the share of its days in the period.
    """

    label: str
    year: str
    first: date
    last: date
    first_of_year: bool
    last_of_year: bool
    last_of_term: bool
    run_off: bool
    part: bool
    months: int | Fraction


@dataclass(frozen=True, slots=True)
class Calendar:
    """The term of a contract divided into settled periods; made by `calendar`, which checks its inputs.

    `months_agreed` are the months that were agreed, where the term ended before them.
    """

    starts: date
    months: int
    settled: Settled
    years: Years
    months_agreed: int | None = None
    periods: tuple[Period, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        periods = [self._period(self._first_block)]
        while not periods[-1].last_of_term:
            periods.append(self._period(self._first_block + len(periods)))
        object.__setattr__(self, "periods", tuple(periods))

    @property
    def ends(self) -> date:
        """The last day of the term."""
        return add_months(self.starts, self.months) - _DAY

    @property
    def year_labels(self) -> tuple[str, ...]:
        """The labels of the years of the term, in order."""
        return tuple(dict.fromkeys(period.year for period in self.periods))

    @property
    def agreed(self) -> "Calendar":
        """The term as it was agreed, before anything ended it early."""
        if self.months_agreed is None:
            return self
        return _agreed(self.starts, self.months_agreed, self.settled, self.years)

    def ended(self, on: date, where: str = "on") -> "Calendar":
        """Return the term cut short on the last day of one of its months. Raises InputError for any other day."""
        ends = [add_months(self.starts, months) - _DAY for months in range(1, self.months + 1)]
        if on == ends[-1]:
            return self
        if on in ends:
            return _agreed(self.starts, ends.index(on) + 1, self.settled, self.years, self.months)
        if not self.starts <= on <= self.ends:
            what = f"is {on}, outside the term from {day_text(self.starts)} to {day_text(self.ends)}"
            raise InputError([Problem(where, what, "write the last day of one of its months")])
        after = max(bisect(ends, on), 1)
        nearest = " or ".join(map(str, ends[after - 1 : after + 1]))
        what = f"is {on}, which is not the last day of a month of the term"
        raise InputError([Problem(where, what, f"write {nearest}")])

    def shares_of_months(self, period: Period) -> list[Fraction]:
        """Return how much of each of the twelve months of its year lies in a period, by days."""
        years = (period.first.year - self._anchor.year) * 12
        if add_months(self._anchor, years) > period.first:
            years -= 12
        edges = [add_months(self._anchor, years + step) for step in range(13)]
        after = period.last + _DAY
        return [
            Fraction(max((min(after, closes) - max(period.first, opens)).days, 0), (closes - opens).days)
            for opens, closes in pairwise(edges)
        ]

    def periods_in_year(self, label: str, where: str = "year") -> tuple[Period, ...]:
        """The settled periods of one year of the term, in order."""
        if found := tuple(period for period in self.periods if period.year == _tight(label)):
            return found
        raise self._unknown(label, where, self.year_labels)

    def find(self, label: str, where: str = "period") -> Period:
        """The period of the term with this label, however it is spaced and in either case."""
        for period in self.periods:
            if _tight(period.label) == _tight(label):
                return period
        raise self._unknown(label, where, [period.label for period in self.periods])

    def periods_of(self, label: str, where: str = "period") -> tuple[Period, ...]:
        """The period of the term with this label, or those of the year with it, in order."""
        year = tuple(period for period in self.periods if period.year == _tight(label))
        return year or (self.find(label, where),)

    def run_off(self, count: int) -> tuple[Period, ...]:
        """The next `count` periods after the term, on the same grid.

        When the term ends inside a period, run-off begins with the rest of it, labelled "2029-30 run-off". A
        year that the term has begun is not begun again: `first_of_year` is false for the rest of that year.
        """
        interval = _INTERVALS[self.settled]
        if problems := _count_problems(count, "run-off count", 0, _LONGEST // interval):
            raise InputError(problems)
        block = self._first_block + len(self.periods)
        if add_months(self._anchor, block * interval) > self.ends + _DAY:
            block -= 1
        return tuple(self._period(block + step, run_off=True) for step in range(count))

    @property
    def _anchor(self) -> date:
        if self.years == "from the start date":
            return self.starts
        return date(self.starts.year - (self.starts.month < 4), 4, 1)

    @property
    def _first_block(self) -> int:
        return (self.starts.month - self._anchor.month) % 12 // _INTERVALS[self.settled]

    def _period(self, block: int, run_off: bool = False) -> Period:
        interval = _INTERVALS[self.settled]
        term_closes = self.ends + _DAY
        # Always from the anchor: a month added to 28 February would never find its way back to the 31st.
        edges = [add_months(self._anchor, block * interval + step) for step in range(interval + 1)]
        year_opens, year_closes = (add_months(self._anchor, (block * interval // 12 + step) * 12) for step in (0, 1))
        first = max(edges[0], term_closes if run_off else self.starts)
        after = edges[-1] if run_off else min(edges[-1], term_closes)
        part = first > edges[0] or after < edges[-1]
        months = Fraction(0)
        for opens, closes in pairwise(edges):
            within = min(after, closes) - max(first, opens)
            months += Fraction(max(within.days, 0), (closes - opens).days)
        year, year_ends = str(year_opens.year), year_closes - _DAY
        if year_ends.year != year_opens.year:
            year += f"-{year_ends.year % 100:02d}"
        label = year + _NUMBERING[self.settled].format(block % (12 // interval) + 1)
        return Period(
            label=f"{label} run-off" if run_off and part else label,
            year=year,
            first=first,
            last=after - _DAY,
            first_of_year=first == (year_opens if run_off else max(year_opens, self.starts)),
            last_of_year=after == (year_closes if run_off else min(year_closes, term_closes)),
            last_of_term=not run_off and after == term_closes,
            run_off=run_off,
            part=part,
            months=int(months) if months.denominator == 1 else months,
        )

    def _unknown(self, label: str, where: str, expected: Sequence[str]) -> InputError:
        ended = self.agreed.periods[len(self.periods) :]
        if any(_tight(label) in {_tight(each.label), _tight(each.year)} for each in ended):
            what = f"is {_shown(label)}, but the term ended on {day_text(self.ends)}"
            return InputError([Problem(where, what, "leave out what comes after it")])
        mend = "write one of them"
        near = [name for name in expected if _tight(name).startswith(_spelling(label))]
        if guess := _guess(label):
            mend = f"the term runs from {day_text(self.starts)} to {day_text(self.ends)}"
            for period in self.periods:
                if period.first <= guess <= period.last:
                    name = period.label if period.label in expected else period.year
                    mend = f"write {name} if the one with {day_text(guess)} in it is meant"
        elif len(near) == 1:
            mend = f"write {near[0]}"
        elif 0 < len(near) < len(expected):
            mend = f"write one of {_elided(near)}"
        return InputError([Problem(where, f"is {_shown(label)}, which is not one of {_elided(expected)}", mend)])


def calendar(
    starts: date, *, years: int | None = None, months: int | None = None, settled: Settled, years_run: Years
) -> Calendar:
    """The calendar of a term of so many years, or of so many months, from the day it starts.

    >>> halves = calendar(date(2026, 7, 1), months=12, settled="half-yearly", years_run="from 1 April")
    >>> [(period.label, str(period.last), period.months) for period in halves.periods]
    [('2026-27 H1', '2026-09-30', 3), ('2026-27 H2', '2027-03-31', 6), ('2027-28 H1', '2027-06-30', 3)]
    """
    problems: list[Problem] = []
    try:
        starts = read_date(starts, "starts")
    except InputError as error:
        problems += error.problems
    else:
        if starts.year < 1900:
            problems.append(Problem("starts", f"is {starts}, which is before 1900", "check the year"))
    given = [term for term in (("years", years, 12), ("months", months, 1)) if term[1] is not None]
    if len(given) != 1:
        what = "is given in years and in months" if given else "is missing"
        problems.append(Problem("term", what, "give its years or its months, and not both"))
    for where, count, unit in given:
        problems += _count_problems(count, where, 1, _LONGEST // unit)
    choices = {"settled": (settled, get_args(Settled)), "years_run": (years_run, get_args(Years))}
    for where, (word, words) in choices.items():
        if word not in words:
            mend = "write " + " or ".join(f'"{choice}"' for choice in words)
            problems.append(Problem(where, f"is {_shown(word)}, which this library does not know", mend))
    if problems:
        raise InputError(problems)
    return _agreed(starts, sum((count or 0) * unit for _, count, unit in given), settled, years_run)


_agreed = lru_cache(maxsize=64)(Calendar)  # the checks of a contract and its settlement ask for the same one


def payment_due(received: date, not_before: date | None = None, days: int = 30) -> date:
    """The last day to pay a valid invoice, or the later day on which the contract lets the sum fall due.

    The days begin with the day the invoice is received (Procurement Act 2023, section 68; Public Contracts
    Regulations 2015, regulation 113), so one received on 1 April 2026 is due by 30 April 2026.
    """
    received = read_date(received, "received")
    if problems := _count_problems(days, "days", 1, 3660):
        raise InputError(problems)
    try:
        due = received + timedelta(days=days - 1)
    except OverflowError:
        raise InputError([Problem("received", f"is {received}, too late to count from", "check the year")]) from None
    return due if not_before is None else max(due, read_date(not_before, "not_before"))


def read_date(value: object, where: str) -> date:
    """The date in a value: a date, or text such as "2026-04-01"; anything else is refused, never guessed."""
    what = f"is {_shown(value)}, which is not a date this library reads"
    mend = "write the year, the month and the day, such as 2026-04-01"
    if isinstance(value, datetime):
        if value.tzinfo is None and not (value.hour or value.minute or value.second or value.microsecond):
            return value.date()
        mend = "give the date without a time of day or a time zone"
    elif isinstance(value, date):
        return value
    elif isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            what = f"is {value.strip()}, a day that does not exist"
    elif guess := _guess(value):
        mend = f"write {guess} if {day_text(guess)} is meant"
    raise InputError([Problem(where, what, mend)])


@lru_cache(maxsize=2 * _LONGEST)
def add_months(anchor: date, months: int) -> date:
    """Return the day so many months later, or the last of its month. Raises InputError beyond the last year."""
    from dateutil.relativedelta import relativedelta

    try:
        return anchor + relativedelta(months=months)
    except (OverflowError, ValueError):
        what = f"run past the year 9999, counted from {anchor}"
        raise InputError([Problem("the years of the contract", what, "check the start date")]) from None


def _count_problems(value: object, where: str, least: int, most: int) -> list[Problem]:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return []
    return [Problem(where, f"is {_shown(value)}", f"give a whole number from {least} to {most}")]


def _tight(text: object) -> str:
    return "".join(str(text).split()).upper()


def _spelling(text: object) -> str:
    # "2022/2023 M1" is nearly "2022-23 M01"
    dashed = re.sub("[/\u2010-\u2015\u2212]", "-", _tight(text))
    return re.sub("M([0-9])$", r"M0\1", re.sub("^([0-9]{4})-[0-9]{2}([0-9]{2})", r"\1-\2", dashed))


def _guess(text: object) -> date | None:
    parts = re.split("[-/. ]", text.strip()) if isinstance(text, str) else []
    if len(parts) != 3 or not all(re.fullmatch("[0-9]{1,4}", part) for part in parts):
        return None
    year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
    try:
        return date(int(year) + {2: 2000, 4: 0}[len(year)], int(month), int(day))
    except (KeyError, ValueError):
        return None


def day_text(day: date) -> str:
    """Return a date as a letter has it: 31 March 2023."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _elided(labels: Sequence[str]) -> str:
    return ", ".join(labels if len(labels) <= 6 else [*labels[:5], "...", labels[-1]])


def _shown(value: object) -> str:
    if value is None:
        return "missing"
    if not isinstance(value, str | float | date) and not (isinstance(value, int) and abs(value) < 10**40):
        return f"a value of type {type(value).__name__}"
    text = " ".join(str(value).split())
    text = text if text.isprintable() else ascii(text)
    return (text if len(text) <= 40 else f"{text[:40]}...") or "empty"
