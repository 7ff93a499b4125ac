"""Whether saving more can ever earn the smaller fee: two futures side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from riskreward.contract.contract import Contract
from riskreward.contract.trying import EARNED, listed, pounds_text
from riskreward.findings import InputError
from riskreward.kernel.rounding import to_step
from riskreward.promises.aiming import Aim
from riskreward.promises.proving import Never, Pair, TwoFutures, is_installed
from riskreward.promises.ranges import ranges
from riskreward.promises.search import drawn_path
from riskreward.promises.shrinking import STEPS
from riskreward.promises.story import savings, settled
from riskreward.promises.watching import Facts, Watched, watch
from riskreward.settlement import Statement

PATHS = 500
SETTLEMENTS = 4_000
"""So many settlements are searched at most, however long the term is."""

Futures = tuple[list[list[int]], list[list[int]]]
"""The facts of two futures; the second saves at least as much as the first in every period."""


@dataclass(frozen=True, eq=False)
class MoreSaving:
    """Whether more saved can earn less: never, or in the two futures whose statements are `less` and `more`.

    `sentence` tells it. `is_known` says whether it was proved, or found; otherwise it was only searched.
    """

    sentence: str
    is_known: bool
    less: Statement | None = None
    more: Statement | None = None


def more_saving(contract: Contract, paths: int = PATHS, seed: int = 0) -> MoreSaving | None:
    """Return whether saving more can earn less; None where nothing is earned by a saving in money.

    With the optional part `prove` it is proved that it never does, or the pair is found; without it, it is searched.
    """
    watched = watch(contract, ())
    aim = Aim(watched, ranges(watched))
    if not aim.settlements or not aim.earners(0):
        return None
    found = _searched(aim, paths, seed)
    if found is None and is_installed() and not watched.is_varied:
        answer = TwoFutures(contract).ask()
        if isinstance(answer, Never):
            term = "for a term of any length" if answer.of_any_length else "for every settlement of the term"
            return MoreSaving(f"Saving more never lowers the fee: proved {term}.", True)
        if isinstance(answer, Pair):
            futures = ([list(row) for row in answer.less_saved], [list(row) for row in answer.more_saved])
            found = futures if _earns_less(watched, futures) is not None else None
    if found is None:
        return MoreSaving(f"Saving more lowered the fee in none of {paths:,} pairs; that is no proof.", False)
    return _told(watched, _shrunk(aim, found))


def _earned(watched: Watched, path: Facts) -> list[Fraction]:
    """Return the fee earned to date after each period."""
    found = []
    for period, lines in enumerate(watched.settled(path)):
        program = watched.program_at(period)
        number = program.line_numbers[EARNED]
        found.append(Fraction(lines[number], program.denominator_of(program.lines[number])))
    return found


def _earns_less(watched: Watched, futures: Futures) -> int | None:
    """Return the first period after which the future that saves more has earned less."""
    less, more = (_earned(watched, path) for path in futures)
    return next((period for period, (a, b) in enumerate(zip(less, more, strict=True)) if b < a), None)


def _searched(aim: Aim, paths: int, seed: int) -> Futures | None:
    """Return two futures in which more saved earns less: a path at random, with more saved in one period of it."""
    chance = Random(seed)
    for _ in range(min(paths, SETTLEMENTS // len(aim.watched.scheduled))):
        path = drawn_path(aim, chance)
        period = chance.randrange(aim.settlements)
        earner = chance.choice(aim.earners(period))
        more = [row.copy() for row in path]
        saving = aim.saving(period, earner, path[period][earner.fact]) + chance.choice(aim.figures)
        more[period][earner.fact] = aim.outturn(period, earner, saving)
        futures = (path, more)
        if _saves_more(aim, futures) and _earns_less(aim.watched, futures) is not None:
            return futures
    return None


def _saves_more(aim: Aim, futures: Futures) -> bool:
    """Return whether the second future saves at least as much as the first in every period, all else alike."""
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


def _shrunk(aim: Aim, futures: Futures) -> Futures:
    """Return the shortest and roundest pair in which more saved still earns less."""
    for _ in range(4):
        before = futures
        for period in range(min(len(futures[0]), aim.settlements)):
            for tried in _simpler(aim, period, futures):
                if _saves_more(aim, tried) and _earns_less(aim.watched, tried) is not None:
                    futures = tried
        if futures == before:
            break
    last = _earns_less(aim.watched, futures)
    assert last is not None
    return futures[0][: last + 1], futures[1][: last + 1]


def _simpler(aim: Aim, period: int, futures: Futures) -> Iterator[Futures]:
    """Yield the pair with plainer figures in one period, the least plain first."""
    plain = aim.plain(period)
    for number in aim.others(period):
        yield _with(futures, period, number, (plain[number], plain[number]))
    for earner in aim.earners(period):
        one, other = (path[period][earner.fact] for path in futures)
        less, more = (aim.saving(period, earner, each) for each in (one, other))
        for step in reversed(STEPS):
            for mode in ("up", "down"):
                pair = [aim.outturn(period, earner, to_step(each, step, mode)) for each in (less, more)]
                if abs(less) >= step or abs(more) >= step:
                    yield _with(futures, period, earner.fact, (pair[0], pair[1]))
                    yield _with(futures, period, earner.fact, (one, pair[1]))
        yield _with(futures, period, earner.fact, (one, one))
        nothing = aim.outturn(period, earner, Fraction(0))
        yield _with(futures, period, earner.fact, (nothing, other))
        yield _with(futures, period, earner.fact, (nothing, nothing))


def _with(futures: Futures, period: int, number: int, values: tuple[int, int]) -> Futures:
    less, more = ([row.copy() for row in path] for path in futures)
    less[period][number], more[period][number] = values
    return less, more


def _told(watched: Watched, futures: Futures) -> MoreSaving | None:
    """Return the pair as two statements and a sentence; None where the contract would refuse to settle one."""
    try:
        less, more = (settled(watched, path) for path in futures)
    except InputError:
        return None
    told = [f"you {listed(list(savings(watched, each)))}, the fee to date is {_fee(each)}" for each in (less, more)]
    return MoreSaving(f"Saving more can lower the fee: if {told[0]}; but if {told[1]}.", True, less, more)


def _fee(statement: Statement) -> str:
    return pounds_text(statement.exact(EARNED), statement.header.currency)
