"""A year's amount in parts of a year: never scaled silently, and always adding up."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts import POUNDS, column, contract, pence, refusals

EVENLY = "evenly over the months"


def fixed(amount: object, spread: object = None) -> dict[str, object]:
    return {"rule": "fixed", "amount": amount} | ({} if spread is None else {"spread": spread})


def parts(amount: object, spread: object, **term: object):
    """Every period's part of a baseline, exactly."""
    agreed = contract(baseline=fixed(amount, spread), **term)
    statement = agreed.settle({period.label: 0 for period in agreed.calendar.periods})
    return [period.exact("baseline") for period in statement.periods]


def test_a_million_evenly_over_four_quarters_is_250000_each():
    assert parts(1_000_000, EVENLY, settled="quarterly", years=1) == [250_000] * 4


def test_a_million_over_twelve_months_is_83333_33_each_and_34p_in_every_third_second_month():
    """Running totals: 83,333.33; 166,666.67; 250,000.00; and so on, so that the year adds up."""
    months = parts(1_000_000, EVENLY, settled="monthly", years=1)
    assert months == [Fraction(each) for each in ("83333.33", "83333.34", "83333.33")] * 4
    assert sum(months) == 1_000_000


def test_parts_are_rounded_as_the_contract_rounds():
    """A pound over three quarters of its four: 0.25 each; 10p over four quarters, rounded down: 2p, 3p, 2p, 3p."""
    assert parts("0.10", EVENLY, settled="quarterly", years=1, rounding="down to the penny") == [
        Fraction(each, 100) for each in (2, 3, 2, 3)
    ]
    assert parts("0.10", EVENLY, settled="quarterly", years=1) == [Fraction(each, 100) for each in (3, 2, 3, 2)]


def test_shares_may_be_listed_for_each_settlement_of_the_year():
    given = parts(1_000_000, ["40%", "30%", "20%", "10%"], settled="quarterly", years=2)
    assert given == [400_000, 300_000, 200_000, 100_000] * 2


def test_the_figures_of_a_past_year_give_a_seasonal_profile():
    """A winter of 400 of 1,000 units has 40% of the year, as in the past year."""
    given = parts(1_000_000, [200, 100, 300, 400], settled="quarterly", years=1)
    assert given == [200_000, 100_000, 300_000, 400_000]
    assert parts(100, [1, 2], settled="half-yearly", years=1) == [Fraction("33.33"), Fraction("66.67")]
    assert refusals(baseline=fixed(5, [200, -100, 300, 400]), settled="quarterly") == [
        'measure[0].baseline.spread is 200, which is 200 times the whole; did you mean "200%"? write "200%"'
    ]


def test_shares_may_be_fractions():
    assert parts(100, ["1/3", "2/3"], settled="half-yearly", years=1) == [Fraction("33.33"), Fraction("66.67")]


def test_an_amount_may_be_the_same_for_each_settlement():
    assert parts(250_000, "the same for each settlement", settled="quarterly", years=1) == [250_000] * 4


def test_an_amount_settled_in_whole_years_needs_no_spread_and_takes_one():
    assert parts(1_000_000, None) == [1_000_000] * 3
    assert parts(1_000_000, EVENLY) == [1_000_000] * 3
    assert parts(1_000_000, ["100%"]) == [1_000_000] * 3


def test_contract_years_from_1_july_are_whole_years():
    assert parts(1_000_000, None, starts="2026-07-01") == [1_000_000] * 3


def test_financial_years_from_1_july_begin_with_nine_months_and_end_with_three():
    """Nine twelfths of 1,200,000 are 900,000; the last three months 300,000."""
    term = {"starts": "2026-07-01", "years": 2, "years_run": "from 1 April"}
    assert parts(1_200_000, EVENLY, **term) == [900_000, 1_200_000, 300_000]


