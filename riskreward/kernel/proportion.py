"""Sharing a whole out to the penny among several: the parts always add up to it."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import add

from riskreward.kernel.amounts import Amount, nothing
from riskreward.kernel.rounding import Mode
from riskreward.kernel.words import ratio, round_to


def in_running_proportion(
    amounts: Sequence[Amount], whole: Amount, places: int, mode: Mode = "half up"
) -> list[Amount]:
    """Each has the running total x whole / sum, rounded, less what those listed before it have.

    In the order listed. The parts add up to the whole, which has no more than these places; where the amounts are all
    nothing, so is each part. 5p in halves is 3p for the first and 2p for the second.
    """
    ends = list(accumulate(amounts, add))
    return _less_those_before([ratio(end * whole, ends[-1], places, mode, nothing) for end in ends])


def in_running_shares(shares: Sequence[Amount], whole: Amount, places: int, mode: Mode = "half up") -> list[Amount]:
    """Each has the running total of the shares x whole, rounded, less what those listed before it have.

    The shares are agreed, and add up to one; otherwise as in_running_proportion.
    """
    return _less_those_before([round_to(end * whole, places, mode) for end in accumulate(shares, add)])


def _less_those_before(up_to: Sequence[Amount]) -> list[Amount]:
    return [up_to[0], *(after - before for before, after in pairwise(up_to))]
