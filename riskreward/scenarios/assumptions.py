"""What is taken for every figure that a scenario does not give, in sentences."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.trying import listed
from riskreward.improvements.stages import STAGES
from riskreward.kernel.program import Fact
from riskreward.promises.aiming import Aim
from riskreward.promises.watching import Facts
from riskreward.readers.words import figure_text
from riskreward.scenarios.naming import holds_a_stage


def assumptions(aim: Aim, given: set[str], facts: Facts) -> Iterator[str]:
    """Yield a sentence for each column of the outturn whose fact is not among those `given`, and for all else."""
    yield from _rebased(aim)
    currency = aim.watched.stages[0].terms.currency
    listed_columns = [each for stage in aim.watched.stages for each in stage.terms.columns]
    columns = {each.fact: each.name for each in listed_columns}
    in_words = {each.name for each in listed_columns if holds_a_stage(each)}
    for path, name in columns.items():
        if path in given:
            continue
        found: dict[str, None] = {}
        saves = False
        for period in range(aim.settlements):
            program = aim.watched.program_at(period)
            number = program.fact_numbers.get(path)
            if number is not None:
                fact = program.facts[number]
                saves = saves or any(each.fact == number for each in aim.earners(period))
                found[_shown(facts[period][number], fact, name in in_words, currency)] = None
        if saves:
            yield f"{name} comes to its baseline in every period: nothing is saved or lost by it"
        elif len(found) == 1:
            yield f"{name} is {next(iter(found))} in every period"
        elif found:
            yield f"{name} is {listed(list(found))}, as the periods go"
    if any(
        value is None and fact.is_scheduled
        for period in range(aim.settlements)
        for value, fact in zip(aim.watched.scheduled[period], aim.watched.program_at(period).facts, strict=True)
    ):
        yield "a figure not yet published is as it was last known, or in the middle of its range where it never was"


def _shown(figure: int, fact: Fact, is_stage: bool, currency: str) -> str:
    """Return a fact as its column holds it: a stage by its name, and any other as a figure of its kind."""
    return STAGES[figure] if is_stage else figure_text(Fraction(figure, fact.denominator), fact.kind, currency)


def _rebased(aim: Aim) -> Iterator[str]:
    names = dict.fromkeys(
        measure.name
        for stage in aim.watched.stages
        for measure in stage.terms.measure
        if measure.baseline is not None and measure.baseline.rebased is not None
    )
    for name in names:
        yield f"a saving of {name} is drawn against the baseline that it would have were it never rebased by a saving"
