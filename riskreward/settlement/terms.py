"""How a fee becomes a payment: retention, clawback, VAT and the day it is due."""

from typing import Literal

from pydantic import Field, model_validator

from riskreward.figures import Share
from riskreward.improvements import Fund
from riskreward.settlement.advance import Advance
from riskreward.settlement.allotment import Provider
from riskreward.settlement.interim import Interim
from riskreward.settlement.reimbursed import Reimbursed
from riskreward.terms import Terms, TermsError

Released = Literal[
    "when the next year meets its guarantee",
    "at the end of the term",
    "a year after the end of the term",
    "after a number of settlements",
]
AtTheEnd = Literal["released a year after the end of the term", "kept by the council"]


class Retention(Terms):
    """A share of each fee that the council holds back, and when it is released.

    What is held back in one year is released at the end of the next that meets its own guarantee; until then it
    stays held. `at_the_end` says whose it is when the term ends. Released after a number of settlements, what each
    settlement held back is released in the one that is `after_settlements` later, after the term too.

    Source: NEC engineering and construction contract, option X16, retention.
    """

    share: Share
    released: Released
    after_settlements: int | None = Field(default=None, ge=1, le=60)
    at_the_end: AtTheEnd | None = None

    @model_validator(mode="after")
    def _number_is_said(self) -> "Retention":
        by_age = self.released == "after a number of settlements"
        if by_age and self.after_settlements is None:
            raise TermsError("after_settlements", "is missing", "write how many settlements later, such as 4")
        if not by_age and self.after_settlements is not None:
            mend = "write released = 'after a number of settlements', or leave it out"
            raise TermsError("after_settlements", f"does not go with released {self.released!r}", mend)
        return self

    @model_validator(mode="after")
    def _end_is_open(self) -> "Retention":
        if self.at_the_end is not None and self.released != "when the next year meets its guarantee":
            raise TermsError("at_the_end", f"does not go with released {self.released!r}", "leave it out")
        return self

    @property
    def runs_off(self) -> bool:
        """Whether anything is released after the term."""
        after_the_term = self.released in {"a year after the end of the term", "after a number of settlements"}
        return after_the_term or (self.at_the_end or "").startswith("released")


class Clawback(Terms):
    """What happens when the fee to date falls, or a saving is overturned: the provider gives back the difference.

    Where a fee is not counted to date, what is overturned later of a period or year has back as much of the fee earned
    in it as it was of what counted. It comes first from retention, or at once from the provider. `restores_cap` says
    whether what is given back may be earned again under a cap; a cap over a year is never restored by another year's
    fee. `vintage` says which retention is taken first, where it matters.

    Source: recovery audits: the fee is returned on what is overturned on appeal.
    """

    when: Literal["the fee to date falls", "a saving is overturned"] = "the fee to date falls"
    first_from: Literal["retention", "the provider"]
    restores_cap: bool
    vintage: Literal["oldest first", "newest first"] | None = None


class Vat(Terms):
    """VAT on what is paid, shown apart; the fee itself is without it.

    Under the reverse charge the council accounts for the tax and the provider does not charge it. `rounded` says
    whether the tax of a settlement is rounded once, on the whole invoice, or line by line: on the fee, a release of
    retention, an advance, and what is recovered of one. Per invoice is the rule; a trader may choose lines instead.

    Source: HMRC, VAT Notice 700, section 17.5, rounding of VAT on invoices.
    """

    rate: Share
    treatment: Literal["standard", "reverse charge", "outside the scope"]
    rounded: Literal["per invoice", "per line"] = "per invoice"


class SettlementTerms(Terms):
    """Payments on account, retention, clawback, an advance, VAT, the cost reimbursed, and payment.

    A valid invoice is paid within `payment_days` beginning with the day it is received, or on the later day that
    is `not_before` days after the period ends. `paid_from` is the fund that bears the fee. Where there are several
    providers, `provider` says what share of it each has.

    Source: Procurement Act 2023, section 68.
    """

    interim: Interim | None = None
    retention: Retention | None = None
    clawback: Clawback | None = None
    advance: Advance | None = None
    vat: Vat | None = None
    provider: tuple[Provider, ...] = ()
    reimbursed: Reimbursed | None = None
    payment_days: int = Field(default=30, ge=1, le=365)
    not_before_days_after_period: int | None = Field(default=None, ge=0, le=365)
    paid_from: Fund = "General Fund"

    @property
    def runs_off(self) -> tuple[int, int]:
        """How long anything may be released after the term: so many years, and so many settlements."""
        retention, of_the_cost = self.retention, self.reimbursed is not None and self.reimbursed.runs_off
        settlements = 0 if retention is None else retention.after_settlements or 0
        of_the_fee = retention is not None and retention.runs_off and not settlements
        return int(of_the_cost or of_the_fee), settlements
