"""How large any figure of one period can become: what whole numbers of 64 bits rely on.

One step is bounded from the ranges of the facts and a box for each balance, intermediates included. Bounds over the
whole term would be useless: a true-up doubles them every period.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import gcd, lcm

from riskreward.findings import Finding
from riskreward.kernel.program import Operation, Program
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
    intervals, sizes = Bounding(program).bounded(boxes, [(fact.low, fact.high) for fact in program.facts])
    bits = [size.bit_length() for size in sizes]
    needed: list[int] = []
    for operation, own in zip(program.operations, bits, strict=True):
        needed.append(max([own, *(needed[place] for place in operation.inputs)]))
    findings = []
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
    return Bounds(tuple(intervals), tuple(bits), tuple(findings))


Sized = tuple[int, int, int]
"""An operation's lowest and highest, and the largest size that its working passes through."""
Reading = Callable[[Sequence[Interval]], Sized]


class Bounding:
    """A program made ready to be bounded from many openings; where `places` are given, they alone are worked out."""

    def __init__(self, program: Program, places: Collection[int] | None = None) -> None:
        self.program = program
        self.places = range(len(program.operations)) if places is None else sorted(places)
        self._facts: list[tuple[int, int]] = []
        self._balances: list[tuple[int, str]] = []
        self._read: list[tuple[int, Reading]] = []
        self._constants: list[Interval] = [(0, 0)] * len(program.operations)
        for place in self.places:
            operation = program.operations[place]
            if operation.name == "constant":
                self._constants[place] = operation.whole, operation.whole
            elif operation.name == "fact":
                self._facts.append((place, operation.whole))
            elif operation.name == "previous":
                self._balances.append((place, program.balances[operation.whole].path))
            else:
                self._read.append((place, _reading(program, operation)))
        self._sizes = [abs(whole) for whole, _ in self._constants]
        closings = ((each, program.operations[each.closing].denominator) for each in program.balances)
        self._closings = [(each.path, each.closing, each.denominator // own) for each, own in closings]

    def bounded(self, boxes: Mapping[str, Interval], limits: Sequence[Interval]) -> tuple[list[Interval], list[int]]:
        """Return the interval of each operation, and the largest size of its working, from openings and facts."""
        known, sizes = self._constants.copy(), self._sizes.copy()
        for place, number in self._facts:
            known[place] = low, high = limits[number]
            sizes[place] = max(-low, high)
        for place, path in self._balances:
            known[place] = low, high = boxes[path]
            sizes[place] = max(-low, high)
        for place, read in self._read:
            low, high, sizes[place] = read(known)
            known[place] = low, high
        for _, closing, factor in self._closings:
            low, high = known[closing]
            sizes[closing] = max(sizes[closing], -low * factor, high * factor)
        return known, sizes

    def closing(self, known: Sequence[Interval], paths: Collection[str]) -> dict[str, Interval]:
        """Return what the balances of these paths close between, in their own places."""
        return {
            path: (known[place][0] * factor, known[place][1] * factor)
            for path, place, factor in self._closings
            if path in paths
        }


def _reading(program: Program, operation: Operation) -> Reading:
    """Return how an operation is bounded by its inputs."""
    if operation.name == "multiply":
        return _product(program, operation)
    if operation.name == "round":
        return _rounded(program, operation)
    if operation.name == "ratio":
        return _ratio(program, operation)
    numbers = [place for place in operation.inputs if not program.operations[place].kind.is_truth]
    if not numbers:
        return lambda known: (0, 1, 1)
    common = lcm(*(program.operations[place].denominator for place in numbers))
    left, right = numbers
    times, more = (common // program.operations[place].denominator for place in numbers)
    combine = _COMBINED.get(operation.name, _truth)

    def read(known: Sequence[Interval]) -> Sized:
        (a, b), (c, d) = known[left], known[right]
        a, b, c, d = a * times, b * times, c * more, d * more
        low, high = combine(a, b, c, d)
        return low, high, max(-a, b, -c, d, -low, high)

    return read


def _product(program: Program, operation: Operation) -> Reading:
    left, right = operation.inputs
    denominators = [program.operations[place].denominator for place in operation.inputs]
    taken_out = denominators[0] * denominators[1] // operation.denominator

    def read(known: Sequence[Interval]) -> Sized:
        (a, b), (c, d) = known[left], known[right]
        ends = a * c, a * d, b * c, b * d
        low, high = min(ends) // taken_out, max(ends) // taken_out
        return low, high, max(-low, high)

    return read


def _rounded(program: Program, operation: Operation) -> Reading:
    (place,) = operation.inputs
    given, step, mode = program.operations[place].denominator, operation.whole, operation.mode
    shared = gcd(operation.denominator, given * step)
    below, times = given * step // shared, operation.denominator // shared

    def read(known: Sequence[Interval]) -> Sized:
        low, high = (end * times for end in known[place])
        ends = (low, high, 2 * low - below, 2 * high + below, 2 * below)
        low, high = (quotient(end, below, mode) * step for end in (low, high))
        return low, high, max(-low, high, *map(abs, ends))

    return read


def _ratio(program: Program, operation: Operation) -> Reading:
    above, below, otherwise = operation.inputs
    top, bottom = program.operations[above].denominator, program.operations[below].denominator
    times = operation.denominator // program.operations[otherwise].denominator

    def read(known: Sequence[Interval]) -> Sized:
        low, high = (end * bottom * operation.denominator for end in known[above])
        parts_low, parts_high = (end * top for end in known[below])
        divisors = {end for end in (parts_low, parts_high, top, -top) if end}
        divisors = {end for end in divisors if parts_low <= end <= parts_high} or {top}
        ends = [quotient(end, divisor, operation.mode) for end in (low, high) for divisor in divisors]
        ends += [end * times for end in known[otherwise]]
        widest = max(abs(low), abs(high))
        widest_divisor = max(abs(parts_low), abs(parts_high))
        working = 2 * widest + widest_divisor, 2 * widest_divisor
        return min(ends), max(ends), max(*map(abs, ends), *working)

    return read


def _truth(*_: int) -> Interval:
    return 0, 1


_COMBINED: dict[str, Callable[[int, int, int, int], Interval]] = {
    "add": lambda a, b, c, d: (a + c, b + d),
    "subtract": lambda a, b, c, d: (a - d, b - c),
    "larger": lambda a, b, c, d: (max(a, c), max(b, d)),
    "smaller": lambda a, b, c, d: (min(a, c), min(b, d)),
    "choose": lambda a, b, c, d: (min(a, c), max(b, d)),
}
"""How the ends of two inputs combine: the first lies from a to b, the second from c to d."""


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
