"""Variations: one or two, of a share or of a cap, each from any period of the term."""

from decimal import Decimal
from typing import Any

from riskreward.calendar import Calendar
from tests.generators.drawing import Draw, Terms, now_and_then, pick, whole

NEW_SHARES = ("33.33%", "66.67%")


def variations(draw: Draw, wanted: bool | None, steps: list[Terms], term: Calendar) -> Terms:
    """Return the variations of a fee's steps, in the order they begin."""
    if not _changes(steps, 0) or not now_and_then(draw, wanted):
        return {}
    labels = [period.label for period in term.periods][:24]
    first = whole(draw, len(labels) - 1)
    begins = [first]
    if first + 1 < len(labels) and pick(draw, (False, True)):
        begins.append(first + 1 + whole(draw, len(labels) - first - 2))
    return {"variation": [_deed(draw, steps, number, labels, labels[place]) for number, place in enumerate(begins)]}


def _changes(steps: list[Terms], number: int) -> dict[str, Any]:
    """Return what a first or a second deed may change, by its place; steps that only pay for outcomes have nothing."""
    changes: dict[str, Any] = {}
    for place, step in enumerate(steps):
        if "share" in step and "rule" in step and step["rule"] != "threshold":
            changes[f"fee.step[{place}].share"] = NEW_SHARES[number]
        elif step["rule"] == "bands":
            changes[f"fee.step[{place}].bands[0].share"] = NEW_SHARES[number]
        elif step["rule"] == "cap" and "amount" in step:
            raised, lowered = step["amount"] * 2, Decimal(int(step["amount"]) // 2)
            changes[f"fee.step[{place}].amount"] = (raised, lowered)[number]
    return changes


def _deed(draw: Draw, steps: list[Terms], number: int, labels: list[str], label: str) -> Terms:
    changes = _changes(steps, number)
    names = list(changes)
    changed = names if pick(draw, (False, True)) else [pick(draw, names)]
    before = labels.index(label)
    settled = {"settled_to": labels[before - 1]} if before and pick(draw, (False, True)) else {}
    return settled | {
        "name": f"Deed {number + 1}",
        "holds_from": label,
        "agreed": {"on": "2026-02-01", "by": "Cabinet"},
        "source": "the deed",
        "reason": "two depots added",
        "changes": {name: changes[name] for name in changed},
    }
