"""How a figure is spread over many paths: its mean, its quantiles and its chances, each exactly."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from riskreward.findings import InputError, Problem
from riskreward.scenarios.tallies import Figures, Ordered, Windows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from riskreward.figures import Figure
    from riskreward.scenarios.arrays import IntArray

    Closer = Callable[[Windows], Figures]
    """Returns the figures of the same paths that are in any of some windows, as `within` places them."""


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
            places = sorted({place, *self._usual_places()} - self._close.keys())
            windows = self._windows(places)
            ordered = self._closer(windows).ordered()
            for number, (each, (low, _)) in enumerate(zip(places, windows, strict=True)):
                self._close[each] = _Group.of(ordered, low, number * self._in_group, self._in_group)
        return self._close[place]

    @property
    def usual(self) -> Windows:
        """The groups that the usual quantiles fall in: each from its lowest whole number to the next group's."""
        return self._windows(sorted(self._usual_places()))

    def _usual_places(self) -> set[int]:
        return {self._place(self._rank(Fraction(share, 100))) for share in (1, 5, 10, 25, 50, 75, 90, 95, 99)}

    def _windows(self, places: "Sequence[int]") -> Windows:
        return tuple((int(self._values[each]), int(self._values[each]) + self._in_group) for each in places)

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
