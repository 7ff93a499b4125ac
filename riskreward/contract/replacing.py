"""Replacing terms by name: finding the one place that a name means."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from riskreward.contract.agreement import Agreement
from riskreward.findings import InputError, Problem
from riskreward.terms import Terms

_KNOWN_BY = {
    "cap": ("amount", "share_of_baseline"),
    "threshold": ("amount", "share_of_baseline"),
    "retention": ("share",),
    "baseline": ("amount",),
    "guarantee": ("share_of_baseline", "amount", "share_of_estimate", "quantity"),
}
"""What a part's own name means, where the part is not replaced as a whole: the figure it is known by."""

Place = tuple[str | int, ...]


def replaced(agreement: Agreement, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the terms as plain data, with the changes made."""
    terms: dict[str, Any] = plain(agreement)
    problems = []
    for name, value in changes.items():
        places = _places(terms, name, value)
        if len(places) == 1:
            _set(terms, places[0], value)
        elif not places:
            problems.append(Problem(name, "is no term of this contract", "write its place, such as fee.step[0].share"))
        else:
            listed = ", ".join(_written(place) for place in places)
            problems.append(Problem(name, f"stands in several places: {listed}", "write one of these places"))
    if problems:
        raise InputError(problems)
    return terms


def plain(value: Any) -> Any:
    """Return terms as dictionaries and lists, leaving out what is not given."""
    if isinstance(value, Terms):
        given = {name: getattr(value, name) for name in type(value).model_fields}
        return {name: plain(each) for name, each in given.items() if each is not None and each != ()}
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value


def _places(terms: dict[str, Any], name: str, value: object) -> list[Place]:
    if "." in name or "[" in name:
        parts = re.findall(r"\[(\d+)\]|([^.\[\]]+)", name)
        written: Place = tuple(int(number) if number else part for number, part in parts)
        return [written] if written and _reachable(terms, written) else []
    whole = value is None or isinstance(value, Mapping | Terms)
    if name in Agreement.model_fields and (whole or name not in _KNOWN_BY):
        return [(name,)]
    everywhere = list(_named(terms, name, whole))
    in_the_fee = [place for place in everywhere if place[0] == "fee"]
    return in_the_fee or everywhere


def _named(terms: Any, name: str, whole: bool, at: Place = ()) -> Iterator[Place]:
    """Yield every place of a name: a term of that name, or the known figure of a part or step of that name."""
    if isinstance(terms, list):
        for number, each in enumerate(terms):
            yield from _named(each, name, whole, (*at, number))
    if not isinstance(terms, dict):
        return
    if terms.get("rule") == name:
        yield _figure(terms, name, whole, at)
        return
    for key, each in terms.items():
        if key != name:
            yield from _named(each, name, whole, (*at, key))
        else:
            yield _figure(each, name, whole, (*at, key))


def _figure(part: Any, name: str, whole: bool, at: Place) -> Place:
    """Return the place of the figure that a part is known by, or of the part itself."""
    if whole or not isinstance(part, dict):
        return at
    return next(((*at, figure) for figure in _KNOWN_BY.get(name, (name,)) if figure in part), at)


def _reachable(terms: Any, place: Place) -> bool:
    *way, last = place
    for part in way:
        if not _holds(terms, part):
            return False
        terms = terms[part]
    return isinstance(terms, dict) if isinstance(last, str) else _holds(terms, last)


def _holds(terms: Any, part: str | int) -> bool:
    if isinstance(part, int):
        return isinstance(terms, list) and part < len(terms)
    return isinstance(terms, dict) and part in terms


def _set(terms: Any, place: Place, value: Any) -> None:
    for part in place[:-1]:
        terms = terms[part]
    terms[place[-1]] = value


def _written(place: Place) -> str:
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
