"""Figures of the past drawn again, and a figure that is certain."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from riskreward.figures import Figure, shown
from riskreward.kernel.words import PATH
from riskreward.scenarios.distributions import Distribution, DrawnWhen, Of, Spread, as_they_are, check
from riskreward.scenarios.typed import Reading


@dataclass(frozen=True)
class History(Distribution):
    """Figures of the past, each as likely as the others; those drawn `together` with others keep their order."""

    figures: tuple[Fraction, ...]
    source: str
    together: str = ""

    def spread(self) -> Spread:
        """Return the distribution tabulated."""
        return as_they_are(self.figures if self.together else sorted(self.figures))

    @property
    def written(self) -> tuple[Fraction, ...]:
        """The figures that it was made of."""
        return self.figures

    @property
    def sentence(self) -> str:
        """What it is, in words."""
        low, high = self.shown(min(self.figures)), self.shown(max(self.figures))
        beside = f", the same one in all of {self.together}" if self.together else ""
        return f"one of {len(self.figures)} past figures from {low} to {high} ({self.source}){beside}"


def drawn_by(name: str, source: object) -> str:
    """Return the name of the draw of a figure: its own, or one for all that is drawn together with it."""
    return f"together{PATH}{source.together}" if isinstance(source, History) and source.together else name


@dataclass(frozen=True)
class Certain(Distribution):
    """One figure, in every period and on every path."""

    figure: Fraction

    def spread(self) -> Spread:
        """Return the distribution tabulated."""
        return as_they_are([self.figure])

    @property
    def written(self) -> tuple[Fraction, ...]:
        """The figures that it was made of."""
        return (self.figure,)

    @property
    def sentence(self) -> str:
        """What it is, in words."""
        return f"{self.shown(self.figure)} for certain"


def history(
    figures: Sequence[Figure],
    *,
    source: str,
    of: Of | None = None,
    drawn: DrawnWhen = "each period",
    together: str = "",
) -> History:
    """Return figures of the past, drawn again with equal chance: savings as shares of their baseline, or outturns.

    `source` says where they stand. Histories of several measures that are drawn `together`, under one name such as "the
    years 2020 to 2025", have the same place drawn in each, so that a year stays as it was. For `of` and
    `drawn` see `low_likely_high`. Raises InputError with every problem.
    """
    reading = Reading("history")
    before = len(reading.problems)
    listed = reading.listed("figures", figures, "list two past figures or more")
    is_list = len(reading.problems) == before
    found = [reading.typed(f"figures[{number}]", each) for number, each in enumerate(listed)]
    unit = reading.unit(found)
    if is_list and len(found) < 2:
        reading.refuse("figures", f"has {len(found)} of them", "give two past figures or more")
    if not isinstance(source, str) or not source.strip():
        reading.refuse("source", "is missing", "say where the figures stand, so that they can be checked")
    if not isinstance(together, str):
        mend = 'write a name, such as "the years 2020 to 2025"'
        reading.refuse("together", f"is {shown(together)}, which is no name", mend)
    check(reading, of, drawn)
    return History(unit, of, drawn, tuple(each.value for each in found), source, together)


def certain(figure: Figure, *, of: Of | None = None) -> Certain:
    """Return one figure for every period and every path. For `of` see `low_likely_high`. Raises InputError."""
    reading = Reading("certain")
    found = reading.typed("figure", figure)
    check(reading, of, "once")
    return Certain(found.unit, of, "once", found.value)
