"""A threshold with carry-forward: what does not reach it counts once enough has come together."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.fees.counting.threshold_with_carry_forward import counted_with_carried
from riskreward.kernel import pounds
from tests.contracts import (
    POUNDS,
    SAVINGS,
    TENTH,
    column,
    contract,
    fees,
    outturn,
    pence,
    refusals,
    settle,
    settled_alike,
    told,
    worked,
)
from tests.generators.drawing import Draw, Terms, amount
from tests.generators.fees import Around

CARRIED: Terms = {"rule": "threshold with carry-forward", "amount": 50_000, "name": "minimum"}
COUNTS, KEPT, LAPSED = "saving after the minimum", "carried forward under the minimum", "lapsed of the minimum"


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step, about what a settlement or two save."""
    return {"amount": amount(draw, around.largest / 30)}


# Worked examples


def test_20000_and_20000_are_carried_until_15000_more_reach_50000() -> None:
    """Of 20,000, 20,000 and 15,000 nothing is lost: 55,000 count in the third year, a tenth of them 5,500."""
    statement = settle(contract(CARRIED, TENTH, years=4), 20_000, 20_000, 15_000, 60_000)
    assert column(statement, "counted towards the minimum") == [20_000, 40_000, 55_000, 60_000]
    assert column(statement, COUNTS) == [0, 0, 55_000, 60_000]
    assert column(statement, KEPT) == [20_000, 40_000, 0, 0]
    assert fees(statement) == [0, 0, 5_500, 6_000]


def test_a_threshold_without_carry_forward_pays_for_none_of_them() -> None:
    step = {"rule": "threshold", "amount": 50_000, "once_met": "everything counts"}
    assert fees(settle(contract(step, TENTH), 20_000, 20_000, 15_000)) == [0, 0, 0]


def test_a_penny_short_is_carried_and_the_penny_brings_all_of_it() -> None:
    statement = settle(contract(CARRIED, TENTH), "49999.99", "0.01", "49999.99")
    assert column(statement, COUNTS) == [0, 50_000, 0]
    assert column(statement, LAPSED) == pence("0.00 0.00 49,999.99")


def test_what_is_left_when_the_term_ends_lapses() -> None:
    statement = settle(contract(CARRIED, TENTH), 60_000, 20_000, 20_000)
    assert column(statement, LAPSED) == [0, 0, 40_000]
    assert column(statement, KEPT) == [0, 20_000, 0]
    assert fees(statement) == [6_000, 0, 0]


def test_a_loss_takes_from_what_is_carried_and_is_forgotten_beyond_it() -> None:
    """20,000 less 5,000 is 15,000, and 35,000 more reach 50,000; a loss of 30,000 leaves nothing of 20,000."""
    assert column(settle(contract(CARRIED, TENTH), 20_000, -5_000, 35_000), COUNTS) == [0, 0, 50_000]
    assert column(settle(contract(CARRIED, TENTH), 20_000, -30_000, 50_000), COUNTS) == [0, 0, 50_000]


def test_after_a_deficit_carry_forward_a_loss_is_made_good_first() -> None:
    """20,000 carried, 30,000 lost; of 70,000, 40,000 are above the loss, and 60,000 count with what was carried."""
    statement = settle(contract({"rule": "deficit carry-forward"}, CARRIED, TENTH), 20_000, -30_000, 70_000)
    assert column(statement, COUNTS) == [0, 0, 60_000]


def test_it_is_carried_from_one_year_into_the_next() -> None:
    """30,000 in the last quarter and 25,000 in the first: 55,000 count in the second year."""
    agreed = contract(CARRIED, TENTH, settled="quarterly", years=2)
    assert fees(settle(agreed, 0, 0, 0, 30_000, 25_000, 0, 0, 0)) == [0, 0, 0, 0, 5_500, 0, 0, 0]


def test_counted_each_year_in_quarters_a_small_year_is_carried_to_the_end_of_the_next() -> None:
    """Four quarters of 10,000 are 40,000, ten short; with four of 5,000 they are 60,000."""
    agreed = contract(CARRIED, TENTH, settled="quarterly", counted="each year", years=2)
    statement = settle(agreed, *[10_000] * 4, *[5_000] * 4)
    assert fees(statement) == [0] * 7 + [6_000]
    assert column(statement, KEPT) == [0, 0, 0, 40_000, 40_000, 40_000, 40_000, 0]


