"""Contracts from TOML and JSON, and back to JSON that reads back equal; money never passes through a float."""

import json
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from riskreward.contract import Contract, plain
from riskreward.findings import InputError, Problem
from riskreward.interchange.files import Location, read_text, refused
from riskreward.terms import read_terms


def read_contract(path: Location) -> Contract:
    """Return the contract of a TOML or JSON file. Raises InputError with every problem, naming the file."""
    text = read_text(path)
    name = Path(path).name
    parse = contract_from_json if Path(path).suffix.lower() == ".json" else contract_from_toml
    try:
        return parse(text)
    except InputError as error:
        raise InputError(
            Problem(f"{name}: {problem.where}" if problem.where else name, problem.what, problem.mend)
            for problem in error.problems
        ) from None


def contract_from_toml(text: str) -> Contract:
    """Return the contract of a TOML text."""
    try:
        terms = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise _unreadable("TOML", text, str(error)) from None
    return read_terms(Contract, terms)


def contract_from_json(text: str) -> Contract:
    """Return the contract of a JSON text, its decimals exact."""
    try:
        terms = json.loads(text, parse_float=Decimal, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise _unreadable("JSON", text, str(error)) from None
    if not isinstance(terms, Mapping):
        raise refused("", "holds no table of terms", 'begin with { "title": ... }')
    return read_terms(Contract, terms)


def contract_to_json(contract: Contract) -> str:
    """Return a contract as JSON that reads back equal; figures are texts, so that nothing rounds them."""
    terms = contract.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(_with_rules(terms, plain(contract)), indent=2, ensure_ascii=False) + "\n"


def _with_rules(written: Any, given: Any) -> Any:
    """Return the terms with the names of the rules, which are defaults of their own."""
    if isinstance(written, dict):
        named = {"rule": given["rule"]} if "rule" in given else {}
        return named | {name: _with_rules(each, given[name]) for name, each in written.items()}
    if isinstance(written, list) and isinstance(given, list):
        return [_with_rules(each, other) for each, other in zip(written, given, strict=True)]
    return written


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    terms = dict(pairs)
    if len(terms) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is written twice")
    return terms


def _unreadable(language: str, text: str, reason: str) -> InputError:
    match = re.search(r"line (\d+)", reason)
    lines = text.splitlines()
    mend = f"mend the {language} there"
    where = ""
    if match and int(match[1]) <= len(lines):
        where = f"line {match[1]}"
        line = lines[int(match[1]) - 1].strip()
        reason = f"{reason}: {line[:60]}"
        if re.search(r"\d{1,2}/\d{1,2}/\d{2,4}", line):
            mend = "write dates as 2026-04-01"
        elif re.search(r"=\s*[£$€\d.]+[%£$€,]", line) or re.search(r"=\s*[£$€]", line):
            mend = 'put figures with a sign or a comma in quotes: "£12,201,000", "25%"'
    return refused(where, f"is not {language} ({reason})", mend)
