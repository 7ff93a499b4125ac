"""Contracts from TOML and JSON, and back to JSON that reads back equal; money never passes through a float."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from riskreward.contract import Contract, plain
from riskreward.contract.outturn_problems import OutturnProblems
from riskreward.findings import InputError, Problem
from riskreward.improvements import Outturn
from riskreward.interchange.files import Location, read_text, refused
from riskreward.interchange.json_text import read_json
from riskreward.terms import read_terms

Also = Callable[[Contract], list[Problem]]


def read_contract(path: Location, outturn: Outturn | None = None, to: str | None = None) -> Contract:
    """Return the contract of a TOML or JSON file. Raises InputError with every problem, naming the file.

    With an outturn, what is wrong with it up to the period `to` is told as well, so far as the contract can be read.
    """
    name = Path(path).name
    if Path(path).suffix.lower() == ".csv":
        raise refused(name, "is an outturn, where a contract belongs", "name the contract first, and then the outturn")
    text = read_text(path)
    of_the_outturn: set[Problem] = set()

    def also(contract: Contract) -> list[Problem]:
        found = OutturnProblems(contract, outturn or Outturn(()), to)
        of_the_outturn.update(found.told)
        return [*found.told, *found.levels]

    is_json = Path(path).suffix.lower() == ".json" or text.lstrip().startswith("{")
    read = _from_json if is_json else _from_toml
    try:
        return read(text, None if outturn is None else also)
    except InputError as error:
        raise InputError(
            each
            if each in of_the_outturn
            else Problem(f"{name}: {each.where}" if each.where else name, each.what, each.mend)
            for each in error.problems
        ) from None


def contract_from_toml(text: str) -> Contract:
    """Return the contract of a TOML text."""
    return _from_toml(text, None)


def contract_from_json(text: str) -> Contract:
    """Return the contract of a JSON text, its decimals exact."""
    return _from_json(text, None)


def _from_toml(text: str, also: Also | None) -> Contract:
    from riskreward.interchange.toml_text import read_toml

    read = read_toml(text)
    try:
        contract = read_terms(Contract, read.terms, also)
    except InputError as error:
        raise InputError([*read.problems, *error.problems]) from None
    if read.problems:
        raise InputError(read.problems)
    return contract


def _from_json(text: str, also: Also | None) -> Contract:
    return read_terms(Contract, read_json(text), also)


def contract_to_json(contract: Contract) -> str:
    """Return a contract as JSON that reads back equal; figures are texts, so that nothing rounds them."""
    terms = contract.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(_with_rules(terms, plain(contract)), indent=2) + "\n"


def _with_rules(written: Any, given: Any) -> Any:
    """Return the terms with the names of the rules, which are defaults of their own."""
    if isinstance(written, dict):
        named = {"rule": given["rule"]} if "rule" in given else {}
        return named | {name: _with_rules(each, given[name]) for name, each in written.items()}
    if isinstance(written, list) and isinstance(given, list):
        return [_with_rules(each, other) for each, other in zip(written, given, strict=True)]
    return written
