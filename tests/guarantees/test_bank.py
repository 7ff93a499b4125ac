"""The bank: excess kept against later shortfalls, by the year it is from."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.guarantees.bank import room
from riskreward.kernel import pounds
from tests.contracts import SAVINGS, column, contract, pence, refusals, settle, worked

PAYABLE = "shortfall payable by the provider"
BANKED = "is banked against later shortfalls"


def banking(bank: dict[str, object] | None = None, years: int = 5, **other: object):
    """A hundred thousand guaranteed for each year, each tested by itself; what exceeds it is banked."""
    guarantee = {"amount": 100_000, "tested": "each year", "shortfall": "provider pays each year", "excess": BANKED}
    return contract(guarantee=guarantee | ({} if bank is None else {"bank": bank}) | other, years=years)


def test_an_excess_covers_later_shortfalls_until_it_is_used_up():
    """30,000 banked; 10,000 and 15,000 covered; of the last 20,000 only 5,000."""
    statement = settle(banking(), 130_000, 90_000, 85_000, 80_000)
    assert column(statement, "excess banked") == [30_000, 0, 0, 0]
    assert column(statement, "covered by the bank") == [0, 10_000, 15_000, 5_000]
    assert column(statement, "still banked") == [30_000, 20_000, 5_000, 0]
    assert column(statement, PAYABLE) == [0, 0, 0, 15_000]


def test_an_excess_expires_after_the_second_year_that_follows_it():
    """30,000 of the first year may be used in the second and the third; the fourth finds nothing."""
    statement = settle(banking({"expires_after_years": 2}), 130_000, 100_000, 90_000, 90_000)
    assert column(statement, "covered by the bank") == [0, 0, 10_000, 0]
    assert column(statement, "excess expired") == [0, 0, 20_000, 0]
    assert column(statement, "still banked") == [30_000, 30_000, 0, 0]
    assert column(statement, PAYABLE) == [0, 0, 0, 10_000]


def test_the_oldest_is_used_first_so_that_less_expires():
    """30,000 and 20,000; the third year uses 35,000: all of the first and 5,000 of the second, which then lasts on."""
    statement = settle(banking({"expires_after_years": 2}), 130_000, 120_000, 65_000, 90_000, 90_000)
    assert column(statement, "covered by the bank") == [0, 0, 35_000, 10_000, 0]
    assert column(statement, "excess expired") == [0, 0, 0, 5_000, 0]
    assert column(statement, PAYABLE) == [0, 0, 0, 0, 10_000]


def test_the_bank_holds_no_more_than_its_limit():
    statement = settle(banking({"at_most": 25_000}), 120_000, 115_000, 95_000, 130_000)
    assert column(statement, "excess banked") == [20_000, 5_000, 0, 5_000]
    assert column(statement, "excess beyond what may be banked") == [0, 10_000, 0, 25_000]
    assert column(statement, "still banked") == [20_000, 25_000, 20_000, 25_000]


def test_a_years_interest_is_added_before_the_years_test():
    """3% of 10,000 is 300, so that 10,300 covers; then 3% of 0. Of 10,000.55 it is 300.0165, 300.02 to the penny."""
    statement = settle(banking({"interest": "3%"}), 110_000, 89_700, 90_000)
    assert column(statement, "interest on the bank") == [0, 300, 0]
    assert column(statement, PAYABLE) == [0, 0, 10_000]
    odd = settle(banking({"interest": "3%"}), Fraction("110000.55"), 100_000, 100_000)
    assert column(odd, "interest on the bank") == pence("0 300.02 309.02")


def test_interest_goes_no_further_than_the_limit():
    statement = settle(banking({"interest": "3%", "at_most": 10_100}), 110_000, 100_000, 100_000)
    assert column(statement, "interest on the bank") == [0, 100, 0]
    assert column(statement, "still banked") == [10_000, 10_100, 10_100]


def test_interest_bears_interest_and_expires_with_the_excess_that_it_is_on():
    """10,000 grows to 10,300 and 10,609, and expires."""
    statement = settle(banking({"interest": "3%", "expires_after_years": 2}), 110_000, 100_000, 100_000, 90_000)
    assert column(statement, "interest on the bank") == [0, 300, 309, 0]
    assert column(statement, "excess expired") == [0, 0, 10_609, 0]
    assert column(statement, PAYABLE) == [0, 0, 0, 10_000]


def test_tested_each_quarter_an_excess_covers_later_quarters_and_is_of_its_contract_year():
    """5,000 of the second quarter covers 3,000 of the fourth; 2,000 last through the next year, and then expire."""
    agreed = contract(
        guarantee={
            "amount": 100_000,
            "spread": "evenly over the months",
            "tested": "each period",
            "shortfall": "provider pays each year",
            "excess": BANKED,
            "bank": {"expires_after_years": 1},
        },
        settled="quarterly",
    )
    even = (25_000,) * 3
    statement = settle(agreed, 25_000, 30_000, 25_000, 22_000, *even, 24_000, *even, 24_000)
    assert column(statement, "covered by the bank") == [0, 0, 0, 3_000, 0, 0, 0, 1_000, 0, 0, 0, 0]
    assert column(statement, "excess expired") == [0, 0, 0, 0, 0, 0, 0, 1_000, 0, 0, 0, 0]
    assert column(statement, "still banked") == [0, 5_000, 5_000, 2_000, 2_000, 2_000, 2_000, 0, 0, 0, 0, 0]
    assert column(statement, PAYABLE)[3::4] == [0, 0, 1_000]


def test_a_part_of_a_year_bears_its_part_of_the_interest():
    """Nine months, then a year, then three months at 4%: 400 on 10,000, then a quarter of 4% on 10,400, 104."""
    agreed = contract(
        guarantee={
            "amount": 100_000,
            "spread": "in full from the start of the year",
            "tested": "each year",
            "shortfall": "provider pays each year",
            "excess": BANKED,
            "bank": {"interest": "4%"},
        },
        starts="2026-07-01",
        years=2,
        years_run="from 1 April",
    )
    statement = settle(agreed, 110_000, 100_000, 100_000)
    assert column(statement, "interest on the bank") == [0, 400, 104]


def test_the_plain_room_is_never_below_nothing():
    assert worked(lambda: room(pounds(100), pounds(30))) == 70
    assert worked(lambda: room(pounds(100), pounds(130))) == 0


BANKS = st.fixed_dictionaries(
    {},
    optional={
        "expires_after_years": st.integers(1, 4),
        "at_most": st.integers(0, 100_000),
        "interest": st.sampled_from(["0%", "3%", "50%"]),
    },
)
FIVE = st.lists(SAVINGS, min_size=5, max_size=5)


@settings(max_examples=60)
@given(BANKS, FIVE)
def test_the_bank_is_never_negative_nor_above_its_limit_and_what_goes_in_comes_out(bank, savings):
    agreed = banking(bank)
    statement = settle(agreed, *savings)
    held = Fraction(0)
    for period in statement.periods:
        gained = period.exact("interest on the bank") if "interest" in bank else 0
        gone = period.exact("excess expired") if "expires_after_years" in bank else 0
        held += period.exact("excess banked") + gained - gone - period.exact("covered by the bank")
        assert period.exact("still banked") == held >= 0
        if "at_most" in bank:
            assert held <= bank["at_most"]


@settings(max_examples=40)
@given(FIVE)
def test_an_unlimited_bank_never_pays_more_than_years_that_stand_alone_nor_less_than_cumulatively(savings):
    alone = settle(banking(excess="never offsets"), *savings).amount("shortfall paid to date")
    banked = settle(banking(), *savings).amount("shortfall paid to date")
    cumulative = settle(banking(tested="cumulatively", excess=None), *savings).amount("shortfall paid to date")
    assert cumulative <= banked <= alone


@settings(max_examples=30)
@given(FIVE)
def test_interest_of_nought_is_as_none_and_an_expiry_beyond_the_term_as_none(savings):
    plain = settle(banking(), *savings)
    for bank in ({"interest": "0%"}, {"expires_after_years": 5}, {"at_most": 10**9}):
        same = settle(banking(bank), *savings)
        for line in (PAYABLE, "covered by the bank", "still banked"):
            assert column(same, line) == column(plain, line)


# Refusals.


@pytest.mark.parametrize("excess", ["never offsets", "refunds earlier shortfalls"])
def test_a_bank_is_for_an_excess_that_is_banked(excess):
    guarantee = {"amount": 1, "tested": "each year", "shortfall": "provider pays each year", "excess": excess}
    assert refusals(guarantee={**guarantee, "bank": {"interest": "3%"}}) == [
        "guarantee.bank is for an excess that is banked, but none is; let excess say so, or leave the bank out"
    ]


def test_an_expiry_is_a_whole_number_of_years():
    guarantee = {"amount": 1, "tested": "each year", "shortfall": "provider pays each year", "excess": BANKED}
    assert refusals(guarantee={**guarantee, "bank": {"expires_after_years": 0}}) == [
        "guarantee.bank.expires_after_years is 0, where a whole number belongs; write a whole number from 1 to 30"
    ]


def test_every_figure_of_the_bank_is_named_in_its_working():
    """3% of 30,900 and of 10,000 is 1,227; the first year's 31,827 covers 15,000, and its other 16,827 expire."""
    bank = {"expires_after_years": 2, "at_most": 50_000, "interest": "3%"}
    statement = settle(banking(bank), 130_000, 110_000, 85_000)
    told = {line.name: line.working for line in statement["2028-29"].lines if line.path.startswith("guarantee / ")}
    assert told["in the bank"] == (
        "banked 1 year ago brought forward £10,000.00 plus banked 2 years ago brought forward £30,900.00 plus "
        "interest on the bank £1,227.00"
    )
    assert told["covered by the bank"] == "the smaller of below the guarantee £15,000.00 and in the bank £42,127.00"
    assert told["left in the bank"] == "in the bank £42,127.00 less covered by the bank £15,000.00"
    assert told["still banked"] == "left in the bank £27,127.00 less excess expired £16,827.00"
    statement = settle(banking(bank), 130_000, 110_000)
    assert statement["2027-28"].line("excess banked").working == (
        "the smaller of excess above the guarantee £10,000.00 and £50,000.00 less left in the bank £30,900.00"
    )
