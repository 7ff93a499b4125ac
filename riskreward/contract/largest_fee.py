"""The largest fee that a contract's terms can produce: what it comes to at the best outturn of every period."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from riskreward.contract.agreement import Agreement
from riskreward.contract.settling import settled_in_turn
from riskreward.contract.varying import InForce, in_force
from riskreward.improvements import Measure
from riskreward.improvements.claims import CLAIM
from riskreward.improvements.prices_paid import PRICE_PAID
from riskreward.kernel.program import Fact
from riskreward.kernel.words import PATH

EARNED = "to date / fee earned to date"


@dataclass(frozen=True, slots=True)
class LargestFee:
    """The largest fee over the whole term, None where the terms set no largest; `rests_on` says why, in words.

    Where `is_tried`, the amount is only that of the outturn that was tried, and another may earn more.
    """

    amount: Fraction | None
    rests_on: str
    is_tried: bool = False


def largest_fee(agreement: Agreement) -> LargestFee:
    """Return the largest fee: every period settled at its best outturn, with every gate passed, over the term.

    The best outturn is the better end of the range that the contract declares; this contract's claims are all that
    is measured, and every saving is sustained. Where a range is missing, the fee has a largest amount only where a
    cap, or bands that end, are in force throughout. Where a baseline is rebased, or a small saving is carried forward,
    the best outturn early may cost more later than it earns: that one is tried, and no other.
    """
    stages = in_force(agreement)
    spans = _spans(stages)
    boundless = [each for span in spans for each in (*_boundless_outturns(span), *_boundless_baselines(span))]
    limits = [list(_limits(span)) for span in spans]
    if boundless and not all(limits):
        return LargestFee(None, f"{' and '.join(dict.fromkeys(boundless))}, and no cap limits the fee throughout")
    amount = _earned(stages, spans)
    rebased = any(
        measure.baseline is not None and measure.baseline.rebased is not None
        for each in spans
        for measure in each.stage.terms.earning
    )
    aside = "; as a baseline is rebased, saving less at first may earn more" if rebased else ""
    steps = [step for each in spans for step in each.stage.terms.fee.step]
    later = dict.fromkeys(f"the {step.title}" for step in steps if step.counts_later)
    small = f"what falls short of {' or '.join(later)} counts later"
    aside += f"; as {small}, saving less at first may earn more" if later else ""
    mixed = dict.fromkeys(name for each in spans for name in _paid_both_ways(each.stage.terms))
    aside += f"; as the fee is paid on {' and '.join(mixed)} itself too, another outturn may earn more" if mixed else ""
    is_tried = rebased or bool(later) or bool(mixed)
    if boundless:
        titles = " and ".join(dict.fromkeys(f"the {title}" for each in limits for title in each))
        return LargestFee(amount, f"{titles}, however much is saved{aside}", is_tried)
    passed = ", with every gate passed" if any(step.is_gate for step in steps) else ""
    return LargestFee(amount, f"the best outturn in the declared range, in every period{passed}{aside}", is_tried)


def best_outturn(agreement: Agreement) -> list[list[int]]:
    """Return the facts of each period of the term at the outturn that the largest fee comes from."""
    stages = in_force(agreement)
    spans = _spans(stages)
    return _facts(stages, spans, _best_ends(stages, spans))


class _Span(NamedTuple):
    """Terms, and what the calendar decides in the periods that they are in force in."""

    stage: InForce
    decided: tuple[tuple[int | None, ...], ...]
    years: frozenset[str]


def _spans(stages: tuple[InForce, ...]) -> list[_Span]:
    ends = [*(each.first for each in stages[1:]), len(stages[-1].terms.calendar.periods)]
    spans = []
    for stage, end in zip(stages, ends, strict=True):
        if end > stage.first:
            years = frozenset(period.year for period in stage.terms.calendar.periods[stage.first : end])
            spans.append(_Span(stage, stage.assembled.scheduled[stage.first : end], years))
    return spans


def _boundless_outturns(span: _Span) -> Iterator[str]:
    """Yield why outturns leave savings without a largest amount under these terms."""
    measures = {measure.name: measure for measure in span.stage.terms.measure}
    for measure in span.stage.terms.earning:
        measured = measure if measure.ratio is None else measures[measure.ratio.of]
        if measured.outturn_between is None:
            yield f"{measured.name} has no outturn_between"
    for name in (name for step in span.stage.terms.fee.step for name in step.pays_without_end):
        if measures[name].outturn_between is None and measures[name].ratio is None:
            yield f"{name} has no outturn_between"
    for step in span.stage.terms.fee.step:
        yield from (
            f"the {step.title} has a {each.called} not yet published"
            for each in step.published
            if not span.years <= each.by_year.keys()
        )


def _paid_by(terms: Agreement) -> Iterator[str]:
    """Yield the measures that steps of the fee pay by, neither as a gate nor for what only comes off the fee."""
    paying = (step for step in terms.fee.step if not step.is_gate and not step.adds_bounded)
    yield from (name for step in paying for _, name in step.reads_measures)


def _paid_both_ways(terms: Agreement) -> Iterator[str]:
    """Yield the measures that earn by their saving and that steps of the fee pay by as well."""
    earning = {measure.name for measure in terms.earning}
    yield from (name for name in _paid_by(terms) if name in earning)


def _boundless_baselines(span: _Span) -> Iterator[str]:
    """Yield why baselines and prices have no largest amount under these terms."""
    measures = {measure.name: measure for measure in span.stage.terms.measure}
    for measure in span.stage.terms.earning:
        assert measure.baseline is not None
        for _, name in measure.baseline.reads:
            if measures[name].outturn_between is None:
                yield f"{name} has no outturn_between"
        if measure.baseline.supplied and measure.outturn_between is None:
            yield f"{measure.name} has no outturn_between"
        indices = {f"baseline.{term}.levels": index for term, index in measure.baseline.indices}
        if measure.price is not None and measure.price.index is not None:
            indices["price.index.levels"] = measure.price.index
        for term, called, known in measure.published:
            if span.years <= known.keys():
                continue
            if term not in indices:
                yield f"{measure.name} has a {called} not yet published"
            elif "between" not in indices[term].model_fields_set:
                yield f"the index of {measure.name} has no range (between) for levels not yet published"
        if measure.prices_paid == "counted":
            yield f"the price paid for {measure.name} has no range"


def _limits(span: _Span) -> Iterator[str]:
    """Yield the steps that limit the fee: caps, and bands that end, in money or in shares of a bounded baseline."""
    bounded = not any(_boundless_baselines(span))
    measures = {measure.name: measure for measure in span.stage.terms.measure}
    titles: list[str] = []
    is_fee = False
    for step in span.stage.terms.fee.step:
        if step.begins_fee and step.adds_bounded and not is_fee:
            titles.append(step.title)
        elif step.pays_without_end if step.begins_fee else step.may_raise:
            titles = []
        is_fee = is_fee or step.gives == "fee"
        in_range = all(measures[name].outturn_between is not None for _, name in step.reads_measures)
        if in_range and step.limits_fee(bounded):
            titles.append(step.title)
    yield from titles


def _earned(stages: tuple[InForce, ...], spans: list[_Span]) -> Fraction:
    """Return the fee of the whole term at the best outturn of every period."""
    return _fee(stages, spans, _best_ends(stages, spans))


def _best_ends(stages: tuple[InForce, ...], spans: list[_Span]) -> Mapping[str, bool]:
    """Return of each measure whether the upper end of its range earns most.

    A measure that earns is at its better end. One that moves a baseline or a ratio, or is paid by, is at whichever end
    earns more, the upper unless the lower does.
    """
    at_upper_end = {
        measure.name: measure in span.stage.terms.earning and measure.better == "higher"
        for span in spans
        for measure in span.stage.terms.measure
    }
    drivers = dict.fromkeys(name for span in spans for name in _drivers(span.stage.terms))
    at_upper_end |= dict.fromkeys(drivers, True)
    best = _fee(stages, spans, at_upper_end)
    for name in (*drivers, *drivers):
        turned = {**at_upper_end, name: not at_upper_end[name]}
        fee = _fee(stages, spans, turned)
        if fee > best:
            at_upper_end, best = turned, fee
    return at_upper_end


def _drivers(terms: Agreement) -> Iterator[str]:
    """Yield the measures that move a baseline or a ratio and earn nothing themselves, and those that are paid by."""
    earning = {measure.name for measure in terms.earning}
    for measure in terms.measure:
        read = [name for _, name in measure.baseline.reads] if measure.baseline is not None else []
        read += [measure.ratio.of, measure.ratio.to] if measure.ratio is not None else []
        yield from (name for name in read if name not in earning)
    yield from _paid_by(terms)


def _fee(stages: tuple[InForce, ...], spans: list[_Span], at_upper_end: Mapping[str, bool]) -> Fraction:
    """Return the fee of the whole term, every measure at one end of its range."""
    stretches, lines = settled_in_turn(stages, _facts(stages, spans, at_upper_end))
    program = stretches[-1].program
    number = program.line_numbers[EARNED]
    return Fraction(lines[-1][number], program.denominator_of(program.lines[number]))


def _facts(stages: tuple[InForce, ...], spans: list[_Span], at_upper_end: Mapping[str, bool]) -> list[list[int]]:
    """Return the facts of each period, every measure at one end of its range."""
    facts: list[list[int]] = []
    for span in spans:
        best = [_best(span.stage.terms, fact, at_upper_end) for fact in span.stage.assembled.program.facts]
        facts += [
            [each if value is None else value for value, each in zip(values, best, strict=True)]
            for values in span.decided
        ]
    if any(measure.claim for span in spans for measure in span.stage.terms.measure):
        _, lines = settled_in_turn(stages, facts)
        for span in spans:
            for number in range(span.stage.first, span.stage.first + len(span.decided)):
                _claim_all(span.stage, facts[number], lines[number])
    return facts


def _claim_all(stage: InForce, facts: list[int], lines: Sequence[int]) -> None:
    """Let this contract claim all that was measured in a period, and nobody else anything."""
    program = stage.assembled.program
    for measure in stage.terms.measure:
        ours = next((claim for claim in measure.claim if claim.ours), None)
        if ours is not None:
            line = program.line_numbers[f"{measure.name}{PATH}{measure.result}"]
            measured = Fraction(lines[line], program.denominator_of(program.lines[line]))
            number = program.fact_numbers[f"{measure.name}{PATH}{ours.name}{CLAIM}"]
            fact = program.facts[number]
            facts[number] = min(max(floor(measured * fact.denominator), 0), fact.high)


def _best(terms: Agreement, fact: Fact, at_upper_end: Mapping[str, bool]) -> int:
    """Return the whole number of a fact that the calendar does not decide which earns most, or passes.

    A level not yet published stands at the end of its range. Nothing is claimed until it is known what is measured.
    """
    owner = next((each for each in terms.measure if fact.path.startswith(f"{each.name}{PATH}")), None)
    if owner is None:
        return fact.high if fact.is_scheduled else 0
    if fact.path.endswith(CLAIM):
        return 0
    own = fact.path.removeprefix(f"{owner.name}{PATH}")
    if own == "outturn":
        return int(_outturn(terms, owner, at_upper_end[owner.name]) * fact.denominator)
    moves_the_baseline = own not in {"stage", PRICE_PAID} and not own.startswith(f"price{PATH}")
    return fact.low if moves_the_baseline and owner.better == "higher" else fact.high


def _outturn(terms: Agreement, measure: Measure, upper: bool) -> Fraction:
    """Return an end of a measure's range, within the standards that gates hold it to and what ratios need.

    A measure that is neither improved nor a driver is as near to nothing as passes.
    """
    finest = 10**measure.places
    standards = [step.standards(measure.name) for step in terms.fee.step]
    at_least = [ceil(Fraction(least) * finest) for least, _ in standards if least is not None]
    at_most = [floor(Fraction(most) * finest) for _, most in standards if most is not None]
    at_least += [
        ceil(each.ratio.denominator_at_least * finest)
        for each in terms.measure
        if each.ratio is not None and each.ratio.to == measure.name
    ]
    low, high = (int(end * finest) for end in measure.between)
    low, high = max([low, *at_least]), min([high, *at_most])
    best = max(low, min(high, 0))
    if measure in terms.earning or measure.name in set(_drivers(terms)):
        best = high if upper else low
    return Fraction(best, finest)
