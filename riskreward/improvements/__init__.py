"""From outturn to verified improvement: what is measured, and what really happened."""

from riskreward.improvements.columns import Column
from riskreward.improvements.measure import RING_FENCED, Benefit, Fund, InUnits, Measure, MeasureAmounts
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
from riskreward.improvements.price import Price, valued

__all__ = [
    "COUNCIL_COSTS",
    "DETAILS",
    "PERIOD",
    "RING_FENCED",
    "STATUSES",
    "Benefit",
    "Column",
    "Fund",
    "InUnits",
    "Measure",
    "MeasureAmounts",
    "Outturn",
    "Price",
    "Row",
    "Status",
    "outturn_of",
    "read_records",
    "valued",
]
