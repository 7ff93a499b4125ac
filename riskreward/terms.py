"""The terms that people write down: immutable, nothing unknown accepted, and every problem told in one go."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema

from riskreward.calendar import read_date
from riskreward.figures import FigureError
from riskreward.findings import InputError, Problem
from riskreward.refusals import TermsError, described, read_at_once

__all__ = ["Day", "Terms", "TermsError", "read_terms"]


class Terms(BaseModel):
    """A part of a contract's terms; it cannot be changed, only replaced."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


def _date(value: object) -> date:
    if not isinstance(value, str | date):
        raise FigureError(f"is {described(value)}, where a date belongs", "write it as 2026-04-01")
    try:
        return read_date(value, "")
    except InputError as error:
        raise FigureError(error.problems[0].what, error.problems[0].mend) from None


Day = Annotated[
    date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-04-01"]}),
]
"""A date, written 2026-04-01."""

Model = TypeVar("Model", bound=Terms)


def read_terms(
    model: type[Model], data: Mapping[str, Any], also: Callable[[Model], list[Problem]] | None = None
) -> Model:
    """Return the terms. Raises InputError with every problem of the data, and of what `also` finds beside them."""
    try:
        return model.model_validate(data, context={"also": also})
    except ValidationError:
        return read_at_once(model, data, model.model_validate)
