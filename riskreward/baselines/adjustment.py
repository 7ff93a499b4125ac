"""Adjustments of a baseline: signed, dated, with a reason and evidence, and agreed by somebody."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from pydantic import Field

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.terms import InUnit
from riskreward.kernel import Amount
from riskreward.terms import Day, Terms


class Adjustment(Terms):
    """A change to one period's baseline: routine by an agreed method, or non-routine for a single event.

    The amount is signed: positive raises the baseline, and with it the saving.

    Source: IPMVP non-routine adjustments; the adjustment column of the Medicare shared savings settlements.
    """

    period: str
    amount: InUnit
    kind: Literal["routine", "non-routine"]
    on: Day
    reason: str = Field(min_length=1)
    evidence: str = Field(min_length=1)
    agreed_by: str = Field(min_length=1)


def record_adjustments(adjustments: Sequence[Adjustment], kind: str, conditions: Conditions) -> Amount:
    """Return what the adjustments of one kind come to in the period."""
    schedule = conditions.schedule
    labels = [period.label for period in schedule.term]
    sums = {label: Fraction(0) for label in labels}
    for adjustment in adjustments:
        if adjustment.kind == kind:
            sums[schedule.calendar.find(adjustment.period).label] += Fraction(adjustment.amount)
    return schedule.figure(f"{kind} adjustment", conditions.kind, [sums[label] for label in labels], [Fraction(0)])
