"""A measure: what is improved, in what unit, which kind of benefit it is and whose budget it falls to."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from riskreward.baselines import (
    KINDS,
    Adjustment,
    Baseline,
    Conditions,
    Published,
    line_of,
    record_adjustments,
)
from riskreward.figures import (
    Share,
)
from riskreward.improvements.benefit import Benefit
from riskreward.improvements.claims import Claim, Overlap
from riskreward.improvements.columns import Column
from riskreward.improvements.confidence import ConfidenceTerm
from riskreward.improvements.deadweight import Counterfactual
from riskreward.improvements.efficiency import Efficiency, efficiency_class
from riskreward.improvements.eligible import Eligible
from riskreward.improvements.labels import Lever, Recurs
from riskreward.improvements.measured import Measured
from riskreward.improvements.price import Price, valued
from riskreward.improvements.prices_paid import AT_THE_PRICES_PAID, PRICE_PAID, PricesPaid, record_prices_paid
from riskreward.improvements.stages import CountsWhen, Deemed, UntilThen
from riskreward.improvements.target import Target, record_against_target
from riskreward.kernel import (
    Amount,
    choose,
    money,
    named,
    nothing,
    scope,
)
from riskreward.kernel.rounding import Mode
from riskreward.kernel.words import PATH
from riskreward.schedule import Schedule
from riskreward.terms import TermsError

Fund = Literal["General Fund", "HRA", "DSG", "public health grant", "capital"]
RING_FENCED: tuple[Fund, ...] = ("HRA", "DSG", "public health grant", "capital")


class InUnits(NamedTuple):
    """What a measure comes to in its own unit: its baseline before and after adjustments, and the improvement.

    `price` is what a unit is worth; None where the unit is money.
    """

    baseline: Amount
    adjusted: Amount
    improvement: Amount
    price: Amount | None


class MeasureAmounts(NamedTuple):
    """What a measure comes to in a period, in money: its baseline, what was saved, and what of that may earn."""

    baseline: Amount
    saving: Amount
    counts: Amount
    units: InUnits


class Measure(Measured):
    """What is measured each period, against a baseline where it is to be improved.

    An improvement that is not in money is worth its agreed `price`; `prices_paid` has it worked out at the prices paid
    too. A programme's statement is grouped by `service`, `lever`, `recurs` and `efficiency`. What of an improvement
    may earn is for the claims, `deadweight`, `confidence` and the stage that it has reached to say.

    Source: Government Efficiency Framework, cash-releasing and non-cash-releasing benefits.
    """

    benefit: Benefit | None = None
    fund: Fund | None = None
    baseline: Baseline | None = None
    price: Price | None = None
    prices_paid: PricesPaid | None = None
    service: str | None = Field(default=None, min_length=1)
    lever: Lever | None = None
    recurs: Recurs | None = None
    efficiency: Efficiency | None = None
    target: Target = ()
    adjustment: tuple[Adjustment, ...] = ()
    claim: tuple[Claim, ...] = ()
    overlap: Overlap | None = None
    deadweight: Share | None = None
    counterfactual: Counterfactual | None = None
    confidence: ConfidenceTerm | None = None
    counts_when: CountsWhen | None = None
    until_then: UntilThen | None = None
    deemed: Deemed | None = None

    @model_validator(mode="after")
    def _belongs_together(self) -> "Measure":
        if self.baseline is not None and self.benefit is None:
            raise TermsError(
                "benefit", "is missing, but there is a baseline", "say which benefit it is, such as cashable"
            )
        if self.price is not None and (self.baseline is None or self.kind == money):
            what = "is for a baseline that is not there" if self.baseline is None else "is for a measure that is money"
            raise TermsError("price", what, "leave it out")
        if self.prices_paid is not None and self.price is None:
            raise TermsError("prices_paid", "has no agreed price beside it", "write the price, or leave it out")
        for label in ("recurs", "efficiency"):
            if getattr(self, label) is not None and self.baseline is None:
                what = "labels an improvement, but the measure is only measured"
                raise TermsError(label, what, "write its baseline, or leave it out")
        self.check_unit()
        if self.adjustment and self.baseline is None:
            raise TermsError("adjustment", "adjusts a baseline that is not there", "write measure.baseline first")
        for term, figure in (*self.baseline.figures, *self.baseline.known) if self.baseline is not None else ():
            self.check_figure(f"baseline.{term}", figure)
        for number, figure in enumerate(self.target):
            self.check_figure(f"target[{number}]" if len(self.target) > 1 else "target", figure)
        return self

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of figures that the measure has in an outturn."""
        own = [] if self.ratio is not None else [Column(self.name, f"{self.name}{PATH}outturn", self.read)]
        supplied = () if self.baseline is None else self.baseline.supplied
        own += [Column(f"{self.name}, {each}", f"{self.name}{PATH}{each}", self.read) for each in supplied]
        return (*own, *self.eligible.columns(self.read_in_unit, self.largest))

    @property
    def eligible(self) -> Eligible:
        """The terms that say what of the improvement may earn."""
        return Eligible(*(getattr(self, term) for term in Eligible._fields))

    @property
    def published(self) -> Iterator[Published]:
        """The figures by year that are published in time, each with its place within the measure."""
        for each in self.baseline.published if self.baseline is not None else ():
            yield each._replace(term=f"baseline.{each.term}")
        if self.price is not None and self.price.index is not None:
            yield Published("price.index.levels", "level", self.price.index.levels)

    def record(
        self, schedule: Schedule, mode: Mode, clause: str, outturns: Mapping[str, Amount]
    ) -> MeasureAmounts | None:
        """Return what the measure comes to in the period, each figure a line; None for one that is not in money.

        Negative savings stay negative: they net off. What is saved is what the claims leave to this contract; what
        counts of it is less deadweight, weighed by confidence, and has reached its stage.
        """
        with scope(self.name, clause):
            outturn = outturns[self.name]
            if self.baseline is None:
                named("outturn", outturn)
                record_against_target(self.target, schedule, outturn, self.better == "higher")
                return None
            between = self.between_in(schedule)
            conditions = Conditions(schedule, mode, self.kind, self.places, outturns, between)
            before, agreed = self._agreed(conditions)
            named("outturn", outturn)
            record_against_target(self.target, schedule, outturn, self.better == "higher")
            improvement = agreed - outturn if self.better == "lower" else outturn - agreed
            if self.ratio is not None:
                improvement = self.ratio.counted(improvement, outturns)
            improvement = named(self.result, improvement)
            if self.baseline.rebased is not None:
                self.baseline.rebased.carry_saving(improvement, conditions)
            if self.claim:
                attributed = self.eligible.attribute(improvement, self.places, self.largest)
                improvement = named(self.attributed, attributed)
            units = InUnits(before, agreed, improvement, None)
            if self.price is not None:
                amounts = self._priced(units, self.price.record(schedule, self.kind))
            elif self.kind == money:
                amounts = MeasureAmounts(agreed, improvement, improvement, units)
            else:
                return None
            return amounts._replace(counts=self.eligible.record(amounts.counts, mode))

    def _priced(self, units: InUnits, price: Amount) -> MeasureAmounts:
        """Return an improvement in money: at the agreed price, and at the price paid where it is known."""
        units = units._replace(price=price)
        saving = named(f"{self.result} at the agreed price", valued(units.improvement, price))
        if self.prices_paid is None:
            return MeasureAmounts(valued(units.adjusted, price), saving, saving, units)
        paid, at_prices_paid = record_prices_paid(self.result, units.improvement, saving)
        if self.prices_paid == "shown":
            return MeasureAmounts(valued(units.adjusted, price), at_prices_paid, saving, units)
        return MeasureAmounts(valued(units.adjusted, paid), at_prices_paid, at_prices_paid, units)

    def _agreed(self, conditions: Conditions) -> tuple[Amount, Amount]:
        """Return the baseline of the period before and after adjustments, a line with one for each kind of them."""
        assert self.baseline is not None
        schedule = conditions.schedule
        agreed = self.baseline.record(conditions)
        if schedule.run_off:
            agreed = choose(schedule.in_term, agreed, nothing)
        if self.baseline.rebased is not None:
            agreed = self.baseline.rebased.record(agreed, conditions, self.better, self.baseline.spread)
        agreed = before = named("baseline", agreed)
        for kind in KINDS:
            if any(adjustment.kind == kind for adjustment in self.adjustment):
                change = record_adjustments(self.adjustment, kind, conditions)
                agreed = agreed + named(line_of(kind), change)
        return before, agreed

    @property
    def result(self) -> str:
        """What the statement calls the improvement: a saving, or more income."""
        if self.benefit == "income":
            return "increase"
        return "saving" if self.benefit in {"cashable", "recovered"} and self.price is None else "improvement"

    @property
    def attributed(self) -> str:
        """What the statement calls the improvement that is this contract's."""
        return f"{self.result} attributed" if self.claim else self.result

    @property
    def worth(self) -> str:
        """What the statement calls the improvement in money, before anything is taken off it."""
        if self.price is None:
            return self.attributed
        return self.saved_as if self.prices_paid == "counted" else f"{self.result} at the agreed price"

    @property
    def saved_as(self) -> str:
        """What the statement calls the improvement in money that reached the council."""
        return f"{self.result} {AT_THE_PRICES_PAID}" if self.prices_paid is not None else self.worth

    @property
    def counted(self) -> str:
        """What the statement calls what of it may earn."""
        return self.eligible.line or self.worth

    @property
    def counted_at_its_stage(self) -> str:
        """What the statement calls what may earn of the period's own improvement, once its stage is reached."""
        return self.eligible.line_before_its_stage or self.worth

    @property
    def priced_at(self) -> str:
        """What the statement calls the price that a unit of improvement earns by."""
        return PRICE_PAID if self.prices_paid == "counted" else "price"

    @property
    def in_money(self) -> bool:
        """Whether the improvement is in money, or has a price."""
        return self.baseline is not None and (self.kind == money or self.price is not None)

    @property
    def efficiency_class(self) -> str | None:
        """What the improvement is reported as, such as "cash-releasing technical efficiency"."""
        return None if self.benefit is None else efficiency_class(self.benefit, self.efficiency)


def measured_together(measures: Iterable[Measure], schedule: Schedule) -> dict[str, Amount]:
    """Return the outturn of each measure in the period, by name; ratios are worked out from the others."""
    listed = list(measures)
    found = {each.name: each.measured(schedule) for each in listed if each.ratio is None}
    ratios = {each.name: each.ratio.record(found) for each in listed if each.ratio is not None}
    return found | ratios
