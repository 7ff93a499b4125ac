"""Measure, and tell which targets are met: `python -m tests.benchmarks [--json]`."""

import argparse
import json
import sys
from collections.abc import Sequence

from tests.benchmarks.rows import Row, measured

HEADING = ("", "ours", "theirs", "ratio", "target", "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rows; return 0 where every target is met, and 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a JSON list and nothing else")
    options = parser.parse_args(arguments)
    rows = list(measured())
    print(json.dumps([row.record() for row in rows], indent=2) if options.json else table(rows))
    return 0 if all(row.met for row in rows) else 1


def table(rows: Sequence[Row]) -> str:
    """Return the rows as an aligned table."""
    cells = [HEADING, *(_cells(row) for row in rows)]
    widths = [max(len(each[column]) for each in cells) for column in range(len(HEADING))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in {0, len(HEADING) - 1} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(each, widths, strict=True))
        ).rstrip()
        for each in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    if row.target is None:
        return row.name, _time(row.ours), _time(row.theirs), ratio, "", ""
    at = "at most" if row.better == "lower" else "at least"
    return row.name, _time(row.ours), _time(row.theirs), ratio, f"{at} {row.target:g}", "met" if row.met else "missed"


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds * 1e3:.2f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.2f} µs"


if __name__ == "__main__":
    sys.exit(main())
