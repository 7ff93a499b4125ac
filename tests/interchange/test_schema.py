"""The JSON Schema of a contract file: whole, in plain words, and true of the example and of what is refused."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest

from riskreward import Contract, contract_from_json, contract_from_toml, contract_schema, contract_to_json
from riskreward.interchange.descriptions import DESCRIPTIONS
from riskreward.interchange.schema import said_by_parts
from tests.interchange import CONTRACT, LEFT_OUT, TERMS, changed

SCHEMA: dict[str, Any] = json.loads(contract_schema())
PARTS = {"Contract": SCHEMA, **SCHEMA["$defs"]}
SAID_BY_PARTS = dict(said_by_parts())
TERMS_OF_PARTS = [(part, name, term) for part, table in PARTS.items() for name, term in table["properties"].items()]


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Return whether data fit the schema, in the words of JSON Schema that it uses."""
    if "$ref" in schema:
        return fits(value, PARTS[schema["$ref"].removeprefix("#/$defs/")])
    checks = {
        "const": lambda wanted: value == wanted,
        "enum": lambda wanted: value in wanted,
        "anyOf": lambda wanted: any(fits(value, each) for each in wanted),
        "oneOf": lambda wanted: sum(fits(value, each) for each in wanted) == 1,
        "type": lambda wanted: any(is_of(value, each) for each in ([wanted] if isinstance(wanted, str) else wanted)),
        "items": lambda wanted: not isinstance(value, list) or all(fits(each, wanted) for each in value),
        "required": lambda wanted: not isinstance(value, dict) or set(wanted) <= set(value),
        "minItems": lambda wanted: not isinstance(value, list) or len(value) >= wanted,
        "maxItems": lambda wanted: not isinstance(value, list) or len(value) <= wanted,
        "minLength": lambda wanted: not isinstance(value, str) or len(value) >= wanted,
        "minProperties": lambda wanted: not isinstance(value, dict) or len(value) >= wanted,
        "minimum": lambda wanted: not is_of(value, "number") or value >= wanted,
        "maximum": lambda wanted: not is_of(value, "number") or value <= wanted,
        "properties": lambda wanted: (
            not isinstance(value, dict)
            or all(fits(each, wanted[name]) for name, each in value.items() if name in wanted)
        ),
        "additionalProperties": lambda wanted: (
            not isinstance(value, dict)
            or all(
                wanted is not False and fits(each, wanted)
                for name, each in value.items()
                if name not in schema.get("properties", {})
            )
        ),
    }
    said = {"$schema", "$defs", "title", "description", "examples", "default", "format", "discriminator", "pattern"}
    assert schema.keys() <= checks.keys() | said
    return all(check(schema[word]) for word, check in checks.items() if word in schema)


def is_of(value: object, kind: str) -> bool:
    kinds: dict[str, Any] = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    if kind in kinds:
        return isinstance(value, kinds[kind])
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return number and (kind == "number" or value == int(value))  # type: ignore[call-overload]  # a number is known to it by now


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def test_the_example_fits_in_either_language():
    assert fits(plain(TERMS), SCHEMA)
    assert fits(json.loads(contract_to_json(contract_from_toml(CONTRACT)), parse_float=Decimal), SCHEMA)


@pytest.mark.parametrize(
    "path",
    [
        *("title", "starts", "settled", "rounding", "measure", "fee"),
        *("fee.starts", "fee.counted", "fee.step", "fee.step[0].rule", "fee.step[2].over"),
        *("guarantee.tested", "guarantee.shortfall", "measure[0].name", "measure[0].unit"),
        *("measure[0].baseline.rule", "measure[0].baseline.amount", "settlement.retention.released"),
        *("settlement.clawback.first_from", "settlement.clawback.restores_cap", "settlement.vat.treatment"),
    ],
)
def test_what_is_required_is_required(path):
    assert not fits(plain(changed((path, LEFT_OUT))), SCHEMA)


@pytest.mark.parametrize(
    "change",
    [
        ("titel", "x"),
        ("fee.step[1].bands[0].upto", 5),
        ("settled", "weekly"),
        ("fee.step[1].rule", "bandz"),
        ("measure", []),
        ("title", ""),
        ("settlement.payment_days", 0),
        ("measure[0].baseline.amount", True),
        ("measure[0].baseline.index.levels", {"2022-23": []}),
    ],
)
def test_what_is_refused_does_not_fit(change):
    assert not fits(plain(changed(change)), SCHEMA)


@pytest.mark.parametrize(
    "change",
    [
        ("guarantee.share_of_baseline", "5%"),
        ("measure[0].baseline.index.levels.2022-23", {"level": Decimal("127.9"), "reference": "2015 = 100"}),
        ("measure[0].baseline.amount", "£12,201,000"),
        ("settlement.vat.rate", Decimal("0.2")),
        ("rounding", "down to the pound"),
    ],
)
def test_what_is_read_fits(change):
    contract_from_json(json.dumps(plain(changed(change)), default=str))
    assert fits(plain(changed(change)), SCHEMA)


def test_every_term_is_described_in_a_sentence_of_its_own():
    for part, name, term in TERMS_OF_PARTS:
        description = term["description"]
        own = SAID_BY_PARTS.get(f"{part}.{name}")
        assert description == (own or DESCRIPTIONS.get(f"{part}.{name}", DESCRIPTIONS.get(name)))
        assert description[0].isupper()
        assert description.endswith(".")


def test_no_description_is_left_over():
    others = [each for each in TERMS_OF_PARTS if f"{each[0]}.{each[1]}" not in SAID_BY_PARTS]
    used = {f"{part}.{name}" if f"{part}.{name}" in DESCRIPTIONS else name for part, name, _ in others}
    assert used == set(DESCRIPTIONS)


def test_it_speaks_of_contracts_not_of_the_library():
    text = contract_schema()
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"] == "A risk-reward contract"
    assert not [name for _, name, term in TERMS_OF_PARTS if "title" in term]
    for word in ("InputError", "Raises", "pydantic", "Decimal", "Fraction", "tuple"):
        assert word not in text
    assert text.isascii()
    assert all(table["description"].endswith(".") for table in PARTS.values())


def test_it_knows_every_term_of_a_contract():
    assert set(SCHEMA["properties"]) == set(Contract.model_fields)
    assert SCHEMA["additionalProperties"] is False
