"""A baseline at the prices of each year: an agreed amount, moved by published index levels."""

from typing import Literal

from riskreward.baselines.amount import OfAnAmount
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.index import Index
from riskreward.kernel import Amount


class Indexed(OfAnAmount):
    """An agreed amount of one year, moved by published levels.

    A saving against it is a saving of cash only if the budget was uplifted by the same index.

    Source: HM Treasury, Treasury Group value for money: spending against a baseline adjusted for inflation.
    """

    rule: Literal["indexed"] = "indexed"
    year: str = ""
    index: Index

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the agreed amount at the year's prices."""
        return self.index.record(conditions.schedule, conditions.constant(self.amount))
