"""A trended baseline: what the base year cost, moved by published trend factors, of one series or several blended."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from riskreward.baselines.amount import OfAnAmount
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.terms import Published
from riskreward.figures import FigureError, Share, number_text, read_number, share_text, shown
from riskreward.kernel import Amount, named, share, share_of, total
from riskreward.terms import TermsError

LEAST, MOST = Fraction(1, 2), Fraction(2)
"""No trend factor halves a base year's cost, or doubles it."""


def read_trend_factor(value: object) -> Fraction:
    """Return a whole factor such as `1.034` or `"103.4%"`. Raises FigureError for a rise, or a trend in units."""
    in_percent = isinstance(value, str) and value.strip().endswith("%")
    number = read_number(str(value).strip()[:-1].strip(), "1.034") / 100 if in_percent else read_number(value, "1.034")
    if LEAST <= number <= MOST:
        return number
    if abs(number) < LEAST:
        raise FigureError(
            f"is {shown(value)}, which is a rise and not a factor", f"write the whole factor: {number_text(1 + number)}"
        )
    raise FigureError(f"is {shown(value)}, a trend in units and not a factor", "write the whole factor: 1.034")


TrendFactor = Annotated[
    Fraction,
    PlainValidator(read_trend_factor),
    PlainSerializer(number_text, when_used="json"),
    WithJsonSchema({"type": ["number", "string"], "examples": [1.034, "103.4%"]}),
]


def blended(factors: Mapping[str, Amount], weights: Mapping[str, Amount]) -> Amount:
    """The trend factors of several series, each by its part of the blend."""
    return total(weights[series] * factors[series] for series in factors)


class Trended(OfAnAmount):
    """The base year's amount by the trend factor of the year, from the base year to that year.

    `factors` gives each series' published factors by year; `blend` gives each series its part where there are
    several, and adds up to 100%. A factor not yet published may be left out until its year is settled.

    Source: 42 CFR 425.601, historical benchmark trended by a blend of national and regional growth rates.
    """

    rule: Literal["trended"] = "trended"
    year: str = ""
    factors: dict[str, dict[str, TrendFactor]] = Field(min_length=1)
    blend: dict[str, Share] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _blend_of_these_series(self) -> "Trended":
        if len(self.factors) == 1 and not self.blend:
            return self
        if not self.blend:
            what = f"is missing, but there are several series ({', '.join(self.factors)})"
            raise TermsError("blend", what, "give each series its part, adding up to 100%")
        if self.blend.keys() != self.factors.keys():
            different = ", ".join(sorted(self.blend.keys() ^ self.factors.keys()))
            what = f"and factors do not name the same series ({different})"
            raise TermsError("blend", what, "give each series one part")
        if sum(self.blend.values()) != 1:
            what = f"adds up to {share_text(Fraction(sum(self.blend.values())))}"
            raise TermsError("blend", what, "let the parts add up to 100%")
        return self

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the agreed amount by the trend factor of the year."""
        schedule = conditions.schedule
        factors = {
            series: schedule.figure(f"trend factor, {series}", share, schedule.by_year(by_year), (LEAST, MOST))
            for series, by_year in self.factors.items()
        }
        weights = {series: share_of(self.blend.get(series, Fraction(1))) for series in self.factors}
        return conditions.constant(self.amount) * named("trend factor", blended(factors, weights))

    @property
    def published(self) -> Iterator[Published]:
        """The trend factors of each series."""
        for series, by_year in self.factors.items():
            yield Published(f"factors.{series}", "factor", by_year)
