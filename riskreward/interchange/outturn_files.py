"""Outturn from CSV: one row a period, one column a measure."""

import csv
import io
from collections import Counter
from pathlib import Path

from riskreward.findings import InputError, Problem
from riskreward.improvements import PERIOD, Outturn, Row
from riskreward.interchange.files import Location, read_text


def read_outturn(path: Location) -> Outturn:
    """Return the outturn of a CSV file with a column `period`, one for each measure, and the evidence.

    The columns beside the measures are `status`, `verified by`, `verified on`, `evidence`, `invoice received` and,
    where the contract speaks of them, `council costs`. Raises InputError where the file or its heading cannot be
    read; what is wrong in the rows is told when they are settled, all at once.
    """
    return outturn_from_csv(read_text(path), Path(path).name)


def outturn_from_csv(text: str, name: str = "outturn") -> Outturn:
    """Return the outturn of a CSV text; `name` is what messages call it."""
    try:
        lines = [(number, row) for number, row in _rows(text) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InputError([Problem(name, f"is not CSV ({error})", "save it as CSV UTF-8")]) from None
    heading = [" ".join(cell.split()) for cell in lines[0][1]] if lines else []
    problems = _heading_problems(name, heading)
    if problems:
        raise InputError(problems)
    rows, wrong = [], []
    for number, cells in lines[1:]:
        where = f"{name} row {number}"
        if len(cells) != len(heading):
            wrong.append(
                Problem(
                    where,
                    f"has {len(cells)} columns, but the heading has {len(heading)}",
                    'a comma within a figure needs quotes around it: "1,234.50"',
                )
            )
            continue
        rows.append(Row(where, {column: cell.strip() for column, cell in zip(heading, cells, strict=True)}))
    if not rows and not wrong:
        raise InputError([Problem(name, "has a heading but no rows", "write a row for each period")])
    return Outturn(tuple(rows), tuple(wrong))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    return [(reader.line_num, row) for row in reader]


def _heading_problems(name: str, heading: list[str]) -> list[Problem]:
    if len(heading) == 1 and (";" in heading[0] or "\t" in heading[0]):
        return [Problem(f"{name} row 1", f"is {heading[0]!r}, one column only", "separate the columns with commas")]
    problems = []
    if PERIOD not in heading:
        problems.append(Problem(f"{name} row 1", f"has no column {PERIOD!r}", f"head the first column {PERIOD!r}"))
    for column, count in Counter(heading).items():
        if count > 1:
            problems.append(Problem(f"{name} row 1", f"has {count} columns {column!r}", "keep one of them"))
        if not column:
            problems.append(Problem(f"{name} row 1", "has a column without a name", "name it, or leave it out"))
    return problems
