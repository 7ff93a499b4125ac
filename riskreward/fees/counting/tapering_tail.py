"""A tapering tail: savings count for so many settlements from the first, then by falling shares, then no more."""

from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.fees.step import Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.figures import share_text
from riskreward.kernel import (
    Amount,
    at_most,
    carry,
    choose,
    constant,
    count,
    either,
    named,
    nothing,
    previous,
    share_of,
)
from riskreward.terms import TermsError


def part_by_age(age: Amount, full_for: int, shares: tuple[Amount, ...]) -> Amount:
    """All counts for so many settlements, then a share for each that follows, then nothing."""
    part = share_of(0)
    for last in reversed(range(len(shares))):
        part = choose(age <= constant(full_for + last, count), shares[last], part)
    return choose(age < constant(full_for, count), share_of(1), part)


class TaperingTail(Step):
    """Savings count in full for so many settlements, from the first that saves; then by falling shares, or no more.

    The same part of a loss counts.

    Source: Stockton: 15% of savings for eight quarters.
    """

    takes: ClassVar[Stage] = "saving of the period"
    gives: ClassVar[Stage] = "saving of the period"
    usual_place: ClassVar[int] = 13

    rule: Literal["tapering tail"] = "tapering tail"
    in_full_for: int = Field(ge=1, le=400, description="For how many settlements savings count in full.")
    then: tuple[ShareTerm, ...] = Field(
        default=(), description="The share of each settlement after those; after the last nothing counts."
    )

    @model_validator(mode="after")
    def _falling(self) -> "TaperingTail":
        for number, (before, after) in enumerate(pairwise(self.then), start=1):
            if after > before:
                what = f"is {share_text(after)}, above {share_text(before)} before it"
                raise TermsError(f"then[{number}]", what, "list the shares in falling order")
        return self

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the part of the saving that still counts."""
        balance = f"settlements since savings began, under the {self.title}"
        last = constant(self.in_full_for + len(self.then), count)
        age = previous(balance, constant(0, count))
        began = either(age > nothing, amount > nothing)
        carry(balance, choose(began, at_most(age + constant(1, count), last), nothing))
        part = part_by_age(age, self.in_full_for, tuple(share_of(each) for each in self.then))
        return named(f"share that counts by the {self.title}", part) * amount
