"""Counting figures in groups of neighbours, so that what is held does not grow with how many figures there are."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray

GROUPS = 1 << 22
"""So many groups at the most; wider ones take their place as the figures spread further."""

WIDEST = 62


class Grouped:
    """How many figures fell in each group of whole numbers that follow one another.

    A group holds 2 to the power of `bits` different figures; with nought of them every figure has its own.
    """

    def __init__(self) -> None:
        self.bits = 0
        self._first = 0
        self._counts: Any = None

    def add(self, values: "IntArray") -> None:
        """Count in some figures, one at least."""
        import numpy

        low, high = int(values.min()) >> self.bits, int(values.max()) >> self.bits
        if self._counts is None or low < self._first or high >= self._first + len(self._counts):
            self._reach(low, high)
        places = ((values >> self.bits) - self._first).astype(numpy.int64, copy=False)
        numpy.add.at(self._counts, places, 1)

    def ordered(self) -> "tuple[IntArray, IntArray]":
        """Return the lowest whole number of each group that has figures, the smallest first, and how many it has."""
        import numpy

        places: Any = numpy.nonzero(self._counts)[0]
        ends = (self._first, self._first + len(self._counts))
        is_wide = any(abs(each << self.bits) >> WIDEST for each in ends)
        groups: Any = places.astype(numpy.object_ if is_wide else numpy.int64) + self._first
        return groups << self.bits, self._counts[places]

    def _reach(self, first: int, last: int) -> None:
        """Add groups at either end, and widen them all, until there are these."""
        import numpy

        known, before, bits = self._counts, self._first, self.bits
        if known is not None:
            first, last = min(first, before), max(last, before + len(known) - 1)
        while last - first >= GROUPS:
            first, last, bits = first >> 1, last >> 1, bits + 1
        counts = numpy.zeros(last - first + 1, numpy.int64)
        if known is not None:
            by = bits - self.bits
            places: Any = numpy.nonzero(known)[0]
            wide = places.astype(numpy.object_ if by >= WIDEST else numpy.int64)
            moved = (wide + before % (1 << by) >> by) + ((before >> by) - first)
            numpy.add.at(counts, moved.astype(numpy.int64), known[places])
        self._counts, self._first, self.bits = counts, first, bits
