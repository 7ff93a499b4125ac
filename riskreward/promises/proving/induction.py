"""Proof by induction over one settlement: what holds before any settlement holds after it, and so the goal does."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from riskreward.promises.proving.invariants import Invariant, State
from riskreward.promises.proving.solver import Sheet

EFFORT = 4_000_000
"""What one question may cost, in the solver's own count of steps, which is the same on every machine."""

LONGEST = 10_000
"""Milliseconds after which a question is given up, where figures of many digits make each step slow."""

ALLOWED = 40_000_000
"""What all goals of one contract may cost together; what is not decided by then stays undecided."""

GUESS_EFFORT, GUESSES_ALLOWED = 1_000_000, 16_000_000
"""What one question about guesses may cost, and those about one tier together; a guess not decided is dropped."""


@dataclass(slots=True)
class Allowance:
    """What one question may cost, and what is left for all of them."""

    effort: int
    left: int


class Settlement(NamedTuple):
    """One settlement as terms of the solver: the balances before and after it, and what holds of it."""

    before: Sequence[Any]
    after: Sequence[Any]
    transition: Sequence[Any]


Guesses = Sequence[Callable[[], list[Invariant]]]
"""What makes the invariants that are tried: the likely first, and where those are not enough the rarer."""


class Induction:
    """Proves goals of a settlement, which then hold at every settlement of a term of any length.

    Every guess must hold before the first settlement.
    """

    def __init__(self, sheet: Sheet, settlement: Settlement, guesses: Guesses) -> None:
        self._sheet = sheet
        self._z3 = sheet.z3
        self.settlement = settlement
        self._guesses = guesses
        self._solver = sheet.asker(EFFORT, LONGEST)
        self._solver.add(list(settlement.transition))
        self._guards: dict[Invariant, Any] = {}
        self._broken: dict[Invariant, Any] = {}
        self._tiers: list[list[Invariant]] = []
        self._goals = Allowance(EFFORT, ALLOWED)

    def _known(self, tier: int) -> list[Invariant]:
        """Return what holds of the guesses up to a tier, worked out the first time only.

        One that did not hold by itself is tried again with the rarer, which it may rest on.
        """
        while tier >= len(self._tiers):
            known = self._tiers[-1] if self._tiers else []
            further = [each for each in self._guesses[len(self._tiers)]() if each not in self._guards]
            tried = [*known, *(each for each in self._guards if each not in set(known)), *further]
            kept = self._kept(tried) if further else []
            self._tiers.append(kept or known)
        return self._tiers[tier]

    def prove(self, goal: Any) -> tuple[Invariant, ...] | None:
        """Return a few invariants from which a goal follows, none that could be left out; None where none were found.

        That no proof was found does not say that the goal can be missed.
        """
        missed = self._z3.Not(goal)
        for tier in range(len(self._guesses)):
            known = self._known(tier)
            if self._follows(missed, known):
                return self._needed_for(missed, known)
        return None

    def _guard(self, invariant: Invariant) -> Any:
        """Return a truth that stands for an invariant before the settlement, to be assumed or left out."""
        if invariant not in self._guards:
            number = len(self._guards)
            guard, broken = self._sheet.truth(f"holds {number}"), self._sheet.truth(f"breaks {number}")
            self._solver.add(self._z3.Implies(guard, invariant.term(self.settlement.before)))
            self._solver.add(self._z3.Implies(broken, self._z3.Not(invariant.term(self.settlement.after))))
            self._guards[invariant], self._broken[invariant] = guard, broken
        return self._guards[invariant]

    def _check(self, missed: Any, assumed: Iterable[Invariant], allowance: Allowance) -> tuple[Any, Any, list[Any]]:
        """Return the answer, with the settlement that misses a goal or the guards that it follows from."""
        guards = [self._guard(each) for each in assumed]
        if allowance.left <= 0:
            return self._z3.unknown, None, []
        self._solver.set("rlimit", allowance.effort)
        self._solver.push()
        self._solver.add(missed)
        begun = spent(self._solver)
        answer = self._solver.check(guards)
        allowance.left -= allowance.effort if answer == self._z3.unknown else spent(self._solver) - begun
        found = self._solver.model() if answer == self._z3.sat else None
        core = list(self._solver.unsat_core()) if answer == self._z3.unsat else []
        self._solver.pop()
        return answer, found, core

    def _follows(self, missed: Any, assumed: Sequence[Invariant]) -> bool:
        return bool(self._check(missed, assumed, self._goals)[0] == self._z3.unsat)

    def _kept(self, guessed: Sequence[Invariant]) -> list[Invariant]:
        """Return the guesses that together hold after any settlement that they hold before; none if undecided."""
        allowance, left = Allowance(GUESS_EFFORT, GUESSES_ALLOWED), list(guessed)
        for each in left:
            self._guard(each)
        while left and allowance.left > 0:
            answer, state = self._broken_by(left, left, allowance)
            if answer == self._z3.unsat:
                return left
            left = self._decided(left, allowance) if state is None else [each for each in left if each.holds(state)]
        return []

    def _decided(self, guessed: Sequence[Invariant], allowance: Allowance) -> list[Invariant]:
        """Return the guesses less those that fail, or are not decided, when they are asked for one by one."""
        left = list(guessed)
        for each in guessed:
            if each in left and allowance.left > 0:
                answer, state = self._broken_by([each], left, allowance)
                if answer != self._z3.unsat:
                    left = [other for other in left if other != each and (state is None or other.holds(state))]
        return left

    def _broken_by(
        self, guessed: Sequence[Invariant], assumed: Sequence[Invariant], allowance: Allowance
    ) -> tuple[Any, State | None]:
        """Return whether a settlement may break one of the guesses, with the balances after it where it does."""
        broken = self._z3.Or([self._broken[each] for each in guessed])
        answer, found, _core = self._check(broken, assumed, allowance)
        if found is None:
            return answer, None
        terms = [found.eval(term, model_completion=True) for term in self.settlement.after]
        return answer, tuple(term.as_long() for term in terms)

    def _needed_for(self, missed: Any, known: Sequence[Invariant]) -> tuple[Invariant, ...]:
        """Return a few invariants that a goal rests on, with those that they in turn rest on."""
        needed: dict[Invariant, None] = {}
        waiting = [missed]
        while waiting:
            goal = waiting.pop()
            for each in self._least(goal, [*needed, *(each for each in known if each not in needed)]):
                if each not in needed:
                    needed[each] = None
                    waiting.append(self._broken[each])
        return tuple(each for each in known if each in needed)

    def _least(self, missed: Any, known: Sequence[Invariant]) -> list[Invariant]:
        """Return invariants from which a goal follows, none of which could be left out; the first stay."""
        by_guard = {str(self._guard(each)): each for each in known}
        _, _, core = self._check(missed, known, self._goals)
        used = {by_guard[str(guard)] for guard in core}
        left = [each for each in known if each in used]
        for each in reversed(left.copy()):
            fewer = [other for other in left if other != each]
            if self._follows(missed, fewer):
                left = fewer
        return left


def spent(asked: Any) -> int:
    """Return what the solver has spent so far, in its own steps."""
    statistics = asked.statistics()
    return int(statistics.get_key_value("rlimit count")) if "rlimit count" in statistics.keys() else 0  # noqa: SIM118  # no mapping
