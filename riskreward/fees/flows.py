"""Measures in money that a step adds up: from nought, so that none takes away what another period had."""

from collections.abc import Iterator

from riskreward.fees.step import Around
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.kernel import money


def flow_problems(where: str, name: str, around: Around) -> Iterator[Problem]:
    """Yield what keeps a measure from being an amount of money from nought up; of one that is not there, nothing."""
    measure = around.measures.get(name)
    if measure is None:
        return
    if measure.kind != money:
        what = f"is {shown(name)}, in {shown(measure.unit)}, where money belongs"
        yield Problem(where, what, f"name a measure in {around.currency}")
    elif measure.between[0] < 0:
        what = f"is {shown(name)}, whose outturn may be below nought"
        yield Problem(where, what, "give that measure its range, such as outturn_between = [0, 50000]")
