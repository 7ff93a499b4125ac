"""Deficit carry-forward: what was lost is made good before anything is counted again."""

from typing import ClassVar, Literal

from riskreward.fees.step import Seen, Stage, Step
from riskreward.kernel import Amount, at_least, carry, nothing, pounds, previous, round_to
from riskreward.kernel.kinds import MINOR_PLACES


def after_deficit(counted: Amount, deficit: Amount) -> tuple[Amount, Amount]:
    """What is counted first makes good the deficit; returned with what remains of it, both nought or more."""
    net = counted - deficit
    return at_least(net, nothing), at_least(-net, nothing)


class DeficitCarryForward(Step):
    """A period or year below nothing is made good by later ones before they count.

    Source: the loss carry-forward of performance fees (high-water mark without a refund of earlier fees).
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "saving counted"
    usual_place: ClassVar[int] = 20

    rule: Literal["deficit carry-forward"] = "deficit carry-forward"

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what counts once the deficit is made good."""
        balance = f"deficit of the {self.title}"
        opened = previous(balance, pounds(0))
        counts, deficit = after_deficit(amount, opened)
        carry(balance, seen.kept(round_to(deficit, MINOR_PLACES, seen.rounding.mode), opened))
        return counts
