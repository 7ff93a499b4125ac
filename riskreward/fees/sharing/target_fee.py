"""A target fee: a fixed amount of the fee, such as a target profit or a delivery fee, whatever is saved."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import MoneyFromNought, money_text
from riskreward.findings import Finding, Problem
from riskreward.kernel import Amount, money, named, scope
from riskreward.schedule import OF_A_YEAR, SpreadOfAYear, by_label, listed, portions, spread_problems, year_figures
from riskreward.terms import TermsError

Over = Literal["term", "year", "settlement"]
Due = Literal["with the first settlement", "with the last settlement"]


class TargetFee(Step):
    """A fixed amount for the term, for each year or for each settlement is added to the fee, whatever is saved.

    That of the term is `due` with its first or its last settlement; counted to date it stands from then on. That of a
    year has a `spread` where settlements are not whole years.

    Source: FAR 16.403, target profit; Work and Health Programme, a delivery fee of 30% of the contract's value.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 65
    begins_fee: ClassVar[bool] = True
    adds_bounded: ClassVar[bool] = True
    splits: ClassVar[frozenset[str]] = frozenset({"amount"})

    rule: Literal["target fee"] = "target fee"
    amount: Annotated[tuple[MoneyFromNought, ...], BeforeValidator(listed)] = Field(
        min_length=1, description="The amount: one for all years, or one for each."
    )
    over: Over = Field(description="Whether it is the amount of the term, of each year or of each settlement.")
    due: Due | None = Field(default=None, description="When the amount of the term is due.")
    spread: SpreadOfAYear = Field(default=None, description="How a year's amount falls on its settlements.")

    @model_validator(mode="after")
    def _belongs_together(self) -> "TargetFee":
        if self.over == "term" and self.due is None:
            what = "is missing, but the amount of the term must fall on one of its settlements"
            raise TermsError("due", what, "choose one of 'with the first settlement', 'with the last settlement'")
        if self.over == "term" and len(self.amount) > 1:
            raise TermsError("amount", f"lists {len(self.amount)} figures, but is that of the term", "write one figure")
        if self.over != "term" and self.due is not None:
            raise TermsError("due", f"is {self.due!r}, but over is {self.over!r}", "leave it out")
        if self.over != "year" and self.spread is not None:
            raise TermsError("spread", f"is for an amount of a year, but over is {self.over!r}", "leave it out")
        return self

    def parts(self, around: Around) -> list[Fraction]:
        """Return what each settlement of the term has of the amount."""
        calendar = around.calendar
        assert calendar is not None
        amounts = tuple(map(Fraction, self.amount))
        if self.over == "term":
            rest = [Fraction(0)] * (len(calendar.periods) - 1)
            return [*rest, *amounts] if self.due == "with the last settlement" else [*amounts, *rest]
        years = by_label(amounts, calendar)
        whole = [years[period.year] for period in calendar.periods]
        if self.over == "settlement" or self.spread is None:
            return whole
        ends = portions(calendar, self.spread)
        return [(after - before) * each for each, (before, after) in zip(whole, ends, strict=True)]

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the amounts by year, and how they fall on settlements."""
        if around.calendar is None:
            return
        if self.over != "term":
            yield from year_figures(f"{where}.amount", self.amount, around.calendar)
        if self.over == "year":
            yield from spread_problems(where, self.spread, around.calendar, OF_A_YEAR)

    def findings(self, where: str, around: Around) -> Iterator[Finding]:
        """Yield that the amount is paid whatever is saved."""
        amount = sum(self.parts(around), Fraction(0))
        if not amount:
            return
        shown = money_text(amount, around.currency).removesuffix(".00")
        text = f"The {self.title} ({where}) is {shown} over the term whatever is saved: the fee is not 100% contingent"
        if any(step.may_owe for step in around.steps):
            text += "; only what the provider bears of an overspend comes off it"
        yield Finding("fee not contingent", f"{text}.", "warning", {"paid whatever is saved": amount})

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with the fixed amount."""
        with scope(self.title):
            agreed = named("amount agreed", self._agreed(seen))
            return amount + seen.counted("amount agreed", agreed)

    def _agreed(self, seen: Seen) -> Amount:
        schedule, amounts = seen.schedule, tuple(map(Fraction, self.amount))
        if self.over == "term":
            rest = [Fraction(0)] * (len(schedule.term) - 1)
            values = [*rest, *amounts] if self.due == "with the last settlement" else [*amounts, *rest]
            return schedule.figure("amount of the term", money, values)
        amount = schedule.figure(f"amount of the {self.over}", money, schedule.by_year(amounts))
        if self.over == "settlement":
            return amount
        return schedule.of_the_year("amount", amount, self.spread, seen.rounding.mode)
