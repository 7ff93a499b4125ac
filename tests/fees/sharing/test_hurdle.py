"""A hurdle with catch-up: nothing up to the hurdle, then a faster rate until the share of everything is reached."""

from fractions import Fraction

import pytest
from hypothesis import given

from riskreward.fees.sharing.hurdle import catch_up
from riskreward.kernel import pounds, share_of
from tests.contracts import (
    POUNDS,
    SAVINGS,
    SHARES,
    column,
    contract,
    fees,
    outturn,
    refusals,
    settle,
    settled_alike,
    worked,
)
from tests.generators.drawing import Draw, Terms, a_small_share, amount, chosen, pick
from tests.generators.fees import Around

HURDLE = {"rule": "hurdle with catch-up", "amount": 100_000, "share": "20%", "catch_up": "100%"}
TWENTY = {"rule": "share", "share": "20%"}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step, its hurdle in money or as a share of the baseline."""
    step: Terms = {"share": pick(draw, ("20%", "0%", "12.5%")), "catch_up": pick(draw, ("100%", "5/6"))}
    if chosen(draw):
        return step | {"share_of_baseline": a_small_share(draw)}
    return step | {"amount": amount(draw, around.largest / 30)}


# Worked examples


def test_above_the_hurdle_of_100000_the_provider_catches_up_until_it_has_20_per_cent_of_everything() -> None:
    """110,000 earns the 10,000 above; at 125,000 the provider has caught up with 25,000; 200,000 earns 40,000."""
    statement = settle(contract(HURDLE, years=5), 100_000, 110_000, 125_000, 200_000, -50_000)
    assert fees(statement) == [0, 10_000, 25_000, 40_000, 0]
    assert column(statement, "hurdle with catch-up to reach") == [100_000] * 5


def test_at_half_of_each_pound_it_catches_up_later() -> None:
    """Half of what exceeds 100,000 is a fifth of everything from 166,666.67 on."""
    step = {**HURDLE, "catch_up": "50%"}
    assert fees(settle(contract(step), 110_000, 150_000, 200_000)) == [5_000, 25_000, 40_000]


def test_a_hurdle_of_5_per_cent_of_the_baseline() -> None:
    step = {"rule": "hurdle with catch-up", "share_of_baseline": "5%", "share": "20%", "catch_up": "100%"}
    assert fees(settle(contract(step), 50_000, 60_000, 70_000)) == [0, 10_000, 14_000]


def test_a_hurdle_of_no_part_of_the_baseline_is_none() -> None:
    step = {"rule": "hurdle with catch-up", "share_of_baseline": "0%", "share": "20%", "catch_up": "100%"}
    assert fees(settle(contract(step), 50_000, -1)) == [10_000, 0]


def test_a_hard_hurdle_and_a_soft_one_without_a_catch_up_are_thresholds() -> None:
    """120 against a baseline of 100 and a hurdle of 5%: a fifth of the 15 above it is 3, of all 20 it is 4."""
    for once_met, fee in (("only the excess counts", 3), ("everything counts", 4)):
        hurdle = {"rule": "threshold", "name": "hurdle", "share_of_baseline": "5%", "once_met": once_met}
        agreed = contract(
            hurdle,
            TWENTY,
            baseline={"rule": "fixed", "amount": 100},
            measure={"better": "higher", "benefit": "income"},
            earns_on=["income"],
        )
        assert fees(agreed.settle({"2026-27": 120})) == [fee]


def test_counted_to_date_the_hurdle_is_of_everything_to_date() -> None:
    assert fees(settle(contract(HURDLE, counted="to date"), *[60_000] * 3)) == [0, 20_000, 16_000]


def test_counted_to_date_a_share_of_the_baseline_is_of_the_baseline_to_date() -> None:
    """60,000 of 50,000; then 120,000 to date of 100,000: all of the 10,000 and of the 20,000 above."""
    step = {"rule": "hurdle with catch-up", "share_of_baseline": "5%", "share": "20%", "catch_up": "100%"}
    assert fees(settle(contract(step, counted="to date"), 60_000, 60_000)) == [10_000, 10_000]


# Refusals


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"catch_up": "20%"},
            "fee.step[0].catch_up is 20%, not above the share of 20%: it never catches up; "
            "write a larger one, or a threshold of which only the excess counts",
        ),
        ({"share_of_baseline": "5%"}, "fee.step[0] needs either an amount or a share_of_baseline; write one of them"),
        ({"amount": None}, "fee.step[0] needs either an amount or a share_of_baseline; write one of them"),
        ({"amount": -1}, "fee.step[0].amount is -1, below nought; write an amount of nought or more"),
    ],
)
def test_what_cannot_be_is_refused(changed: Terms, said: str) -> None:
    step = {name: value for name, value in {**HURDLE, **changed}.items() if value is not None}
    assert refusals(step) == [said]


# Properties


def earned(counted: Fraction, hurdle: Fraction, rate: Fraction = Fraction(1, 5)) -> Fraction:
    return worked(lambda: catch_up(pounds(counted), pounds(hurdle), share_of(rate), share_of(1)))


@given(SAVINGS, POUNDS, SHARES)
def test_nothing_is_earned_up_to_the_hurdle_and_never_more_than_the_share_or_the_excess(
    counted: Fraction, hurdle: Fraction, rate: Fraction
) -> None:
    fee = earned(counted, hurdle, rate)
    assert fee == 0 if counted <= hurdle else 0 <= fee <= min(rate * counted, counted - hurdle)


@given(SAVINGS, POUNDS, POUNDS)
def test_it_is_continuous_and_more_saved_never_earns_less_nor_more_than_itself(
    counted: Fraction, more: Fraction, hurdle: Fraction
) -> None:
    assert 0 <= earned(counted + more, hurdle) - earned(counted, hurdle) <= more


@given(POUNDS, SHARES)
def test_once_caught_up_it_is_a_share_of_everything(hurdle: Fraction, rate: Fraction) -> None:
    rate = rate / 2
    caught_up = hurdle / (1 - rate)
    assert earned(caught_up, hurdle, rate) == rate * caught_up
    assert earned(caught_up * 2, hurdle, rate) == rate * caught_up * 2


def test_the_readers_agree() -> None:
    step = {"rule": "hurdle with catch-up", "share_of_baseline": "1/3", "share": "1/7", "catch_up": "5/6"}
    agreed = contract(step, counted="to date")
    settled_alike(agreed, outturn(agreed, 400_000, -50, 350_000))
