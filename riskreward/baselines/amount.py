"""What baselines share that rest on one agreed amount of a year."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from riskreward.baselines.in_unit import InUnit, Percentage
from riskreward.baselines.terms import BaselineTerms


class OfAnAmount(BaselineTerms):
    """A baseline that rests on one agreed amount of a year."""

    amount: InUnit

    @property
    def agreed_amount(self) -> Fraction:
        """The amount as it was agreed, before anything moves it."""
        return Fraction(self.amount)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """The agreed amount, in the measure's unit."""
        yield "amount", self.amount
