"""Claims that come to more than was measured: where the contract refuses them, nothing is settled."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from riskreward.calendar import Calendar
from riskreward.contract.varying import InForce
from riskreward.figures import money_text, number_text, share_text
from riskreward.findings import Problem
from riskreward.improvements import PERIOD, Measure, Outturn
from riskreward.improvements.claims import CLAIM, CLAIMED
from riskreward.kernel import Program, money, share
from riskreward.kernel.rounding import to_step
from riskreward.kernel.words import PATH


def overclaims(
    stage: InForce, outturn: Outturn, wholes: Sequence[Sequence[int]], calendar: Calendar
) -> Iterator[Problem]:
    """Yield a problem for each period in which claims that may not overlap come to more than was measured.

    `wholes` are the lines of the periods that are settled under these terms, from the first that they hold in.
    """
    measures = [measure for measure in stage.terms.measure if measure.overlap == "refused"]
    if not measures:
        return
    program, currency = stage.assembled.program, stage.terms.currency
    places = {calendar.find(str(row.entries[PERIOD])).label: row.where for row in outturn}
    for period, settled in zip(calendar.periods[stage.first :], wholes, strict=False):
        for measure in measures:
            if told := _overclaimed(measure, program, settled, period.label, currency):
                mend = 'agree whose the improvement is, or write overlap = "in running proportion" in the contract'
                yield Problem(places[period.label], told, mend)


def _overclaimed(measure: Measure, program: Program, settled: Sequence[int], label: str, currency: str) -> str | None:
    def figure(name: str) -> Fraction:
        line = program.line_numbers[f"{measure.name}{PATH}{name}"]
        return Fraction(settled[line], program.denominator_of(program.lines[line]))

    claimed, measured = figure(CLAIMED), figure(measure.result)
    if claimed <= 0 or claimed <= measured:
        return None
    each = [
        f"{claim.name} {text_in_unit(measure, figure(f'{claim.name}{CLAIM}'), currency)}" for claim in measure.claim
    ]
    most = to_step(measured, Fraction(1, 10**measure.places), "floor")
    return (
        f"has claims on {measure.name} in {label} that come to {text_in_unit(measure, claimed, currency)} "
        f"({', '.join(each)}), more than the {text_in_unit(measure, most, currency)} measured"
    )


def text_in_unit(measure: Measure, amount: Fraction, currency: str) -> str:
    """Return an amount of a measure as a message has it, with its unit."""
    if measure.kind == money:
        return money_text(amount, currency)
    return share_text(amount) if measure.kind == share else f"{number_text(amount)} {measure.unit}"
