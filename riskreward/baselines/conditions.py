"""The conditions of a period that a baseline is worked out under: its prices, and what else was measured in it."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from riskreward.kernel import Amount, Kind, constant
from riskreward.kernel.rounding import Mode
from riskreward.kernel.words import Number
from riskreward.schedule import Schedule


class Conditions(NamedTuple):
    """What a baseline may read: the schedule, the unit it is in, and the outturn of every measure by name.

    `between` is the range that a figure in the unit must lie in.
    """

    schedule: Schedule
    mode: Mode
    kind: Kind
    places: int
    outturns: Mapping[str, Amount]
    between: tuple[Fraction, Fraction]

    def constant(self, figure: Number) -> Amount:
        """Return an agreed figure in the baseline's own unit."""
        return constant(Fraction(figure), self.kind)

    def agreed(self, name: str, figure: Number) -> Amount:
        """Return an agreed figure that a working calls by its name, in the baseline's own unit."""
        return self.schedule.figure(name, self.kind, [Fraction(figure) for _ in self.schedule.term])
