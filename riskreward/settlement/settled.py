"""What was settled, line by line: every figure, where it comes from, and the evidence it rests on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from typing import NamedTuple

from riskreward.baselines import Adjustment
from riskreward.calendar import Period, payment_due
from riskreward.figures import exact_decimal, rounded, terminates
from riskreward.findings import Finding
from riskreward.improvements import Measure, Outturn
from riskreward.kernel import Kind, Program, money, share
from riskreward.kernel.words import PATH
from riskreward.readers import exact
from riskreward.readers.words import Words, values
from riskreward.schedule import FIRST_OF_YEAR
from riskreward.settlement.stretch import Stretch, Varied
from riskreward.settlement.terms import SettlementTerms


@dataclass(frozen=True, slots=True)
class Details:
    """What an outturn row says of its evidence, the day a valid invoice was received, and stages by column."""

    status: str = ""
    verified_by: str = ""
    verified_on: date | None = None
    evidence: str = ""
    invoice_received: date | None = None
    stages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the statement; `exact` is its figure before anything was rounded to be shown.

    Money is in the contract's currency, a share in per cent.
    """

    name: str
    path: str
    amount: Decimal
    exact: Fraction
    unit: str
    clause: str
    working: str


class Header(NamedTuple):
    """Whose statement this is."""

    title: str
    authority: str
    provider: str
    currency: str


