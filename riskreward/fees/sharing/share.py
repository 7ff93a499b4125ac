"""A flat share: the same part of every pound counted."""

from typing import ClassVar, Literal

from riskreward.fees.step import Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.kernel import Amount, at_least, nothing, share_of


def flat_share(counted: Amount, rate: Amount) -> Amount:
    """The provider has the same share of every pound counted; nothing where there is none."""
    return rate * at_least(counted, nothing)


class Share(Step):
    """The same share of every pound counted.

    Source: contingent recovery audits, for instance 15% of what is recovered (Raleigh).
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 40

    rule: Literal["share"] = "share"
    share: ShareTerm

    @property
    def result(self) -> str:
        """What the statement calls the fee so far."""
        return f"fee by the {self.title}"

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the share of what is counted."""
        return flat_share(amount, share_of(self.share))
