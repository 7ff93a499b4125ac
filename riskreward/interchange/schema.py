"""The JSON Schema of a contract file, for editors that complete and check as one types."""

import json

from riskreward.contract import Contract


def contract_schema() -> str:
    """Return the schema of a contract, as JSON."""
    schema = Contract.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
