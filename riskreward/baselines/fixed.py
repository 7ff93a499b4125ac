"""A fixed baseline: one agreed amount for every year, whatever happens to prices."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.in_unit import InUnit, Percentage
from riskreward.baselines.terms import BaselineTerms
from riskreward.kernel import Amount


class Fixed(BaselineTerms):
    """One agreed amount for every year.

    Source: the frozen historic baseline of the NHS marginal-rate tariff (2008/09 activity value).
    """

    rule: Literal["fixed"] = "fixed"
    amount: InUnit

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the agreed amount."""
        return conditions.constant(self.amount)

    @property
    def agreed_amount(self) -> Fraction:
        """The agreed amount."""
        return Fraction(self.amount)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """The agreed amount."""
        yield "amount", self.amount
