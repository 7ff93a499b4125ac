"""Cautions about what an improvement is reported as: no efficiency at all, or a one-off that comes again."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import may_earn, of_measure, pounds_text, summed
from riskreward.findings import Finding, Severity
from riskreward.improvements import NOT_EFFICIENT, Measure
from riskreward.settlement.settled import Settled


def not_an_efficiency(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A cut in service and a cost put off are no efficiency, and all the less where a fee is paid on them."""
    for measure in agreement.measure:
        if measure.efficiency not in NOT_EFFICIENT:
            continue
        earns = may_earn(agreement, measure)
        figures = {}
        what = f"the {measure.result} of {measure.name}"
        if statement is not None and measure.in_money:
            amount = summed(statement, measure, _worth if earns else _saved_as, partial(_alike, measure))
            figures = {"not an efficiency": amount}
            what = f"{pounds_text(amount, agreement.currency)} of {what} to date"
        text = f"{what[0].upper()}{what[1:]} is not an efficiency but a {measure.efficiency}"
        severity: Severity = "serious" if earns else "note"
        yield Finding("not an efficiency", text + (", yet it earns a fee." if earns else "."), severity, figures)


def _worth(measure: Measure) -> str:
    return measure.worth


def _alike(measure: Measure, own: Measure) -> bool:
    return own.efficiency == measure.efficiency


def _saved_as(measure: Measure) -> str:
    return measure.saved_as


def one_off_again(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """What is saved in several years is no one-off."""
    for measure in statement.measures if statement is not None else ():
        if statement is None:
            continue
        years: dict[str, Fraction] = {}
        for period, own in of_measure(statement, measure):
            is_counted = own.in_money and own.recurs == "one-off"
            saved = period.exact(f"{own.name} / {own.saved_as}") if is_counted else Fraction(0)
            years[period.period.year] = years.get(period.period.year, Fraction(0)) + saved
        saving = {year: amount for year, amount in years.items() if amount > 0}
        if len(saving) > 1:
            listed = ", ".join(
                f"{pounds_text(amount, agreement.currency)} in {year}" for year, amount in saving.items()
            )
            text = (
                f"{measure.name.capitalize()} is labelled one-off, but it saved in {len(saving)} years: {listed}; "
                "a one-off counts once, so that either its label or its baseline is wrong."
            )
            yield Finding(
                "one-off in several years", text, "serious" if may_earn(agreement, measure) else "warning", saving
            )
