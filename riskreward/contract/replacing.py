"""Replacing terms by name: finding the one place that a name means."""

from collections.abc import Iterator, Mapping
from typing import Any

from riskreward.contract.agreement import Agreement
from riskreward.findings import InputError, Problem
from riskreward.refusals.places import path_text
from riskreward.refusals.unread import parts
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


def replaced(agreement: Agreement | Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the terms as plain data, with the changes made. Raises InputError for what is no term, or not one alone.

    A term changed to None is left out; what follows it in its list moves up once every change is made.
    """
    terms: dict[str, Any] = plain(agreement)
    problems: list[Problem] = []
    for name, value in changes.items():
        try:
            _set(terms, place_of(terms, name, value), value)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    whole: dict[str, Any] = _without_gaps(terms)
    return whole


def place_of(terms: dict[str, Any], name: str, value: object) -> Place:
    """Return the one place that a name means in plain terms. Raises InputError for none, or several."""
    places = _places(terms, name, value)
    if len(places) == 1:
        return places[0]
    if not places:
        raise InputError([Problem(name, "is no term of this contract", "write its place, such as fee.step[0].share")])
    listed = ", ".join(path_text(place) for place in places)
    raise InputError([Problem(name, f"stands in several places: {listed}", "write one of these places")])


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
        written = parts(name)
        return [written] if written and _reachable(terms, written) else []
    whole = value is None or isinstance(value, Mapping | Terms)
    if name in Agreement.model_fields and (whole or name not in _KNOWN_BY):
        return [(name,)]
    in_force = {key: each for key, each in terms.items() if key != "variation"}
    everywhere = list(_named(in_force, name, whole))
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
    if isinstance(last, str):
        return isinstance(terms, dict)
    return isinstance(terms, list) and last <= len(terms)  # one more is added at the end


def _holds(terms: Any, part: str | int) -> bool:
    if isinstance(part, int):
        return isinstance(terms, list) and part < len(terms)
    return isinstance(terms, dict) and part in terms


def _set(terms: Any, place: Place, value: Any) -> None:
    for part in place[:-1]:
        terms = terms[part]
    if isinstance(terms, list) and place[-1] == len(terms):
        terms.append(value)
    else:
        terms[place[-1]] = value


def _without_gaps(terms: Any) -> Any:
    if isinstance(terms, dict):
        return {name: _without_gaps(each) for name, each in terms.items() if each is not None}
    if isinstance(terms, list):
        return [_without_gaps(each) for each in terms if each is not None]
    return terms
