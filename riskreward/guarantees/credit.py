"""Savings before the contract began, which the council keeps and credits to the guarantee."""

from pydantic import Field

from riskreward.figures import MoneyFromNought
from riskreward.kernel import Amount, at_most, carry, named, pounds, previous, scope
from riskreward.terms import Terms


class CreditBeforeStart(Terms):
    """What was saved before commencement: it reduces shortfalls until it is used up, and never earns a fee.

    Source: South Bend guaranteed energy savings contract: savings before commencement go to the first year's guarantee,
    and to later ones.
    """

    amount: MoneyFromNought
    evidence: str = Field(min_length=1)


def record_credit(terms: CreditBeforeStart, short: Amount, is_to_date: bool) -> Amount:
    """Return what the credit covers of a shortfall: of one to date anew each time, of any other until it is used up."""
    with scope("", "guarantee.credited_before_start"):
        if is_to_date:
            covered = named("covered by savings before the start", at_most(short, pounds(terms.amount)))
            named("left of the savings before the start", pounds(terms.amount) - covered)
            return covered
        left = previous("left of the savings before the start", pounds(terms.amount))
        covered = named("covered by savings before the start", at_most(short, left))
        carry("left of the savings before the start", named("left of the savings before the start", left - covered))
        return covered
