"""What is drawn for a contract that ends early, commits to a volume, advances money or recovers costs first."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st

from riskreward.calendar import Calendar
from riskreward.guarantees.termination import FOR_MONTHS_LEFT, OF_A_SHARE, OF_AN_AMOUNT
from tests.generators.drawing import Draw, Terms, pick

WINTER = ["4%"] * 6 + ["12%", "14%", "14%", "14%", "12%", "10%"]

_FREQUENT = st.sampled_from([False, True, True])
_RARE = st.sampled_from([False, False, True])
_THOUSAND = st.integers(0, 1_000)
_VOLUMES = st.sampled_from([Decimal(1_700), Decimal("900.5"), Decimal(850), Decimal(800), Decimal(0), Decimal(2_000)])


def ended(draw: Draw, term: Calendar, wanted: bool | None = None) -> Calendar:
    """Return the term, now and then cut short at the end of one of its months."""
    if not (draw(_RARE) if wanted is None else wanted):
        return term
    months = draw(st.integers(1, term.months))
    return term.ended(term.starts + relativedelta(months=months) - timedelta(days=1))


def termination(draw: Draw, term: Calendar, guarantee: Terms | None) -> Terms:
    """Return what a term that was cut short says of it, and nothing of one that ran to its end."""
    if term.agreed is term:
        return {}
    terms: Terms = {"on": term.ends, "by": draw(st.sampled_from(["authority", "provider", "both"])), "reason": "closed"}
    if terms["by"] != "provider":
        terms["payment"] = draw(st.sampled_from(["none", FOR_MONTHS_LEFT]))
    if terms.get("payment") == FOR_MONTHS_LEFT:
        terms["months_left"] = {"a_year": Decimal("1234.50"), "share": draw(st.sampled_from(["50%", "1/3"]))}
        terms["months_left"] |= {"at_most": 100} if draw(_RARE) else {}
    if guarantee is not None:
        choices = OF_A_SHARE if "share_of_baseline" in guarantee else OF_AN_AMOUNT
        terms["guarantee"] = draw(st.sampled_from(choices))
        if terms["guarantee"] == "pro-rated by season":
            terms["season"] = WINTER
    return {"termination": terms}


def core_volume(draw: Draw, measures: Sequence[Terms], term: Calendar, spread: Any, currency: str) -> Terms:
    """Return a core volume of one of the measures that count without a baseline, if there is any."""
    counting = [each for each in measures if "baseline" not in each and each["unit"] != "%"]
    if not counting or not draw(_FREQUENT):
        return {}
    measure = pick(draw, counting)
    committed = [draw(_VOLUMES) for _ in term.agreed.year_labels]
    terms: Terms = {"measure": measure["name"], "committed": committed if draw(_RARE) else committed[0]}
    terms["if_short"] = draw(st.sampled_from(["compensation", "carried forward", "nothing"]))
    if terms["if_short"] == "carried forward":
        terms["at_the_end"] = draw(st.sampled_from(["compensation", "lapses"]))
    if "compensation" in terms.values():
        terms["rate"] = "8.25%" if measure["unit"] == currency else Decimal("1.125")
    if spread is not None:
        terms["spread"] = spread
    if draw(_RARE):
        terms["investment"] = {"amount": 3_000, "by": "the partner", "evidence": "schedule 7"}
    return {"core_volume": terms}


def advance(draw: Draw, largest: Fraction, wanted: bool | None = None) -> Terms:
    """Return an advance, now and then."""
    if not (draw(_RARE) if wanted is None else wanted):
        return {}
    amount = Decimal(int(largest / 20_000 * draw(_THOUSAND))) + Decimal("0.01")
    at_the_end = draw(st.sampled_from(["provider repays", "written off"]))
    recovered = draw(st.sampled_from(["100%", "40%", "1/3"]))
    return {"advance": {"amount": amount, "paid": "at the start", "recovered": recovered, "at_the_end": at_the_end}}


def recovery(draw: Draw, largest: Fraction, term: Calendar, spread: Any, counted: str) -> Terms:
    """Return the terms of a cost recovery beside its rule."""
    amounts = [Decimal(int(largest / 20_000 * draw(_THOUSAND))) for _ in term.agreed.year_labels]
    step: Terms = {"recovery": amounts if draw(_RARE) else amounts[0], "share": draw(st.sampled_from(["25%", "1/3"]))}
    step["unrecovered"] = "rolls forward" if counted == "to date" or draw(_FREQUENT) else "lapses"
    if counted != "to date" and step["unrecovered"] == "rolls forward":
        limits = {"at_most": amounts[-1], "interest": "3%", "expires_after_years": draw(st.integers(1, 2))}
        step |= {name: limit for name, limit in limits.items() if draw(_RARE)}
    return step if spread is None else step | {"spread": spread}
