"""Interim payments: a year's fee paid on account before the year is over, and reconciled when it is."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from pydantic import model_validator

from riskreward.fees import Rounding
from riskreward.figures import Share
from riskreward.findings import Problem
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    carry,
    choose,
    named,
    nothing,
    pounds,
    previous,
    scope,
    share_of,
)
from riskreward.schedule import Schedule
from riskreward.terms import Terms, TermsError

LATER = "comes off later payments"


class Interim(Terms):
    """Payments on account of a year's fee, at each settlement of the year but its last, which reconciles them.

    Each pays a `share` of the fee as it stands on the year to date, less what was paid on account before in the year;
    the last pays the year's fee less that. `overpaid` says what becomes of what was paid beyond the year's fee, and has
    no default: the provider repays it at once, or it comes off later payments. What is then left when the term ends,
    `at_the_end` says.

    Source: NEC engineering and construction contract, option C, clauses 54.3 and 54.4: the share is assessed on a
    forecast and corrected on the final figure; Transforming Rehabilitation, quarterly payments with an annual one.
    """

    share: Share
    overpaid: Literal["provider repays", "comes off later payments"]
    at_the_end: Literal["provider repays", "written off"] | None = None

    @model_validator(mode="after")
    def _end_is_said(self) -> "Interim":
        if self.overpaid == LATER and self.at_the_end is None:
            mend = "choose one of 'provider repays', 'written off'"
            raise TermsError("at_the_end", "is missing, but an overpayment may be left when the term ends", mend)
        if self.overpaid != LATER and self.at_the_end is not None:
            raise TermsError("at_the_end", f"does not go with overpaid {self.overpaid!r}", "leave it out")
        return self

    @property
    def is_repaid(self) -> bool:
        """Whether the provider ever repays an overpayment."""
        return "provider repays" in {self.overpaid, self.at_the_end}

    def problems(self, counted: str, settled: str) -> Iterator[Problem]:
        """Yield what keeps a contract from being paid so."""
        where = "settlement.interim"
        if counted != "each year":
            yield Problem(
                where,
                f"pays on account of a year's fee, but fee.counted is {counted!r}",
                "write fee.counted = 'each year', or leave interim out",
            )
        elif settled == "yearly":
            what = "pays before the year is over, but the contract is settled yearly"
            yield Problem(where, what, "write settled = 'quarterly', or leave interim out")


class OnAccount(NamedTuple):
    """What the year's fee comes to in a settlement, before retention.

    `before` and `after` are what has been paid of it up to the settlement, and with it.
    """

    due: Amount
    overpaid: Amount
    before: Amount
    after: Amount


class Overpayment(NamedTuple):
    """What becomes of an overpayment in a settlement."""

    recovered: Amount
    repaid: Amount


def paid_on_account(stands: Amount, rate: Amount, before: Amount, rounding: Rounding) -> Amount:
    """A share of the fee as it stands, less what was paid on account before; nothing is asked back before the end."""
    return at_least(rounding.of(rate * stands) - before, nothing)


def record_on_account(
    terms: Interim, schedule: Schedule, rounding: Rounding, stands: Amount, earned: Amount
) -> OnAccount:
    """Return what is paid on account, or reconciled at the end of the year, each a line of the statement."""
    closes = schedule.last_of_year
    with scope("", "settlement.interim"):
        paid = previous("paid on account, year to date", pounds(0))
        before = choose(schedule.first_of_year, nothing, paid)
        now = choose(closes, nothing, paid_on_account(stands, share_of(terms.share), before, rounding))
        if schedule.run_off:
            now = choose(schedule.in_term, now, nothing)
        now = named("paid on account", now)
        carry("paid on account, year to date", named("paid on account, year to date", before + now))
        reconciled = named("year-end reconciliation", choose(closes, earned - before, nothing))
        return OnAccount(
            now + at_least(reconciled, nothing),
            at_least(-reconciled, nothing),
            before,
            before + now + reconciled,
        )


def record_overpayment(terms: Interim, schedule: Schedule, overpaid: Amount, payable: Amount) -> Overpayment:
    """Return what of an overpayment comes off `payable`, and what the provider repays."""
    with scope("", "settlement.interim"):
        if terms.overpaid != LATER:
            return Overpayment(pounds(0), named("overpayment repaid by the provider", overpaid))
        owed = previous("overpayment still owed", pounds(0)) + named("overpaid on account", overpaid)
        recovered = named("overpayment recovered", at_most(payable, owed))
        rest = choose(schedule.last_of_term, owed - recovered, nothing)
        repaid = pounds(0)
        if terms.at_the_end == "provider repays":
            repaid = named("overpayment repaid by the provider", rest)
        else:
            named("overpayment written off", rest)
        carry("overpayment still owed", named("overpayment still owed", owed - recovered - rest))
        return Overpayment(recovered, repaid)
