"""Repair in kind: hours of work in place of cash, at a deemed value."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import InputError
from riskreward.guarantees.repair import in_place_of_cash
from riskreward.kernel import pounds
from tests.contracts import SAVINGS, column, contract, pence, refusals, settle, told, worked

PAYABLE = "shortfall payable by the provider"
HOURS = {"unit": "hours", "deemed_value": 65}


def repairing(repair: dict[str, object] | None = None, excess: str = "never offsets", **other: object):
    """A hundred thousand guaranteed each year; an hour is deemed worth 65 pounds."""
    guarantee = {"amount": 100_000, "tested": "each year", "shortfall": "provider pays each year", "excess": excess}
    return contract(guarantee={**guarantee, "repair_in_kind": {**HOURS, **(repair or {})}, **other})


def test_a_hundred_hours_at_65_take_the_place_of_6500_of_a_shortfall_of_10000():
    statement = settle(repairing(), 90_000, repair_in_kind=(100,))
    assert column(statement, "guarantee / repair in kind") == [100]
    assert column(statement, "repair in kind at deemed value") == [6_500]
    assert column(statement, "repaired in kind") == [6_500]
    assert column(statement, PAYABLE) == [3_500]


def test_what_goes_beyond_the_shortfall_does_not_count_and_is_not_carried():
    """200 hours are 13,000: 3,000 beyond. The next year's shortfall finds nothing of it."""
    statement = settle(repairing(), 90_000, 95_000, repair_in_kind=(200, 0))
    assert column(statement, "repair in kind that does not count") == [3_000, 0]
    assert column(statement, PAYABLE) == [0, 5_000]


def test_over_the_term_no_more_counts_than_the_limit():
    """15,000 at most: 10,000 and then 5,000 of 10,000."""
    statement = settle(repairing({"at_most": 15_000}), 90_000, 90_000, repair_in_kind=(200, 200))
    assert column(statement, "repaired in kind") == [10_000, 5_000]
    assert column(statement, "repaired in kind to date") == [10_000, 15_000]
    assert column(statement, PAYABLE) == [0, 5_000]


def test_the_position_counts_only_cash_and_a_finding_says_how_much_came_in_kind():
    """Saved 90,000, paid a tenth of it, and received 3,500."""
    statement = settle(repairing(), 90_000, repair_in_kind=(100,))
    assert column(statement, "shortfall received to date") == [3_500]
    assert column(statement, "kept by the council to date") == [84_500]
    assert told(statement.findings, "repaired in kind") == [
        "£6,500 of the shortfall came in kind, at a deemed value; it is no cash, and what the council has kept does "
        "not count it."
    ]


def test_nothing_repaired_is_no_finding():
    assert told(settle(repairing(), 90_000, repair_in_kind=(0,)).findings, "repaired in kind") == []


def test_what_was_repaired_in_kind_is_not_refunded_in_cash():
    """6,500 of 10,000 in kind; 50,000 above refunds the 3,500 of cash."""
    statement = settle(repairing(excess="refunds earlier shortfalls"), 90_000, 150_000, repair_in_kind=(100, 0))
    assert column(statement, "shortfall refunded to the provider") == [0, 3_500]
    assert column(statement, "shortfall paid to date") == [3_500, 0]


def test_a_later_shortfall_is_due_in_full_after_a_refund():
    statement = settle(
        repairing(excess="refunds earlier shortfalls"), 90_000, 150_000, 80_000, repair_in_kind=(100, 0, 0)
    )
    assert column(statement, PAYABLE) == [3_500, 0, 20_000]


def test_cumulatively_what_was_repaired_is_not_owed_again():
    """10,000 short, 6,500 in kind, 3,500 paid; then 25,000 short to date: 15,000 more."""
    agreed = repairing(tested="cumulatively", excess=None)
    statement = settle(agreed, 90_000, 85_000, repair_in_kind=(100, 0))
    assert column(statement, PAYABLE) == [3_500, 15_000]


