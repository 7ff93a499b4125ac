"""Claims that come to more than was measured: where the contract refuses them, nothing is settled."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.assembly import Assembled
from riskreward.figures import money_text, number_text, share_text
from riskreward.findings import InputError, Problem
from riskreward.improvements import PERIOD, Measure, Outturn
from riskreward.improvements.claims import CLAIMED
from riskreward.kernel import money, share
from riskreward.kernel.rounding import to_step
from riskreward.kernel.words import PATH


def refuse_overclaiming(
    agreement: Agreement, assembled: Assembled, outturn: Outturn, wholes: Sequence[Sequence[int]]
) -> None:
    """Raise InputError where claims that may not overlap come to more than was measured, for every such period."""
    refused = [measure for measure in agreement.measure if measure.overlap == "refused"]
    if refused and (problems := list(_problems(refused, agreement, assembled, outturn, wholes))):
        raise InputError(problems)


def _problems(
    measures: Sequence[Measure],
    agreement: Agreement,
    assembled: Assembled,
    outturn: Outturn,
    wholes: Sequence[Sequence[int]],
) -> Iterator[Problem]:
    places = {agreement.calendar.find(str(row.entries[PERIOD])).label: row.where for row in outturn}
    program = assembled.program
    for number, settled in enumerate(wholes):
        label = assembled.periods[number].label
        for measure in measures:

            def figure(name: str, measure: Measure = measure, settled: Sequence[int] = settled) -> Fraction:
                line = program.line_numbers[f"{measure.name}{PATH}{name}"]
                return Fraction(settled[line], program.denominator_of(program.lines[line]))

            claimed, measured = figure(CLAIMED), figure(measure.result)
            if claimed > 0 and claimed > measured:
                each = [
                    f"{claim.name} {text_in_unit(measure, figure(f'{claim.name}, claimed'), agreement.currency)}"
                    for claim in measure.claim
                ]
                most = to_step(measured, Fraction(1, 10**measure.places), "floor")
                yield Problem(
                    places[label],
                    f"has claims on {measure.name} in {label} that come to "
                    f"{text_in_unit(measure, claimed, agreement.currency)} ({', '.join(each)}), more than the "
                    f"{text_in_unit(measure, most, agreement.currency)} that was measured",
                    'agree whose the improvement is, or write overlap = "in running proportion" in the contract',
                )


def text_in_unit(measure: Measure, amount: Fraction, currency: str) -> str:
    """Return an amount of a measure as a message has it, with its unit."""
    if measure.kind == money:
        return money_text(amount, currency)
    return share_text(amount) if measure.kind == share else f"{number_text(amount)} {measure.unit}"
