"""A deduction: a share of the fee that is taken off by law or levy, before any limit that follows."""

from typing import ClassVar, Literal

from pydantic import Field

from riskreward.fees.step import Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.kernel import Amount, at_least, named, nothing, share_of


def less_deduction(fee: Amount, rate: Amount) -> Amount:
    """A share of the fee is taken off it; nothing is taken off what the provider owes."""
    return fee - rate * at_least(fee, nothing)


class Deduction(Step):
    """A statutory deduction or levy: a share of the fee that the provider does not have.

    Source: Medicare shared savings, sequestration of 2% (Budget Control Act 2011), taken off before the payment limit.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 55

    rule: Literal["deduction"] = "deduction"
    share: ShareTerm = Field(description="The share of the fee that is taken off.")

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee less the deduction."""
        left = less_deduction(amount, share_of(self.share))
        named(f"taken off by the {self.title}", amount - left)
        return left
