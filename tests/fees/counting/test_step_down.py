"""A step-down: of each year's saving a smaller part counts than of the year before."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from riskreward.fees.counting.step_down import part_of
from riskreward.kernel import pounds, share_of
from tests.contracts import SAVINGS, SHARES, column, contract, fees, outturn, refusals, settle, settled_alike, worked
from tests.generators.drawing import Draw, Terms, a_share, a_small_share, by_year, chosen
from tests.generators.fees import Around

HALF = {"rule": "share", "share": "50%"}
FALLING = {"rule": "step-down", "shares": ["100%", "75%", "50%"]}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step, by shares or by a rate."""
    if chosen(draw):
        return {"less_each_year": a_small_share(draw)}
    return {"shares": by_year(draw, around.term, lambda: a_share(draw))}


# Worked examples


def test_all_of_the_first_years_saving_counts_three_quarters_of_the_seconds_and_half_of_the_thirds() -> None:
    statement = settle(contract(FALLING, HALF), *[100_000] * 3)
    assert column(statement, "saving after the step-down") == [100_000, 75_000, 50_000]
    assert fees(statement) == [50_000, 37_500, 25_000]


def test_80_60_and_40_per_cent() -> None:
    step = {"rule": "step-down", "shares": ["80%", "60%", "40%"]}
    assert fees(settle(contract(step, {**HALF, "share": "100%"}), *[4_000] * 3)) == [3_200, 2_400, 1_600]


def test_three_per_cent_less_each_year_compounds() -> None:
    """100%, 97% and 94.09%."""
    step = {"rule": "step-down", "less_each_year": "3%"}
    assert fees(settle(contract(step, HALF), *[100_000] * 3)) == [50_000, 48_500, 47_045]


def test_in_quarters_every_settlement_of_a_year_has_its_share() -> None:
    agreed = contract(FALLING, HALF, settled="quarterly")
    assert fees(settle(agreed, *[10_000] * 5)) == [5_000] * 4 + [3_750]


def test_the_same_part_of_a_loss_counts() -> None:
    """75% of 100,000 lost takes 75,000 off the 100,000 to date."""
    statement = settle(contract(FALLING, HALF, counted="to date"), 100_000, -100_000, 150_000)
    assert column(statement, "fee to date") == [50_000, 12_500, 50_000]


# Refusals


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            {"shares": ["100%", "75%"]},
            "fee.step[0].shares lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
            "list one for each year, or one figure for all",
        ),
        ({}, "fee.step[0] needs either shares or less_each_year; write one of them"),
        (
            {"shares": "50%", "less_each_year": "3%"},
            "fee.step[0] needs either shares or less_each_year; write one of them",
        ),
        (
            {"less_each_year": 3},
            'fee.step[0].less_each_year is 3, which is 3 times the whole; did you mean "3%"? write "3%"',
        ),
    ],
)
def test_what_cannot_be_is_refused(step: Any, said: str) -> None:
    assert refusals({"rule": "step-down", **step}, HALF) == [said]


# Properties


@given(SAVINGS, SAVINGS, SHARES)
def test_nothing_of_nothing_and_never_more_than_was_saved_and_parts_add_up(
    one: Fraction, other: Fraction, rate: Fraction
) -> None:
    def part(saving: Fraction) -> Fraction:
        return worked(lambda: part_of(pounds(saving), share_of(rate)))

    assert part(Fraction(0)) == 0
    assert min(one, Fraction(0)) <= part(one) <= max(one, Fraction(0))
    assert part(one) + part(other) == part(one + other)
    assert part(min(one, other)) <= part(max(one, other))


def test_the_readers_agree() -> None:
    agreed = contract({"rule": "step-down", "less_each_year": "1/3"}, HALF, settled="half-yearly", counted="to date")
    settled_alike(agreed, outturn(agreed, 100_000, -50, "0.01", 7, 90_000))
