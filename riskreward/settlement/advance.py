"""An advance: paid at the start, and recovered out of the fees before anything more is paid."""

from fractions import Fraction
from typing import Literal, NamedTuple

from riskreward.fees import Rounding
from riskreward.figures import MoneyFromNought, Share
from riskreward.kernel import (
    Amount,
    at_most,
    carry,
    choose,
    money,
    named,
    nothing,
    pounds,
    previous,
    scope,
    share_of,
)
from riskreward.schedule import Schedule
from riskreward.terms import Terms


class Advance(Terms):
    """Money that the provider has before anything is saved, recovered out of what it earns.

    It is paid with the first settlement. Of what would then be paid, after caps, clawback and retention, the share
    `recovered` goes to the advance until it is made good; what is still owed is carried forward. `at_the_end` says
    what becomes of the rest when the term ends, and has no default.

    Source: Medicare shared savings, advance investment payments: recovered out of the earned share, 42 CFR 425.630.
    """

    amount: MoneyFromNought
    paid: Literal["at the start"]
    recovered: Share
    at_the_end: Literal["provider repays", "written off"]


class Advanced(NamedTuple):
    """What an advance does in a period."""

    paid: Amount
    recovered: Amount
    repaid: Amount


def recovered_of(payable: Amount, rate: Amount, owed: Amount, rounding: Rounding) -> Amount:
    """A share of what would be paid goes to the advance, and never more than is still owed."""
    return at_most(rounding.of(rate * payable), owed)


def record_advance(terms: Advance, schedule: Schedule, rounding: Rounding, payable: Amount) -> Advanced:
    """Return what is advanced, recovered out of `payable` and repaid in the period, each a line of the statement."""
    with scope("", "settlement.advance"):
        later = [Fraction(0)] * (len(schedule.term) - 1)
        paid = named("advance paid", schedule.figure("advance", money, [Fraction(terms.amount), *later]))
        owed = previous("advance still owed", pounds(0)) + paid
        recovered = named("advance recovered", recovered_of(payable, share_of(terms.recovered), owed, rounding))
        rest = choose(schedule.last_of_term, owed - recovered, nothing)
        repaid = pounds(0)
        if terms.at_the_end == "provider repays":
            repaid = named("advance repaid by the provider", rest)
        else:
            named("advance written off", rest)
        carry("advance still owed", named("advance still owed", owed - recovered - rest))
        return Advanced(paid, recovered, repaid)
