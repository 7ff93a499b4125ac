"""A linear trend: a straight line through past years, fitted before the term and frozen, run on through it."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.history import by_year, read_year
from riskreward.baselines.in_unit import InUnit, Percentage
from riskreward.baselines.quality import FEWEST
from riskreward.baselines.terms import BaselineTerms
from riskreward.calendar import Calendar
from riskreward.figures import number_text, rounded
from riskreward.findings import Problem
from riskreward.kernel import Amount
from riskreward.kernel.rounding import to_step
from riskreward.terms import TermsError

if TYPE_CHECKING:
    from riskreward.baselines.least_squares import Fit


class LinearTrend(BaselineTerms):
    """A straight line through what past years cost, by least squares; each year of the term has its own amount.

    The line is fitted exactly, and each year's amount rounded once, to the measure's decimal places in the
    contract's mode. `fit` is the working paper.

    Source: HM Treasury, Magenta Book, interrupted time series: the trend before the intervention is run on.
    """

    rule: Literal["linear trend"] = "linear trend"
    years: dict[str, InUnit]

    @model_validator(mode="after")
    def _enough_years(self) -> "LinearTrend":
        if len(self.years) < FEWEST:
            what = f"has {len(self.years)}, through which any line may be run"
            raise TermsError("years", what, "give three or more")
        return self

    @property
    def fit(self) -> "Fit":
        """The line, with the fitted figure of each year: the working paper."""
        from riskreward.baselines.least_squares import (  # what a contract without a line never asks
            Observed,
            least_squares,
        )

        spent = by_year(self.years)
        return least_squares(
            "year", [Observed(year.label, Fraction(year.first), Fraction(amount)) for year, amount in spent.items()]
        )

    def _at(self, label: str) -> Fraction:
        """Return the line's figure in a year of the term."""
        year = read_year(label)
        assert year is not None
        return self.fit.at(Fraction(year.first))

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the year's own amount on the line."""
        schedule = conditions.schedule
        step = Fraction(1, 10**conditions.places)
        amounts = {label: to_step(self._at(label), step, conditions.mode) for label in schedule.calendar.year_labels}
        return schedule.figure("linear trend", conditions.kind, schedule.by_year(amounts))

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """What each year cost."""
        for year, amount in self.years.items():
            yield f"years.{year}", amount

    def problems(self, where: str, term: Calendar) -> Iterator[Problem]:
        """Yield what keeps the line from being run on through this term."""
        last, first = max(by_year(self.years)), read_year(term.year_labels[0])
        assert first is not None
        if last.is_financial != first.is_financial:
            what = f"has {last.label}, but the years of the term are as {first.label}"
            yield Problem(f"{where}.years", what, "write them alike")
            return
        if last >= first:
            what = f"has {last.label}, a year of the term, which begins with {first.label}"
            yield Problem(f"{where}.years", what, "fit the trend to years before the term")
            return
        below = [label for label in term.year_labels if self._at(label) < 0]
        if below and min(Fraction(amount) for amount in self.years.values()) >= 0:
            what = f"run down to {number_text(Fraction(rounded(self._at(below[0]), 2)))} in {below[0]}, below nought"
            yield Problem(f"{where}.years", what, "agree another baseline, or a shorter term")
