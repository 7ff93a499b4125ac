"""Tiers: one share for the whole of what is counted, by the tier that is reached; each edge is a cliff."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.baselines import InUnit, Percentage
from riskreward.baselines.in_unit import in_unit_text
from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.figures import share_text
from riskreward.findings import Problem
from riskreward.kernel import Amount, at_least, choose, constant, named, nothing, pounds, share_of
from riskreward.terms import Terms, TermsError

By = Literal["saving", "share of baseline", "measure"]


def by_tier(reached: Amount, tiers: Sequence[tuple[Amount, Amount]], below: Amount) -> Amount:
    """The answer of the highest tier that is reached, its edge included; below the first there is another."""
    found = below
    for edge, answer in tiers:
        found = choose(reached >= edge, answer, found)
    return found


class Tier(Terms):
    """Where a tier begins, itself included, and the share of everything counted there."""

    splits: ClassVar[frozenset[str]] = frozenset({"at_least"})

    at_least: InUnit = Field(description="Where the tier begins: money, a share of the baseline, or in the measure.")
    share: ShareTerm = Field(description="The share of everything that is counted, in the tier.")


class Tiers(Step):
    """One share for everything that is counted: that of the tier reached; below the first tier nothing.

    `by` says what the tiers are of: the saving counted, the saving as a share of the baseline, or a `measure`. Bands
    share slice by slice; tiers share the whole, so that each edge, which belongs to the tier it begins, is a cliff.

    Source: Northeast Pennsylvania medical home pilot: 14 of 14 standards 50%, 12 or 13 47%, 10 or 11 44%, 9 41%.
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 40

    rule: Literal["tiers"] = "tiers"
    by: By = Field(description="What the tiers are of: the saving, its share of the baseline, or a measure.")
    measure: str | None = Field(default=None, description="The measure that the tiers are of.")
    tiers: tuple[Tier, ...] = Field(min_length=1, description="The tiers, in rising order.")

    @model_validator(mode="after")
    def _in_rising_order(self) -> "Tiers":
        if (self.measure is None) == (self.by == "measure"):
            raise TermsError("measure", "goes with by = 'measure', and only with it", "write both or neither")
        for number, tier in enumerate(self.tiers):
            is_share, where = isinstance(tier.at_least, Percentage), f"tiers[{number}].at_least"
            if self.by != "measure" and is_share != (self.by == "share of baseline"):
                mend = "write a %" if self.by == "share of baseline" else "write money"
                raise TermsError(where, f"is {in_unit_text(tier.at_least)}, but the tiers are by {self.by}", mend)
        for number, (before, tier) in enumerate(pairwise(self.tiers), start=1):
            if Fraction(tier.at_least) <= Fraction(before.at_least):
                last = f"tiers[{number - 1}].at_least {in_unit_text(before.at_least)}"
                what = f"is {in_unit_text(tier.at_least)}, not above {last}"
                raise TermsError(f"tiers[{number}].at_least", what, "list tiers in rising order")
            if self.by != "measure" and tier.share < before.share:
                what = f"is {share_text(tier.share)}, below tiers[{number - 1}].share {share_text(before.share)}"
                mend = "write bands, so that the last pound saved never costs fee"
                raise TermsError(f"tiers[{number}].share", what, mend)
        return self

    @property
    def result(self) -> str:
        """What the statement calls the fee so far."""
        return f"fee by the {self.title}"

    @property
    def reads(self) -> frozenset[str]:
        """The baseline, where the tiers are shares of it."""
        return frozenset({"baseline"}) if self.by == "share of baseline" else frozenset()

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that the tiers are of."""
        return () if self.measure is None else (("measure", self.measure),)

    @property
    def pays_without_end(self) -> tuple[str, ...]:
        """None: beyond the last tier the measure earns no more."""
        return ()

    def cliffs(self, baseline: Fraction) -> tuple[Fraction, ...]:
        """Return the savings at which a tier begins."""
        if self.by == "measure":
            return ()
        return tuple(Fraction(tier.at_least) * (1 if self.by == "saving" else baseline) for tier in self.tiers)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the edges in the measure's unit, and with a measure of a fee to date."""
        if self.measure is None:
            return
        if around.counted == "to date":
            what = "is 'measure', but a fee counted to date has no one figure of it"
            yield Problem(f"{where}.by", what, "write counted = 'each year' or 'each period'")
        measure = around.measures.get(self.measure)
        for number, tier in enumerate(self.tiers if measure is not None else ()):
            assert measure is not None
            misfit = measure.misfit(tier.at_least, measure.name)
            if misfit is not None:
                yield Problem(f"{where}.tiers[{number}].at_least", *misfit)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the share of everything that the tier reached has."""
        counted = at_least(amount, nothing)
        reached = amount if self.measure is None else seen.outturns[self.measure]
        edges = [self._edge(tier, reached, seen) for tier in self.tiers]
        shares = [share_of(tier.share) for tier in self.tiers]
        named(f"share by the {self.title}", by_tier(reached, list(zip(edges, shares, strict=True)), share_of(0)))
        answers = [each * counted for each in shares]
        return by_tier(reached, list(zip(edges, answers, strict=True)), pounds(0))

    def _edge(self, tier: Tier, reached: Amount, seen: Seen) -> Amount:
        if self.by == "share of baseline":
            return at_least(share_of(tier.at_least) * seen.baseline, nothing)
        return constant(tier.at_least, reached.kind)
