"""Which facts of a contract a scenario speaks of, by the names of its measures and columns."""

from dataclasses import dataclass
from fractions import Fraction

from riskreward.contract.trying import listed
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.improvements import Column, Measure
from riskreward.kernel import money, share
from riskreward.kernel.program import Fact
from riskreward.kernel.words import PATH
from riskreward.promises.aiming import Aim
from riskreward.scenarios.distributions import Distribution, Of
from riskreward.scenarios.history import Certain
from riskreward.scenarios.scenario import ALONE, Scenario, Source
from riskreward.scenarios.typed import NUMBER, SHARE


def holds_a_stage(column: Column) -> bool:
    """Return whether a column holds the stage that a saving has reached, and no figure."""
    return column.fact.endswith(f"{PATH}stage")


@dataclass(frozen=True, eq=False)
class Given:
    """What a scenario gives for a column of the outturn; `measure` is whose outturn it is, None for another column.

    What `is_assumed` is no part of the scenario: a measure that saves, and of which it gives nothing, saves nothing.
    """

    name: str
    source: Source
    column: Column
    fact: Fact
    measure: Measure | None
    of: Of
    is_assumed: bool = False

    @property
    def where(self) -> str:
        """Where it stands, for a message."""
        return f'scenario["{self.name}"]'

    @property
    def is_by_shares(self) -> bool:
        """Whether it is written in shares of the whole."""
        return isinstance(self.source, Distribution) and self.source.unit == SHARE

    @property
    def is_drawn_saving(self) -> bool:
        """Whether it is a saving that is drawn by chance, which grows in, wears off and is struck."""
        return self.of == "saving" and isinstance(self.source, Distribution)

    @property
    def is_rebased(self) -> bool:
        """Whether its baseline moves with what is saved."""
        baseline = None if self.measure is None else self.measure.baseline
        return baseline is not None and baseline.rebased is not None


