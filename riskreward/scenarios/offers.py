"""Offers side by side: what each is called, and that all of them measure the same over the same term."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from riskreward.contract.contract import Contract
from riskreward.contract.trying import listed
from riskreward.contract.varying import in_force
from riskreward.figures import shown
from riskreward.findings import InputError, Problem

MOST_TERMS_IN_A_NAME = 2


class Offer(NamedTuple):
    """A contract that is compared, by its name."""

    name: str
    contract: Contract


def offers_of(contracts: Sequence[object], names: object) -> tuple[Offer, ...]:
    """Return the offers with their names. Raises InputError with every problem of them at once."""
    found = [each for each in contracts if isinstance(each, Contract)]
    problems = list(_no_contracts(contracts))
    called = list(_named(found) if names is None else _given(names))
    if not problems:
        problems += _wrong_names(called, names, len(found))
        problems += _differences(found, called if len(called) == len(found) else _named(found))
    if problems:
        raise InputError(problems)
    return tuple(map(Offer, called, found))


def _no_contracts(contracts: Sequence[object]) -> Iterator[Problem]:
    for number, each in enumerate(contracts):
        if not isinstance(each, Contract):
            what = f"is {shown(type(each).__name__)}, where a contract belongs"
            yield Problem(f"offers[{number}]", what, "write compare(one, other, outturn or scenario)")
    if len(contracts) < 2:
        what = f"has {len(contracts)}, where two or more are compared"
        yield Problem("offers", what, "write compare(one, other, outturn or scenario)")


def _given(names: object) -> list[str]:
    return list(names) if isinstance(names, list | tuple) else []


def _wrong_names(called: Sequence[object], names: object, offers: int) -> Iterator[Problem]:
    mend = 'list one for each offer: names=["A", "B"]'
    if names is not None and not isinstance(names, list | tuple):
        yield Problem("names", f"is {shown(names)}, which is no list", mend)
    elif len(called) != offers:
        yield Problem("names", f"lists {len(called)}, but there are {offers} offers", mend)
    for number, each in enumerate(called):
        if not isinstance(each, str) or not each.strip():
            yield Problem(f"names[{number}]", f"is {shown(each)}, which is no name", mend)
        elif each in called[:number]:
            yield Problem(f"names[{number}]", f"is {shown(each)}, as another offer is called", "give each its own")


def _named(contracts: Sequence[Contract]) -> list[str]:
    """Return what each is called: its title; where titles are the same, the terms that differ, or else a number."""
    titles = [each.title for each in contracts]
    names = list(titles)
    for title in dict.fromkeys(titles):
        places = [number for number, each in enumerate(titles) if each == title]
        if len(places) > 1:
            terms = [dict(_leaves(contracts[number].model_dump(mode="json"))) for number in places]
            found = _by_their_terms(terms) or [f"offer {number + 1}" for number in places]
            for number, name in zip(places, found, strict=True):
                names[number] = name
    return names if len(set(names)) == len(names) else [f"offer {number + 1}" for number in range(len(names))]


def _by_their_terms(terms: Sequence[dict[str, str]]) -> list[str]:
    """Return names such as "share 25%", where one or two terms tell the offers apart; none where they do not."""
    places = list(dict.fromkeys(place for each in terms for place in each))
    differing = [place for place in places if len({each.get(place) for each in terms}) > 1]
    is_plain = all(place in each for place in differing for each in terms)
    if not is_plain or not 0 < len({_called(each) for each in differing}) == len(differing) <= MOST_TERMS_IN_A_NAME:
        return []
    names = [", ".join(f"{_called(place)} {each[place]}" for place in differing) for each in terms]
    return names if len(set(names)) == len(names) else []


def _called(place: str) -> str:
    """Return what a term is called by the last name of its place."""
    return [part for part in place.split(".") if not part.isdigit()][-1].replace("_", " ")


def _leaves(terms: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every term that is a single figure or text, by its place."""
    if isinstance(terms, dict | list):
        inner = terms.items() if isinstance(terms, dict) else enumerate(terms)
        for name, each in inner:
            yield from _leaves(each, f"{place}.{name}".strip("."))
    elif terms is not None:
        yield place, str(terms)


def _differences(contracts: Sequence[Contract], names: Sequence[object]) -> Iterator[Problem]:
    """Yield what each offer measures otherwise than the first."""
    for contract, name in zip(contracts[1:], names[1:], strict=True):
        differing = list(_different(contracts[0], contract))
        if differing:
            what = f"differs from {names[0]} in {listed(differing)}, so that they are not paid on the same thing"
            yield Problem(str(name), what, "compare offers that measure the same over the same term")


def _different(first: Contract, other: Contract) -> Iterator[str]:
    """Yield the words for what two contracts have that is not the same: the term, the currency, each measure."""
    if first.calendar.periods != other.calendar.periods:
        yield "its term"
    if first.currency != other.currency:
        yield "its currency"
    own, others = _measures(first), _measures(other)
    for name in dict.fromkeys([*own, *others]):
        if name not in own or name not in others:
            yield f"the measure {name}, which is in one of them alone"
        elif own[name] != others[name]:
            fields = _fields(own[name], others[name])
            yield f"the {listed(fields)} of {name}" if fields else f"when the terms of {name} hold"


def _measures(contract: Contract) -> dict[str, list[tuple[int, Any]]]:
    """Return every measure as the terms in force have it, with the period that each begins with."""
    found: dict[str, list[tuple[int, Any]]] = {}
    for stage in in_force(contract):
        for measure in stage.terms.measure:
            versions = found.setdefault(measure.name, [])
            if not versions or versions[-1][1] != measure:
                versions.append((stage.first, measure))
    return found


def _fields(own: list[tuple[int, Any]], others: list[tuple[int, Any]]) -> list[str]:
    found: dict[str, None] = {}
    for (_, one), (_, other) in zip(own, others, strict=False):
        for field in type(one).model_fields:
            if getattr(one, field) != getattr(other, field):
                found[field.replace("_", " ")] = None
    return list(found)


def columns_of(contract: Contract) -> set[str]:
    """Return the names of the columns of an outturn that a contract reads under any of its terms."""
    return {column.name for stage in in_force(contract) for column in stage.terms.columns}


def under(offer: Offer, error: InputError, known: Sequence[Problem]) -> Iterator[Problem]:
    """Yield what is wrong under an offer, once where it is wrong under those before it too."""
    for each in error.problems:
        if all((each.what, each.mend) != (other.what, other.mend) for other in known):
            yield replace(each, where=f"{offer.name}: {each.where}")
