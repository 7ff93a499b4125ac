"""Rebasing: the baseline is reset at agreed years from what was achieved in the year before, in whole or in part."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from riskreward.baselines.conditions import Conditions
from riskreward.calendar import Calendar
from riskreward.figures import Share, shown
from riskreward.findings import Problem
from riskreward.kernel import Amount, at_least, carry, choose, named, nothing, previous, round_to, share
from riskreward.schedule import EACH_PERIOD, EVENLY, Spread
from riskreward.terms import Terms

RATCHETS = {"lower": "only down", "higher": "only up"}
"""Which way a baseline moves that only becomes harder to beat."""


def moved_by(before: Amount, part: Amount, saving: Amount, is_ratchet: bool) -> Amount:
    """What the baseline has moved by before, and now by a part of the year's saving; a ratchet never gives way."""
    achieved = at_least(saving, nothing) if is_ratchet else saving
    return before + part * achieved


class Rebased(Terms):
    """At the start of each named year, the baseline moves by a share of the saving of the year just ended.

    The saving is against the baseline then in force; every later year stands on what it moved to. 100% resets the
    baseline to what was achieved; 50% is a softened form. `either way` lets a loss make the baseline easier again;
    `only down`, or `only up` where a higher outturn is better, is a ratchet. What it moves by is in the money (or
    units) of its day: no index moves it later. The saving of the year and the move are each rounded to the
    measure's decimal places in the contract's mode.

    Source: 42 CFR 425.603, benchmark reset each agreement period; prior savings adjustment, scaled by 50%.
    """

    years: tuple[str, ...] = Field(min_length=1)
    share: Share
    direction: Literal["either way", "only down", "only up"]

    def record(self, agreed: Amount, conditions: Conditions, better: str, spread: Spread | None) -> Amount:
        """Return the baseline in force in the period, with a line for what it was and what it moved by."""
        schedule, mode, places = conditions.schedule, conditions.mode, conditions.places
        named("baseline before rebasing", agreed)
        opening = previous("rebased by, for a year", conditions.constant(0), places)
        saving = previous("saving of the year", conditions.constant(0), places)
        parts = [self.share if period.first_of_year and period.year in self.years else 0 for period in schedule.term]
        part = schedule.figure(
            "share of the saving that rebases", share, [Fraction(each) for each in parts], [Fraction(0)]
        )
        by = round_to(moved_by(opening, part, saving, self.direction != "either way"), places, mode)
        if spread is not None:
            by = named("rebased by, for a year", by)
        carry("rebased by, for a year", by)
        of_the_period = schedule.of_the_year("rebased by", by, spread, mode, places)
        if schedule.run_off:
            of_the_period = choose(schedule.in_term, of_the_period, nothing)
        named("rebased by", of_the_period)
        return agreed - of_the_period if better == "lower" else agreed + of_the_period

    def carry_saving(self, saving: Amount, conditions: Conditions) -> None:
        """Add the period's saving to that of the year, from which a later year's baseline is rebased."""
        before = previous("saving of the year", conditions.constant(0), conditions.places)
        so_far = choose(conditions.schedule.first_of_year, nothing, before)
        carry("saving of the year", so_far + round_to(saving, conditions.places, conditions.mode))


def rebasing_problems(
    where: str, rebased: Rebased, better: str, is_for_a_year: bool, spread: Spread | None, term: Calendar
) -> Iterator[Problem]:
    """Yield what keeps a baseline from being rebased in this term, as it was agreed."""
    agreed, labels = term.agreed, term.agreed.year_labels
    for number, year in enumerate(rebased.years):
        place = f"{where}.years[{number}]"
        if year not in labels[1:]:
            why = (
                "the first year of the term, before which nothing was saved"
                if year == labels[0]
                else "no later year of the term"
            )
            mend = f"write one of {', '.join(labels[1:])}" if labels[1:] else "leave rebased out"
            yield Problem(place, f"is {shown(year)}, {why}", mend)
        elif year in rebased.years[:number]:
            yield Problem(place, f"is {shown(year)}, which is named before", "name each year once")
        else:
            ended = labels[labels.index(year) - 1]
            if sum(period.months for period in agreed.periods_in_year(ended)) != 12:
                what = f"is {year}, but {ended} is only part of a year, and its saving is never scaled silently"
                yield Problem(place, what, "rebase after a whole year")
    if rebased.direction not in {"either way", RATCHETS[better]}:
        what = f"is {rebased.direction!r}, but a {better} outturn is better, so that a ratchet goes the other way"
        yield Problem(f"{where}.direction", what, f"write {RATCHETS[better]!r}, or 'either way'")
    in_parts = term.settled != "yearly" or any(period.part for period in term.periods)
    if in_parts and not is_for_a_year:
        what = "moves a year's amount, but the baseline is worked out anew for each settlement of the year"
        yield Problem(where, what, "settle yearly, or agree a baseline for a year")
    elif in_parts and spread == EACH_PERIOD:
        what = "moves a year's amount, but the baseline is an amount for each settlement"
        yield Problem(
            where, what, f'write the amount of a year, and spread = "{EVENLY}" or a share for each settlement'
        )
