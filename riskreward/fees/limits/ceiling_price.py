"""A ceiling price: cost and fee together are never more than it; what is above it the provider bears."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from riskreward.fees.flows import flow_problems
from riskreward.fees.sharing.loss_share import LossShare
from riskreward.fees.sharing.target_fee import TargetFee
from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import MoneyFromNought, money_text
from riskreward.findings import Finding, Problem
from riskreward.guarantees import baseline_as_agreed
from riskreward.kernel import Amount, at_most, named, pounds, scope


def within_the_ceiling(fee: Amount, ceiling: Amount, cost: Amount) -> Amount:
    """The fee is at most what the ceiling leaves beside the cost, which may be below nothing."""
    return at_most(fee, ceiling - cost)


class CeilingPrice(Step):
    """Cost and fee together are at most the ceiling price; the fee may then be below nothing, and is owed.

    The ceiling is for what the fee counts: each settlement, each year, or to date the whole term. It is rounded down to
    the contract's step.

    Source: FAR 16.403, fixed-price incentive firm target: the ceiling price.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 80
    may_owe: ClassVar[bool] = True
    adds_bounded: ClassVar[bool] = True
    splits: ClassVar[frozenset[str]] = frozenset({"amount"})

    rule: Literal["ceiling price"] = "ceiling price"
    amount: MoneyFromNought = Field(description="The most that cost and fee come to together.")
    measure: str = Field(description="The measure in money that is the cost.")

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The cost."""
        return (("measure", self.measure),)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the cost, and that the ceiling is below the target price."""
        yield from flow_problems(f"{where}.measure", self.measure, around)
        target = self._target(around)
        if target is not None and self.amount < target[0] + target[1]:
            cost, profit, price = (_text(each, around) for each in (*target, sum(target)))
            what = f"is {_text(self.amount, around)}, below the target price of {price} ({cost} and a fee of {profit})"
            yield Problem(f"{where}.amount", what, "let the ceiling be at the target price or above it")

    def findings(self, where: str, around: Around) -> Iterator[Finding]:
        """Yield the cost from which the provider bears every further pound."""
        flat = [step.flat_share for step in around.steps if isinstance(step, LossShare)]
        target = self._target(around)
        if target is None or len(flat) > 1 or None in flat:
            return
        borne = flat[0] if flat and flat[0] is not None else Fraction(0)
        if borne == 1:
            return
        cost, profit = target
        above = cost + (Fraction(self.amount) - cost - profit) / (1 - borne)
        text = (
            f"From a cost of {_text(above, around)} on (the point of total assumption) the provider bears every "
            f"further pound, as the price then stands at the ceiling of {_text(self.amount, around)} ({where})."
        )
        yield Finding("point of total assumption", text, "note", {"point of total assumption": above})

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee that the ceiling leaves."""
        with scope(self.title):
            cost = named("cost", seen.counted("cost", seen.outturns[self.measure]))
            fee = within_the_ceiling(amount, seen.rounding.down(pounds(self.amount)), cost)
            named("borne by the provider above the ceiling", amount - fee)
            return fee

    def _target(self, around: Around) -> tuple[Fraction, Fraction] | None:
        """Return the cost and the fee that are aimed at over what is counted first; None where they are not agreed."""
        measure, calendar = around.measures.get(self.measure), around.calendar
        if measure is None or calendar is None:
            return None
        costs = baseline_as_agreed(measure, calendar, "half up")
        if costs is None:
            return None
        periods = calendar.periods
        ends = {"each period": 1, "each year": len(calendar.periods_in_year(periods[0].year)), "to date": len(periods)}
        fees = [step.parts(around) for step in around.steps if isinstance(step, TargetFee)]
        end = ends[around.counted]
        return sum(costs[:end], Fraction(0)), sum((sum(each[:end], Fraction(0)) for each in fees), Fraction(0))


def _text(amount: Fraction | Decimal | int, around: Around) -> str:
    return money_text(amount, around.currency).removesuffix(".00")
