"""The words that payout rules are written in.

Everything else that a contract says - caps, floors, bands, collars, gates, tapers - is composed from these.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from fractions import Fraction
from math import lcm

from riskreward.findings import RuleError
from riskreward.kernel.amounts import Amount, Maker, Nothing, alike, an_amount, numbers, truths
from riskreward.kernel.kinds import MINOR_PLACES, Kind, count, money, share, truth
from riskreward.kernel.rounding import MODES, Mode

Number = int | Decimal | Fraction
PATH = " / "

_maker: ContextVar[Maker | None] = ContextVar("maker", default=None)
_scope: ContextVar[tuple[str, ...]] = ContextVar("scope", default=())
_clause: ContextVar[str] = ContextVar("clause", default="")


@contextmanager
def made_by(maker: Maker) -> Iterator[None]:
    """Let the words within make their amounts with `maker`."""
    tokens = _maker.set(maker), _scope.set(()), _clause.set("")
    try:
        yield
    finally:
        _maker.reset(tokens[0])
        _scope.reset(tokens[1])
        _clause.reset(tokens[2])


@contextmanager
def scope(name: str, clause: str = "") -> Iterator[None]:
    """Put `name` before every line, fact and balance within, and stamp the lines with the clause."""
    scope_token = _scope.set((*_scope.get(), name) if name else _scope.get())
    clause_token = _clause.set(clause or _clause.get())
    try:
        yield
    finally:
        _scope.reset(scope_token)
        _clause.reset(clause_token)


def here(name: str) -> str:
    """Return the full path of a name in the present scope; one that begins with "/" is full already."""
    if name.startswith("/"):
        return name[1:]
    return PATH.join((*_scope.get(), name))


def _recording() -> Maker:
    maker = _maker.get()
    if maker is None:
        raise RuleError("this word works only while a contract is recorded; use record(rule) or a reader")
    return maker


def _exactly(what: str, value: object) -> Fraction:
    if not isinstance(value, int | Decimal | Fraction):
        raise RuleError(f"{what} is an int, a Decimal or a Fraction, not {value!r}; no arithmetic on float")
    return value if isinstance(value, Fraction) else Fraction(value)


def _some_places(what: str, places: int) -> int:
    if places < 0:
        raise RuleError(f"{what} has {places} places; places are nought or more")
    return places


def constant(value: Number, kind: Kind) -> Amount:
    """Return an amount that the contract fixes."""
    if kind == truth:
        raise RuleError("a constant is a figure; for a truth compare, or use scheduled(name, truth, values)")
    return _recording().constant(_exactly("a constant", value), kind)


def pounds(value: Number) -> Amount:
    """Return an amount of money in the contract's currency."""
    return constant(value, money)


def share_of(value: Number) -> Amount:
    """Return a share, such as `share_of(Decimal("0.25"))` for 25%."""
    return constant(value, share)


def fact(name: str, kind: Kind, places: int, between: tuple[Number, Number]) -> Amount:
    """Return a figure found out each period, with its decimal places and the range it must lie in."""
    low, high = (_exactly(f"an end of fact {name!r}", end) for end in between)
    if low > high:
        raise RuleError(f"fact {name!r} lies between {low} and {high}; give the lower end first")
    if kind == truth and (places or low != 0 or high != 1):
        raise RuleError(f"fact {name!r} is a truth; give it 0 places, between 0 and 1")
    return _recording().fact(here(name), kind, 10 ** _some_places(f"fact {name!r}", places), (low, high), False)


def scheduled(name: str, kind: Kind, values: Iterable[Number | bool]) -> Amount:
    """Return a fact with one value for all paths: a term that varies by year, or a truth of the calendar.

    `values` are all it may take; they give its range and its denominator.
    """
    known = [_exactly(f"a value of scheduled {name!r}", value) for value in values]
    if kind == truth:
        return _recording().fact(here(name), truth, 1, (Fraction(0), Fraction(1)), True)
    if not known:
        raise RuleError(f"scheduled {name!r} has no values; give at least one")
    denominator = 1
    for value in known:
        denominator = lcm(denominator, value.denominator)
    return _recording().fact(here(name), kind, denominator, (min(known), max(known)), True)


def at_least(left: Amount | Nothing, right: Amount | Nothing) -> Amount:
    """Return the larger of two amounts."""
    first, second = alike("compare", left, right)
    return first.maker.apply("larger", first.kind, first, second)


def at_most(left: Amount | Nothing, right: Amount | Nothing) -> Amount:
    """Return the smaller of two amounts."""
    first, second = alike("compare", left, right)
    return first.maker.apply("smaller", first.kind, first, second)


def equals(left: Amount | Nothing, right: Amount | Nothing) -> Amount:
    """Return whether two amounts are the same."""
    first, second = alike("compare", left, right)
    return first.maker.apply("equal", truth, first, second)


def choose(condition: Amount, then: Amount | Nothing, otherwise: Amount | Nothing) -> Amount:
    """Return `then` where the condition holds and `otherwise` where it does not; both are worked out."""
    (decided,) = truths("choose", condition)
    if all(isinstance(branch, Amount) and branch.kind == truth for branch in (then, otherwise)):
        raise RuleError("choose is between figures; for truths use both, either and opposite")
    first, second = alike("choose between", then, otherwise)
    return decided.maker.apply("choose", first.kind, decided, first, second)


