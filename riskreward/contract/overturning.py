"""What is said to be overturned before it was settled, or beyond what was counted: nothing is settled then."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from riskreward.calendar import Calendar
from riskreward.contract.varying import InForce
from riskreward.figures import money_text
from riskreward.findings import Problem
from riskreward.improvements import PERIOD, Outturn
from riskreward.kernel.words import PATH
from riskreward.settlement.reversal import OVERTURNED, column_of, settled_apart


def overturned_problems(
    stage: InForce, outturn: Outturn, wholes: Sequence[Sequence[int]], calendar: Calendar
) -> Iterator[Problem]:
    """Yield a problem for each figure that overturns what was not settled before, or more than was counted.

    `wholes` are the lines of the periods that are settled under these terms, from the first that they hold in.
    """
    terms, program = stage.terms, stage.assembled.program
    if terms.settlement.clawback is None or terms.settlement.clawback.when != OVERTURNED:
        return
    rows = {calendar.find(str(row.entries[PERIOD])).label: row for row in outturn}
    for number, settled in enumerate(wholes, stage.first):
        if number >= len(calendar.periods):
            return
        period = calendar.periods[number]
        before = settled_before(calendar, number)
        for label in settled_apart(terms.calendar.periods, terms.fee.counted):

            def amount(name: str, label: str = label, settled: Sequence[int] = settled) -> Fraction:
                line = program.line_numbers[f"settlement{PATH}{name.format(label)}"]
                return Fraction(settled[line], program.denominator_of(program.lines[line]))

            overturned, left = amount("overturned of {}"), amount("left of what was counted of {}")
            at = rows[period.label].at(column_of(label))
            what = f"is {money_text(overturned, terms.currency)}"
            if overturned and label not in before:
                mend = "write it in the row of the period in which it became known"
                yield Problem(at, f"{what}, but {label} is not settled before {period.label}", mend)
            elif overturned > 0 > left and terms.fee.starts != "above the guarantee":
                most = money_text(overturned + left, terms.currency)
                yield Problem(at, f"{what}, more than the {most} left of what was counted", "check the figure")


def settled_before(calendar: Calendar, number: int) -> set[str]:
    """Return the labels of the periods and the whole years that were settled before a period."""
    period = calendar.periods[number]
    before = {each for known in calendar.periods[:number] for each in (known.label, known.year)} - {period.label}
    return before if period.first_of_year else before - {period.year}
