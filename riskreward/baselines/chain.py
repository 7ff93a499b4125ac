"""A chained index: the factor of a year is the factor of the year before by the year's link, and links are limited."""

from pydantic import Field, model_validator

from riskreward.figures import Factor, places_of, share_text
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    carry,
    choose,
    named,
    previous,
    ratio,
    round_to,
    share_of,
)
from riskreward.schedule import Schedule
from riskreward.terms import Terms, TermsError


def link_of(level: Amount, before: Amount, places: int) -> Amount:
    """The year's level over the level of the year before, half up to the places."""
    return ratio(level, before, places, "half up", share_of(1))


def limited(factor: Amount, low: Amount | None, high: Amount | None) -> Amount:
    """The factor, but no less than the floor and no more than the limit."""
    if low is not None:
        factor = at_least(factor, low)
    return factor if high is None else at_most(factor, high)


class Chained(Terms):
    """The factor is a product of links, each a year's level over that of the year before, from the base on.

    Links are rounded half up to `places`; their product is not rounded. `at_most` and `at_least` limit the rise of a
    year. Without catching up, each link is limited and what that cuts off is lost; with it, the rise of the factor
    against the year before is limited, and what was cut off is caught up when there is room.

    Source: Direction on the Rent Standard 2023, a year's rise by an index limited to 7%.
    """

    places: int = Field(ge=0, le=10)
    at_most: Factor | None = None
    at_least: Factor | None = None
    catches_up: bool | None = None

    @model_validator(mode="after")
    def _limits_belong_together(self) -> "Chained":
        is_limited = self.at_most is not None or self.at_least is not None
        if is_limited and self.catches_up is None:
            what = "is missing, but a limit cuts off part of a rise"
            raise TermsError(
                "catches_up", what, "write false if what is cut off is lost, true if it is caught up when there is room"
            )
        if not is_limited and self.catches_up is not None:
            raise TermsError("catches_up", "is given, but there is no limit", "leave it out, or write at_most")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            what = f"is {share_text(self.at_most)}, below at_least {share_text(self.at_least)}"
            raise TermsError("at_most", what, "let the limit be above the floor")
        return self

    def record(self, schedule: Schedule, level: Amount, before: Amount) -> Amount:
        """Return the factor of the year, from its level and that of the year before."""
        link = named("link of the index", link_of(level, before, self.places))
        low, high = (None if limit is None else share_of(limit) for limit in (self.at_least, self.at_most))
        places = self._places(len(schedule.calendar.year_labels))
        opening = previous("chained factor", share_of(1), places)
        if self.catches_up:
            unlimited_before = previous("chained factor without limits", share_of(1), places)
            unlimited = _of_the_year(schedule, link * unlimited_before, unlimited_before, places)
            carry("chained factor without limits", unlimited)
            unlimited = named("chained factor without limits", unlimited)
            rise = limited(unlimited, None if low is None else low * opening, None if high is None else high * opening)
        else:
            if self.catches_up is not None:
                link = named("link within its limits", limited(link, low, high))
            rise = link * opening
        factor = named("chained factor", _of_the_year(schedule, rise, opening, places))
        carry("chained factor", factor)
        return factor

    def _places(self, years: int) -> int:
        """Return the decimal places that hold the product of so many links in full."""
        limits = [places_of(limit) for limit in (self.at_least, self.at_most) if limit is not None]
        return years * max(self.places, *limits, 1)


def _of_the_year(schedule: Schedule, risen: Amount, opening: Amount, places: int) -> Amount:
    """Return the factor as it stands, which moves at the first settlement of a year and so has that many places."""
    return choose(schedule.first_of_year, round_to(risen, places), opening)
