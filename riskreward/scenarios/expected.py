"""What each period, and the whole term, is expected to come to: in money of the day, and discounted."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from riskreward.contract.trying import EARNED
from riskreward.promises.sentences import PAID, SAVED
from riskreward.promises.worst import KEPT
from riskreward.scenarios.discount import PLACES

BY_PERIOD = {"saved": SAVED, "fee earned": EARNED, "paid": PAID, "kept by the council": KEPT}
"""What is shown for each period, with its line to date."""

WHOLE_TERM = "the whole term"


class Expected(NamedTuple):
    """What one period, or the whole term, is expected to come to, and what the council has kept by its end."""

    period: str
    saved: Fraction
    earned: Fraction
    paid: Fraction
    kept: Fraction
    kept_to_date: Fraction
    earned_discounted: Fraction | None
    kept_discounted: Fraction | None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing moves in it."""
        return not any((self.saved, self.earned, self.paid, self.kept))


def expected_by_period(
    periods: Sequence[str], sums: Mapping[str, Sequence[int]], paths: int, factors: Sequence[int] | None
) -> tuple[Expected, ...]:
    """Return what each period is expected to come to, of lines to date in pennies, summed over so many paths."""
    parts = 100 * paths
    before = dict.fromkeys(BY_PERIOD.values(), 0)
    found = []
    for number, period in enumerate(periods):
        to_date = {line: sums[line][number] for line in before}
        moved = {line: Fraction(to_date[line] - before[line], parts) for line in before}
        earned, kept = (
            None if factors is None else moved[line] * factors[number] / 10**PLACES for line in (EARNED, KEPT)
        )
        found.append(
            Expected(
                period,
                moved[SAVED],
                moved[EARNED],
                moved[PAID],
                moved[KEPT],
                Fraction(to_date[KEPT], parts),
                earned,
                kept,
            )
        )
        before = to_date
    return tuple(found)


def over_the_term(periods: Sequence[Expected]) -> Expected:
    """Return what all periods are expected to come to together."""

    def together(figures: Iterable[Fraction]) -> Fraction:
        return sum(figures, Fraction(0))

    earned = [each.earned_discounted for each in periods if each.earned_discounted is not None]
    kept = [each.kept_discounted for each in periods if each.kept_discounted is not None]
    return Expected(
        WHOLE_TERM,
        together(each.saved for each in periods),
        together(each.earned for each in periods),
        together(each.paid for each in periods),
        together(each.kept for each in periods),
        periods[-1].kept_to_date,
        together(earned) if earned else None,
        together(kept) if kept else None,
    )
