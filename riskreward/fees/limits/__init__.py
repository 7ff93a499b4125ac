"""What becomes of a fee: gates, caps and what is taken off it. One small file a rule."""

from riskreward.fees.limits.cap import Cap
from riskreward.fees.limits.ceiling_price import CeilingPrice
from riskreward.fees.limits.deduction import Deduction
from riskreward.fees.limits.payment_gate import PaymentGate
from riskreward.fees.limits.quality_multiplier import QualityMultiplier
from riskreward.fees.limits.two_level_gate import TwoLevelGate

LimitingStep = PaymentGate | TwoLevelGate | QualityMultiplier | Deduction | Cap | CeilingPrice
