"""From fee to payment: retention, clawback, VAT, and the statement that tells it all."""

from riskreward.settlement.advance import Advance
from riskreward.settlement.allotment import Provider, provider_problems
from riskreward.settlement.interim import Interim
from riskreward.settlement.terms import Clawback, Retention, SettlementTerms, Vat

__all__ = [
    "Advance",
    "Clawback",
    "Interim",
    "Provider",
    "Retention",
    "SettlementTerms",
    "Vat",
    "provider_problems",
]
