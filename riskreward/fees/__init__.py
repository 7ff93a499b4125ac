"""The payout vocabulary: one small file a rule, and the order in which a contract writes them."""

from riskreward.fees.checks import assessment_problems, order_problems, step_problems
from riskreward.fees.counting.deficit import DeficitCarryForward
from riskreward.fees.counting.quality_gate import QualityGate
from riskreward.fees.counting.threshold import Threshold
from riskreward.fees.fee import AnyStep, Fee, Starts, placed
from riskreward.fees.limits.cap import Cap
from riskreward.fees.limits.payment_gate import PaymentGate
from riskreward.fees.outcomes.rate_card import RateCardPayment
from riskreward.fees.record import FeeAmounts, record_fee
from riskreward.fees.rounding import Rounding
from riskreward.fees.sharing.bands import Band, Bands
from riskreward.fees.sharing.cost_recovery import CostRecovery
from riskreward.fees.sharing.share import Share
from riskreward.fees.step import Around, Counted, Flows, Seen, Step

__all__ = [
    "AnyStep",
    "Around",
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
    "RateCardPayment",
    "Rounding",
    "Seen",
    "Share",
    "Starts",
    "Step",
    "Threshold",
    "assessment_problems",
    "order_problems",
    "placed",
    "record_fee",
    "step_problems",
]
