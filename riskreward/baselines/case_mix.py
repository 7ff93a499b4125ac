"""A baseline that moves with how complex the period's cases are, with a limit on how far up."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from riskreward.baselines.base_year import AgreedAboveNought, Measured
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.drivers import Driver
from riskreward.baselines.in_unit import Percentage
from riskreward.baselines.terms import BaselineTerms
from riskreward.figures import Factor, FigureError, read_factor, share_text
from riskreward.kernel import Amount, at_least, at_most, choose, constant, named, nothing, share_of
from riskreward.terms import TermsError

NO_CAP = "no cap"


def limited(movement: Amount, low: Amount | None, high: Amount | None) -> Amount:
    """The movement of the score, as far as the limits let it move."""
    if low is not None:
        movement = at_least(movement, low)
    return movement if high is None else at_most(movement, high)


def _read_cap(value: object) -> Fraction | str:
    if value == NO_CAP:
        return NO_CAP
    try:
        return read_factor(value)
    except FigureError as error:
        mend = 'write the whole factor, such as "103%" for three per cent more at most, or "no cap"'
        raise FigureError(error.what, mend) from None


def _written_cap(value: Any) -> str:
    return value if isinstance(value, str) else share_text(value)


Cap = Annotated[
    Any,
    PlainValidator(_read_cap),
    PlainSerializer(_written_cap, when_used="json"),
    WithJsonSchema({"type": ["number", "string"], "examples": ["103%", NO_CAP]}),
]
"""The most that a factor may be, or "no cap" written out."""


class CaseMix(BaselineTerms):
    """An agreed amount for each settlement, times the score of the period over the score of the base year.

    `at_most` limits the movement upwards ("103%", or "no cap"), `at_least` the movement downwards.

    Source: 42 CFR 425.610(a)(2), risk score of the performance year over the base year's, upwards 3% at most.
    """

    is_for_a_year: ClassVar[bool] = False

    rule: Literal["case mix"] = "case mix"
    amount: AgreedAboveNought
    score: Measured
    score_measure: str
    at_most: Cap
    at_least: Factor | None = None

    @model_validator(mode="before")
    @classmethod
    def _cap_is_said(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and data.get("at_most") is None:
            mend = 'write how far up the amount may move, such as "103%", or "no cap"'
            raise TermsError("at_most", "is missing", mend)
        return data

    @model_validator(mode="after")
    def _limits_about_the_base(self) -> "CaseMix":
        if self.at_most != NO_CAP and self.at_most < 1:
            what = f"is {share_text(self.at_most)}, below what an unchanged score gives"
            raise TermsError("at_most", what, 'write 100% or more, such as "103%"')
        if self.at_least is not None and self.at_least > 1:
            what = f"is {share_text(self.at_least)}, above what an unchanged score gives"
            raise TermsError("at_least", what, 'write 100% or less, such as "97%"')
        return self

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the amount for cases as complex as the period's."""
        score = conditions.outturns[self.score_measure]
        movement = named("case mix against the base year", score / constant(self.score, score.kind))
        low = None if self.at_least is None else share_of(self.at_least)
        high = None if self.at_most == NO_CAP else share_of(self.at_most)
        counts = limited(movement, low, high)
        if conditions.schedule.run_off:
            counts = choose(conditions.schedule.in_term, counts, nothing)
        if low is not None or high is not None:
            counts = named("case mix within its limits", counts)
        return counts * conditions.constant(self.amount)

    @property
    def agreed_amount(self) -> Fraction:
        """The agreed amount, before its case mix moves."""
        return Fraction(self.amount)

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """The measure that has the score, and the score of the base year."""
        return (Driver("score_measure", self.score_measure, (("score", self.score),)),)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """The agreed amount."""
        yield "amount", self.amount
