"""A corridor: within it, either side of the baseline, nothing counts; beyond it only the excess."""

from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.fees.counting.threshold import is_money_or_share
from riskreward.fees.step import Seen, Stage, Step
from riskreward.figures import MoneyFromNought
from riskreward.figures import Share as ShareTerm
from riskreward.kernel import Amount, at_least, at_most, named, nothing, pounds, share_of


def beyond_corridor(counted: Amount, width: Amount) -> Amount:
    """Only what lies beyond the corridor counts: above it a saving, below it a loss."""
    return at_least(counted - width, nothing) + at_most(counted + width, nothing)


class Corridor(Step):
    """Within a corridor either side of the baseline nothing counts; beyond it only the excess, saved or lost.

    The corridor reaches as far above as below: an amount, or a share of the baseline.

    Source: rail franchise cap and collar: 80% of what lies beyond 6% of the revenue that was bid.
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "saving counted"
    usual_place: ClassVar[int] = 30
    splits: ClassVar[frozenset[str]] = frozenset({"amount"})

    rule: Literal["corridor"] = "corridor"
    amount: MoneyFromNought | None = Field(
        default=None, description="How far the corridor reaches, in money; or give a share of the baseline."
    )
    share_of_baseline: ShareTerm | None = Field(
        default=None, description="How far the corridor reaches, as a share of the baseline; or give an amount."
    )

    @model_validator(mode="after")
    def _one_form(self) -> "Corridor":
        is_money_or_share(self.amount, self.share_of_baseline)
        return self

    @property
    def reads(self) -> frozenset[str]:
        """The baseline, where the corridor is a share of it."""
        return frozenset() if self.share_of_baseline is None else frozenset({"baseline"})

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what lies beyond the corridor."""
        width: Amount = pounds(self.amount or 0)
        if self.share_of_baseline is not None:
            width = at_least(share_of(Fraction(self.share_of_baseline)) * seen.baseline, nothing)
        return beyond_corridor(amount, named(f"width of the {self.title}", width))
