"""Settlements at random, within the declared ranges: what the balances look like between them."""

from random import Random

from riskreward.contract.assembly import Assembled
from riskreward.kernel.kinds import share
from riskreward.kernel.program import Fact
from riskreward.promises.proving.invariants import State
from riskreward.readers import exact

STATES = 400


def states(assembled: Assembled, seed: int = 0) -> list[State]:
    """Return distinct balances that the contract can have, those it starts with first."""
    program, chance = assembled.program, Random(seed)
    aims = [abs(each.whole) // each.denominator for each in program.operations if each.name == "constant"]
    start = tuple(balance.start for balance in program.balances)
    found = {start: None}
    for _ in range(STATES):
        balances = start
        for period, scheduled in zip(assembled.periods, assembled.scheduled, strict=True):
            facts = [
                value if value is not None else 0 if period.run_off else drawn(fact, aims, chance)
                for fact, value in zip(program.facts, scheduled, strict=True)
            ]
            balances = exact.run(program, [facts], balances).balances
            found[balances] = None
        if len(found) >= STATES:
            break
    return list(found)


def drawn(fact: Fact, aims: list[int], chance: Random) -> int:
    """Return a whole number in a fact's range: at a figure of the contract, or up to about twice the largest."""
    if fact.kind.is_truth:
        return chance.randint(0, 1)
    largest = fact.denominator if fact.kind == share else 2 * max(aims) * fact.denominator
    low, high = max(fact.low, min(0, fact.high)), max(fact.low, min(fact.high, largest))
    drawn = chance.choice(aims) * fact.denominator if chance.randrange(10) < 3 else chance.randint(low, high)
    return min(max(drawn, fact.low), fact.high)
