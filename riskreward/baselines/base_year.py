"""Figures of a base year that something is divided or scaled by, and so are above nought."""

from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

from riskreward.baselines.in_unit import InUnit, Percentage, in_unit_text
from riskreward.figures import FigureError, number_text, read_number, terminates


def above_nought(figure: Any) -> Any:
    """Return the figure. Raises FigureError for one of nought or below."""
    if figure <= 0:
        raise FigureError(f"is {in_unit_text(figure)}, not above nought", "write a figure above nought")
    return figure


def read_measured(value: object) -> Fraction:
    """Return a figure in the unit of the measure it belongs to: a share written with %, or an exact number."""
    if isinstance(value, Percentage):
        return value
    if isinstance(value, str):
        text = value.strip()
        if text.endswith("%"):
            return Percentage(read_number(text[:-1].strip(), example="25%") / 100)
        value = text.removeprefix("£").removeprefix("$").removeprefix("€")
    number = read_number(value)
    if not terminates(number):
        raise FigureError(f"is {number_text(number)}, which has no end as a decimal", "round it")
    return number


Measured = Annotated[
    Any,
    BeforeValidator(read_measured),
    AfterValidator(above_nought),
    PlainSerializer(lambda figure: in_unit_text(figure).replace(",", ""), when_used="json"),
    WithJsonSchema({"type": ["number", "string"], "examples": [20_000, "8.4%", 1.033]}),
]
"""What was measured in the base year, above nought, exactly as typed and in the unit of that measure."""

AgreedAboveNought = Annotated[InUnit, AfterValidator(above_nought)]
"""An agreed figure in the unit of the baseline's own measure, above nought."""
