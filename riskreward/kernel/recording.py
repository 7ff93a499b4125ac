"""Turning a payout rule into a program, once per contract."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from riskreward.findings import RuleError
from riskreward.kernel.amounts import Amount
from riskreward.kernel.kinds import Kind, share
from riskreward.kernel.program import Balance, Fact, NamedLine, Operation, Program
from riskreward.kernel.rounding import Mode, to_step
from riskreward.kernel.words import made_by


def record(rule: Callable[[], object]) -> Program:
    """Return the program of a rule: a function without parameters that names lines and carries balances.

    Raises RuleError where the rule cannot be recorded; the message names the word to use.
    """
    recorder = Recorder()
    with made_by(recorder):
        rule()
    return recorder.program()


@dataclass(slots=True)
class _Opened:
    kind: Kind
    denominator: int
    start: int
    opening: int
    closing: int | None = None


class Recorder:
    """Makes each amount a place in the listing; the same operation on the same inputs is recorded once."""

    def __init__(self) -> None:
        self._operations: list[Operation] = []
        self._known: dict[Operation, int] = {}
        self._facts: dict[str, Fact] = {}
        self._balances: dict[str, _Opened] = {}
        self._lines: dict[str, NamedLine] = {}
        self._figures: set[int] = set()

    def program(self) -> Program:
        """Return what was recorded; a balance read but never carried is refused."""
        balances = []
        for path, opened in self._balances.items():
            if opened.closing is None:
                raise RuleError(f"balance {path!r} is read but never carried; carry it, or use a constant")
            balances.append(
                Balance(path, opened.kind, opened.denominator, opened.start, opened.opening, opened.closing)
            )
        return Program(
            tuple(self._operations),
            tuple(self._facts.values()),
            tuple(balances),
            tuple(self._lines.values()),
            frozenset(self._figures),
        )

    def _place(self, operation: Operation) -> int:
        place = self._known.get(operation)
        if place is None:
            place = len(self._operations)
            self._operations.append(operation)
            self._known[operation] = place
        return place

    def _amount(self, operation: Operation) -> Amount:
        return Amount(self, self._place(operation), operation.kind, operation.name == "constant")

    def operation(self, amount: Amount) -> Operation:
        """Return the operation that an amount is the result of."""
        if amount.maker is not self:
            raise RuleError("an amount of another recording is used here; record the whole rule in one go")
        return self._operations[_place_of(amount)]

    def place(self, amount: Amount) -> int:
        """Return where an amount is in the listing."""
        return _place_of(amount)

    def at(self, place: int) -> Amount:
        """Return the amount of a place in the listing."""
        return self._amount(self._operations[place])

    def _value(self, amount: Amount) -> Fraction:
        operation = self.operation(amount)
        return Fraction(operation.whole, operation.denominator)

    def constant(self, value: Fraction, kind: Kind) -> Amount:
        """Record an amount in lowest terms."""
        return self._amount(Operation("constant", kind, value.denominator, (), value.numerator))

    def apply(self, operation: str, kind: Kind, *inputs: Amount) -> Amount:
        """Record an operation; one between constants is worked out at once."""
        operands = [self.operation(amount) for amount in inputs]
        if operation in _ON_CONSTANTS and all(amount.is_constant for amount in inputs):
            return self.constant(_ON_CONSTANTS[operation](*map(self._value, inputs)), kind)
        places = tuple(_place_of(amount) for amount in inputs)
        if operation == "multiply":
            denominator = _product_denominator(*operands)
        elif kind.is_truth:
            denominator = 1
        else:
            denominator = lcm(*(operand.denominator for operand in operands if not operand.kind.is_truth))
        return self._amount(Operation(operation, kind, denominator, places))

    def over_constant(self, amount: Amount, divisor: Amount, kind: Kind) -> Amount:
        """Record a division by a constant as a multiplication, which is exact."""
        value = self._value(divisor)
        if value == 0:
            raise RuleError("division by a constant of nothing; use ratio(..., otherwise) to say what answers it")
        inverse = self.constant(1 / value, share.times(divisor.kind, -1))
        return self.apply("multiply", kind, amount, inverse)

    def ratio(self, above: Amount, below: Amount, kind: Kind, places: int, mode: Mode, otherwise: Amount) -> Amount:
        """Record a division that is rounded to its places."""
        answer = self.operation(otherwise)
        if (10**places) % answer.denominator:
            raise RuleError(f"ratio to {places} places has an `otherwise` that is finer; round it to those places")
        self.operation(above)
        self.operation(below)
        inputs = (_place_of(above), _place_of(below), _place_of(otherwise))
        return self._amount(Operation("ratio", kind, 10**places, inputs, mode=mode))

    def rounded(self, amount: Amount, step: Fraction, mode: Mode) -> Amount:
        """Record a rounding to whole steps; what is whole already stays as it is."""
        operation = self.operation(amount)
        if amount.is_constant:
            return self.constant(to_step(self._value(amount), step, mode), amount.kind)
        if step.numerator == 1 and step.denominator % operation.denominator == 0:
            return amount
        place = _place_of(amount)
        return self._amount(Operation("round", amount.kind, step.denominator, (place,), step.numerator, mode))

    def named(self, path: str, amount: Amount, clause: str) -> Amount:
        """Record a line; two lines of one path are refused."""
        self.operation(amount)
        if path in self._lines:
            raise RuleError(f"line {path!r} is named twice; give each line of a contract its own name")
        self._lines[path] = NamedLine(path, clause, _place_of(amount))
        return amount

    def line(self, path: str) -> Amount:
        """Return the amount of a line recorded before."""
        return self.at(self._lines[path].operation)

    def figure(self, amount: Amount) -> Amount:
        """Record that explanations stop here."""
        self._figures.add(_place_of(amount))
        return amount

    def fact(
        self, path: str, kind: Kind, denominator: int, between: tuple[Fraction, Fraction], scheduled: bool
    ) -> Amount:
        """Record a fact; reading it again must declare it alike."""
        low, high = (end * denominator for end in between)
        if low.denominator != 1 or high.denominator != 1:
            raise RuleError(f"fact {path!r} has a range finer than its places; give more places or a rounder range")
        known = self._facts.get(path)
        place = known.operation if known else len(self._operations)
        fact = Fact(path, kind, denominator, int(low), int(high), scheduled, place)
        if known is None:
            self._facts[path] = fact
            self._place(Operation("fact", kind, denominator, (), len(self._facts) - 1))
        elif known != fact:
            raise RuleError(f"fact {path!r} is read with two kinds, places or ranges; declare it once")
        return Amount(self, place, kind)

    def previous(self, path: str, start: Amount, places: int) -> Amount:
        """Record the reading of a balance; reading it again must open it alike."""
        value, kind = self._value(start), start.kind
        denominator = 10**places
        if denominator % value.denominator:
            raise RuleError(f"balance {path!r} starts at {value}, finer than its {places} places; round the start")
        whole = int(value * denominator)
        opened = self._balances.get(path)
        if opened is None:
            number = len(self._balances)
            place = self._place(Operation("previous", kind, denominator, (), number))
            self._balances[path] = _Opened(kind, denominator, whole, place)
        elif (opened.kind, opened.denominator, opened.start) != (kind, denominator, whole):
            raise RuleError(f"balance {path!r} is opened differently in two places; open it alike")
        return Amount(self, self._balances[path].opening, kind)

    def carry(self, path: str, amount: Amount, again: bool = False) -> None:
        """Record what a balance becomes; anything finer than its places is refused."""
        operation = self.operation(amount)
        opened = self._balances.get(path)
        if opened is None:
            raise RuleError(f"balance {path!r} is carried but not read; read it first with previous(...)")
        if opened.closing is not None and not (again and opened.closing == _place_of(amount)):
            raise RuleError(f"balance {path!r} is carried twice; carry it once, after its last change")
        if operation.kind != opened.kind:
            raise RuleError(f"balance {path!r} is {opened.kind} but is carried as {operation.kind}")
        if opened.denominator % operation.denominator:
            raise RuleError(
                f"balance {path!r} is kept in parts of 1/{opened.denominator}, but what is carried may be as fine "
                f"as 1/{operation.denominator}; round it with round_to, so that the rounding is a term"
            )
        opened.closing = _place_of(amount)


def _place_of(amount: Amount) -> int:
    assert isinstance(amount.value, int)
    return amount.value


def _product_denominator(left: Operation, right: Operation) -> int:
    """Return the product of the denominators, less what a constant's numerator takes out of the other's."""
    product = left.denominator * right.denominator
    for constant, other in ((left, right), (right, left)):
        if constant.name == "constant" and constant.whole:
            return product // gcd(constant.whole, other.denominator)
    return product


_ON_CONSTANTS: dict[str, Callable[..., Fraction]] = {
    "add": lambda left, right: left + right,
    "subtract": lambda left, right: left - right,
    "multiply": lambda left, right: left * right,
    "larger": max,
    "smaller": min,
}
