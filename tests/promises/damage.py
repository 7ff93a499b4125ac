"""Contracts damaged on purpose: a protection removed, a sign flipped, a cap misplaced; none may be proved that breaks.

`python -m tests.promises.damage` damages 240 and prints what was found; the tests damage fewer.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any, NamedTuple

from riskreward import Contract, InputError
from riskreward.contract.assembly import Assembled
from riskreward.kernel.program import Operation, Program
from riskreward.promises import Promise, Watched, promises, watch
from riskreward.promises.aiming import Aim
from riskreward.promises.proving import Proof, Prover
from riskreward.promises.ranges import ranges
from riskreward.promises.search import drawn_path, search
from riskreward.promises.sentences import PAID
from riskreward.promises.watching import Facts
from tests.promises.contracts import gain_share, of_the_catalogue, plain

CAP = {"rule": "cap", "amount": 100_000, "over": "term"}
FIXED = {"rule": "target fee", "amount": 5_000, "over": "year"}
ON_ACCOUNT: dict[str, Any] = {
    "settled": "quarterly",
    "measure[0].baseline.spread": "evenly over the months",
    "fee.counted": "each year",
    "settlement.clawback": None,
    "settlement.interim": {"share": "80%", "overpaid": "provider repays"},
}
OF_THE_YEAR: dict[str, Any] = {
    "settled": "quarterly",
    "measure[0].baseline.spread": "evenly over the months",
    "fee.step[1]": {"rule": "cap", "amount": 20_000, "over": "year"},
}
ADVANCE = {"amount": 20_000, "paid": "at the start", "recovered": "50%", "at_the_end": "written off"}
FLIPPED = {
    "add": "subtract",
    "subtract": "add",
    "larger": "smaller",
    "smaller": "larger",
}
SEARCHED = 400


class Damaged(NamedTuple):
    """A damaged contract, what was done to it, and the promises that the undamaged one kept."""

    what: str
    watched: Watched
    kept: frozenset[str]


def sound_contracts() -> Iterator[Contract]:
    """Yield contracts most of whose promises are proved."""
    yield plain()
    yield plain(**{"fee.step[1]": CAP})
    yield plain(**{"settlement.retention": {"share": "20%", "released": "at the end of the term"}})
    yield plain(council_costs="taken off the saving")
    yield plain(**{"fee.step[0]": {"rule": "bands", "bands": [{"up_to": 50_000, "share": "40%"}, {"share": "10%"}]}})
    yield gain_share(cap="£40,000", retention="20%", clawback=True)
    yield gain_share(clawback=True, fee_starts="first pound")
    yield plain(**ON_ACCOUNT)
    yield plain(**OF_THE_YEAR)
    yield from (contract for name, contract in of_the_catalogue() if name in {"recovery audit", "guaranteed savings"})


def _terms(**changes: Any) -> Callable[[Contract], Contract]:
    return lambda contract: contract.replace(**{name.replace("__", "."): each for name, each in changes.items()})


def _misplaced(contract: Contract) -> Contract:
    """Return the contract with a fixed sum after its last step, which a cap before it does not limit."""
    return contract.replace(**{f"fee.step[{len(contract.fee.step)}]": FIXED | {"name": "a fixed sum"}})


def _flipped(program: Program, place: int) -> Program:
    operation = program.operations[place]
    changed: Operation = replace(operation, name=FLIPPED[operation.name])
    return replace(program, operations=(*program.operations[:place], changed, *program.operations[place + 1 :]))


TERMS: dict[str, Callable[[Contract], Contract]] = {
    "no clawback": _terms(settlement__clawback=None),
    "each year alone, no clawback": _terms(settlement__clawback=None, fee__counted="each year"),
    "each period alone, no clawback": _terms(settlement__clawback=None, fee__counted="each period"),
    "an advance written off": _terms(settlement__advance=ADVANCE),
    "costs shown, not taken off": _terms(council_costs="shown"),
    "a fixed sum after the cap": _misplaced,
}


def asked(contract: Contract) -> tuple[Promise, ...]:
    """Return the promises that apply to a contract."""
    return tuple(each for each in promises(contract) if not each.why_not(contract))


def proved(watched: Watched) -> frozenset[str]:
    """Return the names of the promises of a contract that are proved."""
    prover = Prover(watched)
    return frozenset(each.name for each in watched.promises if isinstance(prover.prove(each), Proof))


def damaged(seed: int) -> Iterator[Damaged]:
    """Yield damaged contracts without end: terms damaged and signs flipped, each so that it may pay more."""
    chance = Random(seed)
    contracts = [(each, watch(each, asked(each))) for each in sound_contracts()]
    kept = [proved(watched) for _, watched in contracts]
    while True:
        number = chance.randrange(len(contracts))
        contract, watched = contracts[number]
        found = _with_a_sign_flipped(watched, kept[number], chance)
        if chance.random() < 0.5:
            name = chance.choice(sorted(TERMS))
            try:
                changed = TERMS[name](contract)
            except InputError:
                continue
            found = Damaged(f"{name}: {contract.title}", watch(changed, asked(changed)), kept[number])
        if may_pay_more(watched, found.watched):
            yield found


def may_pay_more(before: Watched, after: Watched) -> bool:
    """Return whether a damaged contract pays more than it did on any of a few paths."""
    aim, chance = Aim(before, ranges(before)), Random(0)
    for _ in range(60):
        facts = drawn_path(aim, chance)
        paid = [_paid(watched, before.facts_as(facts, watched)) for watched in (before, after)]
        if any(now > then for then, now in zip(*paid, strict=False)):
            return True
    return False


def _paid(watched: Watched, facts: Facts) -> list[int]:
    number = watched.assembled.program.line_numbers[PAID]
    return [lines[number] for lines in watched.settled(facts)]


def _with_a_sign_flipped(watched: Watched, kept: frozenset[str], chance: Random) -> Damaged:
    """Return a contract of whose program one operation beneath the payment, and no promise's sum, is flipped."""
    assembled = watched.assembled
    program = assembled.program
    paid = program.lines[program.line_numbers[PAID]].operation
    raw = _beneath(program, [program.balances[n].closing for n in _own_sums(program)])
    beneath = sorted(_beneath(program, [paid]) - raw)
    places = [place for place in beneath if program.operations[place].name in FLIPPED]
    place = chance.choice(places)
    changed = Assembled(_flipped(program, place), assembled.periods, assembled.scheduled)
    terms = watched.agreement.changed()
    terms.once("assembled", lambda: changed)
    stages = (watched.stages[0]._replace(terms=terms),)
    what = f"{program.operations[place].name} {place} flipped: {watched.agreement.title}"
    return Damaged(what, Watched(watched.agreement, watched.promises, stages), kept)


