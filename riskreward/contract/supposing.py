"""What another baseline would have come to: a contract settled on one outturn, with one baseline larger or smaller."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from riskreward.baselines import Conditions, Level
from riskreward.baselines.terms import BaselineTerms
from riskreward.contract.agreement import Agreement
from riskreward.contract.cautions.trying import EARNED, pounds_text
from riskreward.contract.settling import settle
from riskreward.fees import QualityGate
from riskreward.figures import rounded
from riskreward.findings import Finding, InputError
from riskreward.improvements import COUNCIL_COSTS, PERIOD, Measure
from riskreward.kernel import Amount, share_of
from riskreward.schedule import EACH_PERIOD
from riskreward.settlement import PeriodStatement, Settled

PENNY = Fraction(1, 100)
OVER_THE_GUARANTEE = Fraction(5, 100)
"""Without an outturn, the saving supposed above the guarantee, as a share of the baseline."""

GIVEN = "On the outturn given"
SETTLEMENTS = {"monthly": 12, "quarterly": 4, "half-yearly": 2, "yearly": 1}


class Scaled(BaselineTerms):
    """A baseline so many times another, in trials alone."""

    agreed_as: BaselineTerms
    factor: Fraction

    def record(self, conditions: Conditions) -> Amount:
        """Return so many times the other's amount."""
        return share_of(self.factor) * self.agreed_as.record(conditions)

    @property
    def agreed_amount(self) -> Fraction | None:
        """So many times the amount agreed."""
        amount = self.agreed_as.agreed_amount
        return None if amount is None else self.factor * amount

    @property
    def is_for_a_year(self) -> bool:  # type: ignore[override]  # as the other says
        """Whether the other is an amount of a year."""
        return self.agreed_as.is_for_a_year

    @property
    def supplied(self) -> tuple[str, ...]:
        """What each outturn brings for the other."""
        return self.agreed_as.supplied


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
        return amount * self.settlements

    @property
    def settlements(self) -> int:
        """How often a year the agreed amount is for: once, unless it is the same for each settlement."""
        return SETTLEMENTS[self.agreement.settled] if self.baseline.spread == EACH_PERIOD else 1

    @property
    def baselines(self) -> Mapping[str, Fraction]:
        """The baseline of each whole year settled."""
        return self._by_year(f"{self.measure.name} / baseline")

    @property
    def published(self) -> Mapping[str, Fraction]:
        """The same of the years whose prices are known, or else the agreed amount of the first year."""
        known = {year: amount for year, amount in self.baselines.items() if year not in self.unpublished}
        first = self.agreement.calendar.periods[0].year
        return known or {first: self.agreed}

    @property
    def guaranteed(self) -> Mapping[str, Fraction]:
        """The guaranteed saving of each whole year settled."""
        return {} if self.agreement.guarantee is None else self._by_year("guarantee / guaranteed")

    @property
    def span(self) -> str:
        """The periods settled."""
        labels = [period.label for period in _of_the_term(self.statement)]
        return labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"

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
        line = f"{self.measure.name} / {self.measure.worth}"
        return sum((period.exact(line) for period in _of_the_term(statement)), Fraction(0))

    def _at(self, factor: Fraction) -> Settled:
        if factor == 1:
            return self.statement
        kept = {term: getattr(self.baseline, term) for term in ("spread", "discount", "rebased")}
        scaled = Scaled.model_construct(agreed_as=self.baseline, factor=factor, **kept)
        update: dict[str, Any] = {"baseline": scaled}
        if self.measure.overlap == "refused":  # of a smaller saving there may be less than is claimed
            update["overlap"] = "in running proportion"
        instead = self.measure.model_copy(update=update)
        measures = tuple(instead if each.name == self.measure.name else each for each in self.agreement.measure)
        return settle(self.agreement.changed(measure=measures), self.statement.outturn, None, _no_findings)

    def _by_year(self, line: str) -> Mapping[str, Fraction]:
        sums: dict[str, Fraction] = {}
        months: dict[str, Fraction] = {}
        for each in _of_the_term(self.statement):
            year = each.period.year
            sums[year] = sums.get(year, Fraction(0)) + each.exact(line)
            months[year] = months.get(year, Fraction(0)) + each.period.months
        return {year: amount for year, amount in sums.items() if months[year] == 12}


