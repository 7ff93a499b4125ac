"""The largest fee that a contract's terms can produce: what it comes to at the best outturn of every period."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from riskreward.contract.agreement import Agreement
from riskreward.contract.settling import settled_in_turn
from riskreward.contract.varying import InForce, in_force
from riskreward.fees import Bands, Cap, QualityGate
from riskreward.improvements import COUNCIL_COSTS, Measure
from riskreward.kernel.program import Fact
from riskreward.kernel.words import PATH

EARNED = "to date / fee earned to date"


@dataclass(frozen=True, slots=True)
class LargestFee:
    """The largest fee over the whole term, None where the terms set no largest; `rests_on` says why, in words."""

    amount: Fraction | None
    rests_on: str


def largest_fee(agreement: Agreement) -> LargestFee:
    """Return the largest fee: every period settled at its best outturn, with every gate passed, over the term.

    The best outturn is the better end of the range that the contract declares. Where an earning measure declares
    none, the fee has a largest amount only where a cap, or bands that end, are in force throughout.
    """
    stages = in_force(agreement)
    boundless = [each for stage in stages for each in _boundless(stage)]
    if boundless and not all(_is_capped(stage) for stage in stages):
        return LargestFee(
            None, f"{' and '.join(dict.fromkeys(boundless))}, and no cap or last band limits the fee throughout"
        )
    amount = _earned(stages)
    if boundless:
        return LargestFee(amount, "the caps or last bands, however much is saved")
    gated = any(isinstance(step, QualityGate) for each in stages for step in each.terms.fee.step)
    passed = ", with every gate passed" if gated else ""
    return LargestFee(amount, f"the best outturn in the declared range, in every period{passed}")


def _boundless(stage: InForce) -> Iterator[str]:
    """Yield why savings have no largest amount under these terms."""
    program = stage.assembled.program
    until = len(stage.terms.calendar.periods)
    for measure in stage.terms.earning:
        if measure.outturn_between is None:
            yield f"{measure.name} has no outturn_between"
        index = getattr(measure.baseline, "index", None)
        paths = [fact.path for fact in program.facts]
        unpublished = index is not None and any(
            value is None and path.startswith(f"{measure.name}{PATH}") and not path.endswith(f"{PATH}outturn")
            for values in stage.assembled.scheduled[stage.first : until]
            for path, value in zip(paths, values, strict=True)
        )
        if index is not None and unpublished and "between" not in index.model_fields_set:
            yield f"the index of {measure.name} has no range (between) for levels not yet published"


def _is_capped(stage: InForce) -> bool:
    """Return whether a cap, or bands that end, limit the fee: in money, or in shares of baselines that are known."""
    known = all(getattr(each.baseline, "index", None) is None for each in stage.terms.earning)
    return any(
        (isinstance(step, Cap) and (step.amount is not None or known))
        or (isinstance(step, Bands) and step.bands[-1].up_to is not None and (step.edges is None or known))
        for step in stage.terms.fee.step
    )


def _earned(stages: tuple[InForce, ...]) -> Fraction:
    """Return the fee of the whole term at the best outturn of every period."""
    ends = [*(each.first for each in stages[1:]), len(stages[-1].terms.calendar.periods)]
    facts: list[list[int]] = []
    for stage, end in zip(stages, ends, strict=True):
        best = [_best(stage.terms, fact.path) for fact in stage.assembled.program.facts]
        for values in stage.assembled.scheduled[stage.first : end]:
            known = zip(values, best, stage.assembled.program.facts, strict=True)
            facts.append(
                [
                    int(outturn * fact.denominator) if outturn is not None else _at_the_end(stage.terms, value, fact)
                    for value, outturn, fact in known
                ]
            )
    stretches, lines = settled_in_turn(stages, facts)
    program = stretches[-1].program
    number = program.line_numbers[EARNED]
    return Fraction(lines[-1][number], program.denominator_of(program.lines[number]))


def _best(terms: Agreement, path: str) -> Fraction | None:
    """Return the outturn that earns most, or passes; None for a fact that is no outturn."""
    for measure in terms.measure:
        if path == f"{measure.name}{PATH}outturn":
            return _best_outturn(terms, measure)
    return None


def _best_outturn(terms: Agreement, measure: Measure) -> Fraction:
    low, high = measure.between
    if measure in terms.earning:
        return low if measure.better == "lower" else high
    finest = 10**measure.places
    gates = [step for step in terms.fee.step if isinstance(step, QualityGate) and step.measure == measure.name]
    at_least = [ceil(Fraction(step.at_least) * finest) for step in gates if step.at_least is not None]
    at_most = [floor(Fraction(step.at_most) * finest) for step in gates if step.at_most is not None]
    wanted = max(at_least) if at_least else min(at_most, default=0)
    return max(low, min(high, Fraction(wanted, finest)))


def _at_the_end(terms: Agreement, value: int | None, fact: Fact) -> int:
    """Return what the calendar decides; a level not yet published stands at the end of its range that earns more."""
    if value is not None:
        return value
    if fact.path == COUNCIL_COSTS:
        return 0
    higher = any(fact.path.startswith(f"{each.name}{PATH}") and each.better == "higher" for each in terms.earning)
    return fact.low if higher else fact.high
