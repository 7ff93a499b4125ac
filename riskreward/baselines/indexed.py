"""A baseline at the prices of each year: an agreed amount, moved by published index levels."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.in_unit import InUnit, Percentage
from riskreward.baselines.index import Index
from riskreward.baselines.terms import BaselineTerms
from riskreward.kernel import Amount


class Indexed(BaselineTerms):
    """An agreed amount of one year, moved by published levels.

    A saving against it is a saving of cash only if the budget was uplifted by the same index.

    Source: HM Treasury, Treasury Group value for money: spending against a baseline adjusted for inflation.
    """

    rule: Literal["indexed"] = "indexed"
    year: str = ""
    amount: InUnit
    index: Index

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the agreed amount at the year's prices."""
        return self.index.record(conditions.schedule, conditions.constant(self.amount))

    @property
    def agreed_amount(self) -> Fraction:
        """The agreed amount, before the index."""
        return Fraction(self.amount)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """The agreed amount."""
        yield "amount", self.amount
