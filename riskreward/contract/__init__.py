"""The agreed terms, assembled: a contract that can be settled, questioned and replaced."""

from riskreward.contract.agreement import Agreement, CouncilCosts, Currency
from riskreward.contract.contract import Contract
from riskreward.contract.replacing import plain

__all__ = ["Agreement", "Contract", "CouncilCosts", "Currency", "plain"]
