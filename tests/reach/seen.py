"""A period of a settlement as it is looked at: its lines, its balances, and every value in between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from riskreward import Contract, PeriodStatement, Statement
from riskreward.fees import AnyStep
from riskreward.improvements import Measure
from riskreward.readers.words import Value, values
from tests.readings import balances_of, line, openings, program_of
from tests.test_promises import steps_of


@dataclass(frozen=True)
class Seen:
    """A period of a statement, with the balances it opened and closed with and what each step of its fee did."""

    contract: Contract
    statement: Statement
    number: int
    walked: Sequence[Value]
    opening: dict[str, Fraction]
    closing: dict[str, Fraction]

    @property
    def period(self) -> PeriodStatement:
        return self.statement.periods[self.number]

    def line(self, name: str) -> Fraction:
        return line(self.statement, self.period, name)

    def of(self, measure: Measure, name: str) -> Fraction:
        """Return a line of a measure."""
        return self.line(f"{measure.name} / {name}")

    @property
    def steps(self) -> list[tuple[AnyStep, Fraction, Fraction]]:
        """Each step with what it took and what it gave."""
        return steps_of(self.contract, self.statement, self.number)


def seen(contract: Contract, statement: Statement) -> Iterator[Seen]:
    opened = [*openings(statement)]
    for number in range(len(statement.periods)):
        program = program_of(statement, number)
        walked = values(program, statement.facts[number], opened[number])
        closing = {each.path: Fraction(walked[each.closing]) for each in program.balances}
        yield Seen(contract, statement, number, walked, balances_of(program, opened[number]), closing)
