"""The guaranteed target, and what falling short of it costs."""

from riskreward.guarantees.core_volume import CoreVolume, Investment
from riskreward.guarantees.core_volume_problems import core_volume_problems, volume_text
from riskreward.guarantees.guarantee import Guarantee, Shortfall, Tested
from riskreward.guarantees.shortfall import record_shortfall

__all__ = [
    "CoreVolume",
    "Guarantee",
    "Investment",
    "Shortfall",
    "Tested",
    "core_volume_problems",
    "record_shortfall",
    "volume_text",
]
