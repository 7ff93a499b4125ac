"""A scenario fitted to a contract: a table of whole numbers for every figure that is drawn, or every problem."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from riskreward.calendar import Calendar
from riskreward.contract.overturning import settled_before
from riskreward.contract.trying import listed
from riskreward.findings import Problem
from riskreward.kernel.program import Fact
from riskreward.kernel.rounding import whole
from riskreward.promises.aiming import Aim
from riskreward.scenarios.distributions import Distribution, DrawnWhen, Spread
from riskreward.scenarios.drawn import Drawn, Limits, Moves, Saved, saving_of
from riskreward.scenarios.draws import WHOLE_TERM
from riskreward.scenarios.history import drawn_by
from riskreward.scenarios.moving_baselines import Along, moved_by_savings, moves_with, straight_lines
from riskreward.scenarios.naming import Given, Names
from riskreward.scenarios.nothing_saved import baselines, nothing_saved
from riskreward.scenarios.over_time import parts_over_time
from riskreward.scenarios.own_figures import OwnFigures
from riskreward.scenarios.scenario import Scenario
from riskreward.scenarios.shocks import largest_product
from riskreward.scenarios.staying_within import Bounds, Savings
from riskreward.scenarios.tables import Table
from riskreward.scenarios.tabulating import Line, tabulated
from riskreward.scenarios.typed import SHARE
from riskreward.settlement.reversal import overturns

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray


_COARSEST, _FINEST = 16, 40
"""A share of a moving baseline is drawn in parts of 2 to these powers."""


class Fitted:
    """A scenario fitted to a contract, period by period. Where there are `problems`, nothing may be drawn.

    `facts` are those of every period; `drawn` says which are drawn in their place. What is said of savings leaves
    the measures `as_given` alone. `draws` has the number of each period's draw, by how often is drawn.
    """

    def __init__(self, aim: Aim, scenario: Scenario) -> None:
        self._aim, self._scenario = aim, scenario
        names = Names(aim, scenario)
        self.problems, self.given, self.as_given = names.problems, names.given, names.as_given
        self.facts = [aim.plain(period) for period in range(len(aim.watched.scheduled))]
        self.drawn: list[list[Drawn]] = [[] for _ in self.facts]
        self._calendar = calendar = aim.watched.stages[-1].terms.calendar
        self._parts = parts_over_time(calendar, scenario.ramp_up, scenario.persistence, scenario.later)
        self.draws = _numbers_of_draws(calendar)
        if len(scenario.ramp_up) > len(calendar.periods):
            what = f"has {len(scenario.ramp_up)} shares, but the term has {len(calendar.periods)} settlements"
            self.problems.append(Problem("scenario.ramp_up", what, "list one for each settlement at most"))
        self._tables: dict[tuple[str, Line], Table] = {}
        self._baselines: list[dict[str, Fraction]] = [{} for _ in calendar.periods]
        self._along: dict[str, Along] = {}
        savings = [*(each for each in self.given if each.of == "saving"), *names.saving_nothing()]
        for given in self.given:
            if given.of == "outturn":
                self._fit(given)
        known = {each.column.fact for each in self.given if each.of == "outturn"}
        self.facts = nothing_saved(aim, self.facts, known)
        unsaved = [row.copy() for row in self.facts]
        self._baselines = baselines(aim, unsaved)
        self._along, problems = straight_lines(aim, savings, self.facts, self.drawn)
        self.problems += problems
        for given in savings:
            if not given.is_assumed or any(self._along.get(given.name, ())):
                self._fit(given)
        if not self.problems:
            self.problems += moved_by_savings(aim, savings, unsaved, self.facts, self.drawn)

    @property
    def paths(self) -> int | None:
        """How many paths there are; None where there are as many as one likes."""
        return min((each.source.paths for each in self.given if isinstance(each.source, OwnFigures)), default=None)

    @property
    def limits(self) -> list[list[Limits]]:
        """The lowest and the highest whole number of each fact in each period."""
        found = [[(each, each) for each in row] for row in self.facts]
        for row, drawn in zip(found, self.drawn, strict=True):
            for each in drawn:
                row[each.fact] = each.limits
        return found

    def _fit(self, given: Given) -> None:
        own = self._own(given)
        if own is None and isinstance(given.source, OwnFigures):
            return
        savings = Savings([each.get(given.name) for each in self._baselines], self._parts)
        if given.of == "saving" and given.is_by_shares and not any(savings.baselines):
            self.problems += self._of_nothing(given)
            return
        bounds = Bounds(self._aim.watched, given, savings if given.of == "saving" else None)
        overturned = None if own is not None else overturns(given.column)
        for period in range(self._aim.settlements):
            if overturned is not None and overturned not in settled_before(self._calendar, period):
                continue
            program = self._aim.watched.program_at(period)
            number = program.fact_numbers.get(given.column.fact)
            if number is None:
                continue
            fact = program.facts[number]
            saved = self._saved(given, period, fact)
            moves = self._along[given.name][period] if saved is not None and given.name in self._along else None
            if own is not None:
                drawn = _from_own(given, number, fact, saved, moves, own[period])
            else:
                drawn = self._by_chance(given, period, number, fact, saved, moves)
            problem = bounds.problem(period, fact, drawn)
            if problem is not None:
                self.problems.append(problem)
                return
            self.facts[period][number] = sum(drawn.limits) // 2  # of a figure that is drawn, until it is
            if drawn.limits[0] != drawn.limits[1]:
                self.drawn[period].append(drawn)

    def _of_nothing(self, given: Given) -> Iterator[Problem]:
        """Yield what is wrong with a share of a baseline that is nothing in every period.

        It is nothing new where a figure that the baseline moves with is refused itself.
        """
        movers = moves_with(self._aim, given, self.facts)
        known = {each.name: each.where for each in self.given}
        missing = [each for each in movers if each not in known]
        if missing:
            what = f"is a share of a baseline that is nothing without {listed(missing)}"
            yield Problem(given.where, what, f"give {listed(missing)} too, for certain or by a distribution")
        elif not {known[each] for each in movers} & {each.where for each in self.problems}:
            what = "is a share of a baseline that is nothing in every period"
            yield Problem(given.where, what, 'write amounts, or draw the outturn: of="outturn"')

    def _saved(self, given: Given, period: int, fact: Fact) -> Saved | None:
        baseline = self._baselines[period].get(given.name) if given.of == "saving" else None
        if baseline is None or given.measure is None:
            return None
        parts = baseline * fact.denominator
        nearest = whole(parts.numerator, parts.denominator, "half up")
        return Saved(nearest, 1 if given.measure.better == "lower" else -1)

    def _by_chance(
        self, given: Given, period: int, number: int, fact: Fact, saved: Saved | None, moves: Moves | None
    ) -> Drawn:
        source = given.source
        assert isinstance(source, Distribution)
        draw = self.draws[source.drawn][period]
        name = drawn_by(given.name, source)
        if saved is None:
            table = self._table(given.name, source, Line(Fraction(0), Fraction(fact.denominator)))
            limits = table.lowest, table.highest
            return Drawn(given.name, number, fact.denominator, limits, None, (), draw, table, drawn_by=name)
        part, baseline = self._parts[period], self._baselines[period][given.name] * fact.denominator
        bits = 0
        if moves is None:
            unit = baseline if source.unit == SHARE else Fraction(fact.denominator)
            table = self._table(given.name, source, Line(baseline, -saved.sign * part * unit))
            ends = [(saved, (table.lowest, table.highest))]
        else:
            if source.unit == SHARE:
                bits = self._share_bits(given, moves, part)
            unit = Fraction(2**bits if source.unit == SHARE else fact.denominator)
            table = self._table(given.name, source, Line(Fraction(0), part * unit))
            ends = list(_corners(moves, saved.sign, (table.lowest, table.highest), bits))
        shocks = [] if given.is_assumed else self._shocks(given.name)
        found = [self._struck(each, limits, shocks, fact.denominator) for each, limits in ends]
        limits = min(low for low, _ in found), max(high for _, high in found)
        return Drawn(
            *(given.name, number, fact.denominator, limits, saved, tuple(shocks), draw, table),
            moves=moves,
            share_bits=bits,
            drawn_by=name,
        )

    def _share_bits(self, given: Given, moves: Moves, part: Fraction) -> int:
        """Return how finely a share of a moving baseline is drawn, so that their product is a 64-bit whole number."""
        assert isinstance(given.source, Distribution)
        figures, denominator, _ = given.source.spread()
        largest = part * max(map(abs, figures)) / denominator
        base = max(abs(each) for each in moves.limits)
        bits = 60 - base.bit_length() - int(largest + 1).bit_length()
        if bits < _COARSEST:
            what = "is a share of a baseline too large to be drawn from"
            self.problems.append(Problem(given.where, what, 'write amounts, or draw the outturn: of="outturn"'))
        return max(_COARSEST, min(_FINEST, bits))

    def _shocks(self, name: str) -> list[int]:
        return [place for place, each in enumerate(self._scenario.shocks) if not each.of or name in each.of]

    def _struck(self, saved: Saved, limits: Limits, shocks: Sequence[int], parts: int) -> Limits:
        for shock in (self._scenario.shocks[place] for place in shocks):
            limits = saved.struck(limits, shock, parts)
            if largest_product(shock, [saved.saving(each) for each in limits]) >= 2**62:
                what = f"loses {shock.loses}, which is too fine for savings of this size"
                problem = Problem("scenario.shocks", what, "round it to whole per cents")
                self.problems += [problem] if problem not in self.problems else []
        return limits

    def _table(self, name: str, source: Distribution, line: Line) -> Table:
        if (name, line) not in self._tables:
            self._tables[name, line] = tabulated(_spread(source), line)
        return self._tables[name, line]

    def _own(self, given: Given) -> "list[IntArray] | None":
        """Return one's own figures, an array for each period; None, with the problems, where they do not fit."""
        import numpy as np

        own, settlements = given.source, self._aim.settlements
        if not isinstance(own, OwnFigures):
            return None
        if own.periods != settlements:
            what = f"has {own.periods} columns, but the term has {settlements} settlements"
            self.problems.append(Problem(given.where, what, "give one column for each settlement of the term"))
            return None
        currency = self._aim.watched.stages[0].terms.currency
        figures, problems = own.in_parts(given.fact, currency, given.where)
        self.problems += problems
        return None if problems else [np.ascontiguousarray(figures[:, period]) for period in range(settlements)]


