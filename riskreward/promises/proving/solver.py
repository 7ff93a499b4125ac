"""The solver, an optional part: z3, imported where a proof is made."""

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
