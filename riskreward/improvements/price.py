"""The agreed price of a unit of improvement: what one visit, one tonne, one percentage point is worth."""

from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from riskreward.baselines import Index
from riskreward.figures import FigureError, Number, number_text, without_symbol
from riskreward.kernel import Amount, Kind, constant, money, named, quantity, round_to, scope, share
from riskreward.schedule import Schedule, listed
from riskreward.terms import Terms

POINTS = quantity("percentage point")
"""What a share is priced by."""


def _not_negative(value: Fraction) -> Fraction:
    if value < 0:
        raise FigureError(f"is {number_text(value)}, below nought", "write the price as a positive figure")
    return value


UnitPrice = Annotated[
    Number,
    BeforeValidator(lambda value: without_symbol(value) if isinstance(value, str) else value),
    AfterValidator(_not_negative),
]


def unit_of(kind: Kind) -> Kind:
    """Return what an improvement of this kind is priced by: its own unit, or the percentage point."""
    return POINTS if kind == share else kind


def valued(improvement: Amount, price: Amount) -> Amount:
    """So many units of improvement, or so many percentage points of a share, each at the price of a unit."""
    return (improvement * constant(100, POINTS) if improvement.kind == share else improvement) * price


class Price(Terms):
    """The price of a unit, one for all years or one for each, moved by an index where one is agreed.

    A measure in % is priced by the percentage point. `places` rounds the indexed price half up, once.

    Source: UK Contracts for Difference, strike price = initial price x CPI / CPI of the base month, to the penny.
    """

    amount: Annotated[tuple[UnitPrice, ...], BeforeValidator(listed)]
    index: Index | None = None
    places: int | None = Field(default=None, ge=0, le=10)

    def record(self, schedule: Schedule, kind: Kind) -> Amount:
        """Return the price of a unit of an improvement of this kind in the period, a line of the statement."""
        price = schedule.figure("agreed price", money, schedule.by_year(self.amount))
        if self.index is not None:
            with scope("price"):  # the baseline may have an index of its own
                price = self.index.record(schedule, price)
        if self.places is not None:
            price = round_to(price, self.places)
        return named("price", price / constant(1, unit_of(kind)))
