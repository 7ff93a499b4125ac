"""A baseline of the base year's volume at each year's published price."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import InputError
from riskreward.baselines.repriced import at_the_years_price
from riskreward.kernel import constant, count, quantity
from tests.baselines.measured import COSTS, VOLUMES, driven, refused, settled
from tests.contracts import column, contract, pence, worked

EVENLY = "evenly over the months"


def repriced(volume: object, **prices: object) -> dict[str, object]:
    return {"rule": "re-priced volume", "volume": volume, **prices}


# Worked examples.


def test_activity_of_2008_09_at_the_tariff_of_each_year():
    """12,000 emergency admissions of the base year at 1,500, then 1,530 and 1,545.50 pounds each."""
    agreed = driven(repriced(12_000, price=[1_500, "£1,530", "1,545.50"]))
    statement = settled(agreed, *[{"costs": 18_000_000}] * 3)
    assert column(statement, "baseline") == [18_000_000, 18_360_000, 18_546_000]
    assert column(statement, "saving") == [0, 360_000, 546_000]
    assert statement.periods[1].line("costs / baseline").working == "12,000 times unit price £1,530.00"


def test_one_price_stands_for_every_year():
    assert column(settled(driven(repriced(10, price=7)), *[{"costs": 0}] * 3), "baseline") == [70, 70, 70]


def test_a_price_may_be_finer_than_a_penny_and_a_volume_a_part():
    assert column(settled(driven(repriced("1.5", price="0.125")), {"costs": 0}), "baseline") == pence("0.19")
    assert settled(driven(repriced("1.5", price="0.125")), {"costs": 0}).exact("baseline") == Fraction(3, 16)


def test_it_is_for_a_year_and_is_spread():
    agreed = driven(repriced(100, price=[12, 24, 36], spread=EVENLY), settled="quarterly")
    statement = settled(agreed, *[{"costs": 0}] * 6)
    assert column(statement, "baseline") == [300, 300, 300, 300, 600, 600]


def test_a_price_not_yet_published_may_be_left_out_until_its_year_is_settled():
    agreed = driven(repriced(10, prices={"2026-27": 7}))
    assert column(settled(agreed, {"costs": 0}), "baseline") == [70]
    with pytest.raises(InputError) as caught:
        settled(agreed, {"costs": 0}, {"costs": 0})
    assert str(caught.value) == (
        "measure[0].baseline.prices has no price for 2027-28, which the outturn settles; "
        'write the published price: "2027-28" = ...'
    )


def test_prices_by_year_are_each_years_own():
    agreed = driven(repriced(10, prices={"2027-28": 8, "2026-27": 7, "2028-29": "9.50"}))
    assert column(settled(agreed, *[{"costs": 0}] * 3), "baseline") == [70, 80, 95]


# Refusals.


def test_a_volume_or_a_price_of_nought_or_below_is_refused():
    assert refused(repriced(0, price=[-7, 1, 1])) == [
        "volume is 0, not above nought; write a figure above nought",
        "price[0] is -7, not above nought; write a figure above nought",
    ]


def test_a_price_is_written_once():
    assert refused(repriced(10)) == ["price is missing, and so is prices; write the price of a unit, or prices by year"]
    assert refused(repriced(10, price=7, prices={"2026-27": 7})) == [
        "price is given, and so is prices; write one of them"
    ]


def test_prices_for_another_number_of_years_are_refused():
    assert refused(repriced(10, price=[7, 8])) == [
        "price lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
        "list one for each year, or one figure for all"
    ]


def test_a_price_under_a_year_outside_the_term_is_refused():
    assert refused(repriced(10, prices={"2025-26": 7})) == [
        "prices has '2025-26', which is no year of the term 2026-27 to 2028-29; "
        "write each price under the year it is for"
    ]


@pytest.mark.parametrize(("term", "given"), [("volume", {"volume": "5%"}), ("price", {"price": "5%"})])
def test_neither_is_a_percentage(term: str, given: dict[str, object]):
    assert refused({**repriced(10, price=7), **given}) == [f"{term} is 5%, where a number belongs; write it without %"]


def test_a_volume_at_a_price_is_money():
    assert refused(repriced(10, price=7), measure={"unit": "visits", "price": {"amount": 1}}) == [
        "rule is 're-priced volume', which is money, a volume at a price, but the measure is in 'visits'; "
        "let the measure be in money"
    ]


def test_settlements_that_are_not_whole_years_need_a_spread():
    (told,) = refused(repriced(10, price=7), settled="monthly")
    assert told.startswith("spread is missing, but the contract is settled monthly, and an amount")


# What always holds.


@given(VOLUMES, COSTS)
def test_the_plain_rule_is_volume_times_price(volume, price):
    visit = quantity("£").times(count, -1)
    assert worked(lambda: at_the_years_price(constant(volume, count), constant(price, visit))) == volume * price


@settings(max_examples=30)
@given(VOLUMES, st.lists(COSTS, min_size=3, max_size=3), st.integers(1, 9))
def test_it_is_homogeneous_in_money_and_each_year_its_own(volume, prices, times):
    once = settled(driven(repriced(volume, price=prices)), *[{"costs": 0}] * 3)
    assert [period.exact("baseline") for period in once.periods] == [volume * price for price in prices]
    more = settled(driven(repriced(volume, price=[price * times for price in prices])), *[{"costs": 0}] * 3)
    assert [period.exact("baseline") for period in more.periods] == [volume * price * times for price in prices]


@settings(max_examples=20)
@given(VOLUMES, COSTS)
def test_the_parts_of_a_year_add_up_to_it(volume, price):
    agreed = driven(repriced(volume, price=price, spread=EVENLY), settled="quarterly", years=1)
    statement = settled(agreed, *[{"costs": 0}] * 4)
    year = sum(period.exact("baseline") for period in statement.periods)
    assert abs(year - volume * price) <= Fraction(1, 200)


def test_what_was_agreed_is_the_volume_at_the_first_price():
    agreed = contract(baseline=repriced(10, price=[7, 8, 9]))
    assert agreed.measure[0].baseline is not None
    assert agreed.measure[0].baseline.agreed_amount == 70
