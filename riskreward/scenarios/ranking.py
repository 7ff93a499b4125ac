"""Which offer leaves the council best off, and how sure that is: pairs on the same paths, and the rank."""

from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from riskreward.figures import rounded
from riskreward.scenarios.in_pairs import PENCE, Pairs, PairTally

TOO_CLOSE = 2
"""A mean difference of fewer standard errors than this may be the luck of the draw."""

_DIGITS = Context(prec=28)


class Pair(NamedTuple):
    """Two offers on the same paths, by name: shares of the paths, and how much more one leaves the council.

    Money is in the contracts' currency. `standard_error` is that of the mean difference, a square root and so the one
    figure that is not exact: it has 28 digits. It is None for a single path.
    """

    one: str
    other: str
    one_better: Fraction
    other_better: Fraction
    difference: Fraction
    standard_error: Decimal | None

    @property
    def alike(self) -> Fraction:
        """The share of the paths on which the council is left the same."""
        return 1 - self.one_better - self.other_better

    @property
    def standard_errors(self) -> Decimal | None:
        """How many standard errors the difference is from nought; None where it is the same on every path."""
        if not self.standard_error:
            return None
        return rounded(abs(self.difference) / Fraction(self.standard_error), 1)

    @property
    def give_or_take(self) -> Fraction | None:
        """How near the difference is to that on ever more paths in about 19 of 20 runs: two standard errors."""
        return None if self.standard_error is None else TOO_CLOSE * Fraction(self.standard_error)

    @property
    def is_too_close(self) -> bool:
        """Whether so many paths cannot tell which is better on average."""
        return not self.difference or (self.give_or_take is not None and abs(self.difference) < self.give_or_take)

    def turned(self) -> "Pair":
        """Return the same, the other first."""
        turned = (self.other, self.one, self.other_better, self.one_better, -self.difference)
        return Pair(*turned, self.standard_error)


def pairs_of(names: Sequence[str], tallies: Pairs) -> tuple[Pair, ...]:
    """Return every pair of offers, by name."""
    return tuple(_pair(names[one], names[other], tally) for (one, other), tally in tallies.items())


def _pair(one: str, other: str, tally: PairTally) -> Pair:
    paths = tally.paths
    better, worse = Fraction(tally.one_better, paths), Fraction(tally.other_better, paths)
    difference = Fraction(tally.difference, PENCE * paths)
    error = None
    if paths > 1:
        spread = tally.squares - Fraction(tally.difference**2, paths)
        squared = spread / (paths * (paths - 1) * PENCE**2)
        error = _DIGITS.sqrt(_DIGITS.divide(Decimal(squared.numerator), Decimal(squared.denominator)))
    return Pair(one, other, better, worse, difference, error)


class Ranked(NamedTuple):
    """An offer in its rank, from 1, by what the council is expected to keep; `next` is the pair with the one below."""

    rank: int
    name: str
    next: Pair | None


def ranked(names: Sequence[str], kept: Sequence[Fraction], pairs: Sequence[Pair]) -> tuple[Ranked, ...]:
    """Return the offers, the best first; offers that leave the council the same on average share a rank."""
    known = {(each.one, each.other): each for each in (*pairs, *(pair.turned() for pair in pairs))}
    order = sorted(range(len(names)), key=lambda number: -kept[number])
    found: list[Ranked] = []
    for place, number in enumerate(order):
        below = known[names[number], names[order[place + 1]]] if place + 1 < len(order) else None
        same = place and kept[number] == kept[order[place - 1]]
        found.append(Ranked(found[-1].rank if same else place + 1, names[number], below))
    return tuple(found)


def uncertainty(pair: Pair, money: Callable[[Fraction], str], chance: Callable[[Fraction], str]) -> str:
    """Return how sure it is that one offer leaves the council better off than another, in words."""
    if pair.alike == 1:
        return f"{pair.one} and {pair.other} leave the council the same on every path"
    of_paths = f"{pair.other} is better on {chance(pair.other_better)} of the paths"
    if not pair.difference:
        return f"{pair.one} and {pair.other} leave the council the same on average; {of_paths}"
    text = f"{of_paths}; on average {pair.one} leaves the council {money(pair.difference)} more"
    if pair.give_or_take is None:
        return text
    if not pair.give_or_take:
        return f"{text}, on every path alike"
    text += f", within {money(pair.give_or_take)} of what ever more paths would come to in about 19 of 20 such runs"
    return f"{text}: too close to call on so many paths" if pair.is_too_close else text
