"""Cautions about a baseline that nobody measured."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.baselines import Stipulated
from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import may_earn, pounds_text, summed
from riskreward.figures import number_text
from riskreward.findings import Finding
from riskreward.improvements import Measure
from riskreward.settlement.settled import Settled


def declared_baseline(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A stipulated counterfactual is declared and not measured: what was counted against it rests on its basis."""
    for measure in agreement.measure:
        baseline = measure.baseline
        if not isinstance(baseline, Stipulated):
            continue
        failing, tested = number_text(baseline.failing), number_text(baseline.of)
        text = (
            f"The baseline of {measure.name} is declared and not measured: that {failing} of {tested} would have "
            f"failed rests on {baseline.basis!r}"
        )
        figures: dict[str, Fraction] = {}
        if statement is not None and may_earn(agreement, measure):
            counted = summed(statement, measure, _worth, _is_declared)
            figures = {"counted against a declared baseline": counted}
            text += f"; {pounds_text(counted, agreement.currency)} was counted against it"
        yield Finding("declared baseline", f"{text}.", "warning", figures)


def _worth(own: Measure) -> str:
    return own.worth


def _is_declared(own: Measure) -> bool:
    return isinstance(own.baseline, Stipulated)
