"""Sharing a whole out by largest remainder: it sorts, so that it is done after the programs and never within one."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

PENNY = Fraction(1, 100)


def by_largest_remainder(whole: Fraction, amounts: Sequence[Fraction]) -> list[Fraction]:
    """Return the parts of a whole, in pence, in proportion to amounts from nought that come to more than nothing.

    Each has its part rounded down to the penny. The pennies left over go one each to the parts that lost most by it,
    and of those that lost alike to the one listed first.

    >>> [str(part) for part in by_largest_remainder(Fraction(1), [Fraction(1), Fraction(1), Fraction(1)])]
    ['17/50', '33/100', '33/100']
    """
    exact = [amount * whole / sum(amounts) / PENNY for amount in amounts]
    pence = [floor(each) for each in exact]
    left = int(whole / PENNY) - sum(pence)
    lost_most = sorted(range(len(amounts)), key=lambda number: pence[number] - exact[number])
    for number in lost_most[:left]:
        pence[number] += 1
    return [each * PENNY for each in pence]
