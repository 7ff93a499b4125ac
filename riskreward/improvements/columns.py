"""The columns of an outturn that hold figures: which fact each fills, and how a cell of it is read."""

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from riskreward.figures import FigureError, shown


class Column(NamedTuple):
    """A column of figures: its heading, the full path of the fact it fills, and how a cell is read.

    `read` raises FigureError for a cell that is not the figure it should be. `is_number` says that it holds numbers,
    and not the words of stages; `is_plain` that one in the fact's range needs no closer look. One that `may_be_blank`
    may be left out.
    """

    name: str
    fact: str
    read: Callable[[object], Fraction]
    is_number: bool = True
    is_plain: bool = True
    may_be_blank: bool = False

    @property
    def holds(self) -> str:
        """What a cell holds, for a message."""
        return "figure" if self.is_number else "stage"


def from_nought(number: Fraction, typed: object, most: int, places: int, mend: str) -> Fraction:
    """Return a number from nought to `most`, no finer than so many places.

    Raises FigureError for any other, with the value as it was typed; `mend` is what to write below nought.
    """
    if number < 0:
        raise FigureError(f"is {shown(typed)}, below nought", mend)
    if number > most:
        raise FigureError(f"is {shown(typed)}, above {most:,}", "check the figure")
    if (number * 10**places).denominator != 1:
        raise FigureError(f"is {shown(typed)}, finer than {places} decimal places", "round it")
    return number
