"""A hurdle with catch-up: nothing up to the hurdle, then a faster rate until the share of everything is reached."""

from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.fees.counting.threshold import is_money_or_share
from riskreward.fees.step import Seen, Stage, Step
from riskreward.figures import MoneyFromNought, share_text
from riskreward.figures import Share as ShareTerm
from riskreward.kernel import Amount, at_least, at_most, named, nothing, pounds, share_of
from riskreward.terms import TermsError


def catch_up(counted: Amount, hurdle: Amount, rate: Amount, faster: Amount) -> Amount:
    """Nothing up to the hurdle; then the provider catches up at a faster rate until it has its share of everything."""
    return at_most(faster * at_least(counted - hurdle, nothing), rate * at_least(counted, nothing))


class Hurdle(Step):
    """Nothing is earned up to the hurdle; above it the provider catches up until it has its share of everything.

    The hurdle is an amount or a share of the baseline. Above it each pound earns the `catch_up` share, 100% for a
    full catch-up, until the fee is the `share` of everything counted; a hard hurdle is a threshold of which only the
    excess counts, and a soft one without a catch-up a threshold from which everything counts.

    Source: performance fees with a soft hurdle and catch-up, as private funds write them.
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 40
    splits: ClassVar[frozenset[str]] = frozenset({"amount"})

    rule: Literal["hurdle with catch-up"] = "hurdle with catch-up"
    amount: MoneyFromNought | None = Field(
        default=None, description="The hurdle in money; or give a share of the baseline."
    )
    share_of_baseline: ShareTerm | None = Field(
        default=None, description="The hurdle as a share of the baseline; or give an amount."
    )
    share: ShareTerm = Field(description="The share of everything, once the provider has caught up.")
    catch_up: ShareTerm = Field(description="The share of each pound above the hurdle until then.")

    @model_validator(mode="after")
    def _catches_up(self) -> "Hurdle":
        is_money_or_share(self.amount, self.share_of_baseline)
        if self.catch_up <= self.share:
            what = (
                f"is {share_text(self.catch_up)}, not above the share of {share_text(self.share)}: it never catches up"
            )
            raise TermsError("catch_up", what, "write a larger one, or a threshold of which only the excess counts")
        return self

    @property
    def result(self) -> str:
        """What the statement calls the fee so far."""
        return f"fee by the {self.title}"

    @property
    def reads(self) -> frozenset[str]:
        """The baseline, where the hurdle is a share of it."""
        return frozenset() if self.share_of_baseline is None else frozenset({"baseline"})

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what is earned above the hurdle."""
        hurdle = named(f"{self.title} to reach", self._at(seen))
        return catch_up(amount, hurdle, share_of(self.share), share_of(self.catch_up))

    def _at(self, seen: Seen) -> Amount:
        if self.amount is not None:
            return pounds(self.amount)
        return at_least(share_of(Fraction(self.share_of_baseline or 0)) * seen.baseline, nothing)
