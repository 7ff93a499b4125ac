"""The tracks of the Medicare Shared Savings Program as terms of the catalogue's contract, and its minimum rates."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from riskreward import Contract
from riskreward.catalogue.shared_savings import LESS_QUALITY, shared_savings

_ROWS = (
    (500, 999, "12.2%", "8.7%"),
    (1_000, 2_999, "8.7%", "5.0%"),
    (3_000, 4_999, "5.0%", "3.9%"),
    (5_000, 5_999, "3.9%", "3.6%"),
    (6_000, 6_999, "3.6%", "3.4%"),
    (7_000, 7_999, "3.4%", "3.2%"),
    (8_000, 8_999, "3.2%", "3.1%"),
    (9_000, 9_999, "3.1%", "3.0%"),
    (10_000, 14_999, "3.0%", "2.7%"),
    (15_000, 19_999, "2.7%", "2.5%"),
    (20_000, 49_999, "2.5%", "2.2%"),
    (50_000, 59_999, "2.2%", "2.0%"),
)
MINIMUM_RATES: list[dict[str, Any]] = [
    *(
        {"at_least": low, "up_to": high, "share": at_low, "share_at_end": at_high}
        for low, high, at_low, at_high in _ROWS
    ),
    {"at_least": 60_000, "share": "2.0%"},
]
"""42 CFR 425.604(b): the minimum savings rate, on a straight line between the ends of each row."""

ONE_SIDED = ("T1", "BA", "BB")
LIMITS = {"T2": "15%", "T3": "20%", "EN": "20%"}
FLAT_LOSSES = ("T1+", "BC", "BD", "BE")
MOST_OF_A_LOSS = {"T2": "60%", "T3": "75%", "EN": "75%"}


def track(
    name: str,
    benchmark: Any,
    share: Any,
    minimum: Any,
    *,
    times_quality: bool = False,
    loss_share: Any = None,
    **more: Any,
) -> Contract:
    """Return the contract of a track in 2020: everything is shared once the minimum is met, on either side.

    Without a minimum a one-sided track has the one of its size.
    """
    terms: dict[str, Any] = {
        "benchmark": benchmark,
        "share": share,
        "times_quality": times_quality,
        "minimum_rate": MINIMUM_RATES if name in ONE_SIDED and minimum is None else minimum,
        "counts": "everything counts",
        "deduction": "2%",
        "limit": LIMITS.get(name, "10%"),
        "starts": "2020-01-01",
    }
    if name not in ONE_SIDED:
        terms["loss_share"] = loss_share or ("30%" if name in FLAT_LOSSES else LESS_QUALITY)
        terms |= {"loss_minimum_rate": minimum, "loss_counts": "everything counts", "loss_adjustment": True}
        if terms["loss_share"] == LESS_QUALITY:
            terms |= {"loss_share_at_least": "40%", "loss_share_at_most": MOST_OF_A_LOSS[name]}
    return shared_savings(**{**terms, **more})


def earned(contract: Contract, spend: Any, others: Mapping[str, Any]) -> Fraction:
    """Return what a year earns, below nothing what the provider owes; `others` has what the contract may measure."""
    columns = {column.name for column in contract.columns}
    row = {"period": "2020", "spend": spend, **{name: value for name, value in others.items() if name in columns}}
    return contract.settle([row]).exact("fee earned to date")