def suppose(agreement: Agreement, measure: Measure, outturn: object) -> Supposed | None:
    """Return the contract settled on an outturn, or on the guarantee and 5% of the baseline where none is given.

    None where no outturn can be made up, and for a varied contract, whose changes may not fit a trial's terms. Raises
    InputError with every problem of an outturn that is given.
    """
    if outturn is not None:
        statement = settle(agreement, outturn, None, _no_findings)
        if agreement.variation:
            return None
        return Supposed(agreement, measure, statement, GIVEN, GIVEN, frozenset())
    if agreement.variation:
        return None
    try:
        return _made_up(agreement, measure)
    except InputError:
        return None


def _made_up(agreement: Agreement, measure: Measure) -> Supposed:
    trial = agreement.changed(measure=tuple(_ready(each, agreement) for each in agreement.measure))
    (asked,) = (each for each in trial.measure if each.name == measure.name)
    untouched = settle(trial, _rows(trial, asked, None), None, _no_findings)
    statement = settle(trial, _rows(trial, asked, untouched), None, _no_findings)
    over = f"{'the guarantee plus ' if agreement.guarantee else ''}5% of the baseline"
    basis = f"At a saving of exactly {over}"
    if len(agreement.earning) > 1:
        basis += " and none of other measures"
    if any(_unpublished(agreement, each) for each in agreement.measure):
        basis += ", with the last known index level where none is published yet"
    return Supposed(
        trial, asked, statement, basis, "On the saving supposed under sensitivity", _unpublished(agreement, measure)
    )


def _rows(agreement: Agreement, asked: Measure, before: Settled | None) -> list[dict[str, Any]]:
    """Return a row for each period: nothing spent at all, or the saving that is supposed once baselines are known."""
    gates = {step.measure: step for step in agreement.fee.step if isinstance(step, QualityGate)}
    costs = {} if agreement.council_costs is None else {COUNCIL_COSTS: 0}
    rows = []
    for number, period in enumerate(agreement.calendar.periods):
        settled = None if before is None else before.periods[number]
        row: dict[str, Any] = {PERIOD: period.label, **costs}
        for each in agreement.measure:
            if each.baseline is not None:
                row[each.name] = Fraction(0) if settled is None else _outturn(agreement, each, asked, settled)
            elif each.name in gates:
                gate = gates[each.name]
                row[each.name] = gate.at_least if gate.at_least is not None else gate.at_most
            else:
                row[each.name] = 0
        rows.append(row)
    return rows


def _outturn(agreement: Agreement, measure: Measure, asked: Measure, settled: PeriodStatement) -> Fraction:
    lower = measure.better == "lower"
    result = settled.exact(f"{measure.name} / {measure.result}")
    adjusted = settled.exact(f"{measure.name} / outturn") + (result if lower else -result)
    saving = Fraction(0)
    if measure is asked:
        saving = OVER_THE_GUARANTEE * settled.exact(f"{measure.name} / baseline")
        if agreement.guarantee is not None:
            saving += settled.exact("guarantee / guaranteed")
    return Fraction(rounded(adjusted - saving if lower else adjusted + saving, measure.places))


def _ready(measure: Measure, agreement: Agreement) -> Measure:
    """Return a measure that settles in every period: any outturn may be, and every index level is known."""
    changes: dict[str, Any] = {"outturn_between": None}
    index = getattr(measure.baseline, "index", None)
    if measure.baseline is not None and index is not None:
        level, levels = Level.model_construct(level=index.base), {}
        for year in agreement.calendar.year_labels:
            levels[year] = level = index.levels.get(year, level)
        known = index.model_copy(update={"levels": levels})
        changes["baseline"] = measure.baseline.model_copy(update={"index": known})
    return measure.model_copy(update=changes)


def _unpublished(agreement: Agreement, measure: Measure) -> frozenset[str]:
    index = getattr(measure.baseline, "index", None)
    years = agreement.calendar.year_labels
    return frozenset() if index is None else frozenset(year for year in years if year not in index.levels)


def _of_the_term(statement: Settled) -> list[PeriodStatement]:
    return [period for period in statement.periods if not period.period.run_off]


def _no_findings(_: Settled) -> tuple[Finding, ...]:
    return ()
