"""Where whole numbers of 64 bits are safe over many periods: boxes that the balances must be in, and when to look.

From its opening the term is bounded period by period, from the ranges of the facts, for as long as everything fits.
There the balances are held against a box, from which it fits again for some periods, and so on. A path that is outside
its box has to be settled on whole numbers of any size.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from riskreward.kernel.program import Program
from riskreward.readers.bounds import WIDEST, Interval, bound

STRIDES = (12, 6, 3, 1)
"""For how many periods a box is to last, the longest first."""


class Period(NamedTuple):
    """One period to bound: its program, the operations that are worked out, and the range of each fact."""

    program: Program
    places: Collection[int]
    limits: Sequence[Interval]


def ranged(program: Program, limits: Sequence[Interval]) -> Program:
    """Return a program whose facts lie in these ranges."""
    facts = tuple(replace(fact, low=low, high=high) for fact, (low, high) in zip(program.facts, limits, strict=True))
    return replace(program, facts=facts)


def watched_boxes(
    periods: Sequence[Period], opening: Mapping[str, Interval | None], widest: int = WIDEST
) -> dict[int, dict[str, Interval]] | None:
    """Return, for each period that the balances must be looked at before, their boxes by path.

    The balances with an `opening` are carried; those whose opening is None may begin at anything. Returns None where a
    period does not fit in any box.
    """
    boxes = {path: each for path, each in opening.items() if each is not None}
    watched: dict[int, dict[str, Interval]] = {}
    steps = [_Bounding(period, widest) for period in periods]
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


def _box(steps: Sequence["_Bounding"], kept: Collection[str]) -> dict[str, Interval] | None:
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


def _lasts(steps: Sequence["_Bounding"], boxes: dict[str, Interval]) -> bool:
    for step in steps:
        boxes, fits = step.closing(boxes)
        if not fits:
            return False
    return True


class _Bounding:
    """Bounds one period from whatever its balances may be."""

    def __init__(self, period: Period, widest: int) -> None:
        self.program = ranged(period.program, period.limits)
        self._places = period.places
        self._widest = widest
        self._unread = {balance.path: (balance.start, balance.start) for balance in self.program.balances}

    @property
    def largest(self) -> int:
        """The largest figure that a fact or a term of the period has, in whole units."""
        facts = (max(abs(fact.low), abs(fact.high)) // fact.denominator for fact in self.program.facts)
        terms = (abs(each.whole) // each.denominator for each in self.program.operations if each.name == "constant")
        return 1 + max((*facts, *terms), default=0)

    def closing(self, boxes: Mapping[str, Interval]) -> tuple[dict[str, Interval], bool]:
        """Return what each balance that has a box closes between, and whether all that is worked out fits."""
        bounds = bound(self.program, {**self._unread, **boxes})
        closing: dict[str, Interval] = {}
        for balance in self.program.balances:
            if balance.path in boxes:
                factor = balance.denominator // self.program.operations[balance.closing].denominator
                low, high = bounds.intervals[balance.closing]
                closing[balance.path] = low * factor, high * factor
        worked = [bounds.bits[place] for place in self._places]
        held = [abs(end).bit_length() for interval in closing.values() for end in interval]
        return closing, max((*worked, *held), default=0) <= self._widest
