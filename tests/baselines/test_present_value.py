"""What amounts of several years are worth in one of them, exactly."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskreward as rr

RATE = "3.5%"


def refused(amounts: Any, **given: Any) -> list[str]:
    with pytest.raises(rr.InputError) as caught:
        rr.present_value(amounts, **{"rate": RATE, "of": "2026-27", **given})
    return [str(problem) for problem in caught.value.problems]


def test_2070_next_year_is_worth_2000_this_year_at_three_and_a_half_per_cent():
    assert rr.present_value({"2026-27": "£1,000", "2027-28": 2070}, rate=RATE, of="2026-27") == 3000


def test_two_years_are_discounted_twice_and_a_year_before_is_worth_more():
    """1,071.225 is 1,000 x 1.035 x 1.035."""
    assert rr.present_value({"2028/29": Fraction("1071.225")}, rate=RATE, of="2026-27") == 1000
    assert rr.present_value({"2025-26": 1000}, rate=RATE, of="2026-27") == 1035


def test_amounts_of_their_own_prices_are_deflated_first():
    """106.0875 at prices 2.5% higher is 103.50 in real terms, and that is worth 100 a year earlier."""
    deflator = {"2026-27": 100, "2027-28": "102.5"}
    amounts = {"2026-27": 100, "2027-28": Fraction("106.0875")}
    assert rr.present_value(amounts, rate=RATE, of="2026-27", deflator=deflator) == 200


def test_optimism_is_taken_off_a_saving_and_added_to_a_cost():
    amounts = {"2026-27": -1000, "2027-28": 2070}
    assert rr.present_value(amounts, rate=RATE, of="2026-27", optimism_bias="10%") == -1100 + 1800


def test_nothing_is_worth_nothing_and_calendar_years_are_years():
    assert rr.present_value({}, rate=RATE, of="2026-27") == 0
    assert rr.present_value({"2027": 1035}, rate=RATE, of="2026") == 1000


def test_what_cannot_be_read_is_told_at_once():
    assert refused({"2026-27": "1k", "2027-28": 1}, of="now", rate="350%", optimism_bias=15) == [
        "of is 'now', which is no year; write it as 2026-27, or as 2026",
        "amounts.2026-27 is '1k', which is abbreviated; write the figure in full, such as 1,200,000",
        "rate is 350%, not between 0% and 100%; write a share such as 25%",
        'optimism_bias is 15, which is 15 times the whole; did you mean "15%"? write "15%"',
    ]


def test_a_year_twice_and_two_kinds_of_year_and_a_year_without_prices_are_refused():
    assert refused({"2026-27": 1, "2026/27": 1}) == [
        "amounts.2026/27 is the same year as 2026-27; leave one of the two out"
    ]
    assert refused({"2026": 1}) == ["amounts.2026 is not a year like 2026-27; use one kind of year"]
    assert refused({"2027-28": 1, "2028-29": 1}, deflator={"2027-28": 0}) == [
        "deflator has no level for 2026-27; write the level of every year",
        "deflator.2027-28 is 0, not above nought; check the level",
        "deflator has no level for 2028-29; write the level of every year",
    ]


AMOUNTS = st.dictionaries(
    st.integers(2020, 2049).map(lambda year: f"{year}-{(year + 1) % 100:02d}"), st.integers(-(10**9), 10**9), max_size=8
)


@given(AMOUNTS, st.integers(0, 100))
def test_valued_a_year_later_it_is_worth_the_rate_more(amounts: dict[str, int], per_cent: int):
    now, later = (rr.present_value(amounts, rate=f"{per_cent}%", of=of) for of in ("2026-27", "2027-28"))
    assert later == now * (1 + Fraction(per_cent, 100))


@given(AMOUNTS)
def test_without_a_rate_the_years_add_up(amounts: dict[str, int]):
    assert rr.present_value(amounts, rate=0, of="2026-27") == sum(amounts.values())
