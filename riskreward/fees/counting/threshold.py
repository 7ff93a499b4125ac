"""A threshold: what must be reached before anything counts, in its three published forms."""

from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import model_validator

from riskreward.fees.step import Seen, Stage, Step
from riskreward.figures import MoneyFromNought
from riskreward.figures import Share as ShareTerm
from riskreward.kernel import Amount, at_least, choose, named, nothing, pounds, share_of
from riskreward.terms import TermsError

OnceMet = Literal["everything counts", "only the excess counts", "everything counts, a share of it below"]


def whole_once_met(counted: Amount, threshold: Amount) -> Amount:
    """Once the threshold is met, everything counts from the first pound; below it, nothing does."""
    return choose(counted >= threshold, at_least(counted, nothing), nothing)


def only_the_excess(counted: Amount, threshold: Amount) -> Amount:
    """Only what exceeds the threshold counts."""
    return at_least(counted - threshold, nothing)


def reduced_below(counted: Amount, threshold: Amount, part: Amount) -> Amount:
    """Once the threshold is met, everything counts; below it, only a part of it does."""
    realised = at_least(counted, nothing)
    return choose(counted >= threshold, realised, part * realised)


def counted_once_met(counted: Amount, threshold: Amount, once_met: OnceMet, part: Amount | None) -> Amount:
    """What counts by the form that the contract has; `part` is what counts below, in the form that has one."""
    if once_met == "everything counts":
        return whole_once_met(counted, threshold)
    if once_met == "only the excess counts":
        return only_the_excess(counted, threshold)
    assert part is not None
    return reduced_below(counted, threshold, part)


def is_money_or_share(amount: Decimal | None, share_of_baseline: Fraction | None) -> None:
    """Refuse both an amount and a share of the baseline, or neither. Raises TermsError."""
    if (amount is None) == (share_of_baseline is None):
        raise TermsError("", "needs either an amount or a share_of_baseline", "write one of them")


def has_one_form(once_met: OnceMet, share_below: Fraction | None) -> None:
    """Refuse a share below without the form that has one, or the form without it. Raises TermsError."""
    if (share_below is None) == (once_met == "everything counts, a share of it below"):
        raise TermsError(
            "share_below",
            "goes with once_met = 'everything counts, a share of it below', and only with it",
            "write both or neither",
        )


class Threshold(Step):
    """What is counted must reach a threshold: an amount, or a share of the baseline.

    `once_met` has no default, because published contracts differ: everything counts, only the excess counts,
    or everything counts and below the threshold a share of it. The comparison is of exact figures.

    Source: 42 CFR 425.605 (first pound, and reduced below); Physician Group Practice demonstration (excess).
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "saving counted"
    usual_place: ClassVar[int] = 30
    splits: ClassVar[frozenset[str]] = frozenset({"amount"})

    rule: Literal["threshold"] = "threshold"
    amount: MoneyFromNought | None = None
    share_of_baseline: ShareTerm | None = None
    once_met: OnceMet
    share_below: ShareTerm | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Threshold":
        is_money_or_share(self.amount, self.share_of_baseline)
        has_one_form(self.once_met, self.share_below)
        return self

    def at(self, seen: Seen) -> Amount:
        """Return the threshold as money; a share of a baseline below nothing is nothing."""
        if self.amount is not None:
            return pounds(self.amount)
        assert self.share_of_baseline is not None
        return at_least(share_of(self.share_of_baseline) * seen.baseline, nothing)

    @property
    def reads(self) -> frozenset[str]:
        """The baseline, where the step is a share of it."""
        return frozenset() if self.share_of_baseline is None else frozenset({"baseline"})

    def cliffs(self, baseline: Fraction) -> tuple[Fraction, ...]:
        """Return the threshold, unless only the excess counts."""
        if self.once_met == "only the excess counts":
            return ()
        return (Fraction(self.amount) if self.amount is not None else (self.share_of_baseline or 0) * baseline,)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what counts."""
        threshold = named(f"{self.title} to reach", self.at(seen))
        amount = named(f"counted towards the {self.title}", amount)
        below = None if self.share_below is None else share_of(self.share_below)
        return counted_once_met(amount, threshold, self.once_met, below)
