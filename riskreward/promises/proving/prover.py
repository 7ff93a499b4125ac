"""Proves the promises of a watched contract, or finds a real path that may break one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from riskreward.kernel import money
from riskreward.kernel.program import Balance
from riskreward.promises.promise import Promise, Promised
from riskreward.promises.proving.certificate import by_induction, over_the_term
from riskreward.promises.proving.coming import Coming
from riskreward.promises.proving.decided import Decided
from riskreward.promises.proving.free_terms import PENCE, FreeConstant
from riskreward.promises.proving.guesses import Guessed
from riskreward.promises.proving.induction import Induction, Settlement
from riskreward.promises.proving.real_paths import Facts, RealPaths
from riskreward.promises.proving.solver import Sheet
from riskreward.promises.proving.translation import Translation, refusals_kept
from riskreward.promises.watching import Watched


@dataclass(frozen=True, slots=True)
class Proof:
    """That a promise holds at every settlement, with the certificate of it.

    `invariants` are what it rests on, in words; `of_any_length` says whether it holds for a term of any length, or for
    the contract's own term alone, every settlement of which was unrolled.
    """

    promise: Promised
    invariants: tuple[str, ...]
    of_any_length: bool
    certificate: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A path that breaks a promise as far as the solver can tell; where it `is_exact`, the exact reader must agree."""

    promise: Promise
    facts: Facts
    is_exact: bool


class Prover:
    """Proves the promises of one contract; what one proof finds out serves the next.

    Constants that move with terms left `free` may be anything within the range of their term.
    """

    def __init__(self, watched: Watched, free: Mapping[int, FreeConstant] | None = None) -> None:
        self._watched = watched
        self._decided = Decided(watched.assembled.program, watched.assembled.scheduled, free)
        self._sheet = Sheet()

    @cached_property
    def _step(self) -> Translation:
        return Translation(self._sheet, self._decided, self._standing("before"), "")

    def _standing(self, when: str, coming: Sequence[Any] = ()) -> list[Any]:
        """Return the balances as terms of the solver, then the terms left free that are money, then what is coming."""
        names = [f"{when} / {balance.path}" for balance in self._watched.assembled.program.balances]
        stood = [self._sheet.whole(name) for name in (*names, *(each.path for each in self._fixed))]
        one, nought = self._sheet.figure(1), self._sheet.figure(0)
        return [*stood, *(self._sheet.z3.If(each, one, nought) for each in coming)]

    @cached_property
    def _coming(self) -> Coming:
        return Coming(self._watched.assembled)

    @cached_property
    def _before(self) -> list[Any]:
        return self._standing("before", self._coming.now(self._step))

    @cached_property
    def _fixed(self) -> list[Balance]:
        """The terms left free that are money, as balances which no settlement changes."""
        terms = dict.fromkeys(each.term for each in self._decided.free.values() if each.term.is_money)
        return [Balance(each.name, money, PENCE, int(each.tried[0] * PENCE), 0, 0) for each in terms]

    @property
    def _balances(self) -> list[Balance]:
        return [*self._watched.assembled.program.balances, *self._fixed, *self._coming.balances]

    @property
    def _start(self) -> list[Any]:
        """What stands before the first settlement."""
        program = self._watched.assembled.program
        fixed = range(len(program.balances), len(program.balances) + len(self._fixed))
        ends = {each.term.name: each.term for each in self._decided.free.values()}
        starts = []
        for number, (term, each) in enumerate(zip(self._before, self._balances, strict=True)):
            if number in fixed:
                free = ends[each.path]
                starts += [term >= int(free.low * PENCE), term <= int(free.high * PENCE)]
            else:
                starts.append(term == each.start)
        return starts

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return {each.name: self._step.truth(self._watched.line_of(each)) for each in self._watched.promises}

    @cached_property
    def _induction(self) -> Induction:
        program, kept = self._watched.assembled.program, self._kept
        now, then = self._coming.now(self._step), self._coming.then(self._sheet)
        before, after = self._before, self._standing("after", then)
        closing = [self._step.closing(balance) for balance in program.balances]
        carried = [each == term for each, term in zip(after, closing, strict=False)]
        assumed = refusals_kept(self._step, self._watched.agreement) if kept else []
        transition = [*carried, *assumed, *self._step.constraints, *self._coming.order(self._sheet, now, then)]
        guessed = Guessed(self._sheet, self._watched, self._fixed, self._coming, before, self._start)
        tiers = (guessed.likely, guessed.rarer, guessed.by_calendar)
        return Induction(self._sheet, Settlement(before, after, transition), tiers)

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
            text = by_induction(
                self._watched.agreement.title, promise, self._induction.settlement, self._start, stated, goal
            )
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
        return Proof(promise, (), False, over_the_term(self._watched.agreement.title, promise, asked))
