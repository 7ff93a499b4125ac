"""Cost recovery, then share: the provider first has back what was agreed for the year; the rest is shared."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import MoneyFromNought
from riskreward.figures import Share as ShareTerm
from riskreward.findings import Problem
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    carry,
    choose,
    money,
    named,
    nothing,
    oldest_first,
    pounds,
    previous,
    round_to,
    share_of,
    total,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.schedule import OF_A_YEAR, Schedule, SpreadOfAYear, listed, spread_problems, year_figures
from riskreward.terms import TermsError


def recovered_first(counted: Amount, due: Amount) -> Amount:
    """What is counted goes to the recovery that is due, in whole pence and never more than is counted."""
    return at_most(round_to(at_least(counted, nothing), MINOR_PLACES, "down"), due)


class CostRecovery(Step):
    """The provider recovers its agreed amount for the year out of what is counted; the rest is shared.

    `unrecovered` has no default: what a year does not cover rolls forward or lapses. What rolls forward stays within
    `at_most`, bears a year's `interest` when it enters a new year, and lapses once so many years have passed; the
    oldest is recovered first. What is left at the end of the term lapses: the council never owes it.

    Source: Barnet and Capita, agreed procurement price recovery, rolled forward where savings do not cover it.
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 40
    splits: ClassVar[frozenset[str]] = frozenset({"recovery", "at_most"})

    rule: Literal["cost recovery, then share"] = "cost recovery, then share"
    recovery: Annotated[tuple[MoneyFromNought, ...], BeforeValidator(listed), Field(min_length=1)]
    share: ShareTerm
    unrecovered: Literal["rolls forward", "lapses"]
    at_most: MoneyFromNought | None = None
    interest: ShareTerm | None = None
    expires_after_years: int | None = Field(default=None, ge=1, le=20)
    spread: SpreadOfAYear = None

    @model_validator(mode="after")
    def _rolls(self) -> "CostRecovery":
        for term in self._limits if self.unrecovered == "lapses" else ():
            raise TermsError(term, "is for what rolls forward, but unrecovered is 'lapses'", "leave it out")
        return self

    @property
    def _limits(self) -> list[str]:
        return [term for term in ("at_most", "interest", "expires_after_years") if getattr(self, term) is not None]

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the figures by year, and with what a fee counted to date does by nature."""
        if around.calendar is None:
            return
        yield from year_figures(f"{where}.recovery", self.recovery, around.calendar)
        yield from spread_problems(where, self.spread, around.calendar, OF_A_YEAR)
        if around.counted != "to date":
            return
        by_nature = "a fee counted to date rolls all of it forward"
        if self.unrecovered == "lapses":
            yield Problem(f"{where}.unrecovered", f"is 'lapses', but {by_nature}", "write 'rolls forward'")
        for term in self._limits if self.unrecovered != "lapses" else ():
            yield Problem(f"{where}.{term}", f"limits what rolls forward, but {by_nature}", "leave it out")

    @property
    def result(self) -> str:
        """What the statement calls the fee so far."""
        return f"fee by the {self.title}"

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what is recovered and the share of the rest."""
        new = seen.counted("recovery agreed", self._agreed(seen))
        rolls = self.unrecovered == "rolls forward" and seen.earned_before is None
        opened = self._opened(seen) if rolls else []
        owed = [*opened[:-1], opened[-1] + new] if opened else [new]
        due = named("recovery due", total(owed))
        recovered = named("recovered first", recovered_first(amount, due))
        left = [each - given for each, given in zip(owed, oldest_first(recovered, owed), strict=True)]
        kept = self._kept(left, seen) if self.unrecovered == "rolls forward" else [pounds(0)]
        if rolls:
            for age, (each, before) in enumerate(zip(reversed(kept), reversed(opened), strict=True)):
                carry(_balance(age), seen.kept(each, before))
        rolled = named("recovery rolled forward", seen.kept(total(kept), due - recovered))
        named("recovery lapsed", _in_term(due - recovered - rolled, seen.schedule))
        return recovered + share_of(self.share) * (at_least(amount, nothing) - recovered)

    def _agreed(self, seen: Seen) -> Amount:
        amounts = seen.schedule.by_year(tuple(map(Fraction, self.recovery)))
        of_the_year = seen.schedule.figure("recovery of the year", money, amounts)
        return seen.schedule.of_the_year("recovery", of_the_year, self.spread, seen.rounding.mode)

    def _opened(self, seen: Seen) -> list[Amount]:
        """Return what is still to be recovered by age, the oldest first; a new year makes everything a year older."""
        ages = [previous(_balance(age), pounds(0)) for age in range((self.expires_after_years or 1) + 1)]
        first = seen.schedule.first_of_year
        older = ages[:-1]
        if self.expires_after_years is None:
            older = [ages[0] + ages[1]]
        if self.interest is not None:
            borne = [round_to(share_of(self.interest) * each, MINOR_PLACES, seen.rounding.mode) for each in older]
            named("interest on what was rolled forward", choose(first, total(borne), nothing))
            older = [each + added for each, added in zip(older, borne, strict=True)]
        opened = [choose(first, nothing, ages[0])]
        opened += [choose(first, each, age) for each, age in zip(older, ages[1:], strict=True)]
        return opened[::-1]

    def _kept(self, left: list[Amount], seen: Seen) -> list[Amount]:
        """Return what of each age is rolled forward: neither expired, nor beyond the most, nor past the term."""
        if self.expires_after_years is not None:
            left = [choose(seen.schedule.last_of_year, nothing, left[0]), *left[1:]]
        if self.at_most is not None:
            left = oldest_first(pounds(self.at_most), left)
        kept = [choose(seen.schedule.last_of_term, nothing, each) for each in left]
        return [_in_term(each, seen.schedule) for each in kept]


def _in_term(amount: Amount, schedule: Schedule) -> Amount:
    return choose(schedule.in_term, amount, nothing) if schedule.run_off else amount


def _balance(age: int) -> str:
    return "recovery of the year so far" if age == 0 else f"recovery of {age} year{'s' if age > 1 else ''} before"
