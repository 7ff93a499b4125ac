"""Two futures of a contract side by side, one of which saves more and earns less: searched, weighed and made plain."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from random import Random
from typing import NamedTuple

from riskreward.contract.trying import EARNED
from riskreward.kernel.rounding import Mode, to_step
from riskreward.promises.aiming import PENNY, Aim, Earner
from riskreward.promises.search import drawn_path
from riskreward.promises.shrinking import ROUNDS, STEPS
from riskreward.promises.watching import Facts

SETTLEMENTS = 4_000
"""So many settlements are searched at most, however long the term is."""

SLIGHT = Fraction(1)
"""Where the fee is lower by no more than a pound, or one step of its rounding, it may be so by what was rounded."""

Futures = tuple[list[list[int]], list[list[int]]]
"""The facts of two futures; the second saves at least as much as the first in every period."""


class Lowered(NamedTuple):
    """By how much the future that saves more has earned less: after the last period, and at most after any.

    What is only earned later is not lowered in the end, and what may be rounding is not either.
    """

    in_the_end: Fraction
    on_the_way: Fraction


class Pairs:
    """Pairs of futures of one contract."""

    def __init__(self, aim: Aim) -> None:
        self._aim = aim
        self.slight = max(SLIGHT, aim.watched.agreement.rounding.step)

    def searched(self, paths: int, seed: int) -> Futures | None:
        """Return the pair that lowers the fee most: of paths at random, with more saved in one period of them."""
        aim, chance = self._aim, Random(seed)
        found, most = None, Lowered(Fraction(0), Fraction(0))
        for _ in range(min(paths, SETTLEMENTS // len(aim.watched.scheduled))):
            path = drawn_path(aim, chance)
            period = chance.randrange(aim.settlements)
            earner = chance.choice(aim.earners(period))
            more = [row.copy() for row in path]
            saving = aim.saving(period, earner, path[period][earner.fact]) + chance.choice(aim.figures)
            more[period][earner.fact] = aim.outturn(period, earner, saving)
            futures = (path, more)
            if self._saves_more(futures) and self.lowered(futures) > most:
                found, most = futures, self.lowered(futures)
        return found

    def grown(self, futures: Futures) -> Futures:
        """Return the pair with figures of the contract in its periods, as far as they lower the fee by more."""
        aim, most = self._aim, self.lowered(futures)
        for period in range(min(len(futures[0]), aim.settlements)):
            for earner in aim.earners(period):
                for figure in aim.figures:
                    saved = aim.outturn(period, earner, figure)
                    for values in ((saved, saved), (saved, None)):
                        tried = _with(futures, period, earner.fact, values)
                        if self._saves_more(tried) and self.lowered(tried) > most:
                            futures, most = tried, self.lowered(tried)
        return futures

    def lowered(self, futures: Futures) -> Lowered:
        """Return by how much a pair lowers the fee."""
        falls = self._falls(futures)
        return Lowered(falls[-1] if falls[-1] > self.slight else Fraction(0), max(*falls, Fraction(0)))

    def shrunk(self, futures: Futures) -> Futures:
        """Return the pair in figures as few and as round as still lower the fee, by more than a rounding if it did.

        It ends where the fee is lower for good, or else where it is lower first.
        """
        lowered = self.lowered(futures)
        least = PENNY + (self.slight if lowered.on_the_way > self.slight else 0)

        def reached(tried: Futures) -> int | None:
            """Return the first period from which, or in which, the fee is lower by so much."""
            lower = [fall >= least for fall in self._falls(tried)]
            if lowered.in_the_end:
                return len(lower) - lower[::-1].index(False) if False in lower else 0
            return lower.index(True) if True in lower else None

        def holds(tried: Futures) -> bool:
            last = reached(tried)
            return last is not None and last < len(tried[0]) and self._saves_more(tried)

        futures = self._plainest(futures, holds)
        last = reached(futures)
        assert last is not None
        return futures[0][: last + 1], futures[1][: last + 1]

    def _falls(self, futures: Futures) -> list[Fraction]:
        """Return by how much the future that saves more has earned less to date, after each period."""
        less, more = (self._earned(path) for path in futures)
        return [one - other for one, other in zip(less, more, strict=True)]

    def _earned(self, path: Facts) -> list[Fraction]:
        """Return the fee earned to date after each period."""
        found = []
        for period, lines in enumerate(self._aim.watched.settled(path)):
            program = self._aim.watched.program_at(period)
            number = program.line_numbers[EARNED]
            found.append(Fraction(lines[number], program.denominator_of(program.lines[number])))
        return found

    def _saves_more(self, futures: Futures) -> bool:
        """Return whether the second future saves at least as much as the first in every period, all else alike."""
        aim = self._aim
        for period, (less, more) in enumerate(zip(*futures, strict=True)):
            earning = {each.fact: each for each in aim.earners(period)} if period < aim.settlements else {}
            for number, (one, other) in enumerate(zip(less, more, strict=True)):
                if number not in earning and one != other:
                    return False
                if number in earning and aim.saving(period, earning[number], other) < aim.saving(
                    period, earning[number], one
                ):
                    return False
        return True

    def _plainest(self, futures: Futures, holds: Callable[[Futures], bool]) -> Futures:
        """Return the pair with every figure as plain as still holds."""
        for _ in range(ROUNDS):
            before = futures
            for period in range(min(len(futures[0]), self._aim.settlements)):
                for change in self._plainer(period):
                    tried = change(futures)
                    if tried != futures and holds(tried):
                        futures = tried
            if futures == before:
                break
        return futures

    def _plainer(self, period: int) -> Iterator[Callable[[Futures], Futures]]:
        """Yield what makes the figures of one period plainer, the least plain first."""
        aim = self._aim
        plain = aim.plain(period)
        for number in aim.others(period):
            yield partial(_with, period=period, number=number, values=(plain[number], plain[number]))
        for earner in aim.earners(period):
            for step in reversed(STEPS):
                for mode in ("half up", "down", "up"):
                    for which in ((0, 1), (1,)):
                        yield partial(self._rounded, period=period, earner=earner, step=step, mode=mode, which=which)
            nothing = aim.outturn(period, earner, Fraction(0))
            yield partial(_alike, period=period, number=earner.fact)
            yield partial(_with, period=period, number=earner.fact, values=(nothing, None))
            yield partial(_with, period=period, number=earner.fact, values=(nothing, nothing))

    def _rounded(
        self, futures: Futures, period: int, earner: Earner, step: Fraction, mode: Mode, which: tuple[int, ...]
    ) -> Futures:
        """Return the pair with what is saved in one period rounded, unless it is smaller than the step."""
        values: list[int | None] = [None, None]
        for future in which:
            saving = self._aim.saving(period, earner, futures[future][period][earner.fact])
            if abs(saving) >= step:
                values[future] = self._aim.outturn(period, earner, to_step(saving, step, mode))
        return _with(futures, period, earner.fact, (values[0], values[1]))


def _alike(futures: Futures, period: int, number: int) -> Futures:
    """Return the pair with the same figure in both, that of the first."""
    return _with(futures, period, number, (None, futures[0][period][number]))


def _with(futures: Futures, period: int, number: int, values: tuple[int | None, int | None]) -> Futures:
    """Return the pair with other values of a fact; None leaves it as it is."""
    less, more = ([row.copy() for row in path] for path in futures)
    for path, value in zip((less, more), values, strict=True):
        path[period][number] = path[period][number] if value is None else value
    return less, more
