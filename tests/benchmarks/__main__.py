"""Measure, and tell which targets are met: `python -m tests.benchmarks [--json] [--heavy]`."""

import argparse
import json
import signal
import sys
from collections.abc import Iterable, Sequence

from tests.benchmarks.row import Row
from tests.benchmarks.rows import measured

HEADING = ("", "ours", "theirs", "ratio", "target", "")
WIDTHS = (110, 12, 12, 7, 14, 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print each row as soon as it is measured; return 0 where every target is met, and 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a JSON list and nothing else")
    parser.add_argument("--heavy", action="store_true", help="measure also what takes minutes, or needs LibreOffice")
    options = parser.parse_args(arguments)
    rows = measured(heavy=options.heavy)
    kept = list(rows) if options.json else list(_printed(rows))
    if options.json:
        print(json.dumps([row.record() for row in kept], indent=2))
    return 0 if all(row.met for row in kept) else 1


def _printed(rows: Iterable[Row]) -> Iterable[Row]:
    print(_aligned(HEADING), flush=True)
    for row in rows:
        print(_aligned(row.cells()), flush=True)
        yield row


def _aligned(cells: Sequence[str]) -> str:
    return "  ".join(
        cell.ljust(width) if column in {0, len(HEADING) - 1} else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    ).rstrip()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that no worker is left behind
    sys.exit(main())
