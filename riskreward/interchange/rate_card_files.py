"""A rate card of its own, from TOML or JSON; one that stands in a contract is read with the contract."""

from pathlib import Path
from typing import Any

from riskreward.findings import InputError, Problem
from riskreward.interchange.files import Location, read_text
from riskreward.interchange.json_text import read_json
from riskreward.interchange.toml_text import read_toml
from riskreward.rows.rate_card import RateCard
from riskreward.terms import read_terms


def is_rate_card(path: Location) -> bool:
    """Return whether a file holds a rate card of its own, rather than a contract. Raises InputError for neither."""
    return "outcomes" in _terms(path)[0]


def read_rate_card(path: Location) -> RateCard:
    """Return the rate card of a TOML or JSON file. Raises InputError with every problem, naming the file."""
    name = Path(path).name
    terms, problems = _terms(path)
    try:
        card = read_terms(RateCard, terms)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(
            Problem(f"{name}: {each.where}" if each.where else name, each.what, each.mend) for each in problems
        )
    return card


def _terms(path: Location) -> tuple[dict[str, Any], list[Problem]]:
    """Return what a file holds, and what is wrong with its lines."""
    text = read_text(path)
    if Path(path).suffix.lower() == ".json" or text.lstrip().startswith("{"):
        return read_json(text), []
    read = read_toml(text)
    return read.terms, list(read.problems)
