"""A million paths of the benchmark contract, compiled by numba and by float64 by hand, each in its own best chunks."""

from time import process_time

import numpy as np

from riskreward.readers import arrays
from riskreward.readers.compiled import Compiled
from tests.benchmarks.paths import PATHS, ByHand, Facts, Figures, Ours, drawn

AT_ONCE = 1_024
"""Paths whose facts and lines of the whole term stay near the processor."""


class Faster:
    """The compiled term made ready for the contract."""

    def __init__(self) -> None:
        self.over_arrays = Ours(AT_ONCE)
        rows, drawn_facts = self.over_arrays.rows, self.over_arrays.drawn_facts
        self._known = [{number: each for number, each in enumerate(row) if number not in drawn_facts} for row in rows]
        self._compiled = Compiled(self.over_arrays.arrays, frozenset(drawn_facts))

    def settle(self, facts: Figures) -> Figures:
        """Return every line of every month: (lines, months, paths)."""
        return self._compiled.settle(self._known, facts)


def stacked(facts: list[Facts]) -> Figures:
    """Return the facts of every month as one array: (facts, months, paths)."""
    return np.stack([np.stack([each.costs for each in facts]), np.stack([each.on_time for each in facts])])


def seconds(paths: int = PATHS) -> list[float]:
    """Return the seconds of the processor that each side takes over so many paths, compiled and warm beforehand."""
    faster, by_hand = Faster(), ByHand(arrays.PATHS)
    parts = arrays.PATHS // AT_ONCE
    taken = [0.0, 0.0]
    chunks = -(-paths // arrays.PATHS)
    for number in range(-1, chunks):
        facts = drawn(max(number, 0), arrays.PATHS)
        small = [stacked(drawn(max(number, 0) * parts + part, AT_ONCE)) for part in range(parts)]
        begun = process_time()
        for each in small:
            faster.settle(each)
        between = process_time()
        for _ in by_hand.settle(facts):
            pass
        ended = process_time()
        if number >= 0:
            taken[0] += between - begun
            taken[1] += ended - between
    return [each * paths / (chunks * arrays.PATHS) for each in taken]
