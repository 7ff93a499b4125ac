"""A two-level gate: the whole fee for the standard, a part by quality for a lower one, nothing for neither."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from riskreward.fees.counting.quality_gate import Standard, meets, standard_problems
from riskreward.fees.limits.quality_multiplier import multiplied, not_in_per_cent
from riskreward.fees.step import Around, Figure, Seen, Stage, Step
from riskreward.findings import Problem
from riskreward.kernel import Amount, at_most, choose, named, nothing, share_of
from riskreward.terms import Terms


def by_level(fee: Amount, standard: Amount, alternative: Amount, quality: Amount, before: Amount | None) -> Amount:
    """The whole fee where the standard is met; by quality where only the alternative is; nothing further by neither.

    Where the fee counts to date, `before` is what was earned of it, and only what is added to that is multiplied.
    """
    if before is None:
        return choose(standard, fee, choose(alternative, multiplied(fee, quality, share_of(1)), at_most(fee, nothing)))
    added = choose(alternative, multiplied(fee - before, quality, share_of(1)), at_most(fee - before, nothing))
    return choose(standard, fee, before + added)


class HeldTo(Terms):
    """A measure and the standard that it must meet."""

    measure: str = Field(description="The measure that is held to the standard.")
    at_least: Standard = Field(default=None, description="The standard, where a higher outturn is better.")
    at_most: Standard = Field(default=None, description="The standard, where a lower outturn is better.")

    def met(self, seen: Seen) -> Amount:
        """Return whether the measure meets its standard."""
        return meets(seen.outturns[self.measure], self.at_least, self.at_most)


class TwoLevelGate(Step):
    """The whole fee where a measure meets its standard; the fee times the `quality` where only an alternative is met.

    Where neither is met nothing is earned. Counted to date nothing further is earned, and what is not earned of a
    period still counts towards later ones, as with a payment gate.

    Source: Medicare shared savings, quality standard and alternative quality standard (42 CFR 425.512).
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 50
    is_gate: ClassVar[bool] = True

    rule: Literal["two-level gate"] = "two-level gate"
    standard: HeldTo = Field(description="The standard that earns the whole fee.")
    alternative: HeldTo = Field(description="The lower standard, which earns the fee times the quality.")
    quality: str = Field(description="The measure in % that the fee is multiplied by at the lower standard.")

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measures of both standards, and the quality."""
        held = (("standard.measure", self.standard.measure), ("alternative.measure", self.alternative.measure))
        return (*held, ("quality", self.quality))

    def standards(self, measure: str) -> tuple[Figure | None, Figure | None]:
        """Return what meets the standard, and of another measure what meets the alternative."""
        for held in (self.standard, self.alternative):
            if measure == held.measure:
                return held.at_least, held.at_most
        return None, None

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with either standard, and with the quality."""
        for name, held in (("standard", self.standard), ("alternative", self.alternative)):
            yield from standard_problems(f"{where}.{name}", held.measure, held.at_least, held.at_most, around)
        yield from not_in_per_cent(f"{where}.quality", self.quality, around)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee that may be earned."""
        standard, alternative = self.standard.met(seen), self.alternative.met(seen)
        earned = by_level(amount, standard, alternative, seen.outturns[self.quality], seen.earned_before)
        named(f"not earned by the {self.title}", amount - earned)
        return earned
