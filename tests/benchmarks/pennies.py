"""Which of a million paths come to other pennies than the exact reader's, which settles every one of them."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np

from riskreward.readers import arrays
from tests.benchmarks import plain_floats
from tests.benchmarks.compiled_paths import Faster, stacked
from tests.benchmarks.paths import LINES, MONTHS, PATHS, ByHand, Figures, Ours, drawn


class Wrong(NamedTuple):
    """Of so many paths, those with a line of any month that is not the exact reader's, by who settled them."""

    paths: int
    ours: int
    by_hand: int
    in_pounds: int
    compiled: int


def wrong(paths: int = PATHS, processes: int = 2) -> Wrong:
    """Return how many of the paths come to other pennies than the exact reader's, which settles every one of them."""
    counts = [min(arrays.PATHS, paths - first) for first in range(0, paths, arrays.PATHS)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as executor:
        found = list(executor.map(wrong_of_chunk, range(len(counts)), counts))
    return Wrong(*(sum(each) for each in zip(*found, strict=True)))


AT_ONCE = 1_024
"""Paths that the exact reader settles before they are compared, which bounds what is held."""


def wrong_of_chunk(number: int, paths: int) -> Wrong:
    """Return how many paths of one chunk come to other pennies."""
    facts, ours = drawn(number, paths), Ours(paths)
    pounds = [(costs / 100, on_time / 10_000) for costs, on_time in facts]
    sides = [
        _pence(ours.settle(facts), paths),
        _pence(ByHand(paths).settle(facts), paths),
        _pence(([np.rint(line * 100) for line in lines] for lines in plain_floats.settle(pounds)), paths),
        Faster().settle(stacked(facts)).transpose(2, 1, 0),
    ]
    off = [0 for _ in sides]
    for first in range(0, paths, AT_ONCE):
        some = slice(first, first + AT_ONCE)
        exact = np.array(list(ours.exactly(facts, some)), np.int64)
        for place, side in enumerate(sides):
            off[place] += int((side[some] != exact).any(axis=(1, 2)).sum())
    return Wrong(paths, *off)


def _pence(months: Iterable[Sequence[Any]], paths: int) -> Figures:
    """Return every line of each month of each path."""
    found = np.empty((paths, MONTHS, len(LINES)))
    for month, lines in enumerate(months):
        for place, line in enumerate(lines):
            found[:, month, place] = line
    return found
