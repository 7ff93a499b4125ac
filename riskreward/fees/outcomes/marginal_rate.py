"""A marginal rate: full price up to a volume, and a share of it for what lies above."""

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from riskreward.baselines import InUnit
from riskreward.baselines.in_unit import in_unit_text
from riskreward.fees.outcomes.accelerator import up_to_the_volume
from riskreward.fees.outcomes.so_far import Over, measured_before, unit_problems
from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.improvements import Price, valued
from riskreward.kernel import Amount, at_least, constant, money, named, nothing, scope, share_of
from riskreward.schedule import listed, year_figures
from riskreward.terms import TermsError


def at_the_marginal_rate(full: Amount, above: Amount, rate: Amount) -> Amount:
    """What lies up to the volume counts in full; of what lies above it, the marginal rate does."""
    return full + rate * above


class MarginalRate(Step):
    """Each unit is paid at full price up to a volume, and at a share of it above.

    Several shares multiply: 70% of 30% is 21%. A measure in money is its own price. `over` has no default: the volume
    is of one settlement, of the year or of the term. A settlement that counts less than nothing is paid nothing.

    Source: NHS marginal rate emergency tariff: 30% of the price for activity above that of 2008/09.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 45
    begins_fee: ClassVar[bool] = True

    rule: Literal["marginal rate"] = "marginal rate"
    measure: str = Field(description="The measure that counts what is paid for, or its value at full price.")
    price: Price | None = Field(default=None, description="The full price of a unit; a measure in money has none.")
    volume: InUnit = Field(description="The volume up to which the full price is paid.")
    share_above: Annotated[tuple[ShareTerm, ...], BeforeValidator(listed), Field(min_length=1)] = Field(
        description="The share of the price that is paid above the volume; several multiply."
    )
    over: Over = Field(description="What the volume is of: one settlement, the year so far or the term so far.")

    @model_validator(mode="after")
    def _has_a_volume(self) -> "MarginalRate":
        if self.volume < 0:
            raise TermsError("volume", f"is {in_unit_text(self.volume)}, below nought", "write a volume from nought up")
        return self

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that is paid for."""
        return (("measure", self.measure),)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the price, the measure and the volume in its unit."""
        if around.calendar is not None and self.price is not None:
            yield from year_figures(f"{where}.price.amount", self.price.amount, around.calendar)
        measure = around.measures.get(self.measure)
        if measure is not None and (measure.kind == money) == (self.price is not None):
            what = f"is for {shown(measure.name)}, which is money" if self.price is not None else "is missing"
            yield Problem(
                f"{where}.price", what, "leave it out" if self.price is not None else "write what a unit pays"
            )
        yield from unit_problems(where, self.measure, {"volume": self.volume}, around, in_money=True)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with what the units pay, in full up to the volume and at the share above it."""
        measured = seen.outturns[self.measure]
        with scope(self.title):
            counted = at_least(measured, nothing)
            before = measured_before(counted, self.over, seen)
            volume = constant(self.volume, measured.kind)
            full = named("at full price", up_to_the_volume(counted, before, volume))
            above = named("above the volume", counted - full)
            rate = named("marginal rate", share_of(prod(self.share_above, start=Fraction(1))))
            paid_for = at_the_marginal_rate(full, above, rate)
            if self.price is not None:
                paid_for = valued(named("paid for", paid_for), self.price.record(seen.schedule, measured.kind))
            return amount + seen.counted("payment", named("payment", paid_for))
