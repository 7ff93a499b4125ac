"""Every problem at once: what no attempt to read the data can do without."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from riskreward.findings import InputError
from riskreward.refusals.unread import found_unread

Model = TypeVar("Model", bound=BaseModel)


def read_at_once(model: type[BaseModel], data: Any, attempt: Callable[[Any], Model]) -> Model:
    """Return what an attempt makes of the data. Raises InputError with every problem, in the order of the file."""
    unread = dict(found_unread(model, data))
    if not unread:
        try:
            return attempt(data)
        except (ValidationError, InputError):
            pass
    from riskreward.refusals.readings import problems_at_once

    raise InputError(problems_at_once(model, data, unread, attempt))
