"""Cost reimbursed: the authority pays the cost that is measured, and the fee on top of it or less what is owed."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from pydantic import Field

from riskreward.calendar import Calendar
from riskreward.fees import Rounding
from riskreward.figures import Share, shown
from riskreward.findings import Problem
from riskreward.improvements import Measure
from riskreward.kernel import Amount, carry, choose, money, named, nothing, pounds, previous, scope, share, share_of
from riskreward.schedule import Schedule
from riskreward.terms import Terms

RestReleased = Literal["at the end of the term", "a year after the end of the term"]

HALF = Fraction(1, 2)


class CostRetention(Terms):
    """A share of the cost to date that is held back; half of it is released at completion, the rest later.

    Source: NEC engineering and construction contract, option X16, retention.
    """

    share: Share = Field(description="The share of the cost to date that is held back.")
    half_released: str = Field(description="The period of completion, in which half is released.")
    rest_released: RestReleased = Field(description="When the other half is released.")

    def parts(self, calendar: Calendar) -> list[Fraction]:
        """Return what of the share is still held at the end of each period of the term."""
        labels = [period.label for period in calendar.periods]
        completed = labels.index(self.half_released)
        held = [Fraction(1) if number < completed else HALF for number in range(len(labels))]
        return [*held[:-1], Fraction(0)] if self.rest_released == "at the end of the term" else held


class Reimbursed(Terms):
    """The cost that the authority pays as it is measured, beside the fee.

    Source: FAR 16.4, cost reimbursed with an incentive fee; NEC option C, the price for work done to date.
    """

    measure: str = Field(description="The measure in money that is the cost.")
    retention: CostRetention | None = Field(default=None, description="What is held back of the cost until completion.")

    @property
    def runs_off(self) -> bool:
        """Whether anything is released after the term."""
        return self.retention is not None and self.retention.rest_released == "a year after the end of the term"


class Price(NamedTuple):
    """The cost of a period, and what is paid for it."""

    cost: Amount
    paid: Amount


def reimbursed_problems(
    terms: Reimbursed, measures: Mapping[str, Measure], calendar: Calendar | None, currency: str
) -> Iterator[Problem]:
    """Yield what is wrong with the measure of the cost, and with the period of completion."""
    where = "settlement.reimbursed"
    measure = measures.get(terms.measure)
    if measure is None:
        names = ", ".join(map(shown, measures))
        yield Problem(f"{where}.measure", f"is {shown(terms.measure)}, which is no measure", f"write one of {names}")
    elif measure.kind != money:
        what = f"is {shown(terms.measure)}, in {shown(measure.unit)}, where money belongs"
        yield Problem(f"{where}.measure", what, f"name a measure in {currency}")
    if terms.retention is None or calendar is None:
        return
    labels, completed = [period.label for period in calendar.periods], terms.retention.half_released
    at = f"{where}.retention.half_released"
    if completed not in labels:
        what = f"is {shown(completed)}, outside the term {labels[0]} to {labels[-1]}"
        yield Problem(at, what, "write the label of a period of the term")
    elif completed == labels[-1] and not terms.runs_off:
        what = f"is {completed}, the end of the term, at which the rest is released too"
        yield Problem(at, what, "write an earlier period, or let the rest be released later")


def record_reimbursed(terms: Reimbursed, schedule: Schedule, rounding: Rounding, cost: Amount) -> Price:
    """Return the cost of the period and what is paid for it: less what is held back, with what is released."""
    with scope("", "settlement.reimbursed"):
        cost = named("cost reimbursed", cost)
        if terms.retention is None:
            return Price(cost, cost)
        to_date = named("cost to date", previous("cost to date", pounds(0)) + cost)
        carry("cost to date", to_date)
        before = previous("held back of the cost", pounds(0))
        part = schedule.figure("part of the share still held", share, terms.retention.parts(schedule.calendar))
        held = rounding.of(part * share_of(terms.retention.share) * to_date)
        if terms.runs_off:
            held = choose(schedule.in_term, held, choose(schedule.end_of_run_off, nothing, before))
        held = named("held back of the cost", held)
        carry("held back of the cost", held)
        return Price(cost, named("paid for the cost", cost - (held - before)))
