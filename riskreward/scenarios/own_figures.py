"""Figures of one's own: paths drawn elsewhere, one row a path and one column a period."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, get_args

from riskreward.figures import FigureError, number_text, read_rate, shown
from riskreward.findings import InputError, Problem
from riskreward.kernel import money, share
from riskreward.kernel.program import Fact
from riskreward.scenarios.arrays import need_arrays
from riskreward.scenarios.distributions import Of
from riskreward.scenarios.typed import NUMBER, SHARE, Reading, read_typed

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray

CountedIn = Literal["whole units", "smallest parts"]

_EXACT_FLOATS = 2**53


@dataclass(frozen=True, eq=False)
class OwnFigures:
    """An array of figures as given, of `paths` rows and `periods` columns; what is in it is read against a contract."""

    figures: Any
    paths: int
    periods: int
    counted_in: CountedIn
    of: Of

    @property
    def sentence(self) -> str:
        """What it is, in words."""
        return f"{self.paths:,} paths of your own"

    def in_parts(self, fact: Fact, currency: str, where: str) -> "tuple[IntArray, list[Problem]]":
        """Return the figures as whole numbers of the fact's parts, one row a path, and what is wrong with them."""
        import numpy as np

        kind = getattr(self.figures.dtype, "kind", "O")
        if kind in "iuf" and fact.kind is share and self.counted_in == "whole units":
            for path, period in np.argwhere(abs(self.figures) > 1)[:1].tolist():
                try:
                    read_rate(self.figures[path, period].item())
                except FigureError as error:
                    problem = Problem(f"{where}[{path}, {period}]", error.what, error.mend)
                    return np.zeros(self.figures.shape, np.int64), [problem]
        parts = 1 if self.counted_in == "smallest parts" else fact.denominator
        if kind in "iu":
            found, most = self.figures.astype(np.int64), 2**62 // parts
            if (kind == "u" and (found < 0).any()) or (found > most).any() or (found < -most).any():
                return found, [Problem(where, "has figures too large to be settled", "check the figures")]
            return found * parts, []
        if kind == "f":
            return self._from_floats(parts, where)
        return self._from_cells(fact, currency, where)

    def _from_floats(self, parts: int, where: str) -> "tuple[IntArray, list[Problem]]":
        import numpy as np

        figures = self.figures.astype(np.float64)
        wrong = ~np.isfinite(figures)
        if not wrong.any():
            nearest = np.rint(figures * parts)
            wrong = (nearest / parts != figures) | (abs(nearest) >= _EXACT_FLOATS)
            if not wrong.any():
                return nearest.astype(np.int64), []
            what = "finer than the smallest part of the unit"
            mend = f"round it, or give whole numbers counted_in={shown('smallest parts')}"
        else:
            what, mend = "which is not a number", "fill the gaps: every path needs a figure in every period"
        path, period = (int(each[0]) for each in np.nonzero(wrong))
        value = float(figures[path, period])
        return np.zeros(figures.shape, np.int64), [Problem(f"{where}[{path}, {period}]", f"is {value}, {what}", mend)]

    def _from_cells(self, fact: Fact, currency: str, where: str) -> "tuple[IntArray, list[Problem]]":
        import numpy as np

        found = np.zeros((self.paths, self.periods), np.int64)
        problems = []
        wanted = {money: currency, share: SHARE}.get(fact.kind, NUMBER)
        parts = 1 if self.counted_in == "smallest parts" else fact.denominator
        for path, row in enumerate(self.figures):
            for period, value in enumerate(row):
                try:
                    found[path, period] = _cell(value, wanted, parts, self.counted_in)
                except FigureError as error:
                    problems.append(Problem(f"{where}[{path}, {period}]", error.what, error.mend))
                if len(problems) == _TOLD:
                    return found, problems
        return found, problems


_TOLD = 10
"""So many cells of an array are told of, and no more."""


def _cell(value: object, wanted: str, parts: int, counted_in: CountedIn) -> int:
    typed = read_typed(value)
    if typed.unit not in {wanted, NUMBER}:
        raise FigureError(f"is {shown(value)}, in another unit", "write it in the measure's own")
    if wanted == SHARE and typed.unit == NUMBER and counted_in == "whole units":
        read_rate(value)
    whole = typed.value * parts
    if whole.denominator != 1:
        raise FigureError(f"is {shown(value)}, finer than the smallest part of the unit", "round it")
    if abs(whole) >= 2**62:
        raise FigureError(f"is {shown(value)}, too large to be settled", "check the figure")
    return int(whole)


def own_figures(figures: "Sequence[Sequence[object]] | IntArray", *, counted_in: CountedIn, of: Of) -> OwnFigures:
    """Return paths of your own: an array of one row a path and one column a settlement of the term.

    Whole numbers are exact; a float must be the nearest to a figure of the unit's places, and never NaN; rows may hold
    text and Decimals too. `counted_in` is "whole units" (pounds, shares of the whole, units) or "smallest parts"
    (pence, hundredths of a per cent, hundredths of a unit). `of` is "saving" (an amount) or "outturn".
    Ramp-up, persistence and shocks leave them as they are. Raises InputError.
    """
    need_arrays()
    import numpy as np

    reading = Reading("own_figures")
    reading.chosen("counted_in", counted_in, get_args(CountedIn))
    reading.chosen("of", of, get_args(Of))
    array: Any = np.asarray(figures) if hasattr(figures, "__array__") else figures
    if isinstance(figures, np.ma.MaskedArray) and np.ma.getmaskarray(figures).any():
        path, period = (int(each[0]) for each in np.nonzero(np.atleast_2d(np.ma.getmaskarray(figures))))
        mend = "fill the gaps: every path needs a figure in every period"
        reading.refuse(f"figures[{path}, {period}]", "is masked, which is no figure", mend)
    is_no_array = isinstance(figures, str | bytes | Mapping | Set)
    if is_no_array or not (hasattr(figures, "__array__") or isinstance(figures, Iterable)):
        reading.refuse("figures", f"is {shown(figures)}, where paths and settlements belong", "give an array")
        raise InputError(reading.problems)
    if not isinstance(array, np.ndarray):
        rows = [list(row) if isinstance(row, Sequence) and not isinstance(row, str) else [row] for row in figures]
        lengths = sorted({len(row) for row in rows})
        if len(lengths) > 1:
            what = f"has rows of {number_text(Fraction(lengths[0]))} to {number_text(Fraction(lengths[-1]))} figures"
            reading.refuse("figures", what, "give every path a figure for each settlement")
            raise InputError(reading.problems)
        array = np.empty((len(rows), lengths[0] if lengths else 0), object)
        for number, row in enumerate(rows):
            array[number] = row
    if array.ndim != 2 or 0 in array.shape:
        what = f"has the shape {array.shape}, where paths and settlements belong"
        reading.refuse("figures", what, "give one row for each path and one column for each settlement")
    elif array.dtype.kind not in "iufO":
        reading.refuse("figures", f"holds {array.dtype}, where figures belong", "give whole numbers")
    if reading.problems:
        raise InputError(reading.problems)
    return OwnFigures(array, array.shape[0], array.shape[1], counted_in, of)
