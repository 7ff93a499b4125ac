"""The same contract settled by hand for many paths at once: numpy's float64 in pence, tuned as far as it goes.

A chunk at a time, every result in a buffer that is used again, and yearly rules in the last month of the year alone.
"""

from collections.abc import Sequence

import numpy as np
from numpy import add, copyto, less_equal, maximum, minimum, multiply, negative, rint, subtract
from numpy.typing import NDArray

Pence = NDArray[np.float64]

BASELINE = 1_220_650_000
CAP = 40_000_000.0
EDGE = 50_000_000.0
PATHS = 16_384


class Chunk:
    """The balances of some paths, and the buffers to work in."""

    def __init__(self, paths: int) -> None:
        names = ("above", "counted", "earned", "room", "retained", "earlier", "year", "short", "saved", "paid_to_date")
        self.above, self.counted, self.earned, self.room, self.retained = (np.empty(paths) for _ in names[:5])
        self.earlier, self.year, self.short, self.saved, self.paid_to_date = (np.empty(paths) for _ in names[5:])
        self.buffers = tuple(np.empty(paths) for _ in range(7))
        self.passes = np.empty(paths, np.bool_)

    def begin(self) -> None:
        """Start the term again."""
        for each in (self.above, self.counted, self.earned, self.room, self.retained):
            each.fill(0)
        for each in (self.earlier, self.year, self.short, self.saved, self.paid_to_date):
            each.fill(0)

    def settle(self, number: int, months: int, costs: Pence, on_time: Pence) -> Sequence[Pence]:
        """Return what is paid, earned to date, repaid and kept by the council to date; good until the next month."""
        month = number % 12 + 1
        baseline = float(_rounded(BASELINE * month) - (_rounded(BASELINE * (month - 1)) if month > 1 else 0))
        now, gated, fee, more, repaid, paid, kept = self.buffers
        if month == 1:
            self.year.fill(0)
            copyto(self.earlier, self.retained)
        subtract(baseline, costs, now)
        add(self.saved, now, self.saved)
        subtract(now, baseline * 0.05, now)
        rint(now, gated)
        add(self.above, gated, self.above)
        add(self.year, gated, self.year)
        if month == 12:
            negative(self.above, gated)
            maximum(gated, 0.0, out=gated)
            maximum(self.short, gated, out=self.short)

        less_equal(9_000.0, on_time, self.passes)
        minimum(now, 0.0, out=gated)
        rint(np.where(self.passes, now, gated), gated)
        add(self.counted, gated, self.counted)
        maximum(self.counted, 0.0, out=fee)
        minimum(fee, EDGE, out=fee)
        multiply(fee, 0.25, fee)
        subtract(self.counted, EDGE, more)
        maximum(more, 0.0, out=more)
        multiply(more, 0.15, more)
        add(fee, more, fee)
        subtract(CAP, self.room, more)
        maximum(more, 0.0, out=more)
        add(more, self.earned, more)
        minimum(fee, more, out=fee)
        add(fee, 0.5, fee)
        np.floor(fee, fee)

        subtract(fee, self.earned, more)
        copyto(self.earned, fee)
        add(self.room, more, self.room)
        maximum(more, 0.0, out=paid)
        subtract(paid, more, repaid)
        minimum(repaid, self.retained, out=fee)
        subtract(repaid, fee, repaid)
        subtract(self.retained, fee, self.retained)
        subtract(self.earlier, fee, self.earlier)
        maximum(self.earlier, 0.0, out=self.earlier)
        multiply(paid, 0.2, more)
        add(more, 0.5, more)
        np.floor(more, more)
        add(self.retained, more, self.retained)
        subtract(paid, more, paid)
        if month == 12:
            less_equal(0.0, self.year, self.passes)
            multiply(self.earlier, self.passes, more)
            subtract(self.earlier, more, self.earlier)
            subtract(self.retained, more, self.retained)
            add(paid, more, paid)
        if number == months - 1:
            self.retained.fill(0)
        add(self.paid_to_date, paid, self.paid_to_date)
        subtract(self.paid_to_date, repaid, self.paid_to_date)
        subtract(self.saved, self.paid_to_date, kept)
        add(kept, self.short, kept)
        return paid, self.earned, repaid, kept


def _rounded(yearly_pence: int) -> int:
    return (2 * yearly_pence + 12) // 24
