"""One period as a function of one free fact: straight pieces between exact places, and who owns each edge.

Every other fact and every opening balance is fixed. What does not depend on the free fact is worked out exactly,
rounding included. What varies passes through a rounding unrounded, so that the curve has no stair of pennies: the
statement's own figure lies within its roundings of the curve's. Places are found by solving for them, not on a grid.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from riskreward.kernel.program import Operation, Program
from riskreward.kernel.rounding import to_step
from riskreward.readers.pieces import Curve, Straight
from riskreward.readers.words import values

_FLAT = Fraction(0)
_NOUGHT, _ONE = Straight(_FLAT, _FLAT), Straight(_FLAT, Fraction(1))


def curves(
    program: Program, facts: Sequence[int], opening: Sequence[int], free: str, between: tuple[Fraction, Fraction]
) -> tuple[Curve, ...]:
    """Return the curve of every operation over the fact at the path `free`, from one end of `between` to the other.

    `facts` and `opening` are whole numbers, as the exact reader takes them; that of the free fact is not read. Raises
    KeyError for a path that is no fact, and ValueError for a range that is none.
    """
    low, high = between
    if low >= high:
        raise ValueError(f"{low} to {high} is no range; give its two ends, the lower first")
    reader = _Reader(program, values(program, facts, opening), between)
    return reader.read(program.facts[program.fact_numbers[free]].operation)


def curve_of(line: str, program: Program, found: Sequence[Curve]) -> Curve:
    """Return the curve of a line, by its path. Raises KeyError for no such line."""
    return found[program.lines[program.line_numbers[line]].operation]


class _Reader:
    def __init__(self, program: Program, fixed: Sequence[Fraction | bool], between: tuple[Fraction, Fraction]) -> None:
        self._program = program
        self._fixed = fixed
        self._ends = between

    def read(self, free: int) -> tuple[Curve, ...]:
        found: list[Curve] = []
        varies = {free}
        for place, operation in enumerate(self._program.operations):
            if place == free:
                found.append(Curve(self._ends, self._ends, (Straight(Fraction(1), _FLAT),)))
            elif varies.isdisjoint(operation.inputs):
                found.append(self._flat(Fraction(self._fixed[place])))
            else:
                varies.add(place)
                found.append(self._made(operation, [found[each] for each in operation.inputs]))
        return tuple(found)

    def _flat(self, height: Fraction) -> Curve:
        return Curve(self._ends, (height, height), (Straight(_FLAT, height),))

    def _made(self, operation: Operation, inputs: list[Curve]) -> Curve:
        """Return what an operation makes of curves: piece by piece, each cut where the operation turns."""
        constants = [each.constant for each in inputs]
        known = [each for each in constants if each is not None]
        if operation.name in {"round", "ratio"} and len(known) == len(constants):
            return self._flat(_rounded(operation, *known))
        edges = sorted({edge for each in inputs for edge in each.edges})
        turns = _TURNS.get(operation.name)
        if turns is not None:
            edges = sorted({*edges, *_crossings(edges, turns, inputs)})
        meaning = _MEANINGS[operation.name]
        between = []
        for low, high in pairwise(edges):
            middle = (low + high) / 2
            between.append(meaning(middle, *(each.straight_at(middle) for each in inputs)))
        on_edges = []
        for edge in edges:
            heights = [each.known_at(edge) for each in inputs]
            made = meaning(edge, *(None if each is None else Straight(_FLAT, each) for each in heights))
            on_edges.append(None if made is None else made.at_nought)
        return _tidy(edges, on_edges, between)


def _crossings(
    edges: Iterable[Fraction], turns: Callable[..., Straight | None], inputs: Sequence[Curve]
) -> Iterable[Fraction]:
    """Yield the places within pieces where what an operation turns on is nought."""
    for low, high in pairwise(edges):
        middle = (low + high) / 2
        difference = turns(*(each.straight_at(middle) for each in inputs))
        if difference is not None and difference.slope:
            place = -difference.at_nought / difference.slope
            if low < place < high:
                yield place


def _tidy(edges: Sequence[Fraction], on_edges: Sequence[Fraction | None], between: Sequence[Straight | None]) -> Curve:
    """Return a curve without the edges at which nothing happens."""
    kept = [0]
    for number in range(1, len(edges) - 1):
        left, right = between[number - 1], between[number]
        if left is None or left != right or left.at(edges[number]) != on_edges[number]:
            kept.append(number)
    return Curve(
        tuple(edges[number] for number in (*kept, len(edges) - 1)),
        tuple(on_edges[number] for number in (*kept, len(edges) - 1)),
        tuple(between[number] for number in kept),
    )


def _rounded(operation: Operation, *heights: Fraction) -> Fraction:
    """Return a rounding, or a ratio, of what does not vary."""
    if operation.name == "round":
        return to_step(heights[0], Fraction(operation.whole, operation.denominator), operation.mode)
    above, below, otherwise = heights
    return to_step(above / below, Fraction(1, operation.denominator), operation.mode) if below else otherwise


_Given = Straight | None
"""An input in a piece: a straight line, or None for none."""


def _add(_: Fraction, left: _Given, right: _Given) -> _Given:
    if left is None or right is None:
        return None
    return Straight(left.slope + right.slope, left.at_nought + right.at_nought)


def _difference(left: _Given, right: _Given) -> _Given:
    if left is None or right is None:
        return None
    return Straight(left.slope - right.slope, left.at_nought - right.at_nought)


def _multiply(_: Fraction, left: _Given, right: _Given) -> _Given:
    if _NOUGHT in {left, right}:
        return _NOUGHT
    if left is None or right is None or (left.slope and right.slope):
        return None
    if left.slope:
        left, right = right, left
    return Straight(left.at_nought * right.slope, left.at_nought * right.at_nought)


def _ratio(_: Fraction, above: _Given, below: _Given, otherwise: _Given) -> _Given:
    if below is None or above is None:
        return None
    if below == _NOUGHT:
        return otherwise
    if not below.slope:
        return Straight(above.slope / below.at_nought, above.at_nought / below.at_nought)
    if above.slope * below.at_nought == above.at_nought * below.slope:
        return Straight(_FLAT, above.slope / below.slope)
    return None


def _larger(middle: Fraction, left: _Given, right: _Given) -> _Given:
    if left is None or right is None:
        return None
    return left if left.at(middle) >= right.at(middle) else right


def _smaller(middle: Fraction, left: _Given, right: _Given) -> _Given:
    if left is None or right is None:
        return None
    return left if left.at(middle) <= right.at(middle) else right


def _comparison(holds: Callable[[Fraction], bool]) -> Callable[..., _Given]:
    """Return a comparison, from what holds of the left less the right."""

    def compare(middle: Fraction, left: _Given, right: _Given) -> _Given:
        difference = _difference(left, right)
        if difference is None:
            return None
        return _ONE if holds(difference.at(middle)) else _NOUGHT

    return compare


def _choose(_: Fraction, condition: _Given, then: _Given, otherwise: _Given) -> _Given:
    if condition is None:
        return then if then == otherwise else None
    return then if condition.at_nought else otherwise


def _both(_: Fraction, left: _Given, right: _Given) -> _Given:
    if _NOUGHT in {left, right}:
        return _NOUGHT
    return None if None in {left, right} else _ONE


def _either(_: Fraction, left: _Given, right: _Given) -> _Given:
    if _ONE in {left, right}:
        return _ONE
    return None if None in {left, right} else _NOUGHT


_TURNS: dict[str, Callable[..., _Given]] = {
    **dict.fromkeys(("larger", "smaller", "less", "less_or_equal", "equal"), _difference),
    "ratio": lambda above, below, otherwise: below,
}
"""What each operation turns on: where it is nought, a piece is cut."""

_MEANINGS: dict[str, Callable[..., _Given]] = {
    "add": _add,
    "subtract": lambda _, left, right: _difference(left, right),
    "multiply": _multiply,
    "ratio": _ratio,
    "round": lambda _, amount: amount,
    "larger": _larger,
    "smaller": _smaller,
    "less": _comparison(lambda difference: difference < 0),
    "less_or_equal": _comparison(lambda difference: difference <= 0),
    "equal": _comparison(lambda difference: difference == 0),
    "choose": _choose,
    "both": _both,
    "either": _either,
    "opposite": lambda _, condition: condition and Straight(_FLAT, 1 - condition.at_nought),
}
