"""Distributions against closed forms, and against figures that are printed in every table of statistics."""

from decimal import Decimal, getcontext, localcontext
from fractions import Fraction
from itertools import pairwise
from math import comb, gamma, sqrt

import pytest

from riskreward.scenarios.probability import EXACTLY, normal_chance, normal_scores
from riskreward.scenarios.quantiles import ONE, Quantiles, chance_within, lognormal, normal, pert, triangular
from riskreward.scenarios.tables import CHANCES

MIDDLE = CHANCES.index(Fraction(1, 2))
MODES = [Fraction(0), Fraction(1, 4), Fraction(3, 10), Fraction(8, 13), Fraction(1)]
TINY, SMALL = 1e-12, 1e-5


def at(quantiles: Quantiles, chance: Fraction) -> float:
    return quantiles[CHANCES.index(chance)] / ONE


def moments(quantiles: Quantiles) -> tuple[float, float]:
    """Return the mean and the variance of what a table draws: a straight line between each two figures."""
    mean = square = Fraction(0)
    for number in range(len(CHANCES) - 1):
        width, low, high = CHANCES[number + 1] - CHANCES[number], quantiles[number], quantiles[number + 1]
        mean += width * Fraction(low + high, 2 * ONE)
        square += width * Fraction(low * low + low * high + high * high, 3 * ONE * ONE)
    return float(mean), float(square - mean * mean)


@pytest.mark.parametrize(
    ("score", "chance"),
    [
        ("0", "0.5"),
        ("1", "0.841344746068542948585232545632"),
        ("-1", "0.158655253931457051414767454368"),
        ("2", "0.977249868051820792799717362833"),
        ("-3", "0.001349898031630094526651814767"),
    ],
)
def test_the_chances_of_the_normal_distribution(score: str, chance: str) -> None:
    """Abramowitz and Stegun, Handbook of mathematical functions, table 26.1."""
    with localcontext(EXACTLY):
        assert abs(normal_chance(Decimal(score)) - Decimal(chance)) < Decimal("1e-25")


def test_the_scores_of_the_normal_distribution() -> None:
    """The usual critical values: Abramowitz and Stegun, table 26.5."""
    known = {
        "0.5": 0.0,
        "0.75": 0.674489750196082,
        "0.9": 1.2815515655446,
        "0.975": 1.959963984540054,
        "0.995": 2.575829303548901,
    }
    with localcontext(EXACTLY):
        found = list(normal_scores(Decimal(each) for each in known))
    assert [float(each) for each in found] == pytest.approx(list(known.values()), abs=TINY)


def test_the_normal_table_is_even_and_has_its_mean_and_deviation() -> None:
    table = normal()
    assert all(abs(low + high) <= 1 for low, high in zip(table, reversed(table), strict=True))
    assert at(table, Fraction(1, 1024)) == pytest.approx(-3.09727, abs=1e-4)
    mean, variance = moments(table)
    assert (mean, variance) == (pytest.approx(0, abs=TINY), pytest.approx(1, abs=3e-4))


def test_a_normal_cut_off_at_one_deviation_either_side_has_the_variance_of_its_formula() -> None:
    """1 - 2 z density(z) / (chance within): 1 - 2 x 0.2419707 / 0.6826895 = 0.2911251."""
    table = normal(Fraction(-1), Fraction(1))
    assert (table[0], table[-1]) == (pytest.approx(-ONE, rel=TINY), pytest.approx(ONE, rel=TINY))
    assert moments(table) == (pytest.approx(0, abs=TINY), pytest.approx(0.29112509, abs=SMALL))


def test_a_normal_cut_off_far_away_is_not_cut_off() -> None:
    assert normal(Fraction(-100), Fraction(100)) == normal()


@pytest.mark.parametrize("mode", MODES)
def test_the_triangular_has_the_mean_and_variance_of_its_formulas(mode: Fraction) -> None:
    mean, variance = moments(triangular(mode))
    assert mean == pytest.approx(float(mode + 1) / 3, abs=SMALL)
    assert variance == pytest.approx(float(1 - mode + mode * mode) / 18, abs=SMALL)


def test_the_triangular_at_its_mode() -> None:
    """Half of it lies below the middle; an eighth below a quarter."""
    table = triangular(Fraction(1, 2))
    assert (at(table, Fraction(1, 2)), at(table, Fraction(1, 8))) == (0.5, 0.25)


