"""A mean and a standard deviation, as statistics give them: normal and lognormal."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from riskreward.figures import Figure
from riskreward.scenarios import quantiles
from riskreward.scenarios.distributions import Distribution, DrawnWhen, Of, Spread, check, scaled
from riskreward.scenarios.quantiles import chance_within
from riskreward.scenarios.typed import Reading, Typed

LEAST_WITHIN = Fraction(1, 1000)
"""A distribution is not cut off so that less than this of it is left."""


@dataclass(frozen=True)
class Normal(Distribution):
    """Normal, or lognormal: about a mean, with a standard deviation, cut off where `within` says."""

    mean: Fraction
    deviation: Fraction
    within: tuple[Fraction, Fraction] | None
    is_log: bool

    def spread(self) -> Spread:
        """Return the distribution tabulated."""
        low, high = self._ends
        if self.is_log:
            spread = scaled(quantiles.lognormal(self.deviation / self.mean, low, high), Fraction(0), self.mean)
        else:
            spread = scaled(quantiles.normal(low, high), self.mean, self.deviation)
        if self.within is None:
            return spread
        low_end, high_end = (int(each * spread.denominator) for each in self.within)
        return spread._replace(figures=[min(max(each, low_end), high_end) for each in spread.figures])

    @property
    def _ends(self) -> tuple[Fraction | None, Fraction | None]:
        """Where the standard form is cut off."""
        if self.within is None:
            return None, None
        if self.is_log:
            return self.within[0] / self.mean, self.within[1] / self.mean
        return (self.within[0] - self.mean) / self.deviation, (self.within[1] - self.mean) / self.deviation

    @property
    def part_within(self) -> Fraction:
        """How much of the distribution lies within where it is cut off."""
        low, high = self._ends
        if self.is_log:
            low, high = (quantiles.lognormal_score(self.deviation / self.mean, end) for end in (low, high))
        below, above = chance_within(low, high)
        return Fraction(above - below)

    @property
    def written(self) -> tuple[Fraction, ...]:
        """The figures that it was made of."""
        return (self.mean, self.deviation, *(self.within or ()))

    @property
    def sentence(self) -> str:
        """What it is, in words."""
        ends = "" if self.within is None else f", cut off at {' and '.join(map(self.shown, self.within))}"
        name = "lognormal" if self.is_log else "normal"
        return f"{name} about {self.shown(self.mean)}, give or take {self.shown(self.deviation)}{ends}"

    @property
    def can_be_cut_off(self) -> bool:
        """Whether it takes `within`."""
        return True


def normal(
    mean: Figure,
    deviation: Figure,
    *,
    within: Sequence[Figure] | None = None,
    of: Of | None = None,
    drawn: DrawnWhen = "each period",
) -> Normal:
    """Return a normal distribution about a mean, with a standard deviation, such as "95%" and "2%".

    `within=(low, high)` cuts it off; else it ends 5.3 deviations from the mean, beyond which less than one path in
    sixteen million would lie. For `of` and `drawn` see `low_likely_high`. Raises InputError with every problem.
    """
    return _about(Reading("normal"), mean, deviation, within, of, drawn)


def lognormal(
    mean: Figure,
    deviation: Figure,
    *,
    within: Sequence[Figure] | None = None,
    of: Of | None = None,
    drawn: DrawnWhen = "each period",
) -> Normal:
    """Return a lognormal distribution of this mean and standard deviation: never below nought, with a long upper tail.

    `within=(low, high)` cuts it off. For `of` and `drawn` see `low_likely_high`. Raises InputError with every problem.
    """
    return _about(Reading("lognormal"), mean, deviation, within, of, drawn)


def _about(
    reading: Reading,
    mean: Figure,
    deviation: Figure,
    within: Sequence[Figure] | None,
    of: Of | None,
    drawn: DrawnWhen,
) -> Normal:
    figures = [reading.typed("mean", mean), reading.typed("deviation", deviation)]
    ends: list[Typed] = []
    if within is not None:
        mend = 'write its two ends, such as ("80%", "100%")'
        before = len(reading.problems)
        listed = reading.listed("within", within, mend)
        if len(listed) == 2:
            ends = [reading.typed("within", each) for each in listed]
        elif len(reading.problems) == before:
            reading.refuse("within", "is not two figures", mend)
    unit = reading.unit([*figures, *ends])
    is_log = reading.where == "lognormal"
    if not reading.problems:
        if figures[1].value <= 0:
            reading.refuse("deviation", f"is {figures[1]}, not above nought", f'write rr.certain("{figures[0]}")')
        if is_log and figures[0].value <= 0:
            reading.refuse("mean", f"is {figures[0]}, not above nought", "use rr.normal, which may lie below it")
        if ends and ends[0].value >= ends[1].value:
            reading.refuse("within", f"is {ends[0]} to {ends[1]}, which do not rise", "write the lower end first")
    both = (ends[0].value, ends[1].value) if ends else None
    found = Normal(unit, of, drawn, figures[0].value, figures[1].value, both, is_log)
    if ends and not reading.problems and found.part_within < LEAST_WITHIN:
        what = f"is {ends[0]} to {ends[1]}, where less than one in a thousand of the distribution lies"
        reading.refuse("within", what, "widen it, or move the mean")
    check(reading, of, drawn)
    return found
