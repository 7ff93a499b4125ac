"""The amounts of a contract that a reorganisation splits or adds up; every other term goes over as it is."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from riskreward.baselines import Adjustment, Fixed, Historic, Indexed, Trended
from riskreward.baselines.history import OneOff
from riskreward.guarantees import Guarantee
from riskreward.guarantees.bank import Bank
from riskreward.guarantees.cost_cover import CostCover
from riskreward.guarantees.repair import RepairInKind
from riskreward.guarantees.security import Security
from riskreward.improvements import Measure
from riskreward.kernel.rounding import to_step
from riskreward.terms import Terms

SPLIT: dict[type[Terms], frozenset[str]] = {
    Fixed: frozenset({"amount", "history"}),
    Indexed: frozenset({"amount", "history"}),
    Historic: frozenset({"years", "history"}),
    Trended: frozenset({"amount", "history"}),
    OneOff: frozenset({"amount"}),
    Adjustment: frozenset({"amount"}),
    Measure: frozenset({"target"}),
    Guarantee: frozenset({"amount", "estimate"}),
    Bank: frozenset({"at_most"}),
    CostCover: frozenset({"project_cost"}),
    RepairInKind: frozenset({"at_most"}),
    Security: frozenset({"amount"}),
}
"""The terms, by the part they belong to, that are amounts of money for the whole of an authority."""


def split_terms(part: type[Terms]) -> frozenset[str]:
    """Return the terms of a part that are such amounts; a step of the fee says so itself."""
    splits: frozenset[str] = getattr(part, "splits", frozenset())
    return SPLIT.get(part, splits)


PENNY = Fraction(1, 100)


def in_running_shares(amount: Decimal, shares: tuple[Fraction, ...]) -> list[Fraction]:
    """Return the parts of an amount by shares that add up to the whole: what is due up to each, less what came before.

    Each running part is rounded half up to the penny, in the order of the shares, so that nothing is lost.
    """
    parts, before, running = [], Fraction(0), Fraction(0)
    for share in shares:
        running += share
        up_to = to_step(running * Fraction(amount), PENNY, "half up")
        parts.append(up_to - before)
        before = up_to
    return parts


def each_amount(value: Any, change: Callable[[Decimal], Any]) -> Any:
    """Return an amount, or a table or list of them, with each one changed; a share of something stays as it is."""
    if isinstance(value, Decimal):
        return change(value)
    if isinstance(value, Mapping):
        return {name: each_amount(each, change) for name, each in value.items()}
    if isinstance(value, tuple):
        return [each_amount(each, change) for each in value]
    return value
