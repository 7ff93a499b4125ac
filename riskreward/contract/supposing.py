"""What another baseline would have come to: a contract settled on one outturn, with one baseline larger or smaller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from riskreward.baselines import BaselineTerms, Index, Level, RepricedVolume, Trended
from riskreward.calendar import SETTLEMENTS_A_YEAR
from riskreward.contract.agreement import Agreement
from riskreward.contract.settling import settle
from riskreward.contract.trying import EARNED, pounds_text, summed
from riskreward.contract.varying import in_force
from riskreward.figures import rounded
from riskreward.findings import Finding, InputError
from riskreward.improvements import COUNCIL_COSTS, PERIOD, Measure, Overlap
from riskreward.kernel import share
from riskreward.schedule import EACH_PERIOD
from riskreward.settlement.settled import PeriodStatement, Settled

OVER_THE_GUARANTEE = Fraction(5, 100)
"""Without an outturn, the saving supposed above the guarantee, as a share of the baseline."""

GIVEN = "On the outturn given"


def scaled(baseline: BaselineTerms, factor: Fraction) -> BaselineTerms:
    """Return a baseline so many times another, in trials alone: the rest is its discount."""
    discounts = baseline.discount or (Fraction(0),)
    return baseline.model_copy(update={"discount": tuple(1 - factor * (1 - each) for each in discounts)})


def settlements_a_year(agreement: Agreement, baseline: BaselineTerms) -> int:
    """Return how often a year the agreed amount is for: once, unless it is that of each settlement."""
    is_of_each = baseline.spread == EACH_PERIOD or not (baseline.is_for_a_year or baseline.stands_for_the_term)
    return SETTLEMENTS_A_YEAR[agreement.settled] if is_of_each else 1


@dataclass(frozen=True, eq=False)
class Supposed:
    """A contract settled on one outturn, to be settled again with other amounts of one baseline.

    `basis` says which outturn that is, and `briefly` says it again. `unpublished` are the years whose index level
    is not known yet.
    """

    agreement: Agreement
    measure: Measure
    statement: Settled
    basis: str
    briefly: str
    unpublished: frozenset[str]

    @property
    def baseline(self) -> BaselineTerms:
        """The baseline as it was agreed."""
        assert self.measure.baseline is not None
        return self.measure.baseline

    @property
    def agreed(self) -> Fraction:
        """The amount of a year, at the prices it was agreed in; that of the first year where none was agreed."""
        amount = self.baseline.agreed_amount
        if amount is None:
            return next(iter(self.baselines.values()), Fraction(0))
        return amount * settlements_a_year(self.agreement, self.baseline)

    @property
    def baselines(self) -> Mapping[str, Fraction]:
        """The baseline of each whole year settled; one of the whole term stands in its first."""
        if self.baseline.stands_for_the_term:
            return {self.agreement.calendar.periods[0].year: self.agreed}
        return self._by_year(f"{self.measure.name} / baseline")

    @property
    def of_each_period(self) -> Mapping[str, Fraction]:
        """The baseline of each period settled."""
        line = f"{self.measure.name} / baseline"
        return {each.period.label: _exactly(each, line) for each in _of_the_term(self.statement) if each.has(line)}

    @property
    def published(self) -> Mapping[str, Fraction]:
        """The same of the years whose prices are known, or else the amount agreed for the first year."""
        known = {year: amount for year, amount in self.baselines.items() if year not in self.unpublished}
        if known or self.baseline.agreed_amount is None:
            return known
        return {self.agreement.calendar.periods[0].year: self.agreed}

    @property
    def guaranteed(self) -> Mapping[str, Fraction]:
        """The guaranteed saving of each whole year settled."""
        return {} if self.agreement.guarantee is None else self._by_year("guarantee / guaranteed")

    @property
    def span(self) -> str:
        """The periods settled."""
        labels = [period.label for period in _of_the_term(self.statement)]
        return labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"

    def worth(self, year: str, improvement: Fraction) -> Fraction:
        """Return what an improvement in the measure's own unit is worth in money, at the last price of the year."""
        last = [each for each in _of_the_term(self.statement) if each.period.year == year][-1]
        return improvement * _price(self.measure, last)

    def text(self, amount: Fraction) -> str:
        """Return money as it is shown."""
        return pounds_text(amount, self.agreement.currency)

    def flattering(self, part: Fraction) -> Fraction:
        """Return the factor that makes the improvement look larger by this part of the baseline."""
        return 1 + part if self.measure.better == "lower" else 1 - part

    def fee_at(self, factor: Fraction) -> Fraction:
        """Return the fee earned over the periods settled, with the baseline so many times what was agreed."""
        return self._at(factor).exact(EARNED)

    def kept_at(self, out: Fraction) -> Fraction:
        """Return what the council really keeps where the agreed baseline flatters the saving by so much a year.

        The fee, and what the provider pays for a shortfall, stay what the agreed baseline makes them.
        """
        truly = self._saved(self._at(self.flattering(-out / self.agreed)))
        return self.statement.exact("to date / kept by the council to date") - (self._saved(self.statement) - truly)

    def _saved(self, statement: Settled) -> Fraction:
        return summed(statement, self.measure, lambda own: own.worth)

    def _at(self, factor: Fraction) -> Settled:
        if factor == 1:
            return self.statement
        trial = self._scaled(self.agreement, factor)
        stages = tuple(each._replace(terms=self._scaled(each.terms, factor)) for each in in_force(self.agreement))
        trial.once("in force", lambda: stages)
        return settle(trial, self.statement.outturn, None, _no_findings, supposed=True)

    def _scaled(self, terms: Agreement, factor: Fraction) -> Agreement:
        """Return terms with the baseline that they have so many times as large."""

        def supposed(measure: Measure) -> Measure:
            if measure.name != self.measure.name or measure.baseline is None:
                return measure
            shared: Overlap | None = measure.overlap and "in running proportion"  # a smaller saving is shared too
            return measure.model_copy(update={"baseline": scaled(measure.baseline, factor), "overlap": shared})

        return terms.changed(measure=tuple(map(supposed, terms.measure)))

    def _by_year(self, line: str) -> Mapping[str, Fraction]:
        sums: dict[str, Fraction] = {}
        months: dict[str, Fraction] = {}
        for each in _of_the_term(self.statement):
            if not each.has(line):
                continue
            year = each.period.year
            sums[year] = sums.get(year, Fraction(0)) + _exactly(each, line)
            months[year] = months.get(year, Fraction(0)) + each.period.months
        return {year: amount for year, amount in sums.items() if months[year] == 12}


