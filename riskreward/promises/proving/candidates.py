"""What may hold of the balances whatever happens: guessed from settlements at random, for induction to keep or drop."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, permutations

from riskreward.kernel.program import Balance
from riskreward.kernel.words import PATH
from riskreward.promises.proving.invariants import Invariant, Linear, State
from riskreward.promises.proving.sums import always_nothing

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
    """Yield what holds where the coming settlement is of some kind, such as the first of a year, and not otherwise.

    The states hold the balances, and after them what is coming. What holds before more kinds of settlement is not
    told again of fewer.
    """
    size = len(balances)
    told: dict[Invariant, list[frozenset[State]]] = {}
    for kinds, guard in _kinds_of_settlement(size, len(coming), states):
        inside = [state[:size] for state in states if state[size:] in kinds]
        outside = [state for state in states if state[size:] not in kinds]
        for each in candidates(figures, balances, inside):
            before = told.setdefault(each, [])
            if not any(kinds <= more for more in before) and not all(map(each.holds, outside)):
                before.append(kinds)
                yield Invariant((*guard, *each.any_of))


def _kinds_of_settlement(
    size: int, truths: int, states: Sequence[State]
) -> list[tuple[frozenset[State], tuple[Linear, ...]]]:
    """Return the kinds that one truth of the calendar tells apart, or two, the widest first, with what else may be."""
    every = dict.fromkeys(state[size:] for state in states)
    known = [(number, value) for number in range(truths) for value in (0, 1)]
    found: dict[frozenset[State], tuple[Linear, ...]] = {}
    for told in chain(combinations(known, 1), combinations(known, 2)):
        kinds = frozenset(kind for kind in every if all(kind[number] == value for number, value in told))
        if kinds and len(kinds) < len(every):
            guard = tuple(Linear(((1, size + number),), value - 1, is_nothing=True) for number, value in told)
            found.setdefault(kinds, guard)
    return sorted(found.items(), key=lambda each: -len(each[0]))


def _sums(states: Sequence[State]) -> Iterator[Invariant]:
    for weights in always_nothing([(*state, 1) for state in states]):
        parts = tuple((weight, number) for number, weight in enumerate(weights[:-1]) if weight)
        yield Invariant((Linear(parts, weights[-1], is_nothing=True),))


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
