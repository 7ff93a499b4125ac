"""A fact of a period that is drawn: by a table from a chance, or as one's own figures have it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from riskreward.scenarios.shocks import Shock
from riskreward.scenarios.tables import Table

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray

Limits = tuple[int, int]


class Saved(NamedTuple):
    """How a fact saves: `sign` times what it lies beneath its baseline, both in whole parts of its unit."""

    baseline: int
    sign: int

    def saving(self, fact: int) -> int:
        """Return what a fact saves."""
        return self.sign * (self.baseline - fact)

    def fact(self, saving: int) -> int:
        """Return the fact that saves so much."""
        return self.baseline - self.sign * saving

    def savings(self, facts: "IntArray") -> "IntArray":
        """Return what facts save."""
        return self.sign * (self.baseline - facts)

    def facts(self, savings: "IntArray") -> "IntArray":
        """Return the facts that save so much."""
        return self.baseline - self.sign * savings

    def struck(self, limits: Limits, shock: Shock, parts: int) -> Limits:
        """Return the limits of a fact that a shock may strike, or not."""
        savings = [self.saving(each) for each in limits]
        worst = self.fact(min(each - shock.lost(each, parts) for each in savings))
        return min(*limits, worst), max(*limits, worst)


@dataclass(frozen=True, eq=False)
class Drawn:
    """A fact of a period, in so many `parts` of its unit, that is drawn: by a `table`, or from one's `own` figures.

    `period` is the number that its draw has. `shocks` are the numbers of those that strike what is `saved`.
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
