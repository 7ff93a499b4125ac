"""A discount on the baseline: the council has its part of every pound before a saving is counted."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from riskreward.baselines.discount import less_discount
from riskreward.kernel import pounds, share_of
from tests.contracts import POUNDS, SHARES, column, contract, refusals, settled_alike, worked


def test_2_per_cent_rising_to_3_and_a_half_is_the_councils_first():
    """980,000, then 975,000, then 965,000 of a million; 950,000 spent saves 30,000, 25,000 and 15,000."""
    agreed = contract(baseline={"rule": "fixed", "amount": 1_000_000, "discount": ["2%", "2.5%", "3.5%"]})
    statement = settled_alike(agreed, dict.fromkeys(["2026-27", "2027-28", "2028-29"], 950_000))
    assert column(statement, "baseline") == [980_000, 975_000, 965_000]
    assert column(statement, "saving") == [30_000, 25_000, 15_000]


def test_one_discount_stands_for_every_year_and_is_taken_before_the_year_is_spread():
    baseline = {"rule": "fixed", "amount": 1_000_000, "discount": "10%", "spread": "evenly over the months"}
    agreed = contract(baseline=baseline, settled="quarterly")
    statement = settled_alike(agreed, {period.label: 0 for period in agreed.calendar.periods})
    assert column(statement, "baseline") == [225_000] * 12


def test_a_discount_is_listed_for_each_year_or_once():
    assert refusals(baseline={"rule": "fixed", "amount": 5, "discount": ["2%", "3%"]}) == [
        "measure[0].baseline.discount lists 2 figures, but the term has 3 years (2026-27 to 2028-29); list one for "
        "each year, or one figure for all"
    ]
    assert refusals(baseline={"rule": "fixed", "amount": 5, "discount": 2}) == [
        'measure[0].baseline.discount is 2, which is 2 times the whole; did you mean "2%"? write "2%"'
    ]


@given(POUNDS, SHARES)
def test_discount_and_what_is_left_are_the_baseline(amount, rate):
    left = worked(lambda: less_discount(pounds(amount), share_of(rate)))
    assert left + rate * amount == amount


@given(st.integers(0, 10_000))
def test_a_larger_discount_never_raises_the_saving(basis_points):
    rate = Fraction(basis_points, 10_000)
    agreed = contract(baseline={"rule": "fixed", "amount": 1_000_000, "discount": str(rate)})
    assert agreed.settle({"2026-27": 900_000}).exact("saving") == 100_000 - 1_000_000 * rate
