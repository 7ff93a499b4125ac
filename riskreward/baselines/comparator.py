"""A baseline that a matched control group sets: what happened to people like these, without the contract."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import model_validator

from riskreward.baselines.base_year import AgreedAboveNought, Measured
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.drivers import Driver
from riskreward.baselines.in_unit import Percentage
from riskreward.baselines.terms import BaselineTerms
from riskreward.kernel import Amount, constant, named, nothing
from riskreward.terms import TermsError


def moved_with(amount: Amount, movement: Amount) -> Amount:
    """The agreed amount, moved as the comparison group moved."""
    return movement * amount


class Comparator(BaselineTerms):
    """The comparison group's figure of the period, where both are rates in one unit.

    With an `amount` for each settlement, that amount moves with the comparison group from its `comparator_base`.

    Source: Peterborough social impact bond, 142 reconviction events per 100 against 155 of the matched group.
    """

    is_for_a_year: ClassVar[bool] = False

    rule: Literal["comparator"] = "comparator"
    comparator_measure: str
    amount: AgreedAboveNought | None = None
    comparator_base: Measured | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> "Comparator":
        if self.amount is not None and self.comparator_base is None:
            what = "is missing, but there is an amount that moves with the comparator"
            raise TermsError("comparator_base", what, "write the comparator's figure when the amount was agreed")
        if self.amount is None and self.comparator_base is not None:
            what = "is missing, but there is a comparator_base that it moves from"
            raise TermsError("amount", what, "write the amount, or leave both out where both are rates in one unit")
        return self

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the comparator's figure of the period, or the amount moved as it moved."""
        comparator = conditions.outturns[self.comparator_measure]
        if self.amount is None or self.comparator_base is None:
            return comparator + nothing  # an amount of its own: the comparator's line keeps its own name
        movement = comparator / constant(self.comparator_base, comparator.kind)
        return moved_with(conditions.constant(self.amount), named("comparator against its base", movement))

    @property
    def agreed_amount(self) -> Fraction | None:
        """The agreed amount, before the comparator moves; None where the comparator alone is the baseline."""
        return None if self.amount is None else Fraction(self.amount)

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """The comparison group's measure, and its figure at the base."""
        if self.comparator_base is None:
            return (Driver("comparator_measure", self.comparator_measure, is_alike=True, may_be_negative=True),)
        return (Driver("comparator_measure", self.comparator_measure, (("comparator_base", self.comparator_base),)),)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """The agreed amount."""
        if self.amount is not None:
            yield "amount", self.amount
