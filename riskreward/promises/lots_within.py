"""That a cap over several lots holds: what all of them have within it, and a search for years in which it is more."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import NamedTuple

from riskreward.kernel import Program, carry, named, pounds, previous, record
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.words import PATH
from riskreward.portfolios.cap import Cap, gained_and_given_back
from riskreward.promises.promise import Promised
from riskreward.promises.proving import Proof, proof_by_itself
from riskreward.readers import exact

PARTS = 10**MINOR_PLACES
KEPT = f"promise{PATH}the cap holds"
HAD = f"promise{PATH}what all lots have"
MOST_YEARS = 6

Years = Sequence[tuple[int, int]]
"""What the lots whose fees rose gained in each year, and what the others' fell by, in pence."""


class Had(NamedTuple):
    """What all lots have within the cap after some year, over the time of the cap, where that is more than it."""

    year: int
    amount: Fraction


class LotsWithin:
    """A cap's program with the promise that it holds, whose sum is its own: never the room that the cap thinks used.

    The sum is what was gained within the cap, less what the other lots' fees fell by where lots are netted.
    """

    def __init__(self, cap: Cap) -> None:
        self.cap = cap

    @cached_property
    def program(self) -> Program:
        """The program of a year, with the truth whether the promise is kept."""
        return record(self._record)

    def _record(self) -> None:
        had = self.cap.record()
        if self.cap.netted:
            _gained, given_back = gained_and_given_back()
            had -= given_back
        if self.cap.over == "term":
            had += previous(f"/{HAD}", pounds(0))
            carry(f"/{HAD}", had)
        named(f"/{HAD}", had)
        named(f"/{KEPT}", had <= pounds(self.cap.amount))

    def proof(self, title: str, promise: Promised) -> Proof | None:
        """Return the proof that the promise is kept in every year, or None where none was found."""
        return proof_by_itself(self.program, KEPT, title, promise)

    def above(self, years: Years) -> Had | None:
        """Return the first year after which all lots have more than the cap, None where they never have."""
        numbers = self.program.line_numbers
        for number, lines in enumerate(exact.run(self.program, years).lines):
            if not lines[numbers[KEPT]]:
                return Had(number, Fraction(lines[numbers[HAD]], PARTS))
        return None

    def search(self, paths: int, seed: int) -> Years | None:
        """Return the fewest years found of which the last breaks the promise, None where none does."""
        chance, plain = Random(seed), self._plain()
        shortest: Years | None = None
        for _ in range(paths):
            years = next(plain, None) or self._drawn(chance)
            broken = self.above(years)
            if broken is not None and (shortest is None or broken.year + 1 < len(shortest)):
                shortest = years[: broken.year + 1]
        return shortest

    @property
    def _limit(self) -> int:
        return int(self.cap.amount * PARTS)

    def _plain(self) -> Iterator[Years]:
        """Yield the plainest years: the cap gained, gained twice, and gained again once it was given back."""
        limit = max(self._limit, PARTS)
        yield [(limit, 0), (limit, 0)]
        yield [(2 * limit, 0)]
        yield [(limit, limit), (limit, 0)]
        yield [(limit, 0), (0, limit), (limit, 0), (limit, 0)]

    def _drawn(self, chance: Random) -> Years:
        """Return years in which what is gained is at the room that is left, a penny off it, or far above it."""
        limit = self._limit
        years: list[tuple[int, int]] = []
        used = 0
        for _ in range(chance.randint(1, MOST_YEARS)):
            falls = (0, 0, 0, 1, used, used - 1, limit, chance.randint(0, 2 * limit + PARTS))
            given_back = max(0, chance.choice(falls))
            netted = given_back if self.cap.netted else 0
            room = limit - used + netted
            rises = (0, room, room + 1, room - 1, limit, 2 * limit + 1, chance.randint(0, limit))
            gained = max(0, chance.choice(rises))
            years.append((gained, given_back))
            if self.cap.over == "term":
                used += min(gained, max(room, 0)) - netted
        return years
