"""Invariants guessed for one contract: from settlements at random, tier after tier, for induction to keep or drop."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from riskreward.kernel.program import Balance
from riskreward.promises.proving.candidates import by_calendar, candidates, further_candidates
from riskreward.promises.proving.coming import Coming
from riskreward.promises.proving.induction import EFFORT, LONGEST
from riskreward.promises.proving.invariants import Invariant, State
from riskreward.promises.proving.samples import states
from riskreward.promises.proving.solver import Sheet
from riskreward.promises.watching import Watched


class Guessed:
    """Guesses from settlements at random; those of terms left free must hold at the start whatever the terms are.

    A state holds the contract's balances, then the terms left free that are money (`fixed`), then what is coming.
    """

    def __init__(
        self,
        sheet: Sheet,
        watched: Watched,
        fixed: Sequence[Balance],
        coming: Coming,
        before: Sequence[Any],
        start: Sequence[Any],
    ) -> None:
        self._sheet = sheet
        self._watched = watched
        self._fixed = fixed
        self._coming = coming
        self._before = before
        self._start = start
        self._balances = [*watched.assembled.program.balances, *fixed]

    @cached_property
    def _states(self) -> list[State]:
        size = len(self._watched.assembled.program.balances)
        fixed = tuple(each.start for each in self._fixed)
        return [state[:size] + fixed + state[size:] for state in states(self._watched, self._coming)]

    @cached_property
    def _balances_alone(self) -> list[State]:
        return list(dict.fromkeys(state[: len(self._balances)] for state in self._states))

    def likely(self) -> list[Invariant]:
        """Return what holds of the balances before any settlement."""
        return self._at_the_start(candidates(self._figures, self._balances, self._balances_alone))

    def rarer(self) -> list[Invariant]:
        """Return what holds of more of them together."""
        return self._at_the_start(further_candidates(self._balances, self._balances_alone))

    def by_calendar(self) -> list[Invariant]:
        """Return what holds where the calendar says what is coming."""
        return self._at_the_start(list(by_calendar(self._figures, self._balances, self._coming.balances, self._states)))

    @property
    def _figures(self) -> list[Fraction]:
        constants = (each for each in self._watched.assembled.program.operations if each.name == "constant")
        return sorted(
            Fraction(each.whole, each.denominator) for each in constants if each.kind.is_money and each.whole > 0
        )

    def _at_the_start(self, guessed: list[Invariant]) -> list[Invariant]:
        if not self._fixed:
            return guessed
        fixed = range(len(self._balances) - len(self._fixed), len(self._balances))
        asked = self._sheet.asker(EFFORT, LONGEST)
        asked.add(self._start)
        return [each for each in guessed if not each.speaks_of(fixed) or self._follows(asked, each)]

    def _follows(self, asked: Any, invariant: Invariant) -> bool:
        z3 = self._sheet.z3
        return bool(asked.check(z3.Not(invariant.term(self._before))) == z3.unsat)
