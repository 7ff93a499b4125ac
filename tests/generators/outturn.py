"""Outturns that fit a contract: every column it needs, each figure aimed at the places where rules turn."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from riskreward import Contract
from riskreward.calendar import Period
from riskreward.contract.agreement import Agreement
from riskreward.contract.replacing import plain
from riskreward.contract.varying import in_force
from riskreward.figures import exact_decimal, share_text
from riskreward.guarantees import REPAIR_IN_KIND
from riskreward.improvements import COUNCIL_COSTS, STATUSES, Measure, price_paid_column
from riskreward.improvements.claims import column as claim_column
from riskreward.improvements.stages import DEEMED, REJECTED, STAGES, deemed_column, stage_column
from riskreward.kernel import money, share
from riskreward.kernel.rounding import to_step
from riskreward.kernel.words import PATH
from riskreward.settlement.reversal import OVERTURNED, column_of, settled_apart
from tests.generators.aiming import Aim, to_measure
from tests.generators.contract import contracts
from tests.generators.course import NOTHING, Course, Lines, held_against
from tests.generators.drawing import PENNY, Draw, chosen, pick
from tests.generators.vocabulary import EVERYTHING, Vocabulary

Row = dict[str, Any]
Case = tuple[Contract, list[Row]]

_PARTS = tuple(map(Fraction, ("1", "1.03", "1.02", "0.9", "0.97", "1.1", "0", "0.6", "1.4", "0.75", "1.2", "0.95")))
_LOSSES = tuple(map(Fraction, ("0", "0.01", "75", "1000")))


@st.composite
def cases(draw: Draw, wanted: Vocabulary = EVERYTHING, improves: bool = True) -> Case:
    """Return a contract, and an outturn that fits it."""
    contract = draw(contracts(wanted))
    return contract, draw(outturns(contract, improves=improves))


@st.composite
def outturns(draw: Draw, contract: Contract, periods: int | None = None, improves: bool = True) -> list[Row]:
    """Return the rows of the first periods, the whole term more often than not, near where the terms turn.

    Where nothing improves, every saving is nothing or a loss, as far as the measures' ranges allow.
    """
    if periods is None:
        known = _published(contract)
        periods = draw(st.integers(1, known)) if known > 1 and pick(draw, (False, False, True)) else known
    course, aim, details = Course(contract), Aim(), _details(draw)
    rows: list[Row] = []
    for number in range(periods):
        course.open(number)
        terms, period = course.terms, contract.calendar.periods[number]
        row: Row = {"period": period.label, **_beside(draw, terms, period)}
        row |= _overturned(draw, contract, terms, number, course)
        lines = course.lines(number, row)
        wanted = aim.saving(draw, terms, number, period, lines) if improves else -pick(draw, _LOSSES)
        if terms.council_costs == "taken off the saving":
            wanted += Fraction(row[COUNCIL_COSTS])
        row |= _improvements(draw, terms, lines, row, wanted, improves)
        row |= _claimed(draw, terms, course.lines(number, row))
        for refused in [each for step in terms.fee.step for each in step.refuses]:
            beyond = course.lines(number, row)[f"fee{PATH}{refused.line}"]
            if beyond > 0:
                row[refused.measure] -= exact_decimal(beyond)
        rows.append(row | details)
        aim.settle(terms, period, course.close(number, row), row)
    return rows


def typed(measure: Measure, value: Fraction) -> Any:
    """Return a figure as a person types it, in the measure's places and range."""
    low, high = measure.between
    return _written(measure, max(low, min(high, to_step(value, Fraction(1, 10**measure.places), "half up"))))


def _written(measure: Measure, value: Fraction) -> Any:
    return share_text(value).replace(",", "") if measure.kind == share else exact_decimal(value)


def _published(contract: Contract) -> int:
    """Return how many periods have every published figure that they need."""
    assembled = in_force(contract)[0].assembled
    is_scheduled = [fact.is_scheduled for fact in assembled.program.facts]
    for number in range(len(contract.calendar.periods)):
        if None in [each for each, known in zip(assembled.scheduled[number], is_scheduled, strict=True) if known]:
            return number
    return len(contract.calendar.periods)


