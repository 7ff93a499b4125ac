"""Every path over arrays is the exact reader's path, on contracts of the whole vocabulary and figures up to £1bn."""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any, cast

import numpy as np
from hypothesis import given, note, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward import Contract
from riskreward.kernel.program import Fact
from riskreward.promises.watching import watch
from riskreward.scenarios.drawing import Drawing
from riskreward.scenarios.many_paths import ManyPaths
from tests.contracts import contract as plain_contract
from tests.generators import contracts

BILLION = 1_000_000_000


class AnyFigures:
    """Draws every fact of every period anywhere in its range, up to £1bn: what no scenario would."""

    def __init__(self, contract: Contract, seed: int, paths: int, largest: int) -> None:
        self.watched = watch(contract, ())
        chance = Random(seed)
        self._paths = [
            [
                [
                    self._figure(fact, value, chance, largest)
                    for fact, value in zip(self.watched.program_at(number).facts, known, strict=True)
                ]
                for number, known in enumerate(self.watched.scheduled)
            ]
            for _ in range(paths)
        ]
        columns = [[*zip(*period, strict=True)] for period in zip(*self._paths, strict=True)]
        self.limits = [[(int(min(each)), int(max(each))) for each in period] for period in columns]

    def _figure(self, fact: Fact, known: int | None, chance: Random, largest: int) -> int:
        if known is not None:
            return known
        most = largest * fact.denominator
        low, high = max(fact.low, -most), min(fact.high, most)
        return (
            chance.choice((low, high, 0, chance.randint(low, high))) if low <= 0 <= high else chance.randint(low, high)
        )

    def path(self, number: int) -> list[list[int]]:
        return self._paths[number]

    def rows(self, first: int, paths: int) -> Iterator[list[Any]]:
        for number in range(len(self.watched.scheduled)):
            columns = zip(*(path[number] for path in self._paths[first : first + paths]), strict=True)
            yield [each[0] if min(each) == max(each) else np.array(each, np.int64) for each in columns]


def lines_of(contract: Contract) -> list[str]:
    programs = [stage.assembled.program for stage in watch(contract, ()).stages]
    return list(dict.fromkeys(line.path for program in programs for line in program.lines))


def settled(drawing: Any, lines: list[str], paths: int) -> tuple[list[list[list[int]]], ManyPaths]:
    """Return each path's lines of each period, as whole numbers."""
    many = ManyPaths(cast("Drawing", drawing), lines)
    found: list[list[list[int]]] = [[] for _ in range(paths)]
    for row in many.settle(0, paths):
        whole = [[each] * paths if isinstance(each, int) else [int(value) for value in each] for each in row]
        for path, mine in enumerate(found):
            mine.append([line[path] for line in whole])
    return found, many


def exactly(drawing: Any, many: ManyPaths, path: int) -> list[list[int]]:
    """Return the same from the exact reader."""
    watched = drawing.watched
    found = []
    for number, wholes in enumerate(watched.settled(drawing.path(path))):
        program = watched.program_at(number)
        row = []
        for line, denominator in zip(many.lines, many.denominators, strict=True):
            place = program.line_numbers.get(line)
            own = 1 if place is None else denominator // program.denominator_of(program.lines[place])
            row.append(0 if place is None else int(wholes[place]) * own)
        found.append(row)
    return found


@settings(max_examples=150, deadline=None)
@given(contracts(), st.integers(0, 2**32), st.sampled_from((10_000, 1_000_000, BILLION)))
def test_every_line_of_every_path_is_the_exact_readers(contract: Contract, seed: int, largest: int) -> None:
    note(rr.contract_to_json(contract))
    drawing = AnyFigures(contract, seed, 5, largest)
    found, many = settled(drawing, lines_of(contract), 5)
    for path, lines in enumerate(found):
        assert lines == exactly(drawing, many, path)


def test_the_paths_reach_both_forms_of_arrays_boxes_that_are_left_and_variations() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=150, deadline=None, derandomize=True, database=None)
    @given(contracts(), st.integers(0, 2**32), st.sampled_from((10_000, 1_000_000, BILLION)))
    def look(contract: Contract, seed: int, largest: int) -> None:
        many = ManyPaths(cast("Drawing", AnyFigures(contract, seed, 3, largest)), lines_of(contract))
        for stage in many._stages:
            seen["in floats" if stage.arrays.in_floats else "in whole numbers"] += 1
            seen["looked at"] += bool(stage.arrays.watched)
            seen["settled alone"] += stage.arrays.watched is None
            seen["varied"] += stage.terms.handover is not None

    look()
    for what in ("in floats", "in whole numbers", "looked at", "settled alone", "varied"):
        assert seen[what] > 0, seen


def test_a_factor_of_ten_places_is_handed_over_whole() -> None:
    """A chained factor of 1, in parts of 10**10, is handed over before the first period, and falls to 0.95."""
    index = {
        "series": "CPI, 2015 = 100",
        "month": "February inside the year",
        "base": 100,
        "levels": {"2026-27": 95, "2027-28": 95},
        "chained": {"places": 5},
    }
    varied = {
        "name": "Deed 1",
        "holds_from": "2026-27",
        "agreed": {"on": "2026-02-01", "by": "Cabinet"},
        "source": "the deed",
        "reason": "two depots added",
        "changes": {"fee.step[0].share": "20%"},
    }
    agreed = plain_contract(years=2, baseline={"rule": "indexed", "amount": 1_000, "index": index}, variation=[varied])
    drawing = AnyFigures(agreed, 0, 5, 100)
    found, many = settled(drawing, lines_of(agreed), 5)
    assert many.engine == "many at once, in 64-bit whole numbers"
    assert found[0] == exactly(drawing, many, 0)
    factor = many.lines.index("costs / chained factor")
    assert found[0][0][factor] * 100 == 95 * many.denominators[factor]