def test_paid_on_account_a_year_is_carried_only_when_it_is_over() -> None:
    """15,000, 30,000 and 45,000 of the year to date are too small; 60,000 are enough, and the next year is new."""
    interim = {"interim": {"share": "80%", "overpaid": "provider repays"}}
    agreed = contract(CARRIED, TENTH, settled="quarterly", counted="each year", settlement=interim, years=2)
    statement = settle(agreed, *[15_000] * 4, *[10_000] * 4)
    assert fees(statement) == [0, 0, 0, 6_000, 0, 0, 0, 0]
    assert column(statement, KEPT) == [0] * 8
    assert column(statement, LAPSED) == [0] * 7 + [40_000]


def test_no_rounding_reaches_the_threshold() -> None:
    """0.666... saved against a mean of 100.666...: of 0.67 it is short, and cut to 0.66 the next 0.00 does not help."""
    mean = {"rule": "historic", "years": {"2019-20": 100, "2020-21": 100, "2021-22": 102}}
    agreed = contract({**CARRIED, "amount": "0.67"}, TENTH, baseline=mean)
    statement = settled_alike(agreed, {"2026-27": 100, "2027-28": "100.67", "2028-29": 100})
    assert column(statement, KEPT) == pence("0.66 0.65 0.00")
    assert statement.exact(COUNTS) == Fraction(2, 3) + Fraction("0.65")


def test_the_fee_jumps_at_the_threshold_although_nothing_is_lost() -> None:
    assert told(contract(CARRIED, TENTH).findings, "cliff") == [
        "There is a cliff at £50,000: the last penny of saving that reaches the minimum (fee.step[0]) is worth £5,000 "
        "of fee."
    ]


# Refusals


@pytest.mark.parametrize(
    ("changed", "given", "said"),
    [
        ({"amount": -5}, {}, "fee.step[0].amount is -5, below nought; write an amount of nought or more"),
        (
            {},
            {"counted": "to date"},
            "fee.step[0] carries small savings forward, but a fee counted to date does so already; leave the step out",
        ),
    ],
)
def test_what_cannot_be_is_refused(changed: Terms, given: Any, said: str) -> None:
    assert refusals({**CARRIED, **changed}, TENTH, **given) == [said]


def test_it_needs_an_amount() -> None:
    (said,) = refusals({"rule": "threshold with carry-forward"}, TENTH)
    assert said.startswith("fee.step[0].amount is missing")


# Properties


def counts_of(counted: Fraction, carried: Fraction, threshold: Fraction) -> Fraction:
    return worked(lambda: counted_with_carried(pounds(counted), pounds(carried), pounds(threshold))[0])


def kept_of(counted: Fraction, carried: Fraction, threshold: Fraction) -> Fraction:
    return worked(lambda: counted_with_carried(pounds(counted), pounds(carried), pounds(threshold))[1])


@given(SAVINGS, POUNDS, POUNDS)
def test_all_of_it_counts_or_all_of_it_is_carried(counted: Fraction, carried: Fraction, threshold: Fraction) -> None:
    counts, kept = counts_of(counted, carried, threshold), kept_of(counted, carried, threshold)
    assert counts + kept == max(counted + carried, 0)
    assert min(counts, kept) == 0
    assert counts == 0 or counts >= threshold
    assert kept < max(threshold, Fraction(1, 100))


@given(SAVINGS, POUNDS, POUNDS, POUNDS)
def test_more_saved_or_more_carried_never_counts_for_less_in_the_same_period(
    counted: Fraction, carried: Fraction, threshold: Fraction, more: Fraction
) -> None:
    counts = counts_of(counted, carried, threshold)
    assert counts_of(counted + more, carried, threshold) >= counts
    assert counts_of(counted, carried + more, threshold) >= counts


@given(SAVINGS, POUNDS, POUNDS)
def test_where_nothing_is_saved_nothing_counts_as_what_is_carried_falls_short(
    counted: Fraction, carried: Fraction, threshold: Fraction
) -> None:
    if carried < threshold:
        assert counts_of(min(counted, Fraction(0)), carried, threshold) == 0


@settings(max_examples=50)
@given(st.lists(POUNDS, min_size=5, max_size=5))
def test_without_a_loss_what_counts_and_what_lapses_add_up_to_what_is_saved(savings: list[Fraction]) -> None:
    statement = settle(contract(CARRIED, TENTH, years=5), *savings)
    counts, lapsed = (sum(period.exact(line) for period in statement.periods) for line in (COUNTS, LAPSED))
    assert counts + lapsed == sum(savings)


def test_the_readers_agree() -> None:
    agreed = contract(CARRIED, TENTH, settled="quarterly", years=1)
    settled_alike(agreed, outturn(agreed, "49999.99", -20_000, "20000.01", 30_000))
