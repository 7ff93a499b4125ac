"""What the provider has of a saving: from saving to fee. One small file a rule."""

from riskreward.fees.sharing.bands import Bands
from riskreward.fees.sharing.cost_recovery import CostRecovery
from riskreward.fees.sharing.loss_share import LossShare
from riskreward.fees.sharing.share import Share

SharingStep = Share | Bands | CostRecovery | LossShare
