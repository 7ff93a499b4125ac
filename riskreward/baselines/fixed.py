"""A fixed baseline: one agreed amount for every year, whatever happens to prices."""

from typing import Literal

from riskreward.baselines.amount import OfAnAmount
from riskreward.baselines.conditions import Conditions
from riskreward.kernel import Amount


class Fixed(OfAnAmount):
    """One agreed amount for every year.

    Source: the frozen historic baseline of the NHS marginal-rate tariff (2008/09 activity value).
    """

    rule: Literal["fixed"] = "fixed"

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the agreed amount."""
        return conditions.constant(self.amount)
