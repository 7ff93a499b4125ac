"""Interest on a shortfall that waits for the end of the term."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts import SAVINGS, column, contract, pence, refusals, settle

PAYABLE = "shortfall payable by the provider"
INTEREST = "interest on the shortfall"


def waiting(rate: str = "3%", tested: str = "each year", excess: str | None = "never offsets", **other: object):
    """A hundred thousand guaranteed for each year; what is short is paid at the end, with interest."""
    guarantee = {"amount": 100_000, "tested": tested, "shortfall": "provider pays at the end", "excess": excess}
    return contract(guarantee={**guarantee, "interest_on_shortfall": rate}, **other)


def test_10000_short_wait_two_years_and_20000_wait_one():
    """Nothing in its own year; 300 in the second; 900 on 30,000 in the third; simple."""
    statement = settle(waiting(), 90_000, 80_000, 100_000)
    assert column(statement, INTEREST) == [0, 300, 900]
    assert column(statement, PAYABLE) == [0, 0, 31_200]


def test_what_an_excess_makes_good_bears_none_from_then_on():
    """300 in the second year, before its test; what is left of 4,000 bears 120."""
    statement = settle(waiting(excess="refunds earlier shortfalls"), 90_000, 106_000, 100_000)
    assert column(statement, INTEREST) == [0, 300, 120]
    assert column(statement, PAYABLE) == [0, 0, 4_420]


def test_cumulatively_what_stood_at_the_years_opening_bears_it():
    """10,000 short to date, then 5,000, then 5,000."""
    statement = settle(waiting(tested="cumulatively", excess=None), 90_000, 105_000, 100_000)
    assert column(statement, INTEREST) == [0, 300, 150]
    assert column(statement, PAYABLE) == [0, 0, 5_450]


def test_tested_each_quarter_a_year_bears_interest_only_on_what_stood_when_it_opened_and_still_stands():
    """15,000 short in the first quarter of the first year; 5,000 made good in the second quarter of the next."""
    agreed = contract(
        guarantee={
            "amount": 100_000,
            "spread": "evenly over the months",
            "tested": "each period",
            "shortfall": "provider pays at the end",
            "excess": "refunds earlier shortfalls",
            "interest_on_shortfall": "3%",
        },
        settled="quarterly",
        years=2,
    )
    statement = settle(agreed, 10_000, *[25_000] * 3, 25_000, 30_000, 25_000, 25_000)
    assert column(statement, INTEREST) == [0, 0, 0, 0, 0, 0, 0, 300]
    assert column(statement, PAYABLE)[-1] == 10_300


def test_it_is_rounded_to_the_penny():
    assert column(settle(waiting(), "99999.50", 100_000), INTEREST) == pence("0 0.02")


@settings(max_examples=30)
@given(st.lists(SAVINGS, min_size=3, max_size=3))
def test_of_nought_it_is_as_none(savings):
    without = contract(guarantee={"amount": 100_000, "tested": "each year", "shortfall": "provider pays at the end"})
    assert column(settle(waiting("0%"), *savings), PAYABLE) == column(settle(without, *savings), PAYABLE)


def test_it_is_for_a_shortfall_that_waits():
    guarantee = {"amount": 1, "tested": "each year", "shortfall": "provider pays each year"}
    assert refusals(guarantee={**guarantee, "interest_on_shortfall": "3%"}) == [
        "guarantee.interest_on_shortfall is for a shortfall that waits, but shortfall is 'provider pays each year'; "
        "leave it out"
    ]
