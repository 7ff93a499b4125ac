"""The guaranteed improvement: how much, how it is tested, and what a shortfall costs the provider."""

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema, model_validator

from riskreward.figures import MoneyFromNought, Share, written
from riskreward.findings import Problem
from riskreward.guarantees.termination import Termination, guaranteed_on_ending
from riskreward.kernel import Amount, at_least, choose, money, named, nothing, scope, share
from riskreward.kernel.rounding import Mode
from riskreward.schedule import (
    EVENLY,
    FROM_THE_START,
    Schedule,
    listed,
    read_spread,
    spread_problems,
    spread_schema,
    year_figures,
)
from riskreward.terms import Terms, TermsError

Tested = Literal["each period", "each year", "cumulatively"]
Shortfall = Literal["fee only", "provider pays each year", "provider pays at the end"]
SPREADS = (EVENLY, FROM_THE_START)


class Guarantee(Terms):
    """An improvement that the provider guarantees: an amount, or a share of the baseline, by year.

    One figure stands for every year. `tested` says when the saving is held against it. A shortfall costs the
    provider its fee only, or is paid each year or at the end; what has been paid is not paid back.

    Source: US energy savings performance contracts: the provider pays the difference after the annual report.
    """

    share_of_baseline: Annotated[tuple[Share, ...], BeforeValidator(listed)] = ()
    amount: Annotated[tuple[MoneyFromNought, ...], BeforeValidator(listed)] = ()
    tested: Tested
    shortfall: Shortfall
    spread: Annotated[
        Any,
        BeforeValidator(lambda value: read_spread(value, SPREADS)),
        PlainSerializer(written, when_used="json"),
        WithJsonSchema(spread_schema(SPREADS)),
    ] = None

    @model_validator(mode="after")
    def _one_form(self) -> "Guarantee":
        if bool(self.share_of_baseline) == bool(self.amount):
            raise TermsError("", "needs either an amount or a share_of_baseline", "write one of them, by year")
        if self.share_of_baseline and self.spread is not None:
            raise TermsError(
                "spread", "is for an amount; a share is of the baseline of each settlement", "leave it out"
            )
        return self

    def problems(self, calendar: Any) -> list[Problem]:
        """Return what is wrong with the guarantee over this term."""
        where = "guarantee.share_of_baseline" if self.share_of_baseline else "guarantee.amount"
        found = year_figures(where, self.share_of_baseline or self.amount, calendar)
        if self.amount:
            found += spread_problems("guarantee", self.spread, calendar.agreed, SPREADS)
        return found

    def record(self, schedule: Schedule, baseline: Amount, mode: Mode, ended: Termination | None = None) -> Amount:
        """Return the guaranteed saving of the period, a line of the statement; never below nothing."""
        with scope("guarantee", "guarantee"):
            agreed: Amount | None = None
            if self.share_of_baseline:
                shares = schedule.by_year(self.share_of_baseline)
                guaranteed = at_least(schedule.figure("guaranteed share", share, shares) * baseline, nothing)
            else:
                amounts = schedule.by_year(tuple(map(Fraction, self.amount)))
                agreed = schedule.figure("guaranteed for the year", money, amounts)
                guaranteed = schedule.of_the_year("guaranteed", agreed, self.spread, mode)
            guaranteed = guaranteed_on_ending(ended, schedule, agreed, guaranteed, mode)
            if schedule.run_off:
                guaranteed = choose(schedule.in_term, guaranteed, nothing)
            return named("guaranteed", guaranteed)
