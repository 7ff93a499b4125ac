"""All readers agree, on rules drawn at random from every word of the kernel.

A rule is drawn as a list of sentences, each about amounts already made, so that every rule drawn can be recorded.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

from hypothesis import given, note, settings
from hypothesis import strategies as st

from riskreward.kernel import (
    Amount,
    Kind,
    Program,
    at_least,
    at_most,
    both,
    carry,
    choose,
    constant,
    count,
    either,
    equals,
    fact,
    figure,
    money,
    named,
    nothing,
    opposite,
    previous,
    quantity,
    ratio,
    record,
    round_to,
    scheduled,
    scope,
    share,
    total,
    truth,
)
from riskreward.kernel.program import OPERATIONS
from riskreward.kernel.rounding import MODES, quotient
from riskreward.readers import direct, exact
from riskreward.readers.bounds import bound
from riskreward.readers.words import values

tonnes = quantity("tonnes")

# What a rule may read: facts with their ranges in whole parts, terms that vary, constants, balances.

FACTS = {
    "saving": (money, 2, (-250_000, 250_000)),
    "cost": (money, 2, (-9, 9)),
    "quality": (share, 1, (-10, 12)),
    "people": (count, 0, (0, 3)),
    "outturn": (tonnes, 3, (-4_000, 4_000)),
    "accepted": (truth, 0, (0, 1)),
    "sustained": (truth, 0, (0, 1)),
}
SCHEDULED = {
    "cap": (money, [Fraction(0), Fraction("1000.25"), Fraction(100, 3)]),
    "rate": (share, [Fraction(1, 4), Fraction(7, 40), Fraction(5, 6)]),
    "last of year": (truth, [False, True]),
}
CONSTANTS = [
    *((Fraction(text), share) for text in ("1/2", "0.25", "-7/40", "200", "5/6", "1", "-1", "0")),
    *((Fraction(text), money) for text in ("50", "0.05", "-1000/3")),
    (Fraction(12), count),
    (Fraction("94.5"), tonnes),
]
BALANCES = {
    "kept": (money, None, Fraction(0)),
    "paid": (money, None, Fraction("-1234.56")),
    "average": (share, 3, Fraction("0.125")),
    "periods": (count, None, Fraction(3)),
    "stored": (tonnes, 1, Fraction("0.5")),
}
STEPS = [Fraction(text) for text in ("0.05", "0.02", "0.1", "5", "100", "0.03", "2/3", "3/7", "1/3", "1/12")]


# How each word is drawn: what it is about, and the kind it gives. How it is said follows each.


class Pool:
    """The kinds of the amounts made so far, and how to draw from them."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.kinds: list[Kind] = []

    def one_of(self, options: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(options))

    def of(self, kind: Kind) -> int:
        return self.one_of([place for place, each in enumerate(self.kinds) if each == kind])

    def number(self, *kinds: Kind) -> int:
        wanted = kinds or tuple(kind for kind in self.kinds if kind != truth)
        return self.one_of([place for place, each in enumerate(self.kinds) if each in wanted])

    def like(self, place: int) -> int | None:
        """Return an amount of one kind with another, or nothing."""
        return self.one_of([None, *(other for other, each in enumerate(self.kinds) if each == self.kinds[place])])

    def pair(self) -> tuple[int | None, int | None]:
        """Return two amounts of one kind, of which either, but not both, may be nothing."""
        one = self.number()
        return self.one_of([(one, self.like(one)), (self.like(one), one)])

    def kind(self, *places: int | None) -> Kind:
        return next(self.kinds[place] for place in places if place is not None)


Drawn = tuple[tuple[Any, ...], Kind]


def alike(pool: Pool, gives: Kind | None = None) -> Drawn:
    left, right = pool.pair()
    return (left, right), gives or pool.kind(left, right)


def on_itself(pool: Pool) -> Drawn:
    place = pool.number()
    return (place,), pool.kinds[place]


def product(pool: Pool) -> Drawn:
    left = pool.number()
    right = pool.number(share, count, money) if pool.kinds[left] in {share, count, money, tonnes} else pool.of(share)
    pair = pool.one_of([(left, right), (right, left)])
    return pair, pool.kinds[left].times(pool.kinds[right])


