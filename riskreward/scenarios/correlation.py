"""Measures that move together: which correlations can be, and draws that have them, in whole numbers."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from riskreward.figures import rounded, share_text
from riskreward.findings import Problem
from riskreward.scenarios.draws import CHANCE_BITS
from riskreward.scenarios.probability import EXACTLY, normal_chance
from riskreward.scenarios.quantiles import ONE, normal
from riskreward.scenarios.tables import QuantileTable

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray
    from riskreward.scenarios.tables import Scratch

Pair = tuple[str, str]

_SCORE_BITS = 28
_SCORE = 2**_SCORE_BITS
_FURTHEST = 8
_CELL_BITS = 20
_PART_BITS = 48
"""Scores are in 2**28 parts of a deviation, up to 8 of them; cells of a 256th; chances there in 2**48 parts."""


def names_of(correlated: Mapping[Pair, Fraction], first: Collection[str] = ()) -> tuple[str, ...]:
    """Return the measures that are correlated, some first, in an order that does not hang on how they were given."""
    return tuple(sorted({name for pair in correlated for name in pair}, key=lambda name: (name not in first, name)))


def moving_together(correlated: Mapping[Pair, Fraction]) -> list[dict[Pair, Fraction]]:
    """Return the pairs in groups that have no measure in common."""
    groups: list[dict[Pair, Fraction]] = []
    for pair, figure in correlated.items():
        joined = {pair: figure}
        apart = []
        for group in groups:
            if {name for each in group for name in each} & {name for each in joined for name in each}:
                joined = group | joined
            else:
                apart.append(group)
        groups = [*apart, joined]
    return groups


def correlation_problems(correlated: Mapping[Pair, Fraction]) -> list[Problem]:
    """Return what is wrong with correlations: each pair's own figure, and then all of them together."""
    problems = []
    for (one, other), figure in correlated.items():
        where = _place(one, other)
        if one == other:
            if figure != 1:
                what = f"is {share_text(figure)}, but a measure is wholly correlated with itself"
                problems.append(Problem(where, what, "leave the pair out"))
        elif not -1 <= figure <= 1:
            problems.append(
                Problem(where, f"is {share_text(figure)}, not between -100% and 100%", "write a correlation")
            )
        elif correlated.get((other, one), figure) != figure and one < other:
            what = f"is {share_text(figure)}, and the other way round {share_text(correlated[other, one])}"
            problems.append(Problem(where, what, "write the pair once"))
    return problems or _together(correlated)


def _place(one: str, other: str) -> str:
    return f'scenario.correlated["{one}", "{other}"]'


def _rows(correlated: Mapping[Pair, Fraction], first: Collection[str] = ()) -> list[list[Fraction]]:
    names = names_of(correlated, first)
    none = Fraction(0)
    return [
        [Fraction(1) if a == b else correlated.get((a, b), correlated.get((b, a), none)) for b in names] for a in names
    ]


def _together(correlated: Mapping[Pair, Fraction]) -> list[Problem]:
    """Return the first pair whose correlation cannot be beside the others, with what could."""
    names, left = names_of(correlated), _rows(correlated)
    for first in range(len(names)):
        for other in range(first + 1, len(names)):
            limit = left[first][first] * left[other][other]
            if left[first][other] ** 2 > limit:
                given = _rows(correlated)[first][other]
                middle = given - left[first][other]
                with localcontext(EXACTLY):
                    width = (Decimal(limit.numerator) / Decimal(limit.denominator)).sqrt()
                low, high = (f"{rounded(100 * (middle + sign * Fraction(width)), 1)}%" for sign in (-1, 1))
                what = f"is {share_text(given)}, which the other correlations do not allow"
                mend = f"with the others as they are, it lies between {low} and {high}"
                return [Problem(_place(names[first], names[other]), what, mend)]
        left = _less(left, first)
    return []


def _less(left: Sequence[Sequence[Fraction]], first: int) -> list[list[Fraction]]:
    """Return what is left of the variances and covariances, once one measure's own part is taken out of them."""
    pivot = left[first]
    if not pivot[first]:
        return [list(row) for row in left]
    return [[each - row[first] * above / pivot[first] for each, above in zip(row, pivot, strict=True)] for row in left]


