"""A ratio of two measures, such as outcomes to referrals, with the least it may be worked out on."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from riskreward.figures import FigureError, Number, number_text, shown
from riskreward.improvements.columns import Column
from riskreward.kernel import Amount, choose, constant, nothing, ratio
from riskreward.kernel.words import PATH
from riskreward.terms import Terms, TermsError

IfBelow = Literal["settling is refused", "nothing counts"]


def rate(numerator: Amount, denominator: Amount, least: Amount, places: int) -> Amount:
    """So many of one for each of the other, rounded half up; nothing where the denominator is below the least."""
    whole = ratio(_plain(numerator), _plain(denominator), places, "half up", nothing)
    return choose(denominator >= least, whole, nothing)


def counted_on(improvement: Amount, denominator: Amount, least: Amount) -> Amount:
    """An improvement counts, and so does a loss, only where the ratio was worked out on enough."""
    return choose(denominator >= least, improvement, nothing)


def _plain(amount: Amount) -> Amount:
    return amount / constant(1, amount.kind)


class Ratio(Terms):
    """One measure over another, worked out each period; it has no column of its own in an outturn.

    `denominator_at_least` is in the unit of `to`. A denominator below it is refused when the period is settled, or
    nothing counts in that period: `if_below` is required. `places` are those of the share: four are two of a per
    cent.

    Source: National Audit Office, The Work Programme (2014): performance was outcomes over referrals, and as
    referrals fell the measure rose without any more outcomes.
    """

    of: str
    to: str
    denominator_at_least: Number
    if_below: IfBelow
    places: int = Field(ge=0, le=10)

    @model_validator(mode="after")
    def _least_is_something(self) -> "Ratio":
        if self.denominator_at_least <= 0:
            least = number_text(self.denominator_at_least)
            raise TermsError(
                "denominator_at_least", f"is {least}, on which no ratio can be worked out", "write the least"
            )
        return self

    def record(self, outturns: Mapping[str, Amount]) -> Amount:
        """Return the ratio of the period, from what was measured."""
        return rate(outturns[self.of], outturns[self.to], self._least(outturns), self.places)

    def counted(self, improvement: Amount, outturns: Mapping[str, Amount]) -> Amount:
        """Return what of an improvement of the ratio counts."""
        if self.if_below == "settling is refused":
            return improvement
        return counted_on(improvement, outturns[self.to], self._least(outturns))

    def _least(self, outturns: Mapping[str, Amount]) -> Amount:
        return constant(self.denominator_at_least, outturns[self.to].kind)

    def held(self, name: str, column: Column) -> Column:
        """Return a column of the outturn; the denominator's refuses what the ratio `name` may not be worked out on."""
        if column.fact != f"{self.to}{PATH}outturn" or self.if_below != "settling is refused":
            return column

        def read(value: object) -> Fraction:
            figure = column.read(value)
            if figure < self.denominator_at_least:
                least = number_text(self.denominator_at_least)
                raise FigureError(
                    f"is {shown(value)}, below {least}, the least that {shown(name)} may be worked out on",
                    'check the figure, or agree what then holds: ratio.if_below = "nothing counts" in the contract',
                )
            return figure

        return column._replace(read=read, is_plain=False)
