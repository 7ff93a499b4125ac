"""A million paths of the benchmark contract, settled by the array reader and by float64 by hand from the same facts."""

from collections.abc import Iterator, Sequence
from functools import cache
from time import process_time
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskreward.contract.assembly import Assembled, assemble
from riskreward.readers import arrays, exact
from tests.benchmarks import five_years, hand_tuned

MONTHS = 60
PATHS = 1_000_000
LINES = (
    "settlement / paid",
    "to date / fee earned to date",
    "settlement / clawed back from the provider",
    "to date / kept by the council to date",
)
"""What either side tells of every month of every path."""

ON_TIME_IN_BASIS_POINTS = (8_900, 9_900)

Figures = NDArray[np.float64]


class Facts(NamedTuple):
    """A month of every path: costs in pence and repairs on time in basis points, as whole numbers held in float64."""

    costs: Figures
    on_time: Figures


def drawn(chunk: int, paths: int) -> list[Facts]:
    """Return what happened on the paths of a chunk, the same each time it is asked for."""
    chance = np.random.default_rng([2026, chunk])

    def whole(between: tuple[int, int]) -> Figures:
        return chance.integers(*between, paths).astype(np.float64)

    years = five_years.COSTS_IN_PENCE
    return [Facts(whole(years[month // 12 % len(years)]), whole(ON_TIME_IN_BASIS_POINTS)) for month in range(MONTHS)]


class Ours:
    """The array reader made ready for the contract, for chunks of so many paths."""

    def __init__(self, paths: int) -> None:
        assembled = five_year_terms()
        self.program, scheduled = assembled.program, assembled.scheduled[:MONTHS]
        self._costs, self._on_time = (
            self.program.fact_numbers[f"{name} / outturn"] for name in (five_years.COSTS, five_years.ON_TIME)
        )
        self.rows: list[list[arrays.Column]] = [[0 if each is None else each for each in row] for row in scheduled]
        self.drawn_facts = (self._costs, self._on_time)
        years = five_years.COSTS_IN_PENCE
        limits = [[(int(each or 0), int(each or 0)) for each in row] for row in scheduled]
        for month, row in enumerate(limits):
            row[self._costs], row[self._on_time] = years[month // 12 % len(years)], ON_TIME_IN_BASIS_POINTS
        self.arrays = arrays.Arrays(self.program, LINES, scheduled, limits)
        self._buffers = arrays.Buffers(paths, self.arrays.in_floats)

    def settle(self, facts: Sequence[Facts]) -> Iterator[Sequence[Any]]:
        chunk = arrays.Chunk(self.arrays, self._buffers, lambda path: self.alone(facts, path))
        for month, (row, each) in enumerate(zip(self.rows, facts, strict=True)):
            row[self._costs], row[self._on_time] = each
            yield chunk.settle(month, row, month)

    def alone(self, facts: Sequence[Facts], path: int) -> list[list[int]]:
        """Return the lines of each month of one path, settled by the exact reader."""
        return next(self.exactly(facts, slice(path, path + 1)))

    def exactly(self, facts: Sequence[Facts], paths: slice) -> Iterator[list[list[int]]]:
        """Yield the lines of each month of each path, settled by the exact reader."""
        numbers = [self.program.line_numbers[line] for line in LINES]
        costs = np.stack([each.costs for each in facts], axis=1)[paths].astype(np.int64).tolist()
        on_time = np.stack([each.on_time for each in facts], axis=1)[paths].astype(np.int64).tolist()
        rows = [list(row) for row in self.rows]
        for months in zip(costs, on_time, strict=True):
            for row, cost, share in zip(rows, *months, strict=True):
                row[self._costs], row[self._on_time] = cost, share
            settled = exact.run(self.program, rows).lines  # type: ignore[arg-type]  # a fact of one path is a whole number
            yield [[lines[number] for number in numbers] for lines in settled]


class ByHand:
    """The same by hand, in float64."""

    def __init__(self, paths: int) -> None:
        self._chunk = hand_tuned.Chunk(paths)

    def settle(self, facts: Sequence[Facts]) -> Iterator[Sequence[Any]]:
        self._chunk.begin()
        for month, (costs, on_time) in enumerate(facts):
            yield self._chunk.settle(month, MONTHS, costs, on_time)


@cache
def five_year_terms() -> Assembled:
    return assemble(five_years.contract(MONTHS))


def seconds(paths: int = PATHS, chunk: int = arrays.PATHS) -> list[float]:
    """Return the seconds of the processor that each side takes over so many paths, made ready and warm beforehand.

    They take turns over each chunk, forwards and backwards; drawing its facts is not counted.
    """
    sides: list[Ours | ByHand] = [Ours(chunk), ByHand(chunk)]
    chunks = -(-paths // chunk)
    _taken(sides, drawn(0, chunk))
    taken = [_taken(sides, drawn(number, chunk)) for number in range(chunks)]
    return [sum(each) * paths / (chunks * chunk) for each in zip(*taken, strict=True)]


def _taken(sides: Sequence[Ours | ByHand], facts: Sequence[Facts]) -> list[float]:
    taken = [0.0 for _ in sides]
    for place in [*range(len(sides)), *reversed(range(len(sides)))]:
        begun = process_time()
        for _ in sides[place].settle(facts):
            pass
        taken[place] += (process_time() - begun) / 2
    return taken
