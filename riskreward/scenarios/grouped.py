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
        self._first = self._least = self._most = 0
        self._counts: Any = None

    def add(self, values: "IntArray") -> None:
        """Count in some figures, one at least."""
        import numpy

        least, most = int(values.min()), int(values.max())
        if self._counts is not None:
            least, most = min(self._least, least), max(self._most, most)
        self._least, self._most = least, most
        if self._counts is None or least >> self.bits < self._first or most >> self.bits >= self._first + GROUPS:
            self._reach()
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

    def _reach(self) -> None:
        """Put the groups about the figures there are, as narrow as so many groups can be."""
        import numpy

        known, before, bits = self._counts, self._first, self.bits
        while (self._most >> bits) - (self._least >> bits) >= GROUPS:
            bits += 1
        width = (self._most >> bits) - (self._least >> bits) + 1
        first = (self._least >> bits) - (GROUPS - width) // 2
        counts = numpy.zeros(GROUPS, numpy.int64)
        if known is not None:
            by = bits - self.bits
            places: Any = numpy.nonzero(known)[0]
            wide = places.astype(numpy.int64 if by < WIDEST else numpy.object_)
            moved = (wide + before % (1 << by) >> by) + ((before >> by) - first)
            numpy.add.at(counts, moved.astype(numpy.int64), known[places])
        self._counts, self._first, self.bits = counts, first, bits
