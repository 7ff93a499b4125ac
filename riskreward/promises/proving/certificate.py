"""A certificate: a proof as a text of SMT-LIB, which any solver can check again without this library."""

from collections.abc import Iterator, Sequence
from typing import Any

from riskreward.promises.proving.induction import Induction, Proof
from riskreward.promises.proving.solver import solver


def certificate(induction: Induction, proof: Proof) -> str:
    """Return the text: every `check-sat` in it answers `unsat` where the proof is right.

    Amounts are whole numbers of the smallest parts: pence, unless a comment says otherwise. The first question is
    whether the invariants could fail before the first settlement, then whether one of them could fail after a
    settlement that they hold before, and the last whether the promise could be broken by one.
    """
    z3, balances = solver(), induction.program.balances
    before = [each.term(induction.before) for each in proof.invariants]
    start = [term == balance.start for term, balance in zip(induction.before, balances, strict=True)]
    kept = induction.kept[proof.promise.name]
    transition = [*induction.transition, *induction.assumed]
    lines = [
        f"; {induction.watched.agreement.title}".replace("\n", " "),
        f"; Promise: {proof.promise.name}. {proof.promise.sentence}",
        "; Every check-sat answers unsat where the promise holds at every settlement.",
        "; Invariants, in the smallest parts of each balance:",
        *(f";   {each.text(balances)}" for each in proof.invariants),
        "(set-logic ALL)",
        *_declared([*transition, *start, *before, kept]),
        *(line for each in proof.invariants for line in _question(
            f"Before the first settlement: {each.text(balances)}", [*start, z3.Not(each.term(induction.before))])),
        "; One settlement, from the balances before it to those after it",
        *(f"(assert {each.sexpr()})" for each in transition),
        "; The invariants before it",
        *(f"(assert {each.sexpr()})" for each in before),
    ]
    for each in proof.invariants:
        lines += _question(f"After it: {each.text(balances)}", [z3.Not(each.term(induction.after))])
    return "\n".join([*lines, *_question(f"It keeps the promise: {proof.promise.name}", [z3.Not(kept)]), ""])


def _question(comment: str, asserted: Sequence[Any]) -> list[str]:
    return [f"; {comment}", "(push 1)", *(f"(assert {each.sexpr()})" for each in asserted), "(check-sat)", "(pop 1)"]


def _declared(terms: Sequence[Any]) -> Iterator[str]:
    """Yield a declaration of every name that terms speak of, in the order of the names."""
    found: dict[str, str] = {}
    seen: set[int] = set()
    waiting = list(terms)
    while waiting:
        term = waiting.pop()
        if term.get_id() not in seen:
            seen.add(term.get_id())
            waiting += term.children()
            if term.num_args() == 0 and term.decl().kind() == solver().Z3_OP_UNINTERPRETED:
                found[term.sexpr()] = term.sort().sexpr()
    yield from (f"(declare-fun {name} () {sort})" for name, sort in sorted(found.items()))
