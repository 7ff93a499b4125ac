"""One phrase per operation: the working of a line in words, with figures."""

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction

from riskreward.figures import money_text, number_text, rounded, share_text, terminates
from riskreward.kernel.kinds import Kind, money, share
from riskreward.kernel.program import Operation, Program
from riskreward.kernel.rounding import to_step
from riskreward.kernel.words import PATH

Value = Fraction | bool


def values(program: Program, facts: Sequence[int], opening: Sequence[int]) -> list[Value]:
    """Return what every operation comes to in one period, walking the program operation by operation."""
    found: list[Value] = []
    for operation in program.operations:
        inputs = [found[place] for place in operation.inputs]
        if operation.name == "fact":
            whole = facts[operation.whole]
            found.append(bool(whole) if operation.kind.is_truth else Fraction(whole, operation.denominator))
        elif operation.name == "previous":
            found.append(Fraction(opening[operation.whole], operation.denominator))
        else:
            found.append(_VALUES[operation.name](operation, *inputs))
    return found


def _ratio(operation: Operation, above: Fraction, below: Fraction, otherwise: Fraction) -> Fraction:
    if not below:
        return otherwise
    return to_step(above / below, Fraction(1, operation.denominator), operation.mode)


def _rounded(operation: Operation, amount: Fraction) -> Fraction:
    return to_step(amount, Fraction(operation.whole, operation.denominator), operation.mode)


_VALUES: dict[str, Callable[..., Value]] = {
    "constant": lambda operation: Fraction(operation.whole, operation.denominator),
    "add": lambda _, left, right: left + right,
    "subtract": lambda _, left, right: left - right,
    "multiply": lambda _, left, right: left * right,
    "ratio": _ratio,
    "round": _rounded,
    "larger": lambda _, left, right: max(left, right),
    "smaller": lambda _, left, right: min(left, right),
    "less": lambda _, left, right: left < right,
    "less_or_equal": lambda _, left, right: left <= right,
    "equal": lambda _, left, right: left == right,
    "choose": lambda _, condition, then, otherwise: then if condition else otherwise,
    "both": lambda _, left, right: left and right,
    "either": lambda _, left, right: left or right,
    "opposite": lambda _, condition: not condition,
}


def figure_text(value: Value, kind: Kind, currency: str = "£") -> str:
    """Return an amount as it is shown: money in pence, a price of a unit in full, a share as a percentage."""
    if isinstance(value, bool) or kind.is_truth:
        return "yes" if value else "no"
    if kind == money:
        return money_text(value, currency)
    if kind == share:
        if (terminates(value * 100) and len(number_text(value * 100)) <= 9) or value.denominator <= 1000:
            return share_text(value)
        return f"{rounded(value * 100, 4)}%"
    text = number_text(value) if terminates(value) and len(number_text(value)) <= 16 else str(rounded(value, 6))
    if kind.is_price:
        return money_text(value, currency) if (value * 100).denominator == 1 else f"{currency}{text}"
    return text


