"""Adjustments of a baseline: signed, dated, with a reason and evidence, and agreed by somebody."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal, get_args

from pydantic import Field, model_validator

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.in_unit import InUnit, Percentage
from riskreward.figures import share_text
from riskreward.findings import Problem
from riskreward.kernel import Amount
from riskreward.terms import Day, Terms, TermsError

Kinds = Literal["routine", "non-routine", "scope change"]
KINDS: tuple[Kinds, ...] = get_args(Kinds)


class Adjustment(Terms):
    """A change to one period's baseline: routine by an agreed method, non-routine for a single event, or of scope.

    The amount is signed: positive raises the baseline, and with it the saving. A change of scope says who proposed
    it: what the provider proposes never makes the baseline harder, for the saving is its own.

    Source: IPMVP non-routine adjustments; the adjustment column of the Medicare shared savings settlements; NEC option
    C, where the target moves with scope, but not with savings that the contractor proposes.
    """

    period: str
    amount: InUnit
    kind: Kinds
    proposed_by: Literal["authority", "provider"] | None = None
    on: Day
    reason: str = Field(min_length=1)
    evidence: str = Field(min_length=1)
    agreed_by: str = Field(min_length=1)

    @model_validator(mode="after")
    def _who_proposed(self) -> "Adjustment":
        if self.kind == "scope change" and self.proposed_by is None:
            what = "is missing, but the scope changes"
            raise TermsError("proposed_by", what, 'choose one of "authority", "provider"')
        if self.kind != "scope change" and self.proposed_by is not None:
            raise TermsError("proposed_by", f"is for a scope change, and this is {self.kind}", "leave it out")
        return self

    @property
    def title(self) -> str:
        """The kind, and of a change of scope who proposed it."""
        return self.kind if self.proposed_by is None else f"{self.kind}, proposed by the {self.proposed_by}"

    @property
    def amount_text(self) -> str:
        """The amount as it is shown."""
        return share_text(self.amount) if isinstance(self.amount, Percentage) else f"{self.amount:,}"

    @property
    def line(self) -> str:
        """What the statement calls the adjustments of this kind."""
        return line_of(self.kind)


def line_of(kind: Kinds) -> str:
    """Return what the statement calls the adjustments of a kind."""
    return kind if kind == "scope change" else f"{kind} adjustment"


def scope_problems(where: str, adjustments: Sequence[Adjustment], better: str) -> Iterator[Problem]:
    """Yield the changes of scope that would take a provider's own saving out of the baseline."""
    for number, each in enumerate(adjustments):
        harder = each.amount < 0 if better == "lower" else each.amount > 0
        if each.proposed_by == "provider" and harder:
            what = (
                f"is {each.amount_text}, proposed by the provider, whose own saving does not make the baseline harder"
            )
            yield Problem(
                f"{where}[{number}].amount",
                what,
                'leave it out, or write proposed_by = "authority" if it instructed it',
            )


def record_adjustments(adjustments: Sequence[Adjustment], kind: Kinds, conditions: Conditions) -> Amount:
    """Return what the adjustments of one kind come to in the period."""
    schedule = conditions.schedule
    labels = [period.label for period in schedule.term]
    sums = {label: Fraction(0) for label in labels}
    for adjustment in adjustments:
        if adjustment.kind == kind:
            sums[schedule.calendar.find(adjustment.period).label] += Fraction(adjustment.amount)
    return schedule.figure(line_of(kind), conditions.kind, [sums[label] for label in labels], [Fraction(0)])
