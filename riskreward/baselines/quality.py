"""How well a model fits, and the contract's own bars that it must clear."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import isqrt
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema, model_validator

from riskreward.baselines.in_unit import Percentage
from riskreward.figures import FigureError, read_rate, rounded, share_text
from riskreward.findings import Problem
from riskreward.terms import Terms, TermsError

FEWEST = 3
"""The fewest observations that a line is fitted to: it can miss one of them."""

SHOWN_PLACES = 6
"""Decimal places that CV(RMSE) is worked out to, half up, and that a figure without an end is shown to."""

NAMES = {"cv_rmse": "CV(RMSE)", "nmbe": "NMBE", "r2": "R2"}


def _rate(value: object) -> Percentage:
    return value if isinstance(value, Percentage) else Percentage(read_rate(value))


def _not_negative(value: object) -> Percentage:
    rate = _rate(value)
    if rate < 0:
        raise FigureError(f"is {share_text(rate)}, below nought", "write it as a positive figure")
    return rate


_SCHEMA = WithJsonSchema({"type": ["number", "string"], "examples": ["15%", 0.75]})
_Out = PlainSerializer(lambda rate: share_text(rate).replace(",", ""), when_used="json")
Positive = Annotated[Fraction, BeforeValidator(_not_negative), _Out, _SCHEMA]
Signed = Annotated[Fraction, BeforeValidator(_rate), _Out, _SCHEMA]


class Quality(Terms):
    """How well an outside model fitted what it was fitted on.

    Source: ASHRAE Guideline 14, CV(RMSE) and NMBE of a calibrated model.
    """

    cv_rmse: Positive | None = None
    nmbe: Signed | None = None
    r2: Signed | None = None


class Bars(Terms):
    """The bars that a model must clear; one or more of them.

    Source: ASHRAE Guideline 14, CV(RMSE) at most 15% and NMBE at most 5% for monthly figures.
    """

    cv_rmse_at_most: Positive | None = None
    nmbe_at_most: Positive | None = None
    r2_at_least: Positive | None = None

    @model_validator(mode="after")
    def _at_least_one(self) -> "Bars":
        if not self.model_dump(exclude_none=True):
            raise TermsError(
                "", "holds the model to nothing", "write at least one: cv_rmse_at_most, nmbe_at_most, r2_at_least"
            )
        return self

    def missed(
        self, where: str, cv_rmse_squared: Fraction | None, nmbe: Fraction | None, r2: Fraction | None
    ) -> Iterator[Problem]:
        """Yield each bar that a model misses, exactly: CV(RMSE) by its square, which has no root to round."""
        squared = None if self.cv_rmse_at_most is None else self.cv_rmse_at_most**2
        held = (
            ("cv_rmse", "at_most", self.cv_rmse_at_most, cv_rmse_squared, squared),
            ("nmbe", "at_most", self.nmbe_at_most, None if nmbe is None else abs(nmbe), self.nmbe_at_most),
            ("r2", "at_least", self.r2_at_least, r2, self.r2_at_least),
        )
        for name, side, bar, figure, limit in held:
            if bar is None or limit is None:
                continue
            place = f"{where}.bars.{name}_{side}"
            if figure is None:
                what = f"is {share_text(bar)}, but quality gives no {NAMES[name]}"
                yield Problem(place, what, f"write quality.{name}, or leave the bar out")
            elif figure > limit if side == "at_most" else figure < limit:
                shown = shown_quality(name, figure)
                if shown == share_text(bar):
                    shown = f"a little {'more' if side == 'at_most' else 'less'} than that"
                what = f"is {share_text(bar)}, which the model misses: its {NAMES[name]} is {shown}"
                yield Problem(place, what, "agree a model that clears the bar, or another baseline")


def shown_quality(name: str, figure: Fraction) -> str:
    """Return a quality figure as a percentage to four decimal places; CV(RMSE) is given by its square."""
    value = Fraction(square_root(figure)) if name == "cv_rmse" else figure
    return share_text(Fraction(rounded(value, SHOWN_PLACES)))


def square_root(square: Fraction) -> Decimal:
    """Return the square root half up to six decimal places, worked out in whole numbers."""
    twice = isqrt(4 * square.numerator * 10 ** (2 * SHOWN_PLACES) // square.denominator)
    return rounded(Fraction((twice + 1) // 2, 10**SHOWN_PLACES), SHOWN_PLACES)
