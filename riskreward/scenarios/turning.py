"""Where the order of two offers turns: how large a saving, or how wrong a baseline, before the other is better."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import NamedTuple

from riskreward.scenarios.moving import Move, MovedPaths


class Rung(NamedTuple):
    """Places that are tried: every `step` from `low` to `high`."""

    step: Fraction
    low: Fraction
    high: Fraction

    @property
    def places(self) -> list[Fraction]:
        """Every place, both ends included."""
        return [self.low + number * self.step for number in range(int((self.high - self.low) / self.step) + 1)]


def _rungs(parts: int, *rungs: tuple[int, int, int]) -> tuple[Rung, ...]:
    return tuple(Rung(*(Fraction(each, parts) for each in rung)) for rung in rungs)


def _places(rungs: Iterable[Rung]) -> tuple[Fraction, ...]:
    return tuple(sorted({place for rung in rungs for place in rung.places}))


TIMES_RUNGS = _rungs(100, (1, 95, 105), (5, 75, 125), (25, 0, 200), (50, 200, 300))
SHARE_RUNGS = _rungs(1000, (1, 0, 5), (5, 5, 20), (10, 20, 50), (50, 50, 200), (100, 200, 500))
TIMES_STEP, SHARE_STEP = TIMES_RUNGS[0].step, SHARE_RUNGS[0].step
"""To so much a turn is found between two places that differ."""

TIMES = _places(TIMES_RUNGS)
"""How large a saving is tried, as a multiple of the scenario's: the closest about the scenario itself."""

SHARES = tuple(sorted({sign * share for sign in (1, -1) for share in _places(SHARE_RUNGS)}))
"""How wrong a baseline is tried, as a share of it; below nought it is understated."""

FURTHEST = (Move(times=TIMES[0]), Move(times=TIMES[-1]), Move(share=SHARES[0]), Move(share=SHARES[-1]))


class Stretch(NamedTuple):
    """Places next to one another at which the same offer is `ahead`, or None is: the first of them and the last.

    `saved` is what is measured as saved on average, over the whole term, at the first. An order that turns and turns
    back between two places that were tried is not seen.
    """

    ahead: str | None
    first: Fraction
    last: Fraction
    saved: Fraction


class BreakEven(NamedTuple):
    """Which of two offers leaves the council more on average, as every saving is made larger and smaller alike.

    The `stretches` are in multiples of the scenario's savings, in steps of 0.01, from the least of those `tried` to the
    most. Where no other than the scenario itself could be tried, `tried` is that alone.
    """

    one: str
    other: str
    stretches: tuple[Stretch, ...]
    tried: tuple[Fraction, ...]


class Switching(NamedTuple):
    """Which of two offers leaves the council more on average, as the baseline is wrong by a share of it.

    `better` is the one in the higher rank. The `stretches` are in shares of the baseline, in steps of 0.1%, from the
    least of those `tried` to the most; below nought the baseline is understated, and at nought it is right. The other
    may be ahead there too, as fewer paths are settled for this than for the rank.
    """

    better: str
    other: str
    stretches: tuple[Stretch, ...]
    tried: tuple[Fraction, ...]

    @property
    def overstated(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """By how much the baseline is overstated where the other is ahead, from and to; nought is one that is right."""
        return tuple(self._ahead(1))

    @property
    def understated(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """By how much the baseline is understated where the other is ahead, from and to, the least first."""
        return tuple(self._ahead(-1))

    def _ahead(self, sign: int) -> Iterable[tuple[Fraction, Fraction]]:
        for each in self.stretches[::sign]:
            low, high = sorted((sign * each.first, sign * each.last))
            if each.ahead == self.other and high > 0:
                yield max(low, Fraction(0)), high


def break_even(one: tuple[str, MovedPaths], other: tuple[str, MovedPaths]) -> BreakEven:
    """Return the break-even of two offers: every saving of every path is made larger and smaller alike."""

    def more(times: Fraction) -> Fraction:
        move = Move(times=times)
        return one[1].expected(move).kept - other[1].expected(move).kept

    return BreakEven(one[0], other[0], *_looked(one, other, TIMES, lambda times: Move(times=times), more, TIMES_STEP))


def switching(better: tuple[str, MovedPaths], other: tuple[str, MovedPaths]) -> Switching:
    """Return how wrong the baseline may be before an offer that is behind is ahead.

    The scenario says what is truly saved. Where a baseline flatters every saving, the fee follows what is measured, and
    the council keeps no more for it.
    """

    def more(share: Fraction) -> Fraction:
        return better[1].truly(share).kept - other[1].truly(share).kept

    found, tried = _looked(better, other, SHARES, lambda share: Move(share=share), more, SHARE_STEP)
    return Switching(better[0], other[0], found, tried)


def _looked(
    one: tuple[str, MovedPaths],
    other: tuple[str, MovedPaths],
    places: Sequence[Fraction],
    move: Callable[[Fraction], Move],
    more: Callable[[Fraction], Fraction],
    step: Fraction,
) -> tuple[tuple[Stretch, ...], tuple[Fraction, ...]]:
    """Return the stretches in which one of two offers is ahead, and the places of them that could be tried."""
    tried = tuple(place for place in places if all(each.why_not(move(place)) is None for each in (one[1], other[1])))
    found = tuple(
        Stretch(_ahead(sign, one[0], other[0]), first, last, one[1].expected(move(first)).saved)
        for sign, first, last in _stretches(more, tried, step)
    )
    return found, tried


def _ahead(sign: int, one: str, other: str) -> str | None:
    return {1: one, -1: other}.get(sign)


def _stretches(
    more: Callable[[Fraction], Fraction], tried: Sequence[Fraction], step: Fraction
) -> list[tuple[int, Fraction, Fraction]]:
    """Return the sign of a difference from place to place; between two that differ the turn is sought, by halves."""
    signs = {place: _sign(more(place)) for place in tried}
    sought = list(pairwise(tried))
    while sought:
        low, high = sought.pop()
        if signs[low] != signs[high] and high - low > step:
            middle = low + step * int((high - low) / step / 2)
            signs[middle] = _sign(more(middle))
            sought += [(low, middle), (middle, high)]
    runs = [(sign, list(places)) for sign, places in groupby(sorted(signs), signs.__getitem__)]
    return [(sign, places[0], places[-1]) for sign, places in runs]


def _sign(figure: Fraction) -> int:
    return (figure > 0) - (figure < 0)
