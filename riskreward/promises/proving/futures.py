"""Two futures side by side, in one of which more is saved: whether it can ever earn the smaller fee."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import permutations
from random import Random
from typing import Any

from riskreward.contract.agreement import Agreement
from riskreward.contract.assembly import Assembled, assemble
from riskreward.contract.trying import EARNED
from riskreward.kernel.words import PATH
from riskreward.promises.proving.candidates import candidates
from riskreward.promises.proving.decided import Decided
from riskreward.promises.proving.induction import LONGEST as GIVEN_UP
from riskreward.promises.proving.induction import Induction, Settlement
from riskreward.promises.proving.invariants import Invariant, Linear, State
from riskreward.promises.proving.real_paths import EFFORT, LONGEST, Facts, facts_of
from riskreward.promises.proving.samples import STATES, drawn, figures_of
from riskreward.promises.proving.solver import Sheet
from riskreward.promises.proving.translation import Translation, refusals_kept
from riskreward.readers import exact


@dataclass(frozen=True, slots=True)
class Pair:
    """Two futures, the second of which saves at least as much in every period, and yet has earned less by the last."""

    less_saved: Facts
    more_saved: Facts
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Never:
    """That saving more never lowers the fee; `of_any_length` says whether for a term of any length."""

    of_any_length: bool


class TwoFutures:
    """One contract in two futures under one calendar."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._assembled = assemble(agreement)
        self._program = self._assembled.program
        self._decided = Decided(self._assembled.program, self._assembled.scheduled)
        self._improved = dict(improved_facts(agreement, self._assembled))

    def ask(self, more_than: Fraction = Fraction(0)) -> Never | Pair | None:
        """Return that more saved never earns less, or a pair in which it does; None where neither was found.

        A pair that lowers the fee by no `more_than` that is returned only where none that lowers it by more is found.
        """
        if self._induction is not None:
            return Never(of_any_length=True)
        return self._unrolled(more_than)

    def _names(self, sheet: Sheet, when: str) -> list[Any]:
        futures = ("first", "second")
        return [
            sheet.whole(f"{when} / {future} / {each.path}") for future in futures for each in self._program.balances
        ]

    def _step(
        self, sheet: Sheet, opening: Sequence[Any], tag: str, period: int | None = None
    ) -> tuple[list[Any], list[Any], Any]:
        """Return what both futures close with, what holds of them, and that the second has earned no less."""
        size = len(self._program.balances)
        first = Translation(sheet, self._decided, opening[:size], f"{tag}first / ", period)
        second = Translation(sheet, self._decided, opening[size:], f"{tag}second / ", period, calendar_of=first)
        closing = [each.closing(balance) for each in (first, second) for balance in self._program.balances]
        kept = second.number(EARNED) >= first.number(EARNED)
        assumed = [each for future in (first, second) for each in refusals_kept(future, self._agreement)]
        holds = [*assumed, *self._saves_more(first, second)]
        holds += [*first.constraints, *second.constraints]
        self._latest = (first, second)
        return closing, holds, kept

    def _saves_more(self, first: Translation, second: Translation) -> Iterator[Any]:
        for number in sorted(first.facts.keys() | second.facts.keys()):
            one, other = (future.fact_numbered(number) for future in (first, second))
            better = self._improved.get(number)
            yield one == other if better is None else other <= one if better == "lower" else other >= one

    @cached_property
    def _induction(self) -> tuple[Invariant, ...] | None:
        sheet = Sheet()
        before, after = self._names(sheet, "before"), self._names(sheet, "after")
        closing, holds, kept = self._step(sheet, before, "")
        carried = [each == term for each, term in zip(after, closing, strict=True)]
        settlement = Settlement(before, after, [*carried, *holds])
        guessed = _Guessed(self._assembled, self._improved)
        return Induction(sheet, settlement, (guessed.likely, guessed.rarer)).prove(kept)

    def _unrolled(self, more_than: Fraction) -> Never | Pair | None:
        sheet, periods = Sheet(), len(self._assembled.periods)
        z3, looking = sheet.z3, sheet.asker(EFFORT, GIVEN_UP)
        starts = [balance.start for balance in self._program.balances] * 2
        opening: list[Any] = [sheet.figure(start) for start in starts]
        futures: list[tuple[Translation, Translation]] = []
        slight: Pair | None = None
        for period in range(min(LONGEST, periods)):
            closing, holds, kept = self._step(sheet, opening, f"period {period + 1} / ", period)
            futures.append(self._latest)
            opening = self._names(sheet, f"after period {period + 1}")
            looking.add([each == term for each, term in zip(opening, closing, strict=True)])
            looking.add(holds)
            looking.push()
            looking.add(z3.Not(kept))
            answer = looking.check()
            if answer == z3.sat:
                slight = slight or self._pair(futures, looking.model())
                looking.add(self._is_lower_by(more_than))
                if looking.check() == z3.sat:
                    return self._pair(futures, looking.model())
            looking.pop()
            if answer == z3.unknown:
                return slight
        if slight is not None:
            return slight
        return Never(of_any_length=False) if periods <= LONGEST else None

    def _is_lower_by(self, more_than: Fraction) -> Any:
        """Return that the latest period leaves the second future's fee to date lower by more than so much."""
        first, second = self._latest
        line = self._program.lines[self._program.line_numbers[EARNED]]
        return first.number(EARNED) - second.number(EARNED) > int(more_than * self._program.denominator_of(line))

    def _pair(self, futures: Sequence[tuple[Translation, Translation]], model: Any) -> Pair:
        less, more = (
            tuple(facts_of(self._assembled, number, each[which], model) for number, each in enumerate(futures))
            for which in (0, 1)
        )
        return Pair(less, more, all(each.is_exact for both in futures for each in both))


