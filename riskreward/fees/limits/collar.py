"""A collar: the fee is at least so much and at most so much, and whose the rest becomes is a line."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import MoneyFromNought, money_text, number_text
from riskreward.findings import Finding, Problem
from riskreward.kernel import Amount, at_least, at_most, carry, choose, named, nothing, pounds, previous, round_to
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.terms import TermsError


class Collar(Step):
    """The fee of a period, of a year, or to date of the term, is at least one amount and at most another.

    What is cut off falls to the authority, and what is made up is the authority's to pay: each is a line. Over a year
    or the term the least is made up in its last settlement. A least above nothing is paid without improvement, which
    is not contingent: it is refused unless `paid_without_improvement` says so, and then told with its amount.

    Source: rail franchise cap and collar; FAR 16.405-1, minimum and maximum fee.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 75
    splits: ClassVar[frozenset[str]] = frozenset({"at_least", "at_most"})

    rule: Literal["collar"] = "collar"
    at_least: MoneyFromNought | None = Field(default=None, description="The least the fee may be.")
    at_most: MoneyFromNought | None = Field(default=None, description="The most the fee may be.")
    over: Literal["period", "year", "term"] = Field(
        description="What the collar is for: each period, each year, or the term of a fee counted to date."
    )
    paid_without_improvement: Literal[True] | None = Field(
        default=None, description="That a least above nothing is paid though nothing improves."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Collar":
        if self.at_least is None and self.at_most is None:
            raise TermsError("", "needs at_least, at_most or both", "write them")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            what = f"is {_text(self.at_most)}, below at_least {_text(self.at_least)}"
            raise TermsError("at_most", what, "write the larger amount here")
        if self.at_least and self.paid_without_improvement is None:
            what = f"is {_text(self.at_least)}, which is paid though nothing improves: the fee is not contingent"
            raise TermsError("at_least", what, "leave it out, or write paid_without_improvement = true")
        if self.paid_without_improvement is not None and not self.at_least:
            raise TermsError("paid_without_improvement", "goes with at_least above nothing", "leave it out")
        return self

    @property
    def result(self) -> str:
        """What the statement calls the fee so far."""
        return f"fee within the {self.title}"

    def limits_fee(self, baseline_is_bounded: bool) -> bool:
        """Return whether there is a most."""
        return self.at_most is not None

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield that the collar is for what the fee does not count, or its least for a part of a year."""
        if (self.over == "term") != (around.counted == "to date"):
            fits = "'term'" if around.counted == "to date" else "'year' or 'period'"
            what = f"is {self.over!r}, but the fee is counted {around.counted}"
            yield Problem(f"{where}.over", what, f"write over = {fits}")
        parts = () if around.calendar is None else around.calendar.periods
        if self.at_least and self.over == "year" and any(period.part for period in parts):
            cut = next(period.label for period in parts if period.part)
            what = f"is for a year, but {cut} is only part of one, and an amount for a year is never scaled silently"
            yield Problem(f"{where}.at_least", what, "write a term of whole years, or over = 'period'")

    def findings(self, where: str, around: Around) -> Iterator[Finding]:
        """Yield that a least above nothing is paid whatever is saved, with what it comes to over the term."""
        if not self.at_least or around.calendar is None:
            return
        term = around.calendar
        times = {"term": 1, "year": len(term.year_labels), "period": len(term.periods)}[self.over]
        amount = Fraction(self.at_least) * times
        shown = money_text(amount, around.currency).removesuffix(".00")
        text = f"The {self.title} ({where}) pays at least {shown} over the term whatever is saved"
        figures = {"paid whatever is saved": amount}
        yield Finding("fee not contingent", f"{text}: the fee is not 100% contingent.", "warning", figures)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee within the collar."""
        schedule = seen.schedule
        due, used = schedule.in_term, pounds(0)
        adds_up = self.over == "year" and seen.closes is None
        if self.over == "term":
            due = schedule.last_of_term
        if self.over == "year":
            due = schedule.last_of_year
        if adds_up:
            used = choose(schedule.first_of_year, nothing, previous(self._balance, pounds(0)))
        limited = amount
        if self.at_most is not None:
            limited = at_most(amount, seen.rounding.down(pounds(self.at_most)) - used)
            named(f"above the {self.title}, falls to the authority", amount - limited)
        if self.at_least is not None:
            least = round_to(pounds(self.at_least), mode="up", step=seen.rounding.step) - used
            raised = choose(due, at_least(limited, least), limited)
            named(f"below the {self.title}, made up by the authority", raised - limited)
            limited = raised
        if adds_up:
            carry(self._balance, used + round_to(limited, MINOR_PLACES, seen.rounding.mode))
        return limited

    @property
    def _balance(self) -> str:
        return f"fee of the year under the {self.title}"


def _text(amount: Decimal) -> str:
    return number_text(Fraction(amount))
