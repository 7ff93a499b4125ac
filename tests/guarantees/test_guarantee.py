"""The guaranteed improvement: an amount or a share of the baseline, by year."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.contracts import SAVINGS, SHARES, column, contract, refusals, settle

FEE_ONLY = {"tested": "cumulatively", "shortfall": "fee only"}
ABOVE = "above (below) the guarantee"


def guaranteeing(figures: dict[str, object], **other: object):
    return contract(guarantee={**FEE_ONLY, **figures}, **other)


def test_an_amount_for_every_year():
    statement = settle(guaranteeing({"amount": "£100,000"}), 120_000, 70_000, 100_000)
    assert column(statement, "guaranteed") == [100_000, 100_000, 100_000]
    assert column(statement, ABOVE) == [20_000, -30_000, 0]


def test_an_amount_by_year():
    statement = settle(guaranteeing({"amount": [50_000, 100_000, 150_000]}), 0, 0, 0)
    assert column(statement, "guaranteed") == [50_000, 100_000, 150_000]


def test_a_share_of_the_baseline_by_year_is_5_and_10_and_12_and_a_half_per_cent_of_a_million():
    statement = settle(guaranteeing({"share_of_baseline": ["5%", "10%", "12.5%"]}), 0, 0, 0)
    assert column(statement, "guaranteed") == [50_000, 100_000, 125_000]


def test_one_share_stands_for_every_year():
    assert column(settle(guaranteeing({"share_of_baseline": "10%"}), 0, 0, 0), "guaranteed") == [100_000] * 3


def test_a_share_is_of_all_the_measures_that_earn_and_of_no_other():
    """A tenth of 1,000,000 and 500,000; the income is no part of it."""
    fleet = {"name": "fleet", "benefit": "cashable", "unit": "£", "baseline": {"rule": "fixed", "amount": 500_000}}
    income = {"name": "income", "benefit": "income", "unit": "£", "baseline": {"rule": "fixed", "amount": 40_000}}
    agreed = guaranteeing({"share_of_baseline": "10%"}, others=(fleet, income))
    assert column(settle(agreed, 0, fleet=(500_000,), income=(40_000,)), "guaranteed") == [150_000]


def test_a_share_of_an_indexed_baseline_moves_with_it():
    """A tenth of 1,040,000."""
    index = {"series": "CPI", "month": "March inside the year", "base": 100, "levels": {"2026-27": 104}}
    agreed = guaranteeing(
        {"share_of_baseline": "10%"}, baseline={"rule": "indexed", "amount": 1_000_000, "index": index}
    )
    assert column(settle(agreed, 0), "guaranteed") == [104_000]


def test_an_amount_evenly_over_four_quarters():
    agreed = guaranteeing({"amount": [100_000, 200_000, 0], "spread": "evenly over the months"}, settled="quarterly")
    assert column(settle(agreed, *[0] * 8), "guaranteed") == [25_000] * 4 + [50_000] * 4


def test_an_amount_in_full_from_the_start_of_the_year():
    given = {"amount": [100_000, 200_000, 0], "spread": "in full from the start of the year"}
    agreed = guaranteeing(given, settled="quarterly")
    assert column(settle(agreed, *[0] * 8), "guaranteed") == [100_000, 0, 0, 0, 200_000, 0, 0, 0]


def test_an_amount_by_listed_shares_of_the_year():
    agreed = guaranteeing({"amount": 100_000, "spread": ["0%", "10%", "30%", "60%"]}, settled="quarterly")
    assert column(settle(agreed, 0, 0, 0, 0), "guaranteed") == [0, 10_000, 30_000, 60_000]


def test_a_term_that_begins_in_july_has_four_financial_years_to_guarantee():
    """Nine twelfths of 120,000, two whole years, and three twelfths."""
    agreed = guaranteeing(
        {"amount": 120_000, "spread": "evenly over the months"}, starts="2026-07-01", years_run="from 1 April"
    )
    assert column(settle(agreed, 0, 0, 0, 0), "guaranteed") == [90_000, 120_000, 120_000, 30_000]


@pytest.mark.parametrize(
    "given", [{"amount": 100_000, "spread": "evenly over the months"}, {"share_of_baseline": "10%"}]
)
def test_nothing_is_guaranteed_after_the_term(given):
    retention = {"retention": {"share": "5%", "released": "a year after the end of the term"}}
    statement = settle(guaranteeing(given, settlement=retention, years=1), 100_000)
    assert [period.label for period in statement.periods] == ["2026-27", "2027-28"]
    assert column(statement, "guaranteed") == [100_000, 0]
    assert column(statement, ABOVE) == [0, 0]


def test_a_share_of_a_baseline_below_nought_guarantees_nothing():
    """An adjustment leaves a baseline of -50,000."""
    adjustment = {
        "period": "2026-27",
        "amount": -1_050_000,
        "kind": "non-routine",
        "on": "2027-04-01",
        "reason": "the service was given up",
        "evidence": "council minute 9",
        "agreed_by": "both",
    }
    agreed = guaranteeing({"share_of_baseline": "10%"}, measure={"adjustment": [adjustment]})
    assert column(settle(agreed, 1_000_000, 0), "guaranteed") == [0, 100_000]


@settings(max_examples=25)
@given(SHARES, SAVINGS, SAVINGS)
def test_what_is_guaranteed_and_what_is_above_it_add_up_to_the_saving(share, first, second):
    statement = settle(guaranteeing({"share_of_baseline": share}), first, second)
    for period, saving in zip(statement.periods, (first, second), strict=True):
        assert period.exact("guaranteed") == share * 1_000_000
        assert period.exact("guaranteed") + period.exact(ABOVE) == Fraction(saving)


# Refusals.


def test_a_figure_is_listed_for_each_year_or_once():
    assert refusals(guarantee={**FEE_ONLY, "share_of_baseline": ["5%", "10%"]}) == [
        "guarantee.share_of_baseline lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
        "list one for each year, or one figure for all"
    ]
    (told,) = refusals(guarantee={**FEE_ONLY, "amount": [1, 2, 3, 4]})
    assert told.startswith("guarantee.amount lists 4 figures, but the term has 3 years")


@pytest.mark.parametrize("figures", [{}, {"amount": 1, "share_of_baseline": "1%"}])
def test_a_guarantee_has_one_form_and_not_two(figures):
    assert refusals(guarantee={**FEE_ONLY, **figures}) == [
        "guarantee needs one of share_of_baseline, amount, share_of_estimate, quantity; write one of them, by year"
    ]


def test_how_it_is_tested_and_who_pays_a_shortfall_have_no_default():
    assert refusals(guarantee={"amount": 100_000}) == [
        'guarantee.tested is missing; choose one of "each period", "each year", "cumulatively"',
        'guarantee.shortfall is missing; choose one of "fee only", "provider pays each year", '
        '"provider pays at the end"',
    ]


def test_a_share_above_the_whole_is_refused():
    assert refusals(guarantee={**FEE_ONLY, "share_of_baseline": ["5%", "110%", "5%"]}) == [
        "guarantee.share_of_baseline[1] is 110%, not between 0% and 100%; write a share such as 25%"
    ]


def test_an_amount_is_not_below_nought():
    assert refusals(guarantee={**FEE_ONLY, "amount": [100, -5, 100]}) == [
        "guarantee.amount[1] is -5, below nought; write an amount of nought or more"
    ]


def test_an_amount_for_a_year_is_never_divided_silently():
    assert refusals(guarantee={**FEE_ONLY, "amount": 1}, settled="quarterly") == [
        "guarantee.spread is missing, but the contract is settled quarterly, and an amount for a year is never scaled "
        'silently; choose one of "evenly over the months", "in full from the start of the year", '
        "or list a share for each settlement of the year"
    ]


def test_a_share_needs_no_spread_and_takes_none():
    share = {**FEE_ONLY, "share_of_baseline": "10%"}
    assert column(settle(contract(guarantee=share, settled="quarterly"), 0), "guaranteed") == [100_000]
    assert refusals(guarantee={**share, "spread": "evenly over the months"}, settled="quarterly") == [
        "guarantee.spread is for an amount; a share is of the baseline of each settlement; leave it out"
    ]
