"""Offers settled in pairs on the same paths: on how many each leaves the council better off, and by how much."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from riskreward.promises.worst import KEPT
from riskreward.scenarios.batches import Settling, Tallied, Task
from riskreward.scenarios.tallies import SAFE_IN_WHOLES, total

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray

PENCE = 100
"""A figure of what the council keeps counts so many to its unit of money."""


@dataclass
class PairTally:
    """What was counted of two offers, path by path; money in pence, one less the other.

    `squares` are those of the differences.
    """

    paths: int = 0
    one_better: int = 0
    other_better: int = 0
    difference: int = 0
    squares: int = 0

    def join(self, more: "PairTally") -> None:
        """Count in another part."""
        self.paths += more.paths
        self.one_better += more.one_better
        self.other_better += more.other_better
        self.difference += more.difference
        self.squares += more.squares


Pairs = dict[tuple[int, int], PairTally]


@dataclass
class OffersTallied:
    """What was counted over some paths: of each offer, and of each pair of them."""

    offers: list[Tallied]
    pairs: Pairs = field(default_factory=dict)

    def join(self, other: "OffersTallied") -> None:
        """Count in another part."""
        for mine, more in zip(self.offers, other.offers, strict=True):
            mine.join(more)
        for pair, tally in other.pairs.items():
            if pair in self.pairs:
                self.pairs[pair].join(tally)
            else:
                self.pairs[pair] = tally


class OffersTask(NamedTuple):
    """What a worker needs to know to settle any batch under every offer."""

    tasks: tuple[Task, ...]

    def ready(self) -> "OffersSettling":
        """Return the task made ready. Raises InputError with every problem of it."""
        return OffersSettling([each.ready() for each in self.tasks])


class OffersSettling:
    """Offers made ready to be settled on the same paths."""

    def __init__(self, offers: Sequence[Settling]) -> None:
        self._offers = offers

    def begun(self, paths: int) -> OffersTallied:
        """Return what nothing is counted in yet, with room for so many paths."""
        return OffersTallied([each.begun(paths) for each in self._offers])

    def tally(self, first: int, paths: int) -> OffersTallied:
        """Return what is counted over so many paths from a first on."""
        tallied = [each.tally(first, paths) for each in self._offers]
        kept = [each.figures[KEPT].in_order() for each in tallied]
        pairs = {pair: _tally(kept[pair[0]], kept[pair[1]]) for pair in combinations(range(len(kept)), 2)}
        return OffersTallied(tallied, pairs)


def _tally(one: "IntArray", other: "IntArray") -> PairTally:
    difference = one - other
    better, worse = int((difference > 0).sum()), int((difference < 0).sum())
    return PairTally(len(one), better, worse, total(difference, len(one)), _squares(difference))


def _squares(values: "IntArray") -> int:
    """Return the sum of the squares of whole numbers, exactly."""
    largest = int(max(values.max(), -values.min()))
    if largest * largest * len(values) < SAFE_IN_WHOLES:
        return int((values * values).sum())
    return sum(each * each for each in values.tolist())
