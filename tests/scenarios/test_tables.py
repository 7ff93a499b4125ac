"""Tables turn chances into figures exactly as a straight line between tabulated figures, to the nearest whole."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from riskreward.scenarios.tables import CHANCES, QuantileTable, StepTable, Table
from tests.scenarios.oracle import figure

LAST = 2**63 - 1


def drawn(table: Table, *chances: int) -> list[int]:
    out, *scratch = (np.empty(len(chances), np.int64) for _ in range(3))
    table.draw(np.array(chances, np.int64), out, (scratch[0], scratch[1]))
    return [int(each) for each in out]


def test_a_straight_table_gives_the_chance_itself() -> None:
    """From nought to £1,000,000: a quarter of the way is £250,000."""
    table = QuantileTable([int(chance * 100_000_000 + Fraction(1, 2)) for chance in CHANCES])
    assert drawn(table, 0, 2**61, 2**62, 3 * 2**61, LAST) == [0, 25_000_000, 50_000_000, 75_000_000, 100_000_000]
    assert (table.lowest, table.highest) == (0, 100_000_000)


def test_a_table_may_fall() -> None:
    table = QuantileTable([-int(chance * 1024 * 1024) for chance in CHANCES])
    assert drawn(table, 0, 2**62, LAST) == [0, -512 * 1024, -1024 * 1024]
    assert (table.lowest, table.highest) == (-1024 * 1024, 0)


def test_the_tails_are_finer_than_the_middle() -> None:
    """The lowest thousandth holds a thousand cells of its own: a figure that rises there alone is met there."""
    figures = [min(number, 1024) for number in range(len(CHANCES))]
    assert drawn(QuantileTable(figures), 0, 2**43, 512 * 2**43, 1023 * 2**43, 2**53, LAST) == [
        0,
        1,
        512,
        1023,
        1024,
        1024,
    ]


@given(st.integers(0, 2**32), st.integers(-(10**14), 10**14), st.booleans(), st.lists(st.integers(0, LAST), min_size=1))
def test_a_table_agrees_with_exact_fractions(seed: int, start: int, falls: bool, chances: list[int]) -> None:
    """Cells of up to £10 million lose a quarter of a penny beside the rounding; narrower ones less."""
    steps = np.random.Generator(np.random.PCG64(seed)).integers(0, 10**9, len(CHANCES) - 1)
    figures = [start, *(start + int(each) for each in np.cumsum(steps))]
    figures = [-each for each in figures] if falls else figures
    for chance, found in zip(chances, drawn(QuantileTable(figures), *chances), strict=True):
        assert abs(found - figure(figures, chance)) <= Fraction(1, 2) + Fraction(1, 4)


def test_the_largest_sums_are_drawn_without_overflow() -> None:
    """From minus to plus £1,000,000 million, all of it in one cell of the middle."""
    figures = [-(10**14) if chance <= Fraction(1, 2) else 10**14 for chance in CHANCES]
    assert drawn(QuantileTable(figures), 0, LAST) == [-(10**14), 10**14]
    (middle,) = drawn(QuantileTable(figures), 2**62 + 2**52)
    assert abs(middle) <= 10**14 // 10**3


def test_past_figures_are_drawn_with_equal_chance() -> None:
    table = StepTable([10, 20, 30])
    third = 2**63 // 3
    assert drawn(table, 0, third - 2**32, third + 2**32, 2 * third + 2**32, LAST) == [10, 10, 20, 30, 30]
    assert (table.lowest, table.highest) == (10, 30)
