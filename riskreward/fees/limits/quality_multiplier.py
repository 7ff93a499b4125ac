"""A quality multiplier: the fee times what a measure in % comes to."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import Factor, shown
from riskreward.findings import Problem
from riskreward.kernel import Amount, at_least, at_most, named, nothing, share, share_of


def multiplied(fee: Amount, quality: Amount, most: Amount) -> Amount:
    """The fee times the quality, which counts from nought up to the most; what the provider owes stays as it is."""
    counted = at_most(at_least(quality, nothing), most)
    return counted * at_least(fee, nothing) + at_most(fee, nothing)


class QualityMultiplier(Step):
    """The fee times a measure in %, exact and unrounded; `at_most` is the most that the measure counts for.

    It multiplies the fee of a period or year, not one counted to date. What the provider owes is not multiplied.

    Source: Medicare shared savings, 42 CFR 425.512: the maximum share times the quality score (40% x 76.63%).
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 50
    not_to_date: ClassVar[str] = (
        "multiplies a fee by the quality of one period, but a fee counted to date is earned over all of them"
    )

    rule: Literal["quality multiplier"] = "quality multiplier"
    measure: str = Field(description="The measure in % that the fee is multiplied by.")
    at_most: Factor = Field(default=Fraction(1), description="The most that the measure counts for.")

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that the fee is multiplied by."""
        return (("measure", self.measure),)

    @property
    def pays_without_end(self) -> tuple[str, ...]:
        """None: the measure counts only up to the most."""
        return ()

    @property
    def may_raise(self) -> bool:
        """Whether the measure may count for more than the whole."""
        return self.at_most > 1

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield that the measure is in no unit that a fee can be multiplied by."""
        yield from not_in_per_cent(f"{where}.measure", self.measure, around)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee at the part of it that the quality reaches."""
        left = multiplied(amount, seen.outturns[self.measure], share_of(self.at_most))
        named(f"not earned by the {self.title}", amount - left)
        return left


def not_in_per_cent(where: str, name: str, around: Around) -> Iterator[Problem]:
    """Yield that a measure which should be a share is in another unit."""
    measure = around.measures.get(name)
    if measure is not None and measure.kind != share:
        what = f"is {shown(name)}, which is in {shown(measure.unit)}; a fee is multiplied by a share"
        yield Problem(where, what, "name a measure in %")