def both(left: Amount, right: Amount) -> Amount:
    """Return whether both truths hold."""
    first, second = truths("both", left, right)
    return first.maker.apply("both", truth, first, second)


def either(left: Amount, right: Amount) -> Amount:
    """Return whether one truth or the other holds, or both."""
    first, second = truths("either", left, right)
    return first.maker.apply("either", truth, first, second)


def opposite(condition: Amount) -> Amount:
    """Return whether the truth does not hold."""
    (decided,) = truths("opposite", condition)
    return decided.maker.apply("opposite", truth, decided)


def total(amounts: Iterable[Amount | Nothing]) -> Amount:
    """Return the sum of the amounts, of which there is at least one."""
    added = [amount for amount in amounts if not isinstance(amount, Nothing)]
    if not added:
        raise RuleError("total of no amounts has no kind; use a constant such as pounds(0)")
    running = numbers("add", added[0])
    for amount in added[1:]:
        running = running + amount
    return running


def round_to(amount: Amount, places: int | None = None, mode: Mode = "half up", step: Number | None = None) -> Amount:
    """Return the amount to so many decimal places, or to a step such as 5p or £100."""
    rounded = numbers("round", amount)
    if (places is None) == (step is None):
        raise RuleError("round_to needs either places or a step; give one of them")
    if mode not in MODES:
        raise RuleError(f"round_to has no mode {mode!r}; use one of {', '.join(MODES)}")
    if places is not None and places < 0:
        raise RuleError(f"round_to has {places} places; use step={10**-places}")
    size = _exactly("a step", step) if step is not None else Fraction(1, 10 ** (places or 0))
    if size <= 0:
        raise RuleError(f"round_to has a step of {size}; a step is above nought")
    return rounded.maker.rounded(rounded, size, mode)


def ratio(above: Amount, below: Amount, places: int, mode: Mode, otherwise: Amount | Nothing) -> Amount:
    """Return above divided by below, to the places; `otherwise` answers where below is nothing."""
    first, second = numbers("divide", above), numbers("divide by", below)
    if mode not in MODES:
        raise RuleError(f"ratio has no mode {mode!r}; use one of {', '.join(MODES)}")
    kind = first.kind.times(second.kind, -1)
    instead = an_amount("answer with", otherwise)
    if isinstance(instead, Nothing):
        instead = first.maker.constant(Fraction(0), kind)
    if instead.kind != kind:
        raise RuleError(f"ratio gives {kind}, but otherwise is {instead.kind}; answer in the ratio's own kind")
    return first.maker.ratio(first, second, kind, _some_places("ratio", places), mode, instead)


def named(name: str, amount: Amount | Nothing) -> Amount:
    """Make the amount a line of the statement, under the present scope and clause."""
    line = an_amount("name", amount)
    if isinstance(line, Nothing):
        line = _recording().constant(Fraction(0), money)
    if not line.kind.can_be_named:
        raise RuleError(f"{here(name)!r} is {line.kind}, which is no line of a statement; use ratio first")
    return _recording().named(here(name), line, _clause.get())


def line(path: str) -> Amount:
    """Return the amount of a line that was named before, by its full path. Raises KeyError where none was."""
    return _recording().line(path)


def figure(amount: Amount) -> Amount:
    """Return the amount, to be shown in explanations by its figure alone."""
    return amount.maker.figure(amount)


def previous(name: str, start: Amount, places: int | None = None, periods_ago: int = 1) -> Amount:
    """Return a balance as this period opened, or as it was carried some periods ago.

    Money is carried in whole pence, a count in whole units; any other kind says its places.
    """
    if isinstance(an_amount("start from", start), Nothing):
        raise RuleError(f"balance {here(name)!r} starts from nothing, which has no kind; start from pounds(0)")
    if start.kind == truth:
        raise RuleError(f"balance {here(name)!r} is a truth; carry a count of nought or one")
    if not start.is_constant:
        raise RuleError(f"balance {here(name)!r} starts from an amount that varies; start from a constant")
    if not start.kind.can_be_named:
        raise RuleError(f"balance {here(name)!r} is {start.kind}, which is not carried; use ratio first")
    if places is None:
        if start.kind not in {money, count}:
            raise RuleError(f"balance {here(name)!r} is {start.kind}; say its places")
        places = MINOR_PLACES if start.kind == money else 0
    if periods_ago < 1:
        raise RuleError(f"balance {here(name)!r} is read {periods_ago} periods ago; the least is one")
    maker, path = _recording(), here(name)
    opening = maker.previous(path, start, _some_places(f"balance {path!r}", places))
    for age in range(2, periods_ago + 1):
        older = f"{path}, {age} periods ago"
        aged = maker.previous(older, start, places)
        maker.carry(older, opening, again=True)
        opening = aged
    return opening


def carry(name: str, amount: Amount | Nothing) -> None:
    """Set the balance that the next period opens with."""
    carried = an_amount("carry", amount)
    path = here(name)
    if isinstance(carried, Nothing):
        raise RuleError(f"balance {path!r} is carried as nothing, which has no kind; carry pounds(0)")
    _recording().carry(path, carried)
