"""What is wrong with an outturn under a contract: every row and cell, told at once and in the order of the file."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from riskreward.calendar import Calendar, read_date
from riskreward.contract.agreement import Agreement
from riskreward.contract.deemed_days import SettledRow, deemed_day_problems
from riskreward.contract.varying import as_far_as_read
from riskreward.fees import placed
from riskreward.figures import FigureError, shown
from riskreward.findings import InputError, Problem
from riskreward.improvements import COUNCIL_COSTS, DETAILS, PERIOD, STATUSES, Column, Measure, Outturn, Row
from riskreward.refusals import described, nearest, quoted, untellable
from riskreward.settlement.settled import Details


class OutturnProblems:
    """The problems of an outturn in `told`; those of the contract that only the outturn brings out in `levels`.

    `assumes_all` says whether the row of a period of that number has all that is not yet published.
    """

    def __init__(
        self,
        agreement: Agreement,
        outturn: Outturn,
        to: str | None = None,
        assumes_all: Callable[[int, Row], bool] = lambda number, row: False,
    ) -> None:
        self.told: list[Problem] = []
        self.levels: list[Problem] = []
        self._agreement = agreement
        self._outturn = outturn
        self._stages = as_far_as_read(agreement)
        self._known = known_columns(agreement)
        self._worked_out = {each.name: each.ratio for each in agreement.measure if each.ratio is not None}
        self._term = _term(agreement)
        self._absent: set[str] = set()
        self._labels: dict[str, Row] = {}
        if outturn.columns is not None:
            self._absent = self._heading(outturn.columns)
        last = self._last(to)
        seen: dict[int, Row] = {}
        unreadable = False
        for row in outturn:
            number = self._number(row)
            unreadable = unreadable or number is None
            if row.problem is not None:
                self.told.append(row.problem)
            elif number is None or last is None or number <= last:
                self._row(row, self._terms(number))
            if number is not None:
                seen.setdefault(number, row)
        if self._term is not None and not unreadable:
            self._gaps(self._term, seen, last, to)
        if self._term is not None:
            self._deemed_days(self._term, {each: seen[each] for each in sorted(seen) if last is None or each <= last})
            settled = [number for number in sorted(seen) if last is None or number <= last]
            self._levels(self._term, [number for number in settled if not assumes_all(number, seen[number])])

    def _heading(self, columns: Iterable[str]) -> set[str]:
        """Tell what is wrong with the columns of a file; return the needed ones that are not there."""
        where = f"{self._outturn.name} row 1"
        named = self._unknown(Row(where, dict.fromkeys(columns)))
        needed = [column for column in self._agreement.columns if not column.may_be_blank]
        absent = [column for column in needed if column.name not in columns]
        for column in absent:
            if column.name not in named:
                mend = f"head a column with it, and write a {column.holds} for each period"
                self.told.append(Problem(where, f"has no column {shown(column.name)}", mend))
        return {column.name for column in absent}

    def _unknown(self, row: Row) -> set[str | None]:
        """Tell which columns are none of the contract's; return those that they are nearly."""
        named: set[str | None] = set()
        for column in row.entries:
            if column in self._known:
                continue
            at = row.at(str(column))
            if column == COUNCIL_COSTS:
                mend = 'write council_costs = "taken off the saving" or "shown" in the contract'
                self.told.append(Problem(at, "is given, but the contract does not say what it does", mend))
                continue
            if column in self._worked_out:
                ratio = self._worked_out[column]
                what = f"is given, but it is worked out from {shown(ratio.of)} and {shown(ratio.to)}"
                self.told.append(Problem(at, what, "leave the column out"))
                continue
            near = nearest(column, [known for known in self._known if known not in row.entries])
            mend = f"did you mean {shown(near)}?" if near else f"the columns are {', '.join(self._known)}"
            self.told.append(Problem(at, "is no column of this contract", mend))
            named |= {near}
        return named

    def _last(self, to: str | None) -> int | None:
        if to is None or self._term is None:
            return None
        try:
            return self._term.periods.index(self._term.find(str(to), "to"))
        except InputError as error:
            self.told += error.problems
            return None

    def _number(self, row: Row) -> int | None:
        """Return which period of the term a row is for, if it says so."""
        try:
            return self._labelled(row)
        except InputError as error:
            if row.problem is None:
                self.told += error.problems
            return None

    def _labelled(self, row: Row) -> int | None:
        label = row.entries.get(PERIOD)
        at, first = row.at(PERIOD), self._term.periods[0].label if self._term else "2022-23"
        if PERIOD not in row.entries:
            raise InputError([Problem(row.where, "has no period", f'write "period": "{first}" in it')])
        if is_blank(label):
            raise InputError([Problem(at, "is empty", f"write the period, such as {first}")])
        if trouble := untellable(label):
            raise InputError([Problem(at, trouble.what, trouble.mend)])
        if isinstance(label, Mapping | list | tuple | set):
            raise InputError([Problem(at, f"is {described(label)}, where a period belongs", f"write it as {first}")])
        before = self._labels.setdefault("".join(str(label).split()).casefold(), row)
        if before is not row:
            what = f"is {shown(label)}, which {before.where} gives already"
            raise InputError([Problem(at, what, "leave one of them out")])
        return None if self._term is None else self._term.periods.index(self._term.find(str(label), at))

    def _terms(self, number: int | None) -> Agreement:
        """Return the terms in force in a period: those first agreed, where it is not known which period it is."""
        if len(self._stages) == 1 or number is None:
            return self._agreement
        return [each for each in self._stages if each.first <= number][-1].terms

    def _row(self, row: Row, terms: Agreement) -> None:
        named = self._unknown(row) if self._outturn.columns is None else set()
        for needed in terms.columns:
            column = needed.name
            value = row.entries.get(column)
            if column in self._absent or (column in named and column not in row.entries):
                continue
            if is_blank(value):
                if needed.may_be_blank:
                    continue
                nought = "; nought is written 0" if needed.is_number else ""
                self.told.append(Problem(row.at(column), "is missing", f"write the {needed.holds}{nought}"))
                continue
            try:
                read_cell(needed, value)
            except FigureError as error:
                self.told.append(Problem(row.at(column), quoted(error.what, value), error.mend))
        self.told += read_details(row, terms.staged)[1]

    def _gaps(self, term: Calendar, seen: dict[int, Row], last: int | None, to: str | None) -> None:
        labels = [period.label for period in term.periods]
        settled = [number for number in sorted(seen) if last is None or number <= last]
        if not settled:
            what = "has no row of the periods to settle" if self._outturn.rows else "is empty"
            self.told.append(Problem(self._outturn.name, what, f"write a row for {labels[0]}"))
            return
        why = f"before {labels[settled[-1]]}" if last is None else f"but is to be settled to {labels[last]}"
        for number in range(settled[-1] if last is None else last + 1):
            if number not in seen:
                self.told.append(
                    Problem(self._outturn.name, f"has no row for {labels[number]}, {why}", "write that row")
                )

    def _deemed_days(self, term: Calendar, rows: Mapping[int, Row]) -> None:
        """Tell which days of deemed realisation do not go with their periods."""
        self.told += deemed_day_problems(
            SettledRow(term.periods[number], row, read_details(row, self._terms(number).staged)[0])
            for number, row in rows.items()
            if row.problem is None
        )

    def _levels(self, term: Calendar, settled: list[int]) -> None:
        """Tell which published figures, such as levels of an index, are not known for a period that is settled."""
        missing: dict[Problem, None] = {}
        for number in settled:
            year = term.periods[number].year
            terms = self._terms(number)
            parts = [(f"measure[{position}]", measure.published) for position, measure in enumerate(terms.measure)]
            parts += [(where, iter(step.published)) for where, step in placed(terms.fee)]
            for part, published in parts:
                for where, called, known in published:
                    if year not in known:
                        what = f"has no {called} for {year}, which the outturn settles"
                        mend = f'write the published {called}: "{year}" = ...'
                        missing[Problem(f"{part}.{where}", what, mend)] = None
        self.levels += sorted(missing, key=lambda each: each.where)


