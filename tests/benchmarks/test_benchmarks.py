"""The two sides of the benchmarks agree; how fast they are is not tested here, but by `python -m tests.benchmarks`."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks import decimal_loop, hand_tuned, paths, pennies, plain_floats, rows_of_paths, spreadsheet
from tests.benchmarks import rows as rows_module
from tests.benchmarks.five_years import contract, happened
from tests.benchmarks.row import Row
from tests.benchmarks.rows import FIRST_CONTRACT, OURS_IMPORTED, THEIRS_IMPORTED, agreed_lines, measured


@pytest.mark.parametrize("months", [12, 60])
def test_both_sides_come_to_the_same_figures_in_every_line(months: int) -> None:
    assert agreed_lines(contract(months), happened(months)) == months * len(decimal_loop.LINES)


def test_the_five_years_reach_every_line() -> None:
    settled = decimal_loop.settle(happened(), 60)
    for place, line in enumerate(decimal_loop.LINES):
        assert any(period[place] != 0 for period in settled), line
    assert any(period[decimal_loop.LINES.index("fee / fee to date")] == decimal_loop.CAP for period in settled)


def test_a_figure_that_differs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decimal_loop, "VAT", Decimal("0.19"))
    with pytest.raises(AssertionError):
        agreed_lines(contract(), happened())


@pytest.mark.parametrize("statement", [OURS_IMPORTED, THEIRS_IMPORTED, FIRST_CONTRACT])
def test_what_is_timed_in_processes_of_its_own_runs(statement: str) -> None:
    exec(statement, {})


def test_rows_have_the_keys_that_are_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "fresh_processes", lambda statements, _: [1.0 for _ in statements])
    monkeypatch.setattr(rows_module, "LENGTHS", (5, 60))
    monkeypatch.setattr(rows_module, "CONTRACTS", ("cohort bond",))
    monkeypatch.setattr(rows_module, "of_paths", lambda heavy: of_few_paths(monkeypatch))
    rows = list(measured(rounds=1))
    names = {"name", "ours", "theirs", "ratio", "target", "better", "unit", "not_measured"}
    assert all(set(row.record()) == names for row in rows)
    targets = [1.0, 3.0, 100.0, 1.2, 1.2, 1.5, 1.5, 1.0, 1.0, 1.25, 0.5, 0, 0, 1.2]
    assert [row.target for row in rows if row.target is not None] == targets
    assert all(row.ours is not None and row.ours > 0 for row in rows if row.unit == "s")
    assert [row.ours for row in rows if row.unit == "paths"] == [0, 0]


def of_few_paths(monkeypatch: pytest.MonkeyPatch) -> Iterator[Row]:
    """Yield the light rows of many paths, of a few."""
    few = 300
    monkeypatch.setattr(paths, "PATHS", few)
    monkeypatch.setattr(paths.arrays, "PATHS", few)
    monkeypatch.setattr(rows_of_paths, "SOME", few)
    monkeypatch.setattr(pennies, "wrong", lambda count: pennies.wrong_of_chunk(0, count))
    monkeypatch.setattr(rows_of_paths.simulating, "SIZES", (100, 200))
    return rows_of_paths.of_paths(rounds=1)


def test_the_table_and_the_exit_status_tell_what_is_missed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        Row("quick", 1e-6, 2e-6, 1.0),
        Row("slow", 3.0, 1.0, 2.0),
        Row("told", 0.5),
        Row("count", 0, 0, 0, unit="paths"),
    ]
    rows.append(Row("absent", None, None, 0.001, not_measured="soffice is not installed"))
    monkeypatch.setattr(benchmarks, "measured", lambda heavy: iter(rows))
    assert benchmarks.main([]) == 1
    _, quick, slow, told, count, absent = capsys.readouterr().out.splitlines()
    assert quick.split() == ["quick", "1.00", "µs", "2.00", "µs", "0.50", "at", "most", "1", "met"]
    assert slow.endswith("at most 2  missed")
    assert told.split() == ["told", "500.00", "ms"]
    assert count.split() == ["count", "0", "paths", "0", "paths", "at", "most", "0", "met"]
    assert absent.endswith("at most 0.001  not measured: soffice is not installed")
    rows.pop(1)
    assert benchmarks.main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["ratio"] == 0.5


@pytest.mark.parametrize(
    ("row", "met"),
    [
        (Row("as many", 5, None, 5, unit="MB"), True),
        (Row("more", 6, None, 5, unit="MB"), False),
        (Row("none of some", 0, 7, 0, unit="paths"), True),
        (Row("one of none", 1, 0, 0, unit="paths"), False),
        (Row("twice", 2, 1, 1.7, "higher"), True),
        (Row("not twice", 1.6, 1, 1.7, "higher"), False),
    ],
)
def test_a_target_is_of_the_ratio_or_of_ours_where_there_is_no_other_side(row: Row, met: bool) -> None:
    assert row.met is met


def test_a_path_by_hand_in_float64_is_the_decimal_loops() -> None:
    """The two sides of the million paths settle the very terms that the loop over Decimal settles."""
    months = happened()
    facts = [
        paths.Facts(np.array([float(each.costs * 100)]), np.array([float(each.on_time * 10_000)])) for each in months
    ]
    columns = [decimal_loop.LINES.index(line) for line in paths.LINES]
    expected = [[int(period[place] * 100) for place in columns] for period in decimal_loop.settle(months, 60)]
    assert settled(paths.Ours(1).settle(facts)) == expected
    assert settled(paths.ByHand(1).settle(facts)) == expected
    pounds = [(each.costs / 100, each.on_time / 10_000) for each in facts]
    in_pounds = settled(plain_floats.settle(pounds), parts=100)
    furthest = np.abs(np.array(in_pounds) - np.array(expected)).max()
    assert furthest <= 20  # rounding halves to even, and in binary, adds up over sixty months


def settled(months: Iterator[Sequence[Any]], parts: int = 1) -> list[list[int]]:
    return [[round(float(line[0] if np.ndim(line) else line) * parts) for line in lines] for lines in months]


def test_a_path_that_is_wrong_by_a_penny_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    found = pennies.wrong_of_chunk(0, 50)
    assert (found.ours, found.by_hand, found.compiled) == (0, 0, 0)
    monkeypatch.setattr(hand_tuned, "CAP", hand_tuned.CAP - 1)
    found = pennies.wrong_of_chunk(0, 50)
    assert found.ours == found.compiled == 0
    assert found.by_hand == 50  # every path reaches the cap in the end


def test_the_workbook_has_a_live_formula_in_each_line_and_no_value_of_one() -> None:
    text = spreadsheet.workbook(paths.drawn(0, 2), 2)
    assert text.count("<table:table-row>") == 2 * 60
    assert text.count("table:formula=") == 2 * 60 * len(spreadsheet.FORMULAS)
    assert text.count("office:value=") == 2 * 60 * len(spreadsheet.TYPED)
    rows = text.split("<table:table-row>")
    assert "59]" in rows[60]
    assert "60]" not in rows[61]  # a settlement begins anew


def test_without_libreoffice_its_rows_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "PROGRAM", "no-such-program")
    rows = list(rows_of_paths.against_a_spreadsheet())
    assert [row.state for row in rows] == ["not measured: no-such-program is not installed"] * 2
    assert all(row.met for row in rows)
