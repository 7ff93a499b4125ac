"""Sharing a whole out to the penny among several, in proportion: the parts always add up to it."""

from collections.abc import Sequence
from itertools import pairwise

from riskreward.kernel.amounts import Amount, nothing
from riskreward.kernel.rounding import Mode
from riskreward.kernel.words import ratio


def in_running_proportion(
    amounts: Sequence[Amount], whole: Amount, places: int, mode: Mode = "half up"
) -> list[Amount]:
    """Each has the running total x whole / sum, rounded, less what those listed before it have.

    In the order listed. The parts add up to the whole, which has no more than these places; where the amounts are all
    nothing, so is each part. 5p in halves is 3p for the first and 2p for the second.
    """
    ends = [amounts[0]]
    for amount in amounts[1:]:
        ends.append(ends[-1] + amount)
    up_to = [ratio(end * whole, ends[-1], places, mode, nothing) for end in ends]
    return [up_to[0], *(after - before for before, after in pairwise(up_to))]
