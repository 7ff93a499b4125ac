"""A baseline at the prices of each year: an agreed amount, moved by published index levels."""

from typing import Literal

from riskreward.baselines.index import Index
from riskreward.baselines.terms import BaselineTerms
from riskreward.figures import Money
from riskreward.kernel import Amount, pounds
from riskreward.schedule import Schedule


class Indexed(BaselineTerms):
    """An agreed amount of one year, moved by published levels.

    A saving against it is a saving of cash only if the budget was uplifted by the same index.

    Source: HM Treasury, Treasury Group value for money: spending against a baseline adjusted for inflation.
    """

    rule: Literal["indexed"] = "indexed"
    year: str = ""
    amount: Money
    index: Index

    def of_a_year(self, schedule: Schedule) -> Amount:
        """Return the agreed amount at the year's prices."""
        return self.index.record(schedule, pounds(self.amount))