@pytest.mark.parametrize("mode", MODES)
def test_pert_has_the_mean_and_variance_of_its_formulas(mode: Fraction) -> None:
    """The mean is (low + 4 likely + high) / 6; the variance (mean - low)(high - mean) / 7."""
    mean, variance = moments(pert(mode))
    expected = float(4 * mode + 1) / 6
    assert mean == pytest.approx(expected, abs=SMALL)
    assert variance == pytest.approx(expected * (1 - expected) / 7, abs=SMALL)


@pytest.mark.parametrize("first", [1, 2, 3, 5])
def test_pert_with_whole_powers_has_its_closed_form(first: int) -> None:
    """A beta of whole parameters a and 6 - a: the chance is that of a or more out of 5 (a binomial)."""
    table = pert(Fraction(first - 1, 4))
    for number in range(0, len(CHANCES), 7):
        place = Fraction(table[number], ONE)
        chance = sum(comb(5, k) * place**k * (1 - place) ** (5 - k) for k in range(first, 6))
        assert float(chance) == pytest.approx(float(CHANCES[number]), abs=TINY)


def test_pert_with_other_powers_agrees_with_its_density_added_up() -> None:
    """Modes at three tenths: a beta of 2.2 and 3.8, by the trapezium rule over a hundred thousand steps."""
    first, second = 2.2, 3.8
    scale = gamma(6) / gamma(first) / gamma(second)
    steps = 100_000
    total, place = 0.0, 0.0
    wanted = [Fraction(1, 1024), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1023, 1024)]
    found: list[float] = []
    before = 0.0
    for number in range(1, steps):
        place = number / steps
        density = scale * place ** (first - 1) * (1 - place) ** (second - 1)
        if total + (before + density) / 2 / steps >= wanted[len(found)]:
            found.append(place)
            if len(found) == len(wanted):
                break
        total, before = total + (before + density) / 2 / steps, density
    assert [at(pert(Fraction(3, 10)), each) for each in wanted] == pytest.approx(found, abs=2 / steps)


def test_pert_mirrors() -> None:
    low, high = pert(Fraction(3, 10)), pert(Fraction(7, 10))
    assert all(abs(one + other - ONE) <= 2**32 for one, other in zip(low, reversed(high), strict=True))


@pytest.mark.parametrize("spread", [Fraction(1, 10), Fraction(1, 2), Fraction(1)])
def test_the_lognormal_has_its_median_mean_and_deviation(spread: Fraction) -> None:
    """The median is mean / sqrt(1 + spread squared)."""
    table = lognormal(spread)
    mean, variance = moments(table)
    assert at(table, Fraction(1, 2)) == pytest.approx(1 / sqrt(1 + spread**2), abs=TINY)
    assert mean == pytest.approx(1, abs=3e-4)
    assert sqrt(variance) == pytest.approx(float(spread), rel=2e-3)


def test_a_lognormal_cut_off_stays_within() -> None:
    table = lognormal(Fraction(1, 2), Fraction(1, 2), Fraction(2))
    assert table[0] / ONE == pytest.approx(0.5, abs=TINY)
    assert table[-1] / ONE == pytest.approx(2, abs=TINY)


@pytest.mark.parametrize(
    "table", [normal(), pert(Fraction(1, 3)), triangular(Fraction(1, 3)), lognormal(Fraction(1, 3))]
)
def test_every_table_rises(table: Quantiles) -> None:
    assert len(table) == len(CHANCES)
    assert all(low <= high for low, high in pairwise(table))


def test_a_table_does_not_hang_on_the_callers_precision() -> None:
    usual = pert.__wrapped__(Fraction(2, 7)), normal.__wrapped__(), lognormal.__wrapped__(Fraction(1, 3))
    with localcontext() as context:
        context.prec = 5
        assert usual == (pert.__wrapped__(Fraction(2, 7)), normal.__wrapped__(), lognormal.__wrapped__(Fraction(1, 3)))
        assert chance_within(Fraction(-1), Fraction(1))[0] == chance_within(Fraction(-1), None)[0]
    assert getcontext().prec == 28


def test_figures_of_the_tables_are_fixed_for_ever() -> None:
    """Golden figures: a machine that computes another table would draw other paths."""
    assert [pert(Fraction(8, 13))[number] for number in (1, 1024, MIDDLE, -2)] == GOLDEN_PERT
    assert [normal()[number] for number in (0, 1024, 2000, -2)] == GOLDEN_NORMAL


GOLDEN_PERT = [185277288100073947, 1405081708103589938, 10809639735707340820, 18416080572136018000]
GOLDEN_NORMAL = [-97670051199337311621, -57134196940670372237, 31101097122953749150, 87636012873826540099]
