"""Outturn from CSV, one row a period and one column a measure; and a table of claims, one row a claim."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

from riskreward.figures import shown
from riskreward.findings import InputError, Problem
from riskreward.improvements import PERIOD, Outturn, Row
from riskreward.interchange.files import Location, read_text, refused
from riskreward.refusals import nearest

_FIGURE_BEGINS = re.compile(r"[(+-]?[£$€]?[+-]?\d{1,3}")
_FIGURE_GOES_ON = re.compile(r"\d{3}(\.\d+)?\)?%?")
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}


def read_outturn(path: Location) -> Outturn:
    """Return the outturn of a CSV file with a column `period`, one for each measure, and the evidence.

    The columns beside the measures are `status`, `verified by`, `verified on`, `evidence`, `invoice received` and,
    where the contract speaks of them, `council costs`. Raises InputError where the file or its heading cannot be
    read; what is wrong in the rows is told when they are settled, all at once.
    """
    if Path(path).suffix.lower() in {".toml", ".json"}:
        mend = "name the contract first, and then the outturn"
        raise refused(Path(path).name, "is a contract, where an outturn belongs", mend)
    return outturn_from_csv(read_text(path), Path(path).name)


def read_claims(path: Location) -> Outturn:
    """Return the table of claims of a CSV file: a row for each claim, with a person, an outcome and a period.

    The columns `date` and `evidence` may be left out. Raises InputError where the file or its heading cannot be read;
    what is wrong in the rows is told when a rate card works them out, all at once.
    """
    return _table_from_csv(read_text(path), Path(path).name, "claim")


def outturn_from_csv(text: str, name: str = "outturn") -> Outturn:
    """Return the outturn of a CSV text; `name` is what messages call it."""
    return _table_from_csv(text, name, "period")


def _table_from_csv(text: str, name: str, each: str) -> Outturn:
    lines = [(number, cells) for number, cells in _rows(text, name) if any(cell.strip() for cell in cells)]
    if not lines:
        raise refused(name, "is empty", f"write its columns in the first row, then a row for each {each}")
    number, cells = lines[0]
    heading = tuple(" ".join(cell.split()) for cell in cells)
    if problems := _heading_problems(f"{name} row {number}", cells, heading):
        raise InputError(problems)
    if not lines[1:]:
        raise refused(name, "has a heading but no rows", f"write a row for each {each}")
    return Outturn(tuple(_row(f"{name} row {number}", heading, cells) for number, cells in lines[1:]), name, heading)


def _rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True):
            rows.append((len(rows) + 1, cells))
    except csv.Error as error:
        what = "has a quotation mark that is not closed, or one in the middle of a cell"
        mend = 'put quotation marks around the whole cell, and write "" for each within it'
        if "limit" in str(error):
            what, mend = "has a cell longer than any outturn's", "close the quotation mark that begins it"
        raise refused(f"{name} row {len(rows) + 1}", what, mend) from None
    return rows


def _row(where: str, heading: tuple[str, ...], cells: list[str]) -> Row:
    entries = {column: cell.strip() for column, cell in zip(heading, cells, strict=False)}
    if len(cells) == len(heading):
        return Row(where, entries)
    what = f"has {_counted(len(cells))}, but the heading has {len(heading)}"
    mend = "give it as many cells as the heading, with nothing between two commas for a blank one"
    if len(cells) > len(heading):
        mend = f"put quotation marks around a cell that has a comma within it, such as {_split_figure(cells)}"
    return Row(where, entries, Problem(where, what, mend))


def _counted(cells: int) -> str:
    return f"{cells} cell{'' if cells == 1 else 's'}"


def _split_figure(cells: list[str]) -> str:
    """Return a figure that its own commas have split into cells, as it should be written."""
    parts: list[str] = []
    for cell in cells:
        text = cell.strip()
        if parts and _FIGURE_GOES_ON.fullmatch(text):
            parts.append(text)
        elif len(parts) > 1:
            break
        else:
            parts = [text] if _FIGURE_BEGINS.fullmatch(text) else []
    return f'"{",".join(parts)}"' if len(parts) > 1 else '"1,234.50"'


def _heading_problems(where: str, cells: list[str], heading: tuple[str, ...]) -> list[Problem]:
    if PERIOD not in heading:
        for separator, separated in _SEPARATORS.items():
            if any(separator in cell for cell in cells):
                mend = "save it with commas between the columns (in Excel: CSV UTF-8)"
                return [Problem(where, f"has {separated} between its columns", mend)]
        near = nearest(PERIOD, heading)
        written = f"write {shown(PERIOD)} for {shown(near)}" if near else "head the first column with it"
        return [Problem(where, f"has no column {shown(PERIOD)}", written)]
    problems = []
    for column, count in Counter(heading).items():
        if not column:
            problems.append(Problem(where, "has a column without a name", "name it, or leave it out"))
        elif count > 1:
            problems.append(Problem(where, f"has {count} columns {shown(column)}", "keep one of them"))
    return problems
