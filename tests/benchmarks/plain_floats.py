"""The same contract for many paths as most would write it: numpy's float64 in pounds, rounded by `np.round(x, 2)`."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Pounds = NDArray[np.float64]

BASELINE = 12_206_500
EDGE = 500_000
CAP = 400_000


def settle(months: Sequence[tuple[Pounds, Pounds]]) -> Iterator[tuple[Pounds, Pounds, Pounds, Pounds]]:
    """Yield what is paid, earned to date, repaid and kept by the council to date, from each month's costs and share."""
    nothing = np.zeros_like(months[0][0])
    above_to_date, shortfall, above_in_year, counted, room_used = (nothing.copy() for _ in range(5))
    retained, earlier, saved, earned_to_date, paid_to_date = (nothing.copy() for _ in range(5))
    for number, (costs, on_time) in enumerate(months):
        month = number % 12 + 1
        if month == 1:
            above_in_year, earlier = nothing, retained
        baseline = np.round(BASELINE * month / 12, 2) - np.round(BASELINE * (month - 1) / 12, 2)
        saving = baseline - costs
        above = saving - baseline * 0.05
        above_to_date = above_to_date + np.round(above, 2)
        above_in_year = above_in_year + np.round(above, 2)
        if month == 12:
            shortfall = np.maximum(shortfall, np.maximum(-above_to_date, 0))

        counted = counted + np.round(np.where(on_time >= 0.90, above, np.minimum(above, 0)), 2)
        by_bands = np.clip(counted, 0, EDGE) * 0.25 + np.maximum(counted - EDGE, 0) * 0.15
        within_cap = np.minimum(by_bands, earned_to_date + np.maximum(CAP - room_used, 0))
        change = np.round(within_cap, 2) - earned_to_date
        earned_to_date = np.round(within_cap, 2)
        room_used = room_used + change

        earned, clawback = np.maximum(change, 0), np.maximum(-change, 0)
        from_retention = np.minimum(clawback, retained)
        kept_back = np.round(earned * 0.20, 2)
        earlier = earlier - np.minimum(from_retention, earlier)
        released = np.where(above_in_year >= 0, earlier, 0) if month == 12 else nothing
        earlier = earlier - released
        retained = retained + kept_back - from_retention - released
        repaid = clawback - from_retention
        paid = earned - kept_back + released

        saved = saved + saving
        paid_to_date = paid_to_date + paid - repaid
        yield np.round(paid, 2), earned_to_date, np.round(repaid, 2), np.round(saved - paid_to_date + shortfall, 2)
