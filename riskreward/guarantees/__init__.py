"""The guaranteed target, and what falling short of it costs."""

from riskreward.guarantees.agreed import amounts_of, baseline_as_agreed, guaranteed_as_agreed
from riskreward.guarantees.completeness import guarantee_problems
from riskreward.guarantees.core_volume import CoreVolume, Investment
from riskreward.guarantees.core_volume_problems import core_volume_problems, volume_text
from riskreward.guarantees.excess import EXCESSES, Excess, three_years
from riskreward.guarantees.guarantee import Guarantee, Shortfall, Tested
from riskreward.guarantees.repair import REPAIR_IN_KIND, repair_column
from riskreward.guarantees.shortfall import ShortfallAmounts, record_shortfall
from riskreward.guarantees.target import Improved, Target, record_target
from riskreward.guarantees.termination import Termination, cuts_a_year, termination_problems

__all__ = [
    "EXCESSES",
    "REPAIR_IN_KIND",
    "CoreVolume",
    "Excess",
    "Guarantee",
    "Improved",
    "Investment",
    "Shortfall",
    "ShortfallAmounts",
    "Target",
    "Termination",
    "Tested",
    "amounts_of",
    "baseline_as_agreed",
    "core_volume_problems",
    "cuts_a_year",
    "guarantee_problems",
    "guaranteed_as_agreed",
    "record_shortfall",
    "record_target",
    "repair_column",
    "termination_problems",
    "three_years",
    "volume_text",
]