def test_where_it_is_paid_at_the_end_only_the_repair_of_the_last_settlement_counts():
    statement = settle(
        repairing(shortfall="provider pays at the end"), 90_000, 100_000, 100_000, repair_in_kind=(100, 0, 50)
    )
    assert column(statement, "repair in kind that does not count") == [6_500, 0, 0]
    assert column(statement, PAYABLE) == [0, 0, 6_750]


def test_the_deemed_value_is_rounded_as_the_contract_rounds():
    """A quarter of an hour at 12.34 is 3.085."""
    statement = settle(repairing({"deemed_value": "12.34"}), 90_000, repair_in_kind=(Decimal("0.25"),))
    assert column(statement, "repair in kind at deemed value") == pence("3.09")


def test_after_the_term_no_repair_is_asked_for():
    agreed = contract(
        guarantee={
            "amount": 100_000,
            "tested": "each year",
            "shortfall": "provider pays each year",
            "repair_in_kind": HOURS,
        },
        settlement={"retention": {"share": "5%", "released": "a year after the end of the term"}},
        years=1,
    )
    statement = settle(agreed, 90_000, repair_in_kind=(100,))
    assert column(statement, "guarantee / repair in kind") == [100, 0]


def test_the_plain_rule_counts_up_to_what_is_due_and_to_what_is_left():
    assert worked(lambda: in_place_of_cash(pounds(50), pounds(80), None)) == 50
    assert worked(lambda: in_place_of_cash(pounds(50), pounds(30), pounds(100))) == 30
    assert worked(lambda: in_place_of_cash(pounds(50), pounds(80), pounds(20))) == 20
    assert worked(lambda: in_place_of_cash(pounds(50), pounds(80), pounds(-5))) == 0


@settings(max_examples=50)
@given(st.lists(SAVINGS, min_size=3, max_size=3), st.lists(st.integers(0, 10_000), min_size=3, max_size=3))
def test_repair_and_cash_together_are_the_shortfall_and_repair_stays_within_its_limit(savings, hours):
    statement = settle(repairing({"at_most": 100_000}), *savings, repair_in_kind=tuple(hours))
    for period in statement.periods:
        assert period["repaired in kind"] + period[PAYABLE] == period["below the guarantee"]
        assert 0 <= period["repaired in kind"] <= period["repair in kind at deemed value"]
        assert period["repaired in kind to date"] <= 100_000


# Refusals.


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (-1, "is -1, below nought; write what was done, or 0"),
        ("0.125", "is '0.125', finer than 2 decimal places; round it"),
        (10**7, "is 10000000, above 1,000,000; check the figure"),
        (None, "is missing; write the figure; nought is written 0"),
    ],
)
def test_the_column_of_the_outturn_holds_a_quantity(hours, said):
    with pytest.raises(InputError, match="repair in kind") as caught:
        settle(repairing(), 90_000, repair_in_kind=(hours,))
    assert str(caught.value) == f"outturn[0], column 'repair in kind', {said}"


@pytest.mark.parametrize("unit", ["£", "%", "money", "count"])
def test_work_is_not_counted_in_money(unit):
    guarantee = {"amount": 1, "tested": "each year", "shortfall": "provider pays each year"}
    assert refusals(guarantee={**guarantee, "repair_in_kind": {**HOURS, "unit": unit}}) == [
        f"guarantee.repair_in_kind.unit is '{unit}', which is no work; write what it is counted in: \"hours\""
    ]


def test_no_measure_has_the_name_of_its_column():
    (said,) = refusals(measure={"name": "repair in kind"})
    assert said == "measure[0].name is 'repair in kind', a column of its own in an outturn; rename it"


def test_half_an_hour_is_half_its_value():
    assert Fraction(settle(repairing(), 0, repair_in_kind=("0.5",)).amount("repaired in kind")) == Fraction("32.5")
