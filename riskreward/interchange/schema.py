"""The JSON Schema of a contract file, for editors that complete and check as one types."""

import json
from typing import Any

from riskreward.contract import Contract

_ONE_OR_MORE = {
    *("Guarantee.share_of_baseline", "Guarantee.amount", "estimate", "quantity", "project_cost"),
    *("Price.amount", "discount"),
}
"""Terms that may be a list, or the one figure that stands for all."""


def contract_schema() -> str:
    """Return the schema of a contract, as JSON."""
    from riskreward.interchange.descriptions import DESCRIPTIONS

    schema: dict[str, Any] = Contract.model_json_schema()
    for part, table in {"Contract": schema, **schema["$defs"]}.items():
        table.pop("title", None)
        table["description"] = table["description"].split("\n\n")[0].replace("\n", " ")
        for name, term in table["properties"].items():
            term.pop("title", None)
            place = f"{part}.{name}"
            term["description"] = DESCRIPTIONS[place if place in DESCRIPTIONS else name]
            if name == "rule":
                table["required"] = ["rule", *table.get("required", [])]
            if _ONE_OR_MORE & {place, name}:
                term["anyOf"] = [term["items"], {"type": "array", "items": term["items"]}]
                del term["type"], term["items"]
    levels = schema["$defs"]["Index"]["properties"]["levels"]
    levels["additionalProperties"] = {"anyOf": [{"type": ["number", "string"]}, levels["additionalProperties"]]}
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A risk-reward contract", **schema}
    return json.dumps(schema, indent=2) + "\n"
