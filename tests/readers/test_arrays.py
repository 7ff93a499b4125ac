"""Many paths at once over arrays: each is the exact reader's path, whatever is alike on all and however wide."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from riskreward.contract.assembly import assemble
from riskreward.kernel import choose, fact, named, pounds, round_to, share, share_of
from riskreward.kernel.program import Program
from riskreward.kernel.recording import record
from riskreward.readers import exact
from riskreward.readers.arrays import Arrays, Buffers, Chunk
from tests.benchmarks import five_years
from tests.readers.test_agreement import PERIOD, SCHEDULED, Rule, Values, rules, wholes

Rows = list[tuple[int, ...]]


@st.composite
def paths(draw: st.DrawFn) -> list[list[Values]]:
    """Draw paths of one length, whose scheduled facts are the same."""
    length = draw(st.integers(1, 4))
    found = draw(st.lists(st.lists(PERIOD, min_size=length, max_size=length), min_size=1, max_size=5))
    scheduled = [{name: period[name] for name in SCHEDULED} for period in found[0]]
    return [[{**period, **known} for period, known in zip(each, scheduled, strict=True)] for each in found]


def settled(
    program: Program, found: Sequence[Rows], widest: int = 63, in_floats: bool | None = None
) -> tuple[list[list[tuple[int, ...]]], Arrays, Chunk]:
    """Return each path's lines, period by period, from the arrays."""
    names = [line.path for line in program.lines]
    columns = [list(zip(*period, strict=True)) for period in zip(*found, strict=True)]
    scheduled = [
        [values[0] if fact.is_scheduled else None for fact, values in zip(program.facts, period, strict=True)]
        for period in columns
    ]
    limits = [[(min(values), max(values)) for values in period] for period in columns]
    arrays = Arrays(program, names, scheduled, limits, widest=widest, in_floats=in_floats)
    alone = [exact.run(program, rows).lines for rows in found]
    chunk = Chunk(arrays, Buffers(len(found), arrays.in_floats), lambda path: alone[path])
    told: list[list[tuple[int, ...]]] = [[] for _ in found]
    for number, period in enumerate(columns):
        facts = [given_as(values, arrays.in_floats) for values in period]
        lines = [whole_numbers(line, len(found)) for line in chunk.settle(number, facts, number)]
        for path, mine in enumerate(told):
            mine.append(tuple(line[path] for line in lines))
    return told, arrays, chunk


def given_as(values: Sequence[int], in_floats: bool) -> Any:
    if min(values) == max(values):
        return values[0]
    return np.array(values, np.float64 if in_floats else np.int64)


def whole_numbers(line: Any, paths: int) -> list[int]:
    return [line] * paths if isinstance(line, int) else [int(each) for each in line]


@settings(max_examples=400, deadline=None)
@given(rules(), paths(), st.sampled_from((63, 63, 40, 24)), st.sampled_from((None, False)))
def test_every_path_is_the_exact_readers_path(
    rule: Rule, found: list[list[Values]], widest: int, floats: bool | None
) -> None:
    program = record(rule)
    rows = [[wholes(program, period) for period in each] for each in found]
    note(exact.listing(program))
    told, _, _ = settled(program, rows, widest, floats)
    for mine, each in zip(told, rows, strict=True):
        assert mine == exact.run(program, each).lines


def benchmark_rows(count: int, seed: int, times: int = 1) -> list[Rows]:
    chance = np.random.Generator(np.random.PCG64(seed))
    agreed = five_years.contract()
    found = []
    for _ in range(count):
        months = five_years.happened()
        shift = int(chance.integers(-20_000_000, 20_000_000))
        months = [month._replace(costs=(month.costs + shift // 100) * times) for month in months]
        found.append(list(five_years.facts(agreed, months)))
    return found


@pytest.mark.parametrize("floats", [None, False])
def test_sixty_months_of_the_benchmark_contract_are_safe_with_hardly_a_look_at_the_balances(
    floats: bool | None,
) -> None:
    program = assemble(five_years.contract()).program
    rows = benchmark_rows(7, 1)
    told, arrays, chunk = settled(program, rows, in_floats=floats)
    assert arrays.in_floats is (floats is None)
    assert arrays.watched is not None
    assert len(arrays.watched) <= 1
    assert not chunk.apart
    assert told == [exact.run(program, each).lines for each in rows]


def test_a_path_that_leaves_its_box_is_settled_alone_and_the_others_are_not() -> None:
    program = assemble(five_years.contract()).program
    rows = [*benchmark_rows(5, 2), *benchmark_rows(1, 3, times=40_000)]
    told, arrays, chunk = settled(program, rows, widest=48, in_floats=False)
    assert arrays.watched
    assert set(chunk.apart) == {5}
    assert told == [exact.run(program, each).lines for each in rows]


def test_where_no_box_is_safe_every_path_is_settled_alone() -> None:
    program = assemble(five_years.contract()).program
    rows = benchmark_rows(3, 4)
    told, arrays, chunk = settled(program, rows, widest=30)
    assert arrays.watched is None
    assert set(chunk.apart) == {0, 1, 2}
    assert told == [exact.run(program, each).lines for each in rows]


def test_a_choice_between_two_figures_of_the_contract_may_be_worked_on_further() -> None:
    """5p or 2p, times a share of 50%, and half up to the penny: 3p and 1p."""

    def rule() -> None:
        met = fact("quality", share, 2, (0, 1)) >= share_of(Decimal("0.9"))
        paid = choose(met, pounds(Decimal("0.05")), pounds(Decimal("0.02")))
        named("paid", round_to(paid * share_of(Decimal("0.5")), 2, "half up"))

    for in_floats in (None, False):
        told, arrays, _ = settled(record(rule), [[(95,)], [(80,)]], in_floats=in_floats)
        assert arrays.in_floats is (in_floats is None)
        assert told == [[(3,)], [(1,)]]
