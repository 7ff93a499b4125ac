"""Scenarios for other people's tests: drawn so that they fit a contract, whatever it measures."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, get_args

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from riskreward.contract import Contract
from riskreward.findings import InputError
from riskreward.improvements import Measure
from riskreward.kernel import money, share
from riskreward.kernel.program import Fact
from riskreward.kernel.words import PATH
from riskreward.promises.aiming import Aim
from riskreward.promises.ranges import ranges
from riskreward.promises.watching import watch
from riskreward.scenarios.distributions import Distribution, DrawnWhen, Of
from riskreward.scenarios.drawing import Drawing
from riskreward.scenarios.history import Certain, History
from riskreward.scenarios.low_likely_high import LowLikelyHigh, Shape
from riskreward.scenarios.naming import holds_a_stage
from riskreward.scenarios.normal import Normal
from riskreward.scenarios.nothing_saved import baselines, nothing_saved
from riskreward.scenarios.scenario import Scenario, scenario
from riskreward.scenarios.shocks import Shock, shock
from riskreward.scenarios.typed import NUMBER, SHARE

_MOST_SAVED, _MOST_LOST = Fraction(3, 5), Fraction(1, 2)
_PARTS = st.integers(0, 4).map(lambda quarters: Fraction(quarters, 4))
_WHEN: Sequence[DrawnWhen] = get_args(DrawnWhen)
_SHAPES: Sequence[Shape] = ("PERT", "triangular")


class Room(NamedTuple):
    """Between which figures, in a unit, a distribution fits the contract."""

    unit: str
    of: Of
    low: Fraction
    high: Fraction


@st.composite
def scenarios(draw: DrawFn, contract: Contract) -> Scenario:
    """Return a strategy of scenarios that fit a contract: savings that grow in, wear off and are struck, and the rest.

    Every figure stays in the range that the contract declares; nothing is filtered.
    """
    rooms = _rooms(contract)
    drawn = draw(st.sampled_from(_WHEN))
    figures = {name: draw(_distributions(room, drawn)) for name, room in rooms.items()} or _as_it_is(contract)
    chancy = [name for name, each in figures.items() if not isinstance(each, Certain)]
    savings = [name for name, room in rooms.items() if room.of == "saving"]
    settlements = len(contract.calendar.periods)
    return scenario(
        figures,
        ramp_up=tuple(draw(st.lists(_PARTS, max_size=min(3, settlements)))) if savings else (),
        persistence=draw(st.sampled_from((Fraction(1), Fraction(9, 10)))) if savings else 1,
        shocks=draw(st.lists(_shocks(), max_size=2)) if savings else (),
        correlated={(chancy[0], chancy[1]): draw(st.integers(-100, 100)) * Fraction(1, 100)} if chancy[1:] else None,
    )


def _rooms(contract: Contract) -> dict[str, Room]:
    """Return where every figure has room that may be drawn: savings alone, where a baseline moves with the rest."""
    watched = watch(contract, ())
    aim = Aim(watched, ranges(watched))
    savings: dict[str, Room] = {}
    plain = [aim.plain(period) for period in range(len(watched.scheduled))]
    for period, bases in enumerate(baselines(aim, nothing_saved(aim, plain))):
        for earner in aim.earners(period):
            name = earner.measure.name
            room = _room_to_save(earner.measure, aim.watched.program_at(period).facts[earner.fact], bases[name])
            known = savings.get(name, room)
            savings[name] = room._replace(low=max(room.low, known.low), high=min(room.high, known.high))
    savings = {name: room for name, room in savings.items() if room.low < room.high}
    others: dict[str, Room] = {}
    for measure in contract.measure if all(not step.refuses for step in contract.fee.step) else ():
        found = aim.watched.assembled.program.fact_numbers.get(f"{measure.name}{PATH}outturn")
        if measure.name not in savings and found is not None and not measure.in_money:
            low, high = aim.range_of(0, found)
            fact = aim.watched.assembled.program.facts[found]
            ends = (Fraction(max(low, 0), fact.denominator), Fraction(high, fact.denominator))
            others[measure.name] = Room(_unit_of(fact, contract), "outturn", *ends)
    rooms = {**savings, **{name: room for name, room in others.items() if room.low < room.high}}
    if not rooms:
        return rooms
    try:
        Drawing(contract, scenario({name: _at_the_ends(room) for name, room in rooms.items()}), 0)
    except InputError:
        return savings
    return rooms


def _room_to_save(measure: Measure, fact: Fact, baseline: Fraction) -> Room:
    """Return between which shares of its baseline a measure may save."""
    ends = [
        Fraction(each, fact.denominator) for each in (fact.low if fact.kind == money else max(0, fact.low), fact.high)
    ]
    if baseline <= 0 or not ends[0] <= baseline <= ends[1]:
        return Room(SHARE, "saving", Fraction(0), Fraction(0))
    sign = 1 if measure.better == "lower" else -1
    low, high = sorted(sign * (baseline - end) / baseline for end in ends)
    return Room(SHARE, "saving", max(low, -_MOST_LOST), min(high, _MOST_SAVED))


def _as_it_is(contract: Contract) -> dict[str, Distribution]:
    """Return the plain figure of one column, for certain, where no figure may be drawn by itself."""
    watched = watch(contract, ())
    facts = Aim(watched, ranges(watched)).plain(0)
    program = watched.program_at(0)
    column = next(each for each in contract.columns if not holds_a_stage(each) and each.fact in program.fact_numbers)
    number = program.fact_numbers[column.fact]
    fact = program.facts[number]
    unit = _unit_of(fact, contract)
    return {column.name: Certain(unit, "outturn", "once", Fraction(facts[number], fact.denominator))}


def _unit_of(fact: Fact, contract: Contract) -> str:
    return {money: contract.currency, share: SHARE}.get(fact.kind, NUMBER)


def _at_the_ends(room: Room) -> History:
    return History(room.unit, room.of, "each period", (room.low, room.high), "the ends of its range")


def _distributions(room: Room, drawn: DrawnWhen) -> SearchStrategy[Distribution]:
    unit, of, low, high = room

    def at(parts: int) -> Fraction:
        return low + (high - low) * Fraction(parts, 8)

    middle, deviation = at(4), at(2) - low
    about = Normal(unit, of, drawn, middle, deviation, (low, high), is_log=False)
    likely = st.builds(
        lambda quarter, shape: LowLikelyHigh(unit, of, drawn, low, at(2 * quarter), high, shape),
        st.integers(0, 4),
        st.sampled_from(_SHAPES),
    )
    past = st.lists(st.integers(0, 8).map(at), min_size=2, max_size=6).map(
        lambda found: History(unit, of, drawn, tuple(found), "drawn for a test")
    )
    return st.one_of(
        likely, past, st.just(about), st.integers(0, 8).map(lambda eighths: Certain(unit, of, "once", at(eighths)))
    )


def _shocks() -> SearchStrategy[Shock]:
    return st.builds(
        lambda chance, loses, lasts: shock(f"{chance}%", loses=f"{loses}%", lasts=lasts),
        st.integers(1, 100),
        st.integers(1, 100),
        st.none() | st.integers(1, 3),
    )
