"""Where whole numbers of 64 bits are safe over many periods: boxes that the balances must be in, and when to look.

From its opening the term is bounded period by period, from the ranges of the facts, for as long as everything fits.
There the balances are held against a box, from which it fits again for some periods, and so on. A path that is outside
its box has to be settled on whole numbers of any size.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from riskreward.readers.bounds import WIDEST, Bounding, Interval

STRIDES = (12, 6, 3, 1)
"""For how many periods a box is to last, the longest first."""


class Period(NamedTuple):
    """One period to bound: its program, made ready, and the range of each fact."""

    bounding: Bounding
    limits: Sequence[Interval]


def watched_boxes(
    periods: Sequence[Period], opening: Mapping[str, Interval | None], widest: int = WIDEST
) -> dict[int, dict[str, Interval]] | None:
    """Return, for each period that the balances must be looked at before, their boxes by path.

    The balances with an `opening` are carried; those whose opening is None may begin at anything. Returns None where a
    period does not fit in any box.
    """
    boxes = {path: each for path, each in opening.items() if each is not None}
    watched: dict[int, dict[str, Interval]] = {}
    steps = [_Step(each, widest) for each in periods]
    for number, step in enumerate(steps):
        closing, fits = step.closing(boxes) if len(boxes) == len(opening) else ({}, False)
        if not fits:
            found = _box(steps[number:], opening)
            if found is None:
                return None
            watched[number] = found
            closing, _ = step.closing(found)
        boxes = closing
    return watched


def _box(steps: Sequence["_Step"], kept: Collection[str]) -> dict[str, Interval] | None:
    """Return the widest box from which a stride fits, the longest."""
    denominators = {each.path: each.denominator for each in steps[0].program.balances if each.path in kept}
    largest = max(step.largest for step in steps)
    for size in _sizes(largest, len(steps)):
        for stride in STRIDES:
            boxes = {path: (-size * denominator, size * denominator) for path, denominator in denominators.items()}
            if _lasts(steps[:stride], boxes):
                return boxes
    return None


def _sizes(largest: int, periods: int) -> Iterator[int]:
    size = largest * periods
    while size >= 1:
        yield size
        size //= 8


def _lasts(steps: Sequence["_Step"], boxes: dict[str, Interval]) -> bool:
    for step in steps:
        boxes, fits = step.closing(boxes)
        if not fits:
            return False
    return True


class _Step:
    """Bounds one period from whatever its balances may be."""

    def __init__(self, period: Period, widest: int) -> None:
        self._bounding, self._limits = period
        self.program = self._bounding.program
        self._widest = widest
        self._unread = {balance.path: (balance.start, balance.start) for balance in self.program.balances}

    @property
    def largest(self) -> int:
        """The largest figure that a fact or a term of the period has, in whole units."""
        limits = zip(self.program.facts, self._limits, strict=True)
        facts = (max(abs(low), abs(high)) // fact.denominator for fact, (low, high) in limits)
        terms = (abs(each.whole) // each.denominator for each in self.program.operations if each.name == "constant")
        return 1 + max((*facts, *terms), default=0)

    def closing(self, boxes: Mapping[str, Interval]) -> tuple[dict[str, Interval], bool]:
        """Return what each balance that has a box closes between, and whether all that is worked out fits."""
        known, sizes = self._bounding.bounded({**self._unread, **boxes}, self._limits)
        closing = self._bounding.closing(known, boxes)
        worked = [sizes[place] for place in self._bounding.places]
        held = [abs(end) for interval in closing.values() for end in interval]
        return closing, max((*worked, *held), default=0).bit_length() <= self._widest
