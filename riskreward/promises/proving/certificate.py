"""A certificate: a proof as a text of SMT-LIB, which any solver can check again without this library."""

from collections.abc import Sequence
from typing import Any

from riskreward.promises.promise import Promised
from riskreward.promises.proving.induction import Settlement
from riskreward.promises.proving.invariants import Invariant
from riskreward.promises.proving.solver import solver


def by_induction(
    title: str,
    promise: Promised,
    settlement: Settlement,
    start: Sequence[Any],
    invariants: Sequence[tuple[Invariant, str]],
    goal: Any,
) -> str:
    """Return the proof that holds for a term of any length; every `check-sat` in it answers `unsat`.

    The first questions are whether an invariant could fail before the first settlement, the next whether one could
    fail after a settlement before which they all hold, and the last whether such a settlement could break the promise.
    """
    z3 = solver()
    before = [each.term(settlement.before) for each, _ in invariants]
    lines = [
        *_heading(title, promise),
        "; Invariants:",
        *(f";   {_in_a_comment(text)}" for _, text in invariants),
        *_declared([*settlement.transition, *start, *before, goal]),
    ]
    for (_, text), term in zip(invariants, before, strict=True):
        lines += _question(f"Before the first settlement: {text}", [*start, z3.Not(term)])
    lines += ["; One settlement, from the balances before it to those after it", *_asserted(settlement.transition)]
    lines += ["; The invariants before it", *_asserted(before)]
    for each, text in invariants:
        lines += _question(f"After it: {text}", [z3.Not(each.term(settlement.after))])
    return "\n".join([*lines, *_question(f"It keeps the promise: {promise.name}", [z3.Not(goal)]), ""])


def over_the_term(title: str, promise: Promised, asked: Sequence[Any]) -> str:
    """Return the proof that holds for the contract's own term, every settlement of which stands in it."""
    lines = [*_heading(title, promise), *_declared(asked), *_question("A settlement breaks the promise", asked)]
    return "\n".join([*lines, ""])


def _heading(title: str, promise: Promised) -> list[str]:
    return [
        f"; {_in_a_comment(title)}",
        f"; Promise: {_in_a_comment(promise.name)}. {_in_a_comment(promise.sentence)}",
        "; Amounts are whole numbers of the smallest parts, such as pence. Every check-sat answers unsat where the",
        "; promise holds at every settlement.",
        "(set-logic ALL)",
    ]


def _in_a_comment(text: str) -> str:
    return " ".join(text.split())


def _question(comment: str, asserted: Sequence[Any]) -> list[str]:
    return [f"; {_in_a_comment(comment)}", "(push 1)", *_asserted(asserted), "(check-sat)", "(pop 1)"]


def _asserted(terms: Sequence[Any]) -> list[str]:
    return [f"(assert {each.sexpr()})" for each in terms]


def _declared(terms: Sequence[Any]) -> list[str]:
    """Return a declaration of every name that terms speak of, in the order of the names."""
    z3 = solver()
    found: dict[str, str] = {}
    seen: set[int] = set()
    waiting = list(terms)
    while waiting:
        term = waiting.pop()
        if term.get_id() not in seen:
            seen.add(term.get_id())
            waiting += term.children()
            if term.num_args() == 0 and term.decl().kind() == z3.Z3_OP_UNINTERPRETED:
                found[term.sexpr()] = term.sort().sexpr()
    return [f"(declare-fun {name} () {sort})" for name, sort in sorted(found.items())]
