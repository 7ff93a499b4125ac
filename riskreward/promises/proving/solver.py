"""The solver, an optional part: z3, imported where a proof is made."""

from collections.abc import Iterable
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from typing import Any

INSTALL = "pip install 'riskreward[prove]'"


class SolverMissingError(ImportError):
    """A proof was asked for, and the solver is not installed."""


def is_installed() -> bool:
    """Return whether proofs can be made."""
    return find_spec("z3") is not None


def solver() -> Any:
    """Return the solver's module, which has no types. Raises SolverMissingError with the line that installs it."""
    try:
        return import_module("z3")
    except ImportError:
        raise SolverMissingError(f"a proof needs the solver z3, which is not installed; {INSTALL}") from None


class Sheet:
    """A sheet of its own for one proof: its names and figures, and the questions that are asked of them.

    What stands on other sheets changes no answer, so that a verdict is the same whatever was asked before it. Terms of
    two sheets do not mix.
    """

    def __init__(self) -> None:
        self.z3 = solver()
        self._context = self.z3.Context()

    def whole(self, name: str) -> Any:
        """Return a whole number that is not known."""
        return self.z3.Int(name, self._context)

    def real(self, name: str) -> Any:
        """Return a number that is not known, whole or not."""
        return self.z3.Real(name, self._context)

    def truth(self, name: str) -> Any:
        """Return a truth that is not known."""
        return self.z3.Bool(name, self._context)

    def is_so(self, value: bool) -> Any:
        """Return a truth that is known."""
        return self.z3.BoolVal(value, self._context)

    def figure(self, value: Fraction | int) -> Any:
        """Return a figure that is known."""
        known = Fraction(value)
        if known.denominator == 1:
            return self.z3.IntVal(known.numerator, self._context)
        return self.z3.Q(known.numerator, known.denominator, self._context)

    def every(self, terms: Iterable[Any]) -> Any:
        """Return that all of these hold, of which there may be none."""
        return self.z3.And(*terms, self._context)

    def asker(self, effort: int, longest: int) -> Any:
        """Return what answers questions, each given up after so many of the solver's steps, or milliseconds."""
        asker = self.z3.Solver(ctx=self._context)
        asker.set("random_seed", 0)
        asker.set("rlimit", effort)
        asker.set("timeout", longest)
        return asker
