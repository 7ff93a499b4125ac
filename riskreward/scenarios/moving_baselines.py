"""Baselines that move with another figure that is drawn, as one by unit cost moves with the volume."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from random import Random

from riskreward.contract.trying import listed
from riskreward.findings import Problem
from riskreward.promises.aiming import Aim
from riskreward.promises.watching import Facts
from riskreward.scenarios.drawn import Drawn, Moves
from riskreward.scenarios.naming import Given
from riskreward.scenarios.nothing_saved import baselines

_TRIED = 8
_LARGEST = 2**62


Along = list[Moves | None]
"""How the baseline of a measure moves in each period of the term; None where it does not."""


def straight_lines(
    aim: Aim, savings: Sequence[Given], facts: Facts, drawn: Sequence[Sequence[Drawn]]
) -> tuple[dict[str, Along], list[Problem]]:
    """Return how each saving's baseline moves with the figures `drawn`, and a problem where it is no straight line.

    The lines go through the ends of the figures, and are tried on terms at random: to within a part of the unit.
    """
    savings = [each for each in savings if not each.is_rebased]
    found: dict[str, Along] = {each.name: [None] * aim.settlements for each in savings}
    names = list(dict.fromkeys(each.name for row in drawn for each in row)) if savings else []
    usual = baselines(aim, facts) if names else []
    ends = {name: [baselines(aim, _at(facts, drawn, {name}, end)) for end in (_lowest, _highest)] for name in names}
    for saving in savings if names else ():
        for period in range(aim.settlements):
            if usual[period].get(saving.name) is not None:
                parts = aim.watched.program_at(period).facts[_number(aim, saving, period)].denominator
                bases = {name: [each[period][saving.name] for each in both] for name, both in ends.items()}
                found[saving.name][period] = _line(
                    usual[period][saving.name] * parts,
                    [(each, [base * parts for base in bases[each.name]]) for each in drawn[period]],
                    facts[period],
                )
    wrong = _not_straight(aim, savings, facts, drawn, found) if names else set()
    return found, [
        Problem(
            each.where,
            f"is a saving against a baseline that moves with {listed(names)}, but not in a straight line",
            'draw its outturn: of="outturn"',
        )
        for each in savings
        if each.name in wrong
    ]


def moves_with(aim: Aim, saving: Given, facts: Facts) -> list[str]:
    """Return the columns that a baseline moves with, by name: it is another where one of them is not at its highest."""
    columns = {column.name: column.fact for stage in aim.watched.stages for column in stage.terms.columns}
    others = {name: path for name, path in columns.items() if path != saving.column.fact}

    def along(names: Container[str]) -> list[Fraction | None]:
        rows = [list(row) for row in facts]
        for period, numbers in ((each, aim.watched.program_at(each).fact_numbers) for each in range(aim.settlements)):
            for name, path in others.items():
                if name in names and path in numbers:
                    rows[period][numbers[path]] = aim.range_of(period, numbers[path])[1]
        return [each.get(saving.name) for each in baselines(aim, rows)]

    highest = along(others)
    return [name for name in others if along(others.keys() - {name}) != highest]


def _number(aim: Aim, saving: Given, period: int) -> int:
    return aim.watched.program_at(period).fact_numbers[saving.column.fact]


def _line(usual: Fraction, movers: Sequence[tuple[Drawn, Sequence[Fraction]]], facts: Sequence[int]) -> Moves | None:
    """Return the straight line from the baseline at the ends of each mover's figures; None where they move nothing."""
    slopes = [(each, (high - low) / (each.limits[1] - each.limits[0])) for each, (low, high) in movers if high != low]
    if not slopes:
        return None
    start = usual - sum(slope * facts[each.fact] for each, slope in slopes)
    divisor = lcm(start.denominator, 2, *(slope.denominator for _, slope in slopes))
    factors = tuple((each.fact, int(slope * divisor)) for each, slope in slopes)
    ends = [sorted(factor * end for end in each.limits) for (_, factor), (each, _) in zip(factors, slopes, strict=True)]
    begin = int(start * divisor) + divisor // 2
    low, high = (begin + sum(each[end] for each in ends) for end in (0, 1))
    return Moves(begin, factors, divisor, (low // divisor, high // divisor))


def _not_straight(
    aim: Aim, savings: Sequence[Given], facts: Facts, drawn: Sequence[Sequence[Drawn]], lines: Mapping[str, Along]
) -> set[str]:
    """Return the savings whose baselines lie elsewhere than on their lines, or whose lines are too fine to be drawn."""
    chance = Random(0)
    everything = {each.name for row in drawn for each in row}
    wrong: set[str] = set()
    usual = baselines(aim, facts)
    for _ in range(_TRIED):
        rows = _at(facts, drawn, everything, lambda each: chance.randint(*each.limits))
        found = baselines(aim, rows)
        for saving in savings:
            for period, line in enumerate(lines[saving.name]):
                base = found[period].get(saving.name)
                if base is None:
                    continue
                fact = aim.watched.program_at(period).facts[_number(aim, saving, period)]
                on_line = usual[period][saving.name] * fact.denominator
                if line is not None:
                    on_line = Fraction(int(line.baseline(rows[period])))
                if abs(base * fact.denominator - on_line) > 1 or (line and _is_too_fine(line, drawn[period])):
                    wrong.add(saving.name)
    return wrong


def _is_too_fine(line: Moves, drawn: Sequence[Drawn]) -> bool:
    factors = dict(line.factors)
    largest = [abs(factors[each.fact] * end) for each in drawn if each.fact in factors for end in each.limits]
    return abs(line.start) + sum(largest) >= _LARGEST


def moved_by_savings(
    aim: Aim, savings: Sequence[Given], unsaved: Facts, facts: Facts, drawn: Sequence[Sequence[Drawn]]
) -> Iterator[Problem]:
    """Yield a problem for each saving whose baseline moves from where it is `unsaved` as another measure saves."""
    movers: dict[str, list[str]] = {each.name: [] for each in savings}
    usual = baselines(aim, unsaved) if len(savings) > 1 else []
    for mover in savings if len(savings) > 1 else ():
        for end in (_lowest, _highest):
            saved = _at(facts, drawn, {mover.name}, end)
            rows = [list(row) for row in unsaved]
            for period in range(aim.settlements):
                number = aim.watched.program_at(period).fact_numbers.get(mover.column.fact)
                if number is not None:
                    rows[period][number] = saved[period][number]
            moved = list(zip(baselines(aim, rows), usual, strict=True))
            for saving in savings:
                moves = any(one.get(saving.name) != other.get(saving.name) for one, other in moved)
                if moves and saving is not mover and not saving.is_rebased and mover.name not in movers[saving.name]:
                    movers[saving.name].append(mover.name)
    for saving in savings:
        if movers[saving.name]:
            what = f"is a saving against a baseline that moves with what {listed(movers[saving.name])} saves"
            yield Problem(saving.where, what, 'draw its outturn: of="outturn"')


def _at(
    facts: Facts, drawn: Sequence[Sequence[Drawn]], names: set[str], figure: Callable[[Drawn], int]
) -> list[list[int]]:
    """Return the facts with some figures elsewhere than in their middle."""
    rows = [list(row) for row in facts]
    for row, of_period in zip(rows, drawn, strict=True):
        for each in of_period:
            if each.name in names:
                row[each.fact] = figure(each)
    return rows


def _lowest(each: Drawn) -> int:
    return each.limits[0]


def _highest(each: Drawn) -> int:
    return each.limits[1]
