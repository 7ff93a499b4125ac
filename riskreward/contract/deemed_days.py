"""The days on which savings are deemed realised, held against the periods that they are savings of."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from riskreward.calendar import Period, add_months, day_text
from riskreward.findings import Problem
from riskreward.improvements import Row
from riskreward.improvements.stages import deemed_days
from riskreward.settlement.settled import Details

DAY = timedelta(days=1)


class SettledRow(NamedTuple):
    """A row of outturn with the period that it is for and what it says in words."""

    period: Period
    row: Row
    details: Details


def deemed_day_problems(rows: Iterable[SettledRow]) -> Iterator[Problem]:
    """Yield which days cannot be those on which savings were deemed realised; rows come in order of their periods."""
    before: dict[str, tuple[str, date]] = {}
    for period, row, details in rows:
        latest = add_months(period.last + DAY, 12) - DAY  # the end of a February is that of the next
        for column, day in deemed_days(details.stages).items():
            label, earlier = before.get(column, ("", period.first))
            wrong = None
            if day < period.first:
                wrong = f"before {period.label} began on {day_text(period.first)}"
            elif day > latest:
                wrong = f"more than a year after {period.label} ended on {day_text(period.last)}"
            elif day < earlier:
                wrong = f"before {day_text(earlier)}, on which the saving of {label} was deemed realised"
            if wrong is not None:
                first = max(period.first, min(earlier, latest))
                mend = f"write the day on which this saving was, from {first} to {latest}"
                yield Problem(row.at(column), f"is {day}, {wrong}", mend)
            else:
                before[column] = period.label, day
