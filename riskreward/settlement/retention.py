"""Retention: what is held back of a fee, what is taken from it, and what is released."""

from collections.abc import Sequence
from typing import NamedTuple

from riskreward.fees import Rounding
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    both,
    carry,
    choose,
    named,
    newest_first,
    nothing,
    oldest_first,
    pounds,
    previous,
    scope,
    share_of,
    total,
)
from riskreward.schedule import Schedule
from riskreward.settlement.interim import OnAccount
from riskreward.settlement.terms import Clawback, Retention


class Held(NamedTuple):
    """What retention does in a period; `overpaid` is what it gives up of a fee that was overpaid on account."""

    retained: Amount
    released: Amount
    from_retention: Amount
    overpaid: Amount
    forfeited: Amount
    still_retained: Amount


def held_back(earned: Amount, rate: Amount, rounding: Rounding) -> Amount:
    """The council holds back a share of what is earned; the rest is paid, so that the two always add up."""
    return rounding.of(rate * earned)


def record_retention(
    terms: Retention,
    clawback_terms: Clawback | None,
    schedule: Schedule,
    rounding: Rounding,
    earned: Amount,
    on_account: OnAccount | None,
    clawback: Amount,
    met: Amount | None,
) -> Held:
    """Return what is retained, released and taken back; `met` says whether the year meets its own guarantee."""
    with scope("", "settlement.retention"):
        retained, given_up = held_back(earned, share_of(terms.share), rounding), pounds(0)
        if on_account is not None:
            retained, given_up = _of_the_year(terms, rounding, on_account)
        takes = clawback_terms is not None and clawback_terms.first_from == "retention"
        if terms.after_settlements is not None:
            wanted = clawback if takes else None
            return _by_age(terms.after_settlements, clawback_terms, wanted, retained, on_account and given_up)
        opening = previous("still retained", pounds(0))
        taken = pounds(0)
        if takes:
            taken = named("clawed back from retention", at_most(clawback, opening))
        left = opening - taken
        if terms.released == "at the end of the term":
            retained = choose(schedule.last_of_term, nothing, retained)
            released = choose(schedule.last_of_term, left, nothing)
        elif terms.released == "a year after the end of the term":
            released = choose(schedule.end_of_run_off, left, nothing)
        else:
            assert met is not None
            released, of_the_year = _when_next_year_meets(terms, clawback_terms, schedule, opening, taken, met)
            given_up = at_most(given_up, of_the_year)
        retained = named("retained", retained)
        released = named("released from retention", released)
        held = left - released
        if on_account is not None:
            given_up = named("overpaid on account, from retention", at_most(given_up, held))
            held = held - given_up
        held = held + retained
        forfeited = pounds(0)
        if terms.at_the_end == "kept by the council":
            forfeited = named("retention kept by the council", choose(schedule.last_of_term, held, nothing))
            held = held - forfeited
        carry("still retained", named("still retained", held))
        return Held(retained, released, taken, given_up, forfeited, held)


def _of_the_year(terms: Retention, rounding: Rounding, on_account: OnAccount) -> tuple[Amount, Amount]:
    """Return what is held back now so that the year's share is held, or what was held back beyond it."""
    before, after = (held_back(paid, share_of(terms.share), rounding) for paid in (on_account.before, on_account.after))
    return at_most(at_least(after - before, nothing), on_account.due), at_least(before - after, nothing)


def _by_age(
    settlements: int, terms: Clawback | None, wanted: Amount | None, retained: Amount, overpaid: Amount | None
) -> Held:
    """Release what was held back so many settlements ago: one balance for each age, the oldest first."""
    held: Sequence[Amount] = [previous(_aged(age), pounds(0)) for age in range(settlements, 0, -1)]
    taken = given_up = pounds(0)
    if wanted is not None:
        newest = terms is not None and terms.vintage == "newest first"
        parts = newest_first(wanted, held) if newest else oldest_first(wanted, held)
        taken = named("clawed back from retention", total(parts))
        held = [each - part for each, part in zip(held, parts, strict=True)]
    retained = named("retained", retained)
    released = named("released from retention", held[0])
    younger = held[1:]
    if overpaid is not None:
        parts = newest_first(overpaid, younger)
        given_up = named("overpaid on account, from retention", total([pounds(0), *parts]))
        younger = [each - part for each, part in zip(younger, parts, strict=True)]
    kept = [*younger, retained]
    for age, each in zip(range(settlements, 0, -1), kept, strict=True):
        carry(_aged(age), each)
    return Held(retained, released, taken, given_up, pounds(0), named("still retained", total(kept)))


def _aged(age: int) -> str:
    return f"retained {age} settlement{'s' if age > 1 else ''} ago"


def _when_next_year_meets(
    terms: Retention,
    clawback_terms: Clawback | None,
    schedule: Schedule,
    opening: Amount,
    taken: Amount,
    met: Amount,
) -> tuple[Amount, Amount]:
    """Return what earlier years held back, once a year meets its guarantee, and what this year holds.

    What is left after the run-off is released with it.
    """
    now = both(both(schedule.last_of_year, schedule.in_term), met)
    if schedule.is_yearly:
        released, of_the_year = choose(now, opening - taken, nothing), pounds(0)
    else:
        earlier = choose(schedule.first_of_year, opening, previous("retained in earlier years", pounds(0)))
        taken_from_earlier = at_most(taken, earlier)
        if clawback_terms is not None and clawback_terms.vintage == "newest first":
            taken_from_earlier = taken - at_most(taken, opening - earlier)
        eligible = earlier - taken_from_earlier
        released = choose(now, eligible, nothing)
        carry("retained in earlier years", eligible - released)
        of_the_year = opening - taken - eligible
    if terms.runs_off:
        released = choose(schedule.end_of_run_off, opening - taken, released)
    return released, of_the_year
