"""Cautions about prices: what an improvement was worth at the prices really paid."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import may_earn, of_measure, pounds_text
from riskreward.findings import Finding, Severity
from riskreward.improvements import GAP
from riskreward.settlement.settled import Settled


def prices_paid(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """The contract's prices and the prices paid make different sums of one improvement."""
    for measure in statement.measures if statement is not None else ():
        if measure.prices_paid is None or statement is None:
            continue
        known = [each for each in of_measure(statement, measure) if each[1].prices_paid is not None]
        gap, paid = (
            sum((period.exact(f"{measure.name} / {line}") for period, _ in known), Fraction(0))
            for line in (GAP, measure.saved_as)
        )
        if not gap:
            continue
        side = "less" if gap > 0 else "more"
        text = (
            f"At the prices paid the {measure.result} of {measure.name} came to "
            f"{pounds_text(paid, agreement.currency)} to date, {pounds_text(abs(gap), agreement.currency)} {side} than "
            "at contract prices"
        )
        severity: Severity = "note"
        if may_earn(agreement, measure):
            shown = measure.prices_paid == "shown"
            text += f"; the fee is on {'contract prices' if shown else 'the prices paid'}"
            severity = "warning" if shown and gap > 0 else "note"
        figures = {"gap between prices": gap, "at the prices paid": paid}
        yield Finding("prices paid", f"{text}.", severity, figures)
