"""Measure, and tell which targets are met: `python -m tests.benchmarks [--json] [--heavy]`."""

import argparse
import json
import sys
from collections.abc import Sequence

from tests.benchmarks.row import Row
from tests.benchmarks.rows import measured

HEADING = ("", "ours", "theirs", "ratio", "target", "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rows; return 0 where every target is met, and 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a JSON list and nothing else")
    parser.add_argument("--heavy", action="store_true", help="measure also what takes minutes, or needs LibreOffice")
    options = parser.parse_args(arguments)
    rows = list(measured(heavy=options.heavy))
    print(json.dumps([row.record() for row in rows], indent=2) if options.json else table(rows))
    return 0 if all(row.met for row in rows) else 1


def table(rows: Sequence[Row]) -> str:
    """Return the rows as an aligned table."""
    cells = [HEADING, *(row.cells() for row in rows)]
    widths = [max(len(each[column]) for each in cells) for column in range(len(HEADING))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in {0, len(HEADING) - 1} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(each, widths, strict=True))
        ).rstrip()
        for each in cells
    )


if __name__ == "__main__":
    sys.exit(main())
