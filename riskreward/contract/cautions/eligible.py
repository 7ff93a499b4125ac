"""Cautions about what of a saving may earn: what would have happened anyway, whose it is, and how far it has come."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from riskreward.calendar import day_text
from riskreward.contract.agreement import Agreement
from riskreward.contract.overclaiming import text_in_unit
from riskreward.contract.trying import fee_earned, of_measure, pounds_text, settled_with
from riskreward.figures import share_text
from riskreward.findings import Finding
from riskreward.improvements import CASH, Measure
from riskreward.improvements.claims import CLAIMED
from riskreward.improvements.stages import DEEMED, DROPPED, REJECTED, STAGES, deemed_column, stage_column, waiting_line
from riskreward.kernel import share
from riskreward.settlement.settled import PeriodStatement, Settled


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
    for period, measure in _settled(statement):
        if measure.overlap == "in running proportion":
            claimed = period.exact(f"{measure.name} / {CLAIMED}")
            measured = period.exact(f"{measure.name} / {measure.result}")
            if measure.kind == share:  # a statement has a share in per cent
                claimed, measured = claimed / 100, measured / 100
            if claimed > max(measured, Fraction(0)):
                together, found = (
                    text_in_unit(measure, amount, agreement.currency) for amount in (claimed, abs(measured))
                )
                than = f"but a loss of {found} was" if measured < 0 else f"more than the {found}"
                text = (
                    f"The claims on {measure.name} in {period.label} come to {together}, {than} measured, which they "
                    "share in proportion."
                )
                yield Finding("claims reduced", text, "warning", {"claimed": claimed, "measured": measured})


def deemed_realised(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """What is deemed realised was decided by nobody, and may be disputed."""
    for period, measure in _settled(statement):
        if measure.deemed is not None and _stage(measure, period) == DEEMED:
            counted = max(period.exact(f"{measure.name} / {measure.counted}"), Fraction(0))
            on = date.fromisoformat(period.details.stages[deemed_column(measure.name)])
            until = on + timedelta(days=measure.deemed.disputable_for_days)
            own = max(period.exact(f"{measure.name} / {measure.counted_at_its_stage}"), Fraction(0))
            figures = {"deemed realised": counted}
            told, of_earlier = "", counted - own
            if of_earlier > 0:
                figures["of earlier periods"] = of_earlier
                told = f", {pounds_text(of_earlier, agreement.currency)} of it of earlier periods"
            text = (
                f"{pounds_text(counted, agreement.currency)} of the saving of {measure.name} that counts in "
                f"{period.label} is deemed realised, not measured{told} ({measure.deemed.after}, clause "
                f"{measure.deemed.clause}); either side may dispute it until {day_text(until)}."
            )
            yield Finding("deemed realised", text, "warning", figures)


def stage_fell(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A stage that goes back does not take back what has counted."""
    for measure in statement.measures if statement is not None else ():
        counted = Fraction(0)
        staged = [(period, own) for period, own in of_measure(statement, measure) if own.counts_when is not None]
        for (before, then), (after, own) in pairwise(staged):
            counted += before.exact(f"{measure.name} / {then.counted}")
            was, now = _stage(then, before), _stage(own, after)
            if _has_reached(then, was) and not _has_reached(own, now):
                text = (
                    f"{measure.name.capitalize()} fell back from {was} to {now} in {after.label}; what has counted "
                    f"stays counted ({pounds_text(counted, agreement.currency)}) unless the measured saving falls."
                )
                yield Finding("stage fell", text, "warning", {"counted before": counted})


def waiting_at_the_end(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """What waits has earned nothing, and never does once the term is over."""
    last = None if statement is None else [each for each in statement.periods if not each.period.run_off][-1]
    for measure in last.measures if last is not None else ():
        if last is None or measure.until_then != "waits":
            continue
        assert measure.counts_when is not None
        waiting = last.exact(f"{measure.name} / {waiting_line(measure.counts_when)}")
        if waiting:
            told = f"{pounds_text(waiting, agreement.currency)} of the saving of {measure.name}"
            over = last.period.last_of_term
            text = (
                f"{told} still waits to be {measure.counts_when} as the term ends, and never counts."
                if over
                else f"{told} waits to be {measure.counts_when}, and has not counted yet."
            )
            yield Finding("waiting", text, "warning" if over else "note", {"waiting": waiting})


def rejected(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A saving that members refuse is measured all the same, and never counts."""
    for period, measure in _settled(statement):
        if measure.until_then == "waits":
            dropped = period.exact(f"{measure.name} / {DROPPED}")
            if dropped:
                text = (
                    f"{measure.name.capitalize()} was rejected in {period.label}: "
                    f"{pounds_text(dropped, agreement.currency)} of its saving never counts."
                )
                yield Finding("rejected", text, "warning", {"dropped": dropped})


def _settled(statement: Settled | None) -> Iterator[tuple[PeriodStatement, Measure]]:
    """Yield each measure in each period of the term, as the terms of that period have it."""
    for measure in statement.measures if statement is not None else ():
        yield from of_measure(statement, measure)


def _stage(measure: Measure, period: PeriodStatement) -> str:
    return period.details.stages[stage_column(measure.name)]


def _has_reached(measure: Measure, stage: str) -> bool:
    assert measure.counts_when is not None
    return stage != REJECTED and STAGES.index(stage.removeprefix("deemed ")) >= STAGES.index(measure.counts_when)
