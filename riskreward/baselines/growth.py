"""How fast amounts grow, a year."""

from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction

from riskreward.figures import rounded

GROWTH_PLACES = 4
"""Growth a year is a root, which has no end: it is given to so many decimal places, 0.0213 for 2.13%."""

_WORKING = Context(prec=60, rounding=ROUND_HALF_EVEN)


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
