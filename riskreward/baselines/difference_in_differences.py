"""A baseline that would have changed as a comparison group changed: difference in differences."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Literal

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.drivers import Driver
from riskreward.baselines.in_unit import InUnit, Percentage
from riskreward.baselines.terms import BaselineTerms
from riskreward.kernel import Amount


def changed_as(before: Amount, comparator_before: Amount, comparator: Amount) -> Amount:
    """What there was before, and the change of the comparison group since."""
    return before + (comparator - comparator_before)


class DifferenceInDifferences(BaselineTerms):
    """What was measured before, plus the change of the comparison group since; all in one unit, of one settlement.

    The improvement against it is (after - before) - (comparator after - comparator before), signed by which is better.

    Source: Rikers Island social impact bond, a historical matched group adjusted for the trend of 19 to 20 year olds.
    """

    is_for_a_year: ClassVar[bool] = False

    rule: Literal["difference in differences"] = "difference in differences"
    before: InUnit
    comparator_before: InUnit
    comparator_measure: str

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return what there would have been, had it changed as the comparator did."""
        before, comparator_before = map(conditions.constant, (self.before, self.comparator_before))
        return changed_as(before, comparator_before, conditions.outturns[self.comparator_measure])

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """The comparison group's measure."""
        return (Driver("comparator_measure", self.comparator_measure, is_alike=True, may_be_negative=True),)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """What was measured before."""
        yield "before", self.before
        yield "comparator_before", self.comparator_before
