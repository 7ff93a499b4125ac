"""An operation of a program as a Python expression over whole numbers."""

from collections.abc import MutableMapping, Sequence
from math import gcd, lcm

from riskreward.kernel.program import Operation
from riskreward.kernel.rounding import Mode


class Expressions:
    """Spells an operation from the texts of its inputs, which are kept by their places in the listing."""

    def __init__(self, operations: Sequence[Operation], texts: MutableMapping[int, str]) -> None:
        self._operations = operations
        self._texts = texts

    def of(self, place: int) -> str:
        """Return the text of an operation."""
        return self._texts[place]

    def scaled(self, place: int, denominator: int) -> str:
        """Spell an operation as a whole number over a larger denominator."""
        operation = self._operations[place]
        factor = denominator // operation.denominator
        if operation.name == "constant":
            return literal(operation.whole * factor)
        return self._texts[place] if factor == 1 else f"({self._texts[place]} * {factor})"

    def spelled(self, operation: Operation) -> str:
        """Return an operation as an expression."""
        name = operation.name
        if name == "constant":
            return literal(operation.whole)
        if name in {"fact", "previous"}:
            return f"{'f' if name == 'fact' else 'b'}{operation.whole}"
        if name == "multiply":
            return self._product(operation)
        if name == "round":
            return self._rounded(operation)
        if name == "ratio":
            return self._ratio(operation)
        if name in {"both", "either", "opposite"}:
            return _TEXTS[name].format(*(self._texts[place] for place in operation.inputs))
        if name == "choose":
            condition, *branches = operation.inputs
            then, otherwise = (self.scaled(place, operation.denominator) for place in branches)
            return f"({then} if {self._texts[condition]} else {otherwise})"
        common = lcm(*(self._operations[place].denominator for place in operation.inputs))
        return _TEXTS[name].format(*(self.scaled(place, common) for place in operation.inputs))

    def factors(self, operation: Operation) -> list[str]:
        """Return what is multiplied, less what a constant's numerator takes out of the other's denominator."""
        left, right = (self._operations[place] for place in operation.inputs)
        taken_out = left.denominator * right.denominator // operation.denominator
        texts = []
        for place, factor in zip(operation.inputs, (left, right), strict=True):
            if factor.name == "constant" and taken_out > 1:
                texts.append(literal(factor.whole // taken_out))
                taken_out = 1
            else:
                texts.append(self._texts[place])
        return texts

    def _product(self, operation: Operation) -> str:
        texts = [text for text in self.factors(operation) if text != "1"] or ["1"]
        return f"({' * '.join(texts)})" if len(texts) > 1 else texts[0]

    def _rounded(self, operation: Operation) -> str:
        (place,) = operation.inputs
        given = self._operations[place]
        above, below = operation.denominator, given.denominator * operation.whole
        shared = gcd(above, below)
        above, below = above // shared, below // shared
        text = f"({self._texts[place]} * {above})" if above != 1 else self._texts[place]
        steps = _quotient(text, str(below), operation.mode, positive=self._texts[place])
        return f"({steps} * {operation.whole})" if operation.whole != 1 else steps

    def _ratio(self, operation: Operation) -> str:
        above, below, otherwise = operation.inputs
        top, bottom = self._operations[above], self._operations[below]
        numerator = f"({self._texts[above]} * {bottom.denominator * operation.denominator})"
        denominator = f"({self._texts[below]} * {top.denominator})"
        steps = f"quotient({numerator}, {denominator}, {operation.mode!r})"
        return f"({steps} if {self._texts[below]} else {self.scaled(otherwise, operation.denominator)})"


READS_TWICE = {"larger", "smaller", "round", "ratio"}
"""Operations whose expression holds the text of an input twice."""

_TEXTS = {
    "add": "({} + {})",
    "subtract": "({} - {})",
    "less": "({} < {})",
    "less_or_equal": "({} <= {})",
    "equal": "({} == {})",
    "both": "({} and {})",
    "either": "({} or {})",
    "opposite": "(not {})",
    "larger": "({0} if {0} >= {1} else {1})",
    "smaller": "({0} if {0} <= {1} else {1})",
}


def literal(value: int) -> str:
    """Return a whole number as an expression has it."""
    return str(value) if value >= 0 else f"({value})"


def _quotient(text: str, below: str, mode: Mode, positive: str) -> str:
    """Spell text / below as a whole number; `positive` has the sign of `text`."""
    if mode == "floor":
        return f"({text} // {below})"
    if mode == "half up":
        doubled, half = f"2 * {text}", below
        return (
            f"(({doubled} + {half}) // {2 * int(below)} if {positive} >= 0 "
            f"else -(({half} - {doubled}) // {2 * int(below)}))"
        )
    if mode == "down":
        return f"({text} // {below} if {positive} >= 0 else -(-{text} // {below}))"
    return f"(-(-{text} // {below}) if {positive} >= 0 else {text} // {below})"
