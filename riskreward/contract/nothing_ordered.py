"""What the council commits to over the whole term, and what it would owe if it ordered nothing at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.assembly import assemble
from riskreward.contract.holding import terms_by_period
from riskreward.contract.settling import settled_in_turn
from riskreward.contract.varying import in_force
from riskreward.improvements import Measure
from riskreward.kernel.program import Program
from riskreward.kernel.words import PATH

COMMITTED = "core volume / volume committed"
OWED = "core volume / compensation owed by the council"


@dataclass(frozen=True, slots=True)
class NothingOrdered:
    """The volume committed over the term, by its measure, and what is owed where none of it is ordered."""

    committed: tuple[tuple[Measure, Fraction], ...]
    owed: Fraction


def nothing_ordered(agreement: Agreement) -> NothingOrdered:
    """Return what is committed and owed, each period by the terms that hold in it, with nothing ordered in any.

    What is carried forward goes over to varied terms as the variation says.
    """
    terms = terms_by_period(agreement)
    _, lines = settled_in_turn(in_force(agreement), [_facts(each, number) for number, each in enumerate(terms)])
    committed: dict[str, tuple[Measure, Fraction]] = {}
    owed = Fraction(0)
    for each, wholes in zip(terms, lines, strict=True):
        if each.core_volume is None:
            continue
        program = assemble(each).program
        (measure,) = (one for one in each.measure if one.name == each.core_volume.measure)
        _, before = committed.get(measure.name, (measure, Fraction(0)))
        committed[measure.name] = measure, before + _line(program, wholes, COMMITTED)
        owed += _line(program, wholes, OWED)
    return NothingOrdered(tuple(committed.values()), owed)


def _facts(terms: Agreement, number: int) -> list[int]:
    """Return the facts of a period in which nothing is ordered; the others, which do not matter, as near to it."""
    ordered = "" if terms.core_volume is None else f"{terms.core_volume.measure}{PATH}outturn"
    assembled = assemble(terms)
    pairs = zip(assembled.program.facts, assembled.scheduled[number], strict=True)
    return [
        known if known is not None else 0 if fact.path == ordered else min(max(0, fact.low), fact.high)
        for fact, known in pairs
    ]


def _line(program: Program, wholes: Sequence[int], path: str) -> Fraction:
    number = program.line_numbers.get(path)
    return Fraction(0) if number is None else Fraction(wholes[number], program.denominator_of(program.lines[number]))
