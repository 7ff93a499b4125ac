"""What every contract of the catalogue is held to: it is like any other, in each of its readings."""

from collections.abc import Callable
from json import dumps, loads
from typing import Any

import pytest

import riskreward as rr
from tests.contracts import settled_alike


def held_to_every_reading(contract: rr.Contract, outturn: object) -> rr.Statement:
    """Return a settlement that every reader gives alike, of a contract that JSON and TOML read back the same."""
    text = rr.contract_to_json(contract)
    assert rr.contract_from_json(text) == contract
    assert rr.contract_from_toml(as_toml(text)) == contract
    return settled_alike(contract, outturn)


def as_toml(json: str) -> str:
    """Return a JSON object as TOML, each value on the line of its name."""
    return "\n".join(f"{dumps(name)} = {_value(each)}" for name, each in loads(json).items() if each is not None)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{dumps(name)} = {_value(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return dumps(value, ensure_ascii=False)


def refusals(make: Callable[[], rr.Contract]) -> list[str]:
    """Return everything that is said against the terms."""
    with pytest.raises(rr.InputError) as caught:
        make()
    return [str(problem) for problem in caught.value.problems]
