"""From outturn to verified improvement: what is measured, and what really happened."""

from riskreward.improvements.benefit import CASH, Benefit
from riskreward.improvements.claims import Claim, Overlap
from riskreward.improvements.columns import Column, from_nought
from riskreward.improvements.confidence import Confidence
from riskreward.improvements.deadweight import Counterfactual
from riskreward.improvements.efficiency import NOT_EFFICIENT, Efficiency
from riskreward.improvements.labels import Lever, Recurs
from riskreward.improvements.measure import RING_FENCED, Fund, InUnits, Measure, MeasureAmounts, measured_together
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
from riskreward.improvements.prices_paid import GAP, PricesPaid, price_paid_column
from riskreward.improvements.ratio import Ratio
from riskreward.improvements.stages import CountsWhen, Deemed, UntilThen

__all__ = [
    "CASH",
    "COUNCIL_COSTS",
    "DETAILS",
    "GAP",
    "NOT_EFFICIENT",
    "PERIOD",
    "RING_FENCED",
    "STATUSES",
    "Benefit",
    "Claim",
    "Column",
    "Efficiency",
    "Confidence",
    "Counterfactual",
    "CountsWhen",
    "Deemed",
    "Fund",
    "Lever",
    "InUnits",
    "Measure",
    "MeasureAmounts",
    "Outturn",
    "Overlap",
    "Price",
    "PricesPaid",
    "Ratio",
    "Recurs",
    "Row",
    "Status",
    "measured_together",
    "UntilThen",
    "outturn_of",
    "from_nought",
    "price_paid_column",
    "read_records",
    "valued",
]