class Names:
    """Finds what a scenario gives among what a contract reads; `problems` keeps what is not there, or does not fit."""

    def __init__(self, aim: Aim, scenario: Scenario) -> None:
        stages = aim.watched.stages
        self._currency = stages[0].terms.currency
        self._columns = {each.name: each for stage in stages for each in stage.terms.columns}
        self._measures = {each.name: each for stage in stages for each in stage.terms.measure}
        self._facts = {each.path: each for stage in stages for each in stage.assembled.program.facts}
        self._saves = {each.measure.name for period in range(aim.settlements) for each in aim.earners(period)}
        self._earning = list(dict.fromkeys(each.name for stage in stages for each in stage.terms.earning))
        self.problems: list[Problem] = []
        self.given = [each for each in (self._found(*pair) for pair in scenario.figures) if each is not None]
        self._check_savings(scenario)
        self._check_correlated(scenario)

    def _found(self, name: str, source: Source) -> Given | None:
        if name == ALONE:
            found = self._alone()
            if found is None:
                return None
            name = found
        where = f'scenario["{name}"]'
        column, measure = self._columns.get(name), self._measures.get(name)
        if column is None or holds_a_stage(column) or column.fact not in self._facts:
            self.problems.append(Problem(where, *self._unknown(name)))
            return None
        of: Of = "saving" if name in self._saves else "outturn"
        if source.of == "saving" and of == "outturn":
            mend = 'leave `of` out, or write of="outturn"'
            self.problems.append(Problem(where, "is a saving, but what it measures has no saving in money", mend))
            return None
        given = Given(name, source, column, self._facts[column.fact], measure, source.of or of)
        problem = self._unit_problem(given)
        if problem is not None:
            self.problems.append(problem)
            return None
        return given

    @property
    def as_given(self) -> list[str]:
        """The measures that save, and of which the scenario gives something else than a saving that is drawn."""
        return [each.name for each in self.given if each.name in self._saves and not each.is_drawn_saving]

    def saving_nothing(self) -> list[Given]:
        """Return the measures that save and that the scenario does not give, each as saving nothing for certain."""
        given = {each.name for each in self.given}
        nothing = Certain(NUMBER, "saving", "once", Fraction(0))
        found = [(name, self._columns[name]) for name in self._saves if name not in given]
        return [
            Given(name, nothing, column, self._facts[column.fact], self._measures[name], "saving", is_assumed=True)
            for name, column in sorted(found)
        ]

    def _alone(self) -> str | None:
        """Return the one measure that a distribution by itself is for; None, with a problem, where several are."""
        names = [each for each in self._earning if each in self._saves] or list(self._columns)
        if len(names) == 1:
            return names[0]
        called = listed([f'"{each}"' for each in names])
        what = f"gives one distribution, but it might be for {called}"
        self.problems.append(Problem("scenario", what, f'name what it is for: rr.scenario({{"{names[0]}": ...}})'))
        return None

    def _unknown(self, name: str) -> tuple[str, str]:
        if name in self._measures:
            return "is a ratio, worked out from two other measures", "give those two"
        if name in self._columns:
            what = "holds no figure" if holds_a_stage(self._columns[name]) else "is read by no rule of the contract"
            return what, "leave it out"
        known = [each.name for each in self._columns.values() if not holds_a_stage(each)]
        return f"is no figure of the contract, which reads {listed(known)}", "write one of those names"

    def _unit_problem(self, given: Given) -> Problem | None:
        """Return what is wrong with the unit that a distribution is written in."""
        if not isinstance(given.source, Distribution):
            return None
        unit, wanted = given.source.unit, {money: self._currency, share: SHARE}.get(given.fact.kind, NUMBER)
        examples = {SHARE: '"95%"', NUMBER: "1200"}
        example = examples.get(wanted, f'"{wanted}90,000"')
        if given.of == "saving":
            if unit == NUMBER and wanted != NUMBER and all(-1 <= each <= 1 for each in given.source.written):
                what = f"is {given.source.sentence}, which may be shares or amounts"
                return Problem(given.where, what, 'write "10%" for a share of the baseline, or "£10" for an amount')
            if unit in {SHARE, NUMBER, wanted}:
                return None
            mend = f'write shares of the baseline, such as "10%", or amounts such as {example}'
        else:
            if unit == wanted or (unit == NUMBER and wanted != SHARE) or not any(given.source.written):
                return None
            mend = f"write figures such as {example}"
            if unit == SHARE and given.name in self._saves:
                mend += ', or of="saving"'
        return Problem(given.where, f"is {given.source.sentence}, in another unit than {given.name}", mend)

    def _check_savings(self, scenario: Scenario) -> None:
        """Check what is said of savings alone: that one is drawn, and of the measures that are named."""
        drawn = [each.name for each in self.given if each.is_drawn_saving]
        is_none_drawn = not drawn and not self.problems
        for name, is_given in (("ramp_up", bool(scenario.ramp_up)), ("persistence", scenario.persistence != 1)):
            if is_given and is_none_drawn:
                mend = "give a distribution of a saving, or leave it out"
                self.problems.append(Problem(f"scenario.{name}", "is of savings, but none is drawn", mend))
        for number, shock in enumerate(scenario.shocks):
            where = f"scenario.shocks[{number}]"
            for name in shock.of:
                if name not in drawn:
                    mend = f"name {listed(drawn)}" if drawn else "give a distribution of a saving"
                    self.problems.append(Problem(where, f"is of {shown(name)}, of which no saving is drawn", mend))
            if not shock.of and is_none_drawn:
                mend = "give a distribution of a saving, or leave the shock out"
                self.problems.append(Problem(where, "takes from savings, but none is drawn", mend))
            if shock.loses.unit not in {SHARE, NUMBER, self._currency}:
                self.problems.append(Problem(where, f"loses {shock.loses}", f"write it in {self._currency}"))
                continue
            for each in self.given if shock.loses.unit == self._currency else ():
                is_struck = each.is_drawn_saving and (not shock.of or each.name in shock.of)
                if is_struck and each.fact.kind != money:
                    what = f"loses {shock.loses}, in another unit than {each.name}"
                    mend = 'write a share, such as "40%", or a plain number of its unit'
                    self.problems.append(Problem(where, what, mend))

    def _check_correlated(self, scenario: Scenario) -> None:
        drawn = {each.name: each.source for each in self.given if isinstance(each.source, Distribution)}
        drawn = {name: source for name, source in drawn.items() if not isinstance(source, Certain)}
        for pair, _ in scenario.correlated:
            where = f'scenario.correlated["{pair[0]}", "{pair[1]}"]'
            told = {each.where for each in self.problems}
            missing = [each for each in pair if each not in drawn and f'scenario["{each}"]' not in told]
            if missing:
                what = f"names {listed(missing)}, of which nothing is drawn by chance"
                self.problems.append(Problem(where, what, "give a distribution, or leave the pair out"))
            elif set(pair) <= drawn.keys() and drawn[pair[0]].drawn != drawn[pair[1]].drawn:
                what = f"are drawn differently, one {drawn[pair[0]].drawn} and the other {drawn[pair[1]].drawn}"
                self.problems.append(Problem(where, what, "draw both alike, or leave the pair out"))
