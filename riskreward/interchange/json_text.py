"""JSON as programs write it: decimals exact, a name written twice told, nothing taken for a float."""

import json
from decimal import Decimal
from typing import Any

from riskreward.figures import shown
from riskreward.interchange.files import as_text, refused
from riskreward.refusals import Unread, described, too_long

_MENDS = {
    "Expecting property name": "put each name in double quotes, and no comma after the last term",
    "Illegal trailing comma": "take out the comma after the last term",
    "Expecting ',' delimiter": "put a comma between one term and the next",
    "Expecting ':' delimiter": 'write "name": value',
    "Expecting value": "put text, dates and figures with a sign in double quotes, and no comma after the last term",
    "Extra data": "keep the one table, { ... }, and nothing after it",
    "Unterminated string": "close the quotation mark",
    "Invalid control character": "close the quotation mark at the end of its line",
    "Invalid \\": "write \\\\ for each \\",
}


def read_json(text: str) -> dict[str, Any]:
    """Return the table that a JSON text holds, with Unread where a value cannot be read. Raises InputError."""
    text = as_text(text, "JSON")
    try:
        terms = json.loads(text, parse_float=Decimal, parse_int=_whole, object_pairs_hook=_once_each)
    except json.JSONDecodeError as error:
        line = text.splitlines()[error.lineno - 1].strip() if error.lineno <= len(text.splitlines()) else ""
        what = f"is {shown(line)}, which is not JSON" if line else "is where the JSON breaks off"
        mend = next((mend for begins, mend in _MENDS.items() if error.msg.startswith(begins)), "mend the JSON there")
        raise refused(f"line {error.lineno}", what, mend) from None
    except RecursionError:
        raise refused("", "holds tables within tables, more than any contract has", "see the example") from None
    if not isinstance(terms, dict):
        what = f"holds {'nothing' if terms is None else described(terms)}, where a table of terms belongs"
        raise refused("", what, 'begin with { "title": ... }')
    return terms


def _whole(digits: str) -> int | Unread:
    return int(digits) if len(digits) < 1000 else too_long(digits)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    terms: dict[str, Any] = {}
    for name, value in pairs:
        terms[name] = Unread("is written twice", "keep one of them") if name in terms else value
    return terms
