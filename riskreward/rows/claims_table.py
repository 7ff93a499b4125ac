"""Reading a table of claims: who is said to have achieved which outcome, in which period, and on what evidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from riskreward.calendar import Calendar, day_text, read_date
from riskreward.figures import shown
from riskreward.findings import InputError, Problem
from riskreward.improvements import PERIOD, Outturn, Row
from riskreward.improvements.outturn import read_records
from riskreward.refusals import described, nearest
from riskreward.rows.terms import CardTerms

PERSON, OUTCOME, DATE, EVIDENCE = "person", "outcome", "date", "evidence"
COLUMNS = (PERSON, OUTCOME, PERIOD, DATE, EVIDENCE)
"""The columns of a table of claims; the last two may be left out."""

NEEDED = (PERSON, OUTCOME, PERIOD)

Periods = Calendar | Sequence[str]
"""The periods that claims are made in: a contract's calendar, or labels in their order."""


class Claim(NamedTuple):
    """A claim as read: the place of its row, and what messages call it; `number` is the place of its period."""

    row: int
    where: str
    person: str
    outcome: str
    period: str
    number: int
    date: date | None
    evidence: str


def read_table(card: CardTerms, given: object, periods: Periods) -> list[Claim]:
    """Return the claims in the order of the table.

    Raises InputError with every problem: a row that cannot be read, a person paid for one outcome more often than the
    card says, and alternatives of which nobody can say which was achieved first.
    """
    table = _Table(card, periods)
    claims = table.read(_rows(given))
    problems = [*table.problems, *_too_often(card, claims), *_undecided(card, claims)]
    if problems:
        raise InputError(problems)
    return claims


