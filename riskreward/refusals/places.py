"""Where a problem stands: its path as the file has it, and what the terms want there."""

import re
import types
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from riskreward.figures import shown

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A path as the file has it, the type wanted there (None where the terms know no such thing), and whose it is."""

    path: Path
    wanted: Any
    owner: type[BaseModel]


def place(model: type[BaseModel], location: Sequence[str | int], data: object, *, tagged: bool = True) -> Place:
    """Return the place of a location in the data.

    A `tagged` location is pydantic's: it has the name of a rule where one of several was chosen, which no file has.
    """
    path: list[str | int] = []
    wanted: Any = model
    owner = model
    for part in location:
        options = list(models_of(wanted))
        if len(options) > 1:
            chosen = [option for option in options if part in rules_of(option)] if tagged else []
            if chosen:
                wanted = owner = chosen[0]
                continue
            rule = data.get("rule") if isinstance(data, Mapping) else None
            options = [option for option in options if rule in rules_of(option)] or options
        if options:
            owner = next((option for option in options if part in option.model_fields), options[0])
            field = owner.model_fields.get(str(part))
            wanted = whole(field) if field else None
        else:
            wanted = item_of(wanted)
        # A single figure may stand where a list or a table of one is meant: then the file has no such part.
        if data is None or isinstance(data, list | tuple if isinstance(part, int) else Mapping | BaseModel):
            path.append(part)
            data = _within(data, part)
    return Place(tuple(path), wanted, owner)


def _within(data: object, part: str | int) -> object:
    if isinstance(data, Mapping):
        return data.get(part)
    if isinstance(data, list | tuple):
        return data[part] if isinstance(part, int) and part < len(data) else None
    return getattr(data, str(part), None)


def whole(field: FieldInfo) -> Any:
    """Return the type of a field with all that is said of it."""
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def bare(annotation: Any) -> Any:
    """Return a type without what is said of it, and without the choice to leave it out."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in {Union, types.UnionType}:
        given = [each for each in get_args(annotation) if each is not type(None)]
        return bare(given[0]) if len(given) == 1 else annotation
    return annotation


def item_of(annotation: Any) -> Any:
    """Return the type of a list's items or of a table's values."""
    inner = bare(annotation)
    arguments = get_args(inner)
    if get_origin(inner) is tuple and arguments:
        return arguments[0]
    return arguments[1] if get_origin(inner) is dict else None


def models_of(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield each kind of table that a type lets one write."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {Union, types.UnionType, Annotated}:
        for each in get_args(annotation):
            yield from models_of(each)


def rules_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the name of the rule that a table is for, where it is for one."""
    field = model.model_fields.get("rule")
    return get_args(field.annotation) if field else ()


def choices_of(annotation: Any) -> tuple[object, ...]:
    """Return the words one may choose from, where a type is a choice of words."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if get_origin(annotation) in {Union, types.UnionType, Annotated}:
        return tuple(choice for each in get_args(annotation) for choice in choices_of(each))
    return ()


def examples_of(annotation: Any) -> Iterator[Any]:
    """Yield what may be written for a type, where the schema says so of it."""
    for each in get_args(annotation) if get_origin(annotation) is Annotated else ():
        if isinstance(each, WithJsonSchema) and each.json_schema:
            yield from each.json_schema.get("examples", ())
            for either in each.json_schema.get("anyOf", ()):
                yield from either.get("enum", ())


def path_text(path: Sequence[str | int]) -> str:
    """Return a path as a message has it: fee.step[1].share."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
            continue
        name = part if re.fullmatch(r"[\w -]{1,60}", part) else shown(part)
        text += f".{name}" if text else name
    return text


def position(text: str, data: object) -> tuple[float, ...]:
    """Return where a path stands in the file: what is missing comes after what its table holds."""
    found: list[float] = []
    while text:
        if isinstance(data, Mapping):
            names = [str(name) for name in data if re.match(rf"\.?{re.escape(str(name))}(?![\w-])", text)]
            if not names:
                return (*found, inf)
            name = max(names, key=len)
            found.append([*map(str, data)].index(name))
            data, text = data.get(name), text.removeprefix(".")[len(name) :]
        elif isinstance(data, list | tuple) and (match := re.match(r"\[(\d+)\]", text)) and int(match[1]) < len(data):
            found.append(int(match[1]))
            data, text = data[int(match[1])], text[match.end() :]
        else:
            break
    return tuple(found)
