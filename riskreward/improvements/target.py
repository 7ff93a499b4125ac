"""The target of a measure: shown beside what was measured; it earns nothing by itself."""

from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator

from riskreward.baselines import InUnit
from riskreward.kernel import Amount, named
from riskreward.schedule import Schedule, listed

Target = Annotated[tuple[InUnit, ...], BeforeValidator(listed)]
"""The target of each settlement, one for all years or one for each, in the measure's unit."""


def above_target(outturn: Amount, target: Amount, higher_is_better: bool) -> Amount:
    """What was measured is better than the target by so much, and worse where it is negative."""
    return outturn - target if higher_is_better else target - outturn


def record_against_target(target: Target, schedule: Schedule, outturn: Amount, higher_is_better: bool) -> None:
    """Record the target and how the outturn stands against it, each a line of the statement."""
    if not target:
        return
    by_year = schedule.by_year(tuple(map(Fraction, target)))
    held_to = named("target", schedule.figure("target of the year", outturn.kind, by_year))
    named("against the target", above_target(outturn, held_to, higher_is_better))
