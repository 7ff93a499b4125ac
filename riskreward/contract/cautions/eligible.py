"""Cautions about what of a saving may earn: what would have happened anyway, whose it is, and how far it has come."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from riskreward.calendar import day_text
from riskreward.contract.agreement import Agreement
from riskreward.contract.cautions.trying import fee_earned, pounds_text, settled_with
from riskreward.contract.overclaiming import text_in_unit
from riskreward.figures import share_text
from riskreward.findings import Finding
from riskreward.improvements import CASH, Measure
from riskreward.improvements.claims import CLAIMED
from riskreward.improvements.stages import DEEMED, DROPPED, REJECTED, STAGES, deemed_column, stage_column, waiting_line
from riskreward.kernel import share
from riskreward.settlement import PeriodStatement, Settled


def deadweight(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """What would have happened anyway, and the fee with it taken off and without."""
    for number, measure in enumerate(agreement.measure):
        if not measure.deadweight or measure not in agreement.earning:
            continue
        figures = {}
        text = (
            f"{share_text(measure.deadweight)} of the saving of {measure.name} is deadweight: it would have "
            f"happened anyway and earns nothing (known by: {measure.counterfactual})"
        )
        whole = measure.model_copy(update={"deadweight": None})
        measures = (*agreement.measure[:number], whole, *agreement.measure[number + 1 :])
        other = None if statement is None else settled_with(agreement, statement, measure=measures)
        if statement is not None and other is not None:
            figures = {"fee": fee_earned(statement), "fee without deadweight": fee_earned(other)}
            with_it, without = (pounds_text(fee, agreement.currency) for fee in figures.values())
            text += f": the fee to date is {with_it}, and would be {without} without it"
        yield Finding("deadweight", f"{text}.", "note", figures)


def without_a_counterfactual(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """What frees no budget is known only against what would have happened anyway."""
    for number, measure in enumerate(agreement.measure):
        if measure in agreement.earning and measure.benefit not in CASH and measure.counterfactual is None:
            text = (
                f"{measure.name.capitalize()} is {measure.benefit} and earns a fee, but the contract does not say how "
                f"it is known what would have happened anyway (measure[{number}].counterfactual)."
            )
            yield Finding("no counterfactual", text, "warning")


def claims_reduced(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Claims that came to more than was measured share it in proportion."""
    for measure in agreement.measure:
        if statement is None or measure.overlap != "in running proportion":
            continue
        for period in _due(statement):
            claimed = period.exact(f"{measure.name} / {CLAIMED}")
            measured = period.exact(f"{measure.name} / {measure.result}")
            if measure.kind == share:  # a statement has a share in per cent
                claimed, measured = claimed / 100, measured / 100
            if claimed > max(measured, Fraction(0)):
                together, found = (
                    text_in_unit(measure, amount, agreement.currency) for amount in (claimed, abs(measured))
                )
                than = f"but a loss of {found} was" if measured < 0 else f"more than the {found} that was"
                text = (
                    f"The claims on {measure.name} in {period.label} come to {together}, {than} measured, which they "
                    "share in proportion."
                )
                yield Finding("claims reduced", text, "warning", {"claimed": claimed, "measured": measured})


def deemed_realised(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """What is deemed realised was decided by nobody, and may be disputed."""
    for measure in agreement.measure:
        if statement is None or measure.deemed is None:
            continue
        for period in _due(statement):
            if _stage(measure, period) != DEEMED:
                continue
            counted = max(period.exact(f"{measure.name} / {measure.counted}"), Fraction(0))
            on = date.fromisoformat(period.details.stages[deemed_column(measure.name)])
            until = on + timedelta(days=measure.deemed.disputable_for_days)
            text = (
                f"{pounds_text(counted, agreement.currency)} of the saving of {measure.name} in {period.label} is "
                f"deemed realised, not measured ({measure.deemed.after}, clause {measure.deemed.clause}); either "
                f"side may dispute it until {day_text(until)}."
            )
            yield Finding("deemed realised", text, "warning", {"deemed realised": counted})


def stage_fell(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A stage that goes back does not take back what has counted."""
    for measure in agreement.measure:
        if statement is None or measure.counts_when is None:
            continue
        pays = STAGES.index(measure.counts_when)
        for before, after in pairwise(_due(statement)):
            was, now = _stage(measure, before), _stage(measure, after)
            if _place(was) >= pays > _place(now):
                counted = sum(
                    (
                        each.exact(f"{measure.name} / {measure.counted}")
                        for each in _due(statement)
                        if each.period.first <= before.period.first
                    ),
                    Fraction(0),
                )
                text = (
                    f"{measure.name.capitalize()} fell back from {was} to {now} in {after.label}; what has counted "
                    f"stays counted ({pounds_text(counted, agreement.currency)}) unless the measured saving falls."
                )
                yield Finding("stage fell", text, "warning", {"counted before": counted})


def waiting_at_the_end(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """What waits has earned nothing, and never does once the term is over."""
    for measure in agreement.measure:
        if statement is None or measure.until_then != "waits":
            continue
        assert measure.counts_when is not None
        waiting = statement.exact(f"{measure.name} / {waiting_line(measure.counts_when)}")
        if waiting:
            told = f"{pounds_text(waiting, agreement.currency)} of the saving of {measure.name}"
            over = _due(statement)[-1].period.last_of_term
            text = (
                f"{told} still waits to be {measure.counts_when} as the term ends, and never counts."
                if over
                else f"{told} waits to be {measure.counts_when}, and has not counted yet."
            )
            yield Finding("waiting", text, "warning" if over else "note", {"waiting": waiting})


def rejected(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A saving that members refuse is measured all the same, and never counts."""
    for measure in agreement.measure:
        if statement is None or measure.until_then != "waits":
            continue
        for period in _due(statement):
            dropped = period.exact(f"{measure.name} / {DROPPED}")
            if dropped:
                text = (
                    f"{measure.name.capitalize()} was rejected in {period.label}: "
                    f"{pounds_text(dropped, agreement.currency)} of its saving never counts."
                )
                yield Finding("rejected", text, "warning", {"dropped": dropped})


def _due(statement: Settled) -> list[PeriodStatement]:
    return [period for period in statement.periods if not period.period.run_off]


def _stage(measure: Measure, period: PeriodStatement) -> str:
    return period.details.stages[stage_column(measure.name)]


def _place(stage: str) -> int:
    return -1 if stage == REJECTED else STAGES.index(stage.removeprefix("deemed "))
