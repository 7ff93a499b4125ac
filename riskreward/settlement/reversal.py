"""Reversal: what was counted as saved is overturned later, and the fee paid on it is returned."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from riskreward.calendar import Period
from riskreward.fees import Counted, FeeAmounts, Rounding
from riskreward.figures import LARGEST, read_money
from riskreward.improvements import Column, from_nought
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    carry,
    choose,
    fact,
    money,
    named,
    nothing,
    pounds,
    previous,
    ratio,
    round_to,
    scope,
    total,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode
from riskreward.kernel.words import PATH
from riskreward.schedule import Schedule

OVERTURNED = "a saving is overturned"
MOST = LARGEST // 1000
_PLACES = 6


class Returned(NamedTuple):
    """What is overturned in a settlement, and the fee returned for it, below nought."""

    overturned: Amount
    fee: Amount


def settled_apart(periods: Sequence[Period], counted: Counted) -> list[str]:
    """Return the labels under which a fee is earned by itself, but the last, after which nothing is settled."""
    labels = [period.year if counted == "each year" else period.label for period in periods]
    return [*dict.fromkeys(labels)][:-1]


_OVERTURNED_OF = f"settlement{PATH}overturned of "


def columns(periods: Sequence[Period], counted: Counted, currency: str) -> Iterator[Column]:
    """Yield a column of the outturn for each period or year whose saving may be overturned later."""

    def read(value: object) -> Fraction:
        if value is None or (isinstance(value, str) and not value.strip()):
            return Fraction(0)
        amount = Fraction(read_money(value, currency))
        return from_nought(amount, value, MOST, MINOR_PLACES, "write what was overturned, or leave it out")

    for label in settled_apart(periods, counted):
        yield Column(column_of(label), f"{_OVERTURNED_OF}{label}", read, may_be_blank=True)


def column_of(label: str) -> str:
    """Return the column of what was overturned of a period or year."""
    return f"overturned, {label}"


def overturns(column: Column) -> str | None:
    """Return the label of the period or year of which a column says what is overturned; None for any other column."""
    return column.fact.removeprefix(_OVERTURNED_OF) if column.fact.startswith(_OVERTURNED_OF) else None


def returned_of(fee: Amount, overturned: Amount, counted: Amount, rounding: Rounding) -> Amount:
    """What is overturned has back the fee that it earned: as much of it as of what was counted, and never more.

    Exact places are cut off first in the direction of the contract's rounding, so that this rounds once.
    """
    first: Mode = "up" if rounding.mode == "up" else "down"
    part = ratio(fee * overturned, counted, _PLACES, first, nothing)
    return at_most(rounding.of(at_least(part, nothing)), fee)


def record_returned(schedule: Schedule, amounts: FeeAmounts, rounding: Rounding, earned: Amount) -> Returned:
    """Return what is overturned in the settlement of what earlier ones counted, and the fee returned, line by line."""
    overturned, returned = [pounds(0)], [pounds(0)]
    with scope("", "settlement.clawback"):
        for label in settled_apart(schedule.term, amounts.each):
            now = schedule.truth(f"{label} is earned", [_earns(period, label) for period in schedule.periods])
            fee, base = previous(f"fee of {label}", pounds(0)), previous(f"counted of {label}", pounds(0))
            gone, given = (previous(f"{what} to date of {label}", pounds(0)) for what in ("overturned", "returned"))
            carry(f"fee of {label}", choose(now, earned, fee))
            carry(f"counted of {label}", choose(now, round_to(amounts.counted, MINOR_PLACES, rounding.mode), base))
            new = named(f"overturned of {label}", fact(f"overturned of {label}", money, MINOR_PLACES, (0, MOST)))
            to_date = gone + new
            due = returned_of(fee, to_date, base, rounding)
            named(f"left of what was counted of {label}", base - to_date)
            back = named(f"fee returned on what was overturned of {label}", given - due)
            carry(f"overturned to date of {label}", to_date)
            carry(f"returned to date of {label}", due)
            overturned.append(new)
            returned.append(back)
    return Returned(total(overturned), total(returned))


def _earns(period: Period, label: str) -> bool:
    return not period.run_off and (period.label == label or (period.year == label and period.last_of_year))
