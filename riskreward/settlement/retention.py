"""Retention: what is held back of a fee, what is taken from it, and what is released."""

from typing import NamedTuple

from riskreward.fees import Rounding
from riskreward.kernel import (
    Amount,
    at_most,
    both,
    carry,
    choose,
    named,
    nothing,
    pounds,
    previous,
    scope,
    share_of,
)
from riskreward.schedule import Schedule
from riskreward.settlement.terms import Clawback, Retention


class Held(NamedTuple):
    """What retention does in a period."""

    retained: Amount
    released: Amount
    from_retention: Amount
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
    clawback: Amount,
    met: Amount | None,
) -> Held:
    """Return what is retained, released and taken back; `met` says whether the year meets its own guarantee."""
    with scope("", "settlement.retention"):
        opening = previous("still retained", pounds(0))
        taken = pounds(0)
        if clawback_terms is not None and clawback_terms.first_from == "retention":
            taken = named("clawed back from retention", at_most(clawback, opening))
        left = opening - taken
        retained = held_back(earned, share_of(terms.share), rounding)
        if terms.released == "at the end of the term":
            retained = choose(schedule.last_of_term, nothing, retained)
            released = choose(schedule.last_of_term, left, nothing)
        elif terms.released == "a year after the end of the term":
            released = choose(schedule.end_of_run_off, left, nothing)
        else:
            assert met is not None
            released = _when_next_year_meets(terms, clawback_terms, schedule, opening, taken, retained, met)
        retained = named("retained", retained)
        released = named("released from retention", released)
        held = left - released + retained
        forfeited = pounds(0)
        if terms.at_the_end == "kept by the council":
            forfeited = named("retention kept by the council", choose(schedule.last_of_term, held, nothing))
            held = held - forfeited
        carry("still retained", named("still retained", held))
        return Held(retained, released, taken, forfeited, held)


def _when_next_year_meets(
    terms: Retention,
    clawback_terms: Clawback | None,
    schedule: Schedule,
    opening: Amount,
    taken: Amount,
    retained: Amount,
    met: Amount,
) -> Amount:
    """Return what earlier years held back, once a year meets its guarantee, and what is left after the run-off."""
    now = both(both(schedule.last_of_year, schedule.in_term), met)
    if schedule.is_yearly:
        released = choose(now, opening - taken, nothing)
    else:
        earlier = choose(schedule.first_of_year, opening, previous("retained in earlier years", pounds(0)))
        taken_from_earlier = at_most(taken, earlier)
        if clawback_terms is not None and clawback_terms.vintage == "newest first":
            taken_from_earlier = taken - at_most(taken, opening - earlier)
        eligible = earlier - taken_from_earlier
        released = choose(now, eligible, nothing)
        carry("retained in earlier years", eligible - released)
    if terms.runs_off:
        released = choose(schedule.end_of_run_off, opening - taken, released)
    return released
