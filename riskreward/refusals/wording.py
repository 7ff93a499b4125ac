"""What is said of a term that cannot be read: in plain words, with the value and the mend."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from riskreward.figures import FigureError
from riskreward.findings import Problem
from riskreward.refusals.errors import TermsError, described, nearest, quoted
from riskreward.refusals.places import (
    Place,
    bare,
    choices_of,
    examples_of,
    item_of,
    models_of,
    path_text,
    place,
    rules_of,
)


def problem_of(details: Mapping[str, Any], model: type[BaseModel], data: object) -> tuple[Place, Problem]:
    """Return where one of pydantic's errors stands, and what is said of it."""
    found = place(model, details["loc"], data)
    where = path_text(found.path)
    kind, value, context = details["type"], details["input"], details.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, FigureError):
        return found, Problem(where, quoted(cause.what, value), cause.mend)
    if isinstance(cause, TermsError):
        inside = f"{where}.{cause.where}".strip(".") if not cause.where.startswith("[") else where + cause.where
        return found, Problem(inside, quoted(cause.what, value), cause.mend)
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        rules = [rule for option in models_of(found.wanted) for rule in rules_of(option)]
        if kind == "union_tag_not_found":
            return found, Problem(f"{where}.rule", "is missing", _choose(rules))
        rule = value.get("rule") if isinstance(value, Mapping) else getattr(value, "rule", None)
        return found, Problem(f"{where}.rule", f"is {described(rule)}", _choose(rules, rule))
    return found, Problem(where, *_said(kind, value, found))


def _said(kind: str, value: object, found: Place) -> tuple[str, str]:
    """Return what is wrong, and the mend."""
    wanted = bare(found.wanted)
    choices = choices_of(found.wanted)
    if kind == "missing":
        return "is missing", _choose(choices) if choices else _written(found)
    if kind == "extra_forbidden":
        near = nearest_term(found.path[-1], found.owner)
        mend = (
            f'did you mean "{near}"?' if near else f"the terms here are {', '.join(sorted(found.owner.model_fields))}"
        )
        return f"is {described(value)}, but there is no such term", mend
    if choices:
        return f"is {described(value)}", _choose(choices, value)
    if kind in {"string_too_short", "too_short"} or (wanted is str and value is None):
        return "is empty", _written(found)
    if kind == "string_pattern_mismatch":
        return f'is {described(value)}, with a "/", which divides the names of a statement\'s lines', "leave the / out"
    belongs, mend = _BELONGS.get(wanted, ("", ""))
    if list(models_of(found.wanted)):
        belongs, mend = "a table of terms", _written(found)
    elif get_origin(wanted) is tuple:
        belongs, mend = "a list", _written(found)
    elif get_origin(wanted) is dict:
        belongs, mend = "a table by year", "write a table such as { 2026-27 = 100 }"
    if wanted is int and (limits := _limits(found.wanted)):
        mend = f"write a whole number from {limits}"
    if not belongs:
        return f"is {described(value)}, which cannot be read", "see the example for how it is written"
    return f"is {described(value)}, where {belongs} belongs", mend


_BELONGS: dict[object, tuple[str, str]] = {
    str: ("text", "write it in quotes"),
    int: ("a whole number", "write a whole number such as 3"),
    bool: ("true or false", "write true or false, without quotes"),
}


def _limits(annotation: object) -> str:
    found = get_args(annotation)
    ends = {name: str(getattr(each, name)) for each in found for name in ("ge", "le") if hasattr(each, name)}
    return " to ".join(ends.values()) if len(ends) == 2 else ""


def _written(found: Place) -> str:
    """Return how a term is written that is not there, or not what it should be."""
    name = path_text([part for part in found.path if isinstance(part, str)])
    tables = list(models_of(found.wanted))
    if list(models_of(item_of(found.wanted))):
        return f"write at least one, headed [[{name}]] (in JSON, a list of tables)"
    if len(tables) == 1:
        needed = [term for term, field in tables[0].model_fields.items() if field.is_required()]
        return f"write it with its terms {', '.join(needed)}" if needed else "write a table of its terms"
    if tables:
        return "write a table with a rule and its terms"
    if get_origin(bare(found.wanted)) is tuple:
        return "write it in square brackets: [...]"
    if bare(found.wanted) is bool:
        return "write true or false"
    example = next(examples_of(found.wanted), None)
    return f'write it, such as "{example}"' if isinstance(example, str) else "write it"


def _listed(choices: Iterable[object]) -> str:
    return ", ".join(f'"{choice}"' if isinstance(choice, str) else str(choice) for choice in choices)


def _choose(choices: Sequence[object], value: object = None) -> str:
    if len(choices) == 1:
        return f"write {_listed(choices)}"
    listed = f"choose one of {_listed(choices)}"
    words = [choice for choice in choices if isinstance(choice, str)]
    near = nearest(value, words) if isinstance(value, str) else None
    return f'did you mean "{near}"? {listed}' if near else listed


def nearest_term(name: object, owner: type[BaseModel]) -> str | None:
    """Return the term of a part that a name is nearly, if any."""
    return nearest(str(name).replace(" ", "_"), owner.model_fields)
