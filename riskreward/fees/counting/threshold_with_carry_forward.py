"""A threshold with carry-forward: what does not reach it is not lost, but counts once enough has come together."""

from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from riskreward.fees.step import Seen, Stage, Step
from riskreward.figures import MoneyFromNought
from riskreward.kernel import Amount, at_least, carry, choose, named, nothing, pounds, previous, round_to
from riskreward.kernel.kinds import MINOR_PLACES


def counted_with_carried(counted: Amount, carried: Amount, threshold: Amount) -> tuple[Amount, Amount]:
    """Once it reaches the threshold with what was carried, all of it counts; until then it is carried on.

    Returned with what is carried on. A loss takes from what was carried, never below nothing.
    """
    together = counted + carried
    saved = at_least(together, nothing)
    is_met = together >= threshold
    return choose(is_met, saved, nothing), choose(is_met, nothing, saved)


class ThresholdWithCarryForward(Step):
    """What is counted must reach an amount; what does not is carried forward, and counts once it does with later ones.

    A loss takes from what is carried, and is forgotten beyond it. What is carried is cut to whole pence, so that no
    rounding reaches the threshold. What is left when the term ends lapses, and the statement shows it.

    Source: minimum payments of royalty and commission agreements: a smaller balance is carried into the next period.
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "saving counted"
    usual_place: ClassVar[int] = 30
    counts_later: ClassVar[bool] = True
    splits: ClassVar[frozenset[str]] = frozenset({"amount"})
    not_to_date: ClassVar[str] = "carries small savings forward, but a fee counted to date does so already"

    rule: Literal["threshold with carry-forward"] = "threshold with carry-forward"
    amount: MoneyFromNought = Field(description="What must be reached, in money, with what was carried forward.")

    def cliffs(self, baseline: Fraction) -> tuple[Fraction, ...]:
        """Return the threshold, where nothing was carried to it."""
        return (Fraction(self.amount),)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what counts, with what was carried."""
        balance = f"carried forward under the {self.title}"
        opened = previous(balance, pounds(0))
        threshold = named(f"{self.title} to reach", pounds(self.amount))
        named(f"counted towards the {self.title}", amount + opened)
        counts, small = counted_with_carried(amount, opened, threshold)
        left = round_to(small, MINOR_PLACES, "down")
        ends = seen.schedule.last_of_term
        named(f"lapsed of the {self.title}", choose(ends, left, nothing))
        carry(balance, named(balance, seen.kept(choose(ends, nothing, left), opened)))
        return counts
