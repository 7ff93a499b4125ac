"""Complete known forms of contract, each a function of the few figures its users know."""

from riskreward.catalogue.cost_incentives import cost_plus_incentive, fixed_price_incentive
from riskreward.catalogue.gain_share import gain_share
from riskreward.catalogue.risk_corridors import risk_corridors
from riskreward.catalogue.shared_savings import shared_savings
from riskreward.catalogue.target_contract import nec_option_c, nec_option_d

__all__ = [
    "cost_plus_incentive",
    "fixed_price_incentive",
    "gain_share",
    "nec_option_c",
    "nec_option_d",
    "risk_corridors",
    "shared_savings",
]
