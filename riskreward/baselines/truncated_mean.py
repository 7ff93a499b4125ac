"""A truncated mean: outliers are cut off at a percentile before what a case costs is averaged."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.in_unit import InUnit, Percentage
from riskreward.baselines.terms import BaselineTerms
from riskreward.figures import FigureError, Number, read_number, read_share, shown, written
from riskreward.kernel import Amount, constant, quantity
from riskreward.kernel.rounding import Mode
from riskreward.terms import TermsError

if TYPE_CHECKING:
    from riskreward.baselines.truncation import Truncation

CASES = quantity("cases")


def _percentile(value: object) -> Fraction:
    share = read_share(value)
    if share == 0:
        raise FigureError("is 0%, which cuts off every cost", 'write the percentile, such as "99%"')
    return share


def _volume(value: object) -> Fraction:
    number = read_number(value, "1200")
    if number <= 0:
        raise FigureError(f"is {shown(value)}, nought or below", "write how many cases there are in a year")
    return number


_Out = PlainSerializer(written, when_used="json")
Percentile = Annotated[
    Fraction, BeforeValidator(_percentile), _Out, WithJsonSchema({"type": ["number", "string"], "examples": ["99%"]})
]
Volume = Annotated[Number, BeforeValidator(_volume)]


def cost_of(mean: Amount, volume: Amount) -> Amount:
    """So many cases at what a case costs on the mean."""
    return volume * (mean / constant(1, volume.kind))


class TruncatedMean(BaselineTerms):
    """What a case cost in the base year, outliers truncated, by the cases of a year or the cases measured.

    A cost above the percentile `truncated_at` (nearest rank) counts as the cost at it. The mean is rounded to the
    penny in the mode `rounded`, and frozen; `truncation` is its working paper. Either `volume`, the cases of a year,
    or `volume_measure`, the measure of the cases in each period.

    Source: 42 CFR 425.604(a)(4), expenditure truncated at the 99th percentile before it is averaged.
    """

    rule: Literal["truncated mean"] = "truncated mean"
    costs: tuple[InUnit, ...] = Field(min_length=1)
    truncated_at: Percentile
    rounded: Mode
    volume: Volume | None = None
    volume_measure: str | None = None

    @model_validator(mode="after")
    def _one_volume(self) -> "TruncatedMean":
        for number, cost in enumerate(self.costs):
            if cost < 0:
                raise TermsError(f"costs[{number}]", f"is {cost:,}, below nought", "leave the case out, or check it")
        if (self.volume is None) == (self.volume_measure is None):
            what = (
                "is missing, and so is volume_measure" if self.volume is None else "is given, and so is volume_measure"
            )
            mend = "write volume, the cases of a year, or volume_measure, the measure of those in a period"
            raise TermsError("volume", what, mend)
        return self

    @cached_property
    def truncation(self) -> "Truncation":
        """The working paper: what was cut off, and the mean."""
        from riskreward.baselines.truncation import Truncation  # what other baselines never ask

        return Truncation(tuple(Fraction(cost) for cost in self.costs), self.truncated_at, self.rounded)

    @property
    def is_for_a_year(self) -> bool:  # type: ignore[override]  # it depends on which volume is agreed
        """Whether the volume is that of a year."""
        return self.volume is not None

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the truncated mean by the volume."""
        mean = conditions.agreed("truncated mean", self.truncation.mean)
        if self.volume_measure is not None:
            return cost_of(mean, conditions.outturns[self.volume_measure])
        return cost_of(mean, constant(self.volume or 0, CASES))

    @property
    def agreed_amount(self) -> Fraction | None:
        """The mean by the volume agreed; None where the volume is measured."""
        return None if self.volume is None else self.truncation.mean * self.volume

    @property
    def reads(self) -> tuple[tuple[str, str], ...]:
        """The measure of the cases, where there is one."""
        return () if self.volume_measure is None else (("volume_measure", self.volume_measure),)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """What each case cost."""
        for number, cost in enumerate(self.costs):
            yield f"costs[{number}]", cost
