"""What published contracts settle differently: asked for, with what each choice would pay on the user's own figures."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from riskreward.contract import Contract
from riskreward.figures import money_text, rounded
from riskreward.findings import InputError, Problem
from riskreward.improvements import Measure
from riskreward.refusals import described
from riskreward.terms import read_terms

if TYPE_CHECKING:
    from riskreward.settlement.settled import PeriodStatement

PAID = "paid to date, less what was given back"
UNSETTLED = "not settled"


class Supposing(NamedTuple):
    """What is supposed, in words, to show what each choice pays.

    Either a part of the baseline is saved in each settlement, below nothing for an overspend: the parts are taken in
    turn, and beside them those parts of what is guaranteed where `guaranteed_too`; `others` are the other columns of
    every settlement. Or `rows` are the settlements' columns, the last of them those of every later one too; they may
    depend on the contract.
    """

    words: str = "a saving of 5% of the baseline"
    saved: Sequence[Fraction] = (Fraction(1, 20),)
    guaranteed_too: bool = False
    guaranteed: Sequence[Fraction] = (Fraction(1),)
    others: Mapping[str, Any] = {}
    rows: Sequence[Mapping[str, Any]] | Callable[[Contract], Sequence[Mapping[str, Any]]] = ()


class Choice(NamedTuple):
    """A term that has no default: what was given for it, and the forms that published contracts have of it.

    `supposing` is what shows the difference, where it is not what shows it for the other choices. `told` and `line`
    are what is shown, in words and as the statement names it; without a line nothing is. Where other choices are
    missing too, each is shown with the first option of those.
    """

    term: str
    given: str | None
    options: Sequence[str]
    supposing: Supposing | None = None
    told: str = "what each would pay"
    line: str = PAID


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
    chosen = {each.term: each.given if each.given in each.options else each.options[0] for each in choices}
    problems = [*unclear]
    for each in choices:
        if each.given is None:
            problems.append(_missing(make, each, chosen, each.supposing or supposing))
        elif each.given not in each.options:
            mend = f"choose one of {', '.join(map(_quoted, each.options))}"
            problems.append(Problem(each.term, f"is {described(each.given)}, which is no form of it", mend))
    try:
        contract = read_terms(Contract, make(chosen))
    except InputError as refused:
        raise InputError([*problems, *refused.problems]) from None
    if problems:
        raise InputError(problems)
    return contract


def _missing(make: Make, choice: Choice, chosen: Mapping[str, Any], supposing: Supposing) -> Problem:
    paid = [_paid(make, {**chosen, choice.term: option}, supposing, choice.line) for option in choice.options]
    is_shown = all(paid) and set(paid) != {UNSETTLED}
    told = [
        _quoted(option) + (f" ({each})" if is_shown else "") for option, each in zip(choice.options, paid, strict=True)
    ]
    on = f"; {choice.told} on {supposing.words} stands beside it" if is_shown else ""
    return Problem(choice.term, f"is missing, and published contracts differ{on}", f"choose one of {', '.join(told)}")


def _quoted(option: str) -> str:
    return option if option.isdigit() else f'"{option}"'


def _paid(make: Make, chosen: Mapping[str, Any], supposing: Supposing, line: str) -> str:
    """Return what a line comes to in all under a choice, as text; nothing where its terms cannot be read."""
    if not line:
        return ""
    try:
        contract = read_terms(Contract, make(chosen))
    except InputError:
        return ""
    try:
        statement = contract.settle(supposed(contract, supposing))
    except InputError:
        return UNSETTLED
    return money_text(statement.exact(line), contract.currency).removesuffix(".00")


def supposed(contract: Contract, supposing: Supposing) -> list[dict[str, Any]]:
    """Return an outturn of what is supposed: the rows in turn, or savings of the measures that earn."""
    labels = [{"period": each.label} for each in contract.calendar.periods]
    if supposing.rows:
        given = supposing.rows(contract) if callable(supposing.rows) else supposing.rows
        return [{**label, **given[min(number, len(given) - 1)]} for number, label in enumerate(labels)]
    rows = [{**label, **supposing.others} for label in labels]
    for measure in contract.measure:
        for row in rows:
            row.setdefault(measure.name, 0)
    held = contract.settle(rows)
    for number, row in enumerate(rows):
        part = supposing.saved[number % len(supposing.saved)]
        for measure in contract.earning:
            baseline = held.periods[number].exact(f"{measure.name} / baseline")
            saved = baseline * part
            if supposing.guaranteed_too and measure is contract.earning[0]:
                of_it = supposing.guaranteed[number % len(supposing.guaranteed)]
                saved += of_it * _in_units(measure, held.periods[number], "guarantee / guaranteed")
            row[measure.name] = rounded(baseline + (saved if measure.better == "higher" else -saved), measure.places)
    return rows


def _in_units(measure: Measure, period: "PeriodStatement", line: str) -> Fraction:
    """Return an amount of money in the measure's unit, at its agreed price."""
    amount = period.exact(line)
    return amount if measure.price is None else amount / period.exact(f"{measure.name} / price")
