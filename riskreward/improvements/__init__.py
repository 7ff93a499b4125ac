"""From outturn to verified improvement: what is measured, and what really happened."""

from riskreward.improvements.measure import RING_FENCED, Benefit, Fund, Measure, MeasureAmounts
from riskreward.improvements.outturn import (
    COUNCIL_COSTS,
    DETAILS,
    PERIOD,
    STATUSES,
    Outturn,
    Row,
    Status,
    outturn_of,
    read_records,
)

__all__ = [
    "COUNCIL_COSTS",
    "DETAILS",
    "PERIOD",
    "RING_FENCED",
    "STATUSES",
    "Benefit",
    "Fund",
    "Measure",
    "MeasureAmounts",
    "Outturn",
    "Row",
    "Status",
    "outturn_of",
    "read_records",
]
