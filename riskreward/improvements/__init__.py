"""From outturn to verified improvement: what is measured, and what really happened."""

from riskreward.improvements.claims import Claim, Overlap
from riskreward.improvements.columns import Column
from riskreward.improvements.confidence import Confidence
from riskreward.improvements.deadweight import Counterfactual
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
from riskreward.improvements.price import Price
from riskreward.improvements.stages import CountsWhen, Deemed, UntilThen

__all__ = [
    "COUNCIL_COSTS",
    "DETAILS",
    "PERIOD",
    "RING_FENCED",
    "STATUSES",
    "Benefit",
    "Claim",
    "Column",
    "Confidence",
    "Counterfactual",
    "CountsWhen",
    "Deemed",
    "Fund",
    "Measure",
    "MeasureAmounts",
    "Outturn",
    "Overlap",
    "Price",
    "Row",
    "Status",
    "UntilThen",
    "outturn_of",
    "read_records",
]
