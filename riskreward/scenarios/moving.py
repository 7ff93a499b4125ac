"""A scenario moved: every saving so many times as large, or measured higher by a share of its baseline."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from riskreward.contract.contract import Contract
from riskreward.contract.trying import EARNED
from riskreward.findings import InputError, Problem
from riskreward.improvements import Measure
from riskreward.kernel import money
from riskreward.kernel.program import Fact
from riskreward.kernel.rounding import whole
from riskreward.kernel.words import PATH
from riskreward.promises.sentences import SAVED
from riskreward.promises.watching import watch
from riskreward.promises.worst import KEPT
from riskreward.scenarios.drawing import Drawing
from riskreward.scenarios.drawn import Limits, Moves
from riskreward.scenarios.history import Certain
from riskreward.scenarios.many_paths import ManyPaths
from riskreward.scenarios.moving_baselines import straight_lines
from riskreward.scenarios.naming import Given
from riskreward.scenarios.nothing_saved import baselines, nothing_saved
from riskreward.scenarios.refusing import refusals
from riskreward.scenarios.scenario import Scenario
from riskreward.scenarios.tallies import SAFE_IN_WHOLES, total
from riskreward.scenarios.typed import SHARE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from riskreward.scenarios.arrays import IntArray


COSTS = f"to date{PATH}council costs to date"


class Move(NamedTuple):
    """What becomes of a saving: so many `times` as large, and then more by a `share` of its baseline."""

    times: Fraction = Fraction(1)
    share: Fraction = Fraction(0)

    def of(self, saving: int, baseline: int) -> int:
        """Return a saving moved, to the nearest whole part of its unit, a half rising."""
        each, first, divisor = self._factors
        return (2 * (each * saving + first * baseline) + divisor) // (2 * divisor)

    def of_each(self, savings: "IntArray", baselines: "int | IntArray") -> "IntArray":
        """Return many savings moved, each beside its baseline or all beside one."""
        import numpy

        each, first, divisor = self._factors
        held: NDArray[Any] = numpy.asarray(baselines)
        largest = [int(max(column.max(), -column.min())) for column in (savings, held)]
        is_safe = 2 * (each * largest[0] + abs(first) * largest[1]) + divisor < SAFE_IN_WHOLES
        kind = numpy.int64 if is_safe else numpy.object_
        moved: NDArray[Any] = each * savings.astype(kind)
        moved = 2 * (moved + first * held.astype(kind)) + divisor
        found: IntArray = (moved // (2 * divisor)).astype(numpy.int64)
        return found

    @property
    def _factors(self) -> tuple[int, int, int]:
        """Return what a saving and its baseline are multiplied by, and then divided by."""
        divisor = self.times.denominator * self.share.denominator
        return int(self.times * divisor), int(self.share * divisor), divisor


AS_IT_IS = Move()


class _Saver(NamedTuple):
    """A fact that saves in money, by its number: what it is held against, and between what it must stay."""

    fact: int
    sign: int
    baseline: int
    moves: Moves | None
    within: Limits

    def limits(self, limits: Limits, move: Move) -> Limits:
        """Return between what the fact may lie where its saving is moved: at the corners of it and of its baseline."""
        bases = (self.baseline, self.baseline) if self.moves is None else self.moves.limits
        ends = [base - self.sign * move.of(self.sign * (base - fact), base) for base in bases for fact in limits]
        return min(ends), max(ends)


class MovedDrawing(Drawing):
    """A drawing whose savings are moved after they are drawn: shocks, ramp-up and persistence included.

    The baseline is that of a term in which nothing is saved. `move` may be any that fits, between the `furthest`.
    """

    def __init__(self, contract: Contract, scenario: Scenario, seed: int, furthest: Sequence[Move]) -> None:
        super().__init__(watch(contract, ()), scenario, seed)
        self.move = AS_IT_IS
        self._is_straight = True
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
                own = row[each.fact]
                ends = [own, *(each.limits(own, move) for move in self._furthest)]
                low, high = min(end for end, _ in ends), max(end for _, end in ends)
                row[each.fact] = min(own[0], max(low, each.within[0])), max(own[1], min(high, each.within[1]))
        return found

    def fits(self, move: Move) -> bool:
        """Return whether savings may be moved so: whether every outturn stays in its range.

        Where a baseline moves with other figures, and in no straight line, they may not be moved at all.
        """
        if move == AS_IT_IS:
            return True
        for row, savers in zip(self.fitted.limits, self._savers, strict=True):
            for each in savers:
                low, high = each.limits(row[each.fact], move)
                if low < each.within[0] or high > each.within[1]:
                    return False
        return self._is_straight

    def rows(self, first: int, paths: int) -> "Iterator[list[int | IntArray]]":
        """Yield the facts of each period, as a drawing does, with the savings moved."""
        for row, savers in zip(super().rows(first, paths), self._savers, strict=True):
            moved = {} if self.move == AS_IT_IS else {each.fact: self._moved(each, row) for each in savers}
            yield [moved.get(number, fact) for number, fact in enumerate(row)]

    def _moved(self, each: _Saver, row: "Sequence[int | IntArray]") -> "int | IntArray":
        fact = row[each.fact]
        base = each.baseline if each.moves is None else each.moves.baseline(row)
        if isinstance(fact, int) and isinstance(base, int):
            return base - each.sign * self.move.of(each.sign * (base - fact), base)
        savings: IntArray = each.sign * (base - fact)  # type: ignore[assignment]  # one of the two is an array
        return base - each.sign * self.move.of_each(savings, base)

    def _found(self) -> list[list[_Saver]]:
        aim, facts = self._aim, self.fitted.facts
        held = baselines(aim, nothing_saved(aim, facts))
        lines, problems = straight_lines(aim, list(self._saving()), facts, self.fitted.drawn)
        self._is_straight = not problems
        found: list[list[_Saver]] = [[] for _ in self.watched.scheduled]
        for period in range(aim.settlements):
            known = self.watched.program_at(period).facts
            for earner in aim.earners(period):
                fact, name = known[earner.fact], earner.measure.name
                parts = held[period][name] * fact.denominator
                nearest = whole(parts.numerator, parts.denominator, "half up")
                sign = 1 if earner.measure.better == "lower" else -1
                moves = lines[name][period] if name in lines else None
                found[period].append(_Saver(earner.fact, sign, nearest, moves, _within(earner.measure, fact)))
        return found

    def _saving(self) -> Iterator[Given]:
        """Yield every measure that saves in money, as a scenario would give it."""
        columns = {each.fact: each for stage in self.watched.stages for each in stage.terms.columns}
        nothing = Certain(SHARE, "saving", "once", Fraction(0))
        found: dict[str, Given] = {}
        for period in range(self._aim.settlements):
            for earner in self._aim.earners(period):
                fact, measure = self.watched.program_at(period).facts[earner.fact], earner.measure
                given = Given(measure.name, nothing, columns[fact.path], fact, measure, "saving", is_assumed=True)
                found.setdefault(measure.name, given)
        yield from found.values()


def _within(measure: Measure, fact: Fact) -> Limits:
    """Return between what an outturn must stay; spending may fall below nought, where income is netted off it."""
    is_open = measure.outturn_between is None and fact.kind != money
    return (max(fact.low, 0) if is_open else fact.low), fact.high


class Expected(NamedTuple):
    """What is expected over the whole term: the saving as it is measured, the fee, and what the council keeps.

    `costs` are the council's own, where the contract counts them.
    """

    saved: Fraction
    fee: Fraction
    kept: Fraction
    costs: Fraction

    @property
    def to_the_provider(self) -> Fraction:
        """What of the saving the council neither keeps nor spends itself: what is paid, less what comes back."""
        return self.saved - self.kept - self.costs


class MovedPaths:
    """A contract over the paths of a scenario that is moved, asked over and over what is expected of it.

    Where all paths are alike, one is settled.
    """

    def __init__(self, contract: Contract, scenario: Scenario, seed: int, paths: int, furthest: Sequence[Move]) -> None:
        self.drawing = MovedDrawing(contract, scenario, seed, furthest)
        self.paths = paths if self.drawing.varies else 1
        self._refusals = refusals(self.drawing.watched.stages)
        refused = [line for each in self._refusals for line in each.lines]
        self._many = ManyPaths(self.drawing, tuple(dict.fromkeys((SAVED, EARNED, KEPT, COSTS, *refused))))
        self._known: dict[Move, Expected] = {}

    def why_not(self, move: Move) -> str | None:
        """Return why nothing is expected where the savings are moved so; None where it is."""
        if not self.drawing.fits(move):
            return "the outturn would leave its range"
        try:
            self.expected(move)
        except InputError:
            if move == AS_IT_IS:
                raise
            return "the contract would refuse to settle it"
        return None

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
        return Expected(true, measured.fee, true - measured.to_the_provider - measured.costs, measured.costs)

    def _settled(self, move: Move) -> Expected:
        self.drawing.move = move
        sums = [0] * len(Expected._fields)
        denominators = dict(zip(self._many.lines, self._many.denominators, strict=True))
        for first, paths in self._many.chunks(0, self.paths):
            for period, row in enumerate(self._many.settle(first, paths)):
                found = dict(zip(self._many.lines, row, strict=True))
                if any(each.paths(period, found, denominators, paths).any() for each in self._refusals):
                    what = "brings a path that the contract refuses to settle"
                    raise InputError([Problem("scenario", what, "give figures that the contract settles")])
            sums = [so_far + total(each, paths) for so_far, each in zip(sums, row, strict=False)]
        parts = zip(sums, self._many.denominators, strict=False)
        return Expected(*(Fraction(each, self.paths * denominator) for each, denominator in parts))