def improved_facts(agreement: Agreement, assembled: Assembled) -> Iterator[tuple[int, str]]:
    """Yield the outturns that earn by being better, by the number of the fact, with what is better."""
    for measure in agreement.earning:
        number = assembled.program.fact_numbers.get(f"{measure.name}{PATH}outturn")
        if number is not None:
            yield number, measure.better


class _Guessed:
    def __init__(self, assembled: Assembled, improved: dict[int, str]) -> None:
        self._assembled = assembled
        self._improved = improved

    @cached_property
    def _states(self) -> list[State]:
        program, chance = self._assembled.program, Random(0)
        aims = figures_of(program)
        start = tuple(balance.start for balance in program.balances)
        found = {start + start: None}
        for _ in range(STATES):
            pair = [start, start]
            for period, scheduled in zip(self._assembled.periods, self._assembled.scheduled, strict=True):
                first, second = [], []
                for number, (fact, value) in enumerate(zip(program.facts, scheduled, strict=True)):
                    one = other = value if value is not None else 0 if period.run_off else drawn(fact, aims, chance)
                    if number in self._improved and not period.run_off and chance.randrange(2):
                        other = drawn(fact, aims, chance)
                        one, other = (max(one, other), min(one, other))
                        if self._improved[number] == "higher":
                            one, other = other, one
                    first.append(one)
                    second.append(other)
                pair = [
                    exact.run(program, [facts], each).balances
                    for facts, each in zip((first, second), pair, strict=True)
                ]
                found[pair[0] + pair[1]] = None
            if len(found) >= STATES:
                break
        return list(found)

    def likely(self) -> list[Invariant]:
        """Return which balances stand higher, lower or alike where more is saved, and what adds up in each future."""
        size = len(self._assembled.program.balances)
        ordered = [
            Invariant((Linear(weights, 0, is_nothing),))
            for number in range(size)
            for weights, is_nothing in (
                (((1, number), (-1, number + size)), True),
                (((1, number), (-1, number + size)), False),
                (((-1, number), (1, number + size)), False),
            )
        ]
        equal = [each for each in self._alone if all(part.is_nothing for part in each.any_of)]
        return [each for each in (*ordered, *equal) if all(each.holds(state) for state in self._states)]

    @cached_property
    def _alone(self) -> list[Invariant]:
        size = len(self._assembled.program.balances)
        alone = candidates((), self._assembled.program.balances, [state[:size] for state in self._states])
        return [*alone, *(_of_the_second(each, size) for each in alone)]

    def rarer(self) -> list[Invariant]:
        """Return what else holds of each future alone, and which balance the saving moves more than another."""
        size = len(self._assembled.program.balances)
        apart = [
            Invariant((Linear(((1, one + size), (-1, one), (-1, other + size), (1, other))),))
            for one, other in permutations(range(size), 2)
        ]
        found = [*self._alone, *apart]
        return [each for each in found if all(each.holds(state) for state in self._states)]


def _of_the_second(invariant: Invariant, size: int) -> Invariant:
    parts = []
    for each in invariant.any_of:
        parts.append(
            Linear(tuple((weight, number + size) for weight, number in each.weights), each.plus, each.is_nothing)
        )
    return Invariant(tuple(parts))
