"""Met at cost cover: a guarantee that counts as met once the year's saving pays for the year's project."""

from fractions import Fraction
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator

from riskreward.figures import MoneyFromNought
from riskreward.kernel import Amount, carry, choose, money, named, nothing, pounds, previous, round_to, scope
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode
from riskreward.schedule import Schedule, listed
from riskreward.terms import Terms


class CostCover(Terms):
    """A year's guarantee counts as met where the year's saving is at least that year's project cost.

    One cost stands for every year. The guarantee may not come to more than the costs over the whole term.

    Source: South Bend guaranteed energy savings contract: satisfied where the year's total savings are at least that
    year's retrofit and support cost; the total guarantee may not exceed the total cost.
    """

    project_cost: Annotated[tuple[MoneyFromNought, ...], BeforeValidator(listed)]


class Covered(NamedTuple):
    """Whether the year's saving covers its cost, and the shortfall that is left."""

    is_met: Amount
    short: Amount


def unless_covered(short: Amount, saving: Amount, cost: Amount) -> Amount:
    """A year whose saving covers its cost is not short, whatever was guaranteed."""
    return choose(saving >= cost, nothing, short)


def record_cost_cover(terms: CostCover, schedule: Schedule, short: Amount, saving: Amount, mode: Mode) -> Covered:
    """Return what is left of a year's shortfall; `saving` is that of the period."""
    with scope("", "guarantee.met_at_cost_cover"):
        costs = schedule.by_year(tuple(map(Fraction, terms.project_cost)))
        cost = named("project cost of the year", schedule.figure("project cost of the year", money, costs))
        if not schedule.is_yearly:
            before = choose(schedule.first_of_year, nothing, previous("saving of the year to date", pounds(0)))
            saving = before + round_to(saving, MINOR_PLACES, mode)
            carry("saving of the year to date", named("saving of the year to date", saving))
        left = unless_covered(short, saving, cost)
        named("shortfall forgiven at cost cover", short - left)
        return Covered(saving >= cost, left)
