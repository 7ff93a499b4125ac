"""A collar: the fee is at least so much and at most so much, and whose the rest becomes is a line."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts import SAVINGS, column, contract, fees, outturn, refusals, settle, settled_alike, told
from tests.generators.drawing import Draw, Terms, amount, chosen, pick
from tests.generators.fees import Around

HALF = {"rule": "share", "share": "50%"}
PAID = {"paid_without_improvement": True}
COLLAR = {"rule": "collar", "at_least": 10_000, "at_most": 40_000, "over": "period", **PAID}
ABOVE = "above the collar, falls to the authority"
BELOW = "below the collar, made up by the authority"


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step with a least, a most or both."""
    parts = any(period.part for period in around.term.periods)
    step: Terms = {"over": "period" if parts else pick(draw, ("period", "year"))}
    if around.counted == "to date":
        step = {"over": "term"}
    least = amount(draw, around.largest / 200)
    kind = pick(draw, ("both", "least", "most", "nothing or more"))
    if kind in {"both", "least"}:
        step |= {"at_least": least, **PAID}
    if kind in {"both", "most"}:
        step["at_most"] = least * (3 if chosen(draw) else 1)
    return step | {"at_least": 0} if kind == "nothing or more" else step


# Worked examples


def test_a_fee_to_date_is_held_at_the_most_and_made_up_to_the_least_when_the_term_ends() -> None:
    """Half of 100,000 is held at 40,000; half of 20,000 in all would be 10,000, and 15,000 is the least."""
    collar = {"rule": "collar", "at_least": 15_000, "at_most": 40_000, "over": "term", **PAID}
    agreed = contract(HALF, collar, counted="to date", years=2)
    assert fees(settle(agreed, 60_000, 40_000)) == [30_000, 10_000]
    assert fees(settle(agreed, 10_000, 10_000)) == [5_000, 10_000]
    assert told(agreed.findings, "fee not contingent") == [
        "The collar (fee.step[1]) pays at least £15,000 over the term whatever is saved: the fee is not 100% "
        "contingent."
    ]


def test_the_fee_is_at_least_10000_and_at_most_40000_and_whose_the_rest_becomes_is_a_line() -> None:
    statement = settle(contract(HALF, COLLAR, years=4), 60_000, 100_000, 10_000, -50_000)
    assert fees(statement) == [30_000, 40_000, 10_000, 10_000]
    assert column(statement, ABOVE) == [0, 10_000, 0, 0]
    assert column(statement, BELOW) == [0, 0, 5_000, 10_000]


def test_over_a_year_the_least_is_made_up_in_its_last_settlement_and_the_most_is_shared_by_all() -> None:
    agreed = contract(HALF, {**COLLAR, "over": "year"}, settled="half-yearly")
    statement = settle(agreed, 4_000, 6_000, 60_000, 60_000, 100_000, 10_000)
    assert fees(statement) == [2_000, 8_000, 30_000, 10_000, 40_000, 0]
    assert column(statement, BELOW) == [0, 5_000, 0, 0, 0, 0]
    assert column(statement, ABOVE) == [0, 0, 0, 20_000, 10_000, 5_000]


def test_over_a_period_every_quarter_has_a_collar_of_its_own() -> None:
    """Half of 60,000 is 30,000 in each quarter, though 60,000 in all is above the most; half of 4,000 is made up."""
    agreed = contract(HALF, COLLAR, settled="quarterly")
    assert fees(settle(agreed, 60_000, 60_000, 4_000, 4_000)) == [30_000, 30_000, 10_000, 10_000]


def test_where_the_least_is_the_most_the_fee_is_that_whatever_is_saved() -> None:
    agreed = contract(HALF, {**COLLAR, "at_most": 10_000})
    assert fees(settle(agreed, 60_000, 20_000, 0)) == [10_000, 10_000, 10_000]


