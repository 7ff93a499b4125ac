"""A regression: what one driver, such as heating degree days, would have led to; fitted before the term and frozen."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.history import by_year
from riskreward.baselines.in_unit import Percentage
from riskreward.baselines.observations import Observation, check_observations, observed_too_late
from riskreward.baselines.quality import FEWEST, Bars
from riskreward.baselines.terms import BaselineTerms
from riskreward.calendar import Calendar, Settled
from riskreward.figures import number_text
from riskreward.findings import Problem
from riskreward.kernel import Amount, constant
from riskreward.terms import TermsError

if TYPE_CHECKING:
    from riskreward.baselines.least_squares import Fit


def on_the_line(intercept: Amount, slope: Amount, driver: Amount) -> Amount:
    """What the line gives where the driver is this."""
    return intercept + slope * driver


class Regression(BaselineTerms):
    """A line fitted to past observations of one driver; the driver measured in a period gives its baseline.

    Fitted exactly by least squares; the coefficients are frozen at `places`, half up. Observations are of periods
    that follow each other before the term, as long as those that are settled, which `observed` says. Its own R2,
    CV(RMSE) and NMBE are held to `bars`.

    Source: CalTRACK 3.6.1, use = baseload + coefficient x heating degree days, fitted before the intervention; IPMVP
    option C.
    """

    is_for_a_year: ClassVar[bool] = False

    rule: Literal["regression"] = "regression"
    driver_measure: str
    observed: Settled
    observations: tuple[Observation, ...]
    places: int = Field(ge=0, le=10)
    bars: Bars | None = None

    @model_validator(mode="after")
    def _can_be_fitted(self) -> "Regression":
        if len(self.observations) < FEWEST:
            what = f"has {len(self.observations)}, through which any line may be run"
            raise TermsError("observations", what, "give three or more")
        check_observations(self.observations, self.observed, by_year(self.history))
        if len({each.driver for each in self.observations}) == 1:
            driver = number_text(self.observations[0].driver)
            what = f"have the driver at {driver} in every period, so that it explains nothing"
            raise TermsError("observations", what, "observe periods in which it differs")
        if len({Fraction(each.amount) for each in self.observations}) == 1:
            what = f"have the amount {self.observations[0].amount:,} in every period, which no driver moves"
            raise TermsError("observations", what, 'write the rule "fixed"')
        if sum(Fraction(each.amount) for each in self.observations) <= 0:
            raise TermsError(
                "observations",
                "have a mean of nought or below, against which no fit can be judged",
                "check the amounts",
            )
        return self

    @cached_property
    def fit(self) -> "Fit":
        """The line with its frozen coefficients, and the fitted figure of each observation: the working paper."""
        from riskreward.baselines.least_squares import (  # what a contract without a line never asks
            Observed,
            least_squares,
        )

        observed = [Observed(each.period, each.driver, Fraction(each.amount)) for each in self.observations]
        return least_squares(self.driver_measure, observed).frozen(self.places)

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return what the line gives for the driver measured in the period."""
        driver = conditions.outturns[self.driver_measure]
        slope = conditions.constant(self.fit.slope) / constant(1, driver.kind)
        return on_the_line(conditions.constant(self.fit.intercept), slope, driver)

    @property
    def reads(self) -> tuple[tuple[str, str], ...]:
        """The driver."""
        return (("driver_measure", self.driver_measure),)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """What was observed in each period."""
        for number, each in enumerate(self.observations):
            yield f"observations[{number}].amount", each.amount

    def problems(self, where: str, term: Calendar) -> Iterator[Problem]:
        """Yield the bars that the fit misses, and whether its periods are those that are settled, before the term."""
        yield from observed_too_late(where, self.observations, self.observed, term)
        if self.observed != term.settled:
            what = (
                f"is {self.observed!r}, but the contract is settled {term.settled}, and a line is never scaled silently"
            )
            yield Problem(f"{where}.observed", what, "observe periods as long as those that are settled")
        cut = next((period.label for period in term.periods if period.part), None)
        if cut is not None:
            what = f"are of whole periods, but {cut} is only part of one"
            yield Problem(f"{where}.observations", what, "let the term begin and end with a whole period")
        if self.bars is not None:
            yield from self.bars.missed(where, self.fit.cv_rmse_squared, self.fit.nmbe, self.fit.r2)