def division(pool: Pool) -> Drawn:
    place = pool.number()
    value, kind = pool.one_of([(value, kind) for value, kind in CONSTANTS if value])
    return (place, value, kind), pool.kinds[place].times(kind, -1)


def rounded(pool: Pool) -> Drawn:
    place = pool.number()
    how = pool.one_of([*({"step": step} for step in STEPS), *({"places": places} for places in (0, 1, 2, 2, 4))])
    return (place, how, pool.one_of(MODES)), pool.kinds[place]


def halved(pool: Pool) -> Drawn:
    """Half of a fact, rounded at the fact's own places: an odd number of pence is an exact half."""
    name = pool.one_of(["saving", "cost", "quality", "people"])
    kind, places, _ = FACTS[name]
    return (list(FACTS).index(name), places, pool.one_of(MODES)), kind


def quotient_of(pool: Pool) -> Drawn:
    """Answer a division by nothing with nothing, with a constant, or with an amount made as coarse as the ratio."""
    above, below = pool.number(), pool.number()
    kind = pool.kinds[above].times(pool.kinds[below], -1)
    places, mode = pool.one_of([0, 1, 2, 4]), pool.one_of(MODES)
    coarse = Fraction(pool.one_of([-30, 7, 100]), 10**places)
    others = [place for place, each in enumerate(pool.kinds) if each == kind]
    otherwise = pool.one_of([None, (coarse, kind), *others])
    return (above, below, places, mode, otherwise), kind


def a_choice(pool: Pool) -> Drawn:
    left, right = pool.pair()
    return (pool.of(truth), left, right), pool.kind(left, right)


def two_truths(pool: Pool) -> Drawn:
    return (pool.of(truth), pool.of(truth)), truth


def several(pool: Pool) -> Drawn:
    first = pool.number()
    rest = [pool.like(first) for _ in range(pool.one_of([0, 1, 2, 3]))]
    return (tuple(pool.one_of([[first, *rest], [*rest, first]])),), pool.kinds[first]


def a_figure(pool: Pool) -> Drawn:
    place = pool.one_of(range(len(pool.kinds)))
    return (place,), pool.kinds[place]


def a_name(pool: Pool) -> Drawn:
    place = pool.one_of([place for place, kind in enumerate(pool.kinds) if kind.can_be_named])
    return (place, pool.one_of([(), ("energy",), ("energy", "share")])), pool.kinds[place]


class Told:
    """The amounts made while a rule is told, and how each word is said about them."""

    def __init__(self) -> None:
        self.made: list[Amount] = []
        self.names = 0

    def __getitem__(self, place: int | None) -> Any:
        return nothing if place is None else self.made[place]

    def two(self, word: Callable[[Any, Any], Amount], left: int | None, right: int | None) -> Amount:
        return word(self[left], self[right])

    def ratio(self, above: int, below: int, places: int, mode: Any, otherwise: Any) -> Amount:
        if isinstance(otherwise, int):
            answer = round_to(self[otherwise], places, mode)
        else:
            answer = nothing if otherwise is None else constant(*otherwise)
        return ratio(self[above], self[below], places, mode, answer)

    def name(self, place: int, within: tuple[str, ...]) -> Amount:
        self.names += 1
        with ExitStack() as scopes:
            for part in within:
                scopes.enter_context(scope(part, clause="7"))
            return named(f"line {self.names}", self[place])


