"""Which correlations can be, and that draws have them while each measure keeps its own distribution."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.scenarios.correlation import Correlated, Pair, correlation_problems
from riskreward.scenarios.draws import Draws
from tests.scenarios.oracle import chances_of

PATHS = 200_000


def pairs(**figures: str) -> dict[Pair, Fraction]:
    """Return correlations of measures with a letter for a name: ab="50%"."""
    return {(name[0], name[1]): Fraction(int(figure), 100) for name, figure in figures.items()}


def told(**figures: str) -> list[str]:
    return [str(each) for each in correlation_problems(pairs(**figures))]


def test_correlations_that_can_be_are_taken() -> None:
    assert told(ab="50", bc="50", ac="50") == []
    assert told(ab="100", bc="100", ac="100") == []
    assert told(ab="-50", ac="-50", bc="-50") == []
    assert told(ab="60", ac="-80", bc="-96") == [], "just the least: 0.6 x -0.8 - 0.8 x 0.6"


def test_a_pair_that_cannot_be_is_named_with_what_could_be() -> None:
    """With a and b at 90%, and a and c at 90%, b and c lie between 0.81 - 0.19 = 62% and 100%."""
    assert told(ab="90", ac="90", bc="-50") == [
        'scenario.correlated["b", "c"] is -50%, which the other correlations do not allow; '
        "with the others as they are, it lies between 62.0% and 100.0%"
    ]
    assert told(ab="100", ac="30", bc="40") == [
        'scenario.correlated["b", "c"] is 40%, which the other correlations do not allow; '
        "with the others as they are, it lies between 30.0% and 30.0%"
    ]


def test_a_pair_by_itself_may_be_wrong() -> None:
    assert told(ab="120") == ['scenario.correlated["a", "b"] is 120%, not between -100% and 100%; write a correlation']
    assert told(aa="90") == [
        'scenario.correlated["a", "a"] is 90%, but a measure is wholly correlated with itself; leave the pair out'
    ]
    assert told(ab="50", ba="40") == [
        'scenario.correlated["a", "b"] is 50%, and the other way round 40%; write the pair once'
    ]
    assert told(aa="100", ab="50", ba="50") == []


@given(st.lists(st.integers(-100, 100), min_size=6, max_size=6))
def test_what_is_taken_is_what_has_no_eigenvalue_below_nought(figures: list[int]) -> None:
    names = list(combinations("abcd", 2))
    given = {pair: Fraction(figure, 100) for pair, figure in zip(names, figures, strict=True)}
    matrix = np.eye(4)
    for (one, other), figure in given.items():
        matrix["abcd".index(one), "abcd".index(other)] = matrix["abcd".index(other), "abcd".index(one)] = float(figure)
    least = np.linalg.eigvalsh(matrix).min()
    if abs(least) > 1e-9:
        assert (correlation_problems(given) == []) == (least > 0)


def drawn(correlated: dict[Pair, Fraction]) -> tuple[tuple[str, ...], list[np.ndarray]]:
    mixing = Correlated(correlated)
    chances = [chances_of(Draws(5), name, 0, 0, PATHS) for name in mixing.names]
    scores = [np.empty(PATHS, np.int64) for _ in chances]
    mixing.mix(chances, scores, (np.empty(PATHS, np.int64), np.empty(PATHS, np.int64)))
    return mixing.names, chances


@pytest.mark.parametrize("percent", [-90, -30, 0, 30, 90])
def test_draws_have_the_correlation_of_a_gaussian_copula(percent: int) -> None:
    """The rank correlation is 6 / pi x arcsin(correlation / 2); of 200,000 its error is about 0.002."""
    _, (one, other) = drawn({("a", "b"): Fraction(percent, 100)})
    expected = 6 / np.pi * np.arcsin(percent / 200)
    assert np.corrcoef(one / 2**63, other / 2**63)[0, 1] == pytest.approx(expected, abs=0.01)


def test_each_measure_keeps_its_own_distribution() -> None:
    _, chances = drawn(pairs(ab="70", ac="-40", bc="10"))
    for each in chances:
        assert (each >= 0).all()
        counts = np.bincount(each >> 57, minlength=64)
        assert abs(counts - PATHS / 64).max() < 6 * np.sqrt(PATHS / 64)
        assert each.mean() / 2**63 == pytest.approx(0.5, abs=0.005)


def test_wholly_correlated_measures_are_drawn_alike_and_opposites_mirror() -> None:
    _, (one, other) = drawn(pairs(ab="100"))
    assert (one == other).all()
    _, (one, other) = drawn(pairs(ab="-100"))
    assert (one + other == 2**63 - 1).all()


def test_the_first_measure_by_name_keeps_its_draws() -> None:
    names, (one, _) = drawn({("b", "a"): Fraction(1, 2)})
    assert names == ("a", "b")
    assert (one == chances_of(Draws(5), "a", 0, 0, PATHS)).all()
