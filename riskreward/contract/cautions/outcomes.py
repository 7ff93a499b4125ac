"""Cautions about what is paid for outcomes that are measured: how much it is, and where it jumps."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import listed, pounds_text
from riskreward.fees import Step, placed
from riskreward.figures import number_text, share_text
from riskreward.findings import Finding
from riskreward.improvements import Measure
from riskreward.kernel import share
from riskreward.kernel.words import PATH
from riskreward.settlement.settled import Settled


def paid_for_outcomes(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A fee for outcomes is paid whatever is saved, and not out of cash."""
    titles = [step.title for step in agreement.fee.step if _pays_for_outcomes(step)]
    if not titles:
        return
    figures = {}
    text = f"The fee pays for outcomes that are measured, not for cash ({listed(titles)})"
    if statement is not None:
        figures = {"paid for outcomes": _added(agreement, statement)}
        amount = pounds_text(figures["paid for outcomes"], agreement.currency)
        text += f": {amount} to date, before anything that limits it"
    if not agreement.measures_a_saving:
        text += "; no baseline says what was saved, so that what the council paid is shown as kept below nothing"
    yield Finding("paid for outcomes", f"{text}.", "note", figures)


def _pays_for_outcomes(step: Step) -> bool:
    return step.begins_fee and bool(step.reads_measures) and "saving" not in step.reads


def _added(agreement: Agreement, statement: Settled) -> Fraction:
    """Return what the steps that pay for outcomes added to the fee of every period."""
    found = Fraction(0)
    settled = [period for period in statement.periods if not period.period.run_off]
    for period in settled[-1:] if agreement.fee.counted == "to date" else settled:
        before = Fraction(0)
        for step in agreement.fee.step:
            line = f"fee{PATH}{step.result}"
            if step.gives == "fee" and period.has(line):
                after = period.exact(line)
                found += after - before if _pays_for_outcomes(step) else 0
                before = after
    return found


def jumps(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Where a payment for an outcome jumps: the figure that reaches it, and the height."""
    measures = {measure.name: measure for measure in agreement.measure}
    for where, step in placed(agreement.fee):
        for jump in step.jumps:
            if jump.more == 0:
                continue
            place = _of(Fraction(jump.at), measures[jump.measure])
            text = f"There is a cliff at {place} of {jump.measure} ({where}): "
            figures = {"place": Fraction(jump.at)}
            if jump.more is None:
                yield Finding("cliff", f"{text}what the {step.title} pays hangs on it.", "warning", figures)
                continue
            height = pounds_text(jump.more, agreement.currency)
            text += f"reaching it is worth {height} of fee, and falling just short of it nothing."
            yield Finding("cliff", text, "warning", {**figures, "height": jump.more})


def _of(figure: Fraction, measure: Measure) -> str:
    return share_text(figure) if measure.kind == share else f"{number_text(figure)} {measure.unit}"