def _overturned(draw: Draw, contract: Contract, terms: Agreement, number: int, course: Course) -> Row:
    """Return what is overturned of what was settled before, as far as it counted; now and then all of it."""
    clawback, periods = terms.settlement.clawback, contract.calendar.periods
    if clawback is None or clawback.when != OVERTURNED or not pick(draw, (False, True)):
        return {}
    known = {each.year if terms.fee.counted == "each year" else each.label for each in periods[:number]}
    known -= {periods[number].year} if terms.fee.counted == "each year" else set()
    found: Row = {}
    for label in sorted(known & set(settled_apart(periods, terms.fee.counted)))[-4:]:
        left = course.left_of(label)
        if left > 0 and chosen(draw):
            part = pick(draw, (Fraction(1, 5), Fraction(1, 3), Fraction(1), PENNY))
            found[column_of(label)] = exact_decimal(to_step(left * part, PENNY, "down"))
    return found


def _details(draw: Draw) -> Row:
    if not chosen(draw):
        return {}
    return {
        "status": pick(draw, STATUSES),
        "verified by": "the auditor",
        "verified on": "2027-06-30",
        "evidence": "working paper 3",
        "invoice received": date(2027, 7, 1),
    }


# What stands beside the improvements


def _beside(draw: Draw, terms: Agreement, period: Period) -> Row:
    """Return every entry that no improvement is aimed by."""
    row: Row = {}
    if terms.council_costs is not None:
        row[COUNCIL_COSTS] = Decimal(pick(draw, ("0", "10.01", "40")))
    if terms.guarantee is not None and terms.guarantee.repair_in_kind is not None:
        row[REPAIR_IN_KIND] = Decimal(pick(draw, ("0", "1", "0.25", "40")))
    fixed = _numerators(terms)
    for measure in terms.measure:
        if measure.baseline is None and measure.name not in fixed:
            row[measure.name] = typed(measure, _measured(draw, terms, measure))
        for name in measure.baseline.supplied if measure.baseline is not None else ():
            row[f"{measure.name}, {name}"] = typed(measure, _usual(measure) * pick(draw, _PARTS))
        if measure.prices_paid is not None:
            column = price_paid_column(measure.name, terms.currency).name
            row[column] = Decimal(pick(draw, ("40", "12.5", "0.284601", "0", "210")))
        if measure.eligible.has_stages:
            row |= _stage(draw, measure, period)
    return row


def _numerators(terms: Agreement) -> set[str]:
    return {each.ratio.of for each in terms.measure if each.ratio is not None}


def _usual(measure: Measure) -> Fraction:
    if measure.kind == share:
        return Fraction(9, 20)
    return Fraction(850) if measure.kind != money else Fraction(2_000)


def _measured(draw: Draw, terms: Agreement, measure: Measure) -> Fraction:
    """Return what only is measured: near a standard it is held to, or what a baseline turns at."""
    finest = Fraction(1, 10**measure.places)
    least = _least(terms, measure)
    turns = [*_standards(terms, measure), *_driven(draw, terms, measure), *_paid_at(terms, measure)]
    if least is not None:
        lowest, is_refused = least
        turns += [max(lowest * 2, Fraction(800)), lowest + finest, lowest]
        turns += [] if is_refused else [lowest - finest, NOTHING]
    value = pick(draw, turns[:32]) if turns else _usual(measure) * pick(draw, (Fraction(1), Fraction(19, 17)))
    return value if least is None or not least[1] else max(value, least[0])


def _standards(terms: Agreement, measure: Measure) -> list[Fraction]:
    """Return figures that meet and miss the standards of the gates that read a measure."""
    finest, found = Fraction(1, 10**measure.places), []
    for step in terms.fee.step:
        least, most = step.standards(measure.name)
        for limit, better in ((least, 1), (most, -1)):
            if limit is not None:
                standard = Fraction(limit)
                for off in (NOTHING, finest, standard / 2, finest, -finest, -standard / 2):
                    found.append(standard + better * off)
    return found


def _paid_at(terms: Agreement, measure: Measure) -> list[Fraction]:
    """Return figures at and about those that a step which reads a measure names in its terms, within its range."""
    finest, (low, high) = Fraction(1, 10**measure.places), measure.between
    found: list[Fraction] = []
    for step in terms.fee.step:
        if not step.is_gate and measure.name in {name: term for term, name in step.reads_measures}:
            found += [low, high, *(each + off for each in _figures(plain(step)) for off in (NOTHING, finest, -finest))]
    return [each for each in dict.fromkeys(found) if low <= each <= high]


def _figures(terms: Any) -> Iterator[Fraction]:
    if isinstance(terms, Decimal | Fraction) or (isinstance(terms, int) and not isinstance(terms, bool)):
        yield Fraction(terms)
    elif isinstance(terms, dict | list):
        for each in terms.values() if isinstance(terms, dict) else terms:
            yield from _figures(each)