def in_turn(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Return the claims of each person in the order they count: by period, by date within it, then as listed."""
    found: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=_order):
        found.setdefault(claim.person, []).append(claim)
    return found


def _order(claim: Claim) -> tuple[int, date]:
    return claim.number, claim.date or date.max


def _rows(given: object) -> Outturn:
    if isinstance(given, Outturn):
        return given
    if isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping):
        return read_records(given, "claims")
    what = f"is {described(given)}, where a table of claims belongs"
    mend = 'write [{"person": "A17", "outcome": ..., "period": ...}], or read_claims(path) for a file'
    raise InputError([Problem("claims", what, mend)])


class _Table:
    """Reads rows, and keeps what is wrong with them."""

    def __init__(self, card: CardTerms, periods: Periods) -> None:
        self.problems: list[Problem] = []
        self._outcomes = {_loosely(name): name for name in card.names}
        self._calendar = periods if isinstance(periods, Calendar) else None
        self._labels = labels_of(periods)
        self._people: dict[str, tuple[str, str]] = {}
        self._absent: frozenset[str] = frozenset()

    def read(self, table: Outturn) -> list[Claim]:
        if table.columns is not None:
            where = f"{table.name} row 1"
            self._absent = frozenset(NEEDED) - frozenset(table.columns)
            self.problems += _unknown(Row(where, dict.fromkeys(table.columns)))
            for name in NEEDED:
                if name in self._absent:
                    mend = f"head a column with it; the columns are {', '.join(COLUMNS)}"
                    self.problems.append(Problem(where, f"has no column {shown(name)}", mend))
        claims = []
        for place, row in enumerate(table):
            if row.problem is not None:
                self.problems.append(row.problem)
                continue
            if table.columns is None:
                self.problems += _unknown(row)
            claim = self._claim(place, row)
            if claim is not None:
                claims.append(claim)
        return claims

    def _claim(self, place: int, row: Row) -> Claim | None:
        person, outcome, number = self._person(row), self._outcome(row), self._period(row)
        on, evidence = self._date(row, number), _text(row.entries.get(EVIDENCE))
        if person is None or outcome is None or number is None:
            return None
        return Claim(place, row.where, person, outcome, self._labels[number], number, on, evidence)

    def _given(self, row: Row, column: str, mend: str) -> str | None:
        """Return what a row needs to say, tidied; tell of a row that does not say it."""
        value = row.entries.get(column)
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            self.problems.append(Problem(row.at(column), f"is {described(value)}, where text belongs", mend))
            return None
        if text := _text(value):
            return text
        if column not in self._absent:
            self.problems.append(Problem(row.at(column), "is empty", mend))
        return None

    def _person(self, row: Row) -> str | None:
        person = self._given(row, PERSON, "write who it is claimed for, such as A17")
        if person is None:
            return None
        before, where = self._people.setdefault(_loosely(person), (person, row.where))
        if before != person:
            what = f"is {shown(person)}, but {where} writes {shown(before)}"
            self.problems.append(Problem(row.at(PERSON), what, "write one person in one way, and two in two"))
        return before

    def _outcome(self, row: Row) -> str | None:
        known = list(self._outcomes.values())
        outcome = self._given(row, OUTCOME, f"write one of {', '.join(map(shown, known))}")
        if outcome is None or _loosely(outcome) in self._outcomes:
            return None if outcome is None else self._outcomes[_loosely(outcome)]
        near = nearest(outcome, known)
        mend = f"did you mean {shown(near)}?" if near else f"write one of {', '.join(map(shown, known))}"
        self.problems.append(Problem(row.at(OUTCOME), f"is {shown(outcome)}, which is not on the card", mend))
        return None

    def _period(self, row: Row) -> int | None:
        label = self._given(row, PERIOD, f"write the period it is claimed in, such as {self._labels[0]}")
        if label is None:
            return None
        try:
            return number_of(label, self._calendar or self._labels, row.at(PERIOD))
        except InputError as error:
            self.problems += error.problems
            return None

    def _date(self, row: Row, number: int | None) -> date | None:
        value = row.entries.get(DATE)
        if value is None or value == "":
            return None
        try:
            on = read_date(value, row.at(DATE))
        except InputError as error:
            self.problems += error.problems
            return None
        if self._calendar is not None and number is not None:
            period = self._calendar.periods[number]
            if on > period.last:
                what = f"is {on}, but {period.label} ends on {day_text(period.last)}"
                self.problems.append(Problem(row.at(DATE), what, "correct the date, or the period it is claimed in"))
            elif on < self._calendar.starts:
                what = f"is {on}, before the term begins on {day_text(self._calendar.starts)}"
                self.problems.append(Problem(row.at(DATE), what, "correct the date, or take the claim out"))
        return on


def labels_of(periods: Periods) -> tuple[str, ...]:
    """Return the labels of the periods, in order."""
    return tuple(each.label for each in periods.periods) if isinstance(periods, Calendar) else tuple(periods)


def number_of(label: str, periods: Periods, where: str) -> int:
    """Return the place of a period, however its label is spaced. Raises InputError for one that is not among them."""
    if isinstance(periods, Calendar):
        return periods.periods.index(periods.find(label, where))
    tight = [_tight(each) for each in periods]
    if _tight(label) in tight:
        return tight.index(_tight(label))
    raise InputError(
        [Problem(where, f"is {shown(label)}, which is not one of {', '.join(periods)}", "write one of them")]
    )


def _too_often(card: CardTerms, claims: Sequence[Claim]) -> Iterator[Problem]:
    """Tell of each claim for what its person has been paid as often as the card pays it."""
    before: dict[tuple[str, str], list[str]] = {}
    for claim in claims:
        rows = before.setdefault((claim.person, claim.outcome), [])
        times = card.outcome(claim.outcome).times
        if len(rows) >= times:
            earlier = rows[0] if times == 1 else f"{len(rows)} rows before it, the first of them {rows[0]},"
            what = f"claims {shown(claim.outcome)} for {shown(claim.person)} again, as {earlier} "
            often = "once" if times == 1 else f"at most {times} times"
            yield Problem(
                claim.where,
                what + ("does" if times == 1 else "do"),
                f"it is paid {often} for each person: leave one of them out",
            )
            continue
        rows.append(claim.where)


def _undecided(card: CardTerms, claims: Sequence[Claim]) -> Iterator[Problem]:
    """Tell of two alternatives of a person of which the table does not say which was achieved first."""
    for group in card.alternatives:
        if group.counts != "the first achieved":
            continue
        for person in in_turn(claim for claim in claims if claim.outcome in group.outcomes).values():
            first = person[0]
            for claim in person[1:]:
                if claim.outcome != first.outcome and (problem := _order_problem(first, claim)):
                    yield problem
                    break


def _order_problem(first: Claim, claim: Claim) -> Problem | None:
    names = (
        f"claims {shown(claim.outcome)} for {shown(claim.person)}, of whom {first.where} claims {shown(first.outcome)}"
    )
    if claim.number > first.number:
        if first.date is None or claim.date is None or claim.date > first.date:
            return None
        return Problem(
            claim.where,
            f"{names} as the first achieved, but it is dated {claim.date}, not after {first.date}",
            "correct the dates, or take one of them out",
        )
    if first.date is not None and claim.date is not None and claim.date > first.date:
        return None
    return Problem(
        claim.where,
        f"{names} in the same period; only the first achieved counts",
        "write the date of both, which differ",
    )


def _unknown(row: Row) -> Iterator[Problem]:
    """Tell which columns are none of a table of claims."""
    for column in row.entries:
        if column not in COLUMNS:
            near = nearest(column, [each for each in COLUMNS if each not in row.entries])
            mend = f"did you mean {shown(near)}?" if near else f"leave it out; the columns are {', '.join(COLUMNS)}"
            yield Problem(row.at(str(column)), "is no column of a table of claims", mend)


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _loosely(text: str) -> str:
    return " ".join(text.split()).casefold()


def _tight(text: str) -> str:
    return "".join(text.split()).upper()
