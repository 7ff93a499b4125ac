"""Rate cards for tests, and tables of claims written short."""

from decimal import Decimal
from typing import Any

import pytest

import riskreward as rr

YEARS = ("2026-27", "2027-28", "2028-29")
WORK_PROGRAMME: tuple[dict[str, Any], ...] = (
    {"name": "attachment", "amount": 400},
    {"name": "job outcome", "amount": 1200},
    {"name": "sustainment", "amount": 2210},
)
TROUBLED_FAMILIES: tuple[dict[str, Any], ...] = (
    {"name": "work", "amount": "£4,000"},
    {"name": "turned around", "amount": "£3,900"},
    {"name": "progress to work", "amount": "£100", "credited_against": "work"},
)


def card(*outcomes: dict[str, Any], **terms: Any) -> rr.RateCard:
    """Return a card of three years; unless told, the Work Programme's for those of 18 to 24."""
    return rr.RateCard(**{"outcomes": list(outcomes or WORK_PROGRAMME), "periods": YEARS, **terms})


def families(counts: str = "the best paid", **terms: Any) -> rr.RateCard:
    """Return the card of Troubled Families: work, or turned around, and progress towards work."""
    return card(*TROUBLED_FAMILIES, alternatives=[{"outcomes": ["work", "turned around"], "counts": counts}], **terms)


def claim(person: str, outcome: str, year: int = 0, **more: Any) -> dict[str, Any]:
    """Return a claim in one of the three years, from nought."""
    return {"person": person, "outcome": outcome, "period": YEARS[year], **more}


def paid(agreed: rr.RateCard, *claims: dict[str, Any], **given: Any) -> list[Decimal]:
    """Return what each claim pays, in the order of the table."""
    return [Decimal(each.paid.numerator) / each.paid.denominator for each in agreed.work_out(claims, **given)]


def against(agreed: rr.RateCard, claims: object, **given: Any) -> list[str]:
    """Return everything that is said against a table of claims."""
    with pytest.raises(rr.InputError) as caught:
        agreed.work_out(claims, **given)
    return [str(problem) for problem in caught.value.problems]
