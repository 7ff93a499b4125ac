"""Published index levels: how prices moved since the baseline was agreed."""

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from riskreward.baselines.chain import Chained, limited
from riskreward.calendar import MONTHS
from riskreward.figures import Factor, FigureError, Number, Range, number_text, share_text
from riskreward.kernel import Amount, constant, named, quantity, round_to, share_of
from riskreward.schedule import Schedule
from riskreward.terms import Day, Terms, TermsError

POINTS = quantity("index points")
_MONTH = rf"({'|'.join(MONTHS)}) (inside|before) the year"


def _words(text: str) -> str:
    """Return a text with every word and number apart, so that "2015=100" is "2015 = 100"."""
    return " ".join(re.findall(r"[\w.]+|=", text.casefold()))


class Level(Terms):
    """A published level, with the reference period it is stated in and the day it was published."""

    level: Number
    reference: str = ""
    published: Day | None = None


def _level(value: object) -> object:
    return value if isinstance(value, Mapping | Level) else {"level": value}


def _month(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(_MONTH, value):
        return value
    raise FigureError(
        f"is {value!r}, which does not say which month's level counts",
        'write it as "February inside the year" or "January before the year"',
    )


class Index(Terms):
    """The level of a stated month over the level agreed as its base.

    `places` rounds that factor half up; `at_most` and `at_least` limit it, "110%" to a tenth more at most. Levels are
    given by year; one not yet published may be left out until its year is settled. Levels of two
    reference periods never mix. `chained` makes the factor a product of yearly links, limited year by year.

    Source: UK Contracts for Difference, strike price = initial price x CPI / CPI of the base month.
    """

    series: str = Field(min_length=1)
    month: Annotated[str, BeforeValidator(_month)]
    base: Number
    levels: dict[str, Annotated[Level, BeforeValidator(_level)]] = Field(default_factory=dict)
    between: Range = (Fraction(1), Fraction(1000))
    reference: str = ""
    places: int | None = Field(default=None, ge=0, le=10)
    at_most: Factor | None = None
    at_least: Factor | None = None
    chained: Chained | None = None

    @model_validator(mode="after")
    def _one_reference(self) -> "Index":
        if self.base <= 0:
            raise TermsError("base", "is not above nought", "write the published level of the base month")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            what = f"is {share_text(self.at_most)}, below at_least {share_text(self.at_least)}"
            raise TermsError("at_most", what, "let the limit be above the floor")
        for term in ("places", "at_most", "at_least") if self.chained is not None else ():
            if getattr(self, term) is not None:
                raise TermsError(term, "is for a factor that is not chained", f"write it in chained: chained.{term}")
        low, high = self.between
        for year, level in self.levels.items():
            if not low <= level.level <= high:
                raise TermsError(
                    f"levels.{year}", f"is outside between [{number_text(low)}, {number_text(high)}]", "check the level"
                )
            if level.reference and not self._is_of(level.reference):
                mend = "take every level and the base from one reference period"
                if not self.reference and "=" not in self.series:
                    mend = f"set index.reference to {level.reference!r} if the base is of it, or {mend}"
                what = f"is {level.reference!r}, but the base is of {self.reference or self.series!r}"
                raise TermsError(f"levels.{year}.reference", what, mend)
        return self

    def _is_of(self, reference: str) -> bool:
        """Return whether a reference period is the base's: the one written, or one that the series names in full."""
        if self.reference:
            return _words(reference) == _words(self.reference)
        return f" {_words(reference)} " in f" {_words(self.series)} "

    def record(self, schedule: Schedule, amount: Amount) -> Amount:
        """Return the amount at the prices of the period."""
        levels = {year: Fraction(level.level) for year, level in self.levels.items()}
        name = f"index ({self.month})"
        level = schedule.figure(name, POINTS, schedule.by_year(levels), self.between)
        if self.chained is not None:
            ended = dict(pairwise(schedule.calendar.year_labels))
            before = {after: levels[year] for year, after in ended.items() if year in levels}
            before[schedule.calendar.year_labels[0]] = self.base
            was = schedule.figure(f"{name}, the year before", POINTS, schedule.by_year(before), self.between)
            return amount * self.chained.record(schedule, level, was)
        base = constant(self.base, POINTS)
        if self.places is None and self.at_most is None and self.at_least is None:
            return amount * level / base  # which says the levels, and no factor without end
        factor = level / base
        if self.places is not None:
            factor = round_to(factor, self.places)
        low, high = (None if limit is None else share_of(limit) for limit in (self.at_least, self.at_most))
        return amount * named("index factor", limited(factor, low, high))
