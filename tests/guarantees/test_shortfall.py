"""A shortfall: what falls short of the guarantee, when it is tested and when the provider pays it."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts import SAVINGS, column, contract, pence, settle

BELOW = "below the guarantee"
PAYABLE = "shortfall payable by the provider"


def guaranteeing(tested: str, shortfall: str, amount: object = 100_000, **other: object):
    """A hundred thousand guaranteed for each year."""
    return contract(guarantee={"amount": amount, "tested": tested, "shortfall": shortfall}, **other)


def quarterly(tested: str, shortfall: str):
    """A hundred thousand for each year, 25,000 a quarter."""
    guarantee = {"amount": 100_000, "tested": tested, "shortfall": shortfall, "spread": "evenly over the months"}
    return contract(guarantee=guarantee, settled="quarterly")


# Settled each year: 60,000, then 120,000, then 90,000 against 100,000.


def test_a_shortfall_that_costs_the_fee_only_is_shown_and_never_paid():
    statement = settle(guaranteeing("each year", "fee only"), 60_000, 120_000, 90_000)
    assert column(statement, BELOW) == [40_000, 0, 10_000]
    assert not statement.has(PAYABLE)
    assert column(statement, "kept by the council to date") == [54_000, 162_000, 243_000]


def test_tested_each_year_and_paid_each_year_is_40000_then_nothing_then_10000():
    statement = settle(guaranteeing("each year", "provider pays each year"), 60_000, 120_000, 90_000)
    assert column(statement, PAYABLE) == [40_000, 0, 10_000]
    assert column(statement, "shortfall paid to date") == [40_000, 40_000, 50_000]
    assert column(statement, "shortfall received to date") == [40_000, 40_000, 50_000]


def test_what_the_provider_pays_is_the_councils_to_keep():
    """Saved 60,000, 6,000 of it paid as a tenth, 40,000 received: 94,000 kept. And so on."""
    statement = settle(guaranteeing("each year", "provider pays each year"), 60_000, 120_000, 90_000)
    assert column(statement, "kept by the council to date") == [94_000, 202_000, 293_000]


def test_tested_each_year_and_paid_at_the_end_is_50000_at_the_end():
    statement = settle(guaranteeing("each year", "provider pays at the end"), 60_000, 120_000, 90_000)
    assert column(statement, BELOW) == [40_000, 0, 10_000]
    assert column(statement, PAYABLE) == [0, 0, 50_000]


def test_tested_cumulatively_a_good_year_makes_up_for_a_bad_one():
    """To date 40,000 short, then 20,000, then 30,000: at the end 30,000 is due."""
    statement = settle(guaranteeing("cumulatively", "provider pays at the end"), 60_000, 120_000, 90_000)
    assert column(statement, BELOW) == [40_000, 20_000, 30_000]
    assert column(statement, PAYABLE) == [0, 0, 30_000]


def test_tested_cumulatively_an_early_excess_counts_later():
    statement = settle(guaranteeing("cumulatively", "provider pays each year"), 150_000, 60_000, 80_000)
    assert column(statement, BELOW) == [0, 0, 10_000]
    assert column(statement, PAYABLE) == [0, 0, 10_000]


def test_what_has_been_paid_is_not_paid_back():
    """40,000 short and paid; then only 20,000 short to date: nothing is returned. Then 60,000 short: 20,000 more."""
    statement = settle(guaranteeing("cumulatively", "provider pays each year"), 60_000, 120_000, 60_000)
    assert column(statement, BELOW) == [40_000, 20_000, 60_000]
    assert column(statement, PAYABLE) == [40_000, 0, 20_000]


def test_an_overspend_is_a_shortfall_of_more_than_the_guarantee():
    statement = settle(guaranteeing("each year", "provider pays each year"), -25_000)
    assert column(statement, PAYABLE) == [125_000]


def test_at_the_guarantee_nothing_is_due_and_a_penny_below_it_a_penny():
    agreed = guaranteeing("each year", "provider pays each year")
    assert column(settle(agreed, 100_000), PAYABLE) == [0]
    assert column(settle(agreed, Fraction("99999.99")), PAYABLE) == pence("0.01")


def test_half_a_penny_short_is_rounded_where_it_is_paid_and_not_before():
    """A tenth of 100.05 is 10.005, which nothing saved falls short of; paid to the penny it is 10.01."""
    guarantee = {"share_of_baseline": "10%", "tested": "each year", "shortfall": "provider pays each year"}
    agreed = contract(guarantee=guarantee, baseline={"rule": "fixed", "amount": "100.05"})
    statement = agreed.settle({"2026-27": "100.05"})
    assert statement.exact(BELOW) == Fraction("10.005")
    assert column(statement, PAYABLE) == pence("10.01")


def test_a_shortfall_to_date_adds_up_years_already_in_pence():
    """10.01 and 10.01, each rounded half up from 10.005 where it is carried."""
    guarantee = {"share_of_baseline": "10%", "tested": "cumulatively", "shortfall": "provider pays each year"}
    agreed = contract(guarantee=guarantee, baseline={"rule": "fixed", "amount": "100.05"})
    statement = agreed.settle({"2026-27": "100.05", "2027-28": "100.05"})
    assert column(statement, "shortfall paid to date") == pence("10.01 20.02")


def test_a_shortfall_is_rounded_as_the_contract_rounds():
    guarantee = {"share_of_baseline": "10%", "tested": "each year", "shortfall": "provider pays each year"}
    agreed = contract(guarantee=guarantee, baseline={"rule": "fixed", "amount": "100.05"}, rounding="down to the penny")
    assert column(agreed.settle({"2026-27": "100.05"}), PAYABLE) == pence("10.00")


# Settled each quarter: 10,000, 30,000, 25,000 and 20,000 against 25,000 each.

QUARTERS = (10_000, 30_000, 25_000, 20_000)


def test_tested_each_period_every_quarter_stands_alone_and_the_years_shortfalls_are_paid_at_its_end():
    statement = settle(quarterly("each period", "provider pays each year"), *QUARTERS, 0)
    assert column(statement, BELOW) == [15_000, 0, 0, 5_000, 25_000]
    assert column(statement, PAYABLE) == [0, 0, 0, 20_000, 0]


def test_tested_each_year_only_the_years_last_quarter_tells():
    """85,000 of 100,000: 15,000 short."""
    statement = settle(quarterly("each year", "provider pays each year"), *QUARTERS)
    assert column(statement, BELOW) == [0, 0, 0, 15_000]
    assert column(statement, PAYABLE) == [0, 0, 0, 15_000]


def test_tested_each_year_the_next_year_begins_afresh():
    """100,000 over in the first year is of no use in the second, which is 100,000 short."""
    statement = settle(quarterly("each year", "provider pays each year"), *[50_000] * 4, *[0] * 4)
    assert column(statement, PAYABLE) == [0] * 7 + [100_000]


def test_tested_cumulatively_every_quarter_shows_what_is_short_to_date():
    statement = settle(quarterly("cumulatively", "provider pays each year"), *QUARTERS, *[25_000] * 4)
    assert column(statement, BELOW) == [15_000, 10_000, 10_000, 15_000, 15_000, 15_000, 15_000, 15_000]
    assert column(statement, PAYABLE) == [0, 0, 0, 15_000, 0, 0, 0, 0]


def test_tested_cumulatively_an_excess_of_the_first_year_covers_the_second():
    statement = settle(quarterly("cumulatively", "provider pays each year"), *[50_000] * 4, *[0] * 4)
    assert column(statement, PAYABLE) == [0] * 8


def test_paid_at_the_end_no_earlier_quarter_pays_anything():
    statement = settle(quarterly("each period", "provider pays at the end"), *QUARTERS, *[25_000] * 8)
    assert column(statement, PAYABLE) == [0] * 11 + [20_000]


def test_nothing_is_short_after_the_term_and_nothing_is_paid_twice():
    """The term ends in the middle of a financial year, and retention is held for a year after it."""
    agreed = contract(
        guarantee={
            "amount": 120_000,
            "tested": "each year",
            "shortfall": "provider pays each year",
            "spread": "evenly over the months",
        },
        settlement={"retention": {"share": "5%", "released": "a year after the end of the term"}},
        starts="2026-07-01",
        years=1,
        years_run="from 1 April",
    )
    statement = settle(agreed, 50_000, 50_000)
    assert column(statement, PAYABLE) == [40_000, 0, 0, 0]
    agreed = agreed.replace(**{"guarantee.amount": 240_000})
    statement = settle(agreed, 50_000, 50_000)
    assert column(statement, PAYABLE) == [130_000, 10_000, 0, 0]
    assert column(statement, BELOW) == [130_000, 10_000, 0, 0]


# Whatever is saved.

THREE_YEARS = st.tuples(SAVINGS, SAVINGS, SAVINGS)


@given(THREE_YEARS)
def test_tested_and_paid_each_year_the_council_has_the_guarantee_every_year(savings):
    statement = settle(guaranteeing("each year", "provider pays each year"), *savings)
    for period, saving in zip(statement.periods, savings, strict=True):
        assert saving + period.exact(PAYABLE) == max(saving, 100_000)


@given(THREE_YEARS)
def test_tested_cumulatively_and_paid_at_the_end_the_council_has_the_guarantee_of_the_term(savings):
    statement = settle(guaranteeing("cumulatively", "provider pays at the end"), *savings)
    assert sum(savings) + statement.exact(PAYABLE) == max(sum(savings), 300_000)


@given(THREE_YEARS)
def test_testing_each_year_never_costs_the_provider_less_than_testing_cumulatively(savings):
    each_year = settle(guaranteeing("each year", "provider pays at the end"), *savings).exact(PAYABLE)
    paid_yearly = settle(guaranteeing("cumulatively", "provider pays each year"), *savings)
    at_the_end = settle(guaranteeing("cumulatively", "provider pays at the end"), *savings).exact(PAYABLE)
    assert each_year >= paid_yearly.exact("shortfall paid to date") >= at_the_end >= 0
    assert all(payable >= 0 for payable in column(paid_yearly, PAYABLE))


@settings(max_examples=25)
@given(st.lists(SAVINGS, min_size=4, max_size=4))
def test_the_quarters_of_a_year_tested_each_year_are_as_the_year_tested_once(quarters):
    in_quarters = settle(quarterly("each year", "provider pays each year"), *quarters)
    at_once = settle(guaranteeing("each year", "provider pays each year"), sum(quarters))
    assert in_quarters.exact(PAYABLE) == at_once.exact(PAYABLE)
