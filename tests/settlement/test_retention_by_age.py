"""Retention released a number of settlements after it was held back, and which of it is taken back first."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts import SAVINGS, TENTH, column, contract, fees, refusals, settle, settled_alike

BY_AGE = "after a number of settlements"
HELD, RELEASED, TAKEN = "still retained", "released from retention", "clawed back from retention"


def retaining(settlements: int, vintage: str | None = None, settled: str = "quarterly", **other: object):
    """A tenth of what is saved to date, half of it held back for so many settlements."""
    terms: dict[str, object] = {
        "retention": {"share": "50%", "released": BY_AGE, "after_settlements": settlements},
    }
    if vintage is not None:
        terms["clawback"] = {"first_from": "retention", "restores_cap": True, "vintage": vintage}
    counted = "each period" if vintage is None else "to date"
    return contract(TENTH, counted=counted, settled=settled, settlement=terms, **{"years": 1, **other})


def test_what_a_quarter_held_back_is_released_four_quarters_later():
    """5,000, 4,000, 3,000 and 2,000 held back; each is released a year on, the last at the end of the next year."""
    statement = settle(retaining(4), 100_000, 80_000, 60_000, 40_000)
    assert column(statement, "retained") == [5_000, 4_000, 3_000, 2_000, 0, 0, 0, 0]
    assert column(statement, RELEASED) == [0, 0, 0, 0, 5_000, 4_000, 3_000, 2_000]
    assert column(statement, HELD) == [5_000, 9_000, 12_000, 14_000, 9_000, 5_000, 2_000, 0]
    assert column(statement, "paid") == [5_000, 4_000, 3_000, 2_000, 5_000, 4_000, 3_000, 2_000]
    assert [period.period.run_off for period in statement.periods] == [False] * 4 + [True] * 4


def test_it_runs_off_for_just_so_many_settlements():
    agreed = retaining(1, settled="yearly", years=3)
    statement = settled_alike(agreed, settle(agreed, 100_000, 0, 40_000).outturn)
    assert column(statement, RELEASED) == [0, 5_000, 0, 2_000]
    assert [period.label for period in statement.periods] == ["2026-27", "2027-28", "2028-29", "2029-30"]


def test_after_a_term_that_ends_inside_a_settlement_the_rest_of_that_is_the_first():
    agreed = retaining(2, settled="quarterly", years=None, months=5)
    statement = settle(agreed, 100_000, 40_000)
    labels = ["2026-27 Q1", "2026-27 Q2", "2026-27 Q2 run-off", "2026-27 Q3"]
    assert [period.label for period in statement.periods] == labels
    assert column(statement, RELEASED) == [0, 0, 5_000, 2_000]


@pytest.mark.parametrize(
    ("vintage", "released", "held"),
    [
        ("oldest first", [0, 0, 0, 0, 3_000, 0], [5_000, 9_000, 3_000, 3_000, 0, 0]),
        ("newest first", [0, 0, 0, 3_000, 0, 0], [5_000, 9_000, 3_000, 0, 0, 0]),
    ],
)
def test_what_is_clawed_back_takes_the_oldest_or_the_newest_first(vintage, released, held):
    """5,000 and 4,000 held, three quarters each; 6,000 are clawed back in the third quarter.

    Oldest first, the first quarter's 5,000 go and 1,000 of the second's: 3,000 are released in the fifth. Newest first,
    the second quarter's 4,000 go and 2,000 of the first's: 3,000 are released in the fourth.
    """
    agreed = retaining(3, vintage, settled="quarterly", years=None, months=18)
    statement = settle(agreed, 100_000, 80_000, -60_000, 0, 0, 0)
    assert column(statement, TAKEN)[:6] == [0, 0, 6_000, 0, 0, 0]
    assert column(statement, RELEASED)[:6] == released
    assert column(statement, HELD)[:6] == held
    assert statement.amount("clawed back from the provider", "2026-27 Q3") == 0


def test_what_retention_lacks_the_provider_gives_back():
    """9,000 held of 18,000 earned; 15,000 clawed back."""
    statement = settle(retaining(3, "oldest first"), 100_000, 80_000, -150_000, 0)
    assert column(statement, TAKEN)[2] == 9_000
    assert column(statement, "clawed back from the provider")[2] == 6_000


def test_what_was_overpaid_on_account_is_given_up_by_the_newest():
    """8,000 and 8,000 paid on account, half of each held; the year's fee is 10,000: 3,000 of the second quarter's go.

    The first quarter's 4,000 are released in the fifth, as if nothing had been overpaid.
    """
    terms = {
        "interim": {"share": "80%", "overpaid": "provider repays"},
        "retention": {"share": "50%", "released": BY_AGE, "after_settlements": 4},
    }
    agreed = contract(TENTH, counted="each year", settled="quarterly", settlement=terms, years=1)
    statement = settle(agreed, 100_000, 100_000, -100_000, 0)
    assert column(statement, "overpaid on account, from retention")[:4] == [0, 0, 0, 3_000]
    assert column(statement, "overpayment repaid by the provider")[:4] == [0, 0, 0, 3_000]
    assert column(statement, RELEASED) == [0, 0, 0, 0, 4_000, 1_000, 0, 0]
    assert statement.amount("paid to date, less what was given back") == 10_000


# Refusals.


def test_how_many_settlements_is_required():
    assert refusals(settlement={"retention": {"share": "20%", "released": BY_AGE}}) == [
        "settlement.retention.after_settlements is missing; write how many settlements later, such as 4"
    ]


def test_a_number_of_settlements_goes_with_no_other_release():
    retention = {"share": "20%", "released": "at the end of the term", "after_settlements": 4}
    assert refusals(settlement={"retention": retention}) == [
        "settlement.retention.after_settlements does not go with released 'at the end of the term'; "
        "write released = 'after a number of settlements', or leave it out"
    ]


@pytest.mark.parametrize("number", [0, 61])
def test_it_is_from_one_settlement_to_sixty(number):
    retention = {"share": "20%", "released": BY_AGE, "after_settlements": number}
    (told,) = refusals(settlement={"retention": retention})
    assert told.startswith(f"settlement.retention.after_settlements is {number}")


def test_which_is_taken_first_is_required_where_several_settlements_hold():
    def terms(number: int) -> dict[str, object]:
        retention = {"share": "20%", "released": BY_AGE, "after_settlements": number}
        return {"retention": retention, "clawback": {"first_from": "retention", "restores_cap": True}}

    assert refusals(counted="to date", settlement=terms(2)) == [
        "settlement.clawback.vintage is missing, but retention of several settlements may be held; "
        "choose one of 'oldest first', 'newest first'"
    ]
    contract(counted="to date", settlement=terms(1))


# Whatever is saved.

AGREED = [
    retaining(number, vintage, years=None, months=18)
    for number, vintage in ((1, None), (4, None), (1, "oldest first"), (4, "oldest first"), (4, "newest first"))
]


@pytest.mark.parametrize("agreed", AGREED)
@settings(max_examples=20)
@given(st.lists(SAVINGS, min_size=6, max_size=6))
def test_in_the_end_all_that_was_earned_is_paid(agreed, savings):
    statement = settle(agreed, *savings)
    earned = Fraction(0)
    for period, fee in zip(statement.periods, fees(statement), strict=True):
        earned += Fraction(fee) - (period.exact("clawback") if statement.has("clawback") else 0)
        assert earned == period.exact("paid to date, less what was given back") + period.exact(HELD)
        assert min(period.exact(line) for line in (HELD, RELEASED, "retained", "paid")) >= 0
    assert statement.amount(HELD) == 0
