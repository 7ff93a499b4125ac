"""Contracts over the whole vocabulary, and outturns that fit them."""

from tests.generators.contract import ROUNDINGS, contracts
from tests.generators.drawing import IN_A_YEAR, PENNY, Draw
from tests.generators.guarantees import PRICES
from tests.generators.measures import BENEFITS, FUNDS
from tests.generators.outturn import Case, Row, cases, outturns, typed
from tests.generators.vocabulary import (
    BY_HAND,
    COUNTED,
    EVERYTHING,
    ONCE_MET,
    RELEASED,
    RULES,
    STARTS,
    TWO_SIDED,
    UNVARIED,
    Vocabulary,
)

__all__ = [
    "BENEFITS",
    "BY_HAND",
    "COUNTED",
    "EVERYTHING",
    "FUNDS",
    "IN_A_YEAR",
    "ONCE_MET",
    "PENNY",
    "PRICES",
    "RELEASED",
    "ROUNDINGS",
    "RULES",
    "STARTS",
    "TWO_SIDED",
    "UNVARIED",
    "Case",
    "Draw",
    "Row",
    "Vocabulary",
    "cases",
    "contracts",
    "outturns",
    "typed",
]
