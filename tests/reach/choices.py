"""Every choice of every term, found in the terms themselves: a new term must be drawn, or fail to be reached."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from inspect import get_annotations
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic_core import PydanticUndefined

from riskreward.contract.agreement import Agreement
from riskreward.terms import Terms

LEFT_OUT = "left out"
GIVEN = "given"
SPLIT = "a contract is split or merged in tests/successors"
NEVER_DRAWN = {
    "Agreement.format: given": "there is only one",
    "Agreement.variation: given": "counted as events, below",
    "Agreement.succession: given": SPLIT,
    "CoreVolume.if_short: left out": "it is required",
    "Index.levels: left out": "no period could be settled",
    "Succession.left_open: given": SPLIT,
    "Succession.left_open: left out": SPLIT,
    "Succession.share: given": SPLIT,
    "Succession.share: left out": SPLIT,
    "Variation.balances: given": "what goes over in words is tests/contract/test_variation.py's",
}


def names(model: type[Terms] = Agreement, known: set[type[Terms]] | None = None) -> Iterator[str]:
    """Yield the name of every choice that a part can make, and of every choice of the parts inside it.

    What has no choices is given or left out; what must be given and has none is not listed.
    """
    known = set() if known is None else known
    known.add(model)
    for term, field in model.model_fields.items():
        where, (choices, inside) = _place(model, term), _read(field.annotation)
        found = [str(choice) for choice in choices]
        if not field.is_required():
            found += [LEFT_OUT] if not choices or field.default is None else []
            found += [] if choices else [GIVEN]
        yield from (name for choice in found if (name := f"{where}: {choice}") not in NEVER_DRAWN)
        for part in inside:
            if part not in known:
                yield from names(part, known)


def chosen(part: Terms) -> Iterator[str]:
    """Yield the name of every choice that a part has made, and of those inside it."""
    for term, where, default, has_choices in _terms(Agreement if isinstance(part, Agreement) else type(part)):
        value = getattr(part, term)
        if value == default and (value is None or not has_choices):
            found = [LEFT_OUT]
        elif has_choices:
            found = [*value] if isinstance(value, tuple) else [value]
        else:
            found = [] if default is PydanticUndefined else [GIVEN]
        yield from (name for each in found if (name := f"{where}: {each}") not in NEVER_DRAWN)
        yield from (name for each in _inside(value) for name in chosen(each))


@lru_cache
def _terms(model: type[Terms]) -> list[tuple[str, str, Any, bool]]:
    """Return each term of a part: its name, its place, what it is where it is left out, and if it has choices."""
    return [
        (term, _place(model, term), field.get_default(call_default_factory=True), bool(_read(field.annotation)[0]))
        for term, field in model.model_fields.items()
    ]


def _place(model: type[Terms], term: str) -> str:
    """Return a term by the part that declares it: what every baseline has is told once."""
    declares = [each for each in model.__mro__ if term in get_annotations(each)][-1]
    return f"{declares.__name__}.{term}"


def _inside(value: object) -> Iterator[Terms]:
    if isinstance(value, Terms):
        yield value
    elif isinstance(value, tuple | list):
        yield from (found for each in value for found in _inside(each))
    elif isinstance(value, Mapping):
        yield from (found for each in value.values() for found in _inside(each))


def _read(annotation: Any) -> tuple[list[Any], list[type[Terms]]]:
    """Return the choices that an annotation lists, and the parts that it holds."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _read(get_args(annotation)[0])
    if origin is Literal:
        return list(get_args(annotation)), []
    if annotation is bool:
        return [True, False], []
    if isinstance(annotation, type) and issubclass(annotation, Terms):
        return [], [annotation]
    if origin in {Union, UnionType, tuple, list, dict}:
        found = [_read(each) for each in get_args(annotation)]
        return [choice for choices, _ in found for choice in choices], [part for _, inside in found for part in inside]
    return [], []
