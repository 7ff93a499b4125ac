"""An amount while a rule is read: arithmetic that keeps its kind, and refuses what a program cannot hold."""

from fractions import Fraction
from typing import Final, NoReturn, Protocol

from riskreward.findings import RuleError
from riskreward.kernel.kinds import Kind, money, share, truth
from riskreward.kernel.rounding import Mode


class Nothing:
    """The amount `nothing`: zero of whatever kind it meets."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "nothing"

    def __bool__(self) -> NoReturn:
        raise RuleError("`nothing` is an amount, not a truth; compare with `amount > nothing`")


nothing: Final = Nothing()


class Maker(Protocol):
    """Who makes amounts: the recorder makes places in a program, the direct reader makes fractions.

    Operands come as one kind already, and every check of kinds has been made.
    """

    def constant(self, value: Fraction, kind: Kind) -> "Amount":
        """Return an amount known when the contract is written."""

    def apply(self, operation: str, kind: Kind, *inputs: "Amount") -> "Amount":
        """Return the result of one of the operations named in `program.OPERATIONS`."""

    def over_constant(self, amount: "Amount", divisor: "Amount", kind: Kind) -> "Amount":
        """Return the amount divided by a constant, exactly."""

    def ratio(
        self, above: "Amount", below: "Amount", kind: Kind, places: int, mode: Mode, otherwise: "Amount"
    ) -> "Amount":
        """Return above / below to the given places, or `otherwise` where below is nothing."""

    def rounded(self, amount: "Amount", step: Fraction, mode: Mode) -> "Amount":
        """Return the amount as a whole number of steps."""

    def named(self, path: str, amount: "Amount", clause: str) -> "Amount":
        """Make the amount a line of the statement."""

    def line(self, path: str) -> "Amount":
        """Return an amount that was named before. Raises KeyError for a path that was not."""

    def figure(self, amount: "Amount") -> "Amount":
        """Let an explanation show the amount by its figure, without what lies beneath."""

    def fact(
        self, path: str, kind: Kind, denominator: int, between: tuple[Fraction, Fraction], scheduled: bool
    ) -> "Amount":
        """Return what is found out each period."""

    def previous(self, path: str, start: "Amount", places: int) -> "Amount":
        """Return a balance as it opened."""

    def carry(self, path: str, amount: "Amount", again: bool = False) -> None:
        """Set a balance for the next period; `again` allows the same amount to be carried twice."""


class Amount:
    """A quantity in a payout rule; `+ - *`, division by a constant and comparison make further amounts."""

    __slots__ = ("is_constant", "kind", "maker", "value")

    def __init__(self, maker: Maker, value: object, kind: Kind, is_constant: bool = False) -> None:
        self.maker = maker
        self.value = value
        self.kind = kind
        self.is_constant = is_constant

    def __repr__(self) -> str:
        return f"<amount of {self.kind}: {self.value}>"

    def __add__(self, other: "Amount | Nothing") -> "Amount":
        left, right = alike("add", self, other)
        return self.maker.apply("add", left.kind, left, right)

    def __sub__(self, other: "Amount | Nothing") -> "Amount":
        left, right = alike("take away", self, other)
        return self.maker.apply("subtract", left.kind, left, right)

    def __rsub__(self, other: Nothing) -> "Amount":
        left, right = alike("take away", other, self)
        return self.maker.apply("subtract", left.kind, left, right)

    def __radd__(self, other: Nothing) -> "Amount":
        left, right = alike("add", other, self)
        return self.maker.apply("add", left.kind, left, right)

    def __neg__(self) -> "Amount":
        return nothing - self

    def __mul__(self, other: "Amount") -> "Amount":
        right = numbers("multiply", other)
        left = numbers("multiply", self)
        return self.maker.apply("multiply", left.kind.times(right.kind), left, right)

    def __truediv__(self, other: "Amount") -> "Amount":
        right = numbers("divide by", other)
        left = numbers("divide", self)
        if not right.is_constant:
            raise RuleError(
                "dividing by an amount that is not a constant needs places and a mode; "
                "use ratio(above, below, places, mode, otherwise)"
            )
        return self.maker.over_constant(left, right, left.kind.times(right.kind, -1))

    def __rmul__(self, other: object) -> "Amount":
        return numbers("multiply", other) * self

    def __rtruediv__(self, other: object) -> "Amount":
        return numbers("divide", other) / self

    def __lt__(self, other: "Amount | Nothing") -> "Amount":
        left, right = alike("compare", self, other)
        return self.maker.apply("less", truth, left, right)

    def __le__(self, other: "Amount | Nothing") -> "Amount":
        left, right = alike("compare", self, other)
        return self.maker.apply("less_or_equal", truth, left, right)

    def __gt__(self, other: "Amount | Nothing") -> "Amount":
        left, right = alike("compare", self, other)
        return self.maker.apply("less", truth, right, left)

    def __ge__(self, other: "Amount | Nothing") -> "Amount":
        left, right = alike("compare", self, other)
        return self.maker.apply("less_or_equal", truth, right, left)

    __hash__ = None  # type: ignore[assignment]  # an amount has no value yet to hash by

    def __eq__(self, other: object) -> NoReturn:
        raise RuleError("== on an amount is not known while a rule is recorded; use equals(a, b)")

    def __ne__(self, other: object) -> NoReturn:
        raise RuleError("!= on an amount is not known while a rule is recorded; use opposite(equals(a, b))")

    def __bool__(self) -> NoReturn:
        raise RuleError(
            "the truth of an amount is not known while a rule is recorded; "
            "for `if` use choose(truth, then, otherwise), for `and` use both, for `or` either, "
            "for `not` opposite, for `min` at_most and for `max` at_least"
        )

    def __round__(self, places: int | None = None) -> NoReturn:
        raise RuleError("round on an amount hides its mode; use round_to(amount, places=2, mode='half up')")

    def __float__(self) -> NoReturn:
        raise RuleError("an amount never becomes a float; keep it as an amount, or use round_to")

    def __int__(self) -> NoReturn:
        raise RuleError("an amount never becomes a Python number; use round_to(amount, places=0, mode=...)")

    def __abs__(self) -> NoReturn:
        raise RuleError("abs on an amount is not a word of the kernel; use at_least(amount, -amount)")

    def __floordiv__(self, other: object) -> NoReturn:
        raise RuleError("// hides a rounding; use round_to(amount, places=0, mode='floor')")

    def __mod__(self, other: object) -> NoReturn:
        raise RuleError("% hides a rounding; use amount - round_to(amount, step=..., mode='floor')")

    def __pow__(self, other: object) -> NoReturn:
        raise RuleError("** is not a word of the kernel; multiply the amount by itself")

    def __iter__(self) -> NoReturn:
        raise RuleError("an amount is one figure; loop over the contract's own bands, years or measures")


def maker_of(*amounts: object) -> Maker:
    """Return who made these amounts."""
    for amount in amounts:
        if isinstance(amount, Amount):
            return amount.maker
    raise RuleError("a word of the kernel needs at least one amount; `nothing` alone has no kind")


def an_amount(verb: str, value: object) -> "Amount | Nothing":
    """Return `value` if it is an amount; Python's own numbers are refused."""
    if isinstance(value, Amount | Nothing):
        return value
    raise RuleError(
        f"cannot {verb} the Python value {value!r}; rules see terms as amounts: "
        "use pounds(...), constant(..., kind), term(...) or nothing"
    )