WORDS: dict[str, tuple[Callable[[Pool], Drawn], Callable[..., Amount]]] = {
    "+": (alike, lambda told, *pair: told.two(lambda left, right: left + right, *pair)),
    "-": (alike, lambda told, *pair: told.two(lambda left, right: left - right, *pair)),
    "minus": (on_itself, lambda told, place: -told[place]),
    "*": (product, lambda told, *pair: told.two(lambda left, right: left * right, *pair)),
    "/": (division, lambda told, place, value, kind: told[place] / constant(value, kind)),
    "ratio": (quotient_of, Told.ratio),
    "at_least": (alike, lambda told, *pair: told.two(at_least, *pair)),
    "at_most": (alike, lambda told, *pair: told.two(at_most, *pair)),
    "<": (partial(alike, gives=truth), lambda told, *pair: told.two(lambda left, right: left < right, *pair)),
    "<=": (partial(alike, gives=truth), lambda told, *pair: told.two(lambda left, right: left <= right, *pair)),
    ">": (partial(alike, gives=truth), lambda told, *pair: told.two(lambda left, right: left > right, *pair)),
    ">=": (partial(alike, gives=truth), lambda told, *pair: told.two(lambda left, right: left >= right, *pair)),
    "equals": (partial(alike, gives=truth), lambda told, *pair: told.two(equals, *pair)),
    "choose": (a_choice, lambda told, truth_, *pair: choose(told[truth_], *(told[place] for place in pair))),
    "both": (two_truths, lambda told, *pair: told.two(both, *pair)),
    "either": (two_truths, lambda told, *pair: told.two(either, *pair)),
    "opposite": (lambda pool: ((pool.of(truth),), truth), lambda told, place: opposite(told[place])),
    "round_to": (rounded, lambda told, place, how, mode: round_to(told[place], mode=mode, **how)),
    "halved": (halved, lambda told, place, *how: round_to(told[place] * constant(Fraction(1, 2), share), *how)),
    "total": (several, lambda told, places: total(told[place] for place in places)),
    "figure": (a_figure, lambda told, place: figure(told[place])),
    "named": (a_name, Told.name),
}


@dataclass(frozen=True)
class Rule:
    """A payout rule drawn at random: what it reads, its sentences, and what it carries."""

    facts: tuple[str, ...]
    scheduled: tuple[str, ...]
    constants: tuple[tuple[Fraction, Kind], ...]
    ages: tuple[tuple[str, int], ...]
    sentences: tuple[tuple[str, tuple[Any, ...]], ...]
    closings: tuple[tuple[str, int, Any], ...]

    def __call__(self) -> None:
        told = Told()
        for name in self.facts:
            kind, places, (low, high) = FACTS[name]
            told.made.append(fact(name, kind, places, (Fraction(low, 10**places), Fraction(high, 10**places))))
        told.made += [scheduled(name, *SCHEDULED[name]) for name in self.scheduled]
        told.made += [constant(*each) for each in self.constants]
        for name, periods_ago in self.ages:
            kind, places, start = BALANCES[name]
            opening = previous(name, constant(start, kind), places, periods_ago)
            told.made.append(named(f"{name}, {periods_ago} ago", opening))
        for word, about in self.sentences:
            told.made.append(WORDS[word][1](told, *about))
        for name, place, mode in self.closings:
            carry(name, round_to(told[place], places_of(name), mode))
        named("last", told.made[-1]) if told.made[-1].kind.can_be_named else named("last", nothing)


def places_of(name: str) -> int:
    kind, places, _ = BALANCES[name]
    return places if places is not None else 2 if kind == money else 0


