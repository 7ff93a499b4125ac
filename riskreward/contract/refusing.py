"""What a step of the fee does not settle: a figure that must not be above nothing, and is."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from riskreward.calendar import Calendar
from riskreward.contract.overclaiming import text_in_unit
from riskreward.contract.varying import InForce
from riskreward.findings import Problem
from riskreward.improvements import PERIOD, Outturn
from riskreward.kernel.words import PATH


def refused_by_steps(
    stage: InForce, outturn: Outturn, wholes: Sequence[Sequence[int]], calendar: Calendar
) -> Iterator[Problem]:
    """Yield a problem for each period in which a step finds what it does not settle.

    `wholes` are the lines of the periods that are settled under these terms, from the first that they hold in.
    """
    refused = [each for step in stage.terms.fee.step for each in step.refuses]
    if not refused:
        return
    program = stage.assembled.program
    measures = {measure.name: measure for measure in stage.terms.measure}
    places = {calendar.find(str(row.entries[PERIOD])).label: row.where for row in outturn}
    for period, settled in zip(calendar.periods[stage.first :], wholes, strict=False):
        for each in refused:
            number = program.line_numbers[f"fee{PATH}{each.line}"]
            figure = Fraction(settled[number], program.denominator_of(program.lines[number]))
            if figure > 0:
                told = text_in_unit(measures[each.measure], figure, stage.terms.currency)
                yield Problem(places[period.label], f"({period.label}) {each.what.format(told)}", each.mend)
