"""The outturn: what really happened, period by period, with who verified it and when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, get_args

from riskreward.figures import shown
from riskreward.findings import InputError, Problem
from riskreward.refusals import described

Status = Literal["provisional", "final", "audited"]
STATUSES: tuple[Status, ...] = get_args(Status)

PERIOD = "period"
COUNCIL_COSTS = "council costs"
DETAILS = ("status", "verified by", "verified on", "evidence", "invoice received", COUNCIL_COSTS)
"""The columns of an outturn beside the period and the measures."""


@dataclass(frozen=True, slots=True)
class Row:
    """One period's outturn as typed: entries by column, and where it stands, such as "outturn.csv row 3".

    Of a row that could not be read, `problem` says why; what entries it has may belong to other columns. `assumed` has
    what is taken for figures that a contract may not have yet, such as a level of an index, by the paths of their
    facts: a row that was drawn has them, and one that is typed has none.
    """

    where: str
    entries: Mapping[str, Any]
    problem: Problem | None = None
    assumed: Mapping[str, Fraction] = field(default_factory=dict)

    def at(self, column: str) -> str:
        """Return where an entry stands, for a message."""
        return f"{self.where}, column {shown(column)}," if self.where else column


@dataclass(frozen=True, slots=True)
class Outturn:
    """Rows of outturn, in any order; settling them reads each entry in its measure's unit.

    Of a file, `name` is what messages call it, and `columns` is its heading.
    """

    rows: tuple[Row, ...]
    name: str = "outturn"
    columns: tuple[str, ...] | None = None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_records(self) -> list[dict[str, Any]]:
        """Return the rows as they were typed."""
        return [dict(row.entries) for row in self.rows]


def read_records(records: Iterable[Mapping[str, Any]], where: str = "outturn") -> Outturn:
    """Return an outturn from records: mappings with a period, each measure by name, and the details."""
    rows = []
    for number, record in enumerate(records):
        at = f"{where}[{number}]"
        if isinstance(record, Mapping):
            rows.append(Row(at, dict(record)))
        else:
            what = f"is {described(record)}, where a record belongs"
            rows.append(Row(at, {}, Problem(at, what, 'write {"period": "2022-23", ...}')))
    return Outturn(tuple(rows))


def outturn_of(given: object, only_measure: str | None) -> Outturn:
    """Return an outturn from what a notebook holds: records, or a figure (or a record) for each period.

    `only_measure` names the measure that a bare figure belongs to, where the contract has only one.
    """
    if isinstance(given, Outturn):
        return given
    if isinstance(given, Mapping):
        return Outturn(tuple(_row(period, entry, only_measure) for period, entry in given.items()))
    if isinstance(given, Iterable) and not isinstance(given, str | bytes):
        return read_records(given)
    what = f"is {shown(given)}, where figures by period belong"
    raise InputError([Problem("outturn", what, 'write {"2022-23": "£11,885,000"}, or read_outturn(path) for a file')])


def _row(period: object, entry: object, only_measure: str | None) -> Row:
    at = f"outturn[{shown(period)}]"
    if isinstance(entry, Mapping):
        return Row(at, {**entry, PERIOD: period})
    if only_measure is not None:
        return Row(at, {PERIOD: period, only_measure: entry})
    what = f"is {described(entry)}, but the contract has several measures"
    return Row(at, {PERIOD: period}, Problem(at, what, 'name them: {"2022-23": {"running costs": ...}}'))
