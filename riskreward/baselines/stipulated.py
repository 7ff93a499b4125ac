"""A stipulated baseline: the contract declares how many would have failed, and nobody measures it."""

from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.baselines.base_year import Measured
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.drivers import Driver
from riskreward.baselines.in_unit import Percentage
from riskreward.baselines.terms import BaselineTerms
from riskreward.figures import number_text, share_text
from riskreward.kernel import Amount, Kind, constant, share
from riskreward.terms import TermsError


def would_have_failed(cohort: Amount, failing: Amount, tested: Amount) -> Amount:
    """So many of a cohort as would have failed of those tested."""
    return cohort * failing / tested


class Stipulated(BaselineTerms):
    """How many of those tested would have failed, as declared; of each settlement's cohort where one is measured.

    `basis` says on what it was declared.

    Source: Utah High Quality Preschool Program, 110 of 595 children tested likely to use special education.
    """

    is_for_a_year: ClassVar[bool] = False

    rule: Literal["stipulated"] = "stipulated"
    failing: Measured
    of: Measured
    basis: str = Field(min_length=1)
    cohort_measure: str | None = None

    @model_validator(mode="after")
    def _some_of_those_tested(self) -> "Stipulated":
        for term, figure in (("failing", self.failing), ("of", self.of)):
            if isinstance(figure, Percentage):
                raise TermsError(term, f"is {share_text(figure)}, where a number belongs", "write how many, without %")
        if self.failing > self.of:
            what = f"is {number_text(self.failing)}, more than the {number_text(self.of)} tested"
            raise TermsError("failing", what, "write how many of those tested would have failed")
        return self

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return how many would have failed."""
        failing = conditions.constant(self.failing)
        if self.cohort_measure is None:
            return failing
        cohort = conditions.outturns[self.cohort_measure]
        return would_have_failed(cohort, failing, constant(self.of, cohort.kind))

    @property
    def agreed_amount(self) -> Fraction | None:
        """How many would have failed; None where that depends on the cohort."""
        return Fraction(self.failing) if self.cohort_measure is None else None

    def unfit(self, kind: Kind) -> tuple[str, str] | None:
        """Say that those who fail are counted."""
        return ("counts those who fail", "count them in a unit such as children") if kind == share else None

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """The measure that has the cohort, and how many were tested."""
        return (
            () if self.cohort_measure is None else (Driver("cohort_measure", self.cohort_measure, (("of", self.of),)),)
        )
