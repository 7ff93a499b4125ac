"""A target fee: a fixed amount, whatever is saved."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from riskreward.contract.largest_fee import largest_fee
from riskreward.schedule import OF_A_YEAR
from tests.contracts import SAVINGS, column, contract, fees, outturn, pence, refusals, settle, settled_alike, told
from tests.generators.drawing import Draw, Terms, amount, by_year, pick, spread
from tests.generators.fees import Around

FIRST, LAST = "with the first settlement", "with the last settlement"


def target(amount: Any, over: str = "settlement", **more: Any) -> dict[str, Any]:
    return {"rule": "target fee", "amount": amount, "over": over, **more}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step for the term, for years, or for settlements."""
    over = pick(draw, ("term", "year", "settlement"))
    if over == "term":
        return {"over": over, "amount": amount(draw, around.largest / 50), "due": pick(draw, (FIRST, LAST))}
    step: Terms = {"over": over, "amount": by_year(draw, around.term, lambda: amount(draw, around.largest / 50))}
    parts = spread(draw, around.term, OF_A_YEAR) if over == "year" else None
    return step if parts is None else step | {"spread": parts}


# Worked examples


def test_a_target_profit_of_15000_stands_from_the_first_settlement() -> None:
    agreed = contract(target(15_000, "term", due=FIRST), counted="to date")
    assert fees(settled_alike(agreed, outturn(agreed, 0, 0, 0))) == [15_000, 0, 0]


def test_that_of_the_term_may_be_due_with_its_last_settlement() -> None:
    assert fees(settle(contract(target(15_000, "term", due=LAST)), 0, 0, 0)) == [0, 0, 15_000]


def test_a_delivery_fee_of_30_per_cent_of_the_contracts_value_is_paid_monthly() -> None:
    """30% of 1,200,000 over a year is 360,000: 30,000 a month, beside 70% that is paid for outcomes."""
    delivery = target(360_000, "year", spread="evenly over the months", name="delivery fee")
    agreed = contract(delivery, settled="monthly", years=1)
    statement = settled_alike(agreed, outturn(agreed, *[0] * 12))
    assert fees(statement) == [30_000] * 12
    assert told(agreed.findings, "fee not contingent") == [
        "The delivery fee (fee.step[0]) is £360,000 over the term whatever is saved: the fee is not 100% contingent."
    ]


def test_where_an_overspend_is_shared_the_finding_says_what_may_come_off() -> None:
    agreed = contract(target(15_000, "term", due=FIRST), {"rule": "loss share", "share": "40%"})
    assert told(agreed.findings, "fee not contingent") == [
        "The target fee (fee.step[0]) is £15,000 over the term whatever is saved: the fee is not 100% contingent; only "
        "what the provider bears of an overspend comes off it."
    ]


def test_a_fee_of_nothing_is_contingent() -> None:
    assert told(contract(target(0)).findings, "fee not contingent") == []


def test_one_amount_for_each_year_and_for_each_settlement() -> None:
    assert fees(settle(contract(target([3, 2, 1], "year")), 0, 0, 0)) == [3, 2, 1]
    quarters = contract(target([3, 2], "settlement"), settled="quarterly", years=2)
    assert fees(settle(quarters, *[0] * 8)) == [3] * 4 + [2] * 4
    findings = [finding for finding in quarters.findings if finding.name == "fee not contingent"]
    assert findings[0].figures == {"paid whatever is saved": 20}


def test_to_date_each_years_amount_adds_up_and_within_a_year_it_is_earned_with_the_year() -> None:
    to_date = contract(target([3, 2, 1], "year"), counted="to date")
    assert column(settle(to_date, 0, 0, 0), "fee to date") == [3, 5, 6]
    yearly = contract(target(5), settled="quarterly", years=1, counted="each year")
    assert fees(settle(yearly, 0, 0, 0, 0)) == [0, 0, 0, 20]


def test_it_is_added_to_the_share_of_a_saving() -> None:
    statement = settle(contract({"rule": "share", "share": "10%"}, target(500)), 1_000, -1_000)
    assert fees(statement) == [600, 500]
    assert column(statement, "fee after the target fee") == [600, 500]


