"""Variations for tests: one deed, and what is said against those that cannot stand."""

from typing import Any

import pytest

import riskreward as rr

DEED: dict[str, Any] = {
    "name": "Deed of variation 1",
    "agreed": {"on": "2027-02-01", "by": "Cabinet"},
    "source": "Deed of 1 February 2027",
    "reason": "two depots added",
}
CAP = {"rule": "cap", "amount": 15_000, "over": "term", "room_used_by": "what is earned"}
ROOM = "fee / room used under the cap"
DEFICIT = "fee / deficit of the deficit carry-forward"
GATE = {"rule": "quality gate", "measure": "quality", "at_least": "90%"}


def vary(signed: rr.Contract, holds_from: str = "2027-28", changes: Any = None, **given: Any) -> rr.Contract:
    return signed.vary(holds_from, **{**DEED, **given}, **(changes or {}))


def refused(signed: rr.Contract, *given: Any, **others: Any) -> list[str]:
    with pytest.raises(rr.InputError) as caught:
        vary(signed, *given, **others)
    return [str(problem) for problem in caught.value.problems]
