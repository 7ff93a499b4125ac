"""A marginal rate: full price up to a volume, and a share of it for what lies above."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.fees.outcomes.marginal_rate import at_the_marginal_rate
from riskreward.kernel import pounds, share_of
from tests.contracts import column, contract, fees, outturn, refusals, settle, settled_alike, worked
from tests.generators.drawing import VISITS, Draw, Terms, a_share, amount, by_year, chosen, pick
from tests.generators.fees import Around

ACTIVITY = {"name": "activity", "unit": "£", "better": "higher"}
ADMISSIONS = {"name": "admissions", "unit": "admissions", "better": "higher"}
RATE = {"name": "rate", "unit": "%", "better": "higher"}


def paying(measure: str, volume: Any, above: Any, over: str = "year", **more: Any) -> Terms:
    return {"rule": "marginal rate", "measure": measure, "volume": volume, "share_above": above, "over": over, **more}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on a measure of its own: in visits at a price, or in money."""
    unit = pick(draw, (VISITS, "money"))
    step: Terms = {"measure": around.reading(unit, (-10, 400)), "volume": pick(draw, (100, 0, 350))}
    if unit == VISITS:
        step["price"] = {"amount": by_year(draw, around.term, lambda: amount(draw, around.largest / 2000))}
    step["share_above"] = [a_share(draw), a_share(draw)] if chosen(draw) else a_share(draw)
    return step | {"over": pick(draw, ("term", "year", "period"))}


# Worked examples


def test_activity_above_that_of_2008_09_is_paid_30_per_cent_and_70_per_cent_of_that_is_21() -> None:
    """£12 million of activity on a baseline of £10 million: £10,600,000 at 30%, £10,420,000 at 21%."""
    agreed = contract(paying("activity", 10_000_000, "30%"), others=(ACTIVITY,), years=1)
    assert fees(settle(agreed, 0, activity=(12_000_000,))) == [10_600_000]
    stacked = contract(paying("activity", 10_000_000, ["70%", "30%"]), others=(ACTIVITY,), years=1)
    statement = settle(stacked, 0, activity=(12_000_000,))
    assert column(statement, "marginal rate") == [21]
    assert fees(statement) == [10_420_000]


def test_admissions_at_a_price_each() -> None:
    """12,000 admissions at £1,500, 10,000 of them in full: 10,600 paid for, £15,900,000."""
    terms = paying("admissions", 10_000, "30%", price={"amount": 1500})
    agreed = contract(terms, others=(ADMISSIONS,), years=2, settled="half-yearly")
    statement = settle(agreed, 0, 0, 0, 0, admissions=(9_000, 3_000, 10_000, 0))
    assert fees(statement) == [13_500_000, 2_400_000, 15_000_000, 0]
    assert column(statement, "above the volume") == [0, 2_000, 0, 0]
    assert column(statement, "paid for") == [9_000, 1_600, 10_000, 0]


def test_over_the_term_and_each_settlement_by_itself() -> None:
    over_the_term = contract(paying("activity", 100, "30%", over="term"), others=(ACTIVITY,), years=2)
    assert fees(settle(over_the_term, 0, 0, activity=(80, 40))) == [80, 26]
    alone = contract(paying("activity", 100, "30%", over="period"), others=(ACTIVITY,), years=2)
    assert fees(settle(alone, 0, 0, activity=(80, 140))) == [80, 112]


def test_a_period_below_nothing_is_paid_nothing() -> None:
    agreed = contract(paying("activity", 100, "30%", over="term"), others=(ACTIVITY,), years=2)
    assert fees(settle(agreed, 0, 0, activity=(-80, 140))) == [0, 112]


# Refusals


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (paying("admissions", 100, "30%"), "fee.step[0].price is missing; write what a unit pays"),
        (
            paying("activity", 100, "30%", price={"amount": 5}),
            "fee.step[0].price is for 'activity', which is money; leave it out",
        ),
        (
            paying("rate", "10%", "30%", price={"amount": 5}),
            "fee.step[0].measure is 'rate', which is in % and does not add up to a volume; "
            "name a measure in a unit of its own",
        ),
        (
            paying("activity", "10%", "30%"),
            "fee.step[0].volume is 10%, but activity is in '£'; write the figure in that unit",
        ),
        (
            paying("activity", -1, "30%"),
            "fee.step[0].volume is -1, below nought; write a volume from nought up",
        ),
        (
            paying("activity", 100, "130%"),
            "fee.step[0].share_above is 130%, not between 0% and 100%; write a share such as 25%",
        ),
        (
            paying("admissions", 100, "30%", price={"amount": [5, 6]}),
            "fee.step[0].price.amount lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
            "list one for each year, or one figure for all",
        ),
    ],
)
def test_what_cannot_be_is_refused(terms: Terms, said: str) -> None:
    assert refusals(terms, others=(ACTIVITY, ADMISSIONS, RATE)) == [said]


# Properties

amounts = st.integers(0, 10**6).map(Fraction)
shares = st.integers(0, 100).map(lambda parts: Fraction(parts, 100))


@given(amounts, amounts, shares)
def test_it_lies_between_what_is_paid_in_full_and_everything(full: Fraction, above: Fraction, rate: Fraction) -> None:
    paid = worked(lambda: at_the_marginal_rate(pounds(full), pounds(above), share_of(rate)))
    assert full <= paid <= full + above


@given(st.lists(st.integers(0, 80), min_size=3, max_size=3), st.integers(1, 4))
def test_however_it_falls_on_settlements_the_same_is_paid_and_twice_the_price_pays_twice(
    admissions: list[int], times: int
) -> None:
    def paid(price: int) -> Any:
        terms = paying("admissions", 100, "30%", over="term", price={"amount": price})
        agreed = contract(terms, others=(ADMISSIONS,))
        return sum(fees(settled_alike(agreed, outturn(agreed, 0, 0, 0, admissions=tuple(admissions)))))

    whole = sum(admissions)
    assert paid(10) == 10 * min(whole, 100) + 3 * max(whole - 100, 0)
    assert paid(10 * times) == times * paid(10)
