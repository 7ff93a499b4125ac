"""A contract's rules put together, from outturn to position, and recorded once."""

from collections.abc import Callable
from dataclasses import dataclass

from riskreward.calendar import Period
from riskreward.contract.agreement import Agreement, Flow
from riskreward.fees import record_fee
from riskreward.figures import LARGEST
from riskreward.guarantees import Improved, ShortfallAmounts, Target, record_shortfall, record_target
from riskreward.improvements import CASH, COUNCIL_COSTS, MeasureAmounts, measured_together
from riskreward.kernel import (
    Amount,
    Program,
    carry,
    choose,
    either,
    fact,
    money,
    named,
    nothing,
    pounds,
    previous,
    record,
    round_to,
    scope,
    total,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.schedule import Schedule
from riskreward.settlement.payment import Council, earned_before, record_payment

PERIOD_NAMES = {"monthly": "month", "quarterly": "quarter", "half-yearly": "half-year", "yearly": "year"}


@dataclass(frozen=True, eq=False)
class Assembled:
    """A contract's program, its periods with the run-off, and what the calendar decides in each.

    `scheduled` holds, for each period, the whole number of every scheduled fact; None for one that is not
    scheduled, or not yet published.
    """

    program: Program
    periods: tuple[Period, ...]
    scheduled: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, eq=False)
class Realised:
    """What a period came to before any fee, in money: for what else is to be said of a contract than its rules say.

    `improvement` is what the measures that earn saved, `cash` what those of cashable benefit did; `baseline` is that of
    the measures that earn. `target` is None where nothing is guaranteed.
    """

    schedule: Schedule
    improvement: Amount
    cash: Amount
    baseline: Amount
    target: Target | None


def assemble(agreement: Agreement) -> Assembled:
    """Return the contract's program, recorded the first time only."""
    return agreement.once("assembled", lambda: _assemble(agreement))


def _assemble(agreement: Agreement) -> Assembled:
    return assembled_by(lambda: rules(agreement))


def assembled_by(run_rules: Callable[[], Schedule]) -> Assembled:
    """Return the program of rules, and what the calendar decides in each period of the schedule they return."""
    schedules: list[Schedule] = []
    program = record(lambda: schedules.append(run_rules()))
    (schedule,) = schedules
    columns: list[tuple[int | None, ...]] = []
    for each in program.facts:
        known = schedule.values.get(each.path, (None,) * len(schedule.periods))
        columns.append(tuple(None if value is None else int(value * each.denominator) for value in known))
    return Assembled(program, schedule.periods, tuple(zip(*columns, strict=True)))


def rules(agreement: Agreement) -> Schedule:
    """Run the contract's rules once, from outturn to position; return the schedule they were run over."""
    return realised_by(agreement).schedule


def realised_by(agreement: Agreement) -> Realised:
    """Run the contract's rules once, and return what was realised."""
    retention = agreement.settlement.retention
    settlement = agreement.settlement
    schedule = Schedule(agreement.calendar, *settlement.runs_off)
    mode = agreement.rounding.mode
    outturns = measured_together(agreement.measure, schedule)
    measured = {
        each.name: each.record(schedule, mode, f"measure[{number}]", outturns)
        for number, each in enumerate(agreement.measure)
    }
    saving, cash, costs = _saving(agreement, measured)
    baseline = total([pounds(0), *(_given(measured[each.name]).baseline for each in agreement.earning)])
    if len(agreement.earning) > 1:
        with scope("", "measure"):
            baseline = named("baseline", baseline)
    target, shortfall, met = None, ShortfallAmounts(None), None
    if agreement.guarantee is not None:
        units = {each.name: _given(measured[each.name]).units for each in agreement.earning}
        improved = Improved(agreement.earning, units, baseline, saving)
        target = record_target(agreement.guarantee, schedule, improved, mode, agreement.termination)
        shortfall = record_shortfall(agreement.guarantee, schedule, target, mode)
    if retention is not None and retention.released == "when the next year meets its guarantee":
        assert target is not None
        met = _year_meets(schedule, target.above, agreement)
        if shortfall.met_at_cost is not None:
            met = either(met, shortfall.met_at_cost)
    fee = record_fee(
        agreement.fee,
        schedule,
        agreement.rounding,
        saving,
        baseline,
        None if target is None else target.guaranteed,
        outturns,
        earned_before(),
        agreement.settlement.interim is not None,
    )
    compensation = None
    if agreement.core_volume is not None:
        ordered = outturns[agreement.core_volume.measure]
        compensation = agreement.core_volume.record(schedule, mode, ordered, agreement.rounding.of)

    def flow(name: Flow, amount: Amount | None) -> Amount | None:
        return pounds(0) if amount is None and name in agreement.council_flows else amount

    council = Council(
        cash,
        flow("council costs", costs),
        flow("shortfall", shortfall.received),
        flow("compensation", compensation),
        all(each.benefit in CASH for each in agreement.earning),
    )
    period = PERIOD_NAMES[agreement.settled]
    reimbursed = settlement.reimbursed
    cost = None if reimbursed is None else outturns[reimbursed.measure]
    ending = None if agreement.termination is None else agreement.termination.paid(schedule)
    record_payment(settlement, schedule, agreement.rounding, fee, met, council, f"fee of the {period}", cost, ending)
    improvement = total([pounds(0), *(_given(measured[each.name]).saving for each in agreement.earning)])
    return Realised(schedule, improvement, cash, baseline, target)


def _saving(agreement: Agreement, measured: dict[str, MeasureAmounts | None]) -> tuple[Amount, Amount, Amount | None]:
    """Return what may earn, what reaches the council as cash, and the council's own costs where they are known.

    Losses of one measure net off the savings of another.
    """
    earning = total([pounds(0), *(_given(measured[each.name]).counts for each in agreement.earning)])
    in_cash = [measured[each.name] for each in agreement.measure if each.benefit in CASH]
    cash = [amounts.saving for amounts in in_cash if amounts is not None]
    costs = None
    if agreement.council_costs is not None:
        costs = fact(COUNCIL_COSTS, money, MINOR_PLACES, (0, LARGEST // 1000))
        if agreement.council_costs == "taken off the saving":
            earning = earning - costs
    if costs is not None or len(agreement.earning) > 1:
        with scope("", "measure" if costs is None else "council_costs"):
            earning = named("saving", earning)
    return earning, total(cash) if cash else pounds(0), costs


def _given(amounts: MeasureAmounts | None) -> MeasureAmounts:
    assert amounts is not None
    return amounts


def _year_meets(schedule: Schedule, above: Amount, agreement: Agreement) -> Amount:
    """Return whether the year to date meets the year's own guarantee."""
    if not schedule.is_yearly:
        carried = choose(schedule.first_of_year, nothing, previous("above the guarantee, year to date", pounds(0)))
        above = carried + round_to(above, MINOR_PLACES, agreement.rounding.mode)
        carry("above the guarantee, year to date", above)
    return above >= nothing
