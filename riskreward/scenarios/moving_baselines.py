"""Savings that cannot be drawn: those whose baseline moves with another figure that is drawn too."""

from collections.abc import Iterator, Sequence

from riskreward.contract.trying import listed
from riskreward.findings import Problem
from riskreward.promises.aiming import Aim
from riskreward.promises.watching import Facts
from riskreward.scenarios.drawn import Drawn
from riskreward.scenarios.naming import Given
from riskreward.scenarios.nothing_saved import baselines


def moving_baselines(
    aim: Aim, given: Sequence[Given], facts: Facts, drawn: Sequence[Sequence[Drawn]]
) -> Iterator[Problem]:
    """Yield a problem for each saving whose baseline is another where a figure beside it is at an end of its range."""
    savings = [each for each in given if each.of == "saving" and not each.is_rebased]
    moved: dict[str, list[str]] = {each.name: [] for each in savings}
    usual = baselines(aim, facts)
    for mover in given if savings else ():
        for end in (0, 1):
            found = baselines(aim, _at_the_end(facts, drawn, mover.name, end))
            for saving in savings:
                differs = any(a.get(saving.name) != b.get(saving.name) for a, b in zip(found, usual, strict=True))
                if differs and saving is not mover and mover.name not in moved[saving.name]:
                    moved[saving.name].append(mover.name)
    for saving in savings:
        if moved[saving.name]:
            what = f"is a saving against a baseline that moves with {listed(moved[saving.name])}, which is drawn too"
            yield Problem(saving.where, what, 'draw its outturn: of="outturn"')


def _at_the_end(facts: Facts, drawn: Sequence[Sequence[Drawn]], name: str, end: int) -> list[list[int]]:
    """Return the facts with one figure at the lowest that it can be, or the highest."""
    rows = [list(row) for row in facts]
    for row, of_period in zip(rows, drawn, strict=True):
        for each in of_period:
            if each.name == name:
                row[each.fact] = each.limits[end]
    return rows
