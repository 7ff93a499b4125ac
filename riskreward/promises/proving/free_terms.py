"""Terms left free: where a term stands in a program, found by recording the contract at several of its values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from riskreward.kernel import Program

SHARE_PARTS = 1_000_003
PENCE = 100
TRIED = (433, 509, 577)
"""Thousandths of the way from the lowest to the highest value; the values tried are primes, so that nothing cancels."""


class FreeTerm(NamedTuple):
    """A term of a contract by its name, and the lowest and highest figure that it may have.

    Terms that are left free together have each a `number`, so that no two are tried at one value.
    """

    name: str
    low: Fraction
    high: Fraction
    is_money: bool
    number: int = 0

    @property
    def parts(self) -> int:
        """How many parts of one its values are counted in: pence, or parts of a share."""
        return PENCE if self.is_money else SHARE_PARTS

    @property
    def tried(self) -> list[Fraction]:
        """Values within the range at which the contract is recorded."""
        low, high = (end * self.parts for end in (self.low, self.high))
        apart = 1_000 * self.number
        return [Fraction(_prime_from(apart + int(low + (high - low) * part / 1000)), self.parts) for part in TRIED]


@dataclass(frozen=True, slots=True)
class FreeConstant:
    """A constant that moves with a free term: `at_nought` and so much `for_each` part of the term."""

    term: FreeTerm
    at_nought: int
    for_each: int

    @property
    def between(self) -> tuple[Fraction, Fraction]:
        """The ends of what the constant may be, in its own parts."""
        low, high = (self.at_nought + self.for_each * end * self.term.parts for end in (self.term.low, self.term.high))
        return min(low, high), max(low, high)


def free_constants(record: Callable[[Fraction], Program], term: FreeTerm) -> dict[int, FreeConstant] | None:
    """Return the constants of a program that move with a term, by their place; None where it shapes more than that."""
    values = term.tried
    programs = [record(value) for value in values]
    shapes = [_shape(program) for program in programs]
    if any(shape != shapes[0] for shape in shapes):
        return None
    found: dict[int, FreeConstant] = {}
    counts = [value * term.parts for value in values]
    for place, operations in enumerate(zip(*(program.operations for program in programs), strict=True)):
        wholes = [operation.whole for operation in operations]
        if len(set(wholes)) == 1:
            continue
        line = _line(counts, wholes)
        if operations[0].name != "constant" or line is None:
            return None
        found[place] = FreeConstant(term, *line)
    return found


def _shape(program: Program) -> list[tuple[object, ...]]:
    """Return all of a program but the figures of its constants."""
    return [
        (
            each.name,
            each.kind,
            each.denominator,
            each.inputs,
            each.mode,
            None if each.name == "constant" else each.whole,
        )
        for each in program.operations
    ]


def _line(counts: Sequence[Fraction], wholes: Sequence[int]) -> tuple[int, int] | None:
    """Return the whole numbers of the straight line through these points, None where there is none."""
    slope = (wholes[1] - wholes[0]) / (counts[1] - counts[0])
    start = wholes[0] - slope * counts[0]
    straight = all(start + slope * count == whole for count, whole in zip(counts, wholes, strict=True))
    if not straight or slope.denominator != 1 or start.denominator != 1:
        return None
    return int(start), int(slope)


def _prime_from(number: int) -> int:
    """Return the first prime at or above a number, and above what denominators of terms are made of."""
    found = max(number, 101) | 1
    while any(found % divisor == 0 for divisor in range(3, int(found**0.5) + 1, 2)):
        found += 2
    return found