def test_parts_of_a_year_that_do_not_divide_add_up() -> None:
    thirds = target(100, "year", spread=["1/3", "1/3", "1/3", "0%"])
    quarters = contract(thirds, settled="quarterly", years=1)
    assert fees(settle(quarters, 0, 0, 0, 0)) == pence("33.33 33.34 33.33 0.00")


def test_behind_a_cap_the_largest_fee_has_the_fixed_amount_on_top() -> None:
    cap = {"rule": "cap", "amount": 7_000, "over": "period"}
    found = largest_fee(contract({"rule": "share", "share": "50%"}, cap, target(500), years=2))
    assert (found.amount, found.rests_on) == (15_000, "the cap, however much is saved")
    alone = largest_fee(contract(target(500), years=2))
    assert (alone.amount, alone.rests_on) == (1_000, "the target fee, however much is saved")


@pytest.mark.parametrize(("due", "least"), [(FIRST, 1_015_000), (LAST, 1_000_000)])
def test_a_ceiling_price_of_a_period_makes_room_for_what_is_due_with_it(due: str, least: int) -> None:
    """1,000,000 is to be spent in each of two years; 15,000 over the term is due with the first or with the last."""
    steps = target(15_000, "term", due=due), {"rule": "ceiling price", "measure": "costs"}
    terms: Any = {"years": 2, "measure": {"outturn_between": [0, 5_000_000]}}
    assert contract(steps[0], {**steps[1], "amount": least}, **terms)
    (said,) = refusals(steps[0], {**steps[1], "amount": least - 1}, **terms)
    assert f"below the target price of £{least:,} (£1,000,000 and a fee of £{least - 1_000_000:,})" in said


def test_the_finding_adds_up_the_years_that_are_settled_yearly() -> None:
    assert told(contract(target([3, 2, 1], "year")).findings, "fee not contingent") == [
        "The target fee (fee.step[0]) is £6 over the term whatever is saved: the fee is not 100% contingent."
    ]


# Refusals


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            target(1, "term"),
            "fee.step[0].due is missing, but the amount of the term must fall on one of its settlements; "
            "choose one of 'with the first settlement', 'with the last settlement'",
        ),
        (
            target([1, 2], "term", due=FIRST),
            "fee.step[0].amount lists 2 figures, but is that of the term; write one figure",
        ),
        (target(1, due=LAST), "fee.step[0].due is 'with the last settlement', but over is 'settlement'; leave it out"),
        (
            target(1, spread="evenly over the months"),
            "fee.step[0].spread is for an amount of a year, but over is 'settlement'; leave it out",
        ),
        (
            target([1, 2]),
            "fee.step[0].amount lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
            "list one for each year, or one figure for all",
        ),
        (target("-1"), "fee.step[0].amount is '-1', below nought; write an amount of nought or more"),
        (target("$1"), "fee.step[0].amount is '$1', in another currency than £; write it in £"),
    ],
)
def test_what_cannot_be_is_refused(step: dict[str, Any], said: str) -> None:
    assert refusals(step) == [said]


def test_over_what_it_is_must_be_said() -> None:
    (said,) = refusals({"rule": "target fee", "amount": 1})
    assert said.startswith("fee.step[0].over is missing")


def test_a_year_that_is_settled_in_parts_needs_a_spread() -> None:
    (said,) = refusals(target(1, "year"), settled="quarterly")
    assert said.startswith("fee.step[0].spread is missing, but the contract is settled quarterly")


# Properties


@given(SAVINGS)
def test_it_is_paid_whatever_is_saved(saving: Fraction) -> None:
    assert fees(settle(contract(target(500)), saving)) == [500]


def test_the_readers_agree() -> None:
    for step in (target(100, "year", spread="evenly over the months"), target(7, "term", due=LAST), target([1, 2])):
        agreed = contract({"rule": "share", "share": "1/3"}, step, settled="quarterly", years=2, counted="each year")
        settled_alike(agreed, outturn(agreed, 100, -7, 3, 0, 1, 2, 3, 4))
