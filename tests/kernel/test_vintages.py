"""What is used up by age."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from riskreward.kernel import named, newest_first, oldest_first, pounds
from riskreward.readers import direct

HELD = st.lists(st.integers(0, 1_000), min_size=1, max_size=5)


def taken(wanted: int, *held: int, take=oldest_first) -> list[Fraction]:
    def rule() -> None:
        for number, part in enumerate(take(pounds(wanted), [pounds(each) for each in held])):
            named(str(number), part)

    return [value for value in direct.run(rule, [{}])[0].values() if not isinstance(value, bool)]


def test_the_first_is_used_up_before_the_next_is_touched():
    assert taken(0, 30, 20) == [0, 0]
    assert taken(10, 30, 20) == [10, 0]
    assert taken(35, 30, 20) == [30, 5]
    assert taken(50, 30, 20) == [30, 20]


@given(HELD, st.integers(0, 5_000))
def test_what_is_taken_is_what_is_wanted_or_all_and_an_older_one_is_empty_before_a_newer_is_taken(held, wanted):
    parts = taken(wanted, *held)
    assert sum(parts) == min(wanted, sum(held))
    for number, part in enumerate(parts):
        assert 0 <= part <= held[number]
        if part:
            assert parts[:number] == held[:number]


def test_or_the_last_is_used_up_before_the_one_before_it_is_touched():
    assert taken(10, 30, 20, take=newest_first) == [0, 10]
    assert taken(35, 30, 20, take=newest_first) == [15, 20]


@given(HELD, st.integers(0, 5_000))
def test_newest_first_is_oldest_first_told_backwards(held, wanted):
    assert taken(wanted, *held, take=newest_first) == taken(wanted, *held[::-1])[::-1]
