"""The bank: excess kept against later shortfalls, by the year it is from, the oldest used first."""

from fractions import Fraction

from pydantic import Field

from riskreward.figures import MoneyFromNought, Share
from riskreward.guarantees.interest import rate_of_the_year, years_interest
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    carry,
    choose,
    figure,
    named,
    nothing,
    oldest_first,
    pounds,
    previous,
    scope,
    total,
)
from riskreward.kernel.rounding import Mode
from riskreward.schedule import Schedule
from riskreward.terms import Terms


class Bank(Terms):
    """How long an excess stays banked, how much may be, and what interest it bears; each may be left out.

    Excess is kept by the year of the contract it is from, also where the guarantee is tested more often. It covers
    shortfalls up to the end of the year that is `expires_after_years` after its own. The bank never holds more than
    `at_most`. At the last settlement of each year, before its test, what is left of each earlier year's excess bears
    interest for the year, rounded to the penny; where nothing expires, earlier years are one balance. What is still
    banked when the term ends lapses.

    Source: US energy savings performance contracts, excess savings applied to future guarantee years.
    """

    expires_after_years: int | None = Field(default=None, ge=1, le=30)
    at_most: MoneyFromNought | None = None
    interest: Share | None = None


def room(at_most: Amount, held: Amount) -> Amount:
    """The bank has room for what it may hold at most, less what it holds."""
    return at_least(at_most - held, nothing)


def record_bank(terms: Bank, schedule: Schedule, short: Amount, excess: Amount, mode: Mode) -> Amount:
    """Return what the bank covers of a shortfall, and bank an excess; both are in whole pence."""
    with scope("", "guarantee.bank"):
        names = ["banked this year", "banked in earlier years"]
        if terms.expires_after_years is not None:
            names[1:] = [f"banked {age} year{'s' * (age > 1)} ago" for age in range(1, terms.expires_after_years + 1)]
        held = [previous(name, pounds(0)) for name in names]
        in_the_bank = total(held)
        if terms.interest is not None:
            gained = _interest(terms, terms.interest, schedule, held, mode)
            in_the_bank = in_the_bank + named("interest on the bank", total(gained))
            held = [held[0], *(figure(amount + part) for amount, part in zip(held[1:], gained, strict=True))]
        in_the_bank = named("in the bank", in_the_bank)
        covered = named("covered by the bank", at_most(short, in_the_bank))
        left = named("left in the bank", in_the_bank - covered)
        taken = oldest_first(covered, held[::-1])[::-1]
        held = [figure(amount - part) for amount, part in zip(held, taken, strict=True)]
        banked = excess
        if terms.at_most is not None:
            banked = at_most(excess, room(pounds(terms.at_most), left))
            named("excess beyond what may be banked", excess - banked)
        banked = named("excess banked", banked)
        held[0] = held[0] + banked
        left = left + banked
        if terms.expires_after_years is not None:
            left = left - named("excess expired", choose(schedule.last_of_year, held[-1], nothing))
            older = [pounds(0), *held[:-1]]
        else:
            older = [pounds(0), total(held)]
        closing = [choose(schedule.last_of_year, *each) for each in zip(older, held, strict=True)]
        for name, amount in zip(names, closing, strict=True):
            carry(name, amount)
        named("still banked", left)
        return covered


def _interest(terms: Bank, rate: Fraction, schedule: Schedule, held: list[Amount], mode: Mode) -> list[Amount]:
    """Return the year's interest on each earlier year's excess, the latest first; the oldest come first for room."""
    of_the_year = rate_of_the_year("interest on the bank for the year", rate, schedule)
    gained = [years_interest(amount, of_the_year, schedule, mode) for amount in held[:0:-1]]
    if terms.at_most is not None:
        gained = oldest_first(room(pounds(terms.at_most), total(held)), [figure(each) for each in gained])
    return gained[::-1]
