"""From fee to payment: retention, clawback, VAT, and the statement that tells it all."""

from riskreward.settlement.advance import Advance
from riskreward.settlement.allotment import Provider, provider_problems
from riskreward.settlement.interim import Interim
from riskreward.settlement.settled import Details, Header, Line, PeriodStatement, Settled
from riskreward.settlement.statement import Statement
from riskreward.settlement.stretch import Change, Stretch, Varied
from riskreward.settlement.terms import Clawback, Retention, SettlementTerms, Vat

__all__ = [
    "Change",
    "Advance",
    "Clawback",
    "Details",
    "Header",
    "Interim",
    "Line",
    "PeriodStatement",
    "Provider",
    "Retention",
    "Settled",
    "SettlementTerms",
    "Statement",
    "Stretch",
    "Varied",
    "Vat",
    "provider_problems",
]
