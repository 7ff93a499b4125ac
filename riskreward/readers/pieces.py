"""A function of one figure in straight pieces, with the height at each edge itself."""

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple


class Straight(NamedTuple):
    """A straight line: its slope, and its height where the free fact is nought."""

    slope: Fraction
    at_nought: Fraction

    def at(self, place: Fraction) -> Fraction:
        """Return its height at a place."""
        return self.slope * place + self.at_nought


class Piece(NamedTuple):
    """A curve between two places, the ends themselves left out; `straight` is None where it is no straight line."""

    low: Fraction
    high: Fraction
    straight: Straight | None


class Jump(NamedTuple):
    """A place where a curve jumps: its heights just before, at the place itself, and just after."""

    place: Fraction
    before: Fraction
    at: Fraction
    after: Fraction

    @property
    def height(self) -> Fraction:
        """By how much it jumps, below nought where it falls."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Curve:
    """Straight pieces between edges, with the height at each edge itself.

    A piece is None where the curve is no straight line, as where one varying amount is divided by another, and so is
    the height at an edge within it. A truth is one where it holds and nought where it does not.
    """

    edges: tuple[Fraction, ...]
    on_edges: tuple[Fraction | None, ...]
    between: tuple[Straight | None, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Each piece with its ends."""
        return tuple(Piece(*ends, each) for ends, each in zip(pairwise(self.edges), self.between, strict=True))

    @property
    def is_straight(self) -> bool:
        """Whether every piece is a straight line."""
        return None not in self.between

    @property
    def constant(self) -> Fraction | None:
        """The height that the curve has everywhere; None where it has several."""
        heights = {*self.on_edges, *(None if each is None or each.slope else each.at_nought for each in self.between)}
        return heights.pop() if len(heights) == 1 else None

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """The places between straight pieces where the curve jumps, or where an edge stands alone."""
        found = []
        inner = zip(self.edges[1:-1], self.on_edges[1:-1], pairwise(self.between), strict=True)
        for place, at, (left, right) in inner:
            if left is not None and right is not None and at is not None:
                jump = Jump(place, left.at(place), at, right.at(place))
                if not jump.before == jump.at == jump.after:
                    found.append(jump)
        return tuple(found)

    def straight_at(self, place: Fraction) -> Straight | None:
        """Return the straight line at a place between edges; None for none."""
        return self.between[min(max(bisect_left(self.edges, place) - 1, 0), len(self.between) - 1)]

    def known_at(self, place: Fraction) -> Fraction | None:
        """Return the height at a place within the range; None where the curve is no straight line there."""
        number = bisect_left(self.edges, place)
        if self.edges[number] == place:
            return self.on_edges[number]
        straight = self.between[number - 1]
        return None if straight is None else straight.at(place)

    def at(self, place: Fraction) -> Fraction:
        """Return the height at a place. Raises ValueError outside the range, and where the curve is not straight."""
        low, high = self.edges[0], self.edges[-1]
        if not low <= place <= high:
            raise ValueError(f"{place} lies outside the range of the curve, {low} to {high}; ask for a place within it")
        height = self.known_at(place)
        if height is None:
            raise ValueError(f"the curve is no straight line at {place}: one varying amount meets another; settle it")
        return height

    def raised(self, by: Fraction) -> "Curve":
        """Return the curve so much higher everywhere."""
        between = (each and Straight(each.slope, each.at_nought + by) for each in self.between)
        on_edges = (None if each is None else each + by for each in self.on_edges)
        return Curve(self.edges, tuple(on_edges), tuple(between))

    def against(self, other: Straight) -> "Curve":
        """Return the curve over what a straight line comes to at each place, the lowest first."""
        edges = tuple(other.at(edge) for edge in self.edges)
        nought = -other.at_nought / other.slope
        between = tuple(each and Straight(each.slope / other.slope, each.at(nought)) for each in self.between)
        turn = 1 if other.slope > 0 else -1
        return Curve(edges[::turn], self.on_edges[::turn], between[::turn])
