"""Drawing a scenario: the facts of every path, period by period, as whole numbers that every machine draws alike."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import listed
from riskreward.findings import InputError, Problem
from riskreward.kernel.words import PATH
from riskreward.promises.aiming import Aim
from riskreward.promises.ranges import ranges
from riskreward.promises.watching import Watched, watch
from riskreward.scenarios.arrays import need_arrays
from riskreward.scenarios.assumptions import assumptions
from riskreward.scenarios.correlation import Correlated, moving_together
from riskreward.scenarios.distributions import Distribution
from riskreward.scenarios.drawn import Drawn, Limits, Saved, saving_of
from riskreward.scenarios.draws import CHANCE_BITS, WHOLE_TERM, Draws, seed_problems
from riskreward.scenarios.fitting import Fitted
from riskreward.scenarios.history import drawn_by
from riskreward.scenarios.scenario import Scenario, Source, scenario
from riskreward.scenarios.typed import SHARE
from riskreward.settlement.reversal import overturns

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray

COMMON = "common to all contracts"


class Drawing:
    """A scenario drawn for a contract: any path, or any stretch of them, the same whoever draws it.

    A draw is a function of the seed, the path, the measure's name and the number of the period. So two contracts that
    measure the same are drawn the same paths, unless each is `named`, as in a portfolio. What the scenario says is
    common hangs on the day of the period in place of its number, and on no contract's name. Raises InputError with
    every problem of the scenario and of the seed at once, and ArraysMissingError where numpy is not installed.
    """

    def __init__(
        self,
        contract: Agreement | Watched,
        given: Scenario | Source | Mapping[str, Source],
        seed: int,
        named: str = "",
    ) -> None:
        need_arrays()
        self.watched = contract if isinstance(contract, Watched) else watch(contract, ())
        self.scenario = given if isinstance(given, Scenario) else scenario(given)
        self.seed = seed
        self._aim = Aim(self.watched, ranges(self.watched))
        self.fitted = Fitted(self._aim, self.scenario)
        problems = [*seed_problems(seed), *self.fitted.problems]
        if problems:
            raise InputError(problems)
        self._draws = Draws(int(seed))
        self._prefix = f"{named}\n" if named else ""
        drawn = [(each, drawn_by(each.name, each.source)) for each in self.fitted.given]
        self.common = {name for each, name in drawn if each.name in self.scenario.common}
        self._drawn_each_year = {
            name for each, name in drawn if isinstance(each.source, Distribution) and each.source.drawn == "each year"
        }
        groups = moving_together(dict(self.scenario.correlated))
        self.correlated = [Correlated(each, self.scenario.common) for each in groups]

    @cached_property
    def limits(self) -> list[list[Limits]]:
        """The lowest and the highest whole number that can be drawn, for each period and fact."""
        return self.fitted.limits

    @property
    def paths(self) -> int | None:
        """How many paths there are: as many as one's own figures have; None where there are as many as one likes."""
        return self.fitted.paths

    @cached_property
    def assumptions(self) -> tuple[str, ...]:
        """What is taken for every figure that the scenario does not give, in sentences."""
        given = {each.column.fact for each in self.fitted.given}
        return (*self._of_savings(), *self._of_reversals(), *assumptions(self._aim, given, self.fitted.facts))

    def _of_reversals(self) -> Iterator[str]:
        for each in self.fitted.given:
            label = overturns(each.column)
            if label is not None and isinstance(each.source, Distribution):
                yield f"{each.name} is drawn for the periods after {label} alone"

    def _of_savings(self) -> Iterator[str]:
        """Yield whose savings grow in, wear off and are struck, where some measure's do not."""
        said, others = self.scenario, self.fitted.as_given
        if others and (said.ramp_up or said.persistence != 1 or any(not each.of for each in said.shocks)):
            drawn = [each.name for each in self.fitted.given if each.is_drawn_saving]
            yield f"savings grow in, wear off or are struck for {listed(drawn)} alone; {listed(others)} as given"

    def draw(self, name: str, period: int, first: int, out: "IntArray") -> None:
        """Write the chances of what is drawn by a name in a period, from the path of number `first` on."""
        self._draws.draw(f"{self._prefix}{name}", period, first, out)

    def draw_common(self, name: str, period: int, first: int, out: "IntArray") -> None:
        """Write those that every contract with a period, or a year, from the same day on has."""
        if name in self._drawn_each_year:
            period = self.fitted.draws["each year"].index(period)
        if period != WHOLE_TERM:
            period = self.watched.stages[-1].assembled.periods[period].first.toordinal()
        self._draws.draw(f"{COMMON}\n{name}", period, first, out)

    def path(self, number: int) -> list[list[int]]:
        """Return the facts of each period of one path, as `rows` draws them."""
        return [[each if isinstance(each, int) else int(each[0]) for each in row] for row in self.rows(number, 1)]

    def rows(self, first: int, paths: int) -> "Iterator[list[int | IntArray]]":
        """Yield the facts of each period, the run-off included, of so many paths from the path of number `first` on.

        A fact is a whole number where every path has the same, and an array of one for each path where not; the arrays
        are filled anew for the next period. Raises InputError beyond the paths that there are.
        """
        if first < 0 or paths < 1:
            what = f"asks for {paths} paths from number {first} on"
            raise InputError([Problem("paths", what, "draw one path or more, from number 0 on")])
        if self.paths is not None and first + paths > self.paths:
            what = f"asks for {first + paths:,} paths, but there are {self.paths:,} of your own"
            raise InputError([Problem("paths", what, f"draw {self.paths:,} at most")])
        return _Stretch(self, first, paths).rows()