@dataclass(frozen=True, eq=False)
class PeriodStatement:
    """One period's lines. `period_statement["paid"]` is a line's amount.

    `varied` is the latest variation that it was settled under, None for the terms first agreed; `measures` are those
    of its terms.
    """

    period: Period
    details: Details
    due: date | None
    varied: Varied | None
    measures: tuple[Measure, ...]
    _program: Program
    _currency: str
    _wholes: tuple[int, ...]
    _facts: Sequence[int]
    _opening: Callable[[], Sequence[int]]

    @property
    def label(self) -> str:
        """The period's label, such as 2022-23."""
        return self.period.label

    def has(self, name: str) -> bool:
        """Return whether the period has a line of this name, or of this whole path."""
        return any(name in {path, path.split(PATH)[-1]} for path in self._program.line_numbers)

    def __getitem__(self, name: str) -> Decimal:
        return shown_amount(*self._exact(self._number(name)))

    def exact(self, name: str) -> Fraction:
        """Return a line's figure before anything was rounded to be shown. Raises KeyError for no such line."""
        return self._exact(self._number(name))[0]

    def line(self, name: str) -> Line:
        """Return a line by its name, or by its whole path where the name is not its alone."""
        return self._line(self._number(name))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in the order it is worked out."""
        return tuple(self._line(number) for number in range(len(self._program.lines)))

    @cached_property
    def _words(self) -> Words:
        return Words(self._program, values(self._program, self._facts, self._opening()), self._currency)

    def _number(self, name: str) -> int:
        numbers = self._program.line_numbers
        if name in numbers:
            return numbers[name]
        found = [path for path in numbers if path.split(PATH)[-1] == name]
        if len(found) == 1:
            return numbers[found[0]]
        known = ", ".join(repr(path) for path in (found or numbers))
        raise KeyError(f"{name!r} is {'several lines' if found else 'no line'} of this statement: {known}")

    def _exact(self, number: int) -> tuple[Fraction, Kind]:
        line = self._program.lines[number]
        kind = self._program.kind_of(line)
        figure = Fraction(self._wholes[number], self._program.denominator_of(line))
        return (figure * 100 if kind == share else figure), kind

    def _line(self, number: int) -> Line:
        line = self._program.lines[number]
        figure, kind = self._exact(number)
        unit = {money: self._currency, share: "%"}.get(kind, str(kind))
        if kind.is_price:
            unit = unit.replace("money", self._currency, 1)
        name = line.path.split(PATH)[-1]
        amount = shown_amount(figure, kind)
        return Line(name, line.path, amount, figure, unit, line.clause, self._words.working(line.path))


@dataclass(frozen=True, eq=False)
class Settled:
    """What a contract settled: its periods, what is to be known about them, and the outturn they rest on.

    `settled["2022-23"]["paid"]` is an amount; `settled.amount("paid")` is that of the last period.
    """

    header: Header
    terms: SettlementTerms
    stretches: tuple[Stretch, ...]
    outturn: Outturn
    adjustments: tuple[tuple[str, Adjustment], ...]
    settled: tuple[Period, ...]
    details: tuple[Details, ...]
    facts: Sequence[Sequence[int]]
    wholes: Sequence[tuple[int, ...]]
    find: Callable[["Settled"], tuple[Finding, ...]]

    @property
    def program(self) -> Program:
        """The program that the last period was settled by."""
        return self.stretches[-1].program

    @property
    def variations(self) -> tuple[Varied, ...]:
        """The variations that its periods were settled under, in their order."""
        return tuple(each.varied for each in self.stretches if each.varied is not None)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure that the settled periods had, as it last was."""
        return tuple({measure.name: measure for each in self.stretches for measure in each.measures}.values())

    @cached_property
    def periods(self) -> tuple[PeriodStatement, ...]:
        """Each settled period, in order."""
        return tuple(self._period(number) for number in range(len(self.settled)))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What its reader should know before relying on the statement, the weightiest first."""
        return self.find(self)

    def __getitem__(self, label: str) -> PeriodStatement:
        for period in self.periods:
            if period.label == label:
                return period
        known = ", ".join(period.label for period in self.settled)
        raise KeyError(f"{label!r} is no period of this statement: {known}")

    def amount(self, name: str, period: str | None = None) -> Decimal:
        """Return a line's amount in a period, the last unless told. Raises KeyError for no such line."""
        return (self[period] if period is not None else self.periods[-1])[name]

    def exact(self, name: str, period: str | None = None) -> Fraction:
        """Return a line's figure before anything was rounded to be shown."""
        return (self[period] if period is not None else self.periods[-1]).exact(name)

    def has(self, name: str) -> bool:
        """Return whether the last period has a line of this name."""
        return self.periods[-1].has(name)

    def _opening(self, number: int) -> tuple[int, ...]:
        return self._openings[number]

    @property
    def closing_balances(self) -> dict[str, tuple[Kind, Fraction]]:
        """What the last settled period carries to the next: each balance by its full path, with its kind."""
        last = len(self.facts) - 1
        program = self._stretch(last).program
        wholes = exact.run(program, [self.facts[last]], self._openings[last]).balances
        return {
            each.path: (each.kind, Fraction(whole, each.denominator))
            for each, whole in zip(program.balances, wholes, strict=True)
        }

    @cached_property
    def balances_of_the_year(self) -> frozenset[str]:
        """The balances that begin anew with each year, by full path: what a year closed with is nothing to the next."""
        program = self._stretch(len(self.facts) - 1).program
        first_of_year = program.facts[program.fact_numbers[FIRST_OF_YEAR]].operation
        shown = {line.operation for line in program.lines} | {each.closing for each in program.balances}
        uses: dict[int, set[bool]] = {}
        for operation in program.operations:
            for place, number in enumerate(operation.inputs):
                spared = operation.name == "choose" and operation.inputs[0] == first_of_year and place == 2
                uses.setdefault(number, set()).add(spared)
        return frozenset(
            each.path for each in program.balances if uses.get(each.opening) == {True} and each.opening not in shown
        )

    @cached_property
    def _openings(self) -> list[tuple[int, ...]]:
        """The balances that each period opened with."""
        openings: list[tuple[int, ...]] = []
        closing: tuple[int, ...] = ()
        for number, facts in enumerate(self.facts):
            stretch = self._stretch(number)
            opening = stretch.opening if number == stretch.first else closing
            openings.append(opening)
            closing = exact.run(stretch.program, [facts], opening).balances
        return openings

    def _stretch(self, number: int) -> Stretch:
        return [each for each in self.stretches if each.first <= number][-1]

    def _period(self, number: int) -> PeriodStatement:
        period, details, stretch = self.settled[number], self.details[number], self._stretch(number)
        due = None
        if details.invoice_received is not None:
            days = self.terms.not_before_days_after_period
            not_before = None if days is None else period.last + timedelta(days=days)
            due = payment_due(details.invoice_received, not_before, self.terms.payment_days)
        return PeriodStatement(
            period,
            details,
            due,
            stretch.varied,
            stretch.measures,
            stretch.program,
            self.header.currency,
            self.wholes[number],
            self.facts[number],
            partial(self._opening, number),
        )


def shown_amount(figure: Fraction, kind: Kind) -> Decimal:
    """Return a figure as it is shown: money in pence, anything else in full where it has an end."""
    if kind == money:
        return rounded(figure, 2)
    return exact_decimal(figure) if terminates(figure) else rounded(figure, 6)
