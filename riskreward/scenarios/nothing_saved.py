"""A term in which nothing is saved and everything else is plain: what a scenario's savings are measured from."""

from collections.abc import Container, Sequence
from fractions import Fraction

from riskreward.kernel.rounding import whole
from riskreward.kernel.words import PATH
from riskreward.promises.aiming import Aim, Earner
from riskreward.promises.watching import Facts


def nothing_saved(aim: Aim, given: Facts, known: Container[str] = ()) -> list[list[int]]:
    """Return the facts of every period, the run-off included, where every measure comes to its baseline.

    All else is as it is `given`, and so are the measures whose facts are `known`, by their paths.
    """
    rows = [list(row) for row in given]
    measures = [measure for stage in aim.watched.stages for measure in stage.terms.measure]
    steps_on = any(each.baseline is not None and each.baseline.rebased is not None for each in measures)
    for _ in measures:  # the baseline of one may hang on the outturn of another
        before = [row.copy() for row in rows]
        for period in range(aim.settlements):
            if steps_on or period == 0:
                lines = aim.watched.settled(rows[: period + 1 if steps_on else aim.settlements])
            for earner in aim.earners(period):
                fact = aim.watched.program_at(period).facts[earner.fact]
                if fact.path not in known:
                    parts = baseline_in(aim, period, earner, rows[period], lines[period]) * fact.denominator
                    figure = whole(parts.numerator, parts.denominator, "half up")
                    rows[period][earner.fact] = max(fact.low, min(fact.high, figure))
        if rows == before:
            break
    return rows


def baseline_in(aim: Aim, period: int, earner: Earner, facts: Sequence[int], lines: Sequence[int]) -> Fraction:
    """Return what a measure was held against in a settled period, in its own unit."""
    program = aim.watched.program_at(period)
    number = program.line_numbers[f"{earner.measure.name}{PATH}{earner.measure.result}"]
    improvement = Fraction(lines[number], program.denominator_of(program.lines[number]))
    outturn = Fraction(facts[earner.fact], program.facts[earner.fact].denominator)
    return outturn + improvement if earner.measure.better == "lower" else outturn - improvement


def baselines(aim: Aim, facts: Facts) -> list[dict[str, Fraction]]:
    """Return what each measure that saves is held against in each period of the term, by its name."""
    lines = aim.watched.settled(facts[: aim.settlements])
    return [
        {
            each.measure.name: baseline_in(aim, period, each, facts[period], lines[period])
            for each in aim.earners(period)
        }
        for period in range(aim.settlements)
    ]
