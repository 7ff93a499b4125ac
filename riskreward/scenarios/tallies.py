"""Counting exactly over many paths: sums, chances, and how a figure is spread, in parts that can be put together."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from riskreward.findings import InputError, Problem
from riskreward.scenarios.grouped import Grouped

if TYPE_CHECKING:
    from collections.abc import Callable

    from riskreward.figures import Figure
    from riskreward.readers.arrays import Column
    from riskreward.scenarios.arrays import IntArray

    Windows = tuple[tuple[int, int], ...]
    Closer = Callable[[Windows], "Figures"]
    """Returns the figures of the same paths that are in any of some windows, as `within` places them."""

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


def parts_of(values: "IntArray", parts: int) -> "IntArray":
    """Return figures over so many parts, to the nearest whole number, a half away from nought."""
    import numpy

    size = (2 * numpy.abs(times(values, 1)) + parts) // (2 * parts)
    return numpy.where(values < 0, -size, size)


def within(values: "IntArray", windows: "Windows") -> "IntArray":
    """Return the figures that are in any of some windows of one width, as if those stood side by side from nought.

    So few different figures are counted one by one, however many paths come to the same.
    """
    import numpy

    found = []
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


class _Group(NamedTuple):
    """The different figures of a group, the smallest first, and how many paths come to no more than each."""

    values: "IntArray"
    up_to: "IntArray"

    @classmethod
    def of(cls, ordered: Ordered, low: int, at: int, width: int) -> "_Group":
        """Return the group of a window that begins at `low`, of figures that begin at another place instead."""
        import numpy

        counts = numpy.ones(len(ordered.values), numpy.int64) if ordered.counts is None else ordered.counts
        begins, ends = (int(numpy.searchsorted(ordered.values, end, side="left")) for end in (at, at + width))
        return cls(ordered.values[begins:ends] - at + low, counts[begins:ends].cumsum())

    def at(self, rank: int) -> int:
        """Return the figure of a rank in the group, from nought."""
        import numpy

        return int(self.values[int(numpy.searchsorted(self.up_to, rank, side="right"))])

    def below(self, limit: int) -> int:
        """Return how many figures are less than a whole number."""
        import numpy

        place = int(numpy.searchsorted(self.values, limit, side="left"))
        return int(self.up_to[place - 1]) if place else 0


class Spread:
    """How a figure is spread over the paths: its mean, its quantiles and its chances.

    Figures are in the unit of the line, such as pounds; `of` says of what. All is exact. Beyond ten million paths a
    quantile or a chance needs a `closer` look: the paths are settled again, and only the figures of its own group, and
    of the usual quantiles', are kept. Without one it is told to `within`.
    """

    def __init__(
        self, of: str, figures: Figures, denominator: int, closer: "Closer | None" = None, currency: str = ""
    ) -> None:
        self.of = of
        self._currency = currency
        self.paths = figures.paths
        self._values, self._counts, self._in_group = figures.ordered()
        self._closer = closer
        self._close: dict[int, _Group] = {}
        self._least, self._most, self._sum = figures.least, figures.most, figures.sum
        self._denominator = denominator
        self._up_to: Any = None if self._counts is None else self._counts.cumsum()
        self.within = Fraction(0 if closer else self._in_group - 1, denominator)
        """By so much at the most is a quantile told too low, and the figure of a chance too high."""

    def quantile(self, share: object) -> Fraction:
        """Return the least figure that so many of the paths do not exceed, such as "90%". Raises InputError."""
        from riskreward.figures import FigureError, read_share

        try:
            part = Fraction(read_share(share))
        except FigureError as error:
            raise InputError([Problem("quantile", error.what, error.mend)]) from None
        return self._at(self._rank(part))

    def _at(self, rank: int) -> Fraction:
        if rank == self.paths - 1:
            return self.highest
        place = self._place(rank)
        if self._is_one(place):
            return Fraction(max(int(self._values[place]), self._least), self._denominator)
        return Fraction(self._group(place).at(rank - self._before(place)), self._denominator)

    def _place(self, rank: int) -> int:
        import numpy

        return rank if self._up_to is None else int(numpy.searchsorted(self._up_to, rank, side="right"))

    def _before(self, place: int) -> int:
        """Return how many figures are in the groups before one."""
        return place if self._up_to is None else (int(self._up_to[place - 1]) if place else 0)

    def _is_one(self, place: int) -> bool:
        """Return whether all figures of a group are told as one."""
        return self._in_group == 1 or self._closer is None

    def _group(self, place: int) -> "_Group":
        """Return the figures of a group, with those of the usual quantiles' groups where they are not known yet."""
        if place not in self._close:
            assert self._closer is not None
            ranks = (self._rank(Fraction(share, 100)) for share in (1, 5, 10, 25, 50, 75, 90, 95, 99))
            places = sorted({place, *map(self._place, ranks)} - self._close.keys())
            windows = [(int(self._values[each]), int(self._values[each]) + self._in_group) for each in places]
            ordered = self._closer(tuple(windows)).ordered()
            for number, (each, (low, _)) in enumerate(zip(places, windows, strict=True)):
                self._close[each] = _Group.of(ordered, low, number * self._in_group, self._in_group)
        return self._close[place]

    def _rank(self, part: Fraction) -> int:
        return int(max(-(-part * self.paths // 1), 1) - 1)

    @property
    def lowest(self) -> Fraction:
        """The least that it came to on any path."""
        return Fraction(self._least, self._denominator)

    @property
    def highest(self) -> Fraction:
        """The most that it came to on any path."""
        return Fraction(self._most, self._denominator)

    @property
    def mean(self) -> Fraction:
        """The average over the paths, exactly."""
        return Fraction(self._sum, self._denominator * self.paths)

    def chance_above(self, figure: "Figure") -> Fraction:
        """Return on what part of the paths it is more than a figure, such as "£100,000". Raises InputError."""
        return 1 - Fraction(self._below(int(_figure(figure, self._currency) * self._denominator // 1) + 1), self.paths)

    def chance_below(self, figure: "Figure") -> Fraction:
        """Return on what part of the paths it is less than a figure, such as "£100,000". Raises InputError."""
        return Fraction(self._below(int(-(-_figure(figure, self._currency) * self._denominator // 1))), self.paths)

    def _below(self, limit: int) -> int:
        """Return on how many paths it is less than a whole number."""
        import numpy

        place = int(numpy.searchsorted(self._values, limit, side="left"))
        if place and not self._is_one(place - 1) and limit < int(self._values[place - 1]) + self._in_group:
            return self._before(place - 1) + self._group(place - 1).below(limit)
        return self._before(place)


def _figure(given: object, currency: str) -> Fraction:
    """Return a figure that the paths are held against; a fraction may be finer than any that is written.

    It may have the sign of the currency, where the paths' figures are money.
    """
    from riskreward.figures import FigureError, read_number, without_symbol

    if isinstance(given, Fraction):
        return given
    try:
        plain = without_symbol(given, currency) if currency and isinstance(given, str) else given
        return read_number(plain, example=f"{currency}100000")
    except FigureError as error:
        raise InputError([Problem("figure", error.what, error.mend)]) from None