Values = dict[str, Fraction | bool]


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Draw a rule; every sentence is about amounts of the kinds that its word takes."""
    pool = Pool(draw)
    constants = tuple(draw(st.lists(st.sampled_from(CONSTANTS), max_size=3, unique=True)))
    ages = tuple(draw(st.lists(st.tuples(st.sampled_from(list(BALANCES)), st.integers(1, 3)), max_size=4, unique=True)))
    pool.kinds += [kind for kind, _, _ in FACTS.values()]
    pool.kinds += [kind for kind, _ in SCHEDULED.values()]
    pool.kinds += [kind for _, kind in constants]
    pool.kinds += [BALANCES[name][0] for name, _ in ages]
    sentences = []
    for _ in range(draw(st.sampled_from([1, 8, 12, 16, 20]))):
        word = draw(st.sampled_from([*WORDS, "round_to", "halved", "ratio"]))
        about, kind = WORDS[word][0](pool)
        sentences.append((word, about))
        pool.kinds.append(kind)
    closings = [
        (name, pool.of(BALANCES[name][0]), draw(st.sampled_from(MODES)))
        for name in dict.fromkeys(name for name, _ in ages)
    ]
    return Rule(tuple(FACTS), tuple(SCHEDULED), constants, ages, tuple(sentences), tuple(closings))


def a_value(kind: Kind, places: int, ends: tuple[int, int]) -> st.SearchStrategy[Fraction | bool]:
    if kind == truth:
        return st.booleans()
    return st.integers(*ends).map(lambda whole: Fraction(whole, 10**places))


PERIOD = st.fixed_dictionaries(
    {
        **{name: a_value(*each) for name, each in FACTS.items()},
        **{name: st.sampled_from(known) for name, (_, known) in SCHEDULED.items()},
    }
)
PERIODS = st.sampled_from([1, 2, 3, 4]).flatmap(lambda length: st.lists(PERIOD, min_size=length, max_size=length))


def wholes(program: Program, period: Values) -> tuple[int, ...]:
    return tuple(int(period[each.path] * each.denominator) for each in program.facts)


def walked(program: Program, periods: Sequence[Values]) -> list[tuple[tuple[int, ...], list[Fraction | bool]]]:
    """Return each period's openings and the value of every operation, walking the program node by node."""
    opening = tuple(balance.start for balance in program.balances)
    walk = []
    for period in periods:
        found = values(program, wholes(program, period), opening)
        walk.append((opening, found))
        closings = [found[balance.closing] * balance.denominator for balance in program.balances]
        assert all(closing.denominator == 1 for closing in closings)
        opening = tuple(int(closing) for closing in closings)
    return [*walk, (opening, [])]


@settings(max_examples=250, deadline=None)
@given(rules(), PERIODS)
def test_exact_direct_and_the_walk_agree_on_every_line_and_balance(rule: Rule, periods: list[Values]):
    program = record(rule)
    note(exact.listing(program))
    settled = exact.run(program, [wholes(program, period) for period in periods])
    told = direct.run(rule, periods)
    walk = walked(program, periods)
    for lines, by_path, (_, found) in zip(settled.lines, told, walk[:-1], strict=True):
        assert [line.path for line in program.lines] == list(by_path)
        for line, whole in zip(program.lines, lines, strict=True):
            if program.kind_of(line) == truth:
                assert whole in (0, 1)
                assert by_path[line.path] is found[line.operation] is bool(whole)
            else:
                value = Fraction(whole, program.denominator_of(line))
                assert value == found[line.operation] == by_path[line.path]
    assert settled.balances == walk[-1][0]


@settings(max_examples=250, deadline=None)
@given(rules(), PERIODS)
def test_a_settlement_in_parts_is_the_settlement_in_one(rule: Rule, periods: list[Values]):
    """Every carried balance, period by period: the walk's openings are the exact reader's closings."""
    program = record(rule)
    opening: Sequence[int] = [balance.start for balance in program.balances]
    for period, ((before, _), (after, _)) in zip(periods, pairwise(walked(program, periods)), strict=True):
        assert tuple(opening) == before
        opening = exact.run(program, [wholes(program, period)], opening).balances
        assert opening == after


class Watched(int):
    """A whole number that remembers the largest that any working with it came to."""

    largest = 0


def _watching(name: str) -> Callable[..., Any]:
    plain = getattr(int, name)

    def watched(*numbers: int) -> Any:
        result = plain(*numbers)
        Watched.largest = max(Watched.largest, abs(int(result)))
        return Watched(result)

    return watched


for _name in ("add", "sub", "mul", "floordiv"):
    setattr(Watched, f"__{_name}__", _watching(f"__{_name}__"))
    setattr(Watched, f"__r{_name}__", _watching(f"__r{_name}__"))
Watched.__neg__ = _watching("__neg__")  # type: ignore[method-assign]  # watched on purpose


