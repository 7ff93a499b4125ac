"""Retention: a share of each fee held back, and when it is released."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.fees import Rounding
from riskreward.kernel import pounds, share_of
from riskreward.settlement.retention import held_back
from tests.contracts import POUNDS, SAVINGS, SHARES, TENTH, column, contract, fees, pence, refusals, settle, worked

NEXT_YEAR = "when the next year meets its guarantee"
AT_THE_END = "at the end of the term"
A_YEAR_AFTER = "a year after the end of the term"
RELEASED_AFTER = "released a year after the end of the term"
KEPT = "kept by the council"

HELD = "still retained"
RELEASED = "released from retention"


def retaining(released: str, at_the_end: str | None = None, share: object = "20%", **other: object):
    """A tenth of each year's saving, a fifth of it held back; 100,000 guaranteed for each year."""
    terms = {"share": share, "released": released} | ({} if at_the_end is None else {"at_the_end": at_the_end})
    guarantee = {
        "amount": 100_000,
        "tested": "cumulatively",
        "shortfall": "fee only",
        "spread": "evenly over the months",
    }
    return contract(TENTH, guarantee=guarantee, settlement={"retention": terms}, **other)


# Held back and paid.


def test_a_fifth_of_187564_13_is_held_back_to_the_penny_and_the_rest_is_paid():
    """37,512.826 is 37,512.83, which leaves 150,051.30."""
    agreed = contract(
        {"rule": "share", "share": "100%"}, settlement={"retention": {"share": "20%", "released": AT_THE_END}}
    )
    statement = settle(agreed, "187564.13")
    assert column(statement, "retained") == pence("37,512.83")
    assert column(statement, "paid") == pence("150,051.30")
    assert column(statement, HELD) == pence("37,512.83")


def test_what_is_held_back_is_rounded_as_the_contract_rounds():
    """A fifth of 1,234 is 246.80: to the pound 247, down 246."""
    retention = {"retention": {"share": "20%", "released": AT_THE_END}}
    for rounding, retained in (("half up to the pound", 247), ("down to the pound", 246)):
        statement = settle(contract(settlement=retention, rounding=rounding), 12_340)
        assert column(statement, "retained") == [retained]
        assert column(statement, "paid") == [1_234 - retained]


# Released when the next year meets its guarantee of 100,000.


def test_it_is_released_when_the_next_year_meets_its_guarantee():
    """15,000, 12,000 and 8,000 earned: 3,000 held back and released a year later; the third year falls short.

    2,400 of the second year stays held, and 1,600 of the third joins it.
    """
    statement = settle(retaining(NEXT_YEAR), 150_000, 120_000, 80_000)
    assert fees(statement) == [15_000, 12_000, 8_000]
    assert column(statement, "retained") == [3_000, 2_400, 1_600]
    assert column(statement, RELEASED) == [0, 3_000, 0]
    assert column(statement, HELD) == [3_000, 2_400, 4_000]
    assert column(statement, "paid") == [12_000, 12_600, 6_400]


def test_a_year_that_falls_short_leaves_everything_held_until_one_meets_it():
    """3,000 and 1,600 are held until the third year meets its guarantee exactly; its own 2,000 stays."""
    statement = settle(retaining(NEXT_YEAR), 150_000, 80_000, 100_000)
    assert column(statement, RELEASED) == [0, 0, 4_600]
    assert column(statement, HELD) == [3_000, 4_600, 2_000]


def test_a_penny_short_of_the_guarantee_releases_nothing():
    assert column(settle(retaining(NEXT_YEAR), 150_000, "99,999.99".replace(",", "")), RELEASED) == [0, 0]
    assert column(settle(retaining(NEXT_YEAR), 150_000, 100_000), RELEASED) == [0, 3_000]


def test_it_is_the_next_years_own_guarantee_that_counts_and_not_all_to_date():
    """300,000 in the first year would cover two; the second year's 99,999 does not."""
    assert column(settle(retaining(NEXT_YEAR), 300_000, 99_999), RELEASED) == [0, 0]


def test_a_first_year_that_meets_its_guarantee_releases_nothing_of_its_own():
    assert column(settle(retaining(NEXT_YEAR), 500_000), RELEASED) == [0]


def test_in_quarters_it_is_released_at_the_end_of_the_next_year_and_only_what_earlier_years_held():
    """Each quarter saves 30,000, earns 3,000 and holds 600: 2,400 of the first year go at the end of the second."""
    statement = settle(retaining(NEXT_YEAR, settled="quarterly"), *[30_000] * 12)
    assert column(statement, "retained") == [600] * 12
    assert column(statement, RELEASED) == [0] * 7 + [2_400] + [0] * 3 + [2_400]
    assert column(statement, HELD) == [600 * quarter for quarter in (1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7, 4)]


