"""The outturn: what really happened, period by period, with who verified it and when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from riskreward.findings import InputError, Problem

Status = Literal["provisional", "final", "audited"]
STATUSES: tuple[Status, ...] = get_args(Status)

PERIOD = "period"
COUNCIL_COSTS = "council costs"
DETAILS = ("status", "verified by", "verified on", "evidence", "invoice received", COUNCIL_COSTS)
"""The columns of an outturn beside the period and the measures."""


@dataclass(frozen=True, slots=True)
class Row:
    """One period's outturn as typed: entries by column, and where it stands, such as "outturn.csv row 3"."""

    where: str
    entries: Mapping[str, Any]

    def at(self, column: str) -> str:
        """Return where an entry stands, for a message."""
        return f"{self.where}, column {column!r}," if self.where else column


@dataclass(frozen=True, slots=True)
class Outturn:
    """Rows of outturn, in any order; settling them reads each entry in its measure's unit."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    """What is wrong with rows that could not be read; told with everything else when the outturn is settled."""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_records(self) -> list[dict[str, Any]]:
        """Return the rows as they were typed."""
        return [dict(row.entries) for row in self.rows]


def read_records(records: Iterable[Mapping[str, Any]], where: str = "outturn") -> Outturn:
    """Return an outturn from records: mappings with a period, each measure by name, and the details.

    Raises InputError where a record is no mapping or has no period.
    """
    rows, problems = [], []
    for number, record in enumerate(records):
        at = f"{where}[{number}]"
        if not isinstance(record, Mapping):
            problems.append(Problem(at, f"is {record!r}, where a record belongs", 'write {"period": "2022-23", ...}'))
        elif PERIOD not in record:
            problems.append(Problem(at, "has no period", 'write "period": "2022-23" in it'))
        else:
            rows.append(Row(at, dict(record)))
    if problems:
        raise InputError(problems)
    return Outturn(tuple(rows))


def outturn_of(given: object, only_measure: str | None) -> Outturn:
    """Return an outturn from what a notebook holds: records, or a figure (or a record) for each period.

    `only_measure` names the measure that a bare figure belongs to, where the contract has only one.
    """
    if isinstance(given, Outturn):
        return given
    if isinstance(given, Mapping):
        records = []
        for period, entry in given.items():
            if isinstance(entry, Mapping):
                records.append({PERIOD: period, **entry})
            elif only_measure is not None:
                records.append({PERIOD: period, only_measure: entry})
            else:
                problem = Problem(
                    f"outturn[{period!r}]",
                    f"is {entry!r}, but the contract has several measures",
                    'name them: {"2022-23": {"running costs": ...}}',
                )
                raise InputError([problem])
        rows = tuple(Row(f"outturn[{record[PERIOD]!r}]", record) for record in records)
        return Outturn(rows)
    if isinstance(given, Iterable) and not isinstance(given, str | bytes):
        return read_records(given)
    raise InputError(
        [
            Problem(
                "outturn",
                f"is {given!r}, where figures by period belong",
                'write {"2022-23": "£11,885,000"}, or read_outturn(path) for a file',
            )
        ]
    )
