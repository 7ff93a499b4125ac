"""What is drawn for a price that is made of a cost and a fee: the cost reimbursed, and when the fee is assessed."""

from fractions import Fraction
from typing import Any

from riskreward.calendar import Calendar
from tests.generators.drawing import Draw, Terms, a_small_share, chosen, now_and_then, pick
from tests.generators.measures import Measures

RELEASED = ("at the end of the term", "a year after the end of the term")


def priced(draw: Draw, terms: Terms, measured: Measures, term: Calendar) -> Terms:
    """Return the settlement and the fee of a contract, now and then with a cost reimbursed and a fee assessed."""
    settlement, fee, largest = terms["settlement"], terms["fee"], measured.largest
    labels = [period.label for period in term.periods][:24]
    if now_and_then(draw):
        in_money = [each["name"] for each in terms["measure"] if each["unit"] == terms["currency"]]
        cost = pick(draw, in_money) if in_money else _measured(terms, "cost", largest)
        settlement = settlement | {"reimbursed": {"measure": cost, **_held_back(draw, labels)}}
    if fee["counted"] == "to date" and (measured.for_the_term or now_and_then(draw)):
        assessed = [label for label in labels if chosen(draw)] or labels[-1:]
        fee = fee | {"assessed": assessed}
        if chosen(draw):
            fee["still_to_come"] = _measured(terms, "still to come", largest)
    return {"settlement": settlement, "fee": fee}


def _held_back(draw: Draw, labels: list[str]) -> Terms:
    released = pick(draw, RELEASED if len(labels) > 1 else RELEASED[1:])
    if not chosen(draw):
        return {}
    completed = pick(draw, labels if released == RELEASED[1] else labels[:-1])
    retention = {"share": a_small_share(draw), "half_released": completed, "rest_released": released}
    return {"retention": retention}


def _measured(terms: Terms, name: str, largest: Fraction) -> str:
    between: list[Any] = [0, int(largest)]
    terms["measure"].append({"name": name, "unit": terms["currency"], "outturn_between": between})
    return name
