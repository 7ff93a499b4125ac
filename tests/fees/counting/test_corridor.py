"""A corridor: within it, either side of the baseline, nothing counts; beyond it only the excess."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from riskreward.fees.counting.corridor import beyond_corridor
from riskreward.kernel import pounds
from tests.contracts import (
    POUNDS,
    SAVINGS,
    column,
    contract,
    fees,
    outturn,
    refusals,
    settle,
    settled_alike,
    told,
    worked,
)
from tests.generators.drawing import Draw, Terms, a_small_share, amount, chosen
from tests.generators.fees import Around

SIX = {"rule": "corridor", "share_of_baseline": "6%"}
EIGHTY = {"rule": "share", "share": "80%"}
COUNTS = "saving after the corridor"


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step, in money or as a share of the baseline."""
    if chosen(draw):
        return {"share_of_baseline": a_small_share(draw)}
    return {"amount": amount(draw, around.largest / 50)}


# Worked examples


def test_80_per_cent_of_what_lies_beyond_6_per_cent() -> None:
    """6% of 1,000,000 is 60,000: 80,000 more is 20,000 beyond it, 16,000 of which are paid; 90,000 less, 30,000."""
    statement = settle(contract(SIX, EIGHTY, years=5), 60_000, 80_000, -60_000, -90_000, 0)
    assert column(statement, COUNTS) == [0, 20_000, 0, -30_000, 0]
    assert fees(statement) == [0, 16_000, 0, 0, 0]
    assert column(statement, "width of the corridor") == [60_000] * 5


def test_what_falls_below_the_corridor_is_made_good_where_a_deficit_is_carried_after_it() -> None:
    """30,000 beyond the corridor lost; of 100,000, 40,000 lie beyond it, and 10,000 count."""
    carried = {"rule": "deficit carry-forward"}
    statement = settle(contract(SIX, carried, EIGHTY), -90_000, 100_000)
    assert column(statement, "saving after the deficit carry-forward") == [0, 10_000]


def test_an_amount_to_the_penny() -> None:
    step = {"rule": "corridor", "amount": 50}
    assert column(settle(contract(step, EIGHTY), "50.01", "-50.01", 50), COUNTS) == [
        Fraction("0.01"),
        Fraction("-0.01"),
        0,
    ]


def test_counted_to_date_the_corridor_widens_with_the_baseline() -> None:
    statement = settle(contract(SIX, EIGHTY, counted="to date"), 70_000, 70_000)
    assert column(statement, COUNTS) == [10_000, 20_000]


def test_a_baseline_below_nought_has_no_corridor() -> None:
    agreed = contract(SIX, EIGHTY, baseline={"rule": "fixed", "amount": -100})
    assert column(agreed.settle({"2026-27": -300}), COUNTS) == [200]


def test_a_loss_share_beside_it_is_of_the_whole_overspend_unless_it_begins_where_the_corridor_ends() -> None:
    """90,000 lost: 80% of all of it is 72,000, which a finding tells; of the 30,000 beyond 6%, 24,000."""
    whole = {"rule": "loss share", "share": "80%"}
    beyond = {**whole, "from_share_of_baseline": "6%", "once_met": "only the excess counts"}
    bands = {"rule": "loss share", "edges": "share of baseline"}
    first_free = {**bands, "bands": [{"up_to": "6%", "share": "0%"}, {"share": "80%"}]}
    for step, owed in ((whole, 72_000), (beyond, 24_000), (first_free, 24_000)):
        statement = settle(contract(SIX, EIGHTY, step), -90_000)
        assert column(statement, "owed by the provider") == [owed]
        assert told(statement.findings, "corridor of no loss share") == [
            "The loss share (fee.step[2]) is of the whole overspend: the corridor (fee.step[0]) takes nothing off it. "
            "Of the excess alone it is with from_amount or from_share_of_baseline, and once_met = 'only the excess "
            "counts'."
            for _ in range(step is whole)
        ]


# Refusals


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({}, "fee.step[0] needs either an amount or a share_of_baseline; write one of them"),
        (
            {"amount": 5, "share_of_baseline": "5%"},
            "fee.step[0] needs either an amount or a share_of_baseline; write one of them",
        ),
        ({"amount": -5}, "fee.step[0].amount is -5, below nought; write an amount of nought or more"),
        (
            {"share_of_baseline": 6},
            'fee.step[0].share_of_baseline is 6, which is 6 times the whole; did you mean "6%"? write "6%"',
        ),
    ],
)
def test_what_cannot_be_is_refused(step: Any, said: str) -> None:
    assert refusals({"rule": "corridor", **step}, EIGHTY) == [said]


# Properties


def beyond(counted: Fraction, width: Fraction) -> Fraction:
    return worked(lambda: beyond_corridor(pounds(counted), pounds(width)))


@given(SAVINGS, POUNDS)
def test_within_it_nothing_counts_and_either_side_is_the_other_turned_round(counted: Fraction, width: Fraction) -> None:
    assert beyond(counted, width) == -beyond(-counted, width)
    assert beyond(counted, width) == (0 if abs(counted) <= width else counted - (width if counted > 0 else -width))


@given(SAVINGS, POUNDS, POUNDS)
def test_it_is_continuous_and_more_saved_never_counts_for_less(
    counted: Fraction, more: Fraction, width: Fraction
) -> None:
    assert 0 <= beyond(counted + more, width) - beyond(counted, width) <= more


def test_the_readers_agree() -> None:
    agreed = contract({"rule": "corridor", "share_of_baseline": "1/30"}, EIGHTY, counted="to date")
    settled_alike(agreed, outturn(agreed, 100_000, -250_000, "0.01"))
