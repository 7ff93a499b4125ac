"""Proves the promises of a watched contract, or finds a real path that may break one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from riskreward.promises.promise import Promise
from riskreward.promises.proving.candidates import candidates, further_candidates
from riskreward.promises.proving.certificate import by_induction, over_the_term
from riskreward.promises.proving.decided import Decided
from riskreward.promises.proving.induction import Induction, Settlement
from riskreward.promises.proving.invariants import Invariant, State
from riskreward.promises.proving.real_paths import Facts, RealPaths
from riskreward.promises.proving.samples import states
from riskreward.promises.proving.solver import solver
from riskreward.promises.proving.translation import Translation, refusals_kept
from riskreward.promises.watching import Watched


@dataclass(frozen=True, slots=True)
class Proof:
    """That a promise holds at every settlement, with the certificate of it.

    `invariants` are what it rests on, in words; `of_any_length` says whether it holds for a term of any length, or for
    the contract's own term alone, every settlement of which was unrolled.
    """

    promise: Promise
    invariants: tuple[str, ...]
    of_any_length: bool
    certificate: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A path that breaks a promise as far as the solver can tell; where it `is_exact`, the exact reader must agree."""

    promise: Promise
    facts: Facts
    is_exact: bool


class _Guessed:
    def __init__(self, watched: Watched) -> None:
        self._watched = watched

    @cached_property
    def _states(self) -> list[State]:
        return states(self._watched.assembled)

    def likely(self) -> list[Invariant]:
        return candidates(self._watched.assembled.program, self._states)

    def rarer(self) -> list[Invariant]:
        return further_candidates(self._watched.assembled.program, self._states)


class Prover:
    """Proves the promises of one contract; what one proof finds out serves the next."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self._decided = Decided(watched.assembled)

    @cached_property
    def _step(self) -> Translation:
        return Translation(self._decided, self._balances("before"), "")

    def _balances(self, when: str) -> list[Any]:
        return [solver().Int(f"{when} / {balance.path}") for balance in self._watched.assembled.program.balances]

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return {each.name: self._step.truth(self._watched.line_of(each)) for each in self._watched.promises}

    @cached_property
    def _induction(self) -> Induction:
        program, kept = self._watched.assembled.program, self._kept
        after = self._balances("after")
        closing = [self._step.closing(balance) for balance in program.balances]
        carried = [each == term for each, term in zip(after, closing, strict=True)]
        assumed = refusals_kept(self._step, self._watched.agreement) if kept else []
        transition = [*carried, *assumed, *self._step.constraints]
        return Induction(Settlement(self._balances("before"), after, transition), _Guessed(self._watched))

    @cached_property
    def _real_paths(self) -> RealPaths:
        return RealPaths(self._watched, self._decided)

    def prove(self, promise: Promise) -> Proof | Candidate | None:
        """Return the proof of a promise, or a path that may break it, or None where neither was found."""
        goal = self._kept[promise.name]
        needed = self._induction.prove(goal)
        if needed is not None:
            balances = self._watched.assembled.program.balances
            text = by_induction(self._watched, promise, self._induction.settlement, needed, goal)
            return Proof(promise, tuple(each.text(balances) for each in needed), True, text)
        found = self._real_paths.breaking(promise)
        if found is not None:
            return (
                Candidate(promise, found.facts, found.is_exact)
                if found.facts
                else self._of_the_term(promise, found.asked)
            )
        return None

    def _of_the_term(self, promise: Promise, asked: Sequence[Any]) -> Proof:
        return Proof(promise, (), False, over_the_term(self._watched, promise, asked))
