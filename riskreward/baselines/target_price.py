"""A target price: one amount for the whole term, which stands from its first settlement on."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from riskreward.baselines.amount import OfAnAmount
from riskreward.baselines.conditions import Conditions
from riskreward.calendar import Calendar
from riskreward.findings import Problem
from riskreward.kernel import Amount


class TargetPrice(OfAnAmount):
    """One amount for the whole term, for a fee that is counted to date.

    It stands from the first settlement on, so that the saving to date is the target, as adjusted so far, less what has
    been spent so far. Adjustments of any period move it from that period on.

    Source: NEC engineering and construction contract, option C: the total of the Prices and its changes.
    """

    is_for_a_year: ClassVar[bool] = False
    stands_for_the_term: ClassVar[bool] = True

    rule: Literal["target price"] = "target price"

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the amount in the first settlement, and nothing after it."""
        later = [Fraction(0)] * (len(conditions.schedule.term) - 1)
        return conditions.schedule.figure("target price", conditions.kind, [Fraction(self.amount), *later])

    def problems(self, where: str, term: Calendar) -> Iterator[Problem]:
        """Yield what is of years, and so not of a target for the whole term."""
        of_years = {"rebased": self.rebased is not None, "history": bool(self.history), "one_off": bool(self.one_off)}
        for name, given in of_years.items():
            if given:
                yield Problem(f"{where}.{name}", "is of years, but a target price is of the whole term", "leave it out")
        if len(self.discount) > 1:
            what = f"lists {len(self.discount)} shares, but a target price is of the whole term"
            yield Problem(f"{where}.discount", what, "write one share")