@settings(max_examples=250, deadline=None)
@given(rules(), PERIODS)
def test_bounds_contain_every_operation_and_all_that_its_working_passes_through(rule: Rule, periods: list[Values]):
    program = record(rule)
    walk = walked(program, periods)
    boxes = {}
    for number, balance in enumerate(program.balances):
        openings = [opening[number] for opening, _ in walk]
        boxes[balance.path] = min(openings), max(openings)
    bounds = bound(program, boxes)
    for _, found in walk[:-1]:
        for operation, value, (low, high), bits in zip(
            program.operations, found, bounds.intervals, bounds.bits, strict=True
        ):
            whole = value * operation.denominator
            assert low <= whole <= high
            assert abs(int(whole)).bit_length() <= bits

    def watched_run() -> None:
        scope: dict[str, Any] = {"quotient": quotient}
        exec(exact.listing(program), scope)
        openings = [Watched(balance.start) for balance in program.balances]
        scope["run"]([[Watched(whole) for whole in wholes(program, period)] for period in periods], openings)

    Watched.largest = 0
    watched_run()
    assert Watched.largest.bit_length() <= max(bounds.bits)


# The reach of the generator itself.


def test_the_generator_reaches_every_operation_mode_and_exact_half():
    seen: Counter[Any] = Counter()

    @settings(max_examples=800, deadline=None, derandomize=True, database=None)
    @given(rules(), PERIODS)
    def look(rule: Rule, periods: list[Values]) -> None:
        program = record(rule)
        here: set[Any] = {operation.name for operation in program.operations}
        here |= {("said", word) for word, _ in rule.sentences}
        here |= {("ago", periods_ago) for _, periods_ago in rule.ages}
        here |= {("periods", len(periods)), ("figures", bool(program.figures)), ("balances", len(program.balances) > 1)}
        here |= {("clause", line.clause) for line in program.lines}
        for _, found in walked(program, periods)[:-1]:
            for operation in program.operations:
                here |= set(noticed(operation, [found[place] for place in operation.inputs]))
        seen.update(here)

    look()
    expected = [
        *OPERATIONS,
        *(("said", word) for word in WORDS),
        *(("ago", periods_ago) for periods_ago in (1, 2, 3)),
        *(("periods", length) for length in (1, 2, 3, 4)),
        *(("round", mode, sign) for mode in MODES for sign in (-1, 1)),
        *(("ratio", mode, sign) for mode in MODES for sign in (-1, 1)),
        *(("half", mode, sign) for mode in MODES for sign in (-1, 1)),
        *((name, verdict) for name in ("less", "less_or_equal", "equal", "choose") for verdict in (False, True)),
        *((name, *truths) for name in ("both", "either") for truths in [(0, 0), (0, 1), (1, 0), (1, 1)]),
        *(("ratio to nothing", answered) for answered in (False, True)),
        ("negative divisor",),
        ("odd step",),
        ("figures", True),
        ("balances", True),
        ("clause", "7"),
        ("finer than pence",),
        ("money^2",),
    ]
    assert {each: seen[each] for each in expected if seen[each] < 3} == {}


def noticed(operation: Any, inputs: list[Any]) -> Any:
    """Tell what a test of the readers should have met: modes, signs, halves, and both sides of each decision."""
    yield (str(operation.kind),)
    if operation.kind == money and operation.denominator > 100:
        yield ("finer than pence",)
    if operation.name == "round":
        parts = inputs[0] / Fraction(operation.whole, operation.denominator)
        yield from rounding(operation, parts)
        if operation.whole > 1:
            yield ("odd step",)
    elif operation.name == "ratio":
        above, below, otherwise = inputs
        if below:
            yield from rounding(operation, above / below * operation.denominator)
            if below < 0:
                yield ("negative divisor",)
        else:
            yield ("ratio to nothing", bool(otherwise))
    elif operation.name in {"less", "less_or_equal", "equal"}:
        left, right = inputs
        verdicts = {"less": left < right, "less_or_equal": left <= right, "equal": left == right}
        yield operation.name, verdicts[operation.name]
    elif operation.name in {"both", "either"}:
        yield (operation.name, *inputs)
    elif operation.name == "choose":
        yield "choose", inputs[0]


def rounding(operation: Any, parts: Fraction) -> Any:
    if parts.denominator == 2:
        yield "half", operation.mode, 1 if parts > 0 else -1
    if parts.denominator != 1:
        yield operation.name, operation.mode, 1 if parts > 0 else -1
