"""Cohort then pooled: each cohort is paid for where it improves enough, else at the end if all together have."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from riskreward.baselines import InUnit
from riskreward.fees.step import Around, Jump, Seen, Stage, Step
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.improvements import Price, valued
from riskreward.kernel import (
    Amount,
    at_least,
    carry,
    choose,
    constant,
    money,
    named,
    nothing,
    pounds,
    previous,
    round_to,
    scope,
    share,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.schedule import year_figures


def paid_if(met: Amount, worth: Amount) -> Amount:
    """A cohort that meets its standard is paid for whole, and one that misses it not at all."""
    return choose(met, worth, nothing)


class CohortThenPooled(Step):
    """A cohort that reaches its own standard is paid for at once; the others at the end, if the pooled one is reached.

    A settlement is a cohort: `measure` says how far it improved, `units` how many are paid for. `pooled_measure` is
    read in the last settlement of the term alone. What was paid for at once is not paid for again, and what the pooled
    result does not reach lapses.

    Source: Peterborough social impact bond: a reduction of 10% for a cohort, or else 7.5% for all of them pooled.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 45
    begins_fee: ClassVar[bool] = True

    rule: Literal["cohort then pooled"] = "cohort then pooled"
    measure: str = Field(description="The measure of how far the settlement's cohort improved.")
    cohort_at_least: InUnit = Field(description="From where on a cohort is paid for at once.")
    pooled_measure: str = Field(description="The measure of how far all cohorts improved, read in the last settlement.")
    pooled_at_least: InUnit = Field(description="From where on the cohorts not yet paid for are paid for at the end.")
    units: str = Field(description="The measure that counts what of a cohort is paid for, such as events fewer.")
    price: Price = Field(description="What each unit pays.")

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """How far the cohort and all of them improved, and what is paid for."""
        return tuple((term, getattr(self, term)) for term in ("measure", "pooled_measure", "units"))

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """The standard of a cohort, and the pooled one."""
        standards = ((self.measure, self.cohort_at_least), (self.pooled_measure, self.pooled_at_least))
        return tuple(Jump(measure, standard, None) for measure, standard in standards)

    @property
    def pays_without_end(self) -> tuple[str, ...]:
        """The units alone: how far a cohort improved only decides whether they are paid for."""
        return (self.units,)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the price by year, and with figures that are not in their measure's unit."""
        if around.calendar is not None:
            yield from year_figures(f"{where}.price.amount", self.price.amount, around.calendar)
        for term, name, figure in (
            ("cohort_at_least", self.measure, self.cohort_at_least),
            ("pooled_at_least", self.pooled_measure, self.pooled_at_least),
        ):
            measure = around.measures.get(name)
            misfit = None if measure is None else measure.misfit(figure, measure.name)
            if misfit is not None:
                yield Problem(f"{where}.{term}", *misfit)
        units = around.measures.get(self.units)
        if units is not None and units.kind in {money, share}:
            what = f"is {shown(units.name)}, which is in {units.unit} and counts nothing to be paid for"
            yield Problem(f"{where}.units", what, "name a measure in a unit of its own, such as events")

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with what the cohort pays, and at the end what the pooled result does."""
        cohort, pooled, units = (seen.outturns[name] for _, name in self.reads_measures)
        last = seen.schedule.last_of_term
        with scope(self.title):
            price = self.price.record(seen.schedule, units.kind)
            worth = named("worth of the cohort", valued(at_least(units, nothing), price))
            worth = round_to(worth, MINOR_PLACES, seen.rounding.mode)
            at_once = paid_if(cohort >= constant(self.cohort_at_least, cohort.kind), worth)
            at_once = named("paid for the cohort", at_once)
            waits = previous("waits for the pooled result", pounds(0)) + worth - at_once
            reached = pooled >= constant(self.pooled_at_least, pooled.kind)
            at_the_end = named("paid on the pooled result", choose(last, paid_if(reached, waits), nothing))
            named("lapsed, as the pooled result is not reached", choose(last, waits - at_the_end, nothing))
            carry("waits for the pooled result", named("still waiting", choose(last, nothing, waits)))
            return amount + seen.counted("payment", named("payment", at_once + at_the_end))
