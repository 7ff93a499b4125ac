"""Rounding: half up, down, up and floor, to the penny, to 5p, to £100."""

from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.kernel.rounding import MODES, quotient, to_step, whole

PENNY = Fraction(1, 100)


def test_there_are_four_modes():
    assert MODES == ("half up", "down", "up", "floor")


@pytest.mark.parametrize(
    ("pounds", "half_up", "down", "up", "floor"),
    [
        ("2.345", "2.35", "2.34", "2.35", "2.34"),
        ("2.344", "2.34", "2.34", "2.35", "2.34"),
        ("2.346", "2.35", "2.34", "2.35", "2.34"),
        ("2.34", "2.34", "2.34", "2.34", "2.34"),
        ("0", "0", "0", "0", "0"),
        ("0.005", "0.01", "0", "0.01", "0"),
        ("-0.005", "-0.01", "0", "-0.01", "-0.01"),
        ("-0.001", "0", "0", "-0.01", "-0.01"),
        ("-2.344", "-2.34", "-2.34", "-2.35", "-2.35"),
        ("-2.345", "-2.35", "-2.34", "-2.35", "-2.35"),
        ("-2.346", "-2.35", "-2.34", "-2.35", "-2.35"),
        ("-2.34", "-2.34", "-2.34", "-2.34", "-2.34"),
    ],
)
def test_to_the_penny_in_every_mode(pounds, half_up, down, up, floor):
    for mode, expected in zip(MODES, (half_up, down, up, floor), strict=True):
        assert to_step(Fraction(pounds), PENNY, mode) == Fraction(expected), mode


@pytest.mark.parametrize(
    ("pounds", "step", "half_up", "down", "up", "floor"),
    [
        ("0.07", "0.05", "0.05", "0.05", "0.10", "0.05"),
        ("0.075", "0.05", "0.10", "0.05", "0.10", "0.05"),
        ("-0.08", "0.05", "-0.10", "-0.05", "-0.10", "-0.10"),
        ("12150", "100", "12200", "12100", "12200", "12100"),
        ("12149.99", "100", "12100", "12100", "12200", "12100"),
        ("-12150", "100", "-12200", "-12100", "-12200", "-12200"),
        ("1", "2/3", "4/3", "2/3", "4/3", "2/3"),
        ("-1", "2/3", "-4/3", "-2/3", "-4/3", "-4/3"),
    ],
)
def test_to_a_step_in_every_mode(pounds, step, half_up, down, up, floor):
    for mode, expected in zip(MODES, (half_up, down, up, floor), strict=True):
        assert to_step(Fraction(pounds), Fraction(step), mode) == Fraction(expected), mode


@pytest.mark.parametrize(
    ("above", "below", "half_up", "down", "up", "floor"),
    [
        (7, 2, 4, 3, 4, 3),
        (-7, 2, -4, -3, -4, -4),
        (7, -2, -4, -3, -4, -4),
        (-7, -2, 4, 3, 4, 3),
        (8, -2, -4, -4, -4, -4),
        (1, 3, 0, 0, 1, 0),
        (1, -3, 0, 0, -1, -1),
        (2, 1, 2, 2, 2, 2),
        (0, -5, 0, 0, 0, 0),
    ],
)
def test_a_quotient_takes_either_sign_on_either_side(above, below, half_up, down, up, floor):
    for mode, expected in zip(MODES, (half_up, down, up, floor), strict=True):
        assert quotient(above, below, mode) == expected, mode


def test_two_halves_of_five_pence_exceed_the_whole():
    """Why every rounding is a listed term: 2.5p and 2.5p come to 3p and 3p."""
    half = Fraction(5, 100) / 2
    assert 2 * to_step(half, PENNY, "half up") == Fraction(6, 100)
    assert 2 * to_step(half, PENNY, "down") == Fraction(4, 100)


AS_DECIMAL = {"half up": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP, "floor": ROUND_FLOOR}


@given(st.integers(-10_000, 10_000), st.sampled_from([1, 2, 5, 10, 100]), st.sampled_from(MODES))
def test_whole_agrees_with_the_decimal_module(numerator, denominator, mode):
    expected = (Decimal(numerator) / denominator).to_integral_value(AS_DECIMAL[mode])
    assert whole(numerator, denominator, mode) == expected


@given(st.fractions(), st.fractions(min_value=Fraction(1, 1000)), st.sampled_from(MODES))
def test_rounding_lands_on_the_nearest_steps_and_never_moves_what_is_there(value, step, mode):
    rounded = to_step(value, step, mode)
    assert (rounded / step).denominator == 1
    assert abs(rounded - value) < step
    assert to_step(rounded, step, mode) == rounded


@given(st.fractions(), st.fractions(min_value=Fraction(1, 1000)))
def test_the_modes_stand_in_order(value, step):
    half_up, down, up, floor = (to_step(value, step, mode) for mode in MODES)
    assert abs(down) <= abs(half_up) <= abs(up)
    assert floor == min(down, up)
    assert abs(half_up - value) <= step / 2
    assert abs(down) <= abs(value) <= abs(up)


@given(st.fractions(), st.fractions(), st.sampled_from(MODES))
def test_a_larger_amount_is_never_rounded_to_less(one, other, mode):
    low, high = sorted((one, other))
    assert to_step(low, PENNY, mode) <= to_step(high, PENNY, mode)


@given(st.fractions(), st.sampled_from([mode for mode in MODES if mode != "floor"]))
def test_a_loss_is_rounded_as_a_gain_of_the_same_size_except_by_floor(value, mode):
    assert to_step(-value, PENNY, mode) == -to_step(value, PENNY, mode)
