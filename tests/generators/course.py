"""The course of a settlement while its outturn is drawn: what a period's figures come to, on the balances so far."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from riskreward import Contract
from riskreward.contract.agreement import Agreement
from riskreward.contract.varying import in_force
from riskreward.improvements import Measure
from riskreward.kernel import share
from riskreward.kernel.words import PATH
from riskreward.readers import exact

NOTHING = Fraction(0)
ADJUSTMENTS = ("routine adjustment", "non-routine adjustment", "scope change")
Lines = dict[str, Fraction]


class Course:
    """Settles one period after another, each as often as needed while it is being drawn."""

    def __init__(self, contract: Contract) -> None:
        self._stages = in_force(contract)
        self._at = 0
        self._balances: tuple[int, ...] = tuple(each.start for each in self._program.balances)
        self._columns = self._filled()

    @property
    def _program(self) -> Any:
        return self._stages[self._at].assembled.program

    def _filled(self) -> list[tuple[Any, int, int]]:
        facts = self._program.fact_numbers
        places = [(column, facts[column.fact]) for column in self.terms.columns if column.fact in facts]
        return [(column, place, self._program.facts[place].denominator) for column, place in places]

    @property
    def terms(self) -> Agreement:
        """The terms in force."""
        return self._stages[self._at].terms

    def open(self, number: int) -> None:
        """Open a period, by the terms that hold from it."""
        while self._at + 1 < len(self._stages) and self._stages[self._at + 1].first == number:
            self._at += 1
            handover = self._stages[self._at].handover
            assert handover is not None
            self._balances = handover.opening("", self._balances)
            self._columns = self._filled()

    def left_of(self, label: str) -> Fraction:
        """Return what is left of what a period or year counted, of which a part may be overturned."""
        held = {
            each.path: Fraction(whole, each.denominator)
            for each, whole in zip(self._program.balances, self._balances, strict=True)
        }
        counted, overturned = (f"settlement{PATH}{each} {label}" for each in ("counted of", "overturned to date of"))
        return held[counted] - held[overturned]

    def lines(self, number: int, row: Mapping[str, Any]) -> Lines:
        """Return every line of a period, where what has not been drawn is nothing."""
        return self._settled(number, row)[0]

    def close(self, number: int, row: Mapping[str, Any]) -> Lines:
        """Return every line of a period, and carry its balances."""
        lines, self._balances = self._settled(number, row)
        return lines

    def _settled(self, number: int, row: Mapping[str, Any]) -> tuple[Lines, tuple[int, ...]]:
        program = self._program
        facts = [0 if value is None else value for value in self._stages[self._at].assembled.scheduled[number]]
        for column, place, denominator in self._columns:
            if column.name in row:
                facts[place] = int(column.read(row[column.name]) * denominator)
        (wholes,), balances = exact.run(program, [facts], self._balances)
        pairs = zip(program.lines, wholes, strict=True)
        return {line.path: Fraction(whole, program.denominator_of(line)) for line, whole in pairs}, balances


def held_against(lines: Lines, measure: Measure) -> Fraction:
    """Return what a measure's outturn is held against, adjustments included, in its unit."""
    return sum((lines.get(f"{measure.name}{PATH}{kind}", NOTHING) for kind in ("baseline", *ADJUSTMENTS)), NOTHING)


def worth_of_a_unit(lines: Lines, measure: Measure) -> Fraction:
    """Return what a whole unit of a measure earns by; of a share, the whole of it."""
    if measure.price is None:
        return Fraction(1)
    return lines[f"{measure.name}{PATH}{measure.priced_at}"] * (100 if measure.kind == share else 1)
