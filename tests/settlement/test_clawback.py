"""Clawback: where the fee to date falls, what was paid for it is given back."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts import SAVINGS, TENTH, column, contract, fees, refusals, settle

RETENTION = {"share": "20%", "released": "a year after the end of the term"}
FROM_RETENTION = "clawed back from retention"
FROM_PROVIDER = "clawed back from the provider"


def clawing_back(first_from: str, retention: object = None, **other: object):
    """A tenth of what is saved to date."""
    clawback = {"first_from": first_from, "restores_cap": True, "vintage": other.pop("vintage", None)}
    terms: dict[str, object] = {"clawback": {name: each for name, each in clawback.items() if each is not None}}
    if retention is not None:
        terms["retention"] = retention
    return contract(TENTH, counted="to date", settlement=terms, **other)


# Worked examples.


def test_where_the_saving_falls_the_fee_on_what_was_lost_is_given_back():
    """300,000 to date, then 200,000, then 250,000: 30,000 earned, 10,000 given back, 5,000 earned."""
    statement = settle(clawing_back("the provider"), 300_000, -100_000, 50_000)
    assert column(statement, "fee to date") == [30_000, 20_000, 25_000]
    assert fees(statement) == [30_000, 0, 5_000]
    assert column(statement, "clawback") == [0, 10_000, 0]
    assert column(statement, FROM_PROVIDER) == [0, 10_000, 0]
    assert column(statement, "fee earned to date") == [30_000, 20_000, 25_000]
    assert column(statement, "clawed back to date") == [0, 10_000, 10_000]
    assert column(statement, "paid to date, less what was given back") == [30_000, 20_000, 25_000]
    assert column(statement, "kept by the council to date") == [270_000, 180_000, 225_000]


def test_without_a_clawback_nothing_is_given_back_and_there_is_no_line_for_it():
    statement = settle(contract(counted="to date"), 300_000, -100_000, 50_000)
    assert not statement.has("clawback")
    assert not statement.has(FROM_PROVIDER)
    assert column(statement, "fee earned to date") == [30_000, 30_000, 30_000]


def test_it_comes_first_from_retention_and_what_that_lacks_from_the_provider():
    """6,000 of 30,000 held. 40,000 lost: 4,000, all from it. 80,000 lost: 8,000, of which the last 2,000 from it."""
    statement = settle(clawing_back("retention", RETENTION), 300_000, -40_000, -80_000)
    assert column(statement, "clawback")[:3] == [0, 4_000, 8_000]
    assert column(statement, FROM_RETENTION)[:3] == [0, 4_000, 2_000]
    assert column(statement, FROM_PROVIDER)[:3] == [0, 0, 6_000]
    assert column(statement, "still retained") == [6_000, 2_000, 0, 0]
    assert column(statement, "paid to date, less what was given back") == [24_000, 24_000, 18_000, 18_000]


def test_it_may_leave_retention_alone():
    statement = settle(clawing_back("the provider", RETENTION), 300_000, -40_000, -80_000)
    assert not statement.has(FROM_RETENTION)
    assert column(statement, FROM_PROVIDER)[:3] == [0, 4_000, 8_000]
    assert column(statement, "still retained") == [6_000, 6_000, 6_000, 0]
    assert column(statement, "released from retention") == [0, 0, 0, 6_000]


def test_it_never_gives_back_more_than_was_earned():
    statement = settle(clawing_back("the provider"), 300_000, -900_000)
    assert column(statement, "clawback") == [0, 30_000]
    assert statement.amount("fee earned to date") == 0


def test_what_is_taken_is_not_released_as_well():
    """150,000 saved of a million: a tenth or more, and so 15,000, 3,000 of it held. Then 40,000 of the next million.

    190,000 of 2,000,000 is less than a tenth: all is given back, although the second year meets its own guarantee.
    """
    agreed = contract(
        {"rule": "threshold", "share_of_baseline": "10%", "once_met": "everything counts"},
        TENTH,
        counted="to date",
        guarantee={"amount": 30_000, "tested": "each year", "shortfall": "fee only"},
        settlement={
            "retention": {"share": "20%", "released": "when the next year meets its guarantee"},
            "clawback": {"first_from": "retention", "restores_cap": True},
        },
    )
    statement = settle(agreed, 150_000, 40_000)
    assert column(statement, "clawback") == [0, 15_000]
    assert column(statement, FROM_RETENTION) == [0, 3_000]
    assert column(statement, FROM_PROVIDER) == [0, 12_000]
    assert column(statement, "released from retention") == [0, 0]
    assert column(statement, "paid to date, less what was given back") == [12_000, 0]


# Oldest or newest first, in quarters: half of each fee is held, and released when the next year meets its 100,000.

BY_VINTAGE = {
    vintage: clawing_back(
        "retention",
        {"share": "50%", "released": "when the next year meets its guarantee"},
        vintage=vintage,
        settled="quarterly",
        guarantee={
            "amount": 100_000,
            "tested": "each year",
            "shortfall": "fee only",
            "spread": "evenly over the months",
        },
    )
    for vintage in ("oldest first", "newest first")
}


@pytest.mark.parametrize(
    ("vintage", "released", "held"), [("oldest first", 8_000, 11_000), ("newest first", 18_000, 1_000)]
)
def test_what_is_taken_from_this_year_or_from_earlier_ones_decides_what_is_released(vintage, released, held):
    """The first year holds 20,000. The second saves 200,000 (10,000 held), loses 120,000 (12,000 clawed back), and
    saves 20,000 (1,000 held): 100,000 in all, which meets its guarantee.

    Oldest first, 8,000 of the first year are left and released, 11,000 of the second stay. Newest first, the
    second year's 10,000 go and 2,000 of the first: 18,000 are released, and the last 1,000 stays.
    """
    statement = settle(BY_VINTAGE[vintage], *[100_000] * 4, 200_000, -120_000, 0, 20_000)
    assert column(statement, "retained") == [5_000] * 4 + [10_000, 0, 0, 1_000]
    assert column(statement, FROM_RETENTION) == [0] * 5 + [12_000, 0, 0]
    assert column(statement, "released from retention") == [0] * 7 + [released]
    assert statement.amount("still retained") == held


@pytest.mark.parametrize(("vintage", "released", "held"), [("oldest first", 0, 3_000), ("newest first", 3_000, 0)])
def test_more_than_the_one_vintage_holds_comes_out_of_the_other(vintage, released, held):
    """20,000 of the first year and 10,000 of the second; 270,000 lost, of which 27,000 from retention."""
    statement = settle(BY_VINTAGE[vintage], *[100_000] * 4, 200_000, -270_000, 0, 170_000)
    assert statement.amount(FROM_RETENTION, "2027-28 Q2") == 27_000
    assert statement.amount("still retained", "2027-28 Q2") == 3_000
    assert column(statement, "released from retention") == [0] * 7 + [released]
    assert statement.amount("still retained") == held + 8_500  # and half of the last quarter's 17,000


@pytest.mark.parametrize(("vintage", "released"), [("oldest first", 18_000), ("newest first", 18_000)])
def test_in_the_first_quarter_of_a_year_there_is_only_what_earlier_years_held(vintage, released):
    statement = settle(BY_VINTAGE[vintage], *[100_000] * 4, -20_000, 120_000, 0, 0)
    assert column(statement, "released from retention") == [0] * 7 + [released]
    assert statement.amount("still retained") == 6_000


@pytest.mark.parametrize("vintage", BY_VINTAGE)
def test_within_the_first_year_there_is_only_its_own(vintage):
    """20,000 lost in the third quarter takes 2,000 of the 10,000 held; all of it is this year's, and stays."""
    statement = settle(BY_VINTAGE[vintage], 100_000, 100_000, -20_000, 0)
    assert column(statement, "still retained") == [5_000, 10_000, 8_000, 8_000]
    assert column(statement, "released from retention") == [0, 0, 0, 0]