def test_a_least_of_nothing_is_paid_for_nothing() -> None:
    step = {"rule": "collar", "at_least": 0, "at_most": 40_000, "over": "period"}
    assert fees(settle(contract(HALF, step), -50_000, 100_000)) == [0, 40_000]


def test_a_least_that_is_no_whole_number_of_pounds_is_rounded_up_and_a_most_down() -> None:
    agreed = contract(HALF, {**COLLAR, "at_least": "0.40", "at_most": "99.50"}, rounding="half up to the pound")
    assert fees(settle(agreed, 0, 1_000)) == [1, 99]


def test_what_is_paid_whatever_is_saved_is_told_with_its_figure_and_a_most_is_a_cap() -> None:
    """10,000 in each of three years."""
    for step, told_as in (
        (COLLAR, ["The collar (fee.step[1]) pays at least £30,000 over the term whatever is saved: "]),
        ({"rule": "collar", "at_most": 5, "over": "period"}, []),
    ):
        findings = contract(HALF, step).findings
        assert [
            each.removesuffix("the fee is not 100% contingent.") for each in told(findings, "fee not contingent")
        ] == told_as
        assert told(findings, "uncapped fee") == []


# Refusals


@pytest.mark.parametrize(
    ("step", "given", "said"),
    [
        (
            {"at_least": 10_000},
            {},
            "fee.step[1].at_least is 10,000, which is paid though nothing improves: the fee is not contingent; "
            "leave it out, or write paid_without_improvement = true",
        ),
        (
            {"at_most": 10_000, **PAID},
            {},
            "fee.step[1].paid_without_improvement goes with at_least above nothing; leave it out",
        ),
        ({}, {}, "fee.step[1] needs at_least, at_most or both; write them"),
        (
            {"at_least": 40, "at_most": 10, **PAID},
            {},
            "fee.step[1].at_most is 10, below at_least 40; write the larger amount here",
        ),
        (
            {"at_least": 40, **PAID, "over": "year"},
            {"years": None, "months": 18},
            "fee.step[1].at_least is for a year, but 2027-28 is only part of one, and an amount for a year is never "
            "scaled silently; write a term of whole years, or over = 'period'",
        ),
        (
            {"at_most": 40},
            {"counted": "to date"},
            "fee.step[1].over is 'period', but the fee is counted to date; write over = 'term'",
        ),
        ({"at_most": -1}, {}, "fee.step[1].at_most is -1, below nought; write an amount of nought or more"),
    ],
)
def test_what_cannot_be_is_refused(step: Terms, given: Any, said: str) -> None:
    spread = {"rule": "fixed", "amount": 1_000_000, "spread": "evenly over the months"}
    assert refusals(HALF, {"rule": "collar", "over": "period", **step}, baseline=spread, **given) == [said]


# Properties

COLLARED = contract(HALF, {**COLLAR, "over": "year"}, settled="quarterly", years=1)


@settings(max_examples=40)
@given(st.lists(SAVINGS, min_size=4, max_size=4))
def test_over_a_year_the_fee_is_within_the_collar_to_the_penny_and_the_lines_account_for_the_rest(savings: Any) -> None:
    statement = settle(COLLARED, *savings)
    assert 10_000 <= sum(fees(statement)) <= 40_000
    for period in statement.periods:
        cut, made_up = period.exact(ABOVE), period.exact(BELOW)
        assert period.exact("fee by the share") - cut + made_up == period.exact("fee within the collar")
        assert min(cut, made_up) >= 0


@settings(max_examples=40)
@given(SAVINGS, SAVINGS)
def test_more_saved_never_earns_less(one: Any, other: Any) -> None:
    agreed = contract(HALF, COLLAR)
    less, more = sorted((one, other))
    assert fees(settle(agreed, less)) <= fees(settle(agreed, more))


def test_the_readers_agree() -> None:
    settled_alike(COLLARED, outturn(COLLARED, "100.01", -50_000, 70_000, 0))
