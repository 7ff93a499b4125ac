"""The search reader: paths drawn at random, aimed at where rules turn, to find one that breaks a promise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from riskreward.promises.aiming import Aim
from riskreward.promises.ranges import ranges
from riskreward.promises.watching import Facts, Watched

PATHS = 2_000
SETTLEMENTS = 20_000
"""A search ends after so many paths, or so many settlements, whichever is first."""

PENNY = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search found: for each promise by name, the facts up to the settlement that broke it first, if any did.

    `paths` and `settlements` are how much was searched.
    """

    broken: Mapping[str, Facts]
    paths: int
    settlements: int


def search(watched: Watched, paths: int = PATHS, seed: int = 0) -> Searched:
    """Return what a search of so many paths finds; the same seed searches the same paths on every machine.

    Of the paths that break a promise, that of the fewest periods is kept.
    """
    aim, chance = Aim(watched, ranges(watched)), Random(seed)
    broken: dict[str, Facts] = {}
    drawn = settlements = 0
    plain = plain_paths(aim)
    while drawn < paths and settlements < SETTLEMENTS:
        facts = next(plain, None) or drawn_path(aim, chance)
        drawn += 1
        settlements += len(facts)
        _note(watched, facts, broken)
    return Searched(broken, drawn, settlements)


def _note(watched: Watched, facts: Facts, broken: dict[str, Facts]) -> None:
    """Keep a path for each promise that it breaks sooner than any before it did."""
    lines = watched.settled(facts)
    for promise in watched.promises:
        path = watched.line_of(promise)
        shortest = len(broken.get(promise.name, (*facts, ())))
        for number in range(min(shortest - 1, len(lines))):
            if not lines[number][watched.program_at(number).line_numbers[path]]:
                broken[promise.name] = facts[: number + 1]
                break


def plain_paths(aim: Aim) -> Iterator[list[list[int]]]:
    """Yield the plainest paths: nothing at all, a round saving at first, and its loss in the next period or the last.

    They come first, so that a story is as plain as it can be whatever else is asked.
    """
    whole = [aim.plain(period) for period in range(len(aim.watched.scheduled))]
    for period, row in enumerate(whole[: aim.settlements]):
        for earner in aim.earners(period):
            row[earner.fact] = aim.outturn(period, earner, Fraction(0))
    yield whole
    for earner in aim.earners(0):
        for saving in _round_amounts(abs(aim.baseline(0, earner))):
            for losing in dict.fromkeys((0, 1, aim.settlements - 1)):
                path = [row.copy() for row in whole]
                path[0][earner.fact] = aim.outturn(0, earner, saving)
                again = [each for each in aim.earners(losing) if each.measure.name == earner.measure.name]
                for each in again if 0 < losing < aim.settlements else ():
                    path[losing][each.fact] = aim.outturn(losing, each, -saving)
                yield path


def _round_amounts(baseline: Fraction) -> Iterator[Fraction]:
    """Yield round amounts from a twentieth of a baseline to all of it: one, two or five and noughts."""
    for power in range(-2, 10):
        for first in (1, 2, 5):
            amount = first * Fraction(10) ** power
            if baseline <= 20 * amount <= 20 * baseline:
                yield amount


def drawn_path(aim: Aim, chance: Random) -> list[list[int]]:
    """Return the facts of every period, the run-off included: a saving for each, and figures beside them."""
    figures = aim.figures
    some = [chance.choice(figures) for _ in range(3)]
    calm = chance.randrange(100)
    facts: list[list[int]] = []
    saved: dict[str, Fraction] = {}
    for period in range(len(aim.watched.scheduled)):
        row = aim.plain(period)
        if period < aim.settlements:
            for earner in aim.earners(period):
                so_far = saved.get(earner.measure.name, Fraction(0))
                wanted = _saving(chance, some, so_far, calm)
                row[earner.fact] = aim.outturn(period, earner, wanted)
                saved[earner.measure.name] = so_far + aim.saving(period, earner, row[earner.fact])
            for number in aim.others(period):
                if chance.randrange(10) < 3:
                    row[number] = _other(aim, chance, period, number, row[number])
        facts.append(row)
    return facts


def _saving(chance: Random, some: list[Fraction], so_far: Fraction, calm: int) -> Fraction:
    """Return a saving: nothing, a figure where a rule may turn, a penny off it, or a loss of all that was saved.

    `calm`, from nought to 99, is how often nothing is saved: in nearly a fifth of the periods at most.
    """
    choice = chance.randrange(1_000)
    if choice < 2 * calm:
        return Fraction(0)
    if choice < 300:
        return -so_far
    figure = chance.choice(some) * chance.choice((1, 1, 2))
    figure += chance.choice((0, 0, 0, PENNY, -PENNY))
    return figure if chance.randrange(100) < 65 else -figure


def _other(aim: Aim, chance: Random, period: int, number: int, plain: int) -> int:
    """Return a figure of what earns by no saving: an end of its range, about its plain figure, or the contract's."""
    low, high = aim.range_of(period, number)
    parts = aim.watched.program_at(period).facts[number].denominator
    figure = int(chance.choice(aim.figures) * parts)
    tries = (low, high, plain + 1, plain - 1, plain // 2, 2 * plain, figure, parts, chance.randint(low, max(low, high)))
    return max(low, min(high, chance.choice(tries)))
