"""Deficit carry-forward: what was lost is made good before anything is counted again."""

from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field

from riskreward.fees.step import Seen, Stage, Step
from riskreward.kernel import (
    Amount,
    at_least,
    carry,
    choose,
    named,
    nothing,
    oldest_first,
    pounds,
    previous,
    round_to,
    total,
)
from riskreward.kernel.kinds import MINOR_PLACES


def after_deficit(counted: Amount, deficit: Amount) -> tuple[Amount, Amount]:
    """What is counted first makes good the deficit; returned with what remains of it, both nought or more."""
    net = counted - deficit
    return at_least(net, nothing), at_least(-net, nothing)


class DeficitCarryForward(Step):
    """A period or year below nothing is made good by later ones before they count.

    With `expires_after_years` what was lost in a year may be made good until so many years have passed; then it lapses,
    and the statement shows it. The oldest is made good first.

    Source: the loss carry-forward of performance fees (high-water mark without a refund of earlier fees).
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "saving counted"
    usual_place: ClassVar[int] = 20
    not_to_date: ClassVar[str] = "carries deficits forward, but a fee counted to date does so already"

    rule: Literal["deficit carry-forward"] = "deficit carry-forward"
    expires_after_years: int | None = Field(default=None, ge=1, le=20)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what counts once the deficit is made good."""
        if self.expires_after_years is not None:
            return self._by_year(amount, seen, self.expires_after_years)
        balance = f"deficit of the {self.title}"
        opened = previous(balance, pounds(0))
        counts, deficit = after_deficit(amount, opened)
        carry(balance, seen.kept(round_to(deficit, MINOR_PLACES, seen.rounding.mode), opened))
        return counts

    def _by_year(self, amount: Amount, seen: Seen, years: int) -> Amount:
        """Return the same, each year's deficit apart: a new year makes all of them a year older."""
        first, last, mode = seen.schedule.first_of_year, seen.schedule.last_of_year, seen.rounding.mode
        ages = [previous(self._balance(age), pounds(0)) for age in range(years + 1)]
        opened = [choose(first, younger, age) for younger, age in pairwise(ages)][::-1]
        opened.append(choose(first, nothing, ages[0]))
        counts, _ = after_deficit(amount, total(opened))
        made_good = oldest_first(at_least(amount, nothing), opened)
        left = [round_to(each - part, MINOR_PLACES, mode) for each, part in zip(opened, made_good, strict=True)]
        left[-1] = left[-1] + round_to(at_least(-amount, nothing), MINOR_PLACES, mode)
        kept = [choose(last, nothing, left[0]), *left[1:]]
        kept = [choose(seen.schedule.last_of_term, nothing, each) for each in kept]
        closing = [seen.kept(each, before) for each, before in zip(kept, opened, strict=True)]
        for age, each in enumerate(reversed(closing)):
            carry(self._balance(age), each)
        named(f"lapsed of the {self.title}", seen.kept(total(left) - total(kept), pounds(0)))
        named(f"still to be made good of the {self.title}", total(closing))
        return counts

    def _balance(self, age: int) -> str:
        of_year = "the year" if age == 0 else f"{age} year{'s' if age > 1 else ''} before"
        return f"deficit of the {self.title}, of {of_year}"
