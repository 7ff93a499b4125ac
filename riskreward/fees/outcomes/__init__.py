"""What is paid for an outcome that is measured, whatever is saved. One small file a rule."""

from riskreward.fees.outcomes.milestone import Milestone
from riskreward.fees.outcomes.rate_card import RateCardPayment
from riskreward.fees.outcomes.step_table import StepTable
from riskreward.fees.outcomes.unit_payment import UnitPayment

OutcomeStep = UnitPayment | RateCardPayment | StepTable | Milestone
