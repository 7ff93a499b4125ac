"""Counting exactly over many paths: sums, chances, and how a figure is spread, in parts that can be put together."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from riskreward.findings import InputError, Problem

if TYPE_CHECKING:
    from riskreward.readers.arrays import Column
    from riskreward.scenarios.arrays import IntArray

ONE_BY_ONE = 10_000_000
"""So many figures are kept one by one; beyond, as each different figure with how often it came up."""

SAFE_IN_FLOATS = 1 << 53
SAFE_IN_WHOLES = 1 << 62


def total(column: "Column", paths: int) -> int:
    """Return the sum of a figure over so many paths, exactly."""
    if isinstance(column, int):
        return column * paths
    if column.dtype == object:
        return int(sum(column.tolist()))
    largest = int(max(column.max(), -column.min())) * paths
    if column.dtype.kind == "f" and largest >= SAFE_IN_FLOATS:
        column = column.astype("int64")
    return int(column.sum()) if largest < SAFE_IN_WHOLES else sum(int(each) for each in column)


def wholes(column: "Column", paths: int) -> "IntArray":
    """Return a figure of so many paths as an array of whole numbers of its own."""
    import numpy

    if isinstance(column, int):
        return numpy.full(paths, column, numpy.int64 if abs(column) < SAFE_IN_WHOLES else object)
    return column.astype(column.dtype if column.dtype == object else numpy.int64)


def times(values: "IntArray", factor: int) -> "IntArray":
    """Return figures a whole number of times, on whole numbers of any size where 64 bits may not do."""
    import numpy

    largest = int(max(values.max(), -values.min()))
    return (values if largest * abs(factor) < SAFE_IN_WHOLES // 4 else values.astype(numpy.object_)) * factor


def added(values: "IntArray", more: "IntArray") -> "IntArray":
    """Return the sum of figures path by path, on whole numbers of any size where 64 bits may not do."""
    import numpy

    largest = max(int(max(each.max(), -each.min())) for each in (values, more))
    return (values if largest < SAFE_IN_WHOLES else values.astype(numpy.object_)) + more


def parts_of(values: "IntArray", parts: int) -> "IntArray":
    """Return figures over so many parts, to the nearest whole number, a half away from nought."""
    import numpy

    size = (2 * numpy.abs(values) + parts) // (2 * parts)
    return numpy.where(values < 0, -size, size)


class Figures:
    """The whole numbers that a figure came to on many paths; parts are put together in any order."""

    def __init__(self, values: "IntArray | None" = None) -> None:
        self._parts: list[_Part] = [] if values is None else [_Part(values, None)]
        self._compact = 0
        self.paths = 0 if values is None else len(values)

    def join(self, other: "Figures") -> None:
        """Count in what another part counted."""
        self._parts += other._parts
        self.paths += other.paths
        held = sum(len(part.values) for part in self._parts)
        if self.paths > ONE_BY_ONE and held > max(ONE_BY_ONE, 2 * self._compact):
            self._parts = [_counted(self._parts)]
            self._compact = len(self._parts[0].values)

    def in_order(self) -> "IntArray":
        """Return the figures path by path, of `ONE_BY_ONE` paths at most; to be asked before any other question."""
        import numpy

        return (
            self._parts[0].values if len(self._parts) == 1 else numpy.concatenate([each.values for each in self._parts])
        )

    def ordered(self) -> "_Part":
        """Return the figures, the smallest first; where they are not one by one, with how often each came up."""
        import numpy

        if self.paths > ONE_BY_ONE:
            self._parts = [_counted(self._parts)]
        elif len(self._parts) > 1:
            self._parts = [_Part(numpy.concatenate([part.values for part in self._parts]), None)]
        if self._parts[0].counts is None:
            self._parts[0].values.sort()
        return self._parts[0]


class _Part(NamedTuple):
    """Figures one by one, or each different one with how often it came up."""

    values: "IntArray"
    counts: "IntArray | None"


def _counted(parts: "Sequence[_Part]") -> _Part:
    """Return each different figure of several parts once, the smallest first, with how often it came up."""
    import numpy

    values = numpy.concatenate([part.values for part in parts])
    ones = [numpy.ones(len(part.values), numpy.int64) if part.counts is None else part.counts for part in parts]
    counts = numpy.concatenate(ones)
    order = numpy.argsort(values, kind="stable")
    values, counts = values[order], counts[order]
    begins = numpy.flatnonzero(numpy.concatenate(([True], values[1:] != values[:-1])))
    return _Part(values[begins], numpy.add.reduceat(counts, begins))


class Spread:
    """How a figure is spread over the paths, exactly: its mean, its quantiles and its chances.

    Figures are in the unit of the line, such as pounds; `of` says of what.
    """

    def __init__(self, of: str, figures: Figures, denominator: int) -> None:
        self.of = of
        self.paths = figures.paths
        self._values, self._counts = figures.ordered()
        self._denominator = denominator
        self._up_to: Any = None if self._counts is None else self._counts.cumsum()

    def quantile(self, share: object) -> Fraction:
        """Return the least figure that so many of the paths do not exceed, such as "90%". Raises InputError."""
        from riskreward.figures import FigureError, read_share

        try:
            part = Fraction(read_share(share))
        except FigureError as error:
            raise InputError([Problem("quantile", error.what, error.mend)]) from None
        rank = max(-(-part * self.paths // 1), 1) - 1
        return self._at(int(rank))

    def _at(self, rank: int) -> Fraction:
        import numpy

        place = rank if self._up_to is None else int(numpy.searchsorted(self._up_to, rank, side="right"))
        return Fraction(int(self._values[place]), self._denominator)

    @property
    def lowest(self) -> Fraction:
        """The least that it came to on any path."""
        return self._at(0)

    @property
    def highest(self) -> Fraction:
        """The most that it came to on any path."""
        return self._at(self.paths - 1)

    @property
    def mean(self) -> Fraction:
        """The average over the paths, exactly."""
        import numpy

        if self._counts is None:
            summed = sum(total(part, len(part)) for part in numpy.array_split(self._values, self.paths // 65_536 + 1))
        else:
            pairs = zip(self._values.tolist(), self._counts.tolist(), strict=True)
            summed = sum(value * count for value, count in pairs)
        return Fraction(summed, self._denominator * self.paths)

    def chance_above(self, figure: Fraction | int) -> Fraction:
        """Return on what part of the paths it is more than a figure."""
        import numpy

        limit = Fraction(figure) * self._denominator // 1
        place = int(numpy.searchsorted(self._values, int(limit), side="right"))
        below = place if self._up_to is None else (int(self._up_to[place - 1]) if place else 0)
        return Fraction(self.paths - below, self.paths)

    def chance_below(self, figure: Fraction | int) -> Fraction:
        """Return on what part of the paths it is less than a figure."""
        import numpy

        limit = -(-Fraction(figure) * self._denominator // 1)
        place = int(numpy.searchsorted(self._values, int(limit), side="left"))
        below = place if self._up_to is None else (int(self._up_to[place - 1]) if place else 0)
        return Fraction(below, self.paths)
