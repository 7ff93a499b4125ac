"""What is measured each period: its name and unit, the range it must lie in, and how a figure of it is read."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from riskreward.baselines import Percentage
from riskreward.figures import (
    LARGEST,
    FigureError,
    Range,
    number_text,
    read_money,
    read_number,
    read_rate,
    share_text,
    shown,
)
from riskreward.improvements.ratio import Ratio
from riskreward.kernel import Amount, Kind, fact, money, quantity, scope, share
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.schedule import Schedule
from riskreward.terms import Terms, TermsError

PERCENT_PLACES = 4
"""A percentage is read to two decimal places, a share to four."""

QUANTITY_PLACES = 2


class Measured(Terms):
    """One thing that is measured each period.

    `unit` is the contract's currency for money, % for a share, or a unit of its own. A lower outturn is better
    unless `better` says otherwise. `outturn_between` is the range every outturn must lie in; it is what a proof
    assumes and what arrays rely on. The outturn of a `ratio` is worked out from two other measures.
    """

    name: str = Field(min_length=1, pattern=r"^[^/]+$")
    unit: str = Field(min_length=1)
    better: Literal["lower", "higher"] = "lower"
    outturn_between: Range | None = None
    ratio: Ratio | None = None

    @property
    def kind(self) -> Kind:
        """What the outturn is an amount of."""
        if self.unit in {"£", "$", "€"}:
            return money
        return share if self.unit == "%" else quantity(self.unit)

    @property
    def places(self) -> int:
        """The decimal places that an outturn may have."""
        if self.ratio is not None:
            return self.ratio.places
        return {money: MINOR_PLACES, share: PERCENT_PLACES}.get(self.kind, QUANTITY_PLACES)

    @property
    def between(self) -> tuple[Fraction, Fraction]:
        """The range that every outturn must lie in."""
        return (-self.largest, self.largest) if self.outturn_between is None else self.outturn_between

    @property
    def largest(self) -> Fraction:
        """No figure of the measure is larger."""
        return Fraction(LARGEST, 1000) if self.kind == money else Fraction(10**6)

    def between_in(self, schedule: Schedule) -> tuple[Fraction, Fraction]:
        """Return the range of every figure of the outturn; after the term there is none, which is nothing."""
        low, high = self.between
        return (min(low, Fraction(0)), max(high, Fraction(0))) if schedule.run_off else (low, high)

    def measured(self, schedule: Schedule) -> Amount:
        """Return the outturn of the period, which other measures may read."""
        with scope(self.name):
            return fact("outturn", self.kind, self.places, self.between_in(schedule))

    def read(self, value: object) -> Fraction:
        """Return an outturn as typed. Raises FigureError for one that is not in the unit, too fine or out of range."""
        number = self.read_in_unit(value)
        low, high = self.between
        if not low <= number <= high:
            ends = f"{number_text(low)} to {number_text(high)}"
            raise FigureError(
                f"is {value}, outside the range {ends} that the contract declares",
                "check the figure, or widen outturn_between in the contract",
            )
        return number

    def read_in_unit(self, value: object) -> Fraction:
        """Return a figure in the unit, whatever its size. Raises FigureError for one that is not, or too fine."""
        if self.kind == money:
            return Fraction(read_money(value, self.unit))
        number = read_rate(value) if self.kind == share else read_number(value)
        if (number * 10**self.places).denominator != 1:
            limit = "two decimal places of a per cent" if self.kind == share else f"{self.places} decimal places"
            raise FigureError(f"is {value}, finer than {limit}", "round it")
        return number

    def misfit(self, figure: Decimal | Fraction, called: str) -> tuple[str, str] | None:
        """Return what is wrong with a figure that is not in the measure's unit, and the mend; None if it is."""
        number = Fraction(figure)
        if self.kind == share and not isinstance(figure, Percentage) and abs(number) > 1:
            plain = number_text(number).replace(",", "")
            return f"is {plain}, but {called} is in %", f'write "{plain}%"'
        if self.kind != share and isinstance(figure, Percentage):
            return f"is {share_text(number)}, but {called} is in {shown(self.unit)}", "write the figure in that unit"
        return None

    def check_unit(self) -> None:
        """Refuse a range finer than the unit, and a ratio that is in another. Raises TermsError."""
        if self.ratio is not None and self.kind != share:
            raise TermsError("unit", f"is {shown(self.unit)}, but the measure is a ratio", 'write unit = "%"')
        if self.ratio is not None and self.outturn_between is not None:
            raise TermsError("outturn_between", "is for an outturn that is worked out", "leave it out")
        if self.outturn_between is not None and any((end * 10**self.places).denominator != 1 for end in self.between):
            raise TermsError("outturn_between", f"is finer than {self.places} decimal places", "round its ends")

    def check_figure(self, where: str, figure: Decimal | Percentage) -> None:
        """Refuse an agreed figure that is not in the measure's unit. Raises TermsError."""
        misfit = self.misfit(figure, "the measure")
        if misfit is not None:
            raise TermsError(where, *misfit)
