"""Cautions about a baseline that came to nil or below: nothing can be saved against it."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.overclaiming import text_in_unit
from riskreward.contract.trying import listed, may_earn, of_measure, pounds_text
from riskreward.findings import Finding
from riskreward.improvements import Measure
from riskreward.kernel import share
from riskreward.settlement.settled import PeriodStatement, Settled

BELOW_THE_GUARANTEE = "guarantee / below the guarantee"


def baseline_below_nil(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A baseline that was worked out at nil or below, and the shortfall that was worked out on it.

    An amount of nil or below that was agreed as such is no finding, nor is nil where a higher outturn is better.
    """
    for measure in statement.measures if statement is not None else ():
        if statement is None or not may_earn(agreement, measure):
            continue
        found = [
            (period, own, baseline)
            for period, own in of_measure(statement, measure)
            if own.baseline is not None
            and not own.baseline.stands_for_the_term
            and (own.baseline.agreed_amount is None or own.baseline.agreed_amount > 0)
            for baseline in [_baseline(period, own)]
            if baseline < 0 or (baseline == 0 and own.better == "lower")
        ]
        if not found:
            continue
        figures = {period.label: baseline for period, _, baseline in found}
        told = listed(
            [
                f"{text_in_unit(own, baseline, agreement.currency).removesuffix('.00')} in {period.label}"
                for period, own, baseline in found
            ]
        )
        even = "saves nothing" if measure.better == "lower" else "is an improvement"
        text = (
            f"The baseline of {measure.name} was worked out at {told}, which is nil or below: against it even an "
            f"outturn of nought {even}"
        )
        short = {period.label: _below_the_guarantee(period) for period, _, _ in found}
        short = {label: amount for label, amount in short.items() if amount}
        if short:
            figures |= {f"below the guarantee in {label}": amount for label, amount in short.items()}
            amounts = [f"{pounds_text(amount, agreement.currency)} in {label}" for label, amount in short.items()]
            text += f"; the provider's shortfall was worked out on it: {listed(amounts)} below the guarantee"
        yield Finding("baseline of nil or below", f"{text}.", "warning", figures)


def _baseline(period: PeriodStatement, own: Measure) -> Fraction:
    amount = period.exact(f"{own.name} / baseline")
    return amount / 100 if own.kind == share else amount  # a statement has a share in per cent


def _below_the_guarantee(period: PeriodStatement) -> Fraction:
    return period.exact(BELOW_THE_GUARANTEE) if period.has(BELOW_THE_GUARANTEE) else Fraction(0)
