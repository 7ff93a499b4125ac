"""What is paid for an outcome that is measured, whatever is saved. One small file a rule."""

from riskreward.fees.outcomes.accelerator import Accelerator
from riskreward.fees.outcomes.cohort_then_pooled import CohortThenPooled
from riskreward.fees.outcomes.finders_fee import FindersFee
from riskreward.fees.outcomes.frequency_payment import FrequencyPayment
from riskreward.fees.outcomes.marginal_rate import MarginalRate
from riskreward.fees.outcomes.milestone import Milestone
from riskreward.fees.outcomes.rate_card import RateCardPayment
from riskreward.fees.outcomes.staged_payments import StagedPayments
from riskreward.fees.outcomes.step_table import StepTable
from riskreward.fees.outcomes.taper import Taper
from riskreward.fees.outcomes.unit_payment import UnitPayment

OutcomeStep = (
    UnitPayment
    | RateCardPayment
    | StepTable
    | Milestone
    | StagedPayments
    | Accelerator
    | Taper
    | MarginalRate
    | FrequencyPayment
    | CohortThenPooled
    | FindersFee
)
