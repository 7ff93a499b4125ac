"""What the calendar decides before any outturn is: figures and truths that are known for every settlement."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from riskreward.kernel import Program
from riskreward.promises.proving.free_terms import FreeConstant
from riskreward.readers.bounds import Interval, bound, boxes
from riskreward.readers.words import values

Known = int | None
"""A whole number over its operation's denominator; None for what is not yet published."""


class Decided:
    """Which operations of a program rest on the calendar alone, and what each comes to in each distinct settlement.

    Each settlement of `scheduled` has what the calendar decides of its facts, None for one that it does not. Those
    that it decides alike are one: sixty months may be four.
    """

    def __init__(
        self,
        program: Program,
        scheduled: Sequence[tuple[Known, ...]],
        free: Mapping[int, FreeConstant] | None = None,
    ) -> None:
        self.program = program
        self.free = free or {}
        self._scheduled = scheduled
        self.is_decided: list[bool] = []
        self._is_unbounded: list[bool] = []
        for place, operation in enumerate(self.program.operations):
            if place in self.free:
                self.is_decided.append(False)
            elif operation.name == "fact":
                self.is_decided.append(self.program.facts[operation.whole].is_scheduled)
            else:
                of_inputs = all(self.is_decided[place] for place in operation.inputs)
                self.is_decided.append(operation.name != "previous" and of_inputs)
            unbounded = any(self._is_unbounded[each] for each in operation.inputs)
            self._is_unbounded.append(operation.name == "previous" or place in self.free or unbounded)

    @cached_property
    def _distinct(self) -> dict[tuple[Known, ...], list[Known]]:
        return {scheduled: self._worked_out(scheduled) for scheduled in dict.fromkeys(self._scheduled)}

    @property
    def settlements(self) -> Sequence[list[Known]]:
        """For each distinct settlement, what each decided operation comes to."""
        return list(self._distinct.values())

    def in_period(self, number: int) -> list[Known]:
        """Return what each decided operation comes to in a period."""
        return self._distinct[self._scheduled[number]]

    def all_of(self, place: int) -> list[Known]:
        """Return what a decided operation comes to in the distinct settlements, each value once."""
        return list(dict.fromkeys(each[place] for each in self.settlements))

    def _worked_out(self, scheduled: tuple[Known, ...]) -> list[Known]:
        program = self.program
        found = values(program, [0 if value is None else value for value in scheduled], [0] * len(program.balances))
        known: list[Known] = []
        for place, operation in enumerate(program.operations):
            is_known = self.is_decided[place]
            if operation.name == "fact":
                is_known = is_known and scheduled[operation.whole] is not None
            elif is_known:
                is_known = all(known[each] is not None for each in operation.inputs)
            known.append(int(found[place] * operation.denominator) if is_known else None)
        return known

    @cached_property
    def intervals(self) -> tuple[Interval, ...]:
        """The lowest and highest whole number that each operation may come to."""
        return bound(self.program, boxes(self.program, len(self._scheduled))).intervals

    def range_of(self, place: int) -> tuple[Fraction | int, Fraction | int] | None:
        """Return the lowest and highest figure of an operation, in its parts; None where a balance may make it any."""
        if place in self.free:
            return self.free[place].between
        if self.is_decided[place]:
            found = self.all_of(place)
            known = [value for value in found if value is not None]
            if len(known) == len(found):
                return min(known), max(known)
        return None if self._is_unbounded[place] else self.intervals[place]
