"""The same rule text run over fractions, period by period: the oracle that the other readers are tested against."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from riskreward.findings import RuleError
from riskreward.kernel.amounts import Amount
from riskreward.kernel.kinds import Kind
from riskreward.kernel.rounding import Mode, to_step
from riskreward.kernel.words import made_by

Value = Fraction | bool


class Settled(NamedTuple):
    """Each period's lines, and the balances that the next period would open with, by path."""

    lines: list[dict[str, Value]]
    balances: Mapping[str, Fraction]


def run(rule: Callable[[], object], periods: Iterable[Mapping[str, Value]]) -> list[dict[str, Value]]:
    """Return the lines of each period, by path, from the facts of each period, by path."""
    return run_on(rule, periods, {}).lines


def run_on(
    rule: Callable[[], object], periods: Iterable[Mapping[str, Value]], opening: Mapping[str, Fraction]
) -> Settled:
    """Return the lines of periods that open with these balances, and the closing balances."""
    balances = opening
    settled: list[dict[str, Value]] = []
    for facts in periods:
        direct = _Direct(facts, balances)
        with made_by(direct):
            rule()
        settled.append(direct.lines)
        balances = direct.carried
    return Settled(settled, balances)


class _Direct:
    """Makes each amount its value at once."""

    def __init__(self, facts: Mapping[str, Value], balances: Mapping[str, Fraction]) -> None:
        self._facts = facts
        self._balances = balances
        self.lines: dict[str, Value] = {}
        self._named: dict[str, Amount] = {}
        self.carried: dict[str, Fraction] = {}

    def constant(self, value: Fraction, kind: Kind) -> Amount:
        return Amount(self, value, kind, is_constant=True)

    def apply(self, operation: str, kind: Kind, *inputs: Amount) -> Amount:
        result = _MEANINGS[operation](*(amount.value for amount in inputs))
        return Amount(self, result, kind, not kind.is_truth and all(amount.is_constant for amount in inputs))

    def over_constant(self, amount: Amount, divisor: Amount, kind: Kind) -> Amount:
        return Amount(self, _number(amount) / _number(divisor), kind, amount.is_constant)

    def ratio(self, above: Amount, below: Amount, kind: Kind, places: int, mode: Mode, otherwise: Amount) -> Amount:
        if _number(below) == 0:
            return Amount(self, _number(otherwise), kind)
        quotient = _number(above) / _number(below)
        return Amount(self, to_step(quotient, Fraction(1, 10**places), mode), kind)

    def rounded(self, amount: Amount, step: Fraction, mode: Mode) -> Amount:
        return Amount(self, to_step(_number(amount), step, mode), amount.kind, amount.is_constant)

    def named(self, path: str, amount: Amount, clause: str) -> Amount:
        assert isinstance(amount.value, Fraction | bool)
        self.lines[path] = amount.value
        self._named[path] = amount
        return amount

    def line(self, path: str) -> Amount:
        return self._named[path]

    def figure(self, amount: Amount) -> Amount:
        return amount

    def fact(
        self, path: str, kind: Kind, denominator: int, between: tuple[Fraction, Fraction], scheduled: bool
    ) -> Amount:
        return Amount(self, self._facts[path], kind)

    def previous(self, path: str, start: Amount, places: int) -> Amount:
        return Amount(self, self._balances.get(path, _number(start)), start.kind)

    def carry(self, path: str, amount: Amount, again: bool = False) -> None:
        if path in self.carried and not again:
            raise RuleError(f"balance {path!r} is carried twice; carry it once, after its last change")
        self.carried[path] = _number(amount)


def _number(amount: Amount) -> Fraction:
    assert isinstance(amount.value, Fraction)
    return amount.value


_MEANINGS: dict[str, Callable[..., Value]] = {
    "add": lambda left, right: left + right,
    "subtract": lambda left, right: left - right,
    "multiply": lambda left, right: left * right,
    "larger": max,
    "smaller": min,
    "less": lambda left, right: left < right,
    "less_or_equal": lambda left, right: left <= right,
    "equal": lambda left, right: left == right,
    "choose": lambda condition, then, otherwise: then if condition else otherwise,
    "both": lambda left, right: left and right,
    "either": lambda left, right: left or right,
    "opposite": lambda condition: not condition,
}