def test_in_quarters_the_year_as_a_whole_meets_its_guarantee_or_does_not():
    """The second year saves 120,000 in one quarter; the third 99,999, though its first quarter alone 90,000."""
    savings = [30_000] * 4 + [0, 120_000, 0, 0] + [90_000, 9_999, 0, 0]
    statement = settle(retaining(NEXT_YEAR, settled="quarterly"), *savings)
    assert column(statement, RELEASED) == [0] * 7 + [2_400] + [0] * 4
    assert statement.amount(HELD) == 2_400 + Decimal("1999.98")


def test_in_quarters_what_a_year_that_falls_short_left_is_released_with_the_next():
    """2,400 of the first year and 600 of the second, which saved 30,000; the third meets its guarantee."""
    savings = [30_000] * 4 + [30_000, 0, 0, 0] + [30_000] * 4
    statement = settle(retaining(NEXT_YEAR, settled="quarterly"), *savings)
    assert column(statement, RELEASED) == [0] * 11 + [3_000]
    assert statement.amount(HELD) == 2_400


def test_what_is_left_at_the_end_may_be_the_councils_to_keep():
    """2,400 and 1,600 are kept when the term ends."""
    statement = settle(retaining(NEXT_YEAR, KEPT), 150_000, 120_000, 80_000)
    assert column(statement, "retention kept by the council") == [0, 0, 4_000]
    assert column(statement, HELD) == [3_000, 2_400, 0]
    assert column(statement, "paid to date, less what was given back") == [12_000, 24_600, 31_000]
    assert column(statement, "kept by the council to date") == [138_000, 245_400, 319_000]


def test_what_is_left_at_the_end_may_be_released_a_year_later():
    statement = settle(retaining(NEXT_YEAR, RELEASED_AFTER), 150_000, 120_000, 80_000)
    assert [period.label for period in statement.periods] == ["2026-27", "2027-28", "2028-29", "2029-30"]
    assert column(statement, RELEASED) == [0, 3_000, 0, 4_000]
    assert column(statement, HELD) == [3_000, 2_400, 4_000, 0]
    assert column(statement, "paid") == [12_000, 12_600, 6_400, 4_000]


def test_a_year_after_the_term_meets_no_guarantee():
    """In the year after the term nothing is guaranteed, and in quarters nothing is released before its end."""
    statement = settle(retaining(NEXT_YEAR, RELEASED_AFTER, settled="quarterly", years=1), *[30_000] * 4)
    assert column(statement, RELEASED) == [0] * 7 + [2_400]


def test_what_is_left_at_the_end_stays_held_where_the_terms_do_not_say_whose_it_is():
    statement = settle(retaining(NEXT_YEAR), 150_000, 120_000, 80_000)
    assert len(statement.periods) == 3
    assert statement.amount(HELD) == 4_000


# Released at the end of the term.


def test_at_the_end_of_the_term_all_is_released_and_the_last_fee_is_paid_whole():
    statement = settle(retaining(AT_THE_END), 100_000, 100_000, 100_000)
    assert column(statement, "retained") == [2_000, 2_000, 0]
    assert column(statement, RELEASED) == [0, 0, 4_000]
    assert column(statement, "paid") == [8_000, 8_000, 14_000]
    assert column(statement, HELD) == [2_000, 4_000, 0]


def test_at_the_end_of_the_term_it_is_released_whether_or_not_the_guarantee_is_met():
    assert column(settle(retaining(AT_THE_END), 100_000, 0, -100_000), RELEASED) == [0, 0, 2_000]


# Released a year after the end of the term.


def test_a_year_after_the_end_of_the_term_there_is_one_more_settlement():
    statement = settle(retaining(A_YEAR_AFTER), 100_000, 100_000, 100_000)
    assert column(statement, "retained") == [2_000, 2_000, 2_000, 0]
    assert column(statement, RELEASED) == [0, 0, 0, 6_000]
    assert column(statement, "paid") == [8_000, 8_000, 8_000, 6_000]
    assert [period.period.run_off for period in statement.periods] == [False, False, False, True]


