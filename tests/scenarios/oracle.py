"""The draws worked out again without arrays: the generator from its publication, and a table by exact fractions."""

from collections.abc import Sequence
from fractions import Fraction
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from riskreward.scenarios.draws import Draws
from riskreward.scenarios.tables import CHANCES

WORD = 2**64
MULTIPLIERS = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
WEYL = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)


def philox(counter: Sequence[int], key: Sequence[int]) -> list[int]:
    """Return the four words of Philox 4x64 with ten rounds, as its authors publish it."""
    words, keys = list(counter), list(key)
    for _ in range(10):
        high_0, low_0 = divmod(MULTIPLIERS[0] * words[0], WORD)
        high_1, low_1 = divmod(MULTIPLIERS[1] * words[2], WORD)
        words = [high_1 ^ words[1] ^ keys[0], low_1, high_0 ^ words[3] ^ keys[1], low_0]
        keys = [(each + step) % WORD for each, step in zip(keys, WEYL, strict=True)]
    return words


def chance(seed: int, name: str, period: int, path: int) -> int:
    """Return the chance of one path: 63 bits."""
    number = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
    counter = (path // 4, number, period, 0)
    return philox(counter, (seed % WORD, seed // WORD))[path % 4] >> 1


def figure(figures: Sequence[int], chance: int) -> Fraction:
    """Return the figure of a distribution at a chance, exactly, by a straight line between two tabulated ones."""
    exactly = Fraction(chance, 2**63)
    above = next(number for number, each in enumerate(CHANCES) if each > exactly)
    if CHANCES[above] - CHANCES[above - 1] == Fraction(1, 1024):
        assert 1 <= above - 1024 <= 1022, "a cell in the middle"
    part = (exactly - CHANCES[above - 1]) / (CHANCES[above] - CHANCES[above - 1])
    return figures[above - 1] + part * (figures[above] - figures[above - 1])


def chances_of(draws: Draws, name: str, period: int, first: int, paths: int) -> NDArray[np.int64]:
    """Return what the library draws, as an array of its own."""
    found = np.empty(paths, np.int64)
    draws.draw(name, period, first, found)
    return found