class Words:
    """The workings of one period's lines."""

    def __init__(self, program: Program, found: Sequence[Value], currency: str = "£") -> None:
        self._program = program
        self._found = found
        self._currency = currency
        self._names = {line.operation: line.path for line in reversed(program.lines)}
        paths = {line.path for line in program.lines} | {balance.path for balance in program.balances}
        paths |= {fact.path for fact in program.facts}
        self._bearers = Counter(_last(path) for path in paths)

    def working(self, path: str) -> str:
        """Return how a line comes to its figure, from the lines, facts and balances beneath it."""
        line = self._program.lines[self._program.line_numbers[path]]
        if self._names[line.operation] != path:
            return self._operand(line.operation, path)
        place = self._taken(line.operation)
        operation = self._program.operations[place]
        if place != line.operation and place in self._names:
            return self._operand(place, path)
        if operation.name == "fact":
            given = "the contract" if self._program.facts[operation.whole].is_scheduled else "the outturn"
            return f"as given by {given}"
        if operation.name == "constant":
            return "nothing" if self._is_nothing(line.operation) else "as agreed in the contract"
        if operation.name == "previous":
            return self._operand(place, path, named=False)
        return self._phrase(place, path)

    def _called(self, path: str, within: str) -> str:
        """Return a name alone where it is clear which is meant, and after what it belongs to where it is not."""
        same_scope = path.split(PATH)[:-1] == within.split(PATH)[:-1]
        return _last(path) if same_scope or self._bearers[_last(path)] == 1 else " ".join(path.split(PATH))

    def _figure(self, place: int) -> str:
        return figure_text(self._found[place], self._program.operations[place].kind, self._currency)

    def _operand(self, place: int, within: str, named: bool = True) -> str:
        """Return a name with its figure where the amount has a name, and its own phrase where it has none."""
        operation = self._program.operations[place]
        if named and place in self._names:
            return f"{self._called(self._names[place], within)} {self._figure(place)}"
        if operation.name == "fact":
            return f"{self._called(self._program.facts[operation.whole].path, within)} {self._figure(place)}"
        if operation.name == "previous":
            name = self._called(self._program.balances[operation.whole].path, within)
            return f"{name} brought forward {self._figure(place)}"
        if operation.name == "constant" or place in self._program.figures:
            return self._figure(place)
        return self._phrase(place, within)

    def _phrase(self, place: int, within: str) -> str:
        operation = self._program.operations[place]
        return _PHRASES[operation.name](self, operation, place, within)

    def _is_nothing(self, place: int) -> bool:
        return self._found[place] == 0 and not isinstance(self._found[place], bool)

    def _is_constant_nothing(self, place: int) -> bool:
        return self._program.operations[place].name == "constant" and self._is_nothing(place)

    def _sum(self, operation: Operation, place: int, within: str) -> str:
        parts = [part for part in self._parts(place, top=True) if not self._is_nothing(part)]
        if not parts:
            return "nothing"
        of_shares = all(self._program.operations[part].name == "multiply" for part in parts)
        return (" and " if of_shares else " plus ").join(self._operand(part, within) for part in parts)

    def _parts(self, place: int, top: bool = False) -> list[int]:
        operation = self._program.operations[place]
        if operation.name != "add" or (not top and place in self._names) or place in self._program.figures:
            return [place]
        return [part for each in operation.inputs for part in self._parts(each)]

    def _difference(self, operation: Operation, place: int, within: str) -> str:
        left, right = operation.inputs
        if self._is_constant_nothing(left):
            return self._minus(right, within)
        return f"{self._operand(left, within)} less {self._operand(right, within)}"

    def _minus(self, place: int, within: str) -> str:
        """Return the negative of an amount: of a difference, the difference the other way round."""
        place = place if place in self._names else self._taken(place)
        operation = self._program.operations[place]
        if place not in self._names and operation.name == "subtract":
            left, right = operation.inputs
            return f"{self._operand(right, within)} less {self._operand(left, within)}"
        told = self._operand(place, within)
        is_sum = place not in self._names and operation.name in {"add", "round"} and " plus " in told
        return f"minus the sum of {told.replace(' plus ', ' and ')}" if is_sum else f"minus {told}"

    def _taken(self, place: int) -> int:
        """Return the amount that the calendar alone chooses, or the amount itself where nothing is chosen by it."""
        operation = self._program.operations[place]
        if operation.name != "choose" or self._is_told(operation.inputs[0]):
            return place
        condition, then, otherwise = operation.inputs
        branch = then if self._found[condition] else otherwise
        return branch if branch in self._names else self._taken(branch)

    def _product(self, operation: Operation, place: int, within: str) -> str:
        left, right = operation.inputs
        for factor, other in ((left, right), (right, left)):
            inverse = self._program.operations[factor]
            is_per_unit = bool(inverse.kind.units) and all(power < 0 for _, power in inverse.kind.units)
            if inverse.name == "constant" and inverse.whole and (is_per_unit or inverse.kind == share):
                divisor = Fraction(inverse.denominator, inverse.whole)
                if is_per_unit and divisor == 1:
                    return self._operand(other, within)
                if terminates(divisor) and (is_per_unit or not terminates(1 / divisor)):
                    return f"{self._operand(other, within)} divided by {figure_text(divisor, _PLAIN)}"
        for factor, other in ((left, right), (right, left)):
            if self._program.operations[factor].kind == share:
                return f"{self._operand(factor, within)} of {self._operand(other, within)}"
        return f"{self._operand(left, within)} times {self._operand(right, within)}"

    def _quotient(self, operation: Operation, place: int, within: str) -> str:
        above, below, otherwise = operation.inputs
        if self._is_nothing(below):
            return f"{self._operand(otherwise, within)}, as {self._operand(below, within)} divides nothing"
        told = f"{self._operand(above, within)} divided by {self._operand(below, within)}"
        is_exact = self._found[above] == self._found[below] * self._found[place]
        return told if is_exact else f"{told} {_to_step(operation, Fraction(1, operation.denominator))}"

    def _rounding(self, operation: Operation, place: int, within: str) -> str:
        (exact,) = operation.inputs
        if self._found[exact] == self._found[place]:
            return self._operand(exact, within)
        step = Fraction(operation.whole, operation.denominator)
        return f"{self._operand(exact, within)} {_to_step(operation, step)}"

    def _larger(self, operation: Operation, place: int, within: str) -> str:
        return self._chosen(operation, place, within, "the larger of", "below")

    def _smaller(self, operation: Operation, place: int, within: str) -> str:
        return self._chosen(operation, place, within, "the smaller of", "above")

    def _chosen(self, operation: Operation, place: int, within: str, both: str, side: str) -> str:
        left, right = operation.inputs
        for limit, other in ((right, left), (left, right)):
            if self._is_constant_nothing(limit):
                if self._found[other] == self._found[place]:
                    return self._operand(other, within)
                negated = self._negated(other)
                if negated is not None:
                    return f"nothing, as {self._operand(negated, within)} is {_OTHER_SIDE[side]} nothing"
                told = self._operand(other, within)
                if told.endswith(self._figure(other)):
                    return f"nothing, as {told} is {side} nothing"
                return f"nothing, as {told} comes to {self._figure(other)}"
        if self._is_limit(left) and not self._is_limit(right):
            left, right = right, left  # so that what is limited before is told last
        return f"{both} {self._operand(left, within)} and {self._operand(right, within)}"

    def _is_limit(self, place: int) -> bool:
        """Return whether an amount without a name is the larger or the smaller of two."""
        return place not in self._names and self._program.operations[place].name in {"larger", "smaller"}

    def _negated(self, place: int) -> int | None:
        """Return what an amount is the negative of, where it is one and has no name of its own."""
        operation = self._program.operations[place]
        if operation.name != "subtract" or place in self._names:
            return None
        left, right = operation.inputs
        taken = right if right in self._names else self._taken(right)
        is_difference = self._program.operations[taken].name == "subtract" and taken not in self._names
        return right if self._is_constant_nothing(left) and not is_difference else None

    def _choice(self, operation: Operation, place: int, within: str) -> str:
        condition, then, otherwise = operation.inputs
        taken = then if self._found[condition] else otherwise
        branch = "nothing" if self._is_constant_nothing(taken) else self._operand(taken, within)
        return f"{branch}, as {self._operand(condition, within)}" if self._is_told(condition) else branch

    def _is_told(self, place: int) -> bool:
        """Return whether a condition says more than where the calendar stands."""
        operation = self._program.operations[place]
        if operation.name == "fact":
            return not self._program.facts[operation.whole].is_scheduled
        return any(self._is_told(each) for each in operation.inputs) or operation.name == "previous"

    def _comparison(self, operation: Operation, place: int, within: str) -> str:
        left, right = (self._operand(each, within) for each in operation.inputs)
        if operation.name == "equal":
            return f"{left} is {'' if self._found[place] else 'not '}the same as {right}"
        if operation.name == "less":
            return f"{right} is {'above' if self._found[place] else 'not above'} {left}"
        return f"{right} is {'at least' if self._found[place] else 'below'} {left}"

    def _joined(self, operation: Operation, place: int, within: str) -> str:
        told = [each for each in operation.inputs if self._found[each] == self._found[place]]
        told = [each for each in told if self._is_told(each)] or told
        return " and ".join(self._operand(each, within) for each in told)

    def _opposite(self, operation: Operation, place: int, within: str) -> str:
        return self._operand(operation.inputs[0], within)


