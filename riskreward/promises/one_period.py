"""One period of a contract with everything in it known but one outturn, which is still free."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from riskreward.calendar import Period
from riskreward.contract.agreement import Agreement
from riskreward.contract.settling import settle, settled_in_turn
from riskreward.contract.supposing import passing, ready
from riskreward.contract.varying import InForce, in_force
from riskreward.findings import InputError, Problem
from riskreward.improvements import COUNCIL_COSTS, Measure
from riskreward.improvements.claims import CLAIM
from riskreward.kernel import Program
from riskreward.kernel.program import Fact
from riskreward.kernel.words import PATH
from riskreward.readers import exact
from riskreward.settlement.settled import Settled

OUTTURN = f"{PATH}outturn"


class OnePeriod(NamedTuple):
    """A period, the terms in force in it, its program with the facts and the balances it opens with.

    `is_settled` says whether its own outturn was given; `rests_on` says in words what is supposed.
    """

    period: Period
    terms: Agreement
    program: Program
    facts: Sequence[int]
    opening: Sequence[int]
    is_settled: bool
    rests_on: str

    def fact(self, path: str) -> Fraction:
        """Return a fact of the period, by its path."""
        number = self.program.fact_numbers[path]
        return Fraction(self.facts[number], self.program.facts[number].denominator)

    def line(self, path: str) -> Fraction:
        """Return a line of the period, by its path."""
        number = self.program.line_numbers[path]
        lines = exact.run(self.program, [self.facts], self.opening).lines[0]
        return Fraction(lines[number], self.program.denominator_of(self.program.lines[number]))


def one_period(agreement: Agreement, outturn: object = None, period: str | None = None) -> OnePeriod:
    """Return a period on an outturn or statement: the one named, or else the next that is not settled.

    Without an outturn it is the first whole period, nothing is saved in those before it, and every gate is passed;
    with one, a period not settled repeats the last that is. Raises InputError for a period that is not there, an
    outturn that cannot be settled, and figures that cannot be supposed.
    """
    stages = tuple(each._replace(terms=_ready(each.terms, agreement)) for each in in_force(agreement))
    calendar = stages[-1].terms.calendar
    periods = calendar.periods
    settled = _settled(agreement, outturn)
    known = 0 if settled is None else sum(not each.run_off for each in settled.settled)
    first = next((number for number, each in enumerate(periods) if not each.part), 0)
    number = first if settled is None else min(known, len(periods) - 1)
    if period is not None:
        number = periods.index(calendar.find(period))
    facts = [] if settled is None else [list(each) for each in settled.facts[: min(known, number + 1)]]
    supposing = _Supposing(stages)
    for each in range(len(facts), number + 1):
        facts.append(supposing.facts(facts, each))
    program, opening, terms = supposing.opening(facts, number)
    is_settled = number < known
    rests_on = "on the outturn given"
    if settled is None:
        rests_on = f"with nothing saved before {periods[number].label}" if number else "from the start of the term"
    elif not is_settled:
        rests_on = f"where all else is as in {periods[known - 1].label}"
    return OnePeriod(periods[number], terms, program, facts[number], opening, is_settled, rests_on)


def _settled(agreement: Agreement, outturn: object) -> Settled | None:
    """Return the outturn settled, up to where a statement was where one is given."""
    if outturn is None:
        return None
    to = None
    if isinstance(outturn, Settled):
        to = [period for period in outturn.settled if not period.run_off][-1].label
        outturn = outturn.outturn
    return settle(agreement, outturn, to, lambda _: ())


def _ready(terms: Agreement, whole: Agreement) -> Agreement:
    """Return terms in which all that is published in time is known: as it was last."""
    return terms.changed(measure=tuple(ready(each, whole) for each in terms.measure))


class _Supposing:
    """Supposes the facts of periods of which no outturn is given."""

    def __init__(self, stages: Sequence[InForce]) -> None:
        self._stages = stages

    def opening(self, facts: Sequence[Sequence[int]], number: int) -> tuple[Program, Sequence[int], Agreement]:
        """Return the program of a period, the balances that it opens with and its terms; `facts` reach to it."""
        stage = [each for each in self._stages if each.first <= number][-1]
        last = settled_in_turn(self._stages, facts)[0][-1]
        opening = exact.run(last.program, facts[last.first : number], last.opening).balances
        return last.program, opening, stage.terms

    def facts(self, before: Sequence[Sequence[int]], number: int) -> list[int]:
        """Return the facts of a period: as in the one before, or with nothing saved where there is none."""
        stage = [each for each in self._stages if each.first <= number][-1]
        program = stage.assembled.program
        found = [self._decided(stage, place, number) for place in range(len(program.facts))]
        kept: dict[str, int] = {}
        if before:
            earlier = [each for each in self._stages if each.first < number][-1].assembled.program
            kept = {fact.path: whole for fact, whole in zip(earlier.facts, before[-1], strict=True)}
        unknown = []
        measures = {each.name: each for each in stage.terms.measure}
        for place, fact in enumerate(program.facts):
            if fact.is_scheduled:
                continue
            measure = measures.get(fact.path.split(PATH)[0])
            if fact.path in kept and (measure is not None or fact.path == COUNCIL_COSTS):
                found[place] = kept[fact.path]
            elif measure is None or fact.path.endswith(CLAIM):
                found[place] = 0
            elif fact.kind.is_truth:
                found[place] = 1
            elif fact.path == f"{measure.name}{OUTTURN}":
                found[place] = self._supposed(stage.terms, measure, fact)
                unknown += [measure.name] if self._drives(stage.terms, measure) else []
            else:
                unknown.append(fact.path.replace(PATH, ", "))
        if unknown:
            what = f"is missing, but the fee depends on {' and '.join(unknown)}, which cannot be supposed"
            raise InputError([Problem("outturn", what, "give the outturn of a first period")])
        if before:
            return found
        _, opening, _ = self.opening([*before, found], number)
        for measure in stage.terms.measure:
            if measure.baseline is not None and measure.ratio is None:
                place = program.fact_numbers[f"{measure.name}{OUTTURN}"]
                found[place] = self._nothing_saved(program, found, opening, measure)
        return found

    def _decided(self, stage: InForce, place: int, number: int) -> int:
        """Return what the calendar decides, or what was last published of it."""
        known = [each[place] for each in stage.assembled.scheduled[: number + 1]]
        published = [each for each in known if each is not None]
        fact = stage.assembled.program.facts[place]
        if not fact.is_scheduled:
            return 0
        if not published:
            what = "is not published for any period yet"
            raise InputError([Problem(fact.path, what, "write the first figure into the contract")])
        return known[-1] if known[-1] is not None else published[-1]

    def _drives(self, terms: Agreement, measure: Measure) -> bool:
        """Return whether a baseline or a ratio is worked out by a measure."""
        read = [name for each in terms.measure if each.baseline is not None for _, name in each.baseline.reads]
        read += [name for each in terms.measure if each.ratio is not None for name in (each.ratio.of, each.ratio.to)]
        return measure.name in read

    def _supposed(self, terms: Agreement, measure: Measure, fact: Fact) -> int:
        """Return an outturn that the gates pass; nothing where none reads it."""
        if measure.baseline is not None:
            return 0
        return ceil(Fraction(passing(terms, measure.name)) * fact.denominator)

    def _nothing_saved(self, program: Program, facts: Sequence[int], opening: Sequence[int], measure: Measure) -> int:
        """Return the outturn at which a measure is neither improved nor worse."""
        fact = program.facts[program.fact_numbers[f"{measure.name}{OUTTURN}"]]
        number = program.line_numbers[f"{measure.name}{PATH}{measure.result}"]
        improved = exact.run(program, [facts], opening).lines[0][number]
        denominator = program.denominator_of(program.lines[number])
        at_nought = Fraction(improved if measure.better == "lower" else -improved, denominator)
        return min(max(ceil(at_nought * fact.denominator), fact.low), fact.high)
