"""A cap: the most that may be earned in a period, a year or the term."""

from typing import ClassVar, Literal

from pydantic import model_validator

from riskreward.fees.step import Flows, Seen, Stage, Step
from riskreward.figures import MoneyFromNought
from riskreward.figures import Share as ShareTerm
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    carry,
    choose,
    nothing,
    pounds,
    previous,
    round_to,
    share_of,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.terms import TermsError

RoomUsedBy = Literal["what is earned", "what is paid"]


def within_room(fee: Amount, cap: Amount, used: Amount, earned_before: Amount | None) -> Amount:
    """The fee is limited to the room under the cap, on top of what was earned before where it counts to date."""
    room = at_least(cap - used, nothing)
    return at_most(fee, room if earned_before is None else earned_before + room)


class Cap(Step):
    """The most that may be earned over a period, a year or the term: an amount, or a share of the baseline.

    A share is of the baseline of the period, or of the year as far as it has been settled; it is rounded as money
    that becomes payable is. An amount that is no whole number of the contract's rounding steps is rounded down, so
    that the fee stays within it.

    Room is used by what is earned, or by what is paid or held in retention; the choice is required where the two
    can differ. A clawback gives room back where the contract says so.

    Source: 42 CFR 425.605, payment limit; Hackney, fee capped at the winning price.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 60

    rule: Literal["cap"] = "cap"
    amount: MoneyFromNought | None = None
    share_of_baseline: ShareTerm | None = None
    over: Literal["period", "year", "term"]
    room_used_by: RoomUsedBy | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Cap":
        if (self.amount is None) == (self.share_of_baseline is None):
            raise TermsError("", "needs either an amount or a share_of_baseline", "write one of them")
        if self.share_of_baseline is not None and self.over == "term":
            raise TermsError(
                "over", "is 'term', but a share of the baseline is of a period or a year", "write an amount"
            )
        return self

    @property
    def result(self) -> str:
        """What the statement calls the fee so far."""
        return f"fee within the {self.title}"

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee within the cap."""
        cap = self._cap(seen)
        if self.over == "period":
            return within_room(amount, cap, pounds(0), seen.earned_before)
        return within_room(amount, cap, self._used(seen), seen.earned_before)

    def close(self, seen: Seen, flows: Flows) -> None:
        """Carry how much of the room has been used."""
        if self.over == "period":
            return
        used = self._used(seen) + flows.earned
        if self.over == "year" and seen.earned_before is None:
            flows = flows.of_the_year()
        if self.room_used_by == "what is paid":
            used = used - flows.from_retention - flows.forfeited
            used = used - flows.repaid if flows.restores_cap else used
        elif flows.restores_cap:
            used = used - flows.clawback
        carry(f"room used under the {self.title}", used)

    def _cap(self, seen: Seen) -> Amount:
        if self.share_of_baseline is None:
            return seen.rounding.down(pounds(self.amount or 0))
        baseline = seen.period_baseline
        if self.over == "year" and not seen.schedule.is_yearly:
            name = f"baseline of the year under the {self.title}"
            carried = choose(seen.schedule.first_of_year, nothing, previous(name, pounds(0)))
            baseline = carried + round_to(baseline, MINOR_PLACES, seen.rounding.mode)
            carry(name, baseline)
        return seen.rounding.of(share_of(self.share_of_baseline) * baseline)

    def _used(self, seen: Seen) -> Amount:
        used = previous(f"room used under the {self.title}", pounds(0))
        return choose(seen.schedule.first_of_year, nothing, used) if self.over == "year" else used
