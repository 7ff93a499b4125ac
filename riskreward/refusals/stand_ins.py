"""What could stand where a term could not be read, so that what lies behind it is told as well."""

import copy
import types
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from riskreward.findings import InputError
from riskreward.refusals.places import examples_of, whole

_FIGURES = ("0.01", "1%", "99%", 10**9)
_PLAIN: dict[object, tuple[object, ...]] = {
    str: ("£", "a"),
    int: (1, 30),
    bool: (True, False),
    date: ("2000-04-01", "2050-01-15"),
    Decimal: _FIGURES,
    Fraction: _FIGURES,
}


def stand_ins(wanted: Any) -> tuple[Any, Any] | None:
    """Return two values that a term could have, as unlike as can be; None where none can be made up.

    What is wrong with a contract whichever of the two stands there is wrong with it whatever was meant.
    """
    is_table = isinstance(wanted, type) and issubclass(wanted, BaseModel)
    return copy.deepcopy(_of_a_table(wanted) if is_table else _of(wanted))


def _of(wanted: Any) -> tuple[Any, Any] | None:
    reads = _reader(wanted)
    read = [value for value in _values(wanted) if reads(value)]
    return (read[0], read[-1]) if read else None


_of_a_table = cache(_of)


def _reader(wanted: Any) -> Callable[[object], bool]:
    adapter: TypeAdapter[Any] = TypeAdapter(wanted)

    def reads(value: object) -> bool:
        try:
            adapter.validate_python(value)
        except (ValidationError, InputError):
            return False
        return True

    return reads


def _values(wanted: Any) -> Iterator[Any]:
    """Yield values that may be readable as what is wanted."""
    inner, arguments = get_origin(wanted), get_args(wanted)
    if inner is Annotated:
        yield from examples_of(wanted)
        yield from _FIGURES if arguments[0] is Any else _values(arguments[0])
    elif inner is Literal:
        yield from arguments
    elif inner in {Union, types.UnionType}:
        for each in arguments:
            yield from stand_ins(each) or ()
    elif inner is tuple and arguments[-1] is Ellipsis:
        yield from ([value] for value in stand_ins(arguments[0]) or ())
    elif inner is tuple:
        yield from ([0, 10**9], [0, 10**12])
    elif inner is dict:
        yield from ({"2000-01": value} for value in stand_ins(arguments[1]) or ())
    elif isinstance(wanted, type) and issubclass(wanted, BaseModel):
        yield from _tables(wanted)
    else:
        yield from _PLAIN.get(wanted, ())


def _tables(model: type[BaseModel]) -> Iterator[dict[str, Any]]:
    """Yield tables of a part's terms: the fewest there can be, and the most."""
    values = {name: stand_ins(whole(field)) for name, field in model.model_fields.items()}
    needed = [name for name, field in model.model_fields.items() if field.is_required() or name == "rule"]
    first, last = ({name: (values[name] or (None, None))[choice] for name in needed} for choice in (0, 1))
    others = [{name: value} for name, two in values.items() if two is not None and name not in needed for value in two]
    yield last
    yield from ({**first, **other} for other in others)
    fullest, reads = first, _reader(model)
    for other in others:
        if not other.keys() & fullest.keys() and reads({**fullest, **other}):
            fullest = {**fullest, **other}
    yield fullest
