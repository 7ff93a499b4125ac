"""Draws are the published generator's own, and hang on the seed, the name, the period and the path alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.scenarios.draws import WHOLE_TERM, Draws, seed_problems
from tests.scenarios.oracle import chance, chances_of, philox


def test_the_generator_gives_the_words_that_its_authors_publish() -> None:
    """Random123, known answers of philox4x64-10."""
    nought = [0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B]
    assert philox((0, 0, 0, 0), (0, 0)) == nought
    assert [int(each) for each in np.random.Philox(key=0, counter=2**256 - 1).random_raw(4)] == nought
    ones = 2**64 - 1
    assert philox((ones,) * 4, (ones, ones)) == [
        *(0x87B092C3013FE90B, 0x438C3C67BE8D0224),
        *(0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0),
    ]


@given(
    st.integers(0, 2**128 - 1),
    st.text(max_size=12),
    st.integers(0, 1200) | st.just(WHOLE_TERM),
    st.integers(0, 10**12),
    st.integers(1, 9),
)
def test_every_path_is_drawn_as_the_publication_says(seed: int, name: str, period: int, first: int, paths: int) -> None:
    drawn = chances_of(Draws(seed), name, period, first, paths)
    assert drawn.dtype == np.int64
    assert [int(each) for each in drawn] == [chance(seed, name, period, first + number) for number in range(paths)]


def test_a_stretch_is_drawn_alike_in_any_chunks() -> None:
    draws = Draws(2026)
    whole = chances_of(draws, "costs", 3, 0, 10_000)
    for size in (7, 64, 4_096, 4_097, 9_999):
        parts = [chances_of(draws, "costs", 3, first, min(size, 10_000 - first)) for first in range(0, 10_000, size)]
        assert (np.concatenate(parts) == whole).all()


def test_other_seeds_names_and_periods_draw_otherwise() -> None:
    draws = [
        chances_of(Draws(1), "costs", 0, 0, 100),
        chances_of(Draws(2), "costs", 0, 0, 100),
        chances_of(Draws(1), "quality", 0, 0, 100),
        chances_of(Draws(1), "costs", 1, 0, 100),
    ]
    for number, one in enumerate(draws):
        assert not any((one == other).any() for other in draws[number + 1 :])


def test_chances_are_evenly_spread() -> None:
    """Of a million, 1% either side of a hundredth in each part: 100 times the usual error is a fault, not chance."""
    drawn = chances_of(Draws(7), "costs", 0, 0, 1_000_000)
    counts = np.bincount(drawn >> 56, minlength=128)
    expected = 1_000_000 / 128
    squares = ((counts - expected) ** 2 / expected).sum()
    assert 70 < squares < 200, "chi-squared with 127 degrees of freedom lies between 70 and 200 but once in a million"


@pytest.mark.parametrize("seed", [1.0, "1", None, True, -1, 2**128])
def test_a_seed_that_is_no_whole_number_is_refused(seed: object) -> None:
    (problem,) = seed_problems(seed)
    assert problem.where == "seed"
    assert problem.mend == "write one such as 2026"


@pytest.mark.parametrize("seed", [0, 2026, 2**128 - 1, np.int64(5), np.uint64(2**64 - 1)])
def test_a_whole_number_is_a_seed(seed: object) -> None:
    assert seed_problems(seed) == []
