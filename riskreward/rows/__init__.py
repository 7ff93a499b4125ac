"""Rules for each row of a table, such as a rate card's for each claim; only their totals are facts of a contract."""

from riskreward.rows.terms import Alternatives, CardTerms, Outcome, card_problems

__all__ = ["Alternatives", "CardTerms", "Outcome", "card_problems"]
