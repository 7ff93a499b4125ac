"""Security for a shortfall: a bond, a letter of credit, insurance or a parent's guarantee, held until it expires."""

from fractions import Fraction
from typing import Literal

from pydantic import Field

from riskreward.figures import MoneyFromNought
from riskreward.kernel import Amount, at_least, money, named, nothing, scope
from riskreward.schedule import Schedule
from riskreward.terms import Day, Terms


class Security(Terms):
    """What the council can call on for a shortfall: how much, from whom, until which day, and on what.

    It pays on demand, to be disputed later, or on proof. A settlement whose last day is after `expires` has none.

    Source: US energy savings performance contracts: letter of credit, insurance or bond naming the client.
    """

    form: Literal["bond", "letter of credit", "insurance", "parent company guarantee"]
    amount: MoneyFromNought
    by: str = Field(min_length=1)
    expires: Day
    pays_on: Literal["demand", "proof"]


def beyond(owed: Amount, held: Amount) -> Amount:
    """What is owed beyond the security that is held."""
    return at_least(owed - held, nothing)


def record_security(terms: Security, schedule: Schedule, owed: Amount) -> None:
    """Show what is owed, before anything is paid in the period, against the security held on its last day."""
    with scope("", "guarantee.security"):
        owed = named("shortfall owed to date", owed)
        amount = Fraction(terms.amount)
        held = [amount if period.last <= terms.expires else Fraction(0) for period in schedule.term]
        security = named("security held", schedule.figure("security held", money, held))
        named("owed beyond the security held", beyond(owed, security))
