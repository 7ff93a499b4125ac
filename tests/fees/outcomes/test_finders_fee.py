"""A finder's fee: one share of what is found wrong in either direction, less what is overturned on appeal."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.fees.outcomes.finders_fee import found_either_way
from riskreward.kernel import pounds
from tests.contracts import POUNDS, column, contract, fees, outturn, refusals, settle, settled_alike, worked
from tests.generators.drawing import Draw, Terms, a_share
from tests.generators.fees import Around


def in_pounds(name: str) -> Terms:
    return {"name": name, "unit": "£", "better": "higher", "outturn_between": [0, 10_000_000]}


OVER, UNDER, OVERTURNED = map(in_pounds, ("paid too much", "paid too little", "overturned"))
MEASURES = (OVER, UNDER, OVERTURNED)


def finding(share: Any = "12.5%", **terms: Any) -> Terms:
    named = {"overpayments": "paid too much", "underpayments": "paid too little", "overturned": "overturned"}
    return {"rule": "finder's fee", **named, "share": share, **terms}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on three measures of its own."""
    found = {term: around.reading("money", (0, 5000)) for term in ("overpayments", "underpayments", "overturned")}
    return {**found, "share": a_share(draw)}


# Worked examples


def test_800000_paid_too_much_and_200000_too_little_earn_125000_and_200000_overturned_give_25000_back() -> None:
    agreed = contract(finding(), others=MEASURES, years=2)
    statement = settle(agreed, 0, 0, paid_too_much=(800_000, 0), paid_too_little=(200_000, 0), overturned=(0, 200_000))
    assert fees(statement) == [125_000, 0]
    assert column(statement, "owed by the provider") == [0, 25_000]


def test_the_finder_favours_neither_direction() -> None:
    agreed = contract(finding(), others=MEASURES, years=2)
    statement = settle(agreed, 0, 0, paid_too_much=(80_000, 0), paid_too_little=(0, 80_000), overturned=(0, 0))
    assert fees(statement) == [10_000, 10_000]


def test_what_is_overturned_comes_off_what_is_found_in_the_same_settlement() -> None:
    agreed = contract(finding(), others=MEASURES, years=2, counted="to date")
    statement = settle(agreed, 0, 0, paid_too_much=(1_000_000, 0), paid_too_little=(0, 80_000), overturned=(200_000, 0))
    assert fees(statement) == [100_000, 10_000]


# Refusals


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            finding(underpayments="paid too much"),
            "fee.step[0].underpayments is 'paid too much', as overpayments is; measure each by itself",
        ),
        (
            finding(overturned="appeals"),
            "fee.step[0].overturned is 'appeals', which is in 'appeals' and no money; name a measure in £",
        ),
        (
            finding(underpayments="costs"),
            "fee.step[0].underpayments is 'costs', which may be below nought and would then count the wrong way; "
            "write its outturn_between, such as [0, 1000000]",
        ),
        (
            finding(share="125%"),
            "fee.step[0].share is 125%, not between 0% and 100%; write a share such as 25%",
        ),
    ],
)
def test_what_cannot_be_is_refused(terms: Terms, said: str) -> None:
    appeals = {"name": "appeals", "unit": "appeals"}
    assert refusals(terms, others=(*MEASURES, appeals)) == [said]


def test_what_is_overturned_has_no_default() -> None:
    terms = {key: value for key, value in finding().items() if key != "overturned"}
    assert refusals(terms, others=MEASURES) == ["fee.step[0].overturned is missing; write it"]


# Properties


@given(POUNDS, POUNDS, POUNDS)
def test_either_direction_counts_alike_and_what_is_found_and_overturned_comes_to_nothing(
    over: Fraction, under: Fraction, overturned: Fraction
) -> None:
    def found(first: Fraction, second: Fraction, third: Fraction) -> Fraction:
        return worked(lambda: found_either_way(pounds(first), pounds(second), pounds(third)))

    assert found(over, under, overturned) == found(under, over, overturned)
    assert found(over, under, over + under) == 0
    assert found(over + 1, under, overturned) - found(over, under, overturned) == 1


@given(st.lists(st.integers(0, 400_000), min_size=6, max_size=6))
def test_the_readers_agree(amounts: list[int]) -> None:
    agreed = contract(finding("1/3"), others=MEASURES, years=2)
    columns = {"paid_too_much": amounts[:2], "paid_too_little": amounts[2:4], "overturned": amounts[4:]}
    settled_alike(agreed, outturn(agreed, 0, 0, **{name: tuple(each) for name, each in columns.items()}))
