"""Successor authorities: a reorganisation splits a contract between councils, or merges several into one."""

from riskreward.successors.merging import merge_contracts
from riskreward.successors.splitting import split_contract

__all__ = ["merge_contracts", "split_contract"]
