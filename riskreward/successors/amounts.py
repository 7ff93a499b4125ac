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
from riskreward.kernel import in_running_shares, named, pounds, record, share_of
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.readers import exact
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


def split_terms(part: Terms) -> frozenset[str]:
    """Return the terms of a part that are such amounts; a step of the fee says so itself."""
    splits: frozenset[str] = getattr(part, "splits", frozenset())
    return SPLIT.get(type(part), splits)


def split_in_shares(amount: Decimal, shares: tuple[Fraction, ...]) -> list[Fraction]:
    """Return the parts of an amount by shares that add up to the whole, in their order.

    Each is the running part, rounded half up to the penny, less those before it, so that nothing is lost.
    """

    def rule() -> None:
        parts = in_running_shares([share_of(share) for share in shares], pounds(amount), MINOR_PLACES)
        for number, part in enumerate(parts):
            named(str(number), part)

    program = record(rule)
    (wholes,) = exact.run(program, [()]).lines
    return [Fraction(whole, program.denominator_of(line)) for line, whole in zip(program.lines, wholes, strict=True)]


def each_amount(value: Any, change: Callable[[Decimal], Any]) -> Any:
    """Return an amount, or a part, table or list of them, each changed; a share stays as it is."""
    if isinstance(value, Decimal):
        return change(value)
    if isinstance(value, Terms):
        return {name: each_amount(getattr(value, name), change) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {name: each_amount(each, change) for name, each in value.items()}
    if isinstance(value, tuple):
        return [each_amount(each, change) for each in value]
    return value
