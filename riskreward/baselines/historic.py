"""A baseline from what was really spent: one base year, or the mean of several."""

from typing import Literal

from pydantic import Field

from riskreward.baselines.index import Index
from riskreward.baselines.terms import BaselineTerms
from riskreward.figures import Money
from riskreward.kernel import Amount, pounds, share_of, total
from riskreward.schedule import Schedule


class Historic(BaselineTerms):
    """The mean of what past years cost, each named; one year alone is a base year.

    Source: 42 CFR 425.601, historical benchmark from three past years.
    """

    rule: Literal["historic"] = "historic"
    years: dict[str, Money] = Field(min_length=1)
    index: Index | None = None

    def of_a_year(self, schedule: Schedule) -> Amount:
        """Return the mean, at the year's prices where an index is agreed."""
        mean = total(pounds(amount) for amount in self.years.values()) / share_of(len(self.years))
        return self.index.record(schedule, mean) if self.index else mean
