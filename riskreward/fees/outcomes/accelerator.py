"""An accelerator: each outcome beyond a volume is paid for at a higher price; a taper pays for it at a lower one."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.baselines import InUnit
from riskreward.baselines.in_unit import in_unit_text
from riskreward.fees.outcomes.so_far import Over, measured_before, unit_problems
from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import number_text
from riskreward.findings import Problem
from riskreward.improvements import Price, valued
from riskreward.kernel import Amount, at_least, at_most, constant, named, nothing, scope
from riskreward.schedule import year_figures
from riskreward.terms import TermsError


def up_to_the_volume(counted: Amount, before: Amount, volume: Amount) -> Amount:
    """What is counted fills the room that what came before leaves under the volume; the rest lies beyond it."""
    return at_most(counted, at_least(volume - before, nothing))


class Accelerator(Step):
    """Each unit is paid at its price, and each one beyond a volume at a higher price.

    Only what lies beyond the volume is paid at the higher price: what came before is not paid anew. `over` has no
    default: the volume is of one settlement, of the year or of the term. A settlement that counts less than nothing
    is paid nothing.

    Source: Work and Health Programme: a higher price once outcomes exceed a stated volume.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 45
    begins_fee: ClassVar[bool] = True

    rule: Literal["accelerator"] = "accelerator"
    measure: str = Field(description="The measure that counts what is paid for.")
    price: Price = Field(description="What a unit pays up to the volume.")
    volume: InUnit = Field(description="The volume up to which the first price is paid.")
    price_beyond: Price = Field(description="What each unit beyond the volume pays.")
    over: Over = Field(description="What the volume is of: one settlement, the year so far or the term so far.")

    is_higher: ClassVar[bool] = True
    """Whether the price beyond the volume is the higher one, as the rule is called."""

    @model_validator(mode="after")
    def _is_what_it_is_called(self) -> "Accelerator":
        if self.volume <= 0:
            what = f"is {in_unit_text(self.volume)}, and nothing lies below it"
            raise TermsError("volume", what, "write a volume above nought")
        prices, beyond = self.price.amount, self.price_beyond.amount
        years = max(len(prices), len(beyond))
        for price, other in zip(prices * (years // len(prices)), beyond * (years // len(beyond)), strict=False):
            if other == price or (other > price) != self.is_higher:
                called, other_rule = ("above", "taper") if self.is_higher else ("below", "accelerator")
                what = f"is {number_text(other)}, not {called} price.amount {number_text(price)}"
                raise TermsError("price_beyond.amount", what, f'write one {called} it, or rule = "{other_rule}"')
        return self

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that is paid for."""
        return (("measure", self.measure),)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the prices by year, the measure and the volume in its unit."""
        for term, price in (("price", self.price), ("price_beyond", self.price_beyond)):
            if around.calendar is not None:
                yield from year_figures(f"{where}.{term}.amount", price.amount, around.calendar)
        yield from unit_problems(where, self.measure, {"volume": self.volume}, around)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with what the units pay, up to the volume and beyond it."""
        measured = seen.outturns[self.measure]
        with scope(self.title):
            counted = at_least(measured, nothing)
            before = measured_before(counted, self.over, seen)
            first = named("up to the volume", up_to_the_volume(counted, before, constant(self.volume, measured.kind)))
            beyond = named("beyond the volume", counted - first)
            paid = valued(first, self.price.record(seen.schedule, measured.kind))
            with scope("beyond the volume"):
                more = named("payment", valued(beyond, self.price_beyond.record(seen.schedule, measured.kind)))
            return amount + seen.counted("payment", named("payment", paid + more))
