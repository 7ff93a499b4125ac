"""An excess: what a good year does to the shortfalls of bad ones, in every published form."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.guarantees import EXCESSES, three_years
from riskreward.guarantees.excess import made_good
from riskreward.kernel import pounds
from tests.contracts import POUNDS, SAVINGS, column, contract, refusals, settle, worked

PAYABLE = "shortfall payable by the provider"
REFUNDED = "shortfall refunded to the provider"
NEVER, REFUNDS, BANKED, BOTH = EXCESSES


def guaranteeing(excess: str | None, shortfall: str = "provider pays each year", **other: object):
    """A hundred thousand guaranteed for each year, each year tested by itself."""
    return contract(
        guarantee={"amount": 100_000, "tested": "each year", "shortfall": shortfall, "excess": excess}, **other
    )


def received(statement) -> list:
    """What the council has received to date for shortfalls, less what it refunded."""
    return column(statement, "shortfall received to date")


# A year of 110,000 and a year of 90,000 against 100,000, in either order, under every form.


@pytest.mark.parametrize(
    ("excess", "good_then_bad", "bad_then_good"),
    [
        (NEVER, [0, 10_000], [10_000, 10_000]),
        (REFUNDS, [0, 10_000], [10_000, 0]),
        (BANKED, [0, 0], [10_000, 10_000]),
        (BOTH, [0, 0], [10_000, 0]),
    ],
)
def test_the_same_two_years_under_every_form(excess, good_then_bad, bad_then_good):
    agreed = guaranteeing(excess)
    assert received(settle(agreed, 110_000, 90_000)) == good_then_bad
    assert received(settle(agreed, 90_000, 110_000)) == bad_then_good


@pytest.mark.parametrize("excess", EXCESSES)
def test_what_the_error_says_of_three_years_is_what_they_come_to(excess):
    """90,000, then 120,000, then 90,000 against 100,000."""
    statement = settle(guaranteeing(excess), 90_000, 120_000, 90_000)
    flows = column(statement, PAYABLE)
    if statement.has(REFUNDED):
        flows = [paid - back for paid, back in zip(flows, column(statement, REFUNDED), strict=True)]
    assert flows == [*three_years(excess, Fraction(10_000))]


def test_the_four_forms_pay_20000_and_10000_and_10000_and_nothing_over_those_three_years():
    totals = [received(settle(guaranteeing(excess), 90_000, 120_000, 90_000))[-1] for excess in EXCESSES]
    assert totals == [20_000, 10_000, 10_000, 0]


def test_a_refund_is_no_more_than_was_paid_and_the_position_nets_it():
    """10,000 paid; an excess of 50,000 refunds 10,000. Kept: 90,000 - 9,000 + 10,000, then 240,000 - 24,000 + 0."""
    statement = settle(guaranteeing(REFUNDS), 90_000, 150_000)
    assert column(statement, "excess that makes good earlier shortfalls") == [0, 10_000]
    assert column(statement, REFUNDED) == [0, 10_000]
    assert column(statement, "shortfall paid to date") == [10_000, 0]
    assert column(statement, "kept by the council to date") == [91_000, 216_000]


def test_several_years_are_refunded_in_part():
    """30,000 and 20,000 paid; 35,000 above refunds 35,000 of the 50,000."""
    statement = settle(guaranteeing(REFUNDS), 70_000, 80_000, 135_000)
    assert column(statement, PAYABLE) == [30_000, 20_000, 0]
    assert column(statement, REFUNDED) == [0, 0, 35_000]
    assert received(statement) == [30_000, 50_000, 15_000]


def test_a_shortfall_not_yet_paid_falls_away_and_nothing_needs_to_be_refunded():
    statement = settle(guaranteeing(REFUNDS, "provider pays at the end"), 70_000, 120_000, 95_000)
    assert column(statement, PAYABLE) == [0, 0, 15_000]
    assert column(statement, REFUNDED) == [0, 0, 0]


def test_what_is_left_after_the_refund_is_banked():
    """10,000 refunded, 20,000 banked, of which 15,000 covers the third year."""
    statement = settle(guaranteeing(BOTH), 90_000, 130_000, 85_000)
    assert column(statement, REFUNDED) == [0, 10_000, 0]
    assert column(statement, "excess banked") == [0, 20_000, 0]
    assert column(statement, "covered by the bank") == [0, 0, 15_000]
    assert column(statement, PAYABLE) == [10_000, 0, 0]


def test_tested_each_quarter_an_excess_makes_good_an_earlier_quarter_and_cash_moves_at_the_years_end():
    """25,000 each quarter: 15,000 short, 5,000 above, even, even: 10,000 at the year's end. Then 40,000 above."""
    guarantee = {
        "amount": 100_000,
        "spread": "evenly over the months",
        "tested": "each period",
        "shortfall": "provider pays each year",
        "excess": REFUNDS,
    }
    agreed = contract(guarantee=guarantee, settled="quarterly")
    statement = settle(agreed, 10_000, 30_000, 25_000, 25_000, 65_000, 25_000, 25_000, 25_000)
    assert column(statement, "excess that makes good earlier shortfalls") == [0, 5_000, 0, 0, 10_000, 0, 0, 0]
    assert column(statement, PAYABLE) == [0, 0, 0, 10_000, 0, 0, 0, 0]
    assert column(statement, REFUNDED) == [0, 0, 0, 0, 0, 0, 0, 10_000]


