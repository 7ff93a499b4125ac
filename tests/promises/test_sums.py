"""Sums of balances that stay nothing: all of them are found, and no other."""

from hypothesis import given
from hypothesis import strategies as st

from riskreward.promises.proving.sums import always_nothing, still_nothing


def test_weights_under_which_every_state_adds_up_to_nothing_are_found() -> None:
    assert always_nothing([(1, 2, 3, 1), (4, 5, 9, 1), (2, 7, 9, 1)]) == [[-1, -1, 1, 0]]
    assert always_nothing([(1, 0), (0, 1)]) == []


def test_of_two_sums_that_a_state_misses_what_they_share_is_left() -> None:
    """Paid less earned is 3, and held less earned is 2: three times the second less twice the first is nothing."""
    assert still_nothing([(1, -1, 0), (0, -1, 1)], (8, 5, 7)) == [(-2, -1, 3)]
    assert still_nothing([(1, -1, 0), (0, -1, 1)], (5, 5, 7)) == [(1, -1, 0)]
    assert still_nothing([(1, -1, 0)], (8, 5, 7)) == []


@given(st.lists(st.tuples(*[st.integers(-(10**9), 10**9)] * 3), min_size=1, max_size=6), st.integers(-3, 3))
def test_a_balance_that_follows_from_others_is_told_of(rows: list[tuple[int, int, int]], times: int) -> None:
    states = [(one, other, third, one + times * other) for one, other, third in rows]
    found = always_nothing(states)
    assert found
    assert all(
        sum(weight * each for weight, each in zip(sums, state, strict=True)) == 0 for sums in found for state in states
    )
    last = [max(place for place, weight in enumerate(sums) if weight) for sums in found]
    assert last == sorted(set(last))
