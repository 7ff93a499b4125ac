"""Loss share: the provider bears a share of an overspend, which comes off the fee."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.fees.counting.threshold import only_the_excess, whole_once_met
from riskreward.fees.flows import flow_problems
from riskreward.fees.sharing.bands import Band, by_bands, check_bands, slices
from riskreward.fees.sharing.loss_terms import LessQuality, LossLimit
from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import MoneyFromNought
from riskreward.figures import Share as ShareTerm
from riskreward.findings import Problem
from riskreward.kernel import Amount, at_least, at_most, named, nothing, pounds, scope, share_of
from riskreward.terms import TermsError

Edges = Literal["share of baseline"]
PENNY = Fraction(1, 100)
OnceMet = Literal["everything counts", "only the excess counts"]


def overspent(saving: Amount) -> Amount:
    """What was spent beyond the baseline; nothing where anything was saved."""
    return at_least(-saving, nothing)


def taken_off(borne: Amount, adjustment: Amount) -> Amount:
    """What is borne, less an agreed adjustment, and never below nothing."""
    return at_least(borne - adjustment, nothing)


class LossShare(Step):
    """The provider bears a share of what is spent beyond the baseline; it comes off the fee, which may then be owed.

    The share is one for every pound, by bands outward from the baseline, or the less the better the quality is. An
    overspend counts from where `from_amount` or `from_share_of_baseline` is reached, as `once_met` says. What is
    borne stays within the `limit`; the rest is the authority's. `adjustment` is a measure in money that is then taken
    off. Figures are over what the fee counts: a period, a year, or everything to date.

    Source: 42 CFR 425.605 and 425.610, shared losses; NEC engineering and construction contract, option C, clause 54.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 70
    begins_fee: ClassVar[bool] = True
    may_owe: ClassVar[bool] = True
    adds_bounded: ClassVar[bool] = True
    first_pound_only: ClassVar[str] = "shares what is spent beyond the baseline"
    splits: ClassVar[frozenset[str]] = frozenset({"from_amount"})

    rule: Literal["loss share"] = "loss share"
    share: ShareTerm | None = Field(default=None, description="The share of every pound that the provider bears.")
    bands: tuple[Band, ...] = Field(default=(), description="Shares slice by slice, outward from the baseline.")
    edges: Edges | None = Field(default=None, description="What bands end at shares of; left out, they end at money.")
    less_quality: LessQuality | None = Field(default=None, description="A share that is less the better quality is.")
    from_amount: MoneyFromNought | None = Field(default=None, description="The least overspend that counts.")
    from_share_of_baseline: ShareTerm | None = Field(
        default=None, description="The least overspend that counts, as a share of the baseline."
    )
    once_met: OnceMet | None = Field(default=None, description="What counts once the least overspend is reached.")
    limit: LossLimit | None = Field(default=None, description="The most that the provider bears.")
    adjustment: str | None = Field(default=None, description="The measure that is taken off what the provider bears.")

    @model_validator(mode="after")
    def _belongs_together(self) -> "LossShare":
        given = [name for name in ("share", "bands", "less_quality") if getattr(self, name) not in {None, ()}]
        if len(given) != 1:
            has = " and ".join(given) or "none of them"
            raise TermsError("", f"needs one of share, bands and less_quality, and has {has}", "write one of them")
        if self.edges is not None and not self.bands:
            raise TermsError("edges", f"is {self.edges!r}, but there are no bands", "leave it out")
        check_bands(self.bands, self.edges, ("share of baseline",))
        if self.from_amount is not None and self.from_share_of_baseline is not None:
            raise TermsError("from_amount", "is given, and so is from_share_of_baseline", "write one of them")
        starts = self.from_amount is not None or self.from_share_of_baseline is not None
        if starts and self.once_met is None:
            what = "is missing, but an overspend counts only from a least one"
            raise TermsError("once_met", what, "choose one of 'everything counts', 'only the excess counts'")
        if self.once_met is not None and not starts:
            what = f"is {self.once_met!r}, but nothing is to be reached"
            raise TermsError("once_met", what, "write from_amount or from_share_of_baseline, or leave it out")
        return self

    @property
    def reads(self) -> frozenset[str]:
        """The saving, below nothing where there is an overspend, and the baseline that shares are of."""
        limited = self.limit is not None and self.limit.share_of_baseline is not None
        of_baseline = limited or self.edges is not None or self.from_share_of_baseline is not None
        return frozenset({"saving", "baseline"} if of_baseline else {"saving"})

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The quality, the revenue and the adjustment."""
        found = [] if self.less_quality is None else [("less_quality.measure", self.less_quality.measure)]
        if self.limit is not None and self.limit.measure is not None:
            found.append(("limit.measure", self.limit.measure))
        return (*found, *([] if self.adjustment is None else [("adjustment", self.adjustment)]))

    @property
    def flat_share(self) -> Fraction | None:
        """The share of every pound without a least overspend or a limit; None where the terms are not so plain."""
        return self.share if self.once_met is None and self.limit is None and self.adjustment is None else None

    def cliffs(self, baseline: Fraction) -> tuple[Fraction, ...]:
        """Return the saving, below nothing, at which the whole overspend is not yet borne."""
        if self.once_met != "everything counts":
            return ()
        least = Fraction(self.from_amount or 0) + (self.from_share_of_baseline or 0) * max(baseline, Fraction(0))
        return (PENNY - least,)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the measures that are read."""
        if self.less_quality is not None:
            yield from self.less_quality.problems(f"{where}.less_quality", around)
        if self.limit is not None and self.limit.measure is not None:
            yield from flow_problems(f"{where}.limit.measure", self.limit.measure, around)
        if self.adjustment is not None:
            yield from flow_problems(f"{where}.adjustment", self.adjustment, around)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee less what the provider bears."""
        assert seen.saving is not None
        with scope(self.title):
            overspend = named("overspend", overspent(seen.saving))
            borne = named("share of the overspend", self._shared(self._counted(overspend, seen), seen))
            if self.limit is not None:
                limited = at_most(borne, named("limit", self.limit.record(seen)))
                named("beyond the limit, borne by the authority", borne - limited)
                borne = limited
            if self.adjustment is not None:
                borne = taken_off(borne, seen.counted("adjustment", seen.outturns[self.adjustment]))
            borne = named("borne by the provider", borne)
            named("borne by the authority", overspend - borne)
            return amount - borne

    def _counted(self, overspend: Amount, seen: Seen) -> Amount:
        if self.once_met is None:
            return overspend
        least = pounds(self.from_amount or 0)
        if self.from_share_of_baseline is not None:
            least = at_least(share_of(self.from_share_of_baseline) * seen.baseline, nothing)
        least = named("overspend to reach", least)
        rule = whole_once_met if self.once_met == "everything counts" else only_the_excess
        return named("overspend that counts", rule(overspend, least))

    def _shared(self, counted: Amount, seen: Seen) -> Amount:
        if self.less_quality is not None:
            return named("share borne", self.less_quality.record(seen)) * counted
        if self.share is not None:
            return share_of(self.share) * counted
        edges = [self._edge(band, seen) for band in self.bands if band.up_to is not None]
        parts = slices(counted, edges)
        if self.bands[-1].up_to is not None:
            named(f"beyond the last of the {self.title}", parts.pop())
        return by_bands(parts, [share_of(band.share) for band in self.bands])

    def _edge(self, band: Band, seen: Seen) -> Amount:
        if self.edges is None:
            return pounds(band.up_to)
        return at_least(share_of(band.up_to) * seen.baseline, nothing)
