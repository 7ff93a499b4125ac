"""How money that becomes payable is rounded, and how a limit is, so that what is paid stays within it."""

from dataclasses import dataclass
from fractions import Fraction

from riskreward.kernel import Amount, round_to
from riskreward.kernel.rounding import Mode


@dataclass(frozen=True, slots=True)
class Rounding:
    """The mode, and the step in pounds."""

    mode: Mode
    step: Fraction

    def of(self, amount: Amount) -> Amount:
        """Return the amount rounded."""
        return round_to(amount, mode=self.mode, step=self.step)

    def down(self, limit: Amount) -> Amount:
        """Return the most that can be paid within a limit."""
        return round_to(limit, mode="floor", step=self.step)
