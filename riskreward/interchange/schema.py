"""The JSON Schema of a contract file, for editors that complete and check as one types."""

import json
from collections.abc import Iterator
from typing import Any

from riskreward.contract import Contract
from riskreward.terms import Terms

_ONE_OR_MORE = {
    *("Guarantee.share_of_baseline", "Guarantee.amount", "estimate", "quantity", "project_cost"),
    *("Price.amount", "RepricedVolume.price", "discount", "expected_volume"),
    *("recovery", "committed", "Measure.target", "share_above"),
}
"""Terms that may be a list, or the one figure that stands for all."""


def said_by_parts(part: type[Terms] = Terms) -> Iterator[tuple[str, str]]:
    """Yield what the parts of a contract, such as the steps of a fee, say of their own terms, by their places."""
    for each in part.__subclasses__():
        yield from said_by_parts(each)
        for name, field in each.model_fields.items():
            if field.description:
                yield f"{each.__name__}.{name}", field.description


def contract_schema() -> str:
    """Return the schema of a contract, as JSON."""
    from riskreward.interchange.descriptions import DESCRIPTIONS

    said = dict(said_by_parts())
    schema: dict[str, Any] = Contract.model_json_schema()
    for part, table in {"Contract": schema, **schema["$defs"]}.items():
        table.pop("title", None)
        table["description"] = table["description"].split("\n\n")[0].replace("\n", " ")
        for name, term in table["properties"].items():
            term.pop("title", None)
            place = f"{part}.{name}"
            term["description"] = said.get(place) or DESCRIPTIONS[place if place in DESCRIPTIONS else name]
            if name == "rule":
                table["required"] = ["rule", *table.get("required", [])]
            if _ONE_OR_MORE & {place, name}:
                term["anyOf"] = [term["items"], {"type": "array", "items": term["items"]}]
                del term["type"], term["items"]
    confidence = schema["$defs"]["Measure"]["properties"]["confidence"]
    confidence["anyOf"].insert(0, {"type": ["number", "string"]})
    levels = schema["$defs"]["Index"]["properties"]["levels"]
    standard = schema["$defs"]["Prediction"]["properties"]["standard"]
    for by_name in (levels, standard):
        by_name["additionalProperties"] = {"anyOf": [{"type": ["number", "string"]}, by_name["additionalProperties"]]}
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A risk-reward contract", **schema}
    return json.dumps(schema, indent=2) + "\n"
