"""A milestone: a fixed sum once a measure reaches its target, and more in a straight line where it is exceeded."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.baselines import InUnit
from riskreward.baselines.in_unit import in_unit_text
from riskreward.fees.outcomes.requirement import Requirement
from riskreward.fees.outcomes.so_far import Over, measured_before, paid_once
from riskreward.fees.step import Around, Figure, Jump, Seen, Stage, Step
from riskreward.figures import MoneyFromNought, number_text
from riskreward.findings import Problem
from riskreward.kernel import Amount, at_least, at_most, both, choose, constant, named, nothing, pounds, scope
from riskreward.terms import Terms, TermsError


def once_reached(reached: Amount, target: Amount, pays: Amount) -> Amount:
    """The sum is due once the target is reached; short of it, nothing is."""
    return choose(reached >= target, pays, nothing)


def beyond_the_target(reached: Amount, target: Amount, up_to: Amount, more: Amount) -> Amount:
    """What is more than the target earns in a straight line, all of it at the end of the line and no more beyond."""
    return at_most(at_least(reached - target, nothing), up_to - target) * (more / (up_to - target))


class Beyond(Terms):
    """What exceeds the target, paid in a straight line: the figure where the line ends, and what is paid there."""

    splits: ClassVar[frozenset[str]] = frozenset({"pays"})

    up_to: InUnit = Field(description="The figure of the measure from which on no more is paid.")
    pays: MoneyFromNought = Field(description="What is paid there in all, the sum for the target included.")


class Milestone(Step):
    """A sum is paid once, in the settlement in which the measure reaches its target.

    `over` has no default: the target is reached by one settlement's figure, by the year's so far or by the term's.
    It is paid once in the term; what exceeds the target, up to `beyond`, is paid as it is reached, and nothing is
    taken back. A settlement that misses one of what it `requires` pays nothing; a later one that meets them all does.

    Source: Vermont energy efficiency utility: $1,995,000 at the whole of its targets, up to $2,347,000 beyond them,
    subject to minimum requirements.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 45
    begins_fee: ClassVar[bool] = True
    adds_bounded: ClassVar[bool] = True
    splits: ClassVar[frozenset[str]] = frozenset({"pays"})

    rule: Literal["milestone"] = "milestone"
    measure: str = Field(description="The measure that reaches the target.")
    target: InUnit = Field(description="The figure at which the sum is paid, itself included.")
    pays: MoneyFromNought = Field(description="The sum that is paid at the target.")
    over: Over = Field(description="What reaches the target: one settlement's figure, the year's or the term's so far.")
    beyond: Beyond | None = Field(
        default=None, description="What is paid for more than the target, in a straight line."
    )
    requires: tuple[Requirement, ...] = Field(default=(), description="What a settlement must meet to be paid at all.")

    @model_validator(mode="after")
    def _rises(self) -> "Milestone":
        if self.target <= 0:
            raise TermsError(
                "target", f"is {in_unit_text(self.target)}, which nothing reaches", "write one above nought"
            )
        if self.beyond is not None and Fraction(self.beyond.up_to) <= Fraction(self.target):
            what = f"is {in_unit_text(self.beyond.up_to)}, not above the target {in_unit_text(self.target)}"
            raise TermsError("beyond.up_to", what, "write where the line ends, beyond the target")
        if self.beyond is not None and self.beyond.pays < self.pays:
            what = f"is {number_text(Fraction(self.beyond.pays))}, below pays {number_text(Fraction(self.pays))}"
            raise TermsError("beyond.pays", what, "write what is paid in all, the sum for the target included")
        return self

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that reaches the target, and those of the requirements."""
        required = ((f"requires[{number}].measure", each.measure) for number, each in enumerate(self.requires))
        return (("measure", self.measure), *required)

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """The target, with the sum."""
        return (Jump(self.measure, self.target, Fraction(self.pays)),)

    @property
    def pays_without_end(self) -> tuple[str, ...]:
        """None: there is a most that it pays."""
        return ()

    def standards(self, measure: str) -> tuple[Figure | None, Figure | None]:
        """Return the least and the most that the requirements allow a measure to be."""
        limits = [each.limits for each in self.requires if each.measure == measure]
        least = [Fraction(low) for low, _ in limits if low is not None]
        most = [Fraction(high) for _, high in limits if high is not None]
        return max(least, default=None), min(most, default=None)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield the figures that are not in their measure's unit."""
        measure = around.measures.get(self.measure)
        figures = {"target": self.target} | ({} if self.beyond is None else {"beyond.up_to": self.beyond.up_to})
        for term, figure in figures.items():
            misfit = None if measure is None else measure.misfit(figure, measure.name)
            if misfit is not None:
                yield Problem(f"{where}.{term}", *misfit)
        for number, each in enumerate(self.requires):
            yield from each.problems(f"{where}.requires[{number}]", around)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with what the milestone pays."""
        measured = seen.outturns[self.measure]
        with scope(self.title):
            reached = measured_before(measured, self.over, seen) + measured
            if self.over != "period":
                reached = named("measured so far", reached)
            due = named("due", self._due(reached, [each.met(seen) for each in self.requires]))
            payment = named("payment", paid_once(due, "term", seen))
            return amount + seen.counted("payment", payment)

    def _due(self, reached: Amount, met: Sequence[Amount]) -> Amount:
        target = constant(self.target, reached.kind)
        due = once_reached(reached, target, pounds(self.pays))
        if self.beyond is not None:
            up_to, more = constant(self.beyond.up_to, reached.kind), pounds(self.beyond.pays - self.pays)
            due = due + beyond_the_target(reached, target, up_to, more)
        return choose(reduce(both, met), due, nothing) if met else due
