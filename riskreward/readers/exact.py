"""The settlement, to the penny: the program spelled as one Python function over whole numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import gcd, lcm
from typing import Any, NamedTuple, cast

from riskreward.kernel.program import Operation, Program
from riskreward.kernel.rounding import Mode, quotient


class Settled(NamedTuple):
    """Each period's lines, and the balances that the next period would open with, all as whole numbers."""

    lines: list[tuple[int, ...]]
    balances: tuple[int, ...]


DEEPEST = 24
"""Parentheses in one expression: Python's own limit is 200."""

Runner = Callable[[Iterable[Sequence[int]], Sequence[int]], tuple[list[tuple[int, ...]], tuple[int, ...]]]


@lru_cache(maxsize=256)
def runner(program: Program) -> Runner:
    """Return the program as a function of each period's facts and the opening balances."""
    scope: dict[str, Any] = {"quotient": quotient}
    exec(compile(listing(program), "<riskreward program>", "exec"), scope)
    return cast("Runner", scope["run"])


def run(program: Program, periods: Iterable[Sequence[int]], opening: Sequence[int] | None = None) -> Settled:
    """Return the lines of each period and the closing balances.

    Each period is its facts in the program's order, as whole numbers over each fact's denominator.
    """
    balances = opening if opening is not None else [balance.start for balance in program.balances]
    return Settled(*runner(program)(periods, balances))


def listing(program: Program) -> str:
    """Return the program's text in Python."""
    spelling = _Spelling(program)
    facts = "".join(f"f{number}, " for number in range(len(program.facts)))
    balances = "".join(f"b{number}, " for number in range(len(program.balances)))
    closing = "".join(spelling.scaled(balance.closing, balance.denominator) + ", " for balance in program.balances)
    lines = "".join(spelling.of(line.operation) + ", " for line in program.lines)
    body = [
        "def run(periods, balances):",
        "    settled = []",
        "    settle = settled.append",
        f"    ({balances}) = balances" if balances else "    pass",
        f"    for ({facts}) in periods:" if facts else "    for _ in periods:",
        *("        " + statement for statement in spelling.statements),
        f"        settle(({lines}))",
        f"        ({balances}) = ({closing})" if balances else "        pass",
        f"    return settled, ({balances})",
    ]
    return "\n".join(body) + "\n"


class _Spelling:
    """Spells what is used once in place, and what is used again as a local name."""

    def __init__(self, program: Program) -> None:
        self._operations = program.operations
        self._text: dict[int, str] = {}
        self.statements: list[str] = []
        uses = Counter(
            place
            for operation in program.operations
            for place in operation.inputs
            for _ in range(2 if operation.name in _READS_TWICE else 1)
        )
        uses.update(line.operation for line in program.lines)
        uses.update(balance.closing for balance in program.balances)
        for place, operation in enumerate(program.operations):
            if not uses[place]:
                continue
            text = self._spell(operation)
            is_name = operation.name in {"constant", "fact", "previous"}
            if (uses[place] > 1 or text.count("(") > DEEPEST) and not is_name:
                self.statements.append(f"v{place} = {text}")
                text = f"v{place}"
            self._text[place] = text

    def of(self, place: int) -> str:
        return self._text[place]

    def scaled(self, place: int, denominator: int) -> str:
        """Spell an operation as a whole number over a larger denominator."""
        operation = self._operations[place]
        factor = denominator // operation.denominator
        if operation.name == "constant":
            return _literal(operation.whole * factor)
        return self._text[place] if factor == 1 else f"({self._text[place]} * {factor})"

    def _spell(self, operation: Operation) -> str:
        name = operation.name
        if name == "constant":
            return _literal(operation.whole)
        if name in {"fact", "previous"}:
            return f"{'f' if name == 'fact' else 'b'}{operation.whole}"
        if name == "multiply":
            return self._product(operation)
        if name == "round":
            return self._rounded(operation)
        if name == "ratio":
            return self._ratio(operation)
        if name in {"both", "either", "opposite"}:
            return _TEXTS[name].format(*(self._text[place] for place in operation.inputs))
        if name == "choose":
            condition, *branches = operation.inputs
            then, otherwise = (self.scaled(place, operation.denominator) for place in branches)
            return f"({then} if {self._text[condition]} else {otherwise})"
        common = lcm(*(self._operations[place].denominator for place in operation.inputs))
        return _TEXTS[name].format(*(self.scaled(place, common) for place in operation.inputs))

    def _product(self, operation: Operation) -> str:
        left, right = (self._operations[place] for place in operation.inputs)
        taken_out = left.denominator * right.denominator // operation.denominator
        texts = []
        for place, factor in zip(operation.inputs, (left, right), strict=True):
            if factor.name == "constant" and taken_out > 1:
                texts.append(_literal(factor.whole // taken_out))
                taken_out = 1
            else:
                texts.append(self._text[place])
        texts = [text for text in texts if text != "1"] or ["1"]
        return f"({' * '.join(texts)})" if len(texts) > 1 else texts[0]

    def _rounded(self, operation: Operation) -> str:
        (place,) = operation.inputs
        given = self._operations[place]
        above, below = operation.denominator, given.denominator * operation.whole
        shared = gcd(above, below)
        above, below = above // shared, below // shared
        text = f"({self._text[place]} * {above})" if above != 1 else self._text[place]
        steps = _quotient(text, str(below), operation.mode, positive=self._text[place])
        return f"({steps} * {operation.whole})" if operation.whole != 1 else steps

    def _ratio(self, operation: Operation) -> str:
        above, below, otherwise = operation.inputs
        top, bottom = self._operations[above], self._operations[below]
        numerator = f"({self._text[above]} * {bottom.denominator * operation.denominator})"
        denominator = f"({self._text[below]} * {top.denominator})"
        steps = f"quotient({numerator}, {denominator}, {operation.mode!r})"
        return f"({steps} if {self._text[below]} else {self.scaled(otherwise, operation.denominator)})"


_READS_TWICE = {"larger", "smaller", "round", "ratio"}
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


def _literal(value: int) -> str:
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
