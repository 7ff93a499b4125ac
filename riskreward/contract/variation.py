"""A variation: a dated, agreed, sourced change of a contract's terms, and what becomes of its balances."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, WithJsonSchema

from riskreward.baselines.terms import Agreed
from riskreward.figures import FINEST, FigureError, written
from riskreward.refusals import described
from riskreward.terms import Terms

LEFT_OUT = "left out"
"""What a variation writes for a term or part that it takes out of the contract."""

_EXAMPLE = 'write the new figures by name, such as { share = "30%" }'
_FATE = r"(is closed)|goes over to (\S.*)|opens at (\S.*)"


class Fate(NamedTuple):
    """What becomes of a balance: it goes over to another, it opens at an amount, or it is closed."""

    goes_to: str = ""
    opens_at: str = ""


def fate(words: str) -> Fate:
    """Return what words say of a balance."""
    match = re.fullmatch(_FATE, words)
    assert match is not None  # read before
    return Fate(match[2] or "", match[3] or "")


def _changes(value: object) -> object:
    if isinstance(value, Mapping) and not value:
        raise FigureError("change nothing", f"{_EXAMPLE}, or leave the variation out")
    if not isinstance(value, Mapping):
        raise FigureError(f"is {described(value)}, where a table of changes belongs", _EXAMPLE)
    return {name: _as_written(each) for name, each in value.items()}


def _as_written(value: Any) -> Any:
    """Return a new figure or part as a file has it, so that it reads back equal."""
    if value is None:
        return LEFT_OUT
    if isinstance(value, Terms):
        given = {name: getattr(value, name) for name in type(value).model_fields}
        return {name: _as_written(each) for name, each in given.items() if each is not None and each != ()}
    if isinstance(value, Mapping):
        return {name: _as_written(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_as_written(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) or (isinstance(value, Decimal) and not _plainly(value)):
        return str(value)
    return written(value)


def _plainly(value: Decimal) -> bool:
    """Return whether a figure is written out in a line: 1E+999999 is not."""
    return value.is_finite() and abs(value.adjusted()) <= FINEST


def _fate_words(value: object) -> object:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not re.fullmatch(_FATE, text):
        raise FigureError(
            f"is {described(value)}", 'write "goes over to ..." with a balance\'s name, "is closed" or "opens at £0"'
        )
    return text


def _balances(value: object) -> object:
    if not isinstance(value, Mapping):
        mend = 'write what becomes of each, such as { "fee / room used under the cap" = "is closed" }'
        raise FigureError(f"is {described(value)}, where a table of balances belongs", mend)
    return value


class Variation(Terms):
    """A change of the terms that both sides agreed, from one period on.

    `changes` gives new figures or parts by name or by place; "left out" takes one out. Balances that both the old
    and the new terms keep go over by their names; of any other, `balances` says in words what becomes of it.
    `settled_to` is the last period with an issued statement when the variation was agreed: what has been settled
    is not varied.

    Source: Procurement Act 2023, section 74, modifying a public contract.
    """

    name: str = Field(min_length=1)
    holds_from: str
    agreed: Agreed
    source: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    changes: Annotated[dict[str, Any], BeforeValidator(_changes), WithJsonSchema({"type": "object"})]
    balances: Annotated[dict[str, Annotated[str, BeforeValidator(_fate_words)]], BeforeValidator(_balances)] = Field(
        default_factory=dict
    )
    settled_to: str = ""
