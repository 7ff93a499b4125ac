"""How large any figure of one period can become: what whole numbers of 64 bits rely on.

One step is bounded from the ranges of the facts and a box for each balance, intermediates included. Bounds over the
whole term would be useless: a true-up doubles them every period.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import gcd, lcm

from riskreward.findings import Finding
from riskreward.kernel.program import Balance, Operation, Program
from riskreward.kernel.rounding import quotient

Interval = tuple[int, int]

WIDEST = 63
"""Bits that a signed 64-bit whole number has for its size."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and highest whole number of each operation, and the bits its working needs."""

    intervals: tuple[Interval, ...]
    bits: tuple[int, ...]
    findings: tuple[Finding, ...]

    @property
    def fits(self) -> bool:
        """Whether every figure and every intermediate fits in 64 bits."""
        return max(self.bits, default=0) <= WIDEST


def bound(program: Program, boxes: Mapping[str, Interval]) -> Bounds:
    """Return the bounds of one period; `boxes` holds the lowest and highest opening of each balance, by path.

    Raises KeyError for a balance without a box. A line or balance whose working needs more than 64 bits is a
    finding that names it.
    """
    reader = _Bounding(program, boxes)
    for operation in program.operations:
        reader.read(operation)
    for balance in program.balances:
        reader.carry(balance)
    findings = []
    needed = reader.needed()
    for path, place in [
        *((line.path, line.operation) for line in program.lines),
        *((balance.path, balance.closing) for balance in program.balances),
    ]:
        if needed[place] > WIDEST:
            findings.append(
                Finding(
                    "wide line",
                    f"{path!r} may need {needed[place]} bits, more than the {WIDEST} of a 64-bit whole number; "
                    "narrow its ranges, or give its terms fewer places",
                    "note",
                )
            )
    return Bounds(tuple(reader.intervals), tuple(reader.bits), tuple(findings))


class _Bounding:
    def __init__(self, program: Program, boxes: Mapping[str, Interval]) -> None:
        self._program = program
        self._boxes = boxes
        self.intervals: list[Interval] = []
        self.bits: list[int] = []

    def needed(self) -> list[int]:
        """Return the most bits that each operation, with all beneath it, works in."""
        needed: list[int] = []
        for operation, own in zip(self._program.operations, self.bits, strict=True):
            needed.append(max([own, *(needed[place] for place in operation.inputs)]))
        return needed

    def read(self, operation: Operation) -> None:
        interval, working = self._interval(operation)
        self.intervals.append(interval)
        self.bits.append(max(abs(end).bit_length() for end in (*interval, *working)))

    def carry(self, balance: Balance) -> None:
        """Count the bits that a closing needs in its balance's places."""
        closing = max(abs(end).bit_length() for end in self._scaled(balance.closing, balance.denominator))
        self.bits[balance.closing] = max(self.bits[balance.closing], closing)

    def _interval(self, operation: Operation) -> tuple[Interval, tuple[int, ...]]:
        """Return an operation's own interval, and the ends of what its working passes through."""
        name = operation.name
        if name == "constant":
            return (operation.whole, operation.whole), ()
        if name == "fact":
            fact = self._program.facts[operation.whole]
            return (fact.low, fact.high), ()
        if name == "previous":
            return self._boxes[self._program.balances[operation.whole].path], ()
        if name == "multiply":
            return self._product(operation)
        if name == "round":
            return self._rounded(operation)
        if name == "ratio":
            return self._ratio(operation)
        numbers = [place for place in operation.inputs if not self._program.operations[place].kind.is_truth]
        common = lcm(*(self._program.operations[place].denominator for place in numbers))
        inputs = [self._scaled(place, common) for place in numbers]
        ends = tuple(end for interval in inputs for end in interval)
        if operation.kind.is_truth:
            return (0, 1), ends
        return _COMBINED[name](inputs), ends

    def _scaled(self, place: int, denominator: int) -> Interval:
        factor = denominator // self._program.operations[place].denominator
        low, high = self.intervals[place]
        return low * factor, high * factor

    def _product(self, operation: Operation) -> tuple[Interval, tuple[int, ...]]:
        left, right = (self._program.operations[place] for place in operation.inputs)
        taken_out = left.denominator * right.denominator // operation.denominator
        ends = [
            one * other // taken_out
            for one in self.intervals[operation.inputs[0]]
            for other in self.intervals[operation.inputs[1]]
        ]
        return (min(ends), max(ends)), ()

    def _rounded(self, operation: Operation) -> tuple[Interval, tuple[int, ...]]:
        (place,) = operation.inputs
        given = self._program.operations[place].denominator
        shared = gcd(operation.denominator, given * operation.whole)
        below = given * operation.whole // shared
        low, high = (end * (operation.denominator // shared) for end in self.intervals[place])
        interval = tuple(quotient(end, below, operation.mode) * operation.whole for end in (low, high))
        return (interval[0], interval[1]), (2 * low - below, 2 * high + below, 2 * below)

    def _ratio(self, operation: Operation) -> tuple[Interval, tuple[int, ...]]:
        above, below, otherwise = operation.inputs
        top, bottom = self._program.operations[above], self._program.operations[below]
        low, high = (end * bottom.denominator * operation.denominator for end in self.intervals[above])
        parts_low, parts_high = (end * top.denominator for end in self.intervals[below])
        divisors = {end for end in (parts_low, parts_high, top.denominator, -top.denominator) if end}
        divisors = {end for end in divisors if parts_low <= end <= parts_high} or {top.denominator}
        ends = [quotient(end, divisor, operation.mode) for end in (low, high) for divisor in divisors]
        ends += self._scaled(otherwise, operation.denominator)
        widest = max(abs(low), abs(high))
        widest_divisor = max(abs(parts_low), abs(parts_high))
        return (min(ends), max(ends)), (2 * widest + widest_divisor, 2 * widest_divisor)


_COMBINED: dict[str, Callable[[list[Interval]], Interval]] = {
    "add": lambda inputs: (inputs[0][0] + inputs[1][0], inputs[0][1] + inputs[1][1]),
    "subtract": lambda inputs: (inputs[0][0] - inputs[1][1], inputs[0][1] - inputs[1][0]),
    "larger": lambda inputs: (max(inputs[0][0], inputs[1][0]), max(inputs[0][1], inputs[1][1])),
    "smaller": lambda inputs: (min(inputs[0][0], inputs[1][0]), min(inputs[0][1], inputs[1][1])),
    "choose": lambda inputs: (min(inputs[0][0], inputs[1][0]), max(inputs[0][1], inputs[1][1])),
}


def boxes(program: Program, periods: int) -> dict[str, Interval]:
    """Return a generous box for each balance: what so many periods of the largest facts could add up to."""
    sizes = [
        max(abs(fact.low), abs(fact.high)) // fact.denominator + 1 for fact in program.facts if not fact.kind.is_truth
    ]
    sizes += [
        abs(operation.whole) // operation.denominator + 1
        for operation in program.operations
        if operation.name == "constant"
    ]
    largest = max(sizes, default=1) * periods
    return {
        balance.path: (-largest * balance.denominator, largest * balance.denominator) for balance in program.balances
    }
