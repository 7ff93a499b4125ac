"""What is used up by age: one amount for each age, an unrolled loop."""

from collections.abc import Sequence

from riskreward.kernel.amounts import Amount
from riskreward.kernel.words import at_most


def oldest_first(wanted: Amount, held: Sequence[Amount]) -> list[Amount]:
    """Return what is taken of each of the amounts held, of which the first is the oldest and is used up first.

    What is held is nought or more, and no more is taken than is held.
    """
    taken = []
    for amount in held:
        taken.append(at_most(wanted, amount))
        wanted = wanted - taken[-1]
    return taken


def newest_first(wanted: Amount, held: Sequence[Amount]) -> list[Amount]:
    """Return what is taken of each of the amounts held, of which the first is the oldest and is used up last.

    What is held is nought or more, and no more is taken than is held.
    """
    return oldest_first(wanted, held[::-1])[::-1]
