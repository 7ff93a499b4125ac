"""Sentences about the balances between two settlements, which may hold whatever happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from riskreward.figures import number_text
from riskreward.kernel.program import Balance
from riskreward.promises.proving.solver import solver

State = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of balances, by their numbers, and a whole number, which is at most nothing, or is nothing."""

    weights: tuple[tuple[int, int], ...]
    plus: int = 0
    is_nothing: bool = False

    def of(self, state: Sequence[Any]) -> Any:
        """Return the sum in a state, of whole numbers or of terms of the solver."""
        found = self.plus
        for weight, number in self.weights:
            found = found + weight * state[number]
        return found

    def holds(self, state: State) -> bool:
        """Return whether it holds of a state."""
        found = self.of(state)
        return bool(found == 0 if self.is_nothing else found <= 0)

    def term(self, state: Sequence[Any]) -> Any:
        """Return the same as a term of the solver."""
        return self.of(state) == 0 if self.is_nothing else self.of(state) <= 0

    def text(self, balances: Sequence[Balance]) -> str:
        """Return it in words: what is on one side, and what on the other; balances of one sum have the same parts."""
        _, first = self.weights[0]
        if balances[first].kind.is_truth:
            return f"[{balances[first].path}] {'is' if self.plus else 'is not'} true of the next settlement"
        parts = balances[first].denominator
        plus = Fraction(self.plus, parts)
        left = _side([(weight, balances[number].path) for weight, number in self.weights if weight > 0], plus)
        right = _side([(-weight, balances[number].path) for weight, number in self.weights if weight < 0], -plus)
        return f"{left} {'is' if self.is_nothing else 'is at most'} {right}"


def _side(parts: Sequence[tuple[int, str]], plus: Fraction) -> str:
    named = [f"[{path}]" if weight == 1 else f"{weight} x [{path}]" for weight, path in parts]
    return " + ".join([*named, *([number_text(plus)] if plus > 0 else [])]) or "nothing"


@dataclass(frozen=True, slots=True)
class Invariant:
    """One of its parts holds between any two settlements; whole numbers are in the smallest parts of each balance."""

    any_of: tuple[Linear, ...]

    def holds(self, state: State) -> bool:
        """Return whether it holds of a state."""
        return any(each.holds(state) for each in self.any_of)

    def term(self, state: Sequence[Any]) -> Any:
        """Return the same as a term of the solver."""
        terms = [each.term(state) for each in self.any_of]
        return terms[0] if len(terms) == 1 else solver().Or(terms)

    def speaks_of(self, numbers: range) -> bool:
        """Return whether it speaks of one of these balances, by their numbers."""
        return any(number in numbers for each in self.any_of for _, number in each.weights)

    def text(self, balances: Sequence[Balance]) -> str:
        """Return it in words."""
        return ", or ".join(each.text(balances) for each in self.any_of)
