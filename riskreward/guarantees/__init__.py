"""The guaranteed target, and what falling short of it costs."""

from riskreward.guarantees.guarantee import Guarantee, Shortfall, Tested
from riskreward.guarantees.shortfall import record_shortfall

__all__ = ["Guarantee", "Shortfall", "Tested", "record_shortfall"]
