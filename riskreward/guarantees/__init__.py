"""The guaranteed target, and what falling short of it costs."""

from riskreward.guarantees.core_volume import CoreVolume, Investment
from riskreward.guarantees.core_volume_problems import core_volume_problems, volume_text
from riskreward.guarantees.guarantee import Guarantee, Shortfall, Tested
from riskreward.guarantees.shortfall import record_shortfall
from riskreward.guarantees.termination import Termination, cuts_a_year, termination_problems

__all__ = [
    "CoreVolume",
    "Guarantee",
    "Investment",
    "Shortfall",
    "Termination",
    "Tested",
    "core_volume_problems",
    "cuts_a_year",
    "record_shortfall",
    "termination_problems",
    "volume_text",
]
