"""The terms that people write down: immutable, nothing unknown accepted, and every problem told in one go."""

import difflib
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema

from riskreward.calendar import read_date
from riskreward.figures import FigureError, shown
from riskreward.findings import InputError, Problem


class Terms(BaseModel):
    """A part of a contract's terms; it cannot be changed, only replaced."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


def _date(value: object) -> date:
    try:
        return read_date(value, "")
    except InputError as error:
        raise FigureError(error.problems[0].what, error.problems[0].mend) from None


Day = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
"""A date, written 2026-04-01."""

Model = TypeVar("Model", bound=Terms)


def read_terms(model: type[Model], data: Mapping[str, Any]) -> Model:
    """Return the terms. Raises InputError with every problem of the data."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InputError(problems_of(error, model, data)) from None


def problems_of(error: ValidationError, model: type[Terms], data: object) -> list[Problem]:
    """Return what a validation found, in the words of the file."""
    found = error.errors(include_url=False)
    return [_problem(details, model, data) for details in found if not _follows(details, found)]


def _follows(details: Any, found: Sequence[Any]) -> bool:
    """Return whether a list is too short only because entries of it are wrong, which is told of each."""
    place = details["loc"]
    inside = [other for other in found if len(other["loc"]) > len(place) and other["loc"][: len(place)] == place]
    return details["type"] == "too_short" and bool(inside)


def _problem(details: Any, model: type[Terms], data: object) -> Problem:
    where = _path(details["loc"], data)
    kind, value, context = details["type"], details["input"], details.get("ctx", {})
    annotation, owner = _annotation(model, details["loc"])
    if kind == "missing":
        choices = _choices(annotation)
        mend = f"choose one of {_listed(choices)}" if choices else "write it"
        return Problem(where, "is missing", mend)
    if kind == "extra_forbidden":
        return Problem(where, f"is {shown(value)}, but there is no such term", _nearest(details["loc"][-1], owner))
    if kind in {"literal_error", "union_tag_invalid", "enum"}:
        choices = _choices(annotation) or tuple(str(context.get("expected_tags", "")).replace("'", "").split(", "))
        where, value = (f"{where}.rule", context["tag"]) if kind == "union_tag_invalid" else (where, value)
        return Problem(where, f"is {shown(value)}", _choose(value, choices))
    if kind == "union_tag_not_found":
        return Problem(f"{where}.rule", "is missing", f"choose one of {_listed(_tags(annotation))}")
    cause = context.get("error")
    if isinstance(cause, FigureError):
        return Problem(where, cause.what, cause.mend)
    if isinstance(cause, TermsError):
        return Problem(f"{where}.{cause.where}".strip("."), cause.what, cause.mend)
    what = _WHAT.get(kind.split("_")[0], details["msg"].lower())
    return Problem(where, f"is {shown(value)}, {what}", "write it as the documentation shows")


_WHAT = {
    "string": "where text belongs",
    "int": "where a whole number belongs",
    "bool": "where true or false belongs",
    "model": "where a table of terms belongs",
    "dict": "where a table belongs",
    "tuple": "where a list belongs",
    "date": "where a date belongs",
}


class TermsError(ValueError):
    """Terms that contradict one another, told from inside a part of a contract."""

    def __init__(self, where: str, what: str, mend: str) -> None:
        super().__init__(f"{where} {what}; {mend}")
        self.where = where
        self.what = what
        self.mend = mend


def _path(location: Sequence[int | str], data: object) -> str:
    """Return a location as the file has it: the tag that pydantic puts before a chosen rule is left out."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
            data = data[part] if isinstance(data, Sequence) and part < len(data) else None
            continue
        if isinstance(data, Mapping):
            if part not in data and data.get("rule") == part:
                continue
            data = data.get(part)
        elif isinstance(data, BaseModel):
            data = getattr(data, part, None)
        else:
            data = None
        text += f".{part}" if text else part
    return text


def _annotation(model: type[Terms], location: Sequence[int | str]) -> tuple[Any, type[Terms]]:
    """Return the type at a location, and the part of the terms it belongs to."""
    current: Any = model
    owner = model
    for part in location:
        options = list(_models(current))
        if isinstance(part, int):
            continue
        tagged = [option for option in options if part in _rule_of(option)]
        if tagged:
            current = owner = tagged[0]
            continue
        holders = [option for option in options if part in option.model_fields]
        owner = (holders or options or [owner])[0]
        current = owner.model_fields[part].annotation if holders else None
    return current, owner


def _models(annotation: Any) -> Iterator[type[Terms]]:
    if isinstance(annotation, type) and issubclass(annotation, Terms):
        yield annotation
    elif get_origin(annotation) in {Union, types.UnionType, tuple, Annotated}:
        for each in get_args(annotation):
            yield from _models(each)


def _rule_of(model: type[Terms]) -> tuple[str, ...]:
    field = model.model_fields.get("rule")
    return get_args(field.annotation) if field else ()


def _tags(annotation: Any) -> tuple[str, ...]:
    return tuple(tag for model in _models(annotation) for tag in _rule_of(model))


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return tuple(str(choice) for choice in get_args(annotation))
    if get_origin(annotation) in {Union, types.UnionType, Annotated}:
        return tuple(choice for each in get_args(annotation) for choice in _choices(each))
    return ()


def _listed(choices: Iterable[str]) -> str:
    return ", ".join(f'"{choice}"' for choice in choices)


def _choose(value: object, choices: Sequence[str]) -> str:
    near = difflib.get_close_matches(str(value), choices, 1, 0.6)
    return (
        f'did you mean "{near[0]}"? choose one of {_listed(choices)}' if near else f"choose one of {_listed(choices)}"
    )


def _nearest(name: object, owner: type[Terms]) -> str:
    known = sorted(owner.model_fields)
    near = difflib.get_close_matches(str(name), known, 1, 0.5)
    return f'did you mean "{near[0]}"?' if near else f"the terms here are {', '.join(known)}"
