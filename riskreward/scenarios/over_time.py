"""How a saving grows in and wears off over the term."""

from collections.abc import Sequence
from fractions import Fraction

from riskreward.calendar import Calendar


def parts_over_time(
    calendar: Calendar, ramp_up: Sequence[Fraction], persistence: Fraction, later: int = 0
) -> list[Fraction]:
    """Return what part of the full saving is reached in each period of the term.

    `ramp_up` has a part for each period from the first on; after them the saving is whole. `persistence` is what is
    left of it from one year to the next, from the second year on. Where all of that begins so many settlements `later`,
    nothing is saved before.

    Source: the persistence of a measure, as evaluations of energy saving report it year by year.
    """
    years = calendar.year_labels
    found = []
    for number, period in enumerate(calendar.periods):
        reached = ramp_up[number] if number < len(ramp_up) else Fraction(1)
        found.append(reached * persistence ** years.index(period.year))
    return [*[Fraction(0)] * later, *found][: len(found)]
