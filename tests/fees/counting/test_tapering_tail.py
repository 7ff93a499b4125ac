"""A tapering tail: savings count for so many settlements from the first, then by falling shares, then no more."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.fees.counting.tapering_tail import part_by_age
from riskreward.kernel import constant, count, share_of
from tests.contracts import contract, fees, outturn, refusals, settle, settled_alike, worked
from tests.generators.drawing import Draw, Terms, chosen, whole
from tests.generators.fees import Around

FIFTEEN = {"rule": "share", "share": "15%"}
EIGHT = {"rule": "tapering tail", "in_full_for": 8}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step, tapering or not."""
    step: Terms = {"in_full_for": whole(draw, 3) + 1}
    return step | {"then": ["50%", "25%"]} if chosen(draw) else step


# Worked examples


def test_15_per_cent_of_eight_quarters_and_no_more() -> None:
    agreed = contract(EIGHT, FIFTEEN, settled="quarterly")
    assert fees(settle(agreed, *[100_000] * 12)) == [15_000] * 8 + [0] * 4


def test_the_quarters_are_counted_from_the_first_that_saves() -> None:
    agreed = contract(EIGHT, FIFTEEN, settled="quarterly")
    statement = settle(agreed, 0, -50, *[100_000] * 10)
    assert fees(statement) == [0, 0] + [15_000] * 8 + [0] * 2


def test_then_half_and_a_quarter_count() -> None:
    step = {"rule": "tapering tail", "in_full_for": 2, "then": ["50%", "25%"]}
    agreed = contract(step, FIFTEEN, years=6)
    assert fees(settle(agreed, *[100_000] * 6)) == [15_000, 15_000, 7_500, 3_750, 0, 0]


def test_once_begun_a_settlement_that_saves_nothing_is_counted_too() -> None:
    step = {"rule": "tapering tail", "in_full_for": 2}
    assert fees(settle(contract(step, FIFTEEN), 100_000, 0, 100_000)) == [15_000, 0, 0]


def test_saving_earlier_may_earn_less_as_the_settlements_begin_to_count() -> None:
    """A pound in the first year begins a tail of one year: the 100,000 of the second earn nothing."""
    step = {"rule": "tapering tail", "in_full_for": 1}
    assert sum(fees(settle(contract(step, FIFTEEN), 1, 100_000))) < sum(
        fees(settle(contract(step, FIFTEEN), 0, 100_000))
    )


# Refusals


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"then": ["25%", "50%"]}, "fee.step[0].then[1] is 50%, above 25% before it; list the shares in falling order"),
        (
            {"in_full_for": 0},
            "fee.step[0].in_full_for is 0, where a whole number belongs; write a whole number from 1 to 400",
        ),
        ({"then": [50]}, 'fee.step[0].then[0] is 50, which is 50 times the whole; did you mean "50%"? write "50%"'),
    ],
)
def test_what_cannot_be_is_refused(step: Any, said: str) -> None:
    assert refusals({**EIGHT, **step}, FIFTEEN) == [said]


# Properties


@given(
    st.integers(0, 12),
    st.integers(1, 5),
    st.lists(st.integers(0, 100), max_size=4).map(lambda each: sorted(each)[::-1]),
)
def test_the_part_never_rises_with_age_and_ends_at_nothing(age: int, full_for: int, shares: list[int]) -> None:
    def part(at: int) -> Fraction:
        rates = [Fraction(each, 100) for each in shares]
        return worked(lambda: part_by_age(constant(at, count), full_for, tuple(map(share_of, rates))))

    assert 0 <= part(age + 1) <= part(age) <= 1
    assert part(full_for - 1) == 1
    assert part(full_for + len(shares)) == 0


def test_the_readers_agree() -> None:
    agreed = contract({**EIGHT, "in_full_for": 1, "then": ["1/3"]}, FIFTEEN, counted="to date", years=4)
    settled_alike(agreed, outturn(agreed, 0, "100.01", -50, 70_000))
