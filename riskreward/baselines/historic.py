"""A baseline from what was really spent: one base year, or the mean of several."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.in_unit import InUnit, Percentage
from riskreward.baselines.index import Index
from riskreward.baselines.terms import BaselineTerms
from riskreward.figures import Share, share_text
from riskreward.kernel import Amount, named, share_of, total
from riskreward.terms import TermsError


class Historic(BaselineTerms):
    """The mean of what past years cost, each named; one year alone is a base year.

    `weights` gives each year its part of the mean; without them all count alike.

    Source: 42 CFR 425.601, historical benchmark from three past years, weighted 10%, 30% and 60%.
    """

    rule: Literal["historic"] = "historic"
    years: dict[str, InUnit] = Field(min_length=1)
    weights: dict[str, Share] = Field(default_factory=dict)
    index: Index | None = None

    @model_validator(mode="after")
    def _weights_of_these_years(self) -> "Historic":
        if not self.weights:
            return self
        if self.weights.keys() != self.years.keys():
            different = sorted(self.weights.keys() ^ self.years.keys())
            what = f"and years do not name the same years ({', '.join(different)})"
            raise TermsError("weights", what, "give each year one weight")
        if sum(self.weights.values()) != 1:
            what = f"add up to {share_text(Fraction(sum(self.weights.values())))}"
            raise TermsError("weights", what, "let the weights add up to 100%")
        return self

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the mean, at the year's prices where an index is agreed."""
        mean = self._mean(conditions) if len(self.years) > 1 else conditions.constant(self.agreed_amount)
        return self.index.record(conditions.schedule, mean) if self.index else mean

    def _mean(self, conditions: Conditions) -> Amount:
        each = [conditions.agreed(year, amount) * share_of(self._weight(year)) for year, amount in self.years.items()]
        return named("mean of the years", total(each))

    def _weight(self, year: str) -> Fraction:
        return self.weights[year] if self.weights else Fraction(1, len(self.years))

    @property
    def agreed_amount(self) -> Fraction:
        """The mean, before any index."""
        return sum((self._weight(year) * Fraction(amount) for year, amount in self.years.items()), Fraction(0))

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """What each year cost."""
        for year, amount in self.years.items():
            yield f"years.{year}", amount