def _driven(draw: Draw, terms: Agreement, measure: Measure) -> list[Fraction]:
    """Return figures at and about what the baselines that read a measure turn at."""
    found: list[Fraction] = []
    for other in terms.measure:
        for driver in other.baseline.drivers if other.baseline is not None else ():
            if driver.measure == measure.name:
                figures = [Fraction(figure) for _, figure in driver.figures[1:] or driver.figures]
                found += [pick(draw, figures) * part for part in _PARTS] if figures else []
                ends = getattr(other.baseline, "reconciled_outside", None) or ()
                found += [pick(draw, figures) * end for end in ends] * 3
                before = getattr(other.baseline, "comparator_before", None)
                if before is not None:
                    found += [Fraction(before) * part for part in _PARTS[:8]]
    return found


def _least(terms: Agreement, measure: Measure) -> tuple[Fraction, bool] | None:
    """Return the least that ratios are worked out on, where the measure is their denominator; and if it is refused."""
    ratios = [each.ratio for each in terms.measure if each.ratio is not None and each.ratio.to == measure.name]
    refused = [each.denominator_at_least for each in ratios if each.if_below == "settling is refused"]
    if refused:
        return max(refused), True
    return (max(each.denominator_at_least for each in ratios), False) if ratios else None


def _stage(draw: Draw, measure: Measure, period: Period) -> Row:
    pays = measure.counts_when or "realised"
    words = [pays, "identified", "sustained", *STAGES, REJECTED, *([DEEMED] * 2 if measure.deemed is not None else [])]
    word = pick(draw, words)
    found = {stage_column(measure.name): word}
    if measure.deemed is not None:
        found[deemed_column(measure.name)] = period.last.isoformat() if word == DEEMED else ""
    return found


# Improvements


def _improvements(draw: Draw, terms: Agreement, lines: Lines, row: Row, saving: Fraction, improves: bool) -> Row:
    """Return outturns of the measures with a baseline, so that those that earn save so much together."""
    found: Row = {}
    if not terms.earning:
        return found
    first, rest = terms.earning[0], saving
    for measure in reversed([each for each in terms.measure if each.baseline is not None and each is not first]):
        own = Fraction(pick(draw, (0, 0, 25, -40))) if improves else -pick(draw, _LOSSES)
        if measure in terms.earning:
            rest -= own
        found |= _outturn(terms, measure, lines, row, own)
    return found | _outturn(terms, first, lines, row, rest)


def _outturn(terms: Agreement, measure: Measure, lines: Lines, row: Row, saving: Fraction) -> Row:
    held = held_against(lines, measure)
    if measure.in_money:
        improvement = to_measure(measure, saving, lines)
    else:
        improvement = saving / 100
    value = held - improvement if measure.better == "lower" else held + improvement
    if measure.ratio is None:
        return {measure.name: typed(measure, value)}
    above, below = (
        next(each for each in terms.measure if each.name == name) for name in (measure.ratio.of, measure.ratio.to)
    )
    return {above.name: typed(above, value * below.read(row[below.name]))}


def _claimed(draw: Draw, terms: Agreement, lines: Lines) -> Row:
    """Return what is claimed: where claims may not overlap, no more than was measured."""
    found: Row = {}
    for measure in terms.measure:
        if measure.claim:
            whole = max(lines[f"{measure.name}{PATH}{measure.result}"], NOTHING)
            parts = _split(draw, len(measure.claim), measure.overlap == "refused")
            if whole == 0 and measure.overlap != "refused":  # a loss is shared too
                whole = Fraction(pick(draw, (0, 1, 60)))
            for claim, part in zip(measure.claim, parts, strict=True):
                claimed = to_step(whole * part, Fraction(1, 10**measure.places), "floor")
                found[claim_column(measure.name, claim)] = _written(measure, claimed)
    return found


def _split(draw: Draw, count: int, is_refused: bool) -> Sequence[Fraction]:
    if is_refused:
        parts = pick(draw, ((1, 0, 0), (Fraction(1, 2), Fraction(1, 4), Fraction(1, 8)), (0, 1, 0), (0, 0, 0)))
    else:
        parts = pick(
            draw, ((1, 1, 1), (1, 0, 0), (Fraction(1, 3), 1, Fraction(1, 7)), (0, 0, 0), (Fraction(1, 9), 0, 0))
        )
    return [Fraction(part) for part in parts[:count]]
