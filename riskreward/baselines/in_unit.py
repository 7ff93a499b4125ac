"""Figures in the unit of their measure: money in whole pence, a share, or a quantity to two decimal places."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from riskreward.figures import number_text, read_money, read_rate, share_text, written


class Percentage(Fraction):
    """A share that was written as one: 8.4%, or 5/6."""


def read_in_unit(value: object) -> Decimal | Percentage:
    """Return a figure in a measure's unit: a share written with %, or an amount to two decimal places."""
    if isinstance(value, Percentage):
        return value
    if isinstance(value, str) and (value.strip().endswith("%") or "/" in value):
        return Percentage(read_rate(value))
    return read_money(value)


def in_unit_text(figure: Decimal | Fraction) -> str:
    """Return a figure as it is shown: a share that was written as one stays one."""
    return share_text(figure) if isinstance(figure, Percentage) else number_text(Fraction(figure))


def _written_in_unit(value: object) -> object:
    """Return the figure as a text that reads back the same: a share stays one, above the whole too."""
    return share_text(value).replace(",", "") if isinstance(value, Percentage) else written(value)


InUnit = Annotated[
    Any,
    BeforeValidator(read_in_unit),
    PlainSerializer(_written_in_unit, when_used="json"),
    WithJsonSchema({"type": ["number", "string"], "examples": [12_201_000, "£12,201,000", "8.4%"]}),
]
"""A figure in the unit of its measure."""
