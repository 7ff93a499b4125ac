"""Staged payments: so much for each person attached, for each who reaches the outcome, for each who sustains it."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.fees.outcomes.so_far import PLACES, measured_before
from riskreward.fees.outcomes.unit_payment import without_deadweight
from riskreward.fees.step import Around, Refused, Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.improvements import Price, valued
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    carry,
    constant,
    money,
    named,
    nothing,
    previous,
    scope,
    share,
    share_of,
    total,
)
from riskreward.schedule import year_figures
from riskreward.terms import Terms, TermsError

Beyond = Literal["is not paid", "settling is refused"]


def reached(to_date: Amount, before: Amount | None) -> Amount:
    """Nobody reaches a stage who has not reached the one before it."""
    return to_date if before is None else at_most(to_date, before)


def newly_paid(reached: Amount, paid_before: Amount) -> Amount:
    """Each is paid for once; nothing is taken back where a count is corrected."""
    return at_least(reached - paid_before, nothing)


class PaidStage(Terms):
    """A stage: the measure that counts who reaches it, and what each is paid at."""

    measure: str = Field(description="The measure that counts who reaches the stage in the settlement.")
    price: Price = Field(description="What each of them pays.")


class StagedPayments(Step):
    """Each stage pays for those who reach it, in order: attached, outcome reached, outcome sustained.

    No more are paid for at a stage, to date, than at the stage before it. `beyond_the_stage_before` has no default:
    those beyond it are a line and are not paid for until the stage before catches up, or settling is refused. A price
    for each year is that of the year in which the stage is reached; where it follows the year of attachment, write a
    step for each year's people. `paid_for` takes deadweight off each stage, exactly.

    Source: Work Programme: attachment, job outcome and sustainment; Troubled Families: attachment and result by year.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 45
    begins_fee: ClassVar[bool] = True

    rule: Literal["staged payments"] = "staged payments"
    stages: tuple[PaidStage, ...] = Field(min_length=1, description="The stages, in the order they are reached.")
    beyond_the_stage_before: Beyond = Field(
        description="What happens to a count that exceeds, to date, the count of the stage before it."
    )

    paid_for: ShareTerm | None = Field(
        default=None, description="The share of those who reach a stage that is paid for, such as 5/6."
    )

    @model_validator(mode="after")
    def _has_stages(self) -> "StagedPayments":
        if len(self.stages) == 1:
            raise TermsError("stages", "has one stage alone", 'write it as rule = "unit payment", or add the next')
        return self

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure of each stage."""
        return tuple((f"stages[{number}].measure", each.measure) for number, each in enumerate(self.stages))

    @property
    def refuses(self) -> tuple[Refused, ...]:
        """The counts that exceed the stage before, where settling is then refused."""
        if self.beyond_the_stage_before == "is not paid":
            return ()
        return tuple(
            Refused(
                each.measure,
                f"{self.title} / {each.measure} / beyond the stage before",
                f"has more of {each.measure} than of {before.measure}, the stage before it, by {{}} to date",
                "correct the counts",
            )
            for before, each in zip(self.stages, self.stages[1:], strict=False)
        )

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield stages that name one measure twice, or measures that cannot be counted against one another."""
        first = around.measures.get(self.stages[0].measure)
        seen: dict[str, str] = {}
        for number, each in enumerate(self.stages):
            place, measure = f"{where}.stages[{number}]", around.measures.get(each.measure)
            if around.calendar is not None:
                yield from year_figures(f"{place}.price.amount", each.price.amount, around.calendar)
            if each.measure in seen:
                yield Problem(
                    f"{place}.measure", f"is {shown(each.measure)}, as {seen[each.measure]} is", "name another"
                )
            seen.setdefault(each.measure, f"stages[{number}].measure")
            if measure is None:
                continue
            if measure.kind in {money, share}:
                what = f"is {shown(each.measure)}, which is in {measure.unit} and counts nobody"
                yield Problem(f"{place}.measure", what, "name a measure in a unit of its own, such as people")
            elif first is not None and measure.kind != first.kind:
                what = f"is in {shown(measure.unit)}, but the first stage is in {shown(first.unit)}"
                yield Problem(f"{place}.measure", what, "count every stage in the same unit")

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with what every stage pays."""
        with scope(self.title):
            payments, before = [], None
            for each in self.stages:
                with scope(each.measure):
                    before, payment = self._stage(each, before, seen)
                    payments.append(payment)
            return amount + seen.counted("payment", named("payment", total(payments)))

    def _stage(self, stage: PaidStage, before: Amount | None, seen: Seen) -> tuple[Amount, Amount]:
        """Return who has reached the stage to date, and what is paid for those who newly have."""
        measured = seen.outturns[stage.measure]
        to_date = named("to date", measured_before(measured, "term", seen) + measured)
        within = reached(to_date, before)
        if before is not None:
            named("beyond the stage before", to_date - within)
        paid_before = previous("paid for before", constant(0, measured.kind), PLACES)
        counted = newly_paid(within, paid_before)
        carry("paid for before", paid_before + counted)
        if self.paid_for is not None:
            counted = without_deadweight(named("counted", counted), share_of(self.paid_for))
        counted = named("paid for", counted)
        price = stage.price.record(seen.schedule, measured.kind)
        return within, named("payment", valued(counted, price))
