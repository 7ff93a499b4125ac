"""Facts of a period that bring about a wanted saving, and figures near which rules turn."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from riskreward.improvements import Measure
from riskreward.kernel import share
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.program import Fact
from riskreward.kernel.rounding import to_step
from riskreward.kernel.words import PATH
from riskreward.promises.ranges import Range
from riskreward.promises.watching import Watched

PENNY = Fraction(1, 10**MINOR_PLACES)


class Earner(NamedTuple):
    """The outturn of a measure that earns by its saving, as the number of a fact."""

    measure: Measure
    fact: int


class Aim:
    """Turns wanted savings into facts, period by period, and says which figures are worth trying."""

    def __init__(self, watched: Watched, within: Mapping[str, Range]) -> None:
        self.watched = watched
        self._within = within
        self._earners: dict[int, list[Earner]] = {}
        self._plain = [self._plain_facts(number) for number in range(len(watched.scheduled))]

    @cached_property
    def settlements(self) -> int:
        """How many periods the term has, without what follows it."""
        return len(self.watched.stages[-1].terms.calendar.periods)

    def earners(self, period: int) -> list[Earner]:
        """Return the measures that save in money in a period, and whose outturn is a figure of its own."""
        if period not in self._earners:
            self._earners[period] = self._found_earners(period)
        return self._earners[period]

    def _found_earners(self, period: int) -> list[Earner]:
        stage = self.watched.stage_at(period)
        numbers = stage.assembled.program.fact_numbers
        found = ((each, numbers.get(f"{each.name}{PATH}outturn")) for each in stage.terms.measure if each.in_money)
        return [Earner(measure, number) for measure, number in found if number is not None]

    def others(self, period: int) -> list[int]:
        """Return the other facts of a period that the calendar leaves open."""
        earning = {each.fact for each in self.earners(period)}
        known, given = self.watched.scheduled[period], self.watched.program_at(period).facts
        open_facts = [number for number, value in enumerate(known) if value is None and not given[number].is_scheduled]
        return [number for number in open_facts if number not in earning]

    def plain(self, period: int) -> list[int]:
        """Return the facts of a period in which nothing is saved and everything else passes."""
        return self._plain[period].copy()

    def range_of(self, period: int, fact: int) -> tuple[int, int]:
        """Return between which whole numbers a fact is tried."""
        given = self.watched.program_at(period).facts[fact]
        if given.is_scheduled:
            return given.low, given.high
        found = self._within[given.path]
        return found.low, found.high

    def outturn(self, period: int, earner: Earner, saving: Fraction) -> int:
        """Return the outturn, in its range, that saves so much against the baseline of a period that is plain."""
        given = self.watched.program_at(period).facts[earner.fact]
        base = self.baseline(period, earner)
        wanted = base - saving if earner.measure.better == "lower" else base + saving
        low, high = self.range_of(period, earner.fact)
        return max(low, min(high, int(to_step(wanted, Fraction(1, given.denominator), "half up") * given.denominator)))

    def saving(self, period: int, earner: Earner, outturn: int) -> Fraction:
        """Return what an outturn saves against the baseline of a period that is plain."""
        given = self.watched.program_at(period).facts[earner.fact]
        base = self.baseline(period, earner)
        figure = Fraction(outturn, given.denominator)
        return base - figure if earner.measure.better == "lower" else figure - base

    def baseline(self, period: int, earner: Earner) -> Fraction:
        """Return what a measure is held against in a period that is plain, in its own unit."""
        return self._baselines[period][earner.measure.name]

    @cached_property
    def _baselines(self) -> list[dict[str, Fraction]]:
        """What each measure is held against in each period, in its own unit, where everything is plain."""
        found: list[dict[str, Fraction]] = []
        facts = self._plain[: self.settlements]
        for period, lines in enumerate(self.watched.settled(facts)):
            program = self.watched.program_at(period)
            of_measure = {}
            for earner in self.earners(period):
                line = program.line_numbers[f"{earner.measure.name}{PATH}{earner.measure.result}"]
                improvement = Fraction(lines[line], program.denominator_of(program.lines[line]))
                outturn = Fraction(facts[period][earner.fact], program.facts[earner.fact].denominator)
                lower = earner.measure.better == "lower"
                of_measure[earner.measure.name] = outturn + improvement if lower else outturn - improvement
            found.append(of_measure)
        return found

    def _plain_facts(self, period: int) -> list[int]:
        program, known = self.watched.program_at(period), self.watched.scheduled[period]
        earning = {each.fact for each in self.earners(period)}
        terms = self.watched.stage_at(period).terms
        facts = []
        for number, (fact, value) in enumerate(zip(program.facts, known, strict=True)):
            if value is not None:
                facts.append(value)
            elif fact.is_scheduled:
                facts.append(self._last_known(period, fact.path, fact))
            elif period >= len(terms.calendar.periods):
                facts.append(0)
            elif number in earning:
                low, high = self.range_of(period, number)
                facts.append(max(low, min(high, 0)))
            else:
                facts.append(self._passing(period, number, fact))
        return facts

    def _last_known(self, period: int, path: str, fact: Fact) -> int:
        """Return a figure not yet published as it was last known; in the middle of its range where it never was."""
        for earlier in range(period - 1, -1, -1):
            number = self.watched.program_at(earlier).fact_numbers.get(path)
            value = None if number is None else self.watched.scheduled[earlier][number]
            if value is not None:
                return value
        return (fact.low + fact.high) // 2

    def _passing(self, period: int, number: int, fact: Fact) -> int:
        """Return a plain figure of what earns nothing by a saving: one that every gate on it passes."""
        terms = self.watched.stage_at(period).terms
        measure = next((each for each in terms.measure if fact.path == f"{each.name}{PATH}outturn"), None)
        low, high = self.range_of(period, number)
        wanted = Fraction(0)
        if fact.path.endswith(f"{PATH}stage"):
            return fact.high
        if measure is not None:
            limits = [step.standards(measure.name) for step in terms.fee.step]
            least = [Fraction(each) for each, _ in limits if each is not None]
            wanted = max(least, default=wanted)
            needed = [
                each.ratio.denominator_at_least
                for each in terms.measure
                if each.ratio and each.ratio.to == measure.name
            ]
            wanted = max([wanted, *needed])
        elif fact.kind == share:
            wanted = Fraction(1)
        return max(low, min(high, int(-(-wanted * fact.denominator // 1))))

    @cached_property
    def figures(self) -> tuple[Fraction, ...]:
        """Amounts of the contract near which a rule may turn, the smaller first."""
        found: set[Fraction] = set()
        for stage in self.watched.stages:
            constants = [each for each in stage.assembled.program.operations if each.name == "constant"]
            amounts = {abs(Fraction(each.whole, each.denominator)) for each in constants if each.kind.is_money}
            shares = {abs(Fraction(each.whole, each.denominator)) for each in constants if each.kind == share} - {0}
            largest = max([*amounts, Fraction(100_000)])
            of_shares = {to_step(largest * each, PENNY, "half up") for each in shares if each <= 1}
            over_shares = {to_step(each / part, PENNY, "half up") for each in amounts for part in shares if part <= 1}
            found |= amounts | of_shares | {each for each in over_shares if each <= 2 * largest}
            found |= {Fraction(unit) for unit in (1, 100, 10_000, 100_000) if unit <= largest}
            found |= {to_step(largest / part, Fraction(1), "half up") for part in (2, 10, 20)}
        return tuple(sorted(found - {0}))
