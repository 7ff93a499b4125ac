"""A cap over several lots: how much of what they gain together is within it, year by year; the rule and its program."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from riskreward.figures import LARGEST
from riskreward.kernel import Amount, Program, at_least, at_most, carry, fact, money, named, nothing, pounds, previous
from riskreward.kernel import record as recorded
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.readers import exact

Over = Literal["year", "term"]

OVER: dict[Over, str] = {"year": "each contract year", "term": "the term"}
"""What a cap is over, in words."""

WITHIN = "within the cap"


class Cap(NamedTuple):
    """An amount that lots have together, over each year or over the term.

    Where they are `netted`, what one lot's fee falls by makes room for the others.
    """

    amount: Fraction
    over: Over
    netted: bool

    def record(self) -> Amount:
        """Record a year: what all lots that gained have gained, what the others give back, and what is within."""
        gained, given_back = gained_and_given_back()
        netted = given_back if self.netted else pounds(0)
        used = previous("used", pounds(0)) if self.over == "term" else pounds(0)
        kept = named(WITHIN, within_cap(gained, netted, pounds(self.amount), used))
        if self.over == "term":
            carry("used", used + kept - netted)
        return kept


def gained_and_given_back() -> tuple[Amount, Amount]:
    """Return the facts of a year: what the lots whose fees rose gained, and what the others' fell by."""
    gained, given_back = (fact(name, money, MINOR_PLACES, (0, LARGEST)) for name in ("gained", "given back"))
    return gained, given_back


def within_cap(gained: Amount, given_back: Amount, limit: Amount, used: Amount) -> Amount:
    """What is gained counts up to the room that is left; what is given back makes room again."""
    return at_most(gained, at_least(limit - used + given_back, nothing))


@lru_cache(maxsize=64)
def program(cap: Cap) -> Program:
    """Return the program of a cap; its facts of a year are what was gained, and what was given back."""
    return recorded(cap.record)


def within_each_year(cap: Cap, gained: Sequence[Fraction], given_back: Sequence[Fraction]) -> list[Fraction]:
    """Return what is within a cap in each year."""
    years = [(_pence(one), _pence(other)) for one, other in zip(gained, given_back, strict=True)]
    return [Fraction(lines[0], 10**MINOR_PLACES) for lines in exact.run(program(cap), years).lines]


def _pence(amount: Fraction) -> int:
    return int(amount * 10**MINOR_PLACES)
