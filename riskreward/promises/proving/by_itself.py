"""Proves a promise of a program that stands by itself: it has no calendar, and each settlement is like any other."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from riskreward.kernel import Program
from riskreward.promises.promise import Promised
from riskreward.promises.proving.candidates import candidates, further_candidates
from riskreward.promises.proving.certificate import by_induction
from riskreward.promises.proving.decided import Decided
from riskreward.promises.proving.induction import Induction, Settlement
from riskreward.promises.proving.invariants import State
from riskreward.promises.proving.prover import Proof
from riskreward.promises.proving.samples import STATES, drawn, figures_of
from riskreward.promises.proving.solver import Sheet
from riskreward.promises.proving.translation import Translation
from riskreward.readers import exact

YEARS = 6


def proof_by_itself(program: Program, line: str, title: str, promise: Promised) -> Proof | None:
    """Return the proof that a line of a program is true at every settlement, or None where none was found."""
    sheet, balances = Sheet(), program.balances
    before, after = ([sheet.whole(f"{when} / {each.path}") for each in balances] for when in ("before", "after"))
    step = Translation(sheet, Decided(program, [(None,) * len(program.facts)]), before, "")
    goal = step.truth(line)
    carried = [term == step.closing(each) for term, each in zip(after, balances, strict=True)]
    settlement = Settlement(before, after, [*carried, *step.constraints])
    states = list(dict.fromkeys(_states(program)))
    money = [each for each in program.operations if each.name == "constant" and each.kind.is_money]
    figures = [Fraction(each.whole, each.denominator) for each in money]
    tiers = (lambda: candidates(figures, balances, states), lambda: further_candidates(balances, states))
    needed = Induction(sheet, settlement, tiers).prove(goal)
    if needed is None:
        return None
    told = tuple(each.text(balances) for each in needed)
    start = [term == each.start for term, each in zip(before, balances, strict=True)]
    stated = list(zip(needed, told, strict=True))
    return Proof(promise, told, True, by_induction(title, promise, settlement, start, stated, goal))


def _states(program: Program) -> Iterator[State]:
    """Yield balances that the program can have, those that it starts with first."""
    chance, aims = Random(0), figures_of(program)
    for _ in range(STATES // YEARS):
        balances = tuple(each.start for each in program.balances)
        yield balances
        for _ in range(YEARS):
            facts = [drawn(fact, aims, chance) for fact in program.facts]
            balances = exact.run(program, [facts], balances).balances
            yield balances