def test_tested_each_year_over_quarters_is_as_the_year_settled_once():
    guarantee = {
        "amount": 100_000,
        "spread": "evenly over the months",
        "tested": "each year",
        "shortfall": "provider pays each year",
        "excess": BOTH,
    }
    agreed = contract(guarantee=guarantee, settled="quarterly")
    quarters = settle(agreed, *[22_500] * 4, *[32_500] * 4, *[21_250] * 4)
    years = settle(guaranteeing(BOTH), 90_000, 130_000, 85_000)
    for line in (PAYABLE, REFUNDED, "still banked", "shortfall received to date"):
        assert column(quarters, line)[3::4] == column(years, line)


def test_the_plain_rule_makes_good_what_stands_and_no_more():
    assert worked(lambda: made_good(pounds(5_000), pounds(8_000))) == 5_000
    assert worked(lambda: made_good(pounds(9_000), pounds(8_000))) == 8_000


@settings(max_examples=40)
@given(st.lists(SAVINGS, min_size=3, max_size=3), st.sampled_from([REFUNDS, BOTH]))
def test_refunds_never_exceed_what_was_paid(savings, excess):
    statement = settle(guaranteeing(excess), *savings)
    paid = back = 0
    for period in statement.periods:
        paid, back = paid + period[PAYABLE], back + period[REFUNDED]
        assert 0 <= back <= paid
        assert period["shortfall paid to date"] == paid - back


@settings(max_examples=40)
@given(st.lists(SAVINGS, min_size=3, max_size=3), POUNDS)
def test_no_form_costs_the_provider_more_than_never_offsetting(savings, amount):
    totals = [
        received(
            settle(
                contract(
                    guarantee={
                        "amount": amount,
                        "tested": "each year",
                        "shortfall": "provider pays each year",
                        "excess": excess,
                    }
                ),
                *savings,
            )
        )[-1]
        for excess in EXCESSES
    ]
    never, refunded, banked, both = totals
    assert 0 <= both <= min(refunded, banked) <= max(refunded, banked) <= never


# Refusals.


def test_what_an_excess_does_has_no_default_and_the_error_says_what_each_would_pay():
    guarantee = {"amount": 100_000, "tested": "each year", "shortfall": "provider pays each year", "excess": None}
    assert refusals(guarantee=guarantee) == [
        "guarantee.excess is missing, and published contracts contradict one another on what a saving above the "
        'guarantee does; choose one of "never offsets", "refunds earlier shortfalls", "is banked against later '
        'shortfalls", "refunds earlier shortfalls, then is banked". On years that save £90,000, £120,000 and £90,000 '
        'of £100,000 guaranteed in each, the provider pays £10,000, £0, £10,000 under "never offsets"; £10,000, '
        '£10,000 back, £10,000 under "refunds earlier shortfalls"; £10,000, £0, £0 under "is banked against later '
        'shortfalls"; £10,000, £10,000 back, £0 under "refunds earlier shortfalls, then is banked"'
    ]


def test_the_error_takes_its_figures_from_the_contracts_own_guarantee():
    """5% of a million for the first year."""
    guarantee = {"share_of_baseline": ["5%", "10%", "10%"], "tested": "each period"}
    (told,) = refusals(guarantee={**guarantee, "shortfall": "provider pays at the end", "excess": None})
    assert "On years that save £45,000, £60,000 and £45,000 of £50,000 guaranteed in each" in told


def test_tested_cumulatively_or_with_the_fee_only_it_is_not_asked_and_not_taken():
    cumulatively = {"amount": 1, "tested": "cumulatively", "shortfall": "provider pays each year"}
    assert settle(contract(guarantee=cumulatively), 0)
    assert refusals(guarantee={**cumulatively, "excess": NEVER}) == [
        "guarantee.excess is for years tested one by one; tested 'cumulatively', an excess counts to date anyway; "
        "leave it out"
    ]
    fee_only = {"amount": 1, "tested": "each year", "shortfall": "fee only"}
    assert settle(contract(guarantee=fee_only), 0)
    assert refusals(guarantee={**fee_only, "excess": NEVER}) == [
        "guarantee.excess is for a shortfall that is paid, but shortfall is 'fee only'; leave it out"
    ]


def test_where_the_guarantee_depends_on_what_is_wrong_elsewhere_the_choices_are_told_without_figures():
    guarantee = {"share_of_baseline": "5%", "tested": "each year", "shortfall": "provider pays each year"}
    told = refusals(
        guarantee={**guarantee, "excess": None},
        baseline={"rule": "fixed", "amount": 1_000_000, "discount": ["1%", "2%"]},
    )
    assert len(told) == 2
    assert told[1].endswith('"refunds earlier shortfalls, then is banked"') or told[0].endswith(
        '"refunds earlier shortfalls, then is banked"'
    )