_OTHER_SIDE = {"below": "above", "above": "below"}
_PLAIN = Kind((("count", 1),))
_PHRASES: dict[str, Callable[[Words, Operation, int, str], str]] = {
    "add": Words._sum,
    "subtract": Words._difference,
    "multiply": Words._product,
    "ratio": Words._quotient,
    "round": Words._rounding,
    "larger": Words._larger,
    "smaller": Words._smaller,
    "less": Words._comparison,
    "less_or_equal": Words._comparison,
    "equal": Words._comparison,
    "choose": Words._choice,
    "both": Words._joined,
    "either": Words._joined,
    "opposite": Words._opposite,
}


def step_text(step: Fraction) -> str:
    """Return a rounding's step in words: to the penny, to the pound, to 5p, to £100."""
    known = {Fraction(1, 100): "to the penny", Fraction(1): "to the pound"}
    if step in known:
        return known[step]
    if step < 1 and (step * 100).denominator == 1:
        return f"to {step * 100}p"
    return f"to {money_text(step).removesuffix('.00')}" if step > 1 else f"to {number_text(step)}"


def _to_step(operation: Operation, step: Fraction) -> str:
    """Return in words how an amount was rounded: money to a coin, a share to a part of a per cent."""
    if operation.kind == money:
        return f"(rounded {operation.mode} {step_text(step)})"
    return f"(rounded {operation.mode} to {share_text(step) if operation.kind == share else number_text(step)})"


def _last(path: str) -> str:
    return path.rsplit(PATH, maxsplit=1)[-1]
