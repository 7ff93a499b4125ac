"""What a loss share may say beside its share: quality that lessens it, and the most that is borne."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field, model_validator

from riskreward.fees.step import Around, Seen
from riskreward.figures import MoneyFromNought, Rate, share_text, shown
from riskreward.figures import Share as ShareTerm
from riskreward.findings import Problem
from riskreward.kernel import Amount, at_least, at_most, choose, nothing, pounds, share, share_of
from riskreward.terms import Terms, TermsError


def less_the_better(quality: Amount, weight: Amount, least: Amount, most: Amount) -> Amount:
    """The whole, less the quality by its weight; no less than the least share, no more than the most."""
    return at_most(at_least(share_of(1) - weight * quality, least), most)


class LessQuality(Terms):
    """A share borne of one less the `weight` of a quality in %, within `at_least` and `at_most`; used unrounded.

    Below `failed_below` the standard is not met, and the provider bears `at_most`.

    Source: 42 CFR 425.610(f): one less the final sharing rate, not below 40% and not above 75%.
    """

    measure: str = Field(description="The measure in % that lessens the share.")
    weight: ShareTerm = Field(description="How much of the quality comes off the whole.")
    at_least: ShareTerm = Field(description="The least share, however good the quality is.")
    at_most: ShareTerm = Field(description="The most, however poor the quality is.")
    failed_below: Rate | None = Field(default=None, description="Below this quality the most is borne.")

    @model_validator(mode="after")
    def _in_order(self) -> "LessQuality":
        if self.at_most < self.at_least:
            what = f"is {share_text(self.at_most)}, below at_least {share_text(self.at_least)}"
            raise TermsError("at_most", what, "let the most be above the least")
        return self

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield that the measure is not in %."""
        measure = around.measures.get(self.measure)
        if measure is not None and measure.kind != share:
            what = f"is {shown(self.measure)}, in {shown(measure.unit)}, where a quality in % belongs"
            yield Problem(f"{where}.measure", what, "name a measure in %")

    def record(self, seen: Seen) -> Amount:
        """Return the share that the provider bears."""
        quality, most = seen.outturns[self.measure], share_of(self.at_most)
        found = less_the_better(quality, share_of(self.weight), share_of(self.at_least), most)
        return found if self.failed_below is None else choose(quality < share_of(self.failed_below), most, found)


class LossLimit(Terms):
    """The most that the provider bears: the smallest of those that are given.

    Source: 42 CFR 425.605(d): 2% of revenue, and never more than 1% of the benchmark.
    """

    splits: ClassVar[frozenset[str]] = frozenset({"amount"})

    amount: MoneyFromNought | None = Field(default=None, description="The most in money.")
    share_of_baseline: ShareTerm | None = Field(default=None, description="The most as a share of the baseline.")
    share_of_measure: ShareTerm | None = Field(default=None, description="The most as a share of the measure.")
    measure: str | None = Field(default=None, description="The measure in money, such as revenue.")

    @model_validator(mode="after")
    def _has_one(self) -> "LossLimit":
        if (self.share_of_measure is None) != (self.measure is None):
            term = "measure" if self.measure is None else "share_of_measure"
            raise TermsError(term, "is missing: a share of a measure needs both", "write share_of_measure and measure")
        if self.amount is None and self.share_of_baseline is None and self.measure is None:
            raise TermsError("", "has no limit", "write an amount, a share_of_baseline, or a share_of_measure")
        return self

    def record(self, seen: Seen) -> Amount:
        """Return the smallest limit; of what is below nothing the share is nothing."""
        found = [] if self.amount is None else [pounds(self.amount)]
        if self.share_of_baseline is not None:
            found.append(at_least(share_of(self.share_of_baseline) * seen.baseline, nothing))
        if self.measure is not None and self.share_of_measure is not None:
            measured = seen.counted("limit", seen.outturns[self.measure])
            found.append(share_of(self.share_of_measure) * measured)
        smallest = found[0]
        for each in found[1:]:
            smallest = at_most(smallest, each)
        return smallest
