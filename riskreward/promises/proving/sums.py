"""Sums of balances that stay nothing in every state: the weights under which they do."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

Weights = tuple[int, ...]


def always_nothing(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return whole-number weights under which every row adds up to nothing, one for each degree of freedom."""
    width = len(rows[0])
    found: list[Weights] = [tuple(int(column == place) for column in range(width)) for place in range(width)]
    for row in rows:
        found = still_nothing(found, row)
    return _plain(found)


def still_nothing(sums: Sequence[Weights], row: Sequence[int]) -> list[Weights]:
    """Return what is left of sums that were nothing so far, so that they are nothing in this row as well.

    One that is not is taken from the others that are not, as many times as it makes them nothing.
    """
    come_to = [sum(weight * each for weight, each in zip(weights, row, strict=True) if weight) for weights in sums]
    first = next((place for place, value in enumerate(come_to) if value), None)
    if first is None:
        return list(sums)
    left = []
    for place, (weights, value) in enumerate(zip(sums, come_to, strict=True)):
        if place != first:
            mixed = [come_to[first] * one - value * other for one, other in zip(weights, sums[first], strict=True)]
            shared = gcd(*mixed) if value else 1
            left.append(tuple(each // shared for each in mixed) if value else weights)
    return left


def _plain(sums: Sequence[Weights]) -> list[list[int]]:
    """Return the same sums, each with a last balance that no other has, counted as few times as may be."""
    rows = [[Fraction(each) for each in weights] for weights in sums]
    last: list[int] = []
    for column in reversed(range(len(rows[0]) if rows else 0)):
        number = next((number for number in range(len(last), len(rows)) if rows[number][column]), None)
        if number is None:
            continue
        place = len(last)
        rows[place], rows[number] = rows[number], rows[place]
        rows[place] = [each / rows[place][column] for each in rows[place]]
        for other, row in enumerate(rows):
            if other != place and row[column]:
                rows[other] = [each - row[column] * known for each, known in zip(row, rows[place], strict=True)]
        last.append(column)
    found = []
    for row in reversed(rows):
        common = lcm(*(each.denominator for each in row))
        found.append([int(each * common) for each in row])
    return found
