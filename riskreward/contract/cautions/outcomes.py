"""Cautions about what is paid for an outcome that is measured: where the payment jumps."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import pounds_text
from riskreward.fees import placed
from riskreward.figures import number_text, share_text
from riskreward.findings import Finding
from riskreward.improvements import Measure
from riskreward.kernel import share
from riskreward.settlement import Settled


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
