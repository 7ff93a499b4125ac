"""Cautions about baselines that were fitted or predicted, and then frozen or reset."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.baselines import Prediction, Regression, TruncatedMean
from riskreward.baselines.quality import SHOWN_PLACES
from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import fee_earned, of_measure, pounds_text, settled_with
from riskreward.figures import number_text, rounded, share_text
from riskreward.findings import Finding
from riskreward.improvements import Measure
from riskreward.kernel import money, share
from riskreward.settlement.settled import Settled


def held_to_no_bar(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A model whose fit is held to nothing may be as bad as it likes."""
    for measure in agreement.measure:
        baseline = measure.baseline
        if isinstance(baseline, Regression) and baseline.bars is None:
            fit = baseline.fit
            figures = {"CV(RMSE)": Fraction(fit.cv_rmse), "NMBE": fit.nmbe, "R2": fit.r2}
            told = ", ".join(f"{name} {_percent(figure)}" for name, figure in figures.items())
            text = f"The regression of {measure.name} is held to no bar of quality; its own fit has {told}."
            yield Finding("no quality bar", text, "warning", figures)
        elif isinstance(baseline, Prediction) and (baseline.bars is None or baseline.quality is None):
            lacks = "no figures of its quality" if baseline.quality is None else "no bar of quality"
            both = " and no bar of quality" if baseline.quality is None and baseline.bars is None else ""
            text = f"The model {baseline.model.name} behind the baseline of {measure.name} has {lacks}{both}."
            yield Finding("no quality bar", text, "warning")


def extrapolated(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A line says nothing of a driver outside the range it was fitted on."""
    for measure in statement.measures if statement is not None else ():
        if statement is None or not isinstance(measure.baseline, Regression):
            continue
        name = measure.baseline.driver_measure
        low, high = measure.baseline.fit.between
        (driver,) = (each for each in statement.measures if each.name == name)
        percent = 100 if driver.kind == share else 1  # a share is shown as a percentage
        measured = {
            period.label: period.exact(f"{name} / outturn") / percent
            for period, own in of_measure(statement, measure)
            if own.baseline == measure.baseline
        }
        outside = {label: figure for label, figure in measured.items() if not low <= figure <= high}
        if outside:
            told = ", ".join(f"{number_text(figure)} in {label}" for label, figure in outside.items())
            text = (
                f"The baseline of {measure.name} is extrapolated: {name} was {told}, outside the fitted range "
                f"{number_text(low)} to {number_text(high)}."
            )
            yield Finding("extrapolated", text, "warning", {"fitted from": low, "fitted to": high, **outside})


def normalised(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A normalised saving is a difference of two models, and not what was spent."""
    for measure in agreement.measure:
        if isinstance(measure.baseline, Prediction) and measure.baseline.is_normalised:
            text = (
                f"The saving of {measure.name} is normalised: its outturn must be the second model's at the same "
                "standard conditions, and is not what was spent."
            )
            yield Finding("normalised saving", text)


def outliers_truncated(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """An outturn is compared with a truncated baseline only if it is truncated at the same figure."""
    for measure in agreement.measure:
        if not isinstance(measure.baseline, TruncatedMean):
            continue
        paper = measure.baseline.truncation
        limit, off = (_in_unit(figure, measure, agreement) for figure in (paper.limit, paper.taken_off))
        count = len(paper.outliers)
        cases = f"{count} of {len(paper.costs)} cases"
        figures = {"truncated at": paper.limit, "taken off": paper.taken_off, "cases truncated": Fraction(count)}
        text = (
            f"Truncation at the {share_text(paper.truncated_at)} percentile took {off} off {cases} of {measure.name}; "
            f"the outturn must be truncated at the same {limit}."
        )
        yield Finding("outliers truncated", text, "note", figures)


def rebased(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Where a baseline is rebased, a saving or a loss counts until then and no more: how much fee hangs on it."""
    for number, measure in enumerate(agreement.measure):
        if measure not in agreement.earning or measure.baseline is None or measure.baseline.rebased is None:
            continue
        terms, figures = measure.baseline.rebased, {}
        either = terms.direction == "either way"
        loss = ", and of a loss counts against the provider," if either else ""
        text = (
            f"The baseline of {measure.name} is rebased by {share_text(terms.share)} of the saving before "
            f"{', '.join(terms.years)} ({terms.direction}): that much of a saving earns{loss} until then and no more"
        )
        if statement is not None:
            plain = measure.model_copy(update={"baseline": measure.baseline.model_copy(update={"rebased": None})})
            others = (*agreement.measure[:number], plain, *agreement.measure[number + 1 :])
            without = settled_with(agreement, statement, measure=others)
            if without is not None:
                change = fee_earned(statement) - fee_earned(without)
                figures = {"change in the fee": change}
                by = pounds_text(abs(change), agreement.currency)
                text += (
                    f"; without it the fee to date would be {by} {'lower' if change > 0 else 'higher'}"
                    if change
                    else ""
                )
        yield Finding("rebased baseline", f"{text}.", "note", figures)


def _percent(figure: Fraction) -> str:
    return share_text(Fraction(rounded(figure, SHOWN_PLACES)))


def _in_unit(figure: Fraction, measure: Measure, agreement: Agreement) -> str:
    if measure.kind == money:
        return pounds_text(figure, agreement.currency)
    return share_text(figure) if measure.kind == share else f"{number_text(figure)} {measure.unit}"
