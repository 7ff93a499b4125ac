"""What may hold of the balances whatever happens: guessed from settlements at random, for induction to keep or drop."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations
from math import lcm

from riskreward.kernel.program import Balance
from riskreward.kernel.words import PATH
from riskreward.promises.proving.invariants import Invariant, Linear, State

Column = tuple[int, ...]

OWN_SUMS = f"promise{PATH}"


def candidates(figures: Sequence[Fraction], balances: Sequence[Balance], states: Sequence[State]) -> list[Invariant]:
    """Return what holds of every one of these states: sums that stay nothing, signs, limits, and who is above whom.

    Of balances that were always equal only the first is compared with others: their equality is a candidate itself.
    """
    columns: list[Column] = list(zip(*states, strict=True))
    apart = [number for number, column in enumerate(columns) if columns.index(column) == number]
    found = [*_sums(states), *_alone(figures, balances, columns, apart), *_in_pairs(balances, columns, apart)]
    return list(dict.fromkeys(found))


def further_candidates(balances: Sequence[Balance], states: Sequence[State]) -> list[Invariant]:
    """Return the rarer: every pair, and that a balance is within nothing, or within a promise's sum less another."""
    columns: list[Column] = list(zip(*states, strict=True))
    every = range(len(columns))
    return [*_in_pairs(balances, columns, every), *_in_threes(balances, columns)]


def by_calendar(
    figures: Sequence[Fraction], balances: Sequence[Balance], coming: Sequence[Balance], states: Sequence[State]
) -> Iterator[Invariant]:
    """Yield what holds where the coming settlement is of one kind, such as the first of a year, and not otherwise.

    The states hold the balances, and after them what is coming. What holds before more kinds of settlement is not
    told again of fewer.
    """
    size = len(balances)
    kinds = dict.fromkeys(state[size:] for state in states)
    groups = [
        (number, value, {kind for kind in kinds if kind[number] == value})
        for number in range(len(coming))
        for value in (0, 1)
    ]
    told: dict[Invariant, list[set[State]]] = {}
    for number, value, some in sorted(groups, key=lambda group: -len(group[2])):
        inside = [state[:size] for state in states if state[size:] in some]
        outside = [state for state in states if state[size:] not in some]
        otherwise = Linear(((1, size + number),), value - 1, is_nothing=True)
        for each in candidates(figures, balances, inside) if inside else ():
            before = told.setdefault(each, [])
            if not any(some <= more for more in before) and not all(map(each.holds, outside)):
                before.append(some)
                yield Invariant((otherwise, *each.any_of))


def _sums(states: Sequence[State]) -> Iterator[Invariant]:
    for weights in _always_nothing([(*state, 1) for state in states]):
        parts = tuple((weight, number) for number, weight in enumerate(weights[:-1]) if weight)
        yield Invariant((Linear(parts, weights[-1], is_nothing=True),))


def _always_nothing(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return whole-number weights under which every row adds up to nothing, one for each degree of freedom."""
    width = len(rows[0])
    reduced: dict[int, list[Fraction]] = {}
    for row in rows:
        rest = [Fraction(each) for each in row]
        for column, known in reduced.items():
            rest = _less(rest, rest[column], known)
        first = next((column for column, each in enumerate(rest) if each), None)
        if first is not None:
            rest = [each / rest[first] for each in rest]
            reduced = {column: _less(known, known[first], rest) for column, known in reduced.items()} | {first: rest}
    found = []
    for free in (column for column in range(width) if column not in reduced):
        weights = [-reduced[column][free] if column in reduced else Fraction(column == free) for column in range(width)]
        common = lcm(*(each.denominator for each in weights))
        found.append([int(each * common) for each in weights])
    return found


def _less(row: list[Fraction], factor: Fraction, other: list[Fraction]) -> list[Fraction]:
    return [each - factor * known for each, known in zip(row, other, strict=True)] if factor else row


def _alone(
    figures: Sequence[Fraction], balances: Sequence[Balance], columns: Sequence[Column], some: Sequence[int]
) -> Iterator[Invariant]:
    """Yield the signs of balances, and that one is within a figure of the contract."""
    for number in some:
        balance, column = balances[number], columns[number]
        lowest, highest = min(column), max(column)
        if lowest >= 0:
            yield Invariant((Linear(((-1, number),)),))
        if highest <= 0:
            yield Invariant((Linear(((1, number),)),))
        if balance.kind.is_money:
            limits = [int(figure * balance.denominator) for figure in figures]
            yield from (Invariant((Linear(((1, number),), -limit),)) for limit in limits if limit >= highest)


def _in_pairs(balances: Sequence[Balance], columns: Sequence[Column], some: Sequence[int]) -> Iterator[Invariant]:
    """Yield which balance is never above another, or above the other and nothing, and which stay nothing together."""
    for one, other in permutations(some, 2):
        pairs = list(zip(columns[one], columns[other], strict=True))
        if _are_alike(balances[one], balances[other]):
            difference = Linear(((1, one), (-1, other)))
            if all(first <= second for first, second in pairs):
                yield Invariant((difference,))
            elif all(first <= 0 or first <= second for first, second in pairs):
                yield Invariant((Linear(((1, one),)), difference))
            if one < other and all(first + second >= 0 for first, second in pairs):
                yield Invariant((Linear(((-1, one), (-1, other))),))
        if all(not first or second > 0 for first, second in pairs):
            yield Invariant((Linear(((1, one),), is_nothing=True), Linear(((-1, other),), 1)))


def _are_alike(one: Balance, other: Balance) -> bool:
    return (one.kind, one.denominator) == (other.kind, other.denominator)


def _in_threes(balances: Sequence[Balance], columns: Sequence[Column]) -> Iterator[Invariant]:
    money = [number for number, balance in enumerate(balances) if balance.kind.is_money]
    apart = [number for number in money if columns.index(columns[number]) == number]
    sums = [number for number in money if balances[number].path.startswith(OWN_SUMS)]
    sums = list(dict.fromkeys(columns.index(columns[number]) for number in sums))
    for one, more, less in ((a, b, c) for b in sums for a, c in permutations(apart, 2) if b not in {a, c}):
        threes = zip(columns[one], columns[more], columns[less], strict=True)
        if all(first <= 0 or first <= second - third for first, second, third in threes):
            yield Invariant((Linear(((1, one),)), Linear(((1, one), (-1, more), (1, less)))))
