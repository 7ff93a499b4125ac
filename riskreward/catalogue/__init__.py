"""Complete known forms of contract, each a function of the few figures its users know."""

from riskreward.catalogue.cohort_bond import cohort_bond
from riskreward.catalogue.cost_incentives import cost_plus_incentive, fixed_price_incentive
from riskreward.catalogue.gain_share import gain_share
from riskreward.catalogue.guaranteed_savings import guaranteed_savings
from riskreward.catalogue.impact_bond import impact_bond
from riskreward.catalogue.procurement_gain_share import procurement_gain_share
from riskreward.catalogue.recovery_audit import recovery_audit
from riskreward.catalogue.risk_corridors import risk_corridors
from riskreward.catalogue.shared_savings import shared_savings
from riskreward.catalogue.target_contract import nec_option_c, nec_option_d
from riskreward.catalogue.troubled_families import troubled_families
from riskreward.catalogue.work_programme import work_programme

__all__ = [
    "cohort_bond",
    "cost_plus_incentive",
    "fixed_price_incentive",
    "gain_share",
    "guaranteed_savings",
    "impact_bond",
    "nec_option_c",
    "nec_option_d",
    "procurement_gain_share",
    "recovery_audit",
    "risk_corridors",
    "shared_savings",
    "troubled_families",
    "work_programme",
]
