"""Complete known forms of contract, each a function of the few figures its users know."""

from riskreward.catalogue.gain_share import gain_share

__all__ = ["gain_share"]
