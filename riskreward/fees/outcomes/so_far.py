"""What a measure comes to over one settlement, the year so far or the term so far, and what is paid for it once."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from riskreward.fees.step import Around, Seen
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.kernel import (
    Amount,
    at_least,
    carry,
    choose,
    constant,
    money,
    nothing,
    pounds,
    previous,
    round_to,
    share,
)
from riskreward.kernel.kinds import MINOR_PLACES

Over = Literal["period", "year", "term"]
"""What is added up: one settlement's figure alone, those of the year so far, or those of the term so far."""

PLACES = MINOR_PLACES
"""Every measure that adds up is read to two decimal places."""


def measured_before(measured: Amount, over: Over, seen: Seen) -> Amount:
    """Return what earlier settlements of the year or the term measured, and carry it on with this one's.

    A share does not add up: each settlement's figure stands for itself, and nothing came before.
    """
    none = constant(0, measured.kind)
    if over == "period" or measured.kind == share:
        return none
    before = previous("measured before", none, PLACES)
    if over == "year":
        before = choose(seen.schedule.first_of_year, nothing, before)
    carry("measured before", before + measured)
    return before


def paid_once(due: Amount, over: Over, seen: Seen) -> Amount:
    """Return what is due beyond what was paid for the year or the term before, in whole pence; none is taken back."""
    due = round_to(due, MINOR_PLACES, seen.rounding.mode)
    if over == "period":
        return due
    before = previous("paid before", pounds(0))
    if over == "year":
        before = choose(seen.schedule.first_of_year, nothing, before)
    payment = at_least(due - before, nothing)
    carry("paid before", before + payment)
    return payment


def unit_problems(
    where: str, name: str, figures: Mapping[str, Decimal | Fraction], around: Around, in_money: bool = False
) -> Iterator[Problem]:
    """Yield why a measure cannot be counted by the unit, or which figures are not in its unit."""
    measure = around.measures.get(name)
    if measure is None:
        return
    if measure.kind == share:
        what = f"is {shown(name)}, which is in % and does not add up to a volume"
        yield Problem(f"{where}.measure", what, "name a measure in a unit of its own")
        return
    if measure.kind == money and not in_money:
        what = f"is {shown(name)}, which is money and has no unit to be paid for"
        yield Problem(f"{where}.measure", what, "name a measure in a unit of its own, or write a share of it")
    for term, figure in figures.items():
        misfit = measure.misfit(figure, measure.name)
        if misfit is not None:
            yield Problem(f"{where}.{term}", *misfit)
