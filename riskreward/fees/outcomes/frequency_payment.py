"""A frequency payment: so much for each event fewer, paid only over a binary hurdle, and cut where events rise."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from riskreward.fees.outcomes.requirement import Requirement
from riskreward.fees.step import Around, Figure, Jump, Seen, Stage, Step
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.improvements import Price, valued
from riskreward.kernel import Amount, at_most, choose, money, named, nothing, scope
from riskreward.schedule import year_figures


def over_the_hurdle(fewer: Amount, met: Amount) -> Amount:
    """Fewer events are paid for once the hurdle is met; more of them cut the payment, whether it is met or not."""
    return choose(met, fewer, at_most(fewer, nothing))


class FrequencyPayment(Step):
    """Each event fewer is paid for once a binary hurdle is met; each one more is taken off, hurdle or not.

    The measure counts events fewer than the baseline's: below nothing where they rise. What the cut takes the fee to
    below nothing the provider owes. A measure in % is paid for by the percentage point.

    Source: Transforming Rehabilitation: a frequency payment only where the binary rate of reoffending meets its hurdle.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 45
    begins_fee: ClassVar[bool] = True
    may_owe: ClassVar[bool] = True

    rule: Literal["frequency payment"] = "frequency payment"
    measure: str = Field(description="The measure of events fewer; below nothing where there are more.")
    price: Price = Field(description="What each event fewer pays, and each one more costs.")
    hurdle: Requirement = Field(description="The binary measure that must be met before fewer events are paid for.")

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that is paid for, and the hurdle's."""
        return (("measure", self.measure), ("hurdle.measure", self.hurdle.measure))

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """The hurdle, below which no fewer events are paid for."""
        least, most = self.hurdle.limits
        at = least if least is not None else most
        return () if at is None else (Jump(self.hurdle.measure, at, None),)

    def standards(self, measure: str) -> tuple[Figure | None, Figure | None]:
        """Return the hurdle, for its measure."""
        return self.hurdle.limits if measure == self.hurdle.measure else (None, None)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the price by year, the measure and the hurdle."""
        if around.calendar is not None:
            yield from year_figures(f"{where}.price.amount", self.price.amount, around.calendar)
        measure = around.measures.get(self.measure)
        if measure is not None and measure.kind == money:
            what = f"is {shown(measure.name)}, which is money and has no unit to be paid for"
            yield Problem(f"{where}.measure", what, "name a measure in a unit of its own, or write a share of it")
        yield from self.hurdle.problems(f"{where}.hurdle", around)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with what fewer events pay, or less what more of them cost."""
        fewer = seen.outturns[self.measure]
        with scope(self.title):
            counted = named("paid for", over_the_hurdle(fewer, self.hurdle.met(seen)))
            payment = named("payment", valued(counted, self.price.record(seen.schedule, fewer.kind)))
            return amount + seen.counted("payment", payment)