def test_a_term_from_16_june_begins_with_half_of_june():
    """15 of June's 30 days and nine months: 9.5 of 12 months of 1,200,000 is 950,000; then 2.5 months, 250,000."""
    term = {"starts": "2026-06-16", "years": 1, "years_run": "from 1 April"}
    assert parts(1_200_000, EVENLY, **term) == [950_000, 250_000]


def test_part_of_a_year_is_never_scaled_silently():
    assert refusals(baseline=fixed(1_000_000), starts="2026-07-01", years_run="from 1 April") == [
        "measure[0].baseline.spread is missing, but 2026-27 is only part of a year, and an amount for a year is never "
        'scaled silently; choose one of "evenly over the months", "the same for each settlement", '
        "or list a share for each settlement of the year"
    ]


def test_a_year_settled_in_parts_is_never_divided_silently():
    (told,) = refusals(baseline=fixed(1_000_000), settled="monthly")
    assert told.startswith("measure[0].baseline.spread is missing, but the contract is settled monthly, and an amount")


def test_shares_that_do_not_come_to_the_whole_are_refused():
    assert refusals(baseline=fixed(1, ["40%", "30%", "20%"]), settled="quarterly") == [
        "measure[0].baseline.spread adds up to 90%; let the shares of a year add up to 100%"
    ]


def test_shares_for_another_number_of_settlements_are_refused():
    assert refusals(baseline=fixed(1, ["40%", "60%"]), settled="quarterly") == [
        "measure[0].baseline.spread lists 2 shares, but 2026-27 has 4 settlements; list one for each"
    ]


def test_shares_for_halves_of_a_year_that_is_settled_once_are_refused():
    assert refusals(baseline=fixed(1, ["40%", "60%"])) == [
        "measure[0].baseline.spread lists 2 shares, but 2026-27 has 1 settlement; list one for each"
    ]


def test_a_spread_in_other_words_is_refused_with_the_choices():
    assert refusals(baseline=fixed(1, "quarterly"), settled="quarterly") == [
        "measure[0].baseline.spread is 'quarterly'; choose one of \"evenly over the months\", "
        '"the same for each settlement", or list a share for each settlement of the year'
    ]


def test_a_guarantee_is_not_spread_as_a_baseline_is():
    guarantee = {"amount": 1, "tested": "each year", "shortfall": "fee only", "spread": "the same for each settlement"}
    (told,) = refusals(guarantee=guarantee, settled="quarterly")
    assert told.endswith(
        'choose one of "evenly over the months", "in full from the start of the year", '
        "or list a share for each settlement of the year"
    )


def test_the_saving_of_a_part_is_shown_to_the_penny():
    agreed = contract(baseline=fixed(100, EVENLY), settled="monthly", years=1)
    statement = agreed.settle({period.label: "8.33" for period in agreed.calendar.periods[:3]})
    assert column(statement, "saving") == pence("0.00 0.01 0.00")


SHARES_OF_A_YEAR = st.lists(st.integers(0, 100), min_size=3, max_size=3).map(
    lambda cuts: [Fraction(after - before, 100) for before, after in pairwise([0, *sorted(cuts), 100])]
)


@settings(max_examples=40)
@given(POUNDS, st.one_of(st.just(EVENLY), SHARES_OF_A_YEAR), st.sampled_from(["half up", "down", "up", "floor"]))
def test_the_parts_of_a_year_add_up_to_it_and_none_is_a_penny_out(amount, spread, mode):
    given = parts(amount, spread, settled="quarterly", years=1, rounding=f"{mode} to the penny")
    assert sum(given) == amount
    wanted = [Fraction(1, 4)] * 4 if spread == EVENLY else spread
    for part, share in zip(given, wanted, strict=True):
        assert abs(part - share * amount) <= Fraction(1, 100)
        assert (part * 100).denominator == 1


@pytest.mark.parametrize("settled", ["monthly", "quarterly", "half-yearly"])
def test_a_part_year_evenly_has_what_its_months_have(settled):
    given = parts(1_200_000, EVENLY, settled=settled, starts="2026-07-01", years=1, years_run="from 1 April")
    assert sum(given) == 1_200_000
