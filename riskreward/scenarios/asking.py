"""What is asked of every path: sums by period, chances, figures over the term, and what is refused."""

from typing import NamedTuple

from riskreward.scenarios.refusing import Refusal
from riskreward.scenarios.tallies import Windows


class Chance(NamedTuple):
    """Something that happens on a path, or not: where a line is above nought at any settlement, or a truth fails.

    What is seen at the end is above nought at the last one, and a loss is a line that is below nought there. It is seen
    in the periods from `first` to before `end`, which is None for all that follow; chances of one name are one.
    """

    name: str
    lines: tuple[str, ...]
    is_kept: bool = False
    is_loss: bool = False
    is_at_the_end: bool = False
    first: int = 0
    end: int | None = None

    def is_seen(self, period: int) -> bool:
        """Return whether it may happen in a period."""
        return period >= self.first and (self.end is None or period < self.end)


class Asked(NamedTuple):
    """What is asked of every path.

    `by_period` are lines whose sums are wanted for each period; `at_the_end` lines whose last figure is, and `in_all`
    lines whose sum over the periods is; `discounted` has a line to date, and the factor of each period. Where a figure
    is looked at `closely`, it is kept only where it is from one whole number to less than another. A path that meets
    any of the `refusals` is not counted: it is refused.
    """

    by_period: tuple[str, ...] = ()
    chances: tuple[Chance, ...] = ()
    at_the_end: tuple[str, ...] = ()
    in_all: tuple[str, ...] = ()
    in_period: tuple[tuple[str, int], ...] = ()
    discounted: tuple[str, tuple[int, ...]] | None = None
    closely: tuple[tuple[str, Windows], ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line that is read, once."""
        several = [line for chance in self.chances for line in chance.lines]
        several += [line for refusal in self.refusals for line in refusal.lines]
        named = [*self.by_period, *several, *self.at_the_end, *self.in_all, *(line for line, _ in self.in_period)]
        return tuple(dict.fromkeys(named if self.discounted is None else [*named, self.discounted[0]]))
