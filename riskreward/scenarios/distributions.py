"""A distribution of a figure: how likely each saving, or each outturn, is."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from riskreward.findings import InputError
from riskreward.scenarios import quantiles
from riskreward.scenarios.quantiles import ONE
from riskreward.scenarios.typed import Reading, text_of

Of = Literal["saving", "outturn"]
DrawnWhen = Literal["each period", "each year", "once"]


class Spread(NamedTuple):
    """A distribution tabulated: its figures, rising, as whole numbers over one denominator.

    They are its figures at the chances of a table; where it has `steps`, all the figures there are, equally likely and
    in any order.
    """

    figures: Sequence[int]
    denominator: int
    steps: bool = False


@dataclass(frozen=True)
class Distribution(ABC):
    """What may be drawn in a period: of the saving or of the outturn, in shares, in money or in a measure's own unit.

    Where `of` is None it is the saving of a measure that has one, and the outturn of any other. `drawn` says whether
    each period is drawn afresh, one figure for all periods of a year, or one for the whole term.
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
        return "drawn once for the whole term" if self.drawn == "once" else f"drawn afresh {self.drawn}"


def scaled(standard: quantiles.Quantiles, start: Fraction, size: Fraction) -> Spread:
    """Return a standard form moved to where it starts, and stretched to its size."""
    denominator = start.denominator * size.denominator
    first, each = start.numerator * size.denominator * ONE, size.numerator * start.denominator
    return Spread([first + each * part for part in standard], denominator * ONE)


def as_they_are(figures: Sequence[Fraction]) -> Spread:
    """Return figures that are equally likely, in their order."""
    denominator = 1
    for figure in figures:
        denominator *= (figure * denominator).denominator
    return Spread([int(figure * denominator) for figure in figures], denominator, steps=True)


def check(reading: Reading, of: object, drawn: object) -> None:
    """Check what every distribution has. Raises InputError with every problem that was read."""
    if of is not None:
        reading.chosen("of", of, get_args(Of))
    reading.chosen("drawn", drawn, get_args(DrawnWhen))
    if reading.problems:
        raise InputError(reading.problems)
