"""A unit payment: so much for each unit of what is measured, such as a day, a tonne or a percentage point."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.baselines import InUnit
from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.figures import number_text, shown
from riskreward.findings import Problem
from riskreward.improvements import Price, valued
from riskreward.kernel import Amount, at_least, at_most, constant, money, named, nothing, scope, share_of
from riskreward.schedule import year_figures
from riskreward.terms import TermsError


def units_between(measured: Amount, above: Amount, up_to: Amount | None) -> Amount:
    """The units that are paid for lie above one figure, and end at another where one is agreed."""
    counted = at_least(measured - above, nothing)
    return counted if up_to is None else at_most(counted, up_to - above)


def without_deadweight(counted: Amount, part: Amount) -> Amount:
    """Only a part is paid for, such as five of every six: the rest would have happened anyway."""
    return part * counted


class UnitPayment(Step):
    """Each unit of a measure is paid for at its price, between the two figures where they are agreed.

    It is added to the fee so far. A measure in % is paid for by the percentage point. What is measured at or below
    `above` is not paid for, and what lies beyond `up_to` is paid no more. `paid_for` takes deadweight off, exactly.

    Source: Denver supportive housing impact bond: $15.12 for each qualifying day housed, and a payment for each
    percentage point fewer jail days. Troubled Families: five of every six families are paid for.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 45
    begins_fee: ClassVar[bool] = True

    rule: Literal["unit payment"] = "unit payment"
    measure: str = Field(description="The measure that counts what is paid for.")
    price: Price = Field(description="What a unit pays, or a percentage point of a measure in %.")
    above: InUnit | None = Field(default=None, description="Only what lies above it is paid for.")
    up_to: InUnit | None = Field(default=None, description="What lies beyond it is paid no more.")

    paid_for: ShareTerm | None = Field(
        default=None, description="The share of the units that is paid for; the rest would have happened anyway."
    )

    @model_validator(mode="after")
    def _in_rising_order(self) -> "UnitPayment":
        above = 0 if self.above is None else self.above
        if self.up_to is not None and self.up_to <= above:
            least = "nought" if self.above is None else number_text(Fraction(self.above))
            what = f"is {number_text(Fraction(self.up_to))}, not above {least}"
            raise TermsError("up_to", what, "write the larger figure here, and the smaller as above")
        return self

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that is paid for."""
        return (("measure", self.measure),)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the price by year, and with a measure that has no unit to be paid for."""
        if around.calendar is not None:
            yield from year_figures(f"{where}.price.amount", self.price.amount, around.calendar)
        measure = around.measures.get(self.measure)
        if measure is None:
            return
        if measure.kind == money:
            what = f"is {shown(measure.name)}, which is money and has no unit to be paid for"
            yield Problem(f"{where}.measure", what, "name a measure in a unit of its own, or write a share of it")
        for term, value in (("above", self.above), ("up_to", self.up_to)):
            misfit = None if value is None else measure.misfit(value, measure.name)
            if misfit is not None:
                yield Problem(f"{where}.{term}", *misfit)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with what the units pay."""
        measured = seen.outturns[self.measure]
        with scope(self.title):
            above = constant(self.above or 0, measured.kind)
            up_to = None if self.up_to is None else constant(self.up_to, measured.kind)
            counted = units_between(measured, above, up_to)
            if self.paid_for is not None:
                counted = without_deadweight(named("counted", counted), share_of(self.paid_for))
            counted = named("paid for", counted)
            payment = named("payment", valued(counted, self.price.record(seen.schedule, measured.kind)))
            return amount + seen.counted("payment", payment)
