"""The solver reader: a contract's promises proved, rounding included, or a path that breaks one."""

from riskreward.promises.proving.by_itself import proof_by_itself
from riskreward.promises.proving.free_terms import FreeTerm
from riskreward.promises.proving.futures import Never, Pair, TwoFutures
from riskreward.promises.proving.prover import Candidate, Proof, Prover
from riskreward.promises.proving.solver import INSTALL, SolverMissingError, is_installed

__all__ = [
    "INSTALL",
    "Candidate",
    "FreeTerm",
    "Never",
    "Pair",
    "Proof",
    "Prover",
    "SolverMissingError",
    "TwoFutures",
    "is_installed",
    "proof_by_itself",
]
