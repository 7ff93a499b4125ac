"""Tables that turn a chance into a figure, all in whole numbers: a shift, a look-up and a straight line between."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from riskreward.scenarios.draws import CHANCE_BITS

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray

    Scratch = tuple[IntArray, IntArray]
    """Arrays as long as what is drawn, to work in."""

CELL_BITS = 10
CELLS = 2**CELL_BITS
"""A table divides the chances into so many cells; its first and its last are divided again into as many."""

_FINE = CELLS**2
_REST = CHANCE_BITS - CELL_BITS
_TAIL_REST = _REST - CELL_BITS
_WIDEST = 62

CHANCES: tuple[Fraction, ...] = (
    *(Fraction(number, _FINE) for number in range(CELLS)),
    *(Fraction(number, CELLS) for number in range(1, CELLS)),
    *(1 - Fraction(number, _FINE) for number in reversed(range(CELLS))),
)
"""The chances at which a distribution is tabulated, from nought to one: those of the tails lie closer."""


class Table(Protocol):
    """What turns chances into figures, whole numbers from `lowest` to `highest`."""

    @property
    def lowest(self) -> int:
        """The lowest figure that can be drawn."""

    @property
    def highest(self) -> int:
        """The highest figure that can be drawn."""

    def draw(self, chances: "IntArray", out: "IntArray", scratch: "Scratch") -> None:
        """Write the figures of these chances into `out`; what is in `scratch` is lost."""


class QuantileTable:
    """The figures of a distribution at each of `CHANCES`; between two of them it runs straight, to the nearest whole.

    The figures rise throughout, or fall throughout.
    """

    def __init__(self, figures: Sequence[int]) -> None:
        import numpy as np

        known = np.array(figures, np.int64)
        widths = np.diff(known)
        self.lowest, self.highest = min(figures[0], figures[-1]), max(figures[0], figures[-1])
        self._bits = min(_TAIL_REST, _WIDEST - int(np.abs(widths).max()).bit_length())
        middle, middle_widths = known[CELLS:-CELLS], widths[CELLS:-CELLS]
        self._starts = np.concatenate(([0], middle[:-1], [0]))  # of the first and the last cell the tails tell
        self._widths = np.concatenate(([0], middle_widths, [0]))
        self._tail_starts = np.concatenate((known[:CELLS], known[-CELLS - 1 : -1]))
        self._tail_widths = np.concatenate((widths[:CELLS], widths[-CELLS:]))

    def draw(self, chances: "IntArray", out: "IntArray", scratch: "Scratch") -> None:
        """Write the figures of these chances into `out`; what is in `scratch` is lost."""
        import numpy as np

        cells, looked_up = scratch
        np.right_shift(chances, _REST, out=cells)
        np.right_shift(chances, _REST - self._bits, out=out)
        out &= 2**self._bits - 1
        out *= np.take(self._widths, cells, out=looked_up, mode="clip")
        out += 2**self._bits // 2
        out >>= self._bits
        out += np.take(self._starts, cells, out=looked_up, mode="clip")
        cells += 1
        cells &= CELLS - 1
        (tails,) = np.nonzero(cells < 2)  # the last cell became nought, and the first one
        if tails.size:
            out[tails] = self._in_tails(chances[tails])

    def _in_tails(self, chances: "IntArray") -> "IntArray":
        cells = (chances >> _TAIL_REST) & (CELLS - 1)
        cells += CELLS * (chances >> (CHANCE_BITS - 1))
        rest: IntArray = (chances >> (_TAIL_REST - self._bits)) & (2**self._bits - 1)
        rest *= self._tail_widths[cells]
        rest += 2**self._bits // 2
        rest >>= self._bits
        rest += self._tail_starts[cells]
        return rest


class StepTable:
    """Figures of equal chance, each drawn as it stands, in the order given."""

    def __init__(self, figures: Iterable[int]) -> None:
        import numpy as np

        self._figures = np.array(list(figures), np.int64)
        self.lowest, self.highest = int(self._figures.min()), int(self._figures.max())

    def draw(self, chances: "IntArray", out: "IntArray", scratch: "Scratch") -> None:
        """Write the figures of these chances into `out`; what is in `scratch` is lost."""
        import numpy as np

        places, _ = scratch
        np.right_shift(chances, CHANCE_BITS - 32, out=places)
        places *= len(self._figures)
        places >>= 32
        np.take(self._figures, places, out=out, mode="clip")  # otherwise numpy writes to an array of its own first
