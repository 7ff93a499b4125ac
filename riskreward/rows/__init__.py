"""Rules for each row of a table, such as a rate card's for each claim; only their totals are facts of a contract."""

from riskreward.rows.claims_table import Claim
from riskreward.rows.rate_card import RateCard
from riskreward.rows.terms import Alternatives, CardTerms, Outcome, card_problems
from riskreward.rows.working_paper import Totals, WorkedClaim, WorkingPaper

__all__ = [
    "Alternatives",
    "CardTerms",
    "Claim",
    "Outcome",
    "RateCard",
    "Totals",
    "WorkedClaim",
    "WorkingPaper",
    "card_problems",
]