def _numbers_of_draws(calendar: Calendar) -> dict[DrawnWhen, list[int]]:
    """Return the number that the draw of each period has, by how often is drawn; periods of one number are alike."""
    years = [calendar.year_labels.index(period.year) for period in calendar.periods]
    return {"each period": list(range(len(years))), "each year": years, "once": [WHOLE_TERM] * len(years)}


def _from_own(
    given: Given, number: int, fact: Fact, saved: Saved | None, moves: Moves | None, figures: "IntArray"
) -> Drawn:
    """Return a fact that is drawn from one's own figures: its outturns, or its savings where the baseline moves."""
    low, high = int(figures.min()), int(figures.max())
    if saved is None:
        return Drawn(given.name, number, fact.denominator, (low, high), None, own=figures)
    if moves is None:
        figures = saved.baseline - saved.sign * figures
        limits = int(figures.min()), int(figures.max())
        return Drawn(given.name, number, fact.denominator, limits, saved, own=figures)
    found = [limits for _, limits in _corners(moves, saved.sign, (low, high), 0)]
    limits = min(each for each, _ in found), max(each for _, each in found)
    return Drawn(given.name, number, fact.denominator, limits, saved, own=figures, moves=moves)


@lru_cache(maxsize=64)
def _spread(source: Distribution) -> Spread:
    """Return a distribution tabulated, once for all contracts that it is drawn for."""
    return source.spread()


def _corners(moves: Moves, sign: int, savings: Limits, bits: int) -> Iterator[tuple[Saved, Limits]]:
    """Yield the lowest baseline and the highest, each with the limits of the fact beside it."""
    for base in moves.limits:
        saved = Saved(base, sign)
        ends = sorted(saved.fact(saving_of(base, each, bits)) for each in savings)
        yield saved, (ends[0], ends[1])
