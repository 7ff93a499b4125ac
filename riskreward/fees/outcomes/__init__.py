"""What is paid for an outcome that is measured, whatever is saved. One small file a rule."""

from riskreward.fees.outcomes.unit_payment import UnitPayment

OutcomeStep = UnitPayment
