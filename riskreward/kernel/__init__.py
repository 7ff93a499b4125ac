"""Amounts, the words that rules are written in, and the program that a rule becomes. Knows nothing of contracts."""

from riskreward.kernel.amounts import Amount, nothing
from riskreward.kernel.kinds import Kind, count, money, quantity, share, truth
from riskreward.kernel.program import Program
from riskreward.kernel.proportion import in_running_proportion, in_running_shares
from riskreward.kernel.recording import record
from riskreward.kernel.vintages import newest_first, oldest_first
from riskreward.kernel.words import (
    at_least,
    at_most,
    both,
    carry,
    choose,
    constant,
    either,
    equals,
    fact,
    figure,
    line,
    named,
    opposite,
    pounds,
    previous,
    ratio,
    round_to,
    scheduled,
    scope,
    share_of,
    total,
)

__all__ = [
    "Amount",
    "Kind",
    "Program",
    "at_least",
    "at_most",
    "both",
    "carry",
    "choose",
    "constant",
    "count",
    "either",
    "equals",
    "fact",
    "figure",
    "in_running_proportion",
    "in_running_shares",
    "line",
    "money",
    "named",
    "newest_first",
    "nothing",
    "oldest_first",
    "opposite",
    "pounds",
    "previous",
    "quantity",
    "ratio",
    "record",
    "round_to",
    "scheduled",
    "scope",
    "share",
    "share_of",
    "total",
    "truth",
]
