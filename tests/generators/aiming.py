"""Where a contract's fee turns in a period, and what to save in it to get there."""

from collections.abc import Mapping
from fractions import Fraction
from math import gcd
from typing import Any

from riskreward.calendar import Period
from riskreward.contract.agreement import Agreement
from riskreward.fees import Bands, Cap, CostRecovery, Share, Threshold
from riskreward.improvements import COUNCIL_COSTS, Measure
from riskreward.kernel.rounding import to_step
from riskreward.kernel.words import PATH
from tests.generators.course import NOTHING, Lines, held_against, worth_of_a_unit
from tests.generators.drawing import PENNY, Draw, chosen, pick


class Aim:
    """What has been counted so far, and what to save next."""

    def __init__(self) -> None:
        self._counted = NOTHING

    def saving(self, draw: Draw, terms: Agreement, number: int, period: Period, lines: Lines) -> Fraction:
        """Return a saving that leads to where something turns, give or take a penny, or anywhere."""
        before = self._before(terms, period)
        if chosen(draw):
            near = max(abs(_baseline(terms, lines)), Fraction(100)) / 100
            target = before + to_step(
                near * pick(draw, (0, 1, 3, 5, 8, 12, 20, 40, 60, 80, 10, 25, -2, -8, -30)), PENNY, "down"
            )
        else:
            target = pick(draw, [before, before / 2, NOTHING, *_turns(terms, number, lines)][:16])
            off = pick(draw, (0, 0, 1, -1, None))
            target = _halved(terms, target) if off is None else target + off * PENNY
        return to_step(target, PENNY, "down") - before + (_guaranteed(lines) if _starts_above(terms) else 0)

    def settle(self, terms: Agreement, period: Period, lines: Lines, row: Mapping[str, Any]) -> None:
        """Take note of what a period counts, gates apart."""
        flow = sum((lines[f"{each.name}{PATH}{each.counted}"] for each in terms.earning), NOTHING)
        if terms.council_costs == "taken off the saving":
            flow -= Fraction(row[COUNCIL_COSTS])
        if _starts_above(terms):
            flow -= _guaranteed(lines)
        self._counted = self._before(terms, period) + to_step(flow, PENNY, terms.rounding.mode)

    def _before(self, terms: Agreement, period: Period) -> Fraction:
        counts = terms.fee.counted
        fresh = counts == "each year" and period.first_of_year
        return NOTHING if fresh or counts == "each period" else self._counted


def to_measure(measure: Measure, saving: Fraction, lines: Lines) -> Fraction:
    """Return what must be measured, in the measure's unit, for so much to count; claims and stages apart."""
    worth = worth_of_a_unit(lines, measure)
    if saving > 0:
        part = 1 - (measure.deadweight or NOTHING)
        part *= lines.get(f"{measure.name}{PATH}confidence", Fraction(1))
        saving /= part or 1
    return saving / (worth or 1)


def _starts_above(terms: Agreement) -> bool:
    return terms.fee.starts == "above the guarantee"


def _baseline(terms: Agreement, lines: Lines) -> Fraction:
    return sum((held_against(lines, each) * worth_of_a_unit(lines, each) for each in terms.earning), NOTHING)


def _guaranteed(lines: Lines) -> Fraction:
    return lines.get(f"guarantee{PATH}guaranteed", NOTHING)


def _halved(terms: Agreement, place: Fraction) -> Fraction:
    """Return a place near by at which the fee is an exact half of the least that is paid, where there is one."""
    rates = [each.share for each in terms.fee.step if isinstance(each, Share | CostRecovery)]
    rates += [each.bands[0].share for each in terms.fee.step if isinstance(each, Bands)]
    if not rates:
        return place
    (rate,) = rates
    pence = int(terms.rounding.step * 100) * rate.denominator
    if pence % 2 or gcd(rate.numerator, pence) != 1:
        return place
    halving = Fraction(pence, 100)
    return to_step(place, halving, "floor") + halving / 2


def _turns(terms: Agreement, number: int, lines: Lines) -> list[Fraction]:
    periods = 1 if terms.fee.counted == "each period" else number + 1
    baseline = _baseline(terms, lines) * periods
    guaranteed = _guaranteed(lines) * periods
    turns = [] if _starts_above(terms) else [guaranteed]
    rate = Fraction(1, 10)
    for step in terms.fee.step:
        if isinstance(step, Threshold):
            turns += [value for path, value in lines.items() if path.endswith(f"{step.title} to reach")] * 4
        elif isinstance(step, Bands):
            base = {None: Fraction(1), "share of baseline": baseline}.get(step.edges, guaranteed)
            edges = [Fraction(band.up_to) * base for band in step.bands if band.up_to is not None]
            turns += [*edges, *edges, edges[-1] * 2]
            rate = step.bands[0].share or rate
        elif isinstance(step, Share):
            rate = step.share or rate
        elif isinstance(step, CostRecovery):
            turns += [value for path, value in lines.items() if path.endswith("recovery due")] * 2
        elif isinstance(step, Cap):
            cap = Fraction(step.amount) if step.amount is not None else (step.share_of_baseline or 0) * baseline
            turns += [cap / rate, cap / rate, cap / rate * 2]
    return [to_step(turn, PENNY, "up") for turn in turns]
