"""The efficiency class of a measure: which kind of efficiency it is, or why it is none."""

from typing import Literal

from riskreward.improvements.benefit import Benefit

Efficiency = Literal["technical", "allocative", "cut in service", "cost put off"]
NOT_EFFICIENT: tuple[Efficiency, ...] = ("cut in service", "cost put off")

_CLASSES: dict[Benefit, str] = {
    "cashable": "cash-releasing",
    "non-cashable": "non-cash-releasing (monetisable)",
    "avoided cost": "cost avoidance",
    "income": "income",
    "recovered": "cost recovery",
}


def efficiency_class(benefit: Benefit, efficiency: Efficiency | None) -> str:
    """Return what a benefit is reported as.

    A cut in service and a cost put off are no efficiency, whatever budget they free.

    >>> efficiency_class("cashable", "technical")
    'cash-releasing technical efficiency'
    >>> efficiency_class("cashable", "cost put off")
    'not an efficiency: cost put off'

    Source: Government Efficiency Framework (2025), technical and allocative, cash-releasing and non-cash-releasing;
    HM Treasury, answer of October 2024: deferring a cost or reducing an essential service is no efficiency.
    """
    if efficiency in NOT_EFFICIENT:
        return f"not an efficiency: {efficiency}"
    if benefit not in {"cashable", "non-cashable"}:
        return _CLASSES[benefit]
    return " ".join(part for part in (_CLASSES[benefit], efficiency, "efficiency") if part)
