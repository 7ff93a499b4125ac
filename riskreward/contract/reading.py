"""Reading an outturn against a contract: every entry in its measure's unit, every problem told at once."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from riskreward.calendar import read_date
from riskreward.contract.agreement import Agreement
from riskreward.contract.assembly import Assembled
from riskreward.figures import FigureError, read_money, shown
from riskreward.findings import InputError, Problem
from riskreward.improvements import COUNCIL_COSTS, DETAILS, PERIOD, STATUSES, Outturn, Row
from riskreward.kernel.words import PATH
from riskreward.settlement import Details


class Reader:
    """Reads rows of outturn into the whole numbers of the contract's facts; `problems` collects what is wrong."""

    def __init__(self, agreement: Agreement, assembled: Assembled) -> None:
        self._agreement = agreement
        self._assembled = assembled
        self._term = {period.label: number for number, period in enumerate(agreement.calendar.periods)}
        self._measures = {measure.name: measure for measure in agreement.measure}
        columns = [PERIOD, *self._measures, *DETAILS]
        if agreement.council_costs is None:
            columns.remove(COUNCIL_COSTS)
        self._columns = dict.fromkeys(columns)
        facts = assembled.program.fact_numbers
        self._facts = {
            column: (facts[path], assembled.program.facts[facts[path]].denominator)
            for column, path in [
                *((name, f"{name}{PATH}outturn") for name in self._measures),
                (COUNCIL_COSTS, COUNCIL_COSTS),
            ]
            if path in facts
        }
        self.problems: list[Problem] = []

    def read(self, outturn: Outturn, to: str | None) -> tuple[list[list[int]], list[Details]]:
        """Return the facts of each settled period and what the rows say of their evidence.

        Raises InputError with every problem of the outturn.
        """
        self.problems = list(outturn.problems)
        last = self._last(to)
        by_period: dict[int, Row] = {}
        for row in outturn:
            number = self._period(row, by_period)
            if number is not None:
                by_period[number] = row
        settled = [number for number in sorted(by_period) if number <= last]
        self._gaps(settled, bool(outturn.rows))
        facts, details = [], []
        for number in settled:
            row = by_period[number]
            facts.append(self._values(number, row))
            details.append(self._details(row))
        if self.problems:
            raise InputError(self.problems)
        return facts, details

    def _last(self, to: str | None) -> int:
        if to is None:
            return len(self._term) - 1
        return self._term[self._agreement.calendar.find(to, "to").label]

    def _period(self, row: Row, known: Mapping[int, Row]) -> int | None:
        label = row.entries.get(PERIOD)
        if isinstance(label, str) and label in self._term:
            number = self._term[label]
        else:
            try:
                number = self._term[self._agreement.calendar.find(str(label), row.at(PERIOD)).label]
            except InputError as error:
                self.problems += error.problems
                return None
        if number in known:
            where = known[number].where
            self.problems.append(
                Problem(row.at(PERIOD), f"is {shown(label)}, which {where} gives already", "leave one of them out")
            )
            return None
        return number

    def _gaps(self, settled: Sequence[int], any_rows: bool) -> None:
        labels = list(self._term)
        if not settled and not self.problems:
            what = "has no row of the periods to settle" if any_rows else "is empty"
            self.problems.append(Problem("outturn", what, f"write a row for {labels[0]}"))
        for number in range(settled[-1] if settled else 0):
            if number not in settled:
                self.problems.append(
                    Problem(
                        "outturn", f"has no row for {labels[number]}, before {labels[settled[-1]]}", "write that row"
                    )
                )

    def _values(self, number: int, row: Row) -> list[int]:
        """Return every fact of a period as a whole number."""
        values = [0 if value is None else value for value in self._assembled.scheduled[number]]
        entries = row.entries
        if entries.keys() - self._columns.keys():
            self._unknown(row)
        for column, (fact, denominator) in self._facts.items():
            value = entries.get(column)
            if value is None or (isinstance(value, str) and not value.strip()):
                self.problems.append(Problem(row.at(column), "is missing", "write the figure; nought is written 0"))
                continue
            try:
                figure = self._figure(column, value)
            except FigureError as error:
                self.problems.append(Problem(row.at(column), error.what, error.mend))
                continue
            values[fact] = figure.numerator * (denominator // figure.denominator)
        self._unpublished(number)
        return values

    def _figure(self, column: str, value: object) -> Fraction:
        if column in self._measures:
            return self._measures[column].read(value)
        costs = Fraction(read_money(value, self._agreement.currency))
        if costs < 0:
            raise FigureError(f"is {shown(value)}, below nought", "write costs as a positive figure")
        return costs

    def _unknown(self, row: Row) -> None:
        for column in row.entries:
            if column in self._columns:
                continue
            if column == COUNCIL_COSTS:
                mend = 'write council_costs = "taken off the saving" or "shown" in the contract'
                self.problems.append(
                    Problem(row.at(column), "is given, but the contract does not say what it does", mend)
                )
                continue
            near = difflib.get_close_matches(str(column), [str(known) for known in self._columns], 1, 0.6)
            known = ", ".join(self._columns)
            mend = f"did you mean {near[0]!r}?" if near else f"the columns are {known}"
            self.problems.append(Problem(row.at(str(column)), "is no column of this contract", mend))

    def _unpublished(self, number: int) -> None:
        """Tell which figures the calendar decides are not known for a period that is settled."""
        outturns = {fact for fact, _ in self._facts.values()}
        for place, value in enumerate(self._assembled.scheduled[number]):
            if value is None and place not in outturns:
                measure = self._assembled.program.facts[place].path.split(PATH)[0]
                position = list(self._measures).index(measure)
                year = self._assembled.periods[number].year
                problem = Problem(
                    f"measure[{position}].baseline.index.levels",
                    f"has no level for {year}, which the outturn settles",
                    f'write the published level: "{year}" = ...',
                )
                if problem not in self.problems:
                    self.problems.append(problem)

    def _details(self, row: Row) -> Details:
        status = _text(row.entries.get("status"))
        if status and status not in STATUSES:
            listed = ", ".join(STATUSES)
            self.problems.append(Problem(row.at("status"), f"is {shown(status)}", f"choose one of {listed}"))
        return Details(
            status,
            _text(row.entries.get("verified by")),
            self._date(row, "verified on"),
            _text(row.entries.get("evidence")),
            self._date(row, "invoice received"),
        )

    def _date(self, row: Row, column: str) -> date | None:
        value = row.entries.get(column)
        if value is None or value == "":
            return None
        try:
            return read_date(value, row.at(column))
        except InputError as error:
            self.problems += error.problems
            return None


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def run_off_facts(assembled: Assembled, settled: int) -> Iterator[list[int]]:
    """Return the facts of each period after the term: what is not due is nothing."""
    for scheduled in assembled.scheduled[settled:]:
        yield [0 if value is None else value for value in scheduled]
