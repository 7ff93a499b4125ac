"""A distribution as a table of the whole parts of a fact, or of what it saves."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from riskreward.scenarios.distributions import Spread
from riskreward.scenarios.tables import QuantileTable, StepTable, Table


class Line(NamedTuple):
    """What is tabulated, as a straight line of what is drawn: so much, and so many times the figure."""

    start: Fraction
    times: Fraction


def tabulated(spread: Spread, line: Line) -> Table:
    """Return a table of whole numbers that are a straight line of what is drawn, each to the nearest, a half rising."""
    start, times = line
    divisor = start.denominator * times.denominator * spread.denominator
    first = start.numerator * times.denominator * spread.denominator
    each = times.numerator * start.denominator
    return (StepTable if spread.steps else QuantileTable)(_whole(spread.figures, first, each, divisor))


def _whole(figures: Sequence[int], first: int, each: int, divisor: int) -> list[int]:
    """Return (first + each * figure) / divisor, each to the nearest whole number."""
    half, step, twice = 2 * first + divisor, 2 * each, 2 * divisor
    zeros = (twice & -twice).bit_length() - 1  # most of the divisor is a power of two, which a shift divides by
    odd = twice >> zeros
    return [((half + step * figure) >> zeros) // odd for figure in figures]
