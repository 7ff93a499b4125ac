"""The payout vocabulary: one small file a rule, and the order in which a contract writes them."""

from riskreward.fees.bands import Band, Bands
from riskreward.fees.cap import Cap
from riskreward.fees.cost_recovery import CostRecovery
from riskreward.fees.deficit import DeficitCarryForward
from riskreward.fees.fee import AnyStep, Counted, Fee, Starts, order_problems, placed
from riskreward.fees.payment_gate import PaymentGate
from riskreward.fees.quality_gate import QualityGate
from riskreward.fees.record import FeeAmounts, record_fee
from riskreward.fees.rounding import Rounding
from riskreward.fees.share import Share
from riskreward.fees.step import Flows, Seen, Step
from riskreward.fees.threshold import Threshold

__all__ = [
    "AnyStep",
    "Band",
    "Bands",
    "Cap",
    "CostRecovery",
    "Counted",
    "DeficitCarryForward",
    "Fee",
    "FeeAmounts",
    "Flows",
    "PaymentGate",
    "QualityGate",
    "Rounding",
    "Seen",
    "Share",
    "Starts",
    "Step",
    "Threshold",
    "order_problems",
    "placed",
    "record_fee",
]
