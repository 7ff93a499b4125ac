"""The shortest and roundest path that still breaks a promise, as the exact reader has it."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from riskreward.kernel.rounding import to_step
from riskreward.promises.aiming import PENNY, Aim
from riskreward.promises.promise import Promise
from riskreward.promises.ranges import ranges
from riskreward.promises.watching import Facts, Watched

STEPS = tuple(Fraction(10) ** power for power in range(9, -3, -1))
ROUNDS = 4


def shrunk(watched: Watched, promise: Promise, facts: Facts) -> list[list[int]]:
    """Return a path that breaks a promise in no later a period, with as little in it as can be, in round figures."""
    aim = Aim(watched, ranges(watched))
    path = [list(row) for row in facts]

    def breaks(tried: Sequence[Sequence[int]]) -> bool:
        return watched.broken_in(promise, tried) is not None

    path = _rounded(aim, _emptied(aim, path, breaks), breaks)
    path = _rounded(aim, _at_scale(aim, path, breaks), breaks)
    broken = watched.broken_in(promise, path)
    assert broken is not None
    return path[: broken + 1]


def _emptied(aim: Aim, path: list[list[int]], breaks: Callable[[Facts], bool]) -> list[list[int]]:
    """Return the path with nothing in as many periods as still breaks: halves of it first, then ever smaller parts."""
    size = len(path) // 2
    while size:
        for first in range(0, len(path), size):
            tried = [_empty(aim, n) if first <= n < first + size else row.copy() for n, row in enumerate(path)]
            if tried != path and breaks(tried):
                path = tried
        size //= 2
    return path


def _empty(aim: Aim, period: int) -> list[int]:
    """Return the facts of a period in which nothing is saved and everything else is plain."""
    row = aim.plain(period)
    if period < aim.settlements:
        for earner in aim.earners(period):
            row[earner.fact] = aim.outturn(period, earner, Fraction(0))
    return row


def _rounded(aim: Aim, path: list[list[int]], breaks: Callable[[Facts], bool]) -> list[list[int]]:
    """Return the path with every fact as plain as it can be while it still breaks."""
    for _ in range(ROUNDS):
        before = [row.copy() for row in path]
        for period in range(min(len(path), aim.settlements)):
            for number, value in _simpler(aim, period, path) if path[period] != _empty(aim, period) else ():
                if path[period][number] != value:
                    tried = [row.copy() for row in path]
                    tried[period][number] = value
                    if breaks(tried):
                        path = tried
        if path == before:
            break
    return path


def _at_scale(aim: Aim, path: list[list[int]], breaks: Callable[[Facts], bool]) -> list[list[int]]:
    """Return the path with every saving as many times ten as still breaks, up to a fifth of the baseline."""
    for power in range(6, 0, -1):
        tried = [row.copy() for row in path]
        sizes = []
        for period in range(min(len(path), aim.settlements)):
            for earner in aim.earners(period):
                saving = aim.saving(period, earner, path[period][earner.fact]) * 10**power
                sizes.append(abs(saving) <= abs(aim.baseline(period, earner)) / 5)
                tried[period][earner.fact] = aim.outturn(period, earner, saving)
        if sizes and all(sizes) and breaks(tried):
            return tried
    return path


def _simpler(aim: Aim, period: int, path: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield plainer figures for the facts of a period, the least plain first: the plainest that breaks stays."""
    plain = aim.plain(period)
    for number in aim.others(period):
        yield from ((number, value) for value in _rounder(aim, period, number, path[period][number]))
        yield number, plain[number]
    for earner in aim.earners(period):
        saving = aim.saving(period, earner, path[period][earner.fact])
        earlier = (aim.saving(number, earner, row[earner.fact]) for number, row in enumerate(path[:period]))
        before = sum((to_step(each, PENNY, "half up") for each in earlier), Fraction(0))
        for step in reversed(STEPS):
            if abs(saving) >= step:
                for mode in ("up", "down"):
                    yield earner.fact, aim.outturn(period, earner, to_step(saving, step, mode))
        if saving:
            power = Fraction(10) ** (len(str(int(abs(saving)))) - 1)
            yield earner.fact, aim.outturn(period, earner, power if saving > 0 else -power)
        if saving < 0 < before:
            yield earner.fact, aim.outturn(period, earner, -before)
        yield earner.fact, aim.outturn(period, earner, Fraction(0))


def _rounder(aim: Aim, period: int, number: int, value: int) -> Iterator[int]:
    """Yield rounder figures of a fact within its range, the least round first."""
    parts = aim.watched.program_at(period).facts[number].denominator
    low, high = aim.range_of(period, number)
    for step in reversed(STEPS):
        size = int(step * parts)
        if 1 < size <= abs(value):
            yield from (each for each in (-(-value // size) * size, value // size * size) if low <= each <= high)
