"""A discount on the baseline: the council has its part of every pound before a saving is counted."""

from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator

from riskreward.figures import Share
from riskreward.kernel import Amount, named, share
from riskreward.schedule import Schedule, listed

Discount = Annotated[tuple[Share, ...], BeforeValidator(listed)]
"""A share taken off the baseline: one for all years, or one for each year of the term."""


def less_discount(baseline: Amount, rate: Amount) -> Amount:
    """The baseline less the council's discount."""
    return baseline - rate * baseline


def discounted(baseline: Amount, rates: tuple[Fraction, ...], schedule: Schedule) -> Amount:
    """Return the baseline less the discount of the year.

    Source: ACO REACH, global discount: 2% in 2021-22, rising to 3.5% in 2025-26.
    """
    before = named("baseline before discount", baseline)
    return less_discount(before, schedule.figure("baseline discount", share, schedule.by_year(rates)))
