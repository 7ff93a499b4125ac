"""Published figures by authority, line and year: read once, and told of where they cannot be relied on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from riskreward.figures import FigureError, money_text, read_number
from riskreward.findings import Finding, InputError, Problem

THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of the published rows holds what; `authority` is a code, since names are spelled in many ways."""

    authority: str
    named: str
    line: str
    year: str
    figure: str
    in_thousands: bool = False


@dataclass(frozen=True, slots=True)
class FiguresByYear:
    """What each authority spent on each line in each year, in pounds, and what was left out with the reason."""

    years: tuple[str, ...]
    names: Mapping[str, str]
    figures: Mapping[str, Mapping[str, Mapping[str, Fraction]]]
    findings: tuple[Finding, ...] = field(default=())

    def __iter__(self) -> Iterator[str]:
        return iter(self.figures)

    def __len__(self) -> int:
        return len(self.figures)


def figures_by_year(
    rows: Iterable[Mapping[str, Any]], columns: Columns, years: Iterable[str], leave_out: Iterable[str] = ()
) -> FiguresByYear:
    """Return the figures of every authority that has each of its lines once in each of the years.

    The lines in `leave_out`, such as a total, are not read. An authority without all the years, or with a line given
    twice, is left out with a finding. Raises InputError for a column that is not there or a figure that cannot be
    read, every one at once.
    """
    wanted, left_out = tuple(years), set(leave_out)
    read = _Read(columns)
    for number, row in enumerate(rows):
        read.row(number, row, wanted, left_out)
    if read.problems:
        raise InputError(read.problems)
    findings: list[Finding] = []
    kept: dict[str, Mapping[str, Mapping[str, Fraction]]] = {}
    for authority, lines in read.figures.items():
        name = f"{read.names[authority]} ({authority})"
        if finding := _twice(name, read.twice.get(authority, [])) or _years_missing(name, lines, wanted):
            findings.append(finding)
        else:
            kept[authority] = lines
    return FiguresByYear(wanted, read.names, kept, tuple(findings))


class _Read:
    """The rows as they are read: the figures, the names, what is given twice and what cannot be read."""

    def __init__(self, columns: Columns) -> None:
        self.figures: dict[str, dict[str, dict[str, Fraction]]] = {}
        self.names: dict[str, str] = {}
        self.twice: dict[str, list[tuple[str, str, Fraction, Fraction]]] = {}
        self.problems: list[Problem] = []
        self._columns = columns

    def row(self, number: int, row: Mapping[str, Any], years: tuple[str, ...], left_out: set[str]) -> None:
        """Read one row, or say what is wrong with it."""
        columns = self._columns
        needed = (columns.authority, columns.named, columns.line, columns.year, columns.figure)
        if missing := [column for column in needed if column not in row]:
            what = f"has no column {', '.join(map(repr, missing))}"
            self.problems.append(Problem(f"rows[{number}]", what, f"its columns are {', '.join(map(str, row))}"))
            return
        authority, line, year = (str(row[each]).strip() for each in (columns.authority, columns.line, columns.year))
        if line in left_out or year not in years:
            return
        try:
            figure = read_number(row[columns.figure]) * (THOUSAND if columns.in_thousands else 1)
        except FigureError as error:
            where = f"rows[{number}].{columns.figure}"
            self.problems.append(Problem(where, error.what, error.mend))
            return
        self.names.setdefault(authority, str(row[columns.named]).strip())
        of_line = self.figures.setdefault(authority, {}).setdefault(line, {})
        if year in of_line:
            self.twice.setdefault(authority, []).append((line, year, of_line[year], figure))
        else:
            of_line[year] = figure


def _twice(name: str, given: list[tuple[str, str, Fraction, Fraction]]) -> Finding | None:
    """Tell of figures that are given twice: the first that differs, or the first."""
    if not given:
        return None
    different = [each for each in given if each[2] != each[3]]
    line, year, first, second = (different or given)[0]
    text = f"{name} is left out: {len(given)} of its figures are given twice"
    if different:
        text += f", {len(different)} of them differently ({line}, {year}: {money_text(first)} and {money_text(second)})"
    return Finding("figures given twice", f"{text}.", "warning")


def _years_missing(name: str, lines: Mapping[str, Mapping[str, Fraction]], years: tuple[str, ...]) -> Finding | None:
    """Tell of an authority, or a line of it, that has not every year."""
    have = [year for year in years if any(year in figures for figures in lines.values())]
    lacking = [year for year in years if year not in have]
    if lacking:
        text = f"{name} is left out: it has no figures for {', '.join(lacking)}"
        return Finding("years missing", f"{text}.", "warning")
    broken = [line for line, figures in lines.items() if len(figures) < len(years)]
    if broken:
        return Finding("years missing", f"{name} is left out: {broken[0]} has not every year.", "warning")
    return None