def suppose(agreement: Agreement, measure: Measure, outturn: object) -> Supposed | None:
    """Return the contract settled on an outturn, or on the guarantee and 5% of the baseline where none is given.

    None where no outturn can be made up. Raises InputError with every problem of an outturn that is given.
    """
    if outturn is None and measure.baseline is not None and measure.baseline.reads:
        return None
    if outturn is not None:
        statement = settle(agreement, outturn, None, _no_findings)
        return Supposed(agreement, measure, statement, GIVEN, GIVEN, frozenset())
    try:
        return _made_up(agreement, measure)
    except InputError:
        return None


def _made_up(agreement: Agreement, measure: Measure) -> Supposed:
    trial = agreement.changed(measure=tuple(ready(each, agreement) for each in agreement.measure))
    (asked,) = (each for each in trial.measure if each.name == measure.name)
    statement = settle(trial, _rows(trial, asked, None), None, _no_findings)
    is_rebased = any(each.baseline is not None and each.baseline.rebased is not None for each in trial.measure)
    for _ in trial.calendar.year_labels if is_rebased else [()]:  # a year's saving moves the next year's baseline
        statement = settle(trial, _rows(trial, asked, statement), None, _no_findings)
    over = f"{'the guarantee plus ' if agreement.guarantee else ''}5% of the baseline"
    basis = f"At a saving of exactly {over}"
    if len(agreement.earning) > 1:
        basis += " and none of other measures"
    if any(_unpublished(each, agreement) for each in agreement.measure):
        basis += ", with the last known index level, factor or price where none is published yet"
    unpublished = _unpublished(measure, agreement, "baseline.")
    return Supposed(trial, asked, statement, basis, "On the saving supposed under sensitivity", unpublished)


