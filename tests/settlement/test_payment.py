"""The payment: what is paid and when it is due, and where it leaves the council."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts import SAVINGS, TENTH, column, contract, fees, refusals, settle


def due(received: str | None, **terms: object) -> date | None:
    """When a fee of 2026-27 is due, its invoice received on a day."""
    entries = {"costs": 900_000} | ({} if received is None else {"invoice received": received})
    return contract(settlement=terms).settle({"2026-27": entries}).periods[0].due


# When it is due.


def test_30_days_begin_with_the_day_the_invoice_is_received():
    """Received on 1 June, due on 30 June; received on 5 May, whose month has 31 days, due on 3 June."""
    assert due("2027-06-01") == date(2027, 6, 30)
    assert due("2027-05-05") == date(2027, 6, 3)


def test_a_contract_may_pay_sooner():
    assert due("2027-06-01", payment_days=14) == date(2027, 6, 14)
    assert due("2027-06-01", payment_days=1) == date(2027, 6, 1)


def test_a_contract_may_set_a_later_day_counted_from_the_end_of_the_period():
    """Ninety days after 31 March 2027 is 29 June; an invoice of 1 June is due on the day after it, 30 June."""
    assert due("2027-05-01", not_before_days_after_period=90) == date(2027, 6, 29)
    assert due("2027-06-01", not_before_days_after_period=90) == date(2027, 6, 30)
    assert due("2027-02-01", not_before_days_after_period=0) == date(2027, 3, 31)


def test_without_an_invoice_nothing_is_due():
    assert due(None) is None
    assert due(None, not_before_days_after_period=90) is None
    assert due("") is None


def test_each_period_has_its_own_invoice():
    rows = {
        "2026-27": {"costs": 900_000, "invoice received": "2027-06-01"},
        "2027-28": {"costs": 900_000, "invoice received": date(2028, 2, 1)},
    }
    statement = contract().settle(rows)
    assert [period.due for period in statement.periods] == [date(2027, 6, 30), date(2028, 3, 1)]


@pytest.mark.parametrize("days", [0, 366])
def test_days_to_pay_are_from_one_to_a_year(days):
    (told,) = refusals(settlement={"payment_days": days})
    assert told.startswith(f"settlement.payment_days is {days}")


# What is earned is paid.


def test_what_is_earned_is_paid_where_nothing_is_held_back():
    statement = settle(contract(), 100_000, -100_000, 50_000)
    assert column(statement, "paid") == fees(statement) == [10_000, 0, 5_000]
    assert not statement.has("retained")
    assert not statement.has("still retained")


@pytest.mark.parametrize(
    ("settled", "name"),
    [("yearly", "year"), ("half-yearly", "half-year"), ("quarterly", "quarter"), ("monthly", "month")],
)
def test_the_fee_is_named_after_what_is_settled(settled, name):
    assert settle(contract(settled=settled), 100_000).amount(f"fee of the {name}") == 10_000


# Where it leaves the council.


def test_the_position_is_what_was_saved_less_what_was_paid():
    """100,000, 50,000 and 150,000 saved to date; 10,000, 10,000 and 20,000 paid."""
    statement = settle(contract(), 100_000, -50_000, 100_000)
    assert column(statement, "saved to date") == [100_000, 50_000, 150_000]
    assert column(statement, "fee earned to date") == [10_000, 10_000, 20_000]
    assert column(statement, "paid to date, less what was given back") == [10_000, 10_000, 20_000]
    assert column(statement, "kept by the council to date") == [90_000, 40_000, 130_000]
    assert not statement.has("council costs to date")
    assert not statement.has("shortfall received to date")


def test_the_whole_position_counts_costs_shortfall_and_what_was_given_back():
    """Saved 300,000, then 60,000 more; costs of 5,000 a year; 200,000 a year guaranteed, each year.

    A tenth to date above the guarantee: 10,000 for 100,000; then 140,000 short, so that all is given back. The
    provider pays the 140,000. Kept: 300,000 - 10,000 - 5,000, and 360,000 - 0 - 10,000 + 140,000.
    """
    agreed = contract(
        TENTH,
        fee_starts="above the guarantee",
        counted="to date",
        council_costs="shown",
        guarantee={"amount": 200_000, "tested": "each year", "shortfall": "provider pays each year"},
        settlement={"clawback": {"first_from": "the provider", "restores_cap": True}},
    )
    statement = settle(agreed, 300_000, 60_000, council_costs=(5_000, 5_000))
    assert column(statement, "paid to date, less what was given back") == [10_000, 0]
    assert column(statement, "shortfall received to date") == [0, 140_000]
    assert column(statement, "kept by the council to date") == [285_000, 490_000]


def test_what_is_saved_is_carried_in_pence():
    """A third of a pound a year: 0.33, 0.66 (and not 0.67)."""
    agreed = contract(baseline={"rule": "historic", "years": {"2019-20": 100, "2020-21": 100, "2021-22": 101}})
    statement = agreed.settle({"2026-27": 100, "2027-28": 100})
    assert [str(saved) for saved in column(statement, "saved to date")] == ["0.33", "0.66"]


@settings(max_examples=50)
@given(st.lists(SAVINGS, min_size=3, max_size=3))
def test_what_is_saved_is_paid_or_kept(savings):
    statement = settle(PLAIN, *savings)
    for period in statement.periods:
        paid = period["paid to date, less what was given back"]
        assert period["kept by the council to date"] == period["saved to date"] - paid
    assert statement.exact("saved to date") == sum(savings)
    assert statement.exact("fee earned to date") == sum(period.exact("paid") for period in statement.periods)


PLAIN = contract()
