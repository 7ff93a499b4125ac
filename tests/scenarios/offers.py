"""Plain offers for tests: £1,000,000 a year for three years, and a share of every pound saved or a fixed fee."""

from typing import Any

import riskreward as rr
from riskreward import Comparison, Contract

TENTH = rr.certain("10%")
"""£100,000 saved each year, £300,000 in all."""

LIKELY = rr.low_likely_high("-5%", "10%", "20%")


def sharing(share: str = "25%", **terms: Any) -> Contract:
    """Return an offer of a share."""
    return rr.gain_share(baseline="£1,000,000", share=share, starts="2026-04-01", years=3, **terms)


def fixed(amount: str) -> Contract:
    """Return an offer of a fixed fee for the term."""
    return rr.fixed_fee(amount, like=sharing(), title=f"fixed {amount}")


def compared(*offers_then_scenario: object, paths: int = 1000, **options: Any) -> Comparison:
    """Return offers compared on the paths of a scenario."""
    found = rr.compare(*offers_then_scenario, paths=paths, **options)
    assert isinstance(found, Comparison)
    return found
