"""A cap: the most that may be earned in a period, a year or the term."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.fees.step import Around, Flows, Seen, Stage, Step
from riskreward.figures import MoneyFromNought, shown
from riskreward.figures import Share as ShareTerm
from riskreward.findings import Problem
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    carry,
    choose,
    constant,
    money,
    named,
    nothing,
    pounds,
    previous,
    round_to,
    share,
    share_of,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.terms import TermsError

_FORMS = ("amount", "share_of_baseline", "share_of_measure", "amount_for_each")

RoomUsedBy = Literal["what is earned", "what is paid"]


def within_room(fee: Amount, cap: Amount, used: Amount, earned_before: Amount | None) -> Amount:
    """The fee is limited to the room under the cap, on top of what was earned before where it counts to date."""
    room = at_least(cap - used, nothing)
    return at_most(fee, room if earned_before is None else earned_before + room)


class Cap(Step):
    """The most that may be earned over a period, a year or the term: an amount, a share, or by a measure.

    A share is of the baseline of the period, or of the year as far as it has been settled; it is rounded as money
    that becomes payable is. So is a share of a measure in money, such as revenue, which adds up over a year, and an
    amount for each of what is measured, such as a person. An amount that is no whole number of the contract's
    rounding steps is rounded down, so that the fee stays within it.

    Room is used by what is earned, or by what is paid or held in retention; the choice is required where the two
    can differ. A clawback gives room back where the contract says so.

    Source: 42 CFR 425.605, payment limit; Hackney, fee capped at the winning price.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 60
    splits: ClassVar[frozenset[str]] = frozenset({"amount"})

    rule: Literal["cap"] = "cap"
    amount: MoneyFromNought | None = None
    share_of_baseline: ShareTerm | None = None
    measure: str | None = Field(default=None, description="The measure that the cap is a share of, or for each of.")
    share_of_measure: ShareTerm | None = Field(
        default=None, description="The most, as a share of a measure in money such as revenue."
    )
    amount_for_each: MoneyFromNought | None = Field(
        default=None, description="The most, as an amount for each of what is measured, such as a person."
    )
    over: Literal["period", "year", "term"]
    room_used_by: RoomUsedBy | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Cap":
        forms = {name: getattr(self, name) is not None for name in _FORMS}
        if sum(forms.values()) != 1:
            what = "needs an amount, a share_of_baseline, a share_of_measure or an amount_for_each"
            raise TermsError("", what, "write one of them")
        by_measure = forms["share_of_measure"] or forms["amount_for_each"]
        if (self.measure is not None) != by_measure:
            what = "goes with share_of_measure or amount_for_each, and only with them"
            raise TermsError("measure", what, "write both or neither")
        if not forms["amount"] and self.over == "term":
            of = "a cap by a measure" if by_measure else "a share of the baseline"
            raise TermsError("over", f"is 'term', but {of} is of a period or a year", "write an amount")
        return self

    @property
    def result(self) -> str:
        """What the statement calls the fee so far."""
        return f"fee within the {self.title}"

    def limits_fee(self, baseline_is_bounded: bool) -> bool:
        """Return whether the cap is money, by a measure, or a share of a baseline that has a largest amount."""
        return self.share_of_baseline is None or baseline_is_bounded

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that the cap is worked out by."""
        return () if self.measure is None else (("measure", self.measure),)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield that what uses the room must be said, where that can differ, and that there is no baseline."""
        if self.share_of_baseline is not None and not any(each.baseline for each in around.measures.values()):
            what = "is a share of the baseline, but no measure has one"
            yield Problem(f"{where}.share_of_baseline", what, "write an amount")
        if self.over != "period" and self.room_used_by is None and around.payment_may_lag:
            yield Problem(
                f"{where}.room_used_by",
                "is missing, but with retention what is earned and what is paid can differ",
                "choose one of 'what is earned', 'what is paid'",
            )

        measure = None if self.measure is None else around.measures.get(self.measure)
        if measure is None:
            return
        if self.share_of_measure is not None and measure.kind != money:
            what = f"is {shown(measure.name)}, which is in {shown(measure.unit)}"
            yield Problem(f"{where}.measure", what, "name a measure in money, or write an amount_for_each")
        if self.amount_for_each is not None and measure.kind in {money, share}:
            what = f"is {shown(measure.name)}, which is in {shown(measure.unit)} and has no unit to be paid for"
            yield Problem(f"{where}.measure", what, "name a measure in a unit of its own, such as people")
        settled = None if around.calendar is None else around.calendar.settled
        if self.amount_for_each is not None and self.over == "year" and settled not in {None, "yearly"}:
            what = f"is 'year', but the contract is settled {settled}, and the same may be measured again"
            yield Problem(f"{where}.over", what, "write 'period'")

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee within the cap; what is above it is a line that says whose it became."""
        used = pounds(0) if self.over == "period" else self._used(seen)
        within = within_room(amount, self._cap(seen), used, seen.earned_before)
        named(f"above the {self.title}, falls to the authority", amount - within)
        return within

    def close(self, seen: Seen, flows: Flows) -> None:
        """Carry how much of the room has been used."""
        if self.over == "period":
            return
        if self.over == "year" and seen.earned_before is None:
            flows = flows.of_the_year()
        used = self._used(seen) + flows.earned
        if self.room_used_by == "what is paid":
            used = used - flows.from_retention - flows.forfeited
            used = used - flows.repaid if flows.restores_cap else used
        elif flows.restores_cap:
            used = used - flows.clawback
        carry(f"room used under the {self.title}", used)

    def _cap(self, seen: Seen) -> Amount:
        if self.amount is not None:
            return seen.rounding.down(pounds(self.amount))
        if self.amount_for_each is not None:
            measured = at_least(seen.outturns[self.measure or ""], nothing)
            return seen.rounding.of(measured * (pounds(self.amount_for_each) / constant(1, measured.kind)))
        if self.share_of_measure is not None:
            measured = self._so_far(f"{self.measure} of the year", seen.outturns[self.measure or ""], seen)
            return seen.rounding.of(share_of(self.share_of_measure) * at_least(measured, nothing))
        baseline = self._so_far("baseline of the year", seen.period_baseline, seen)
        return seen.rounding.of(share_of(self.share_of_baseline or 0) * baseline)

    def _so_far(self, name: str, amount: Amount, seen: Seen) -> Amount:
        """Return an amount of the period, or of the year so far where the cap is over a year."""
        if self.over != "year" or seen.schedule.is_yearly:
            return amount
        name = f"{name} under the {self.title}"
        carried = choose(seen.schedule.first_of_year, nothing, previous(name, pounds(0)))
        so_far = carried + round_to(amount, MINOR_PLACES, seen.rounding.mode)
        carry(name, so_far)
        return so_far

    def _used(self, seen: Seen) -> Amount:
        used = previous(f"room used under the {self.title}", pounds(0))
        return choose(seen.schedule.first_of_year, nothing, used) if self.over == "year" else used
