"""Proof by induction over one settlement: what holds before any settlement holds after it, and keeps the promises."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from riskreward.promises.promise import Promise
from riskreward.promises.proving.candidates import candidates, further_candidates
from riskreward.promises.proving.decided import Decided
from riskreward.promises.proving.invariants import Invariant, State
from riskreward.promises.proving.samples import states
from riskreward.promises.proving.solver import solver
from riskreward.promises.proving.translation import Translation, refusals_kept
from riskreward.promises.watching import Watched

EFFORT = 4_000_000
"""The solver's own count of steps for one question, the same on every machine."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That a promise holds at every settlement of any term: the invariants that it rests on, each proved with it."""

    promise: Promise
    invariants: tuple[Invariant, ...]
    is_exact: bool


class Induction:
    """Proves promises of a watched contract; what it proves holds for a term of any length."""

    def __init__(self, watched: Watched) -> None:
        z3 = solver()
        self._z3 = z3
        self.watched = watched
        self.program = watched.assembled.program
        self._decided = Decided(watched.assembled)
        self.before = [z3.Int(f"before / {balance.path}") for balance in self.program.balances]
        self.after = [z3.Int(f"after / {balance.path}") for balance in self.program.balances]
        self.step = Translation(self._decided, self.before, "")
        closing = [self.step.closing(balance) for balance in self.program.balances]
        self.kept = {each.name: self.step.truth(watched.line_of(each)) for each in watched.promises}
        carried = [after == term for after, term in zip(self.after, closing, strict=True)]
        self.assumed = refusals_kept(self.step, watched.agreement)
        self.transition = [*carried, *self.step.constraints]
        self._solver = z3.Solver()
        self._solver.set("random_seed", 0)
        self._solver.set("rlimit", EFFORT)
        self._solver.add(self.transition)
        self._solver.add(self.assumed)
        self._guards: dict[Invariant, Any] = {}
        self._broken: dict[Invariant, Any] = {}

    @cached_property
    def _states(self) -> list[State]:
        return states(self.watched.assembled)

    @cached_property
    def _first(self) -> list[Invariant]:
        return self._kept_by_every_settlement(candidates(self.program, self._states))

    @cached_property
    def _all(self) -> list[Invariant]:
        further = further_candidates(self.program, self._states)
        return self._kept_by_every_settlement([*self._first, *further]) if further else self._first

    def prove(self, promise: Promise) -> Proof | None:
        """Return the proof of a promise, or None where none was found: which does not say that it is broken."""
        broken = self._z3.Not(self.kept[promise.name])
        if not self._follows(broken, self._first) and not self._follows(broken, self._all):
            return None
        return Proof(promise, self._needed_for(broken), self.step.is_exact)

    def _guard(self, invariant: Invariant) -> Any:
        """Return a truth that stands for an invariant before the settlement, to be assumed or left out."""
        if invariant not in self._guards:
            number = len(self._guards)
            guard, broken = self._z3.Bool(f"holds {number}"), self._z3.Bool(f"breaks {number}")
            self._solver.add(self._z3.Implies(guard, invariant.term(self.before)))
            self._solver.add(self._z3.Implies(broken, self._z3.Not(invariant.term(self.after))))
            self._guards[invariant], self._broken[invariant] = guard, broken
        return self._guards[invariant]

    def _check(self, goal: Any, assumed: Iterable[Invariant]) -> Any:
        guards = [self._guard(each) for each in assumed]
        self._solver.push()
        self._solver.add(goal)
        answer = self._solver.check(guards)
        found = self._solver.model() if answer == self._z3.sat else None
        core = self._solver.unsat_core() if answer == self._z3.unsat else None
        self._solver.pop()
        return answer, found, core

    def _follows(self, goal: Any, assumed: Sequence[Invariant]) -> bool:
        return bool(self._check(goal, assumed)[0] == self._z3.unsat)

    def _kept_by_every_settlement(self, guessed: Sequence[Invariant]) -> list[Invariant]:
        """Return the guesses that together hold after any settlement that they hold before."""
        left = list(guessed)
        for each in left:
            self._guard(each)
        while left:
            answer, found, _ = self._check(self._z3.Or([self._broken[each] for each in left]), left)
            if answer == self._z3.unsat:
                break
            if found is None:
                left = self._one_by_one(left)
                continue
            state = tuple(found.eval(term, model_completion=True).as_long() for term in self.after)
            left = [each for each in left if each.holds(state)]
        return left

    def _one_by_one(self, guessed: Sequence[Invariant]) -> list[Invariant]:
        """Return the guesses that follow one by one, where all at once was too much to decide."""
        return [each for each in guessed if self._follows(self._broken[each], guessed)]

    def _needed_for(self, goal: Any) -> tuple[Invariant, ...]:
        """Return a few invariants that a promise rests on, with those that they in turn rest on."""
        known = self._first if self._follows(goal, self._first) else self._all
        needed: dict[Invariant, None] = {}
        waiting = [goal]
        while waiting:
            goal = waiting.pop()
            for each in self._least(goal, [*needed, *(each for each in known if each not in needed)]):
                if each not in needed:
                    needed[each] = None
                    waiting.append(self._broken[each])
        return tuple(each for each in known if each in needed)

    def _least(self, goal: Any, known: Sequence[Invariant]) -> list[Invariant]:
        """Return a few of the invariants from which a goal follows, none of which could be left out; the first stay."""
        by_guard = {str(self._guard(each)): each for each in known}
        _, _, core = self._check(goal, known)
        used = {by_guard[str(guard)] for guard in core}
        left = [each for each in known if each in used]
        for each in reversed(left.copy()):
            fewer = [other for other in left if other != each]
            if self._follows(goal, fewer):
                left = fewer
        return left
