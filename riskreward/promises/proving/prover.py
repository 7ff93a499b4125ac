"""Proves the promises of a watched contract, or finds a real path that may break one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from riskreward.contract.assembly import Assembled
from riskreward.kernel import money
from riskreward.kernel.program import Balance
from riskreward.promises.promise import Promise
from riskreward.promises.proving.candidates import candidates, further_candidates
from riskreward.promises.proving.certificate import by_induction, over_the_term
from riskreward.promises.proving.decided import Decided
from riskreward.promises.proving.free_terms import PENCE, FreeConstant
from riskreward.promises.proving.induction import EFFORT, LONGEST, Induction, Settlement
from riskreward.promises.proving.invariants import Invariant, State
from riskreward.promises.proving.real_paths import Facts, RealPaths
from riskreward.promises.proving.samples import states
from riskreward.promises.proving.solver import Sheet
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
    """Guesses from settlements at random; those of terms left free must hold at the start whatever the terms are."""

    def __init__(
        self, sheet: Sheet, assembled: Assembled, balances: Sequence[Balance], before: Sequence[Any], start: Any
    ) -> None:
        self._sheet = sheet
        self._assembled = assembled
        self._balances = balances
        self._before = before
        self._start = start

    @cached_property
    def _states(self) -> list[State]:
        fixed = tuple(each.start for each in self._balances[len(self._assembled.program.balances) :])
        return [state + fixed for state in states(self._assembled)]

    def likely(self) -> list[Invariant]:
        return self._at_the_start(candidates(self._figures, self._balances, self._states))

    def rarer(self) -> list[Invariant]:
        return self._at_the_start(further_candidates(self._balances, self._states))

    @property
    def _figures(self) -> list[Fraction]:
        constants = (each for each in self._assembled.program.operations if each.name == "constant")
        return sorted(
            Fraction(each.whole, each.denominator) for each in constants if each.kind.is_money and each.whole > 0
        )

    def _at_the_start(self, guessed: list[Invariant]) -> list[Invariant]:
        size = len(self._assembled.program.balances)
        if len(self._balances) == size:
            return guessed
        asked = self._sheet.asker(EFFORT, LONGEST)
        asked.add(self._start)
        return [each for each in guessed if not each.speaks_of(size) or self._follows(asked, each)]

    def _follows(self, asked: Any, invariant: Invariant) -> bool:
        z3 = self._sheet.z3
        return bool(asked.check(z3.Not(invariant.term(self._before))) == z3.unsat)


class Prover:
    """Proves the promises of one contract; what one proof finds out serves the next.

    Constants that move with terms left `free` may be anything within the range of their term.
    """

    def __init__(self, watched: Watched, free: Mapping[int, FreeConstant] | None = None) -> None:
        self._watched = watched
        self._decided = Decided(watched.assembled, free)
        self._sheet = Sheet()

    @cached_property
    def _step(self) -> Translation:
        return Translation(self._sheet, self._decided, self._standing("before"), "")

    def _standing(self, when: str) -> list[Any]:
        """Return the balances as terms of the solver, and after them the terms left free that are money."""
        names = [f"{when} / {balance.path}" for balance in self._watched.assembled.program.balances]
        return [self._sheet.whole(name) for name in (*names, *(each.path for each in self._fixed))]

    @cached_property
    def _fixed(self) -> list[Balance]:
        """The terms left free that are money, as balances which no settlement changes."""
        terms = dict.fromkeys(each.term for each in self._decided.free.values() if each.term.is_money)
        return [Balance(each.name, money, PENCE, int(each.tried[0] * PENCE), 0, 0) for each in terms]

    @property
    def _balances(self) -> list[Balance]:
        return [*self._watched.assembled.program.balances, *self._fixed]

    @property
    def _start(self) -> list[Any]:
        """What stands before the first settlement."""
        program = self._watched.assembled.program
        standing = self._standing("before")
        starts = [term == each.start for term, each in zip(standing, program.balances, strict=False)]
        ends = {each.term.name: each.term for each in self._decided.free.values()}
        for term, each in zip(standing[len(program.balances) :], self._fixed, strict=True):
            free = ends[each.path]
            starts += [term >= int(free.low * PENCE), term <= int(free.high * PENCE)]
        return starts

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return {each.name: self._step.truth(self._watched.line_of(each)) for each in self._watched.promises}

    @cached_property
    def _induction(self) -> Induction:
        program, kept = self._watched.assembled.program, self._kept
        before, after = self._standing("before"), self._standing("after")
        closing = [self._step.closing(balance) for balance in program.balances]
        carried = [each == term for each, term in zip(after, closing, strict=False)]
        assumed = refusals_kept(self._step, self._watched.agreement) if kept else []
        transition = [*carried, *assumed, *self._step.constraints]
        guessed = _Guessed(self._sheet, self._watched.assembled, self._balances, before, self._start)
        return Induction(self._sheet, Settlement(before, after, transition), guessed)

    @cached_property
    def _real_paths(self) -> RealPaths:
        return RealPaths(self._watched, self._decided)

    def prove(self, promise: Promise) -> Proof | Candidate | None:
        """Return the proof of a promise, or a path that may break it, or None where neither was found."""
        goal = self._kept[promise.name]
        needed = self._induction.prove(goal)
        if needed is not None:
            told = tuple(each.text(self._balances) for each in needed)
            stated = list(zip(needed, told, strict=True))
            text = by_induction(self._watched, promise, self._induction.settlement, self._start, stated, goal)
            return Proof(promise, told, True, text)
        found = None if self._decided.free else self._real_paths.breaking(promise)
        if found is not None:
            return (
                Candidate(promise, found.facts, found.is_exact)
                if found.facts
                else self._of_the_term(promise, found.asked)
            )
        return None

    def _of_the_term(self, promise: Promise, asked: Sequence[Any]) -> Proof:
        return Proof(promise, (), False, over_the_term(self._watched, promise, asked))