class _Stretch:
    """Draws a stretch of paths, period by period; its arrays serve every period."""

    def __init__(self, drawing: Drawing, first: int, paths: int) -> None:
        import numpy as np

        self._drawing, self._first, self._paths = drawing, first, paths
        self._scratch = self._array(), self._array()
        self._chances: dict[str, IntArray] = {}
        self._drawn_in: dict[str, int] = {}
        self._figures_of: dict[str, IntArray] = {}
        self._scores = [self._array() for _ in range(max((len(each.names) for each in drawing.correlated), default=0))]
        self._since = [np.full(paths, -1, np.int64) for _ in drawing.scenario.shocks]

    def _array(self) -> "IntArray":
        import numpy as np

        return np.empty(self._paths, np.int64)

    def rows(self) -> "Iterator[list[int | IntArray]]":
        fitted = self._drawing.fitted
        for period, (facts, drawn) in enumerate(zip(fitted.facts, fitted.drawn, strict=True)):
            row: list[int | IntArray] = list(facts)
            self._draw_chances(drawn)
            self._befall(period)
            for each in drawn:
                row[each.fact] = self._figures(each, period, row)
            yield row

    def _draw_chances(self, drawn: list[Drawn]) -> None:
        """Draw the chances of every figure of a period, by name; what is drawn for the whole term only once."""
        periods = {each.drawn_by: each.period for each in drawn if each.table is not None}
        for together in self._drawing.correlated:
            names = together.names
            own = next((periods[each] for each in names if each in periods), None)
            if own is not None and any(self._drawn_in.get(each) != own for each in names):
                scores = self._scores[: len(names)]
                together.mix([self._draw_chance(each, own) for each in names], scores, self._scratch)
        correlated = {name for each in self._drawing.correlated for name in each.names}
        for name, period in periods.items():
            if name not in correlated and self._drawn_in.get(name) != period:
                self._draw_chance(name, period)

    def _draw_chance(self, name: str, period: int) -> "IntArray":
        if name not in self._chances:
            self._chances[name] = self._array()
        draw = self._drawing.draw_common if name in self._drawing.common else self._drawing.draw
        draw(name, period, self._first, self._chances[name])
        self._drawn_in[name] = period
        return self._chances[name]

    def _figures(self, each: Drawn, period: int, row: "list[int | IntArray]") -> "IntArray":
        import numpy as np

        if each.own is not None:
            own = each.own[self._first : self._first + self._paths]
            if each.moves is None or each.saved is None:
                return own
            return each.moves.baseline(row) - each.saved.sign * own
        if each.name not in self._figures_of:
            self._figures_of[each.name] = self._array()
        out = self._figures_of[each.name]
        assert each.table is not None
        each.table.draw(self._chances[each.drawn_by], out, self._scratch)
        saved = each.saved
        if each.moves is not None and saved is not None:
            base: IntArray = np.broadcast_to(each.moves.baseline(row), out.shape)
            saved = Saved(base, saved.sign)
            out[:] = base - saved.sign * saving_of(base, out, each.share_bits)
        for number in each.shocks:
            assert saved is not None
            self._strike(each, saved, number, period, out)
        return out

    def _befall(self, period: int) -> None:
        """Note which paths each shock befalls in a period, once in the term."""
        for number, (shock, since) in enumerate(zip(self._drawing.scenario.shocks, self._since, strict=True)):
            limit = int(shock.chance * 2**CHANCE_BITS)
            chances, _ = self._scratch
            if shock.common:
                self._drawing.draw_common(f"shock{PATH}{shock.common}", period, self._first, chances)
            else:
                self._drawing.draw(f"shock{PATH}{number + 1}", period, self._first, chances)
            befalls = chances <= limit - 1
            befalls &= since < 0
            since[befalls] = period

    def _strike(self, each: Drawn, saved: Saved, number: int, period: int, out: "IntArray") -> None:
        """Take away from the saving of the paths that a shock has befallen what it takes."""
        import numpy as np

        shock, since = self._drawing.scenario.shocks[number], self._since[number]
        begun = since >= 0 if shock.lasts is None else since > period - shock.lasts
        begun &= since >= 0
        (paths,) = np.nonzero(begun)
        baseline = saved.baseline if isinstance(saved.baseline, int) else saved.baseline[paths]
        savings = saved.sign * (baseline - out[paths])
        if shock.loses.unit == SHARE:
            above, below = shock.loses.value.numerator, shock.loses.value.denominator
            savings -= (2 * np.maximum(savings, 0) * above + below) // (2 * below)
        else:
            savings -= shock.lost(0, each.parts)
        out[paths] = baseline - saved.sign * savings