# Refusals.


@pytest.mark.parametrize("counted", ["each period", "each year"])
def test_only_a_fee_counted_to_date_can_fall(counted):
    clawback = {"clawback": {"first_from": "the provider", "restores_cap": True}}
    assert refusals(counted=counted, settlement=clawback) == [
        f"settlement.clawback needs a fee that can fall, but fee.counted is {counted!r}; "
        "write fee.counted = 'to date', or when = 'a saving is overturned', or leave the clawback out"
    ]


def test_first_from_retention_needs_retention():
    clawback = {"clawback": {"first_from": "retention", "restores_cap": True}}
    assert refusals(counted="to date", settlement=clawback) == [
        "settlement.clawback.first_from is retention, but there is none; write 'the provider'"
    ]


def test_where_it_comes_from_and_whether_the_cap_is_restored_have_no_default():
    assert refusals(counted="to date", settlement={"clawback": {}}) == [
        'settlement.clawback.first_from is missing; choose one of "retention", "the provider"',
        "settlement.clawback.restores_cap is missing; write true or false",
    ]


def test_which_retention_goes_first_is_required_where_two_years_may_be_held():
    guarantee = {"share_of_baseline": "10%", "tested": "each year", "shortfall": "fee only"}
    until_met = {"share": "50%", "released": "when the next year meets its guarantee"}

    def terms(first_from: str, retention: object) -> dict[str, object]:
        return {"retention": retention, "clawback": {"first_from": first_from, "restores_cap": True}}

    in_quarters = {"counted": "to date", "guarantee": guarantee, "settled": "quarterly"}
    assert refusals(**in_quarters, settlement=terms("retention", until_met)) == [
        "settlement.clawback.vintage is missing, but retention of this year and of earlier years may both be held; "
        "choose one of 'oldest first', 'newest first'"
    ]
    contract(**in_quarters, settlement=terms("the provider", until_met))
    contract(**in_quarters, settlement=terms("retention", RETENTION))
    contract(**{**in_quarters, "settled": "yearly"}, settlement=terms("retention", until_met))


