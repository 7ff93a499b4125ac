"""Baselines that are worked out from what is measured: contracts of one, and the readers held against each other."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from riskreward import Contract, Statement
from riskreward.contract.assembly import rules
from riskreward.readers import direct
from tests.contracts import contract, refusals

VOLUMES = st.integers(1, 5_000_000).map(lambda parts: Fraction(parts, 100))
"""Above nought, to two places, and within the range of a driver below."""

MEASURED = st.integers(0, 5_000_000).map(lambda parts: Fraction(parts, 100))
COSTS = st.integers(1, 50_000_000).map(lambda pence: Fraction(pence, 100))

UNITS = {"price": {"amount": 2_000}}
"""What is added to the measure of costs where it is in a unit of its own."""


def driver(name: str, unit: str = "", **other: object) -> dict[str, object]:
    """Return the terms of a measure that drives a baseline."""
    return {"name": name, "unit": unit or name, "outturn_between": [0, 50_000], **other}


def driven(baseline: Mapping[str, Any], *drivers: Mapping[str, Any], **given: Any) -> Contract:
    """Return a contract with that baseline, beside the measures that drive it."""
    return contract(baseline=baseline, others=drivers, **given)


def refused(baseline: Mapping[str, Any], *drivers: Mapping[str, Any], **given: Any) -> list[str]:
    """Return what is said against that baseline, each without where the baseline stands."""
    return [
        problem.removeprefix("measure[0].baseline.") for problem in refusals(baseline=baseline, others=drivers, **given)
    ]


def year(agreed: Contract, costs: Any, **drivers: Any) -> Statement:
    """Settle the first period; both readers must say the same of every line."""
    return settled(agreed, {"costs": costs, **{name.replace("_", " "): value for name, value in drivers.items()}})


def settled(agreed: Contract, *rows: Mapping[str, Any]) -> Statement:
    """Settle so many periods; the exact and the direct reader must say the same of every line."""
    labels = [period.label for period in agreed.calendar.periods]
    statement = agreed.settle([{"period": label, **row} for label, row in zip(labels[: len(rows)], rows, strict=True)])
    program = statement.program
    facts = [
        {
            fact.path: bool(whole) if fact.kind.is_truth else Fraction(whole, fact.denominator)
            for fact, whole in zip(program.facts, wholes, strict=True)
        }
        for wholes in statement.facts
    ]
    told = direct.run(lambda: rules(agreed), facts)
    for wholes, lines in zip(statement.wholes, told, strict=True):
        exact = {
            line.path: Fraction(whole, program.denominator_of(line))
            for line, whole in zip(program.lines, wholes, strict=True)
        }
        assert exact == lines
    return statement
