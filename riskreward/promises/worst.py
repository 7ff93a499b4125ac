"""The council's worst whole position: overspend, fees and its own costs together, at the worst outturns in range."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from riskreward.contract.agreement import Agreement
from riskreward.contract.largest_fee import best_outturn
from riskreward.contract.reading import run_off_facts
from riskreward.contract.settling import settled_in_turn
from riskreward.contract.varying import InForce, in_force
from riskreward.figures import number_text
from riskreward.improvements import CASH, COUNCIL_COSTS, Measure
from riskreward.improvements.claims import CLAIM
from riskreward.improvements.prices_paid import PRICE_PAID
from riskreward.kernel import Program, share
from riskreward.kernel.words import PATH

KEPT = f"to date{PATH}kept by the council to date"
TURNS = 24
"""About so many periods are tried for a course to turn from best to worst in."""

Ends = Mapping[str, bool]
"""Whether a fact, by its path, is at the upper end of its range."""


class Missing(NamedTuple):
    """A range that the contract does not declare, and the line to write."""

    what: str
    offer: str

    def __str__(self) -> str:
        return f"{self.what}; {self.offer}"


class Settlement(NamedTuple):
    """The lines of one settlement, by path, with its number; periods after the term come last."""

    number: int
    program: Program
    wholes: Sequence[int]

    def has(self, path: str) -> bool:
        """Return whether the settlement has a line."""
        return path in self.program.line_numbers

    def line(self, path: str) -> Fraction:
        """Return a line, nothing where the settlement has none."""
        if not self.has(path):
            return Fraction(0)
        number = self.program.line_numbers[path]
        return Fraction(self.wholes[number], self.program.denominator_of(self.program.lines[number]))


def settlements(agreement: Agreement, facts: Sequence[Sequence[int]]) -> list[Settlement]:
    """Return the lines of every settlement on the facts of the whole term, those after the term included."""
    stages = in_force(agreement)
    every = [*facts, *run_off_facts(stages[-1].assembled, len(facts))]
    stretches, lines = settled_in_turn(stages, every)
    return [
        Settlement(number, [each for each in stretches if each.first <= number][-1].program, wholes)
        for number, wholes in enumerate(lines)
    ]


def missing_ranges(agreement: Agreement, costs_are_known: bool) -> list[Missing]:
    """Return the ranges that the council's position rests on and that the contract does not declare."""
    found = [each for stage in in_force(agreement) for each in _missing(stage.terms)]
    if agreement.council_costs is not None and not costs_are_known:
        offer = 'ask with the most of a settlement: exposure(contract, council_costs="£10,000")'
        found.append(Missing("the council's own costs have no range", offer.replace("£", agreement.currency)))
    return list(dict.fromkeys(found))


def _missing(terms: Agreement) -> Iterator[Missing]:
    measures = {each.name: each for each in terms.measure}
    for name in dict.fromkeys(_moving(terms)):
        measure = measures[name]
        if measure.ratio is None and reaches_everything(measure):
            what = f"{name} has no outturn_between" + (" that bounds it" if measure.outturn_between else "")
            yield Missing(what, f"write {_offer(measure)} under [[measure]] {name}")
        indices = [] if measure.baseline is None else [index for _, index in measure.baseline.indices]
        indices += [measure.price.index] if measure.price is not None and measure.price.index is not None else []
        for index in indices:
            if "between" not in index.model_fields_set and set(terms.calendar.year_labels) - index.levels.keys():
                low, high = (number_text(index.base * part).replace(",", "") for part in (Fraction(1, 2), Fraction(2)))
                offer = f"write between = [{low}, {high}] beside its levels"
                yield Missing(f"the index of {name} has no range for levels not yet published", offer)
        if measure.prices_paid is not None:
            yield Missing(f"the price paid for {name} has no range", "leave prices_paid out to ask without it")


def reaches_everything(measure: Measure) -> bool:
    """Return whether the range of an outturn is missing, or as wide as any figure may be, which bounds nothing."""
    return measure.outturn_between is None or measure.largest in {abs(end) for end in measure.outturn_between}


def _moving(terms: Agreement) -> Iterator[str]:
    """Yield the measures that move what the council keeps: cash, what earns, what is paid by, and what they rest on."""
    for measure in terms.measure:
        if measure.baseline is not None and (measure.benefit in CASH or measure in terms.earning):
            yield measure.name
            yield from (name for _, name in measure.baseline.reads)
    for step in terms.fee.step:
        if not step.is_gate:
            yield from (name for _, name in step.reads_measures)
    if terms.core_volume is not None:
        yield terms.core_volume.measure
    ratios = [each.ratio for each in terms.measure if each.ratio is not None]
    yield from (name for ratio in ratios for name in (ratio.of, ratio.to))


