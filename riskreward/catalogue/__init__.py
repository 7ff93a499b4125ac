"""Complete known forms of contract, each a function of the few figures its users know."""

from riskreward.catalogue.gain_share import gain_share
from riskreward.catalogue.shared_savings import shared_savings

__all__ = ["gain_share", "shared_savings"]
