"""Savings before the start: they cover shortfalls until they are used up."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts import SAVINGS, column, contract, fees, refusals, settle

PAYABLE = "shortfall payable by the provider"
LEFT = "left of the savings before the start"
CREDIT = {"amount": 50_000, "evidence": "working paper 7"}


def credited(**other: object):
    """A hundred thousand guaranteed for each year, fifty thousand saved before the first."""
    guarantee = {"amount": 100_000, "tested": "each year", "shortfall": "provider pays each year"}
    return contract(guarantee={**guarantee, "credited_before_start": CREDIT, **other})


def test_50000_cover_the_first_years_20000_and_the_second_years_25000_and_5000_of_the_third():
    statement = settle(credited(), 80_000, 75_000, 80_000)
    assert column(statement, "covered by savings before the start") == [20_000, 25_000, 5_000]
    assert column(statement, LEFT) == [30_000, 5_000, 0]
    assert column(statement, PAYABLE) == [0, 0, 15_000]


def test_they_never_earn_a_fee_and_are_no_saving_of_the_term():
    with_credit, without = (settle(agreed, 80_000) for agreed in (credited(), credited(credited_before_start=None)))
    assert fees(with_credit) == fees(without) == [8_000]
    assert column(with_credit, "saved to date") == [80_000]


def test_cumulatively_they_count_to_date():
    """20,000 short to date, then 60,000, then 40,000: 10,000 beyond the credit is paid once."""
    agreed = credited(tested="cumulatively", shortfall="provider pays each year")
    statement = settle(agreed, 80_000, 60_000, 120_000)
    assert column(statement, "covered by savings before the start") == [20_000, 50_000, 40_000]
    assert column(statement, LEFT) == [30_000, 0, 10_000]
    assert column(statement, PAYABLE) == [0, 10_000, 0]


def test_they_are_used_before_the_bank():
    agreed = credited(excess="is banked against later shortfalls")
    statement = settle(agreed, 130_000, 60_000, 60_000)
    assert column(statement, "covered by savings before the start") == [0, 40_000, 10_000]
    assert column(statement, "covered by the bank") == [0, 0, 30_000]


@settings(max_examples=40)
@given(st.lists(SAVINGS, min_size=3, max_size=3))
def test_they_cover_no_more_than_they_are_and_are_never_below_nothing(savings):
    statement = settle(credited(), *savings)
    used = sum(column(statement, "covered by savings before the start"))
    assert 0 <= statement.amount(LEFT) == 50_000 - used
    without = settle(credited(credited_before_start=None), *savings)
    assert sum(column(without, PAYABLE)) - sum(column(statement, PAYABLE)) == used


def test_they_need_evidence():
    guarantee = {"amount": 1, "tested": "each year", "shortfall": "provider pays each year"}
    assert refusals(guarantee={**guarantee, "credited_before_start": {"amount": 5, "evidence": ""}}) == [
        "guarantee.credited_before_start.evidence is empty; write it"
    ]
