"""From outturn to what may earn, worked out a second time: plain fractions, one period after another, no kernel.

Written from docs/contract.md, clause by clause; it reads terms, the calendar and the outturn, and no line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from riskreward import Contract, Statement
from riskreward.baselines import CaseMix, Comparator, Index
from riskreward.calendar import Calendar, Period
from riskreward.contract.agreement import Agreement
from riskreward.improvements import Measure
from riskreward.improvements.stages import STAGES
from riskreward.kernel import share
from riskreward.kernel.rounding import to_step
from tests.readings import NOTHING, facts_of, terms_of

PENNY = Fraction(1, 100)
WHOLE = Fraction(1)
Lines = dict[str, Fraction]


def figures(listed: Any, calendar: Calendar, year: str) -> Fraction:
    """Return a figure of the year: by its label, in order of the years as they were agreed, or one for all."""
    if isinstance(listed, dict):
        return Fraction(listed[year])
    return Fraction(listed[calendar.agreed.year_labels.index(year)] if len(listed) > 1 else listed[0])


@dataclass
class Books:
    """What one measure carries from period to period, kept by hand."""

    name: str
    factor: dict[str, Fraction] = field(default_factory=dict)
    """The chained factor of each index, by where it stands, and the same without its limits."""
    rebased: Fraction = NOTHING
    of_the_year: Fraction = NOTHING
    waiting: Fraction = NOTHING

    def period(self, terms: Agreement, calendar: Calendar, period: Period, facts: dict[str, Any]) -> Lines:
        """Return the lines of a period, by name."""
        measure = next(each for each in terms.measure if each.name == self.name)
        assert measure.baseline is not None
        mode, finest = terms.rounding.mode, Fraction(1, 10**measure.places)
        reading = _Reading(terms, facts)
        outturn = reading.outturn(self.name)
        held = self._baseline(terms, measure, calendar, period, reading)
        lines = {"baseline": held, "outturn": outturn}
        for kind in dict.fromkeys(each.kind for each in measure.adjustment):
            named = kind if kind == "scope change" else f"{kind} adjustment"
            listed = [each for each in measure.adjustment if each.kind == kind and not period.run_off]
            of_period = [Fraction(each.amount) for each in listed if calendar.find(each.period) == period]
            lines[named] = sum(of_period, NOTHING)
            held += lines[named]
        improvement = held - outturn if measure.better == "lower" else outturn - held
        ratio = measure.ratio
        fades = ratio is not None and ratio.if_below == "nothing counts"
        if ratio is not None and fades and reading.outturn(ratio.to) < ratio.denominator_at_least:
            improvement = NOTHING
        lines[measure.result] = improvement
        before = NOTHING if period.first_of_year else self.of_the_year
        self.of_the_year = before + to_step(improvement, finest, mode)
        if measure.claim:
            improvement = lines[measure.attributed] = _attributed(measure, improvement, facts, finest)
        if not measure.in_money:
            return lines
        counts = improvement
        if measure.price is not None:
            counts = self._priced(measure, calendar, period, improvement, facts, lines)
        lines |= self._eligible(measure, counts, facts, mode)
        return lines

    # The baseline

    def _baseline(
        self, terms: Agreement, measure: Measure, calendar: Calendar, period: Period, reading: "_Reading"
    ) -> Fraction:
        baseline, mode = measure.baseline, terms.rounding.mode
        assert baseline is not None
        finest = Fraction(1, 10**measure.places)
        rebased = baseline.rebased
        if rebased is not None and period.first_of_year and period.year in rebased.years and not period.run_off:
            achieved = self.of_the_year if rebased.direction == "either way" else max(self.of_the_year, NOTHING)
            self.rebased = to_step(self.rebased + rebased.share * achieved, finest, mode)
        if period.run_off:
            return NOTHING
        amount = self._amount(measure, calendar, period, reading, mode)
        if baseline.discount:
            amount *= 1 - figures(baseline.discount, calendar, period.year)
        if not baseline.is_for_a_year:
            return amount + self._moved(measure, self.rebased)
        spread = baseline.spread
        moved = _of_the_year(self.rebased, spread, calendar, period, finest, mode)
        return _of_the_year(amount, spread, calendar, period, finest, mode) + self._moved(measure, moved)

    def _moved(self, measure: Measure, by: Fraction) -> Fraction:
        return -by if measure.better == "lower" else by

    def _amount(self, measure: Measure, calendar: Calendar, period: Period, reading: "_Reading", mode: Any) -> Fraction:
        """Return the baseline of a year, or of the settlement, by its rule."""
        terms: Any = measure.baseline
        rule, year = terms.rule, period.year
        if rule == "fixed":
            return Fraction(terms.amount)
        if rule == "target price":
            return Fraction(terms.amount) if period == calendar.periods[0] else NOTHING
        if rule == "indexed":
            return Fraction(terms.amount) * self._factor("index", terms.index, calendar, period)
        if rule == "historic":
            parts = terms.weights or dict.fromkeys(terms.years, Fraction(1, len(terms.years)))
            mean = sum((Fraction(terms.years[each]) * parts[each] for each in terms.years), NOTHING)
            return mean if terms.index is None else mean * self._factor("index", terms.index, calendar, period)
        if rule == "trended":
            blend = terms.blend or dict.fromkeys(terms.factors, WHOLE)
            factors = (blend[each] * figures(terms.factors[each], calendar, year) for each in terms.factors)
            return Fraction(terms.amount) * sum(factors, NOTHING)
        if rule == "linear trend":
            line = _line([(Fraction(label[:4]), Fraction(cost)) for label, cost in terms.years.items()])
            return to_step(line[0] + line[1] * int(year[:4]), Fraction(1, 10**measure.places), mode)
        if rule == "re-priced volume":
            return Fraction(terms.volume) * figures(terms.prices or terms.price, calendar, year)
        if rule == "truncated mean":
            mean = _truncated(terms)
            return mean * (terms.volume if terms.volume is not None else reading.outturn(terms.volume_measure))
        if rule == "unit cost":
            volume = reading.outturn(terms.volume_measure)
            if terms.expected_volume:
                expected = figures(terms.expected_volume, calendar, year)
                low, high = (each * expected for each in terms.reconciled_outside)
                volume = expected if low <= volume <= high else volume
            return Fraction(terms.cost) / terms.volume * volume
        if rule == "weighted volume":
            base = sum((case.volume * case.weight for case in terms.cases), NOTHING)
            now = sum((reading.outturn(case.measure) * case.weight for case in terms.cases), NOTHING)
            return Fraction(terms.cost) / base * now
        if rule == "case mix":
            return _case_mix(terms, reading)
        if rule == "comparator":
            return _comparator(terms, reading)
        if rule == "difference in differences":
            change = reading.outturn(terms.comparator_measure) - Fraction(terms.comparator_before)
            return Fraction(terms.before) + change
        if rule == "stipulated":
            if terms.cohort_measure is None:
                return Fraction(terms.failing)
            return reading.outturn(terms.cohort_measure) * terms.failing / terms.of
        if rule == "regression":
            start, slope = _line([(Fraction(each.driver), Fraction(each.amount)) for each in terms.observations])
            start, slope = (to_step(each, Fraction(1, 10**terms.places), "half up") for each in (start, slope))
            return start + slope * reading.outturn(terms.driver_measure)
        assert rule == "prediction"
        if terms.each_period:
            return reading.fact(f"{self.name} / predicted")
        if terms.amounts:
            return Fraction(terms.amounts[period.label])
        place = [each.label for each in calendar.periods_in_year(year)].index(period.label)
        return Fraction(terms.constant) + sum(
            coefficient * (terms.standard[each][place] if terms.standard else reading.outturn(each))
            for each, coefficient in terms.coefficients.items()
        )

    def _factor(self, where: str, index: Index, calendar: Calendar, period: Period) -> Fraction:
        """Return what prices have moved by: the year's level over the base, or the product of the years' links."""
        level, chain = Fraction(index.levels[period.year].level), index.chained
        if chain is None:
            factor = level / index.base
            factor = factor if index.places is None else to_step(factor, Fraction(1, 10**index.places), "half up")
            return _within(factor, index.at_least, index.at_most)
        if period.first_of_year:
            years = calendar.year_labels
            place = years.index(period.year)
            was = Fraction(index.levels[years[place - 1]].level) if place else index.base
            link = to_step(level / was, Fraction(1, 10**chain.places), "half up")
            before = self.factor.get(where, WHOLE)
            if chain.catches_up:
                unlimited = self.factor.get(f"{where}, without limits", WHOLE) * link
                self.factor[f"{where}, without limits"] = unlimited
                rise = _within(unlimited / before, chain.at_least, chain.at_most)
            else:
                rise = _within(link, chain.at_least, chain.at_most)
            self.factor[where] = before * rise
        return self.factor[where]

    # What of the improvement may earn

    def _priced(
        self,
        measure: Measure,
        calendar: Calendar,
        period: Period,
        improvement: Fraction,
        facts: dict[str, Any],
        lines: Lines,
    ) -> Fraction:
        assert measure.price is not None
        price = NOTHING
        if not period.run_off:
            price = figures(measure.price.amount, calendar, period.year)
            if measure.price.index is not None:
                price *= self._factor("price", measure.price.index, calendar, period)
            if measure.price.places is not None:
                price = to_step(price, Fraction(1, 10**measure.price.places), "half up")
        units = improvement * (100 if measure.kind == share else 1)
        agreed = lines[f"{measure.result} at the agreed price"] = units * price
        lines["price"] = price
        if measure.prices_paid is None:
            return agreed
        paid = units * facts[f"{measure.name} / price paid"]
        lines[f"{measure.result} at the prices paid"] = paid
        lines["gap between contract prices and prices paid"] = agreed - paid
        return paid if measure.prices_paid == "counted" else agreed

    def _eligible(self, measure: Measure, counts: Fraction, facts: dict[str, Any], mode: Any) -> Lines:
        lines: Lines = {}
        stage = int(facts[f"{measure.name} / stage"]) if measure.eligible.has_stages else 0
        if measure.deadweight is not None:
            lines["deadweight"] = measure.deadweight * max(counts, NOTHING)
            counts = lines["after deadweight"] = counts - lines["deadweight"]
        if measure.confidence is not None:
            part = lines["confidence"] = _confidence(measure, stage)
            counts = lines["weighed by confidence"] = counts * part if counts > 0 else counts
        if measure.counts_when is None:
            return lines
        reached = stage >= STAGES.index(measure.counts_when)
        if measure.until_then == "is lost":
            lines["counts"] = counts if reached else min(counts, NOTHING)
            lines[f"lost, as not yet {measure.counts_when}"] = counts - lines["counts"]
            return lines
        held = self.waiting + max(counts, NOTHING)
        lines["counts"] = counts + self.waiting if reached else min(counts, NOTHING)
        lines["dropped, as rejected"] = held if stage < 0 else NOTHING
        self.waiting = NOTHING if reached or stage < 0 else to_step(held, PENNY, mode)
        lines[f"waits to be {measure.counts_when}"] = self.waiting
        return lines


@dataclass
class _Reading:
    """What was measured in a period, by measure; a ratio is worked out."""

    terms: Agreement
    facts: dict[str, Any]

    def fact(self, path: str) -> Fraction:
        return Fraction(self.facts[path])

    def outturn(self, name: str) -> Fraction:
        measure = next(each for each in self.terms.measure if each.name == name)
        if measure.ratio is None:
            return self.fact(f"{name} / outturn")
        ratio = measure.ratio
        above, below = self.outturn(ratio.of), self.outturn(ratio.to)
        if below < ratio.denominator_at_least:
            return NOTHING
        return to_step(above / below, Fraction(1, 10**ratio.places), "half up")


def _within(figure: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    figure = figure if low is None else max(figure, low)
    return figure if high is None else min(figure, high)


def _of_the_year(
    amount: Fraction, spread: Any, calendar: Calendar, period: Period, finest: Fraction, mode: Any
) -> Fraction:
    """Return a settlement's part of a year's amount: what is due to its end, rounded, less what was before it."""
    if spread is None or spread == "the same for each settlement":
        return amount
    periods = calendar.periods_in_year(period.year)
    place = [each.label for each in periods].index(period.label)
    sizes = spread if isinstance(spread, tuple) else [Fraction(each.months) / 12 for each in periods]
    before, after = (sum(sizes[:end], NOTHING) for end in (place, place + 1))
    return to_step(after * amount, finest, mode) - to_step(before * amount, finest, mode)


def _line(seen: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """Return where a least-squares line begins, and its slope."""
    many = len(seen)
    mean_x, mean_y = sum(x for x, _ in seen) / many, sum(y for _, y in seen) / many
    slope = sum((x - mean_x) * (y - mean_y) for x, y in seen) / sum((x - mean_x) ** 2 for x, _ in seen)
    return mean_y - slope * mean_x, slope


def _truncated(terms: Any) -> Fraction:
    """Return the mean of costs, none above the one that the share of their number, rounded up, comes to."""
    rising = sorted(map(Fraction, terms.costs))
    limit = rising[int(to_step(terms.truncated_at * len(rising), WHOLE, "up")) - 1]
    return to_step(sum(min(each, limit) for each in rising) / len(rising), PENNY, terms.rounded)


def _case_mix(terms: CaseMix, reading: _Reading) -> Fraction:
    movement = reading.outturn(terms.score_measure) / terms.score
    most = None if terms.at_most == "no cap" else terms.at_most
    return Fraction(terms.amount) * _within(movement, terms.at_least, most)


def _comparator(terms: Comparator, reading: _Reading) -> Fraction:
    now = reading.outturn(terms.comparator_measure)
    if terms.amount is None or terms.comparator_base is None:
        return now
    return Fraction(terms.amount) * now / terms.comparator_base


def _attributed(measure: Measure, measured: Fraction, facts: dict[str, Any], finest: Fraction) -> Fraction:
    """Return what is this contract's: its claims, or its parts of what is shared out; a loss nobody claims is its."""
    claims = [Fraction(facts[f"{measure.name} / {each.name}, claimed"]) for each in measure.claim]
    together = sum(claims, NOTHING)
    if measure.overlap == "refused":
        parts = claims if together <= measured else [NOTHING] * len(claims)
    else:
        whole = min(to_step(measured, finest, "floor"), together)
        ends = [NOTHING]
        for number in range(len(claims)):
            so_far = sum(claims[: number + 1], NOTHING)
            ends.append(to_step(so_far * whole / together, finest, "half up") if together else NOTHING)
        parts = [after - before for before, after in pairwise(ends)]
    ours = sum((part for each, part in zip(measure.claim, parts, strict=True) if each.ours), NOTHING)
    return ours + min(measured - sum(parts, NOTHING), NOTHING)


def _confidence(measure: Measure, stage: int) -> Fraction:
    assert measure.confidence is not None
    if measure.confidence.share is not None:
        return measure.confidence.share
    by_stage = measure.confidence.by_stage
    if stage < 0 and measure.counts_when is None:
        return NOTHING
    listed = [part for name, part in by_stage.items() if STAGES.index(name) <= stage]
    return listed[-1] if listed else next(iter(by_stage.values()))


def measured_by_hand(contract: Contract, statement: Statement) -> Iterator[dict[str, Fraction]]:
    """Yield the lines of each period of every measure with a baseline, by path."""
    books = [Books(each.name) for each in contract.measure if each.baseline is not None]
    for number, period in enumerate(statement.settled):
        terms, facts = terms_of(contract, number), facts_of(statement, number)
        found: dict[str, Fraction] = {}
        for each in books:
            lines = each.period(terms, contract.calendar, period, facts)
            found |= {f"{each.name} / {name}": figure for name, figure in lines.items()}
        yield found
