"""Interest for a year, simple and on stated balances: a part of a year bears its part, by months."""

from fractions import Fraction

from riskreward.kernel import Amount, choose, nothing, round_to, share
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode
from riskreward.schedule import Schedule


def rate_of_the_year(name: str, rate: Fraction, schedule: Schedule) -> Amount:
    """Return the rate for the year of each period; a year that the term cuts short has its months' part of it."""
    months: dict[str, Fraction] = {}
    for period in schedule.term:
        months[period.year] = months.get(period.year, Fraction(0)) + Fraction(period.months)
    return schedule.figure(name, share, [rate * months[period.year] / 12 for period in schedule.term])


def years_interest(balance: Amount, rate: Amount, schedule: Schedule, mode: Mode) -> Amount:
    """A year's interest on a balance, to the penny, at the last settlement of the year."""
    return choose(schedule.last_of_year, round_to(rate * balance, MINOR_PLACES, mode), nothing)
