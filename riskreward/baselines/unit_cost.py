"""A baseline from the base year's unit cost and the volume of the period: price is told apart from volume."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, model_validator

from riskreward.baselines.base_year import AgreedAboveNought, Measured
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.drivers import Driver
from riskreward.baselines.in_unit import Percentage
from riskreward.baselines.terms import BaselineTerms
from riskreward.calendar import Calendar
from riskreward.figures import Range, number_text
from riskreward.findings import Problem
from riskreward.kernel import Amount, both, choose, constant, named, share_of
from riskreward.schedule import listed
from riskreward.terms import TermsError


def at_unit_cost(volume: Amount, unit_cost: Amount) -> Amount:
    """What the volume of the period would have cost at the unit cost of the base year."""
    return volume * unit_cost


def reconciled(measured: Amount, expected: Amount, low: Amount, high: Amount) -> Amount:
    """The volume expected, unless what was measured left the range about it; the ends belong to the range."""
    stays = both(measured >= low * expected, measured <= high * expected)
    return choose(stays, expected, measured)


class UnitCost(BaselineTerms):
    """The cost of a unit in the base year, times the volume measured in each settlement.

    `expected_volume` (of one settlement: for all years, or by year) stands for the volume measured while that
    stays inside `reconciled_outside`, such as 90% to 110% of it.

    Source: Government Efficiency Framework (an efficiency needs outputs held or raised); Transforming
    Rehabilitation, fee for service, reconciled only where the volume left the predicted range.
    """

    is_for_a_year: ClassVar[bool] = False

    rule: Literal["unit cost"] = "unit cost"
    cost: AgreedAboveNought
    volume: Measured
    volume_measure: str
    expected_volume: Annotated[tuple[Measured, ...], BeforeValidator(listed)] = ()
    reconciled_outside: Range | None = None

    @model_validator(mode="after")
    def _expected_about_a_range(self) -> "UnitCost":
        if self.expected_volume and self.reconciled_outside is None:
            what = "is missing, but there is an expected_volume"
            raise TermsError("reconciled_outside", what, 'write the range about it, such as ["90%", "110%"]')
        if self.reconciled_outside is not None:
            if not self.expected_volume:
                what = "is missing, but reconciled_outside is a range about it"
                raise TermsError("expected_volume", what, "write the volume expected of a settlement")
            low, high = self.reconciled_outside
            if not 0 <= low <= 1 <= high:
                what = f"is [{number_text(low)}, {number_text(high)}], which does not lie about 100%"
                raise TermsError("reconciled_outside", what, 'write shares of what is expected: ["90%", "110%"]')
        return self

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return what the period's volume would have cost."""
        volume = conditions.outturns[self.volume_measure]
        cost = conditions.agreed("cost of the base year", self.cost)
        unit_cost = named("unit cost", cost / constant(self.volume, volume.kind))
        if self.reconciled_outside is not None:
            schedule = conditions.schedule
            expected = schedule.figure("expected volume", volume.kind, schedule.by_year(self.expected_volume))
            low, high = map(share_of, self.reconciled_outside)
            volume = named("volume after reconciliation", reconciled(volume, expected, low, high))
        return at_unit_cost(volume, unit_cost)

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """The measure that has the volume, and the volumes agreed in its unit."""
        agreed = [("volume", self.volume)]
        several = len(self.expected_volume) > 1
        for number, volume in enumerate(self.expected_volume):
            agreed.append((f"expected_volume[{number}]" if several else "expected_volume", volume))
        return (Driver("volume_measure", self.volume_measure, tuple(agreed)),)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """The cost of the base year."""
        yield "cost", self.cost

    @property
    def by_year(self) -> tuple[tuple[str, tuple[Fraction, ...]], ...]:
        """The discount, and the volume expected."""
        return (*super().by_year, ("expected_volume", self.expected_volume))

    def problems(self, where: str, term: Calendar) -> Iterator[Problem]:
        """Tell of a volume expected of a whole settlement that stands for part of one too."""
        for period in term.periods if self.expected_volume else ():
            alone = len(term.periods_in_year(period.year)) == 1
            if period.part and not (alone and len(self.expected_volume) == len(term.agreed.year_labels)):
                what = f"is of a whole settlement, but {period.label} is only part of one"
                mend = "list one for each year" if alone else "leave it and reconciled_outside out"
                yield Problem(f"{where}.expected_volume", what, mend)
                return