def _own_sums(program: Program) -> list[int]:
    return [number for number, each in enumerate(program.balances) if each.path.startswith("promise / ")]


def _beneath(program: Program, places: list[int]) -> set[int]:
    found: set[int] = set()
    waiting = list(places)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += program.operations[place].inputs
    return found


class Found(NamedTuple):
    """What was found of damaged contracts: those proved although they break, and how many were noticed."""

    unsound: list[str]
    noticed: int
    unnoticed: list[str]
    verdicts: Counter[str]


def look(count: int, seed: int = 0) -> Found:
    """Return what is found of so many damaged contracts."""
    unsound: list[str] = []
    unnoticed: list[str] = []
    verdicts: Counter[str] = Counter()
    for number, each in enumerate(damaged(seed)):
        if number == count:
            break
        names = proved(each.watched)
        broken = set(search(each.watched, SEARCHED, seed=number).broken)
        unsound += [f"{each.what}: {name}" for name in sorted(names & broken)]
        verdicts.update(
            "proved" if each.name in names else "broken" if each.name in broken else "undecided"
            for each in each.watched.promises
        )
        if each.kept <= names - broken:
            unnoticed.append(each.what)
    return Found(unsound, count - len(unnoticed), unnoticed, verdicts)


if __name__ == "__main__":
    found = look(240)
    print(f"240 damaged contracts: {found.noticed} noticed, {len(found.unsound)} proved although they break")
    print(dict(found.verdicts))
    for each in found.unnoticed:
        print("not noticed:", each)
    sys.exit(bool(found.unsound) or found.noticed < 216)
