"""A fixed baseline: one agreed amount for every year, whatever happens to prices."""

from typing import Literal

from riskreward.baselines.terms import BaselineTerms
from riskreward.figures import Money
from riskreward.kernel import Amount, pounds
from riskreward.schedule import Schedule


class Fixed(BaselineTerms):
    """One agreed amount for every year.

    Source: the frozen historic baseline of the NHS marginal-rate tariff (2008/09 activity value).
    """

    rule: Literal["fixed"] = "fixed"
    amount: Money

    def of_a_year(self, schedule: Schedule) -> Amount:
        """Return the agreed amount."""
        return pounds(self.amount)
