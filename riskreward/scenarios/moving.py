"""A scenario moved: every saving so many times as large, or measured higher by a share of its baseline."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from riskreward.contract.contract import Contract
from riskreward.contract.trying import EARNED
from riskreward.findings import InputError, Problem
from riskreward.improvements import Measure
from riskreward.kernel import money
from riskreward.kernel.program import Fact
from riskreward.kernel.rounding import whole
from riskreward.promises.sentences import SAVED
from riskreward.promises.watching import watch
from riskreward.promises.worst import KEPT
from riskreward.scenarios.drawing import Drawing
from riskreward.scenarios.drawn import Limits, Saved
from riskreward.scenarios.many_paths import ManyPaths
from riskreward.scenarios.nothing_saved import baselines, nothing_saved
from riskreward.scenarios.scenario import Scenario
from riskreward.scenarios.simulation import refusals
from riskreward.scenarios.tallies import SAFE_IN_WHOLES, total

if TYPE_CHECKING:
    from riskreward.readers.arrays import Column
    from riskreward.scenarios.arrays import IntArray


class Move(NamedTuple):
    """What becomes of a saving: so many `times` as large, and then more by a `share` of its baseline."""

    times: Fraction = Fraction(1)
    share: Fraction = Fraction(0)

    def of(self, saving: int, baseline: int) -> int:
        """Return a saving moved, to the nearest whole part of its unit, a half rising."""
        first, each, divisor = self._line(baseline)
        return (2 * (first + each * saving) + divisor) // (2 * divisor)

    def of_each(self, savings: "IntArray", baseline: int) -> "IntArray":
        """Return many savings moved."""
        import numpy

        first, each, divisor = self._line(baseline)
        largest = int(max(savings.max(), -savings.min(), 1))
        kind = numpy.int64 if 2 * (abs(first) + each * largest) + divisor < SAFE_IN_WHOLES else numpy.object_
        return ((2 * (first + each * savings.astype(kind)) + divisor) // (2 * divisor)).astype(numpy.int64)

    def _line(self, baseline: int) -> tuple[int, int, int]:
        first = self.share.numerator * self.times.denominator * baseline
        each = self.times.numerator * self.share.denominator
        return first, each, self.times.denominator * self.share.denominator


AS_IT_IS = Move()


class _Saver(NamedTuple):
    """A fact that saves in money, by its number, and between what it must stay."""

    fact: int
    saved: Saved
    within: Limits


class MovedDrawing(Drawing):
    """A drawing whose savings are moved after they are drawn: shocks, ramp-up and persistence included.

    The baseline is that of a term in which nothing is saved. `move` may be any that fits, between the `furthest`.
    """

    def __init__(self, contract: Contract, scenario: Scenario, seed: int, furthest: Sequence[Move]) -> None:
        super().__init__(watch(contract, ()), scenario, seed)
        self.move = AS_IT_IS
        self._savers = self._found()
        self._furthest = tuple(furthest)

    @property
    def varies(self) -> bool:
        """Whether any path differs from another."""
        return any(self.fitted.drawn)

    @property
    def limits(self) -> list[list[Limits]]:
        """The lowest and the highest whole number of each fact in each period, wherever it fits when it is moved."""
        found = [list(row) for row in self.fitted.limits]
        for row, savers in zip(found, self._savers, strict=True):
            for each in savers:
                ends = [end for move in (AS_IT_IS, *self._furthest) for end in _moved(row[each.fact], each, move)]
                row[each.fact] = max(min(ends), each.within[0]), min(max(ends), each.within[1])
        return found

    def fits(self, move: Move) -> bool:
        """Return whether every outturn stays in its range where the savings are moved so."""
        for row, savers in zip(self.fitted.limits, self._savers, strict=True):
            for each in savers:
                low, high = _moved(row[each.fact], each, move)
                if low < each.within[0] or high > each.within[1]:
                    return False
        return True

    def rows(self, first: int, paths: int) -> "Iterator[list[int | IntArray]]":
        """Yield the facts of each period, as a drawing does, with the savings moved."""
        for row, savers in zip(super().rows(first, paths), self._savers, strict=True):
            if self.move != AS_IT_IS:
                for each in savers:
                    fact, saved = row[each.fact], each.saved
                    if isinstance(fact, int):
                        row[each.fact] = saved.fact(self.move.of(saved.saving(fact), saved.baseline))
                    else:
                        row[each.fact] = saved.facts(self.move.of_each(saved.savings(fact), saved.baseline))
            yield row

    def _found(self) -> list[list[_Saver]]:
        aim = self._aim
        held = baselines(aim, nothing_saved(aim))
        found: list[list[_Saver]] = [[] for _ in self.watched.scheduled]
        for period in range(aim.settlements):
            facts = self.watched.program_at(period).facts
            for earner in aim.earners(period):
                fact = facts[earner.fact]
                parts = held[period][earner.measure.name] * fact.denominator
                nearest = whole(parts.numerator, parts.denominator, "half up")
                saved = Saved(nearest, 1 if earner.measure.better == "lower" else -1)
                found[period].append(_Saver(earner.fact, saved, _within(earner.measure, fact)))
        return found


def _moved(limits: Limits, each: _Saver, move: Move) -> Limits:
    ends = [each.saved.fact(move.of(each.saved.saving(end), each.saved.baseline)) for end in limits]
    return min(ends), max(ends)


def _is_above_nought(column: "Column") -> bool:
    return column > 0 if isinstance(column, int) else bool((column > 0).any())


def _within(measure: Measure, fact: Fact) -> Limits:
    """Return between what an outturn must stay; spending may fall below nought, where income is netted off it."""
    is_open = measure.outturn_between is None and fact.kind != money
    return (max(fact.low, 0) if is_open else fact.low), fact.high


class Expected(NamedTuple):
    """What is expected over the whole term: the saving as it is measured, the fee, and what the council keeps."""

    saved: Fraction
    fee: Fraction
    kept: Fraction

    @property
    def to_the_provider(self) -> Fraction:
        """What of the saving the council does not keep."""
        return self.saved - self.kept


class MovedPaths:
    """A contract over the paths of a scenario that is moved, asked over and over what is expected of it.

    Where all paths are alike, one is settled.
    """

    def __init__(self, contract: Contract, scenario: Scenario, seed: int, paths: int, furthest: Sequence[Move]) -> None:
        self.drawing = MovedDrawing(contract, scenario, seed, furthest)
        self.paths = paths if self.drawing.varies else 1
        self._many = ManyPaths(self.drawing, (SAVED, EARNED, KEPT, *refusals(contract)))
        self._known: dict[Move, Expected] = {}

    def expected(self, move: Move = AS_IT_IS) -> Expected:
        """Return what is expected where the savings are moved so. Raises InputError for a path that is refused."""
        if move not in self._known:
            self._known[move] = self._settled(move)
        return self._known[move]

    def truly(self, overstated: Fraction) -> Expected:
        """Return what is expected where the baseline flatters every saving by a share of it.

        The fee follows what is measured; what is saved is what the scenario says, and the council keeps so much less.
        """
        measured, true = self.expected(Move(share=overstated)), self.expected().saved
        return Expected(true, measured.fee, true - measured.to_the_provider)

    def _settled(self, move: Move) -> Expected:
        self.drawing.move = move
        sums = [0] * len(Expected._fields)
        for first, paths in self._many.chunks(0, self.paths):
            for row in self._many.settle(first, paths):
                last, refused = row[: len(sums)], row[len(sums) :]
                if any(_is_above_nought(each) for each in refused):
                    what = "brings a path that a step of the fee refuses to settle"
                    raise InputError([Problem("scenario", what, "give figures that the contract settles")])
            sums = [so_far + total(each, paths) for so_far, each in zip(sums, last, strict=True)]
        parts = zip(sums, self._many.denominators, strict=False)
        return Expected(*(Fraction(each, self.paths * denominator) for each, denominator in parts))
