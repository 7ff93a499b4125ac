"""What moves a baseline: the outturn of another measure, and what was agreed of it in the base year."""

from fractions import Fraction
from typing import NamedTuple


class Driver(NamedTuple):
    """Another measure that a baseline reads: the term that names it, its name, and what it must be.

    `figures` are agreed figures in that measure's unit, each with its term. Where `is_alike` the measure must be
    in the baseline's own unit; unless it `may_be_negative` its outturn must not be able to fall below nought.
    """

    term: str
    measure: str
    figures: tuple[tuple[str, Fraction], ...] = ()
    is_alike: bool = False
    may_be_negative: bool = False
