"""Counting exactly over many paths: sums, and the figures themselves, in parts that can be put together."""

from typing import TYPE_CHECKING, NamedTuple

from riskreward.scenarios.grouped import Grouped

if TYPE_CHECKING:
    from riskreward.readers.arrays import Column
    from riskreward.scenarios.arrays import IntArray

Windows = tuple[tuple[int, int], ...]
"""Stretches of whole numbers, each from its first to before its last."""

ONE_BY_ONE = 10_000_000
"""So many figures are kept one by one; beyond, they are counted in groups of neighbours."""

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


def added_times(values: "IntArray", column: "Column", factor: int, scratch: "IntArray") -> "IntArray":
    """Return the sum of figures and a whole number of times others, path by path.

    They are added in place where 64 bits hold all that comes of it; what is in `scratch` is lost.
    """
    if isinstance(column, int) or object in (values.dtype, column.dtype):
        return added(values, times(wholes(column, len(values)), factor))
    largest = int(max(column.max(), -column.min())) * abs(factor) + int(max(values.max(), -values.min()))
    if largest >= SAFE_IN_WHOLES:
        return added(values, times(wholes(column, len(values)), factor))
    scratch[:] = column
    scratch *= factor
    values += scratch
    return values


def parts_of(values: "IntArray", parts: int) -> "IntArray":
    """Return figures over so many parts, to the nearest whole number, a half away from nought."""
    import numpy

    size = (2 * numpy.abs(times(values, 1)) + parts) // (2 * parts)
    return numpy.where(values < 0, -size, size)


def within(values: "IntArray", windows: Windows) -> "IntArray":
    """Return the figures that are in any of some windows of one width, as if those stood side by side from nought.

    So few different figures are counted one by one, however many paths come to the same.
    """
    import numpy

    found = [values[:0]]
    for number, (low, high) in enumerate(windows):
        inside = values[(values >= low) & (values < high)]
        found.append(inside - low + number * (high - low))
    return numpy.concatenate(found)


class Figures:
    """The whole numbers that a figure came to on many paths, put together from parts in their order.

    Where it is known how many will come, `room` is made for them at once, or they are counted in groups from the first.
    """

    def __init__(self, values: "IntArray | None" = None, room: int = 0) -> None:
        self.paths = 0 if values is None else len(values)
        self.sum = self.least = self.most = 0
        if values is not None and len(values):
            self.sum, self.least, self.most = total(values, len(values)), int(values.min()), int(values.max())
        self._room = room
        self._values = values
        self._grouped: Grouped | None = None

    def join(self, other: "Figures") -> None:
        """Count in what another part counted, of figures one by one."""
        import numpy

        assert other._grouped is None
        if not other.paths:
            return
        more, paths = other.in_order(), self.paths + other.paths
        if self._grouped is None and max(paths, self._room) > ONE_BY_ONE:
            self._grouped = Grouped()
            if self.paths:
                self._grouped.add(self.in_order())
            self._values = None
        if self._grouped is not None:
            self._grouped.add(more)
        else:
            if self._values is None or len(self._values) < paths:
                room = numpy.empty(max(self._room, paths), numpy.int64)
                self._values = room if self._values is None else self._held_in(room)
            if more.dtype != self._values.dtype:
                self._values, more = self._values.astype(numpy.object_), more.astype(numpy.object_)
            self._values[self.paths : paths] = more
        self.least = min(self.least, other.least) if self.paths else other.least
        self.most = max(self.most, other.most) if self.paths else other.most
        self.paths, self.sum = paths, self.sum + other.sum

    def _held_in(self, room: "IntArray") -> "IntArray":
        known = self.in_order()
        room = room.astype(known.dtype)
        room[: self.paths] = known
        return room

    def in_order(self) -> "IntArray":
        """Return the figures path by path, of `ONE_BY_ONE` paths at most; to be asked before any other question."""
        assert self._values is not None
        return self._values[: self.paths]

    def ordered(self) -> "Ordered":
        """Return the figures, the smallest first."""
        if self._grouped is not None:
            return Ordered(*self._grouped.ordered(), 1 << self._grouped.bits)
        values = self.in_order()
        values.sort()
        return Ordered(values, None, 1)


class Ordered(NamedTuple):
    """Figures one by one, or the lowest of each group of neighbours with how many fell in it."""

    values: "IntArray"
    counts: "IntArray | None"
    in_group: int
