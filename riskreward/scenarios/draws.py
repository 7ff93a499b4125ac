"""Random draws that every machine makes alike: a whole number for each path, by the seed and the draw's own name."""

from functools import lru_cache
from hashlib import blake2b
from numbers import Integral
from typing import TYPE_CHECKING

from riskreward.figures import shown
from riskreward.findings import Problem

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray

CHANCE_BITS = 63
"""A chance is a whole number from nought up to 2 to this power: so large a part of one."""

WHOLE_TERM = 2**64 - 1
"""The number, in place of a period's, of what is drawn once for the whole term."""

SEEDS = 2**128
_WORD = 2**64
_BLOCK = 4
_AT_ONCE = 4096
"""Draws asked for at once: numpy makes an array of them each time, and a large one costs the system new pages."""


class Draws:
    """The chances of every path, draw by draw: a function of the seed, the draw and the path, and of nothing else.

    They are the raw output of the counter-based generator Philox 4x64-10. Its key is the seed; its counter is made of
    the path, the name of the draw and the period. So any path, in any chunk and by any worker, is drawn alike.

    Source: Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3 (2011).
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def draw(self, name: str, period: int, first: int, out: "IntArray") -> None:
        """Write the chances of as many paths as `out` has room for, from the path of number `first` on."""
        import numpy as np

        block, skipped = divmod(first, _BLOCK)
        counter = block + _number_of(name) * _WORD + period * _WORD**2
        before = (counter - 1) % _WORD**4  # numpy counts one up before it draws
        generator = np.random.Philox(key=self._seed, counter=before)
        if skipped:
            generator.random_raw(skipped)
        drawn = out.view(np.uint64)
        for start in range(0, len(drawn), _AT_ONCE):
            part = drawn[start : start + _AT_ONCE]
            np.right_shift(generator.random_raw(len(part)), np.uint64(64 - CHANCE_BITS), out=part)


@lru_cache(maxsize=4096)
def _number_of(name: str) -> int:
    """Return a number that stands for the name of a draw, the same on every machine."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def seed_problems(seed: object) -> list[Problem]:
    """Return what is wrong with a seed that is not a whole number from nought on."""
    if isinstance(seed, bool) or not isinstance(seed, Integral):
        return [Problem("seed", f"is {shown(seed)}, which is not a whole number", "write one such as 2026")]
    if not 0 <= int(seed) < SEEDS:
        return [Problem("seed", f"is {shown(seed)}, not between 0 and 2**128", "write one such as 2026")]
    return []
