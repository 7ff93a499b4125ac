"""Distributions in standard form, tabulated at every chance of a table: whole numbers of the same fine parts."""

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from math import isqrt

from riskreward.scenarios.probability import EXACTLY, Beta, normal_chance, normal_scores
from riskreward.scenarios.tables import CHANCES

ONE = 2**64
"""A figure of one, in the parts of these tables."""

EDGE = Fraction(1, 2**24)
"""A distribution without an end is cut off where less than this is left on a side: 5.3 deviations of a normal."""

Quantiles = tuple[int, ...]


@lru_cache(maxsize=64)
def triangular(mode: Fraction) -> Quantiles:
    """Return the triangular distribution from nought to one."""
    found = []
    for chance in CHANCES:
        if chance <= mode:
            found.append(_root(chance * mode))
        else:
            found.append(ONE - _root((1 - chance) * (1 - mode)))
    return tuple(found)


def _root(square: Fraction) -> int:
    return isqrt(square.numerator * ONE * ONE // square.denominator)


@lru_cache(maxsize=64)
def pert(mode: Fraction) -> Quantiles:
    """Return the PERT distribution from nought to one: a beta whose mean counts the likely figure four times.

    Source: Malcolm, Roseboom, Clark and Fazar, Application of a technique for research and development program
    evaluation, Operations Research 7 (1959).
    """
    with localcontext(EXACTLY):
        first, second = _decimal(4 * mode), _decimal(4 * (1 - mode))
        below, above = Beta(first, second), Beta(second, first)
        under, _ = below.beneath(Decimal("0.5"))
        over, _ = above.beneath(Decimal("0.5"))
        areas = [_decimal(chance) * (under + over) for chance in CHANCES]
        low = [int(place * ONE) for place in below.places(each for each in areas if each <= under)]
        high = [ONE - int(place * ONE) for place in above.places(areas[: len(CHANCES) - len(low)])]
    return (*low, *reversed(high))


@lru_cache(maxsize=64)
def normal(low: Fraction | None = None, high: Fraction | None = None) -> Quantiles:
    """Return the normal distribution of mean nought and deviation one, cut off at so many deviations."""
    with localcontext(EXACTLY):
        found = [int(score * ONE) for score in _scores(low, high)]
    return tuple(found)


@lru_cache(maxsize=64)
def lognormal(spread: Fraction, low: Fraction | None = None, high: Fraction | None = None) -> Quantiles:
    """Return the lognormal distribution of mean one and a deviation of `spread`, cut off at two figures."""
    with localcontext(EXACTLY):
        variance, sigma = _log_moments(spread)
        scores = _scores(lognormal_score(spread, low), lognormal_score(spread, high))
        found = [int((sigma * each - variance / 2).exp() * ONE) for each in scores]
    return tuple(found)


def lognormal_score(spread: Fraction, figure: Fraction | None) -> Fraction | None:
    """Return the score, in deviations of its logarithm, of a figure of a lognormal of mean one; None below all."""
    if figure is None or figure <= 0:
        return None
    with localcontext(EXACTLY):
        variance, sigma = _log_moments(spread)
        return Fraction((_decimal(figure).ln() + variance / 2) / sigma)


def _log_moments(spread: Fraction) -> tuple[Decimal, Decimal]:
    """Return the variance and the deviation of the logarithm of a lognormal figure of mean one."""
    variance = (1 + _decimal(spread) ** 2).ln()
    return variance, variance.sqrt()


def chance_within(low: Fraction | None, high: Fraction | None) -> tuple[Decimal, Decimal]:
    """Return the chances that a standard normal figure is no higher than two ends, the edge where there is none."""
    edge = _decimal(EDGE)
    with localcontext(EXACTLY):
        below = edge if low is None or low < -6 else max(edge, normal_chance(_decimal(min(low, Fraction(6)))))
        above = (
            1 - edge if high is None or high > 6 else min(1 - edge, normal_chance(_decimal(max(high, Fraction(-6)))))
        )
    return below, above


def _scores(low: Fraction | None, high: Fraction | None) -> list[Decimal]:
    below, above = chance_within(low, high)
    return list(normal_scores(below + (above - below) * _decimal(chance) for chance in CHANCES))


def _decimal(number: Fraction) -> Decimal:
    return EXACTLY.divide(Decimal(number.numerator), Decimal(number.denominator))