# Whatever is saved.

AGREED = [
    clawing_back("the provider"),
    clawing_back("the provider", RETENTION),
    clawing_back("retention", RETENTION),
    *BY_VINTAGE.values(),
]


@pytest.mark.parametrize("agreed", AGREED)
@settings(max_examples=25)
@given(st.lists(SAVINGS, min_size=6, max_size=6))
def test_with_a_clawback_what_is_earned_is_always_the_fee_on_the_saving_to_date(agreed, savings):
    statement = settle(agreed, *savings[: len(agreed.calendar.periods)])
    for period in statement.periods:
        assert period.exact("fee earned to date") == period.exact("fee to date")
        earned = max(period.exact(line) for line in FEE_LINES if statement.has(line))
        assert min(earned, period.exact("clawback")) == 0
        from_retention = period.exact(FROM_RETENTION) if statement.has(FROM_RETENTION) else Fraction(0)
        assert period.exact("clawback") == from_retention + period.exact(FROM_PROVIDER)
        held = period.exact("still retained") if statement.has("still retained") else Fraction(0)
        assert period.exact("fee earned to date") == held + period.exact("paid to date, less what was given back")
        assert held >= 0


FEE_LINES = ("fee of the year", "fee of the quarter")


@settings(max_examples=25)
@given(st.lists(SAVINGS, min_size=12, max_size=12))
def test_which_vintage_goes_first_never_changes_what_is_taken_or_how_much_is_ever_paid_or_held(savings):
    oldest, newest = (settle(agreed, *savings) for agreed in BY_VINTAGE.values())
    assert fees(oldest) == fees(newest)
    assert column(oldest, "clawback") == column(newest, "clawback")
    assert column(oldest, "fee earned to date") == column(newest, "fee earned to date")
