"""Cautions about what an improvement is reported as: no efficiency at all, or a one-off that comes again."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.cautions.trying import pounds_text
from riskreward.findings import Finding, Severity
from riskreward.improvements import NOT_EFFICIENT
from riskreward.settlement import Settled


def not_an_efficiency(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A cut in service and a cost put off are no efficiency, and all the less where a fee is paid on them."""
    for measure in agreement.measure:
        if measure.efficiency not in NOT_EFFICIENT:
            continue
        earns = measure in agreement.earning
        figures = {}
        what = f"the {measure.result} of {measure.name}"
        if statement is not None and measure.in_money:
            line = measure.worth if earns else measure.saved_as
            amount = sum((period.exact(f"{measure.name} / {line}") for period in statement.periods), Fraction(0))
            figures = {"not an efficiency": amount}
            what = f"{pounds_text(amount, agreement.currency)} of {what} to date"
        text = f"{what[0].upper()}{what[1:]} is not an efficiency but a {measure.efficiency}"
        severity: Severity = "serious" if earns else "note"
        yield Finding("not an efficiency", text + (", yet it earns a fee." if earns else "."), severity, figures)


def one_off_again(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """What is saved in several years is no one-off."""
    for measure in agreement.measure if statement is not None else ():
        if measure.recurs != "one-off" or not measure.in_money or statement is None:
            continue
        years: dict[str, Fraction] = {}
        for period in statement.periods:
            saved = period.exact(f"{measure.name} / {measure.saved_as}")
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
                "one-off in several years", text, "serious" if measure in agreement.earning else "warning", saving
            )
