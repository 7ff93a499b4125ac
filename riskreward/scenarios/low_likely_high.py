"""A low, a likely and a high figure, as those who know a service can name them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from riskreward.figures import Figure
from riskreward.scenarios import quantiles
from riskreward.scenarios.distributions import Distribution, DrawnWhen, Of, Spread, check, scaled
from riskreward.scenarios.typed import Reading

Shape = Literal["PERT", "triangular"]


@dataclass(frozen=True)
class LowLikelyHigh(Distribution):
    """From a low figure over a likely one to a high one; `source` says where they stand, if they were published."""

    low: Fraction
    likely: Fraction
    high: Fraction
    shape: Shape
    source: str = ""

    def spread(self) -> Spread:
        """Return the distribution tabulated."""
        mode = (self.likely - self.low) / (self.high - self.low)
        standard = quantiles.pert(mode) if self.shape == "PERT" else quantiles.triangular(mode)
        return scaled(standard, self.low, self.high - self.low)

    @property
    def written(self) -> tuple[Fraction, ...]:
        """The figures that it was made of."""
        return (self.low, self.likely, self.high)

    @property
    def sentence(self) -> str:
        """What it is, in words."""
        low, likely, high = (self.shown(each) for each in (self.low, self.likely, self.high))
        rests_on = f"{self.shape}; {self.source}" if self.source else self.shape
        return f"from {low} to {high}, {likely} being likely ({rests_on})"


def low_likely_high(
    low: Figure,
    likely: Figure,
    high: Figure,
    *,
    shape: Shape = "PERT",
    of: Of | None = None,
    drawn: DrawnWhen = "each period",
) -> LowLikelyHigh:
    """Return a distribution from a low figure over a likely one to a high one, such as "2%", "10%" and "15%".

    Shares are of the baseline of the period; money is an amount for each period. `shape` is "PERT", which keeps nearer
    to the likely figure (its mean counts it four times), or "triangular" (whose mean counts it once). `of` is "saving"
    or "outturn"; left out, it is the saving where the measure has one. `drawn` is "each period", for what differs from
    period to period, "each year", for one figure in all periods of a year, or "once", for what is unknown of the whole
    term: figures drawn afresh even out over a long term, one drawn once does not. Raises InputError with every problem
    of the figures.
    """
    reading = Reading("low_likely_high")
    given = {"low": low, "likely": likely, "high": high}
    figures = [reading.typed(name, value) for name, value in given.items()]
    unit = reading.unit(figures)
    least, middle, most = (each.value for each in figures)
    if not reading.problems and not least <= middle <= most:
        reading.refuse("", f"is {', '.join(map(str, figures))}, which do not rise", "write the lowest first")
    elif not reading.problems and least == most:
        reading.refuse("", f"is {figures[0]} throughout", f'write rr.certain("{figures[0]}")')
    reading.chosen("shape", shape, get_args(Shape))
    check(reading, of, drawn)
    return LowLikelyHigh(unit, of, drawn, least, middle, most, shape)
