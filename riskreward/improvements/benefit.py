"""Which kind of benefit an improvement is, and which of them reach the council's bank account."""

from typing import Literal

Benefit = Literal["cashable", "non-cashable", "avoided cost", "income", "recovered"]

CASH: tuple[Benefit, ...] = ("cashable", "recovered")
"""The benefits that reach the council's bank account as a saving."""
