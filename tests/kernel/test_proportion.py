"""Sharing a whole out to the penny among several, in proportion: the parts always add up to it."""

from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.kernel import in_running_proportion, in_running_shares, named, pounds, share_of
from riskreward.readers import direct


def shares(whole: int, *amounts: int) -> list[Fraction]:
    """Return the parts, in pence."""

    def rule() -> None:
        parts = in_running_proportion(
            [pounds(Fraction(each, 100)) for each in amounts], pounds(Fraction(whole, 100)), 2
        )
        for number, part in enumerate(parts):
            named(str(number), part)

    (lines,) = direct.run(rule, [{}])
    return [Fraction(value) * 100 for value in lines.values()]


@pytest.mark.parametrize(
    ("whole", "amounts", "parts"),
    [
        (5, (1, 1), [3, 2]),
        (10, (1, 1, 1), [3, 4, 3]),
        (100, (60, 60), [50, 50]),
        (-5, (1, 1), [-3, -2]),
        (7, (0, 3, 0), [0, 7, 0]),
        (7, (0, 0), [0, 0]),
        (7, (3,), [7]),
    ],
)
def test_a_whole_is_shared_out_to_the_penny_in_the_order_listed(whole: int, amounts: Any, parts: list[int]):
    """5p in halves is 3p and 2p; 10p in thirds is 3p, 7p - 3p, and 10p - 7p."""
    assert shares(whole, *amounts) == parts


PENCE = st.integers(0, 10_000)


@given(st.integers(-20_000, 20_000), st.lists(PENCE, min_size=1, max_size=5))
def test_the_parts_are_plain_fractions_and_add_up(whole, amounts):
    parts = shares(whole, *amounts)
    assert sum(parts) == (whole if sum(amounts) else 0)
    ends = [sum(amounts[: number + 1]) for number in range(len(amounts))]
    for number, end in enumerate(ends):
        exact = Fraction(abs(whole) * end, sum(amounts) or 1) if sum(amounts) else Fraction(0)
        up_to = floor(exact + Fraction(1, 2)) * (1 if whole >= 0 else -1)
        assert sum(parts[: number + 1]) == up_to


@given(st.lists(PENCE, min_size=1, max_size=5), st.data())
def test_a_part_is_never_more_than_its_claim_and_never_below_nought(amounts, data):
    whole = data.draw(st.integers(0, sum(amounts)))
    assert all(0 <= part <= claim for part, claim in zip(shares(whole, *amounts), amounts, strict=True))


@given(PENCE, st.lists(PENCE, min_size=2, max_size=4), st.integers(0, 10_000))
def test_a_larger_whole_or_a_larger_claim_never_gives_less(whole, amounts, more):
    first, larger = shares(whole, *amounts), shares(whole + more, *amounts)
    for number in range(len(amounts)):
        assert sum(larger[: number + 1]) >= sum(first[: number + 1])
    assert shares(whole, amounts[0] + more, *amounts[1:])[0] >= first[0]


@given(st.integers(-20_000, 20_000), st.lists(st.integers(0, 50), min_size=1, max_size=5).filter(any))
def test_agreed_shares_give_what_the_proportion_gives(whole, weights):
    def rule() -> None:
        parts = in_running_shares(
            [share_of(Fraction(each, sum(weights))) for each in weights], pounds(Fraction(whole, 100)), 2
        )
        for number, part in enumerate(parts):
            named(str(number), part)

    (lines,) = direct.run(rule, [{}])
    assert [Fraction(value) * 100 for value in lines.values()] == shares(whole, *weights)
