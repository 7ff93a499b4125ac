"""An improvement at the prices really paid, beside the contract's own, with the gap between them."""

from fractions import Fraction
from functools import partial
from typing import Literal

from riskreward.figures import read_number, without_symbol
from riskreward.improvements.columns import Column, from_nought
from riskreward.improvements.price import unit_of, valued
from riskreward.kernel import Amount, fact, money, named
from riskreward.kernel.words import PATH

PricesPaid = Literal["shown", "counted"]

PRICE_PAID = "price paid"
AT_THE_PRICES_PAID = "at the prices paid"
GAP = "gap between contract prices and prices paid"

PRICE_PLACES = 6
"""Energy is priced to a ten-thousandth of a penny."""

LARGEST_PRICE = 10**6


def price_gap(at_contract_prices: Amount, at_prices_paid: Amount) -> Amount:
    """What the contract's prices make of the same improvement above (or below) what it was really worth."""
    return at_contract_prices - at_prices_paid


def record_prices_paid(result: str, improvement: Amount, at_contract_prices: Amount) -> tuple[Amount, Amount]:
    """Return the price paid and the improvement at it, each a line, with the gap.

    Source: energy savings performance contracts: guaranteed at contract prices, evaluated again at actual prices
    (Oak Ridge National Laboratory, 2007, level 2 evaluation).
    """
    per_unit = money.times(unit_of(improvement.kind), -1)
    paid = named(PRICE_PAID, fact(PRICE_PAID, per_unit, PRICE_PLACES, (0, LARGEST_PRICE)))
    at_prices_paid = named(f"{result} {AT_THE_PRICES_PAID}", valued(improvement, paid))
    named(GAP, price_gap(at_contract_prices, at_prices_paid))
    return paid, at_prices_paid


def price_paid_column(measure: str, currency: str) -> Column:
    """Return the column of an outturn that holds the price paid for a unit."""
    return Column(f"{measure}, {PRICE_PAID}", f"{measure}{PATH}{PRICE_PAID}", partial(_read, currency=currency))


def _read(value: object, currency: str) -> Fraction:
    price = read_number(without_symbol(value, currency) if isinstance(value, str) else value, example="0.2846")
    return from_nought(price, value, LARGEST_PRICE, PRICE_PLACES, "write what a unit cost")
