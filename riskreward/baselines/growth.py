"""How fast amounts grow: the straight line through a history, and growth a year."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction

from riskreward.baselines.history import Year
from riskreward.figures import rounded

GROWTH_PLACES = 4
"""Growth a year is a root, which has no end: it is given to so many decimal places, 0.0213 for 2.13%."""

_WORKING = Context(prec=60, rounding=ROUND_HALF_EVEN)


def trend(history: Mapping[Year, Fraction]) -> tuple[Fraction, Fraction]:
    """Return the slope a year of the least-squares line, exactly, and its height in the year nought.

    Source: ordinary least squares, with the amount over the year.
    """
    count = len(history)
    middle = Fraction(sum(year.first for year in history), count)
    mean = sum(history.values(), Fraction(0)) / count
    above = sum(((year.first - middle) * (amount - mean) for year, amount in history.items()), Fraction(0))
    below = sum(((year.first - middle) ** 2 for year in history), Fraction(0))
    slope = above / below
    return slope, mean - slope * middle


def growth_a_year(start: Fraction, end: Fraction, years: int) -> Fraction | None:
    """Return the growth a year from one amount to another; None where there is none to speak of.

    >>> growth_a_year(Fraction(100), Fraction(121), 2)
    Fraction(1, 10)
    """
    if start <= 0 or end <= 0 or years <= 0:
        return None
    ratio = end / start
    with localcontext(_WORKING):
        root = (Decimal(ratio.numerator) / Decimal(ratio.denominator)) ** (Decimal(1) / years)
    return Fraction(rounded(Fraction(root) - 1, GROWTH_PLACES))
