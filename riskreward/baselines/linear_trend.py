"""A linear trend: a straight line through past years, fitted before the term and frozen, run on through it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.least_squares import FEWEST, Fit, Observed, least_squares
from riskreward.baselines.terms import BaselineTerms, InUnit, Percentage
from riskreward.calendar import Calendar
from riskreward.figures import number_text, rounded, shown
from riskreward.findings import Problem
from riskreward.kernel import Amount
from riskreward.kernel.rounding import to_step
from riskreward.terms import TermsError

_YEAR = re.compile(r"(\d{4})(?:-(\d\d))?")


def year_of(label: str) -> int | None:
    """Return the calendar year that a year such as 2019-20 or 2019 begins in; None for a label of another form."""
    match = _YEAR.fullmatch(label)
    if match is None or (match[2] and int(match[2]) != (int(match[1]) + 1) % 100):
        return None
    return int(match[1])


class LinearTrend(BaselineTerms):
    """A straight line through what past years cost, by least squares; each year of the term has its own amount.

    The line is fitted exactly, and each year's amount rounded once, to the measure's decimal places in the
    contract's mode. `fit` is the working paper.

    Source: HM Treasury, Magenta Book, interrupted time series: the trend before the intervention is run on.
    """

    rule: Literal["linear trend"] = "linear trend"
    years: dict[str, InUnit]

    @model_validator(mode="after")
    def _years_in_order(self) -> "LinearTrend":
        labels = list(self.years)
        if len(labels) < FEWEST:
            raise TermsError("years", f"has {len(labels)}, through which any line may be run", "give three or more")
        for before, label in zip([None, *labels], labels, strict=False):
            year = year_of(label)
            if year is None or (before is not None and ("-" in before) != ("-" in label)):
                first = labels[0] if before is not None else "2019-20"
                raise TermsError("years", f"has {shown(label)}, which is no year", f"write each year as {first} is")
            past = None if before is None else year_of(before)
            if past is not None and year <= past:
                raise TermsError("years", f"has {label} after {before}", "list the years in order")
            if past is not None and year > past + 1:
                raise TermsError(
                    "years",
                    f"has {label} after {before}, which leaves a gap",
                    "write every year, or begin after the gap",
                )
        return self

    @property
    def fit(self) -> Fit:
        """The line, with the fitted figure of each year: the working paper."""
        return least_squares(
            "year",
            [Observed(label, Fraction(year_of(label) or 0), Fraction(amount)) for label, amount in self.years.items()],
        )

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the year's own amount on the line."""
        schedule, fit = conditions.schedule, self.fit
        step = Fraction(1, 10**conditions.places)
        amounts = {
            label: to_step(fit.at(Fraction(year_of(label) or 0)), step, conditions.mode)
            for label in schedule.calendar.year_labels
        }
        return schedule.figure("linear trend", conditions.kind, schedule.by_year(amounts))

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """What each year cost."""
        for year, amount in self.years.items():
            yield f"years.{year}", amount

    def problems(self, where: str, term: Calendar) -> Iterator[Problem]:
        """Yield what keeps the line from being run on through this term."""
        last, first = list(self.years)[-1], term.year_labels[0]
        if ("-" in last) != ("-" in first):
            yield Problem(f"{where}.years", f"has {last}, but the years of the term are as {first}", "write them alike")
            return
        if (year_of(last) or 0) >= (year_of(first) or 0):
            what = f"has {last}, a year of the term, which begins with {first}"
            yield Problem(f"{where}.years", what, "fit the trend to years before the term")
            return
        below = [label for label in term.year_labels if self.fit.at(Fraction(year_of(label) or 0)) < 0]
        if below and min(Fraction(amount) for amount in self.years.values()) >= 0:
            amount = rounded(self.fit.at(Fraction(year_of(below[0]) or 0)), 2)
            what = f"run down to {number_text(Fraction(amount))} in {below[0]}, below nought"
            yield Problem(f"{where}.years", what, "agree another baseline, or a shorter term")
