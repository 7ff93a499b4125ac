"""What the fee's steps hold the saving against: the baseline and the guaranteed amount, settled or as first agreed."""

from fractions import Fraction
from typing import NamedTuple

from riskreward.contract.agreement import Agreement
from riskreward.contract.holding import terms_by_period
from riskreward.guarantees import baseline_as_agreed, guaranteed_as_agreed
from riskreward.improvements import Measure
from riskreward.schedule import EACH_PERIOD, portions
from riskreward.settlement.settled import PeriodStatement, Settled

GUARANTEED = "guarantee / guaranteed"


class Against(NamedTuple):
    """A baseline and a guaranteed amount, counted as the fee counts: of a period, of a year or to date."""

    baseline: Fraction
    guaranteed: Fraction


def agreed_parts(agreement: Agreement, measure: Measure) -> list[Fraction | None]:
    """Return what each period has of a measure's baseline as agreed in its terms, before any index.

    None in a period whose terms have no such baseline, or have it measured later.
    """
    return [_agreed_part(terms, measure.name, number) for number, terms in enumerate(terms_by_period(agreement))]


def _agreed_part(terms: Agreement, name: str, number: int) -> Fraction | None:
    baseline = next((each.baseline for each in terms.measure if each.name == name), None)
    amount = None if baseline is None else baseline.agreed_amount
    if number and baseline is not None and baseline.stands_for_the_term:
        return Fraction(0)
    if baseline is None or amount is None or baseline.spread in {None, EACH_PERIOD}:
        return amount
    before, after = portions(terms.calendar, baseline.spread)[number]
    return (after - before) * amount


def against(agreement: Agreement, statement: Settled | None) -> Against:
    """Return what was last settled, or what was agreed for the first year (or period) where nothing was yet."""
    if statement is not None:
        periods = [period for period in statement.periods if not period.period.run_off]
        counted = agreement.fee.counted
        if counted == "each period":
            periods = periods[-1:]
        elif counted == "each year":
            over = [period.period.year for period in periods if period.period.last_of_year]
            periods = [period for period in periods if over and period.period.year == over[-1]]
        if periods:
            return _settled(agreement, periods)
    return _agreed(agreement)


def _settled(agreement: Agreement, periods: list[PeriodStatement]) -> Against:
    adjusted = [_adjusted(each, measure) for each in periods for measure in agreement.earning]
    guaranteed = [each.exact(GUARANTEED) for each in periods if each.has(GUARANTEED)]
    return Against(sum(adjusted, Fraction(0)), sum(guaranteed, Fraction(0)))


def _adjusted(period: PeriodStatement, measure: Measure) -> Fraction:
    """Return the adjusted baseline of a measure in money: what was improved, beside what was measured."""
    line = f"{measure.name} / {measure.result}"
    if not period.has(line):
        return Fraction(0)
    improvement, outturn = period.exact(line), period.exact(f"{measure.name} / outturn")
    agreed = outturn + improvement if measure.better == "lower" else outturn - improvement
    return agreed if measure.price is None else agreed * period.exact(f"{measure.name} / {measure.priced_at}")


def _agreed(agreement: Agreement) -> Against:
    term, guarantee = agreement.calendar.periods, agreement.guarantee
    first = [number for number, period in enumerate(term) if period.year == term[0].year]
    if agreement.fee.counted == "each period":
        first = first[:1]
    mode = agreement.rounding.mode
    parts = [baseline_as_agreed(each, agreement.calendar, mode) for each in agreement.earning]
    baseline = sum((part[number] for part in parts if part for number in first), Fraction(0))
    if guarantee is None:
        return Against(baseline, Fraction(0))
    if guarantee.share_of_baseline:
        return Against(baseline, guarantee.share_of_baseline[0] * baseline)
    guaranteed = guaranteed_as_agreed(guarantee, agreement.earning, agreement.calendar, mode)
    assert guaranteed is not None
    return Against(baseline, sum((guaranteed[number] for number in first), Fraction(0)))
