"""Distributions of a figure: how likely each saving, or each outturn, is."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from riskreward.findings import InputError
from riskreward.scenarios import quantiles
from riskreward.scenarios.quantiles import ONE, chance_within
from riskreward.scenarios.typed import Figure, Reading, Typed, text_of

Of = Literal["saving", "outturn"]
DrawnWhen = Literal["each period", "once"]
Shape = Literal["PERT", "triangular"]

LEAST_WITHIN = Fraction(1, 1000)
"""A distribution is not cut off so that less than this of it is left."""


class Spread(NamedTuple):
    """A distribution tabulated: its figures, rising, as whole numbers over one denominator.

    They are its figures at the chances of a table; where it has `steps`, all the figures there are, equally likely.
    """

    figures: Sequence[int]
    denominator: int
    steps: bool = False


@dataclass(frozen=True)
class Distribution(ABC):
    """What may be drawn in a period: of the saving or of the outturn, in shares, in money or in a measure's own unit.

    Where `of` is None it is the saving of a measure that has one, and the outturn of any other. `drawn` says whether
    each period is drawn afresh, or one figure for the whole term.
    """

    unit: str
    of: Of | None
    drawn: DrawnWhen

    @abstractmethod
    def spread(self) -> Spread:
        """Return the distribution tabulated."""

    @property
    @abstractmethod
    def written(self) -> tuple[Fraction, ...]:
        """The figures that it was made of."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """What it is, in words."""

    @property
    def can_be_cut_off(self) -> bool:
        """Whether it takes `within`."""
        return False

    def shown(self, figure: Fraction) -> str:
        """Return a figure of it as it is written."""
        return text_of(figure, self.unit)

    @property
    def when(self) -> str:
        """How often it is drawn, in words."""
        return "drawn afresh each period" if self.drawn == "each period" else "drawn once for the whole term"


@dataclass(frozen=True)
class LowLikelyHigh(Distribution):
    """From a low figure over a likely one to a high one."""

    low: Fraction
    likely: Fraction
    high: Fraction
    shape: Shape

    def spread(self) -> Spread:
        """Return the distribution tabulated."""
        mode = (self.likely - self.low) / (self.high - self.low)
        standard = quantiles.pert(mode) if self.shape == "PERT" else quantiles.triangular(mode)
        return _scaled(standard, self.low, self.high - self.low)

    @property
    def written(self) -> tuple[Fraction, ...]:
        """The figures that it was made of."""
        return (self.low, self.likely, self.high)

    @property
    def sentence(self) -> str:
        """What it is, in words."""
        low, likely, high = (self.shown(each) for each in (self.low, self.likely, self.high))
        return f"from {low} to {high}, {likely} being likely ({self.shape})"


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
            spread = _scaled(quantiles.lognormal(self.deviation / self.mean, low, high), Fraction(0), self.mean)
        else:
            spread = _scaled(quantiles.normal(low, high), self.mean, self.deviation)
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


@dataclass(frozen=True)
class History(Distribution):
    """Figures of the past, each as likely as the others."""

    figures: tuple[Fraction, ...]
    source: str

    def spread(self) -> Spread:
        """Return the distribution tabulated."""
        return _as_they_are(sorted(self.figures))

    @property
    def written(self) -> tuple[Fraction, ...]:
        """The figures that it was made of."""
        return self.figures

    @property
    def sentence(self) -> str:
        """What it is, in words."""
        low, high = self.shown(min(self.figures)), self.shown(max(self.figures))
        return f"one of {len(self.figures)} past figures from {low} to {high} ({self.source})"


@dataclass(frozen=True)
class Certain(Distribution):
    """One figure, in every period and on every path."""

    figure: Fraction

    def spread(self) -> Spread:
        """Return the distribution tabulated."""
        return _as_they_are([self.figure])

    @property
    def written(self) -> tuple[Fraction, ...]:
        """The figures that it was made of."""
        return (self.figure,)

    @property
    def sentence(self) -> str:
        """What it is, in words."""
        return f"{self.shown(self.figure)} for certain"


def _scaled(standard: quantiles.Quantiles, start: Fraction, size: Fraction) -> Spread:
    denominator = start.denominator * size.denominator
    first, each = start.numerator * size.denominator * ONE, size.numerator * start.denominator
    return Spread([first + each * part for part in standard], denominator * ONE)


def _as_they_are(figures: Sequence[Fraction]) -> Spread:
    denominator = 1
    for figure in figures:
        denominator *= (figure * denominator).denominator
    return Spread([int(figure * denominator) for figure in figures], denominator, steps=True)


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
    period to period, or "once", for what is unknown of the whole term: figures drawn afresh even out over a long term,
    one drawn once does not. Raises InputError with every problem of the figures.
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
    _check(reading, of, drawn)
    return LowLikelyHigh(unit, of, drawn, least, middle, most, shape)


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
        listed = [] if isinstance(within, str) else list(within)
        if len(listed) == 2:
            ends = [reading.typed("within", each) for each in listed]
        else:
            reading.refuse("within", "is not two figures", 'write its two ends, such as ("80%", "100%")')
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
    _check(reading, of, drawn)
    return found


def history(
    figures: Sequence[Figure], *, source: str, of: Of | None = None, drawn: DrawnWhen = "each period"
) -> History:
    """Return figures of the past, drawn again with equal chance: savings as shares of their baseline, or outturns.

    `source` says where they stand. For `of` and `drawn` see `low_likely_high`. Raises InputError with every problem.
    """
    reading = Reading("history")
    listed = [] if isinstance(figures, str) else list(figures)
    found = [reading.typed(f"figures[{number}]", each) for number, each in enumerate(listed)]
    unit = reading.unit(found)
    if len(found) < 2:
        reading.refuse("figures", f"has {len(found)} of them", "give two past figures or more")
    if not isinstance(source, str) or not source.strip():
        reading.refuse("source", "is missing", "say where the figures stand, so that they can be checked")
    _check(reading, of, drawn)
    return History(unit, of, drawn, tuple(each.value for each in found), source)


def certain(figure: Figure, *, of: Of | None = None) -> Certain:
    """Return one figure for every period and every path. For `of` see `low_likely_high`. Raises InputError."""
    reading = Reading("certain")
    found = reading.typed("figure", figure)
    _check(reading, of, "once")
    return Certain(found.unit, of, "once", found.value)


def _check(reading: Reading, of: object, drawn: object) -> None:
    if of is not None:
        reading.chosen("of", of, get_args(Of))
    reading.chosen("drawn", drawn, get_args(DrawnWhen))
    if reading.problems:
        raise InputError(reading.problems)
