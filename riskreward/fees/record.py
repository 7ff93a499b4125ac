"""From the saving of a period to the fee it earns: counting, the steps in their order, rounding."""

from collections.abc import Mapping
from typing import NamedTuple

from riskreward.fees.fee import Fee, Placed, placed
from riskreward.fees.rounding import Rounding
from riskreward.fees.step import Counted, Flows, Seen
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
    round_to,
    scope,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode
from riskreward.schedule import Schedule


class Counting(NamedTuple):
    """How amounts add up: each period alone, each year once it is over, or everything to date.

    Where `stands`, a year is shown to date at each settlement before it is over.
    """

    fee: Fee
    schedule: Schedule
    mode: Mode
    stands: bool = False

    def of(self, name: str, amount: Amount) -> Amount:
        """Return what is counted of an amount so far; what is carried on is rounded to the penny."""
        counted = self.fee.counted
        if counted == "each period" or (counted == "each year" and self.schedule.is_yearly):
            return amount
        carried = previous(f"{name}, carried", pounds(0))
        if counted == "each year":
            carried = choose(self.schedule.first_of_year, nothing, carried)
        so_far = carried + round_to(amount, MINOR_PLACES, self.mode)
        if self.stands and self.schedule.run_off:
            so_far = choose(self.schedule.in_term, so_far, nothing)
        carry(f"{name}, carried", so_far)
        if self.stands:
            return so_far
        return choose(self.schedule.last_of_year, so_far, nothing) if counted == "each year" else so_far

    @property
    def suffix(self) -> str:
        """How the statement tells a counted line from the period's own."""
        if self.stands:
            return ", year to date"
        return {"each period": "", "each year": ", for the year", "to date": ", to date"}[self.fee.counted]


class FeeAmounts(NamedTuple):
    """The fee before any payment: what changed in the period, and what its steps saw.

    `counted` is what was counted before the steps, and `each` what stands alone. `stands` is the fee as it stands on
    the year to date, where it is paid on account before the year is over.
    """

    change: Amount
    seen: Seen
    steps: tuple[Placed, ...]
    counted: Amount
    each: Counted
    stands: Amount | None = None
    may_owe: bool = False

    def close(self, flows: Flows) -> None:
        """Let every step carry what it keeps."""
        with scope("fee"):
            for where, step in self.steps:
                with scope("", step.clause or where):
                    step.close(self.seen, flows)


def record_fee(
    fee: Fee,
    schedule: Schedule,
    rounding: Rounding,
    saving: Amount,
    baseline: Amount,
    guaranteed: Amount | None,
    outturns: Mapping[str, Amount],
    earned_before: Amount,
    on_account: bool = False,
) -> FeeAmounts:
    """Return the fee that the period adds: negative where the fee to date falls.

    Where it is paid `on_account`, the steps see the year to date, and the fee is earned when the year is over.
    """
    steps = placed(fee)
    counting = Counting(fee, schedule, rounding.mode, on_account)
    to_date = fee.counted == "to date"
    with scope("fee", "fee"):
        flow = saving
        if fee.starts == "above the guarantee":
            assert guaranteed is not None
            flow = saving - guaranteed
        needs = _needs(fee)
        seen = Seen(
            schedule,
            rounding,
            outturns,
            counting.of("baseline counted", baseline) if "baseline" in needs else baseline,
            baseline,
            guaranteed
            if guaranteed is None or "guarantee" not in needs
            else counting.of("guaranteed counted", guaranteed),
            earned_before if to_date else None,
            counting.of,
            schedule.last_of_year if on_account else None,
        )
        amount = _through([each for each in steps if each.step.takes == "saving of the period"], flow, seen)
        counted = counting.of(fee.measured_from, amount)
        amount = counted if counted is amount else named(fee.measured_from + counting.suffix, counted)
        if fee.still_to_come is not None:
            counted = amount = named("saving, less what is still to come", amount - outturns[fee.still_to_come])
        seen = seen._replace(saving=amount)
        amount = _through([each for each in steps if each.step.takes != "saving of the period"], amount, seen)
        if fee.starts == "after the council has its guaranteed amount":
            assert seen.guaranteed is not None
            left = rounding.down(at_least(counted - seen.guaranteed, nothing))
            amount = named("fee once the council has its guaranteed amount", at_most(amount, left))
        amount = rounding.of(amount)
        if on_account:
            stands = named("fee of the year to date", amount)
            of_the_year = choose(schedule.last_of_year, stands, nothing)
            return FeeAmounts(of_the_year, seen, tuple(steps), counted, fee.counted, stands)
        if fee.assessed:
            amount = choose(_assessed(fee, schedule), named("fee if assessed", amount), earned_before)
        change = named("fee to date", amount) - earned_before if to_date else amount
        if schedule.run_off:
            change = choose(schedule.in_term, change, nothing)
        return FeeAmounts(change, seen, tuple(steps), counted, fee.counted, may_owe=fee.may_owe)


def _assessed(fee: Fee, schedule: Schedule) -> Amount:
    """Return whether the fee to date is assessed in the period."""
    return schedule.truth(
        "assessed", [not period.run_off and period.label in fee.assessed for period in schedule.periods]
    )


def _through(steps: list[Placed], amount: Amount, seen: Seen) -> Amount:
    is_fee = False
    for where, step in steps:
        with scope("", step.clause or where):
            begun = pounds(0) if step.begins_fee and not is_fee else amount
            amount = named(step.result, step.record(begun, seen))
        is_fee = is_fee or step.gives == "fee"
    return amount


def _needs(fee: Fee) -> set[str]:
    """Return which counted figures are read, beside the saving."""
    limited = {"guarantee"} if fee.starts == "after the council has its guaranteed amount" else set()
    return limited.union(*(step.reads for step in fee.step))
