"""Cautions about the evidence: who says so, how finely, and whether any of it is real."""

import re
from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.cautions.against import agreed_amount
from riskreward.contract.cautions.trying import pounds_text
from riskreward.findings import Finding
from riskreward.kernel import money
from riskreward.settlement import Settled

THOUSAND = 1000


def published_rounded(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Figures that are all whole thousands were published rounded, and so is every saving between them."""
    if statement is None:
        return
    for measure in agreement.earning:
        figures = [
            period.exact(f"{measure.name} / outturn") for period in statement.periods if not period.period.run_off
        ]
        figures.append(agreed_amount(measure))
        if measure.kind == money and any(figures) and all(figure % THOUSAND == 0 for figure in figures):
            step = pounds_text(Fraction(THOUSAND), agreement.currency)
            text = (
                f"The figures of {measure.name} are published to the nearest {step}, so that each year's saving "
                f"may be out by as much as {step}."
            )
            yield Finding("published rounded", text, "note", {"published to": Fraction(THOUSAND)})


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


def _labels(labels: list[str]) -> str:
    if len(labels) > 3:
        return f"{labels[0]} to {labels[-1]} ({len(labels)} periods)"
    return ", ".join(labels)
