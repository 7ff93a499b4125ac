"""A fact of a period that is drawn: by a table from a chance, or as one's own figures have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from riskreward.scenarios.shocks import Shock
from riskreward.scenarios.tables import Table

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray

Limits = tuple[int, int]
Whole = TypeVar("Whole", int, "IntArray")


class Saved(NamedTuple):
    """How a fact saves: `sign` times what it lies beneath its baseline, both in whole parts of its unit."""

    baseline: "int | IntArray"
    sign: int

    def saving(self, fact: int) -> int:
        """Return what a fact saves, where the baseline is one for all paths."""
        return int(self.sign * (self.baseline - fact))

    def fact(self, saving: int) -> int:
        """Return the fact that saves so much, where the baseline is one for all paths."""
        return int(self.baseline - self.sign * saving)

    def struck(self, limits: Limits, shock: Shock, parts: int) -> Limits:
        """Return the limits of a fact that a shock may strike, or not."""
        savings = [self.saving(each) for each in limits]
        worst = self.fact(min(each - shock.lost(each, parts) for each in savings))
        return min(*limits, worst), max(*limits, worst)


class Moves(NamedTuple):
    """A baseline in whole parts that is a straight line of other facts of its period: each by its number and factor.

    It is `start` and the facts times their factors, together divided by `divisor`. `limits` are its own.
    """

    start: int
    factors: tuple[tuple[int, int], ...]
    divisor: int
    limits: Limits

    def baseline(self, facts: "Sequence[int | IntArray]") -> "int | IntArray":
        """Return the baseline beside the facts of the period, to the nearest whole part."""
        total: int | IntArray = self.start
        for number, factor in self.factors:
            total = total + factor * facts[number]
        return total // self.divisor


def saving_of(baseline: Whole, drawn: Whole, share_bits: int) -> Whole:
    """Return what is saved: the amount that is drawn, or that share of the baseline, to the nearest whole part."""
    if not share_bits:
        return drawn
    found: Whole = (baseline * drawn + 2 ** (share_bits - 1)) >> share_bits
    return found


@dataclass(frozen=True, eq=False)
class Drawn:
    """A fact of a period, in so many `parts` of its unit, that is drawn: by a `table`, or from one's `own` figures.

    `period` is the number that its draw has, and `drawn_by` the name. `shocks` are the numbers of those that strike
    what is `saved`. Where its baseline moves, what is drawn is the saving: in parts, or as a share in 2 to the power of
    `share_bits` parts.
    """

    name: str
    fact: int
    parts: int
    limits: Limits
    saved: Saved | None
    shocks: tuple[int, ...] = ()
    period: int = 0
    table: Table | None = None
    own: "IntArray | None" = None
    moves: Moves | None = None
    share_bits: int = 0
    drawn_by: str = ""
