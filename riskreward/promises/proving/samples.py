"""Settlements at random, within the declared ranges: what the balances look like between them."""

from collections.abc import Iterator
from random import Random

from riskreward.contract.assembly import Assembled
from riskreward.kernel.kinds import share
from riskreward.kernel.program import Fact, Program
from riskreward.promises.aiming import Aim
from riskreward.promises.proving.coming import Coming
from riskreward.promises.proving.invariants import State
from riskreward.promises.ranges import ranges
from riskreward.promises.search import drawn_path
from riskreward.promises.watching import Watched
from riskreward.readers import exact

STATES = 400


def states(watched: Watched, coming: Coming, seed: int = 0) -> list[State]:
    """Return distinct balances that the contract can have, and what is coming; those it starts with first.

    Every other path is one of a search, in which most settlements earn something; the rest are anything at all.
    """
    program, chance = watched.assembled.program, Random(seed)
    aim, aims = Aim(watched, ranges(watched)), figures_of(program)
    start = tuple(balance.start for balance in program.balances)
    found = {start + coming.start: None}
    for number in range(STATES):
        balances = start
        path = drawn_path(aim, chance) if number % 2 == 0 else _any_path(watched.assembled, aims, chance)
        for period, facts in enumerate(path):
            balances = exact.run(program, [facts], balances).balances
            found[balances + coming.after(period)] = None
        if len(found) >= STATES:
            break
    return list(found)


def figures_of(program: Program) -> list[int]:
    """Return the figures of a contract, at which facts are drawn."""
    return [abs(each.whole) // each.denominator for each in program.operations if each.name == "constant"]


def _any_path(assembled: Assembled, aims: list[int], chance: Random) -> Iterator[list[int]]:
    for period, scheduled in zip(assembled.periods, assembled.scheduled, strict=True):
        known = zip(assembled.program.facts, scheduled, strict=True)
        yield [
            value if value is not None else 0 if period.run_off else drawn(fact, aims, chance) for fact, value in known
        ]


def drawn(fact: Fact, aims: list[int], chance: Random) -> int:
    """Return a whole number in a fact's range: at a figure of the contract, or up to about twice the largest."""
    if fact.kind.is_truth:
        return chance.randint(0, 1)
    largest = fact.denominator if fact.kind == share else 2 * max(aims) * fact.denominator
    low, high = max(fact.low, min(0, fact.high)), max(fact.low, min(fact.high, largest))
    drawn = chance.choice(aims) * fact.denominator if chance.randrange(10) < 3 else chance.randint(low, high)
    return min(max(drawn, fact.low), fact.high)
