"""A straight line through observed figures, fitted exactly before anything is settled, with its working paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from riskreward.baselines.quality import SHOWN_PLACES, square_root
from riskreward.figures import number_text, rounded
from riskreward.kernel.rounding import to_step
from riskreward.tables import Document, Paragraph, Shown, Table

COEFFICIENTS = 2
"""What a line is fitted by: its intercept and its slope."""


class Observed(NamedTuple):
    """One observation: its period, what drove the figure, and the figure."""

    period: str
    driver: Fraction
    amount: Fraction


@dataclass(frozen=True)
class Fit(Shown):
    """A line, intercept + slope x driver, and the observations it was fitted to. It shows itself.

    Money is in the currency of the contract, a share as a part of one. Quality figures are of the coefficients as
    they stand here, rounded or not.
    """

    driver: str
    observations: tuple[Observed, ...]
    slope: Fraction
    intercept: Fraction

    def at(self, driver: Fraction) -> Fraction:
        """Return the figure of the line where the driver is this."""
        return self.intercept + self.slope * driver

    def frozen(self, places: int) -> "Fit":
        """Return the line with its coefficients rounded half up to the places."""
        step = Fraction(1, 10**places)
        slope, intercept = (to_step(each, step, "half up") for each in (self.slope, self.intercept))
        return Fit(self.driver, self.observations, slope, intercept)

    @property
    def between(self) -> tuple[Fraction, Fraction]:
        """The range of the driver that was observed."""
        drivers = [each.driver for each in self.observations]
        return min(drivers), max(drivers)

    @property
    def _mean(self) -> Fraction:
        return sum((each.amount for each in self.observations), Fraction(0)) / len(self.observations)

    @property
    def _misses(self) -> list[Fraction]:
        return [each.amount - self.at(each.driver) for each in self.observations]

    @property
    def r2(self) -> Fraction:
        """How much the driver explains: 1 less the squares missed by, over the squares about the mean."""
        about = sum((each.amount - self._mean) ** 2 for each in self.observations)
        return 1 - sum(miss**2 for miss in self._misses) / Fraction(about)

    @property
    def cv_rmse_squared(self) -> Fraction:
        """CV(RMSE) by itself, exactly: what a bar is held against."""
        free = len(self.observations) - COEFFICIENTS
        return sum((miss**2 for miss in self._misses), Fraction(0)) / free / self._mean**2

    @property
    def cv_rmse(self) -> Decimal:
        """The root of the mean square missed by, over the mean, to six decimal places half up.

        The squares are divided by the observations less the two coefficients. Source: ASHRAE Guideline 14.
        """
        return square_root(self.cv_rmse_squared)

    @property
    def nmbe(self) -> Fraction:
        """What was missed by in all, over the mean and the observations less the two coefficients."""
        return sum(self._misses, Fraction(0)) / (len(self.observations) - COEFFICIENTS) / self._mean

    def document(self) -> Document:
        """Return the working paper: the coefficients, and the fitted figure of each observation."""
        rows = tuple(
            (each.period, _text(each.driver), _text(each.amount), _text(self.at(each.driver)), _text(miss))
            for each, miss in zip(self.observations, self._misses, strict=True)
        )
        return Document(
            "Least squares",
            (
                Paragraph(f"Slope {_exactly(self.slope)}; intercept {_exactly(self.intercept)}."),
                Table("Fit", ("period", self.driver, "observed", "fitted", "missed by"), rows, figures=(1, 2, 3, 4)),
            ),
        )


def least_squares(driver: str, observations: Sequence[Observed]) -> Fit:
    """Return the line that misses the observations by the least sum of squares, exactly.

    The driver must differ somewhere.

    >>> points = [Observed("2019", Fraction(0), Fraction(10)), Observed("2020", Fraction(1), Fraction(12))]
    >>> fit = least_squares("year", [*points, Observed("2021", Fraction(2), Fraction(14))])
    >>> str(fit.slope), str(fit.intercept), str(fit.at(Fraction(10)))
    ('2', '10', '30')
    """
    count = len(observations)
    mean_driver = sum((each.driver for each in observations), Fraction(0)) / count
    mean_amount = sum((each.amount for each in observations), Fraction(0)) / count
    together = sum(((each.driver - mean_driver) * (each.amount - mean_amount) for each in observations), Fraction(0))
    alone = sum(((each.driver - mean_driver) ** 2 for each in observations), Fraction(0))
    slope = together / alone
    return Fit(driver, tuple(observations), slope, mean_amount - slope * mean_driver)


def _text(figure: Fraction) -> str:
    ends = 10**SHOWN_PLACES % figure.denominator == 0
    return number_text(figure) if ends else f"{rounded(figure, SHOWN_PLACES):,f}"


def _exactly(figure: Fraction) -> str:
    shown, whole = _text(figure), number_text(figure)
    return shown if shown == whole else f"{shown} ({whole})"
