"""A frozen prediction of an outside model, with where the model comes from and how well it fits.

One rule for every method that works outside the contract: isolation, whole-facility and simulation models (IPMVP A to
D), weather regressions of several drivers, matched or randomised trials that give the counterfactual as a figure.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.in_unit import InUnit, Percentage
from riskreward.baselines.quality import Bars, Quality
from riskreward.baselines.terms import BaselineTerms
from riskreward.calendar import Calendar
from riskreward.figures import Number, shown
from riskreward.findings import Problem
from riskreward.kernel import Amount, constant, fact, quantity, total
from riskreward.schedule import listed
from riskreward.terms import Day, Terms, TermsError

PREDICTED = "predicted"
FORMS = "amounts by period, coefficients of measures, or each_period = true"
Standard = Annotated[tuple[Number, ...], BeforeValidator(listed), Field(min_length=1)]
"""A standard condition: for each settlement, one figure for all or one for each settlement of the year."""


class Model(Terms):
    """Where a prediction comes from: which model, whose, of when, kept where, fitted on what."""

    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    by: str = Field(min_length=1)
    on: Day
    document: str = Field(min_length=1)
    fitted_on: str = Field(min_length=1)


def from_coefficients(base: Amount, moved: list[Amount]) -> Amount:
    """What a model gives: its constant, and what each condition adds to it."""
    return total([base, *moved])


class Prediction(BaselineTerms):
    """What an outside model predicts, frozen before the term or supplied with each outturn.

    One of: `amounts` by period; a `constant` and `coefficients` of measures, in the baseline's unit for each unit of
    theirs; or `each_period`, a column of the outturn with the figure of the period, which has its own working
    paper. `conditions` says whether it is at what was measured in the reporting period, so that a cost is
    avoided, or at `standard` conditions, so that the saving is normalised and the outturn is the second model's at
    the same conditions. `quality` is held to the contract's `bars`.

    Source: CalTRACK 3.6.1; IPMVP options A to D (BEDES); ASHRAE Guideline 14 for the bars.
    """

    is_for_a_year: ClassVar[bool] = False

    rule: Literal["prediction"] = "prediction"
    model: Model
    conditions: Literal["reporting period", "standard"]
    amounts: dict[str, InUnit] = Field(default_factory=dict)
    constant: InUnit | None = None
    coefficients: dict[str, Number] = Field(default_factory=dict)
    standard: dict[str, Standard] = Field(default_factory=dict)
    each_period: bool = False
    quality: Quality | None = None
    bars: Bars | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Prediction":
        forms = [name for name in ("amounts", "coefficients", "each_period") if getattr(self, name)]
        if len(forms) > 1:
            raise TermsError(forms[1], f"is given, and so is {forms[0]}", f"write one of {FORMS}")
        if not forms:
            raise TermsError("", "predicts nothing", f"write one of {FORMS}")
        if self.constant is None and self.coefficients:
            raise TermsError("constant", "is missing, but there are coefficients", "write it; nought is written 0")
        if self.constant is not None and not self.coefficients:
            raise TermsError("constant", "belongs to coefficients, and there are none", "leave it out")
        at_standard = self.conditions == "standard" and bool(self.coefficients)
        if self.standard and not at_standard:
            what = "gives the conditions of coefficients under conditions = 'standard', which these are not"
            raise TermsError("standard", what, "leave it out")
        if at_standard and self.standard.keys() != self.coefficients.keys():
            different = ", ".join(sorted(self.standard.keys() ^ self.coefficients.keys()))
            raise TermsError("standard", f"and coefficients do not name the same ({different})", "give each one figure")
        return self

    @property
    def is_normalised(self) -> bool:
        """Whether savings are at standard conditions."""
        return self.conditions == "standard"

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the prediction of the period."""
        if self.each_period:
            return fact(PREDICTED, conditions.kind, conditions.places, conditions.between)
        schedule = conditions.schedule
        if self.amounts:
            amounts = [Fraction(self.amounts[period.label]) for period in schedule.term]
            return schedule.figure(PREDICTED, conditions.kind, amounts)
        moved = [self._moved(conditions, name, Fraction(each)) for name, each in self.coefficients.items()]
        return from_coefficients(conditions.constant(self.constant or 0), moved)

    def _moved(self, conditions: Conditions, name: str, coefficient: Fraction) -> Amount:
        """Return what one condition adds: its coefficient by what was measured, or by the standard."""
        if not self.standard:
            measured = conditions.outturns[name]
            return measured * (conditions.constant(coefficient) / constant(1, measured.kind))
        figures, term, unit = self.standard[name], conditions.schedule.term, quantity(name)
        each = [figures[_place_in_year(conditions.schedule.calendar, period.label) % len(figures)] for period in term]
        standard = conditions.schedule.figure(f"{name}, at the standard", unit, each)
        return standard * (conditions.constant(coefficient) / constant(1, unit))

    @property
    def supplied(self) -> tuple[str, ...]:
        """The prediction, where each outturn brings its own."""
        return (PREDICTED,) if self.each_period else ()

    @property
    def reads(self) -> tuple[tuple[str, str], ...]:
        """The measures that coefficients are of."""
        if self.standard:
            return ()
        return tuple((f"coefficients.{name}", name) for name in self.coefficients)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """What is predicted for each period, or the constant."""
        if self.constant is not None:
            yield "constant", self.constant
        for label, amount in self.amounts.items():
            yield f"amounts.{label}", amount

    def problems(self, where: str, term: Calendar) -> Iterator[Problem]:
        """Yield the periods without a prediction, the standards that do not fit the year, and the bars missed."""
        labels = [period.label for period in term.periods]
        agreed = [period.label for period in term.agreed.periods]
        if self.amounts:
            for label in self.amounts:
                if label not in agreed:
                    what = f"has {shown(label)}, outside the term {agreed[0]} to {agreed[-1]}"
                    yield Problem(f"{where}.amounts", what, "write the label of a period of the term")
            for label in labels:
                if label not in self.amounts:
                    what = f"has none for {label}, and what is frozen is frozen for the whole term"
                    yield Problem(f"{where}.amounts", what, f'write "{label}" = ...')
        for name, figures in self.standard.items():
            yield from _standard(f"{where}.standard.{name}", len(figures), term)
        if self.bars is not None:
            given = self.quality or Quality()
            squared = None if given.cv_rmse is None else given.cv_rmse**2
            yield from self.bars.missed(where, squared, given.nmbe, given.r2)


def _standard(where: str, count: int, term: Calendar) -> Iterator[Problem]:
    for label in term.year_labels:
        periods = term.periods_in_year(label)
        cut = next((period.label for period in periods if period.part), None)
        if cut is not None:
            what = f"is of whole periods, but {cut} is only part of one"
            yield Problem(where, what, "let the term begin and end with a whole period")
            return
        if count != len(periods):
            settlements = f"{len(periods)} settlement{'' if len(periods) == 1 else 's'}"
            what = f"lists {count} figure{'' if count == 1 else 's'}, but {label} has {settlements}"
            yield Problem(where, what, "list one for each")
            return


def _place_in_year(term: Calendar, label: str) -> int:
    year = term.find(label).year
    return [period.label for period in term.periods_in_year(year)].index(label)