@pytest.mark.parametrize(("settled", "in_a_year"), [("half-yearly", 2), ("quarterly", 4), ("monthly", 12)])
def test_a_year_after_is_the_last_of_its_settlements(settled, in_a_year):
    statement = settle(retaining(A_YEAR_AFTER, settled=settled, years=1), *[10_000] * in_a_year)
    held = 200 * in_a_year
    assert column(statement, RELEASED) == [0] * (2 * in_a_year - 1) + [held]
    assert column(statement, HELD)[in_a_year - 1 :] == [held] * in_a_year + [0]


def test_a_year_after_a_term_that_ends_inside_a_financial_year_is_not_before_a_whole_year_has_gone():
    """The term ends on 30 June 2027; the year to 31 March 2028 is cut, so that the next is the first to do."""
    agreed = retaining(A_YEAR_AFTER, starts="2026-07-01", years=1, years_run="from 1 April")
    statement = settle(agreed, 100_000, 100_000)
    assert [period.label for period in statement.periods] == ["2026-27", "2027-28", "2027-28 run-off", "2028-29"]
    assert column(statement, RELEASED) == [0, 0, 0, 4_000]


def test_nothing_of_it_is_settled_before_the_whole_term_is():
    agreed = retaining(A_YEAR_AFTER)
    assert len(settle(agreed, 100_000, 100_000).periods) == 2
    rows = {"2026-27": 900_000, "2027-28": 900_000, "2028-29": 900_000}
    assert len(agreed.settle(rows, "2027-28").periods) == 2
    assert len(agreed.settle(rows).periods) == 4


def test_what_is_released_is_paid_and_never_earned():
    statement = settle(retaining(A_YEAR_AFTER), 100_000, 0, -100_000)
    assert fees(statement) == [10_000, 0, 0, 0]
    assert column(statement, "fee earned to date") == [10_000] * 4
    assert column(statement, "paid to date, less what was given back") == [8_000, 8_000, 8_000, 10_000]


# Refusals.


def test_waiting_for_a_guarantee_needs_one():
    assert refusals(settlement={"retention": {"share": "20%", "released": NEXT_YEAR}}) == [
        "settlement.retention.released waits for a guarantee, but there is none; write the guarantee"
    ]


@pytest.mark.parametrize("released", [AT_THE_END, A_YEAR_AFTER])
def test_what_happens_at_the_end_goes_only_with_waiting_for_a_guarantee(released):
    assert refusals(settlement={"retention": {"share": "20%", "released": released, "at_the_end": KEPT}}) == [
        f"settlement.retention.at_the_end does not go with released {released!r}; leave it out"
    ]


def test_when_it_is_released_has_no_default():
    assert refusals(settlement={"retention": {"share": "20%"}}) == [
        'settlement.retention.released is missing; choose one of "when the next year meets its guarantee", '
        '"at the end of the term", "a year after the end of the term", "after a number of settlements"'
    ]


# Whatever is saved.


@given(POUNDS, SHARES, st.sampled_from(["half up", "down", "up", "floor"]), st.sampled_from([1, 5, 100, 10_000]))
def test_what_is_held_back_is_never_more_than_what_is_earned(earned, share, mode, pence_of_a_step):
    step = Fraction(pence_of_a_step, 100)
    earned = earned // step * step  # what is earned has been rounded to the same step
    held = worked(lambda: held_back(pounds(earned), share_of(share), Rounding(mode, step)))
    assert 0 <= held <= earned
    assert abs(held - share * earned) < step or abs(held - share * earned) <= step / 2


CONTRACTS = [
    retaining(released, at_the_end, settled=settled, years=2)
    for released, at_the_end in (
        (NEXT_YEAR, None),
        (NEXT_YEAR, KEPT),
        (NEXT_YEAR, RELEASED_AFTER),
        (AT_THE_END, None),
        (A_YEAR_AFTER, None),
    )
    for settled in ("yearly", "half-yearly")
]


@pytest.mark.parametrize("agreed", CONTRACTS)
@settings(max_examples=15)
@given(st.lists(SAVINGS, min_size=4, max_size=4))
def test_what_is_earned_is_paid_or_held_or_kept_and_never_twice(agreed, savings):
    statement = settle(agreed, *savings[: len(agreed.calendar.periods)])
    earned = paid = kept = Fraction(0)
    for period in statement.periods:
        earned += period.exact("settlement / " + next(line for line in FEE_LINES if statement.has(line)))
        paid += period.exact("paid")
        kept += period.exact("retention kept by the council") if statement.has("retention kept by the council") else 0
        assert earned == paid + kept + period.exact(HELD)
        assert min(period.exact(line) for line in ("retained", RELEASED, HELD, "paid")) >= 0
    assert earned == statement.exact("fee earned to date")


FEE_LINES = ("fee of the year", "fee of the half-year")
