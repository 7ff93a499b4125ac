"""The largest fee that a contract's terms can produce: what it comes to at the best outturn of every period."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

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
    spans = _spans(stages)
    boundless = [each for span in spans for each in _boundless(span)]
    limits = [list(_limits(span.stage.terms)) for span in spans]
    if boundless and not all(limits):
        return LargestFee(None, f"{' and '.join(dict.fromkeys(boundless))}, and no cap limits the fee throughout")
    amount = _earned(stages, spans)
    if boundless:
        titles = " and ".join(dict.fromkeys(f"the {title}" for each in limits for title in each))
        return LargestFee(amount, f"{titles}, however much is saved")
    gated = any(isinstance(step, QualityGate) for each in spans for step in each.stage.terms.fee.step)
    passed = ", with every gate passed" if gated else ""
    return LargestFee(amount, f"the best outturn in the declared range, in every period{passed}")


class _Span(NamedTuple):
    """Terms, and what the calendar decides in the periods that they are in force in."""

    stage: InForce
    decided: tuple[tuple[int | None, ...], ...]


def _spans(stages: tuple[InForce, ...]) -> list[_Span]:
    ends = [*(each.first for each in stages[1:]), len(stages[-1].terms.calendar.periods)]
    pairs = zip(stages, ends, strict=True)
    return [_Span(each, each.assembled.scheduled[each.first : end]) for each, end in pairs if end > each.first]


def _boundless(span: _Span) -> Iterator[str]:
    """Yield why savings have no largest amount under these terms."""
    paths = [fact.path for fact in span.stage.assembled.program.facts]
    for measure in span.stage.terms.earning:
        if measure.outturn_between is None:
            yield f"{measure.name} has no outturn_between"
        index = getattr(measure.baseline, "index", None)
        unpublished = index is not None and any(
            value is None and path.startswith(f"{measure.name}{PATH}") and not path.endswith(f"{PATH}outturn")
            for values in span.decided
            for path, value in zip(paths, values, strict=True)
        )
        if index is not None and unpublished and "between" not in index.model_fields_set:
            yield f"the index of {measure.name} has no range (between) for levels not yet published"


def _limits(terms: Agreement) -> Iterator[str]:
    """Yield the steps that limit the fee: caps, and bands that end, in money or in shares of a known baseline."""
    known = all(getattr(each.baseline, "index", None) is None for each in terms.earning)
    for step in terms.fee.step:
        if (isinstance(step, Cap) and (step.amount is not None or known)) or (
            isinstance(step, Bands) and step.bands[-1].up_to is not None and (step.edges is None or known)
        ):
            yield step.title


def _earned(stages: tuple[InForce, ...], spans: list[_Span]) -> Fraction:
    """Return the fee of the whole term at the best outturn of every period."""
    facts: list[list[int]] = []
    for stage, decided in spans:
        known = stage.assembled.program.facts
        best = [_best(stage.terms, fact) for fact in known]
        facts += [
            [each if value is None else value for value, each in zip(values, best, strict=True)] for values in decided
        ]
    stretches, lines = settled_in_turn(stages, facts)
    program = stretches[-1].program
    number = program.line_numbers[EARNED]
    return Fraction(lines[-1][number], program.denominator_of(program.lines[number]))


def _best(terms: Agreement, fact: Fact) -> int:
    """Return the whole number of a fact that the calendar does not decide which earns most, or passes.

    A level not yet published stands at the end of its range.
    """
    for measure in terms.measure:
        if fact.path == f"{measure.name}{PATH}outturn":
            return int(_best_outturn(terms, measure) * fact.denominator)
    if fact.path == COUNCIL_COSTS:
        return 0
    higher = any(fact.path.startswith(f"{each.name}{PATH}") and each.better == "higher" for each in terms.earning)
    return fact.low if higher else fact.high


def _best_outturn(terms: Agreement, measure: Measure) -> Fraction:
    """Return the better end of a measure's range, within the standards that gates hold it to."""
    finest = 10**measure.places
    gates = [step for step in terms.fee.step if isinstance(step, QualityGate) and step.measure == measure.name]
    at_least = [ceil(Fraction(step.at_least) * finest) for step in gates if step.at_least is not None]
    at_most = [floor(Fraction(step.at_most) * finest) for step in gates if step.at_most is not None]
    low, high = (int(end * finest) for end in measure.between)
    low, high = max([low, *at_least]), min([high, *at_most])
    best = max(low, min(high, 0))
    if measure in terms.earning:
        best = low if measure.better == "lower" else high
    return Fraction(best, finest)