def known_columns(agreement: Agreement) -> list[str]:
    """Return every column that an outturn may have, under whatever terms are in force."""
    terms = [each.terms for each in as_far_as_read(agreement)]
    bears_costs = any(each.council_costs is not None for each in terms)
    details = [column for column in DETAILS if column != COUNCIL_COSTS or bears_costs]
    words = [column for each in terms for measure in each.measure for column in measure.eligible.word_columns]
    return [*dict.fromkeys([PERIOD, *(column.name for each in terms for column in each.columns), *words, *details])]


def _term(agreement: Agreement) -> Calendar | None:
    try:
        return agreement.calendar
    except InputError:  # told with the contract's own problems
        return None


def is_blank(value: object) -> bool:
    """Return whether a cell holds nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def read_cell(column: Column, value: object) -> Fraction:
    """Return the figure of a column that needs one. Raises FigureError."""
    if trouble := untellable(value):
        raise FigureError(trouble.what, trouble.mend)
    return column.read(value)


def read_details(row: Row, staged: Iterable[Measure]) -> tuple[Details, list[Problem]]:
    """Return what a row says of its evidence, and what is wrong with it."""
    problems: list[Problem] = []

    def text(column: str) -> str:
        value = row.entries.get(column)
        if is_blank(value):
            return ""
        if trouble := untellable(value):
            problems.append(Problem(row.at(column), trouble.what, trouble.mend))
            return ""
        if not isinstance(value, str | int) or isinstance(value, bool):
            problems.append(Problem(row.at(column), f"is {described(value)}, where text belongs", "write it in quotes"))
            return ""
        return " ".join(str(value).split())

    def day(column: str) -> date | None:
        value: Any = row.entries.get(column)
        if is_blank(value):
            return None
        if not isinstance(value, str | date):
            what = f"is {described(value)}, where a date belongs"
            problems.append(Problem(row.at(column), what, "write it as 2026-04-01"))
            return None
        try:
            return read_date(value, row.at(column))
        except InputError as error:
            problems.extend(error.problems)
            return None

    status = text("status")
    if status and status not in STATUSES:
        near = nearest(status, STATUSES)
        asked = f"did you mean {near!r}? " if near else ""
        mend = f"{asked}choose one of {', '.join(STATUSES)}"
        problems.append(Problem(row.at("status"), f"is {shown(status)}", mend))
    by, on, evidence, received = text("verified by"), day("verified on"), text("evidence"), day("invoice received")
    stages: dict[str, str] = {}
    for measure in staged:
        words, told = measure.eligible.in_words(row)
        stages |= words
        problems += told
    return Details(status, by, on, evidence, received, stages), problems
