"""Repair in kind: work that the provider does in place of cash for a shortfall, at a deemed value."""

from fractions import Fraction

from pydantic import Field, model_validator

from riskreward.figures import MoneyFromNought, read_number, shown
from riskreward.improvements.columns import Column, from_nought
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    carry,
    constant,
    fact,
    named,
    nothing,
    pounds,
    previous,
    quantity,
    round_to,
    scope,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode
from riskreward.kernel.words import PATH
from riskreward.terms import Terms, TermsError

REPAIR_IN_KIND = "repair in kind"
"""The column of an outturn that says how much was done."""

PLACES = 2
MOST = 10**6
TO_DATE = "repaired in kind to date"


class RepairInKind(Terms):
    """Work in place of cash: its unit, what a unit is deemed to be worth, and how much counts over the term.

    It counts only towards a shortfall that is due in the settlement it is reported in; what goes beyond is not carried.

    Source: US energy savings performance contracts, repair or reimburse.
    """

    unit: str = Field(min_length=1)
    deemed_value: MoneyFromNought
    at_most: MoneyFromNought | None = None

    @model_validator(mode="after")
    def _in_kind(self) -> "RepairInKind":
        if self.unit in {"£", "$", "€", "%", "money", "count"}:
            raise TermsError("unit", f"is {shown(self.unit)}, which is no work", 'write what it is counted in: "hours"')
        return self


def in_place_of_cash(deemed: Amount, due: Amount, left: Amount | None) -> Amount:
    """Work counts at its deemed value, up to what is due, and to what is left of the most that may count."""
    counted = at_most(deemed, due)
    return counted if left is None else at_most(counted, at_least(left, nothing))


def repaired_before() -> Amount:
    """Return what was repaired in kind before the period, at its deemed value."""
    return previous(TO_DATE, pounds(0))


def record_repair(terms: RepairInKind, due: Amount, before: Amount, mode: Mode) -> Amount:
    """Return what is repaired in kind of the shortfall that is due."""
    with scope("", "guarantee.repair_in_kind"):
        unit = quantity(terms.unit)
        done = named(REPAIR_IN_KIND, fact(REPAIR_IN_KIND, unit, PLACES, (0, MOST)))
        price = pounds(terms.deemed_value) / constant(1, unit)
        deemed = named("repair in kind at deemed value", round_to(done * price, MINOR_PLACES, mode))
        left = None if terms.at_most is None else pounds(terms.at_most) - before
        counted = named("repaired in kind", in_place_of_cash(deemed, due, left))
        named("repair in kind that does not count", deemed - counted)
        carry(TO_DATE, named(TO_DATE, before + counted))
        return counted


def repair_column() -> Column:
    """Return the column of the outturn that the repair is read from."""
    return Column(REPAIR_IN_KIND, f"guarantee{PATH}{REPAIR_IN_KIND}", read_repair)


def read_repair(value: object) -> Fraction:
    """Return how much was done. Raises FigureError for what is no quantity of nought or more."""
    return from_nought(read_number(value, "120"), value, MOST, PLACES, "write what was done, or 0")