def alike(verb: str, left: object, right: object) -> tuple[Amount, Amount]:
    """Return both sides as amounts of one kind, `nothing` taking the other's."""
    first, second = an_amount(verb, left), an_amount(verb, right)
    maker = maker_of(first, second)
    if isinstance(first, Nothing):
        assert isinstance(second, Amount)
        first = maker.constant(Fraction(0), second.kind)
    if isinstance(second, Nothing):
        second = maker.constant(Fraction(0), first.kind)
    if first.kind != second.kind:
        raise RuleError(f"cannot {verb} {first.kind} and {second.kind}; {_mend(first.kind, second.kind)}")
    if first.kind == truth:
        raise RuleError(f"cannot {verb} truths; use both, either, opposite or choose")
    return first, second


def numbers(verb: str, value: object) -> Amount:
    """Return `value` as an amount that is a number."""
    amount = an_amount(verb, value)
    if isinstance(amount, Nothing):
        raise RuleError(f"cannot {verb} nothing: it has no kind; leave the term out")
    if amount.kind == truth:
        raise RuleError(f"cannot {verb} a truth; use choose(truth, then, otherwise)")
    return amount


def truths(verb: str, *values: object) -> list[Amount]:
    """Return the values as amounts that are truths."""
    found = [an_amount(verb, value) for value in values]
    for amount in found:
        if isinstance(amount, Nothing) or amount.kind != truth:
            kind = "nothing" if isinstance(amount, Nothing) else amount.kind
            raise RuleError(f"{verb} takes truths, not {kind}; compare first, for instance `saving > nothing`")
    return [amount for amount in found if isinstance(amount, Amount)]


def _mend(left: Kind, right: Kind) -> str:
    if {left, right} == {money, share}:
        return "multiply the share by the money it is a share of"
    if money.times(money) in {left, right}:
        return "divide one money out again with ratio"
    return "bring both to one unit first"
