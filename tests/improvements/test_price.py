"""The agreed price of a unit of improvement, by year or moved by an index and rounded once."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import Contract
from riskreward.improvements import valued
from riskreward.kernel import constant, money, quantity
from tests.contracts import column, contract, refusals, settled_alike, worked

VISITS = quantity("visits")
YEARS = ["2026-27", "2027-28", "2028-29"]


def visits(price: dict[str, Any], **measure: Any) -> Contract:
    """Return a contract that pays a tenth of what fewer visits than 1,000 are worth."""
    return contract(baseline={"rule": "fixed", "amount": 1_000}, measure={"unit": "visits", "price": price, **measure})


def test_fewer_visits_at_40_pounds_each():
    """850 visits against 1,000 are 150 fewer, which at £40 are worth £6,000; a tenth of that is £600."""
    statement = settled_alike(visits({"amount": 40}), {"2026-27": 850})
    assert statement.amount("improvement") == 150
    assert statement.amount("improvement at the agreed price") == 6_000
    assert statement.amount("fee of the year") == 600
    assert statement.periods[0].line("improvement at the agreed price").working == "improvement 150 times price £40.00"


def test_where_a_higher_outturn_is_better_more_is_an_improvement():
    statement = settled_alike(visits({"amount": 40}, better="higher"), {"2026-27": 1_150})
    assert statement.amount("improvement at the agreed price") == 6_000


def test_a_price_for_each_year():
    statement = settled_alike(visits({"amount": [40, "£41.50", 42]}), dict.fromkeys(YEARS, 900))
    assert column(statement, "improvement at the agreed price") == [4_000, 4_150, 4_200]


def test_a_percentage_point_is_priced():
    """82.5% against 80% is 2.5 points, at £5,000 a point £12,500."""
    agreed = contract(
        baseline={"rule": "fixed", "amount": "80%"},
        measure={"unit": "%", "better": "higher", "price": {"amount": 5_000}},
    )
    assert settled_alike(agreed, {"2026-27": "82.5%"}).amount("improvement at the agreed price") == 12_500


def test_a_price_of_80_pounds_at_109_4_over_94_5_is_92_pounds_61():
    """80 x 109.4 / 94.5 is 92.6137..., to the penny 92.61: a strike price of the Contracts for Difference."""
    index = {"series": "CPI", "month": "January before the year", "base": "94.5", "levels": {"2026-27": "109.4"}}
    statement = settled_alike(visits({"amount": "80.00", "index": index, "places": 2}), {"2026-27": 999})
    assert statement.amount("price") == Decimal("92.61")
    assert statement.amount("improvement at the agreed price") == Decimal("92.61")
    unrounded = settled_alike(visits({"amount": "80.00", "index": index}), {"2026-27": 999})
    assert unrounded.exact("improvement at the agreed price") == Fraction(80) * Fraction("109.4") / Fraction("94.5")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"price": {"amount": -40}}, "price.amount is -40, below nought; write the price as a positive figure"),
        (
            {"price": {"amount": [40, 41]}},
            "price.amount lists 2 figures, but the term has 3 years (2026-27 to 2028-29); list one for each year, or "
            "one figure for all",
        ),
        ({"unit": "£", "price": {"amount": 40}}, "price is for a measure that is money; leave it out"),
        (
            {"price": None},
            "price is missing, but 'costs' earns a fee and is in 'visits'; write what a unit of it is worth: "
            "price = { amount = 40 }",
        ),
    ],
)
def test_a_price_that_cannot_be(given, said):
    measure = {"unit": "visits", **given}
    measure = {name: each for name, each in measure.items() if each is not None}
    assert refusals(baseline={"rule": "fixed", "amount": 1_000}, measure=measure) == [f"measure[0].{said}"]


@given(st.integers(-(10**6), 10**6), st.integers(0, 10**6))
def test_units_at_a_price_are_plain_multiplication(units, price):
    def rule():
        return valued(constant(units, VISITS), constant(Fraction(price, 100), money.times(VISITS, -1)))

    assert worked(rule) == Fraction(units * price, 100)
