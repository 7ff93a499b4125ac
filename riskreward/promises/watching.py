"""A contract's program with the promises that are asked of it, recorded together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from riskreward.contract.agreement import Agreement
from riskreward.contract.assembly import Assembled, assemble, assembled_by, realised_by
from riskreward.contract.handing_over import Plan
from riskreward.contract.settling import settled_in_turn
from riskreward.contract.varying import InForce, in_force
from riskreward.kernel import Program, named, scope
from riskreward.kernel.words import PATH
from riskreward.promises.lines import Lines
from riskreward.promises.promise import Promise
from riskreward.schedule import Schedule

KEPT = "promise kept"

Facts = Sequence[Sequence[int]]
"""The facts of each period, in the order of the program that settles it."""


@dataclass(frozen=True, eq=False)
class Watched:
    """A contract's programs with a truth for each promise, whether it is kept at the settlement.

    There is one program, and one more from each variation on. The lines of the contract are the same, under the same
    paths; those of the promises follow them.
    """

    agreement: Agreement
    promises: tuple[Promise, ...]
    stages: tuple[InForce, ...]

    @property
    def assembled(self) -> Assembled:
        """The program first agreed, which is the only one where the terms never vary."""
        return self.stages[0].assembled

    @cached_property
    def is_varied(self) -> bool:
        """Whether the terms vary over the term."""
        return len(self.stages) > 1

    @cached_property
    def scheduled(self) -> tuple[tuple[int | None, ...], ...]:
        """What the calendar decides in each period, the run-off included."""
        ends = [*(each.first for each in self.stages[1:]), len(self.stages[-1].assembled.periods)]
        rows: list[tuple[int | None, ...]] = []
        for stage, end in zip(self.stages, ends, strict=True):
            rows += stage.assembled.scheduled[stage.first : end]
        return tuple(rows)

    def stage_at(self, period: int) -> InForce:
        """Return the terms that a period is settled under, by its number."""
        return [each for each in self.stages if each.first <= period][-1]

    @cached_property
    def _programs(self) -> list[Program]:
        return [self.stage_at(period).assembled.program for period in range(len(self.scheduled))]

    def program_at(self, period: int) -> Program:
        """Return the program that settles a period, by its number."""
        return self._programs[period]

    def line_of(self, promise: Promise) -> str:
        """Return the path of the truth that says whether a promise is kept."""
        return f"{KEPT}{PATH}{promise.name}"

    def settled(self, facts: Facts) -> list[tuple[int, ...]]:
        """Return every line of each period, as whole numbers."""
        return settled_in_turn(self.stages, facts)[1]

    def facts_as(self, facts: Facts, other: "Watched") -> Facts:
        """Return a path as another contract has it, which measures the same under other terms."""
        found = []
        for period, row in enumerate(facts[: len(other.scheduled)]):
            given = {fact.path: value for fact, value in zip(self.program_at(period).facts, row, strict=True)}
            known = zip(other.program_at(period).facts, other.scheduled[period], strict=True)
            found.append([given.get(fact.path, 0) if value is None else value for fact, value in known])
        return found

    def broken_in(self, promise: Promise, facts: Facts) -> int | None:
        """Return the number of the first period in which a promise is broken, None where it is kept throughout."""
        path = self.line_of(promise)
        for number, lines in enumerate(self.settled(facts)):
            if not lines[self.program_at(number).line_numbers[path]]:
                return number
        return None


def watch(agreement: Agreement, promises: Sequence[Promise]) -> Watched:
    """Return the contract's programs with these promises. Raises InputError for a promise that names no line of it."""
    if not promises:
        return Watched(agreement, (), in_force(agreement))
    stages: list[InForce] = []
    for stage in in_force(agreement):
        terms = stage.terms.changed()
        terms.once("assembled", partial(_assembled, terms, promises))
        handover = None
        if stages and stage.handover is not None:
            before, after = stages[-1].assembled.program, assemble(terms).program
            balances = {} if stage.varied is None else stage.varied.balances
            plan = Plan(stage.where, balances, terms.currency, before, after)
            handover = plan.handover(begins_the_term=stage.first == 0)
        stages.append(stage._replace(terms=terms, handover=handover))
    return Watched(agreement, tuple(promises), tuple(stages))


def _assembled(terms: Agreement, promises: Sequence[Promise]) -> Assembled:
    paths = tuple(assemble(terms.changed()).program.line_numbers)

    def run() -> Schedule:
        realised = realised_by(terms)
        lines = Lines(terms, realised, paths)
        for promise in promises:
            kept = promise.rule(lines)
            with scope(KEPT):
                named(promise.name, kept)
        return realised.schedule

    return assembled_by(run)
