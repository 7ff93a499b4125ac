"""The two sides of the benchmarks agree; how fast they are is not tested here, but by `python -m tests.benchmarks`."""

import json
from decimal import Decimal

import pytest

from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks import decimal_loop
from tests.benchmarks import rows as rows_module
from tests.benchmarks.five_years import contract, happened
from tests.benchmarks.rows import FIRST_CONTRACT, OURS_IMPORTED, THEIRS_IMPORTED, Row, agreed_lines, measured


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
    rows = list(measured(rounds=1))
    names = {"name", "ours", "theirs", "ratio", "target", "better"}
    assert all(set(row.record()) == names for row in rows)
    assert [row.target for row in rows if row.target is not None] == [1.0, 3.0, 100.0, 1.2, 1.2, 1.5, 1.5, 1.0, 1.0]
    assert all(row.ours > 0 for row in rows)


def test_the_table_and_the_exit_status_tell_what_is_missed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Row("quick", 1e-6, 2e-6, 1.0), Row("slow", 3.0, 1.0, 2.0), Row("told", 0.5)]
    monkeypatch.setattr(benchmarks, "measured", lambda: rows)
    assert benchmarks.main([]) == 1
    _, quick, slow, told = capsys.readouterr().out.splitlines()
    assert quick.split() == ["quick", "1.00", "µs", "2.00", "µs", "0.50", "at", "most", "1", "met"]
    assert slow.endswith("at most 2  missed")
    assert told.split() == ["told", "500.00", "ms"]
    rows.pop(1)
    assert benchmarks.main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["ratio"] == 0.5
