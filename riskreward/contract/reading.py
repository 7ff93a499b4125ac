"""Reading an outturn against a contract: every entry in its measure's unit, every problem told at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from riskreward.contract.agreement import Agreement
from riskreward.contract.assembly import Assembled
from riskreward.contract.deemed_days import SettledRow, deemed_day_problems
from riskreward.contract.outturn_problems import OutturnProblems, known_columns, read_cell, read_details
from riskreward.contract.varying import InForce
from riskreward.figures import whole_parts
from riskreward.findings import InputError
from riskreward.improvements import DETAILS, PERIOD, Column, Outturn, Row
from riskreward.kernel import share
from riskreward.settlement.settled import Details


class _Filled(NamedTuple):
    """Which fact a column of figures fills, and between which whole numbers it needs no closer look."""

    column: Column
    fact: int
    denominator: int
    low: int
    high: int


class UnsettledError(ValueError):
    """Something in an outturn keeps it from being settled."""


class Reader:
    """Reads rows of outturn into the whole numbers of the contract's facts."""

    def __init__(self, agreement: Agreement, stages: Sequence[InForce], columns: Iterable[str] = ()) -> None:
        assembled = stages[0].assembled
        self._agreement = agreement
        self._assembled = assembled
        self._calendar = stages[-1].terms.calendar
        self._term = {period.label: number for number, period in enumerate(self._calendar.periods)}
        self._columns = set(columns or known_columns(agreement))
        self._later = [(each.first, Reader(each.terms, (each,), self._columns)) for each in stages[:0:-1]]
        self._staged = agreement.staged
        words = [column for each in self._staged for column in each.eligible.word_columns]
        self._in_words = {*DETAILS, *words}
        facts = assembled.program.fact_numbers
        self._facts = [self._filled(each, facts[each.fact]) for each in agreement.columns if each.fact in facts]
        outturns = {each.fact for each in self._facts}
        self._decided = [[0 if value is None else value for value in each] for each in assembled.scheduled]
        self._not_published = [
            [place for place, value in enumerate(each) if value is None and place not in outturns]
            for each in assembled.scheduled
        ]

    def read(self, outturn: Outturn, to: str | None) -> tuple[list[list[int]], list[Details]]:
        """Return the facts of each settled period and what the rows say of their evidence.

        Raises InputError with every problem of the outturn.
        """
        try:
            return self._read(outturn, to)
        except (ValueError, InputError):
            found = OutturnProblems(self._agreement, outturn, to, self._assumes_all)
            if not found.told and not found.levels:
                raise
            raise InputError(dict.fromkeys([*found.told, *found.levels])) from None

    def _read(self, outturn: Outturn, to: str | None) -> tuple[list[list[int]], list[Details]]:
        """Return the same, stopping at the first thing that must be told of."""
        find = self._calendar.find
        last = len(self._term) - 1 if to is None else self._term[find(to).label]
        rows: dict[int, Row] = {}
        for row in outturn:
            label = row.entries.get(PERIOD)
            number = self._term[label if isinstance(label, str) and label in self._term else find(str(label)).label]
            if row.problem is not None or number in rows:
                raise UnsettledError
            if number <= last:
                rows[number] = row
        if not rows or len(rows) <= (max(rows) if to is None else last):
            raise UnsettledError
        facts = [self._in_force(number)._values(number, rows[number]) for number in range(len(rows))]
        details = [self._in_force(number)._details(rows[number]) for number in range(len(rows))]
        staged = [number for number, each in enumerate(details) if each.stages]
        periods = self._calendar.periods
        if any(deemed_day_problems(SettledRow(periods[each], rows[each], details[each]) for each in staged)):
            raise UnsettledError
        return facts, details

    def _in_force(self, number: int) -> "Reader":
        """Return the reader of the terms in force in a period."""
        for first, reader in self._later:
            if number >= first:
                return reader
        return self

    def _filled(self, column: Column, number: int) -> _Filled:
        fact = self._assembled.program.facts[number]
        low, high = (fact.low, fact.high) if column.is_number and column.is_plain else (1, 0)
        if fact.kind == share:  # a bare number above the whole is likely to be a percentage without its sign
            low, high = max(low, -fact.denominator), min(high, fact.denominator)
        return _Filled(column, number, fact.denominator, low, high)

    def _values(self, number: int, row: Row) -> list[int]:
        """Return every fact of a period as a whole number."""
        values = self._decided[number].copy()
        entries = row.entries
        if not entries.keys() <= self._columns:
            raise UnsettledError
        for place in self._not_published[number]:
            values[place] = self._assumed(place, row)
        for column, fact, denominator, low, high in self._facts:
            value = entries.get(column.name)
            whole = whole_parts(value, denominator)
            if whole is None or not low <= whole <= high:
                figure = read_cell(column, value)
                whole = figure.numerator * (denominator // figure.denominator)
            values[fact] = whole
        return values

    def _assumed(self, place: int, row: Row) -> int:
        """Return what a row assumes of a fact that is not yet published. Raises UnsettledError where it does not."""
        fact = self._assembled.program.facts[place]
        figure = row.assumed.get(fact.path)
        if figure is None or not fact.low <= figure * fact.denominator <= fact.high:
            raise UnsettledError
        if fact.denominator % figure.denominator:
            raise UnsettledError
        return int(figure * fact.denominator)

    def _assumes_all(self, number: int, row: Row) -> bool:
        """Return whether a row assumes every figure that its period needs and that is not yet published."""
        reader = self._in_force(number)
        try:
            return all(reader._assumed(place, row) is not None for place in reader._not_published[number])
        except UnsettledError:
            return False

    def _details(self, row: Row) -> Details:
        if row.entries.keys().isdisjoint(self._in_words):
            return _NO_DETAILS
        details, problems = read_details(row, self._staged)
        if problems:
            raise UnsettledError
        return details


_NO_DETAILS = Details()


def run_off_facts(assembled: Assembled, settled: int) -> Iterator[list[int]]:
    """Return the facts of each period after the term: what is not due is nothing."""
    for scheduled in assembled.scheduled[settled:]:
        yield [0 if value is None else value for value in scheduled]
