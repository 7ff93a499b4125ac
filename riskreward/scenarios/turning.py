"""Where the order of two offers turns: how large a saving, or how wrong a baseline, before the other is better."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from riskreward.scenarios.moving import AS_IT_IS, Move, MovedPaths

TIMES_STEP = Fraction(1, 100)
SHARE_STEP = Fraction(1, 1000)
TIMES = (*(Fraction(quarter, 4) for quarter in range(7)), Fraction(2), Fraction(3))
"""How large a saving is tried first, as a multiple of the scenario's; between two that differ the turn is sought."""

SHARES = tuple(Fraction(each, 1000) for each in (5, 10, 20, 50, 100, 200, 500))
"""How wrong a baseline is tried first."""

FURTHEST = (Move(times=TIMES[0]), Move(times=TIMES[-1]), Move(share=-SHARES[-1]), Move(share=SHARES[-1]))


class Turn(NamedTuple):
    """The least multiple of the scenario's savings, in steps of 0.01, from which `below` is no longer the better.

    `saved` is what is then saved on average over the whole term; `above` is better further up.
    """

    times: Fraction
    saved: Fraction
    below: str
    above: str


class BreakEven(NamedTuple):
    """Where two offers leave the council the same on average, as every saving grows from nothing; none is `()`.

    `better` is the one that is ahead over the whole range where there is no turn, None where they are alike.
    """

    one: str
    other: str
    turns: tuple[Turn, ...]
    better: str | None
    least: Fraction
    most: Fraction


class Switching(NamedTuple):
    """How wrong a baseline may be before another offer is the better, in steps of 0.1% of it.

    `overstated` and `understated` are shares of the baseline: nought where the other is ahead already, as it may be on
    so few paths; None is none up to the largest that was tried.
    """

    better: str
    other: str
    overstated: Fraction | None
    understated: Fraction | None
    most_overstated: Fraction
    most_understated: Fraction


def break_even(one: tuple[str, MovedPaths], other: tuple[str, MovedPaths]) -> BreakEven:
    """Return the break-even of two offers: every saving of every path is made larger and smaller alike."""

    def ahead(times: Fraction) -> Fraction:
        move = Move(times=times)
        return one[1].expected(move).kept - other[1].expected(move).kept

    def is_no_longer(sign: int, times: Fraction) -> bool:
        return _sign(ahead(times)) != sign

    tried = [times for times in TIMES if all(asked.drawing.fits(Move(times=times)) for _, asked in (one, other))]
    names = {1: one[0], -1: other[0]}
    turns: list[Turn] = []
    last, sign = tried[0], 0
    for times in tried:
        found = _sign(ahead(times))
        if found and sign and found != sign:
            at = _first(partial(is_no_longer, sign), last, times, TIMES_STEP)
            turns.append(Turn(at, one[1].expected(Move(times=at)).saved, names[sign], names[found]))
        if found:
            last, sign = times, found
    return BreakEven(one[0], other[0], tuple(turns), names.get(sign) if not turns else None, tried[0], tried[-1])


def switching(better: tuple[str, MovedPaths], other: tuple[str, MovedPaths]) -> Switching:
    """Return how wrong the baseline may be before an offer that is behind is ahead.

    The scenario says what is truly saved. Where a baseline flatters every saving, the fee follows what is measured, and
    the council keeps no more for it.
    """

    def ahead(share: Fraction) -> bool:
        return other[1].truly(share).kept > better[1].truly(share).kept

    found = [
        _switched(ahead, [sign * share for share in (Fraction(0), *SHARES)], (better[1], other[1])) for sign in (1, -1)
    ]
    (over, most_over), (under, most_under) = found
    return Switching(better[0], other[0], over, under, most_over, most_under)


def _switched(
    ahead: Callable[[Fraction], bool], shares: Sequence[Fraction], asked: Sequence[MovedPaths]
) -> tuple[Fraction | None, Fraction]:
    """Return from how large a share on the other is ahead, None for none, and the largest that was tried."""
    last = AS_IT_IS.share
    for share in shares:
        if not all(each.drawing.fits(Move(share=share)) for each in asked):
            break
        if ahead(share):
            found = _first(ahead, last, share, SHARE_STEP if share > 0 else -SHARE_STEP)
            return abs(found), abs(found)
        last = share
    return None, abs(last)


def _first(holds: Callable[[Fraction], bool], low: Fraction, high: Fraction, step: Fraction) -> Fraction:
    """Return the first figure after `low`, in whole steps up to `high`, at which something holds, as it does there."""
    below, at = low, high
    while abs(at - below) > abs(step):
        middle = below + step * int((at - below) / step / 2)
        below, at = (below, middle) if holds(middle) else (middle, at)
    return at


def _sign(figure: Fraction) -> int:
    return (figure > 0) - (figure < 0)
