"""Known protections, tried where a promise is broken: which make it true, and what they cost the provider."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from riskreward.contract.agreement import Agreement
from riskreward.contract.contract import Contract
from riskreward.contract.settling import stated
from riskreward.contract.trying import EARNED
from riskreward.contract.varying import in_force
from riskreward.figures import rounded
from riskreward.findings import InputError
from riskreward.improvements import Outturn
from riskreward.promises.aiming import Aim
from riskreward.promises.promise import Promise
from riskreward.promises.proving import Proof, Prover, is_installed
from riskreward.promises.ranges import ranges
from riskreward.promises.search import search
from riskreward.promises.watching import Facts, Watched, watch
from riskreward.settlement.settled import Details

PATHS = 400
CLIENT_FIRST = "after the council has its guaranteed amount"
CLAWBACK = {"when": "the fee to date falls", "first_from": "the provider", "restores_cap": True}
FROM_RETENTION = CLAWBACK | {"first_from": "retention"}
RETENTION = {"share": "50%", "released": "at the end of the term"}


class Protection(NamedTuple):
    """A protection by name: the terms that it changes, by their places."""

    name: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mend:
    """A protection that makes a broken promise true: proved, or unbroken in a search.

    `costs` are what the provider earns less over the term in each outcome, by its name; `lines` is what to write, and
    `contract` the contract with it.
    """

    name: str
    state: Literal["proved", "searched"]
    costs: tuple[tuple[str, Decimal], ...]
    lines: str
    currency: str
    contract: Contract


def protections(terms: Agreement) -> Iterator[Protection]:
    """Yield the known protections that the contract does not have, the least change first."""
    cumulative = {"fee.counted": "to date"} if terms.fee.counted != "to date" else {}
    clawback = {"settlement.clawback": CLAWBACK} if terms.settlement.clawback is None else {}
    if terms.guarantee is not None and terms.fee.starts != CLIENT_FIRST:
        yield Protection("the council has its guaranteed amount first", {"fee.starts": CLIENT_FIRST})
    if terms.guarantee is not None and terms.fee.starts != "above the guarantee":
        yield Protection("the fee starts above the guarantee", {"fee.starts": "above the guarantee"})
    if cumulative:
        yield Protection("losses are carried forward: everything to date counts together", cumulative)
    if clawback:
        yield Protection("a clawback that restores room under the cap", cumulative | clawback)
    elif terms.settlement.clawback is not None and not terms.settlement.clawback.restores_cap:
        yield Protection("a clawback that restores room under the cap", {"settlement.clawback.restores_cap": True})
    if terms.settlement.retention is None:
        yield Protection(
            "half is retained to the end of the term, and clawed back from",
            cumulative | {"settlement.retention": RETENTION, "settlement.clawback": FROM_RETENTION},
        )
    if terms.council_costs == "shown":
        yield Protection("the council's own costs come off the saving", {"council_costs": "taken off the saving"})
        yield Protection(
            "the council's own costs come off the saving, and a clawback",
            {"council_costs": "taken off the saving"} | cumulative | clawback,
        )
    if terms.settlement.advance is not None:
        yield Protection("no advance", {"settlement.advance": None})
    if terms.settlement.interim is not None:
        yield Protection("nothing on account", {"settlement.interim": None})


def mends(contract: Contract, promise: Promise, case: Facts) -> tuple[Mend, ...]:
    """Return the protections that make a broken promise true, each with what it costs the provider."""
    if contract.variation:
        return ()
    found = []
    for protection in protections(contract):
        mended = _with(contract, protection)
        state = None if mended is None else _state(mended, promise)
        if mended is not None and state is not None:
            costs = tuple(_costs(contract, mended, case))
            found.append(Mend(protection.name, state, costs, _lines(protection.changes), contract.currency, mended))
    return tuple(found)


def _with(contract: Contract, protection: Protection) -> Contract | None:
    """Return the contract with a protection, or None where it does not go with the other terms."""
    try:
        return contract.replace(**protection.changes)
    except InputError:
        return None


def _state(mended: Contract, promise: Promise) -> Literal["proved", "searched"] | None:
    if promise.why_not(mended):
        return None
    watched = watch(mended, (promise,))
    if promise.name in search(watched, PATHS).broken:
        return None
    if is_installed():
        return "proved" if isinstance(Prover(watched).prove(promise), Proof) else None
    return "searched"


def _costs(contract: Contract, mended: Contract, case: Facts) -> Iterator[tuple[str, Decimal]]:
    """Yield what the provider earns less in a low, a likely and a high outcome, and in the case that broke it."""
    first, second = watch(contract, ()), watch(mended, ())
    for name, facts in (*_outcomes(first), ("in this case", case)):
        before, after = _fee(contract, facts), _fee(mended, first.facts_as(facts, second))
        if before is not None and after is not None:
            yield name, rounded(before - after, 2)


def _outcomes(watched: Watched) -> Iterator[tuple[str, list[list[int]]]]:
    """Yield a low, a likely and a high outcome: 2%, 10% and 20% of the baseline saved in every period."""
    aim = Aim(watched, ranges(watched))
    for name, part in (("low", 2), ("likely", 10), ("high", 20)):
        facts = []
        for period in range(len(watched.scheduled)):
            row = aim.plain(period)
            for earner in aim.earners(period) if period < aim.settlements else ():
                row[earner.fact] = aim.outturn(period, earner, abs(aim.baseline(period, earner)) * Fraction(part, 100))
            facts.append(row)
        yield name, facts


def _fee(contract: Contract, facts: Facts) -> Fraction | None:
    try:
        statement = stated(
            in_force(contract), Outturn(()), facts, [Details()] * len(facts), lambda _: (), supposed=True
        )
    except InputError:
        return None
    return statement.exact(EARNED)


def _lines(changes: Mapping[str, Any]) -> str:
    """Return changed terms as lines of a contract file."""
    return "; ".join(
        f"{place} = {_toml(value)}" if value is not None else f"leave {place} out" for place, value in changes.items()
    )


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(each)}" for name, each in value.items()) + " }"
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