def _offer(measure: Measure) -> str:
    """Return a range made from the measure's own figures."""
    if measure.kind == share:
        return 'outturn_between = ["0%", "100%"]'
    amount = None if measure.baseline is None else measure.baseline.agreed_amount
    most = "the most that it can be" if amount is None else f"{int(-(-2 * amount // 1)):_}"
    return f"outturn_between = [0, {most}]"


def courses(agreement: Agreement, costs: Fraction) -> Iterator[list[Settlement]]:
    """Yield courses in which the council may stand worst, each settled: the worst ends, and the best up to a period.

    The ends start at the worse of every measure; each fact is then turned to its other end, and left there where the
    council is worse off.
    """
    stages, best = in_force(agreement), best_outturn(agreement)
    ends = {path: upper for stage in stages for path, upper in _worse_ends(stage)}
    ends |= {COUNCIL_COSTS: True} if costs else {}
    facts = _at(stages, best, ends, costs)
    worst = settlements(agreement, facts)
    for path in (*ends, *ends):
        turned = {**ends, path: not ends[path]}
        other = _at(stages, best, turned, costs)
        settled = settlements(agreement, other)
        if lowest(settled) < lowest(worst) and _may_settle(stages, settled):
            ends, facts, worst = turned, other, settled
    yield worst
    best = _at(stages, best, {path: upper for path, upper in ends.items() if path == COUNCIL_COSTS}, costs)
    for number in range(1, len(best) + 1, max(len(best) // TURNS, 1)):
        for course in ([*best[:number], *facts[number:]], [*facts[:number], *best[number:]]):
            settled = settlements(agreement, course)
            if _may_settle(stages, settled):
                yield settled


def lowest(settled: Sequence[Settlement]) -> Fraction:
    """Return the least that the council has kept at any settlement."""
    return min(each.line(KEPT) for each in settled)


def _worse_ends(stage: InForce) -> Iterator[tuple[str, bool]]:
    """Yield the facts that may be at either end, with the end that is likely to be worse."""
    measures = {each.name: each for each in stage.terms.measure}
    for place, fact in enumerate(stage.assembled.program.facts):
        measure = measures.get(fact.path.split(PATH)[0])
        if measure is None or fact.path.endswith(PRICE_PAID):
            continue
        lower = measure.better == "lower"
        if fact.path == f"{measure.name}{PATH}outturn":
            yield fact.path, lower
        elif fact.is_scheduled and None in [each[place] for each in stage.assembled.scheduled]:
            yield fact.path, not lower


def _at(stages: Sequence[InForce], best: Sequence[Sequence[int]], ends: Ends, costs: Fraction) -> list[list[int]]:
    """Return the facts of every period with each fact at its end; what the calendar decides stays."""
    found = [list(each) for each in best]
    for number, facts in enumerate(found):
        stage = [each for each in stages if each.first <= number][-1]
        decided = stage.assembled.scheduled[number]
        measures = {each.name: each for each in stage.terms.measure}
        for place, fact in enumerate(stage.assembled.program.facts):
            if fact.path.endswith(CLAIM) and len(ends) > 1:
                facts[place] = 0
            if fact.path not in ends or decided[place] is not None:
                continue
            low, high = fact.low, fact.high
            if fact.path == COUNCIL_COSTS:
                low, high = 0, int(costs * fact.denominator)
            elif fact.path.endswith(f"{PATH}outturn"):
                low, high = _range(stage.terms, measures[fact.path.split(PATH)[0]], fact.denominator)
            facts[place] = high if ends[fact.path] else low
    return found


def _range(terms: Agreement, measure: Measure, denominator: int) -> tuple[int, int]:
    """Return the declared range of a measure, above the least that a ratio needs."""
    low, high = (int(end * denominator) for end in measure.between)
    least = [each.ratio.denominator_at_least for each in terms.measure if each.ratio and each.ratio.to == measure.name]
    return max([low, *(-int(-each * denominator // 1) for each in least)]), high


def _may_settle(stages: Sequence[InForce], settled: Sequence[Settlement]) -> bool:
    """Return whether no step refuses a course."""
    for each in settled:
        terms = [stage.terms for stage in stages if stage.first <= each.number][-1]
        refused = (f"fee{PATH}{refusal.line}" for step in terms.fee.step for refusal in step.refuses)
        if any(each.line(path) > 0 for path in refused):
            return False
    return True
