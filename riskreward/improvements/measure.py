"""A measure: what is improved, in what unit, which kind of benefit it is and whose budget it falls to."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from riskreward.baselines import Adjustment, Baseline, Conditions, Index, Percentage, record_adjustments
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
from riskreward.improvements.columns import Column
from riskreward.improvements.price import Price, valued
from riskreward.kernel import (
    Amount,
    Kind,
    choose,
    fact,
    money,
    named,
    nothing,
    quantity,
    scope,
    share,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode
from riskreward.kernel.words import PATH
from riskreward.schedule import Schedule
from riskreward.terms import Terms, TermsError

Benefit = Literal["cashable", "non-cashable", "avoided cost", "income", "recovered"]
Fund = Literal["General Fund", "HRA", "DSG", "public health grant", "capital"]
RING_FENCED: tuple[Fund, ...] = ("HRA", "DSG", "public health grant", "capital")

PERCENT_PLACES = 4
"""A percentage is read to two decimal places, a share to four."""

QUANTITY_PLACES = 2


class InUnits(NamedTuple):
    """What a measure comes to in its own unit: its baseline before and after adjustments, and the improvement.

    `price` is what a unit is worth; None where the unit is money.
    """

    baseline: Amount
    adjusted: Amount
    improvement: Amount
    price: Amount | None


class MeasureAmounts(NamedTuple):
    """What a measure comes to in a period, in money: its baseline, what was saved, and what of that may earn."""

    baseline: Amount
    saving: Amount
    counts: Amount
    units: InUnits


class Measure(Terms):
    """One thing that is measured each period, against a baseline where it is to be improved.

    `unit` is the contract's currency for money, % for a share, or a unit of its own. A lower outturn is better
    unless `better` says otherwise. An improvement that is not in money is worth its agreed
    `price`. `outturn_between` is the range every outturn must lie in; it is what a proof assumes and what arrays rely
    on.

    Source: Government Efficiency Framework, cash-releasing and non-cash-releasing benefits.
    """

    name: str = Field(min_length=1, pattern=r"^[^/]+$")
    unit: str = Field(min_length=1)
    benefit: Benefit | None = None
    fund: Fund | None = None
    better: Literal["lower", "higher"] = "lower"
    outturn_between: Range | None = None
    baseline: Baseline | None = None
    price: Price | None = None
    adjustment: tuple[Adjustment, ...] = ()

    @model_validator(mode="after")
    def _belongs_together(self) -> "Measure":
        if self.baseline is not None and self.benefit is None:
            raise TermsError(
                "benefit", "is missing, but there is a baseline", "say which benefit it is, such as cashable"
            )
        if self.price is not None and (self.baseline is None or self.kind == money):
            what = "is for a baseline that is not there" if self.baseline is None else "is for a measure that is money"
            raise TermsError("price", what, "leave it out")
        if self.adjustment and self.baseline is None:
            raise TermsError("adjustment", "adjusts a baseline that is not there", "write measure.baseline first")
        if self.outturn_between is not None and any((end * 10**self.places).denominator != 1 for end in self.between):
            raise TermsError("outturn_between", f"is finer than {self.places} decimal places", "round its ends")
        for term, figure in self.baseline.figures if self.baseline is not None else ():
            self._in_unit(f"baseline.{term}", figure)
        return self

    def _in_unit(self, where: str, figure: Decimal | Percentage) -> None:
        """Refuse an agreed figure that is not in the measure's unit."""
        if self.kind == share and isinstance(figure, Decimal) and abs(figure) > 1:
            raise TermsError(where, f"is {figure}, but the measure is in %", f'write "{figure}%"')
        if self.kind != share and isinstance(figure, Percentage):
            what = f"is {share_text(figure)}, but the measure is in {shown(self.unit)}"
            raise TermsError(where, what, "write the figure in that unit")

    @property
    def kind(self) -> Kind:
        """What the outturn is an amount of."""
        if self.unit in {"£", "$", "€"}:
            return money
        return share if self.unit == "%" else quantity(self.unit)

    @property
    def places(self) -> int:
        """The decimal places that an outturn may have."""
        return {money: MINOR_PLACES, share: PERCENT_PLACES}.get(self.kind, QUANTITY_PLACES)

    @property
    def between(self) -> tuple[Fraction, Fraction]:
        """The range that every outturn must lie in."""
        if self.outturn_between is None:
            largest = Fraction(LARGEST, 1000) if self.kind == money else Fraction(10**6)
            return -largest, largest
        return self.outturn_between

    def read(self, value: object) -> Fraction:
        """Return an outturn as typed. Raises FigureError for one that is not in the unit, too fine or out of range."""
        number = self._read(value)
        low, high = self.between
        if not low <= number <= high:
            ends = f"{number_text(low)} to {number_text(high)}"
            raise FigureError(
                f"is {value}, outside the range {ends} that the contract declares",
                "check the figure, or widen outturn_between in the contract",
            )
        return number

    def _read(self, value: object) -> Fraction:
        if self.kind == money:
            return Fraction(read_money(value, self.unit))
        number = read_rate(value) if self.kind == share else read_number(value)
        if (number * 10**self.places).denominator != 1:
            limit = "two decimal places of a per cent" if self.kind == share else f"{self.places} decimal places"
            raise FigureError(f"is {value}, finer than {limit}", "round it")
        return number

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of figures that the measure has in an outturn."""
        return (Column(self.name, f"{self.name}{PATH}outturn", self.read),)

    @property
    def indices(self) -> tuple[tuple[str, Index], ...]:
        """The indices of the measure, each with its place within it."""
        found = [] if self.baseline is None else [(f"baseline.{term}", index) for term, index in self.baseline.indices]
        if self.price is not None and self.price.index is not None:
            found.append(("price.index", self.price.index))
        return tuple(found)

    def measured(self, schedule: Schedule) -> Amount:
        """Return the outturn of the period, which other measures may read."""
        with scope(self.name):
            low, high = self.between
            if schedule.run_off:  # after the term there is no outturn, which is nothing
                low, high = min(low, Fraction(0)), max(high, Fraction(0))
            return fact("outturn", self.kind, self.places, (low, high))

    def record(
        self, schedule: Schedule, mode: Mode, clause: str, outturns: Mapping[str, Amount]
    ) -> MeasureAmounts | None:
        """Return what the measure comes to in the period, each figure a line; None for one that is not in money.

        Negative savings stay negative: they net off.
        """
        with scope(self.name, clause):
            outturn = outturns[self.name]
            if self.baseline is None:
                named("outturn", outturn)
                return None
            before, agreed = self._agreed(Conditions(schedule, mode, self.kind, self.places, outturns))
            named("outturn", outturn)
            saving = named(self.result, agreed - outturn if self.better == "lower" else outturn - agreed)
            price = None if self.price is None else self.price.record(schedule)
            units = InUnits(before, agreed, saving, price)
            if price is not None:
                agreed = valued(agreed, price)
                saving = named(self.worth, valued(saving, price))
            elif self.kind != money:
                return None
            return MeasureAmounts(agreed, saving, saving, units)

    def _agreed(self, conditions: Conditions) -> tuple[Amount, Amount]:
        """Return the baseline of the period before and after adjustments, a line with one for each kind of them."""
        assert self.baseline is not None
        schedule = conditions.schedule
        agreed = self.baseline.record(conditions)
        if schedule.run_off:
            agreed = choose(schedule.in_term, agreed, nothing)
        agreed = before = named("baseline", agreed)
        for kind in ("routine", "non-routine"):
            if any(adjustment.kind == kind for adjustment in self.adjustment):
                change = record_adjustments(self.adjustment, kind, conditions)
                agreed = agreed + named(f"{kind} adjustment", change)
        return before, agreed

    @property
    def result(self) -> str:
        """What the statement calls the improvement: a saving, or more income."""
        if self.benefit == "income":
            return "increase"
        return "saving" if self.benefit in {"cashable", "recovered"} and self.price is None else "improvement"

    @property
    def worth(self) -> str:
        """What the statement calls the improvement in money."""
        return self.result if self.price is None else f"{self.result} at the agreed price"