class Correlated:
    """Turns independent chances of several measures into chances that move together: a Gaussian copula.

    A figure's chance becomes a normal score; the scores are mixed; each mixed score becomes a chance again. So every
    measure keeps its own distribution. The correlation is that of the scores. What is `common` to several contracts is
    mixed with nothing else, and comes first.
    """

    def __init__(self, correlated: Mapping[Pair, Fraction], common: Collection[str] = ()) -> None:
        self.names = names_of(correlated, common)
        self._mix = _mixing(_rows(correlated, common))

    def mix(self, chances: Sequence["IntArray"], scores: Sequence["IntArray"], scratch: "Scratch") -> None:
        """Make independent chances of the measures, in the order of `names`, move together.

        `scores` are as many arrays to work in; what is in them, and in `scratch`, is lost.
        """
        import numpy as np

        for each, score in zip(chances, scores, strict=True):
            _score_table().draw(each, score, scratch)
        for number, row in reversed(list(enumerate(self._mix))):  # a row rests on those before it
            out, parts = chances[number], [(part, place) for place, part in enumerate(row) if part]
            part, place = parts[0]
            if len(parts) == 1 and abs(part) == _SCORE:  # it moves wholly with one measure, or against it
                out[:] = chances[place] if part > 0 else 2**CHANCE_BITS - 1 - chances[place]
                continue
            out.fill(_SCORE // 2)
            for part, place in parts:
                out += np.multiply(scores[place], part, out=scratch[0])
            out >>= _SCORE_BITS
            _turn_to_chances(out, scratch)


def _mixing(rows: Sequence[Sequence[Fraction]]) -> list[list[int]]:
    """Return the lower triangle of the Cholesky factor, in whole parts."""
    found: list[list[Decimal]] = []
    with localcontext(EXACTLY):
        for number, row in enumerate(rows):
            line: list[Decimal] = []
            for column in range(number + 1):
                known = sum(
                    (line[k] * (found[column] if column < number else line)[k] for k in range(column)), Decimal(0)
                )
                rest = Decimal(row[column].numerator) / Decimal(row[column].denominator) - known
                if column == number:
                    line.append(max(rest, Decimal(0)).sqrt())
                else:
                    above = found[column][column]
                    line.append(rest / above if above > Decimal("1e-12") else Decimal(0))
            found.append(line)
        return [[int((each * _SCORE).to_integral_value()) for each in line] for line in found]


@lru_cache(maxsize=1)
def _score_table() -> QuantileTable:
    return QuantileTable([score * _SCORE // ONE for score in normal()])


@lru_cache(maxsize=1)
def _chance_table() -> tuple["IntArray", "IntArray"]:
    """Return the chance of each score of the cells, and how much it grows over the cell."""
    import numpy as np

    cells = 2 * _FURTHEST << (_SCORE_BITS - _CELL_BITS)
    with localcontext(EXACTLY):
        width = Decimal(2 * _FURTHEST) / cells
        lower = [int(normal_chance(width * number - _FURTHEST) * 2**_PART_BITS) for number in range(cells // 2)]
    whole = 2**_PART_BITS
    found = [*lower, whole // 2, *(whole - 1 - each for each in reversed(lower))]
    starts = np.array(found, np.int64)
    return starts[:-1], np.diff(starts)


def _turn_to_chances(scores: "IntArray", scratch: "Scratch") -> None:
    import numpy as np

    (starts, widths), (cells, looked_up) = _chance_table(), scratch
    scores += _FURTHEST * _SCORE
    np.clip(scores, 0, 2 * _FURTHEST * _SCORE - 1, out=scores)
    np.right_shift(scores, _CELL_BITS, out=cells)
    scores &= 2**_CELL_BITS - 1
    scores *= np.take(widths, cells, out=looked_up, mode="clip")
    scores >>= _CELL_BITS
    scores += np.take(starts, cells, out=looked_up, mode="clip")
    scores <<= CHANCE_BITS - _PART_BITS
