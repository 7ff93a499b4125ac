"""The compiled term is the arrays' term, to the penny; what the bounds do not prove throughout is not compiled."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import riskreward as rr
from riskreward.kernel import (
    at_most,
    carry,
    choose,
    fact,
    money,
    named,
    nothing,
    pounds,
    previous,
    ratio,
    round_to,
    share,
    share_of,
)
from riskreward.kernel.recording import record
from riskreward.readers import compiled, exact
from riskreward.readers.arrays import Arrays
from riskreward.readers.compiled import BLOCK, Compiled, CompilerMissingError, can_be_compiled
from riskreward.scenarios.drawing import Drawing
from riskreward.scenarios.many_paths import ManyPaths
from tests.benchmarks import five_years

PATHS = 2 * BLOCK + 17


def every_word() -> None:
    """A rule that rounds in every mode, either way, divides by a fact and carries what it owes."""
    saving = fact("saving", money, 2, (-1_000_000, 1_000_000))
    part = fact("part", share, 4, (-2, 2))
    owed = previous("owed", pounds(3))
    modes: Any = ("half up", "down", "up", "floor")
    for mode in modes:
        named(f"a seventh, {mode}", round_to(saving * part, 2, mode))
        named(f"a whole, {mode}", ratio(saving, saving + owed, 4, mode, share_of(0)))
    paid = choose(saving > owed, at_most(saving - owed, pounds(100)), nothing)
    carry("owed", round_to(owed + paid * part, 2, "up"))
    named("paid", paid)


def test_every_word_compiled_is_the_exact_readers() -> None:
    program = record(every_word)
    chance = np.random.Generator(np.random.PCG64(3))
    periods = 5
    drawn = np.stack(
        [chance.integers(-9_999, 9_999, (periods, PATHS)), chance.integers(-20_000, 20_000, (periods, PATHS))]
    )
    drawn[:, :, :9] = np.array([-2, -1, 0, 1, 2, -50, 50, -300, 300])
    limits = [[(int(each[period].min()), int(each[period].max())) for each in drawn] for period in range(periods)]
    lines = [line.path for line in program.lines]
    arrays = Arrays(program, lines, [[None, None]] * periods, limits)
    assert can_be_compiled(arrays)
    settled = Compiled(arrays, frozenset((0, 1))).settle([{}] * periods, drawn.astype(float))
    for path in range(PATHS):
        rows = [[int(each) for each in drawn[:, period, path]] for period in range(periods)]
        assert [[int(each) for each in settled[:, period, path]] for period in range(periods)] == [
            list(each) for each in exact.run(program, rows).lines
        ]


def test_a_simulation_compiled_has_the_figures_of_one_over_arrays() -> None:
    contract = five_years.contract(24)
    figures = {
        five_years.COSTS: rr.low_likely_high("2%", "10%", "15%"),
        five_years.ON_TIME: rr.normal("95%", "3%", within=("80%", "100%")),
    }
    over_arrays = rr.simulate(contract, rr.scenario(figures), paths=5_000, seed=2)
    faster = rr.simulate(contract, rr.scenario(figures), paths=5_000, seed=2, compiled=True)
    assert faster.to_records() == over_arrays.to_records()
    assert "settled by a compiled program" in str(faster)
    assert "settled many at once, held exactly in float64" in str(over_arrays)


def test_what_is_too_large_for_the_bounds_is_settled_over_arrays_and_says_so() -> None:
    contract = rr.gain_share(
        baseline="£900,000,000,000", share="25%", fee_starts="first pound", starts="2026-04-01", years=3
    )
    told = rr.simulate(contract, rr.low_likely_high("2%", "10%", "15%"), paths=50, compiled=True)
    assert "settled many at once, in 64-bit whole numbers" in str(told)
    assert told.to_records() == rr.simulate(contract, rr.low_likely_high("2%", "10%", "15%"), paths=50).to_records()


def test_without_numba_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "find_spec", lambda _: None)
    with pytest.raises(CompilerMissingError, match=r"pip install 'riskreward\[compile\]'"):
        rr.simulate(five_years.contract(12), rr.low_likely_high("2%", "10%", "15%"), paths=10, compiled=True)


def test_threads_that_settle_the_same_term_do_not_write_to_one_another() -> None:
    contract = rr.gain_share(baseline="£12,201,000", share="25%", starts="2026-04-01", years=2)
    many = ManyPaths(Drawing(contract, rr.low_likely_high("2%", "10%", "15%"), 1), ["fee / fee by the share"], True)
    alone = [[line.tolist() for line in row] for row in many.settle(0, 50)]  # type: ignore[union-attr]  # drawn
    begun = many.settle(0, 50)
    rows = [next(begun)]
    with ThreadPoolExecutor(1) as other:
        other.submit(lambda: [*many.settle(50, 50)]).result()
    assert [[line.tolist() for line in row] for row in (*rows, *begun)] == alone  # type: ignore[union-attr]  # drawn
