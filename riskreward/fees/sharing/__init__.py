"""What the provider has of a saving: from saving to fee. One small file a rule."""

from riskreward.fees.sharing.bands import Bands
from riskreward.fees.sharing.cost_recovery import CostRecovery
from riskreward.fees.sharing.fee_on_cost import FeeOnCost
from riskreward.fees.sharing.loss_share import LossShare
from riskreward.fees.sharing.share import Share
from riskreward.fees.sharing.target_fee import TargetFee

SharingStep = Share | Bands | CostRecovery | LossShare | TargetFee | FeeOnCost
