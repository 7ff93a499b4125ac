"""The guaranteed target, and what falling short of it costs."""

from riskreward.guarantees.agreed import guaranteed_as_agreed
from riskreward.guarantees.completeness import guarantee_problems
from riskreward.guarantees.excess import EXCESSES, Excess, three_years
from riskreward.guarantees.guarantee import Guarantee, Shortfall, Tested
from riskreward.guarantees.repair import REPAIR_IN_KIND, repair_column
from riskreward.guarantees.shortfall import ShortfallAmounts, record_shortfall
from riskreward.guarantees.target import Improved, Target, record_target

__all__ = [
    "EXCESSES",
    "REPAIR_IN_KIND",
    "Excess",
    "Guarantee",
    "Improved",
    "Shortfall",
    "ShortfallAmounts",
    "Target",
    "Tested",
    "guarantee_problems",
    "guaranteed_as_agreed",
    "record_shortfall",
    "record_target",
    "repair_column",
    "three_years",
]
