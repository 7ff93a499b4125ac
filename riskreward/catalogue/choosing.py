"""What published contracts settle differently: asked for, with what each choice would pay on the user's own figures."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from riskreward.contract import Contract
from riskreward.figures import money_text, rounded
from riskreward.findings import InputError, Problem
from riskreward.settlement import Statement
from riskreward.terms import read_terms

PAID = "paid to date, less what was given back"


class Supposing(NamedTuple):
    """What is supposed, in words, to show what each choice pays: a part of the baseline saved in each settlement.

    The parts are taken in turn, below nothing for an overspend. What is guaranteed is saved beside them where
    `guaranteed_too`. `others` are the other columns of every settlement.
    """

    words: str = "a saving of 5% of the baseline"
    saved: Sequence[Fraction] = (Fraction(1, 20),)
    guaranteed_too: bool = False
    others: Mapping[str, Any] = {}


class Choice(NamedTuple):
    """A term that has no default: what was given for it, and the forms that published contracts have of it.

    `supposing` is what shows the difference, where it is not what shows it for the other choices.
    """

    term: str
    given: str | None
    options: Sequence[str]
    supposing: Supposing | None = None


A_SAVING = Supposing()

Make = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Returns a contract's terms, once every choice is made."""


def agreed(
    make: Make, choices: Sequence[Choice], supposing: Supposing = A_SAVING, unclear: Iterable[Problem] = ()
) -> Contract:
    """Return the contract of those terms.

    Raises InputError with every problem: what is unclear, each choice that is missing with what its options pay, and
    what is wrong with the terms.
    """
    chosen = {each.term: each.given if each.given is not None else each.options[0] for each in choices}
    problems = [*unclear]
    problems += [_missing(make, each, chosen, each.supposing or supposing) for each in choices if each.given is None]
    try:
        contract = read_terms(Contract, make(chosen))
    except InputError as refused:
        raise InputError([*problems, *refused.problems]) from None
    if problems:
        raise InputError(problems)
    return contract


def _missing(make: Make, choice: Choice, chosen: Mapping[str, Any], supposing: Supposing) -> Problem:
    paid = [_paid(make, {**chosen, choice.term: option}, supposing) for option in choice.options]
    told = [f'"{option}"' + (f" ({each})" if each else "") for option, each in zip(choice.options, paid, strict=True)]
    on = f"; what each would pay on {supposing.words} stands beside it" if all(paid) else ""
    return Problem(choice.term, f"is missing, and published contracts differ{on}", f"choose one of {', '.join(told)}")


def _paid(make: Make, chosen: Mapping[str, Any], supposing: Supposing) -> str:
    """Return what is paid in all under a choice, as text; nothing where the terms do not settle it."""
    try:
        contract = read_terms(Contract, make(chosen))
        statement = contract.settle(supposed(contract, supposing))
    except InputError:
        return ""
    return money_text(statement.exact(PAID), contract.currency).removesuffix(".00")


def supposed(contract: Contract, supposing: Supposing) -> list[dict[str, Any]]:
    """Return an outturn in which the measures that earn save those parts of their baselines."""
    rows = [{"period": each.label, **supposing.others} for each in contract.calendar.periods]
    for measure in contract.measure:
        for row in rows:
            row.setdefault(measure.name, 0)
    held: Statement = contract.settle(rows)
    for number, row in enumerate(rows):
        part = supposing.saved[number % len(supposing.saved)]
        for measure in contract.earning:
            baseline = held.periods[number].exact(f"{measure.name} / baseline")
            saved = baseline * part
            if supposing.guaranteed_too and measure is contract.earning[0]:
                saved += held.periods[number].exact("guarantee / guaranteed")
            row[measure.name] = rounded(baseline + (saved if measure.better == "higher" else -saved), measure.places)
    return rows