def _rows(agreement: Agreement, asked: Measure, before: Settled | None) -> list[dict[str, Any]]:
    """Return a row for each period: nothing spent at all, or the saving that is supposed once baselines are known."""
    costs = {} if agreement.council_costs is None else {COUNCIL_COSTS: 0}
    rows = []
    for number, period in enumerate(agreement.calendar.periods):
        settled = None if before is None else before.periods[number]
        row: dict[str, Any] = {PERIOD: period.label, **costs}
        for each in agreement.measure:
            if each.baseline is not None:
                row[each.name] = Fraction(0) if settled is None else _outturn(agreement, each, asked, settled)
            else:
                row[each.name] = passing(agreement, each.name)
        rows.append(row)
    return rows


def passing(agreement: Agreement, measure: str) -> Any:
    """Return a figure that the last gate on a measure passes; nothing where none reads it."""
    standards = [limit for step in agreement.fee.step for limit in step.standards(measure) if limit is not None]
    return standards[-1] if standards else 0


def _outturn(agreement: Agreement, measure: Measure, asked: Measure, settled: PeriodStatement) -> Fraction:
    lower = measure.better == "lower"
    result = _exactly(settled, f"{measure.name} / {measure.result}")
    adjusted = _exactly(settled, f"{measure.name} / outturn") + (result if lower else -result)
    saving = Fraction(0)
    if measure is asked:
        saving = OVER_THE_GUARANTEE * _exactly(settled, f"{measure.name} / baseline")
        price = _price(measure, settled)
        if agreement.guarantee is not None and price:
            saving += settled.exact("guarantee / guaranteed") / price
    return Fraction(rounded(adjusted - saving if lower else adjusted + saving, measure.places))


def _exactly(settled: PeriodStatement, line: str) -> Fraction:
    """Return a line's amount, of a share as a part of one."""
    amount = settled.exact(line)
    return amount / 100 if settled.line(line).unit == "%" else amount


def _price(measure: Measure, settled: PeriodStatement) -> Fraction:
    """Return what one of the measure's unit is worth in money in the period; of a share, the whole of it."""
    if measure.price is None:
        return Fraction(1)
    return settled.exact(f"{measure.name} / {measure.priced_at}") * (100 if measure.kind == share else 1)


def ready(measure: Measure, agreement: Agreement) -> Measure:
    """Return a measure that settles in every period: any outturn may be, and all that is published is known."""
    years = agreement.calendar.year_labels
    changes: dict[str, Any] = {"outturn_between": None}
    baseline, price = measure.baseline, measure.price
    if baseline is not None:
        changes["baseline"] = _known(baseline, years)
    if price is not None and price.index is not None:
        changes["price"] = price.model_copy(update={"index": _index_known(price.index, years)})
    return measure.model_copy(update=changes)


def _known(baseline: BaselineTerms, years: Sequence[str]) -> BaselineTerms:
    """Return a baseline whose index levels, trend factors and prices are known for every year."""
    changes: dict[str, Any] = {}
    index = getattr(baseline, "index", None)
    if index is not None:
        changes["index"] = _index_known(index, years)
    if isinstance(baseline, Trended):
        changes["factors"] = {name: _filled(each, years, Fraction(1)) for name, each in baseline.factors.items()}
    if isinstance(baseline, RepricedVolume) and baseline.prices:
        first = next(iter(baseline.prices.values()))
        changes["prices"] = _filled(baseline.prices, years, first)
    return baseline.model_copy(update=changes)


def _index_known(index: Index, years: Sequence[str]) -> Index:
    return index.model_copy(update={"levels": _filled(index.levels, years, Level.model_construct(level=index.base))})


def _filled(by_year: Mapping[str, Any], years: Sequence[str], first: object) -> dict[str, Any]:
    """Return a figure for every year: where none is known, that of the year before."""
    filled = {}
    for year in years:
        filled[year] = first = by_year.get(year, first)
    return filled


def _unpublished(measure: Measure, agreement: Agreement, within: str = "") -> frozenset[str]:
    """Return the years of which a figure is not published yet, of the measure's terms within a part of it."""
    tables = [each.by_year for each in measure.published if each.term.startswith(within)]
    return frozenset(year for year in agreement.calendar.year_labels if any(year not in table for table in tables))


def _of_the_term(statement: Settled) -> list[PeriodStatement]:
    return [period for period in statement.periods if not period.period.run_off]


def _no_findings(_: Settled) -> tuple[Finding, ...]:
    return ()
