"""Cautions about the evidence: who says so, how finely, and whether any of it is real."""

import re
from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.against import agreed_parts
from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import pounds_text
from riskreward.findings import Finding
from riskreward.improvements import Measure
from riskreward.kernel import money
from riskreward.settlement.settled import Settled

THOUSAND = 1000


def published_rounded(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Figures that are all whole thousands were published rounded, and so is every saving between them."""
    if statement is None:
        return
    for measure in agreement.earning:
        figures = [
            period.exact(f"{measure.name} / outturn")
            for period in statement.periods
            if not period.period.run_off and period.has(f"{measure.name} / outturn")
        ]
        if measure.baseline is not None and measure.baseline.agreed_amount is not None:
            figures.append(measure.baseline.agreed_amount)
        if measure.kind == money and any(figures) and all(figure % THOUSAND == 0 for figure in figures):
            step, out = Fraction(THOUSAND), _most_out(agreement, measure, statement)
            text = (
                f"The figures of {measure.name} look published to the nearest {pounds_text(step, agreement.currency)}: "
                f"all are whole thousands, so that a saving may be out by as much as "
                f"{pounds_text(out, agreement.currency)}."
            )
            yield Finding("published rounded", text, "note", {"published to": step, "out by": out})


def _most_out(agreement: Agreement, measure: Measure, statement: Settled) -> Fraction:
    """Return half a thousand of the outturn, and half a thousand of the baseline as far as an index moved it."""
    moved = [
        abs(period.exact(f"{measure.name} / baseline") / agreed)
        for agreed, period in zip(agreed_parts(agreement, measure), statement.periods, strict=False)
        if agreed and period.has(f"{measure.name} / baseline")
    ]
    return Fraction(THOUSAND, 2) * (1 + max(moved, default=Fraction(1)))


def illustrative(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """An example says that it is one."""
    match = re.search(r"\billustrative\b(?:[:,]\s*([^()]+))?", agreement.title, re.IGNORECASE)
    if match:
        what = f": {match[1].strip()}" if match[1] else ""
        yield Finding("illustrative", f"This contract is illustrative{what}.")


def baseline_evidence(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A baseline needs a source, an owner, and somebody who agreed it on a day."""
    for number, measure in enumerate(agreement.measure):
        if measure.baseline is None:
            continue
        lacking = [
            name
            for name, present in (
                ("source", measure.baseline.source),
                ("date agreed", measure.baseline.agreed),
                ("owner", measure.baseline.agreed and measure.baseline.agreed.owner),
            )
            if not present
        ]
        if lacking and (measure in agreement.earning or "source" in lacking):
            text = f"The baseline of {measure.name} has no {' and no '.join(lacking)} (measure[{number}].baseline)."
            yield Finding("missing evidence", text, "warning")


def outturn_evidence(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """An outturn needs somebody who verified it, and is not settled for good while provisional."""
    if statement is None:
        return
    due = [period for period in statement.periods if not period.period.run_off]
    unverified = [period.label for period in due if not (period.details.verified_by and period.details.verified_on)]
    if unverified:
        text = f"Nobody is named, with a date, as having verified the outturn of {_labels(unverified)}."
        yield Finding("missing evidence", text, "warning")
    for status, text in (
        ("", "The outturn of {} does not say whether it is provisional, final or audited."),
        ("provisional", "The outturn of {} is provisional; what it settles may still change."),
    ):
        labels = [period.label for period in due if period.details.status == status]
        if labels:
            yield Finding("provisional outturn", text.format(_labels(labels)), "warning")


def assumed_figures(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """An outturn that was drawn may assume figures that were not yet published, such as levels of an index."""
    assumed = {} if statement is None else {name: None for row in statement.outturn for name in row.assumed}
    if assumed:
        text = f"The outturn assumes what was not yet published when it was drawn: {', '.join(assumed)}."
        yield Finding("assumed figures", text, "warning")


def _labels(labels: list[str]) -> str:
    if len(labels) > 3:
        return f"{labels[0]} to {labels[-1]} ({len(labels)} periods)"
    return ", ".join(labels)
