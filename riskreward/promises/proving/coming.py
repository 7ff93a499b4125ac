"""What the calendar says of the settlement that comes next: what is carried may mean one thing before a year begins."""

from collections.abc import Sequence
from typing import Any

from riskreward.contract.assembly import Assembled
from riskreward.kernel import truth
from riskreward.kernel.program import Balance
from riskreward.promises.proving.invariants import State
from riskreward.promises.proving.solver import Sheet
from riskreward.promises.proving.translation import Translation


class Coming:
    """The truths of the calendar that change, as balances that say what holds in the coming settlement.

    They follow one another as in the contract, and after its last settlement as before its first: a proof that rests
    on them holds for every term whose settlements follow one another so.
    """

    def __init__(self, assembled: Assembled) -> None:
        program = assembled.program
        used = {place for each in program.operations for place in each.inputs}
        self._numbers: list[int] = []
        for number, fact in enumerate(program.facts):
            values = {row[number] for row in assembled.scheduled}
            if fact.kind.is_truth and fact.operation in used and values == {0, 1}:
                self._numbers.append(number)
        self._rows: list[State] = [
            tuple(int(bool(row[number])) for number in self._numbers) for row in assembled.scheduled
        ]
        self.balances = [
            Balance(program.facts[number].path, truth, 1, start, 0, 0)
            for number, start in zip(self._numbers, self._rows[0], strict=True)
        ]

    @property
    def start(self) -> State:
        """Return what holds in the first settlement."""
        return self._rows[0]

    def after(self, period: int) -> State:
        """Return what holds in the settlement after that of a period, by its number."""
        return self._rows[(period + 1) % len(self._rows)]

    def now(self, step: Translation) -> list[Any]:
        """Return what holds in a settlement, as truths of the solver."""
        return [step.fact_numbered(number) for number in self._numbers]

    def then(self, sheet: Sheet) -> list[Any]:
        """Return what holds in the settlement after it."""
        return [sheet.truth(f"after / {each.path}") for each in self.balances]

    def order(self, sheet: Sheet, now: Sequence[Any], then: Sequence[Any]) -> list[Any]:
        """Return that one settlement may follow the other."""
        if not self.balances:
            return []
        pairs = dict.fromkeys((row, self.after(period)) for period, row in enumerate(self._rows))
        told = [
            sheet.every(term == bool(value) for term, value in zip([*now, *then], [*one, *other], strict=True))
            for one, other in pairs
        ]
        return [sheet.z3.Or(told)]
