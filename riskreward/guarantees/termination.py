"""A contract that ends early: when, by whom and why, and what becomes of the guarantee of the year it ends in."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Literal

from pydantic import Field, model_validator

from riskreward.calendar import Calendar
from riskreward.figures import MoneyFromNought, Share, share_text
from riskreward.findings import Problem
from riskreward.kernel import Amount, choose, nothing, pounds, round_to, share
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode
from riskreward.schedule import Schedule
from riskreward.terms import Day, Terms, TermsError

OnEnding = Literal["void", "pro-rated evenly", "pro-rated by season", "pro-rated as the baseline is"]

OF_AN_AMOUNT: tuple[OnEnding, ...] = ("void", "pro-rated evenly", "pro-rated by season")
OF_A_SHARE: tuple[OnEnding, ...] = ("void", "pro-rated as the baseline is")
FOR_MONTHS_LEFT = "for the months left"
TWELFTHS = (Fraction(1, 12),) * 12
ZERO = Fraction(0)


class MonthsLeft(Terms):
    """What the months left would have paid: `a_year`, pro-rated by months, of which the provider has a `share`.

    It is limited to `at_most`, where that is given.
    """

    a_year: MoneyFromNought
    share: Share
    at_most: MoneyFromNought | None = None

    def of(self, calendar: Calendar) -> Fraction:
        """Return what is paid where the term ended so, before it is rounded."""
        paid = self.share * Fraction(self.a_year) * (calendar.agreed.months - calendar.months) / 12
        return paid if self.at_most is None else min(paid, Fraction(self.at_most))


class Termination(Terms):
    """The term ends on this day, before the day agreed; the years after it are void.

    `guarantee` says what is guaranteed in the year that the end cuts short, and has no default: nothing, or the part
    of the year that ran, by its months or by a `season` of twelve monthly shares, the first that of the first month
    of the contract's year (April where years run from 1 April). It stands in place of the guarantee's own spread in
    that year. A share of the baseline is pro-rated as the baseline is.

    `payment` says whether the provider is paid for the months that never came. It is required unless the provider ended
    the contract, which is paid nothing for them; where it was ended for the provider's default, write none.

    Source: South Bend schools guaranteed energy savings contract: the year of termination is pro-rated with a seasonal
    adjustment, and later years' guarantees are void.
    """

    on: Day
    by: Literal["authority", "provider", "both"]
    reason: str = Field(min_length=1)
    guarantee: OnEnding | None = None
    season: tuple[Share, ...] = ()
    payment: Literal["none", "for the months left"] | None = None
    months_left: MonthsLeft | None = None

    @model_validator(mode="after")
    def _payment(self) -> "Termination":
        is_paid = self.payment == FOR_MONTHS_LEFT
        if self.by == "provider" and is_paid:
            raise TermsError("payment", f"is {self.payment!r}, but the provider ended the contract", "write 'none'")
        if self.by != "provider" and self.payment is None:
            what = "is missing, but the provider may be paid for the months left"
            raise TermsError("payment", what, f"choose one of 'none', {FOR_MONTHS_LEFT!r}")
        if is_paid and self.months_left is None:
            mend = 'write what they would have paid, such as { a_year = 120_000, share = "50%" }'
            raise TermsError("months_left", "is missing", mend)
        if self.months_left is not None and not is_paid:
            raise TermsError("months_left", f"is for payment = {FOR_MONTHS_LEFT!r}", "leave it out")
        return self

    @model_validator(mode="after")
    def _season(self) -> "Termination":
        by_season = self.guarantee == "pro-rated by season"
        if self.season and not by_season:
            raise TermsError("season", "is for guarantee = 'pro-rated by season'", "leave it out")
        if by_season and len(self.season) != 12:
            what = f"lists {len(self.season)} shares" if self.season else "is missing"
            raise TermsError(
                "season", what, "list the share of each of the twelve months, the year's first month first"
            )
        if by_season and sum(self.season) != 1:
            what = f"adds up to {share_text(Fraction(sum(self.season)))}"
            raise TermsError("season", what, "let the shares of the twelve months add up to 100%")
        return self

    def paid(self, schedule: Schedule) -> Amount | None:
        """Return what is paid at the last settlement for the months left, before it is rounded; None for no payment."""
        if self.months_left is None:
            return None
        return choose(schedule.last_of_term, pounds(self.months_left.of(schedule.calendar)), nothing)

    def parts(self, calendar: Calendar) -> list[Fraction]:
        """Return what part of a year's guarantee each period of the year cut short has."""
        weights = (ZERO,) * 12 if self.guarantee == "void" else self.season or TWELFTHS
        return [
            sum((weight * part for weight, part in zip(weights, calendar.shares_of_months(each), strict=True)), ZERO)
            for each in calendar.periods_in_year(calendar.year_labels[-1])
        ]


def cuts_a_year(calendar: Calendar) -> bool:
    """Return whether the term ended before its last year was over."""
    return calendar.agreed.periods_in_year(calendar.year_labels[-1])[-1].last > calendar.ends


def guaranteed_on_ending(
    termination: Termination | None,
    schedule: Schedule,
    of_the_year: Amount | None,
    guaranteed: Amount,
    mode: Mode,
    places: int = MINOR_PLACES,
) -> Amount:
    """Return what is guaranteed in the period, where the contract may end before the year is over.

    `of_the_year` is the amount guaranteed for a whole year, and None where a share of the baseline is.
    """
    if termination is None or not cuts_a_year(schedule.calendar):
        return guaranteed
    if termination.guarantee == "pro-rated as the baseline is":
        return guaranteed
    last = schedule.calendar.year_labels[-1]
    cut_short = schedule.truth("in the year cut short", [each.year == last for each in schedule.periods])
    if of_the_year is None:
        return choose(cut_short, nothing, guaranteed)
    parts = termination.parts(schedule.calendar)
    earlier = [ZERO] * (len(schedule.term) - len(parts))
    ends = list(accumulate(parts))
    before = schedule.figure("part of the year cut short, before", share, [*earlier, ZERO, *ends[:-1]])
    after = schedule.figure("part of the year cut short, to date", share, [*earlier, *ends])
    so_far, until_then = (round_to(part * of_the_year, places, mode) for part in (after, before))
    return choose(cut_short, so_far - until_then, guaranteed)


def termination_problems(termination: Termination, has_guarantee: bool, is_share: bool) -> Iterator[Problem]:
    """Yield what is wrong with what becomes of the guarantee."""
    where = "termination.guarantee"
    choices: Sequence[str] = OF_A_SHARE if is_share else OF_AN_AMOUNT
    mend = f"choose one of {', '.join(map(repr, choices))}"
    if not has_guarantee:
        if termination.guarantee is not None:
            yield Problem(where, "is about a guarantee, but there is none", "leave it out")
    elif termination.guarantee is None:
        yield Problem(where, "is missing, but a guarantee is cut short", mend)
    elif termination.guarantee not in choices:
        guaranteed = "a share of the baseline" if is_share else "an amount"
        yield Problem(where, f"is {termination.guarantee!r}, but {guaranteed} is guaranteed", mend)
