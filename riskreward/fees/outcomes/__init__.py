"""What is paid for an outcome that is measured, whatever is saved. One small file a rule."""

from riskreward.fees.outcomes.rate_card import RateCardPayment
from riskreward.fees.outcomes.unit_payment import UnitPayment

OutcomeStep = UnitPayment | RateCardPayment
"""What adds to the fee, and may begin it: so much for each unit measured, or a sum for each outcome of a person."""
