"""A scenario moved: every saving larger or smaller alike, each path settled as any other."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward import InputError
from riskreward.promises.story import settled
from riskreward.scenarios import Scenario, scenario
from riskreward.scenarios.moving import AS_IT_IS, Expected, Move, MovedDrawing, MovedPaths
from riskreward.strategies import contracts, scenarios
from tests.contracts import contract
from tests.scenarios.offers import LIKELY, TENTH, sharing
from tests.scenarios.test_moving_baselines import BY_VOLUME, VISITS

FURTHEST = (Move(times=Fraction(0)), Move(times=Fraction(3)), Move(share=Fraction(-1, 2)), Move(share=Fraction(1, 2)))
MOVES = st.sampled_from(
    [*FURTHEST, Move(times=Fraction(123, 100)), Move(share=Fraction(7, 1000)), Move(share=Fraction(-1, 1000))]
)


def paths(given: Scenario, offer: rr.Contract | None = None, count: int = 200) -> MovedPaths:
    return MovedPaths(offer or sharing(), given, 0, count, FURTHEST)


def test_a_saving_twice_as_large_and_one_higher_by_a_hundredth_of_its_baseline() -> None:
    """£300,000 saved at 10%: twice is £600,000; 1% of £3,000,000 more is £330,000. A quarter is the fee."""
    asked = paths(scenario(TENTH))
    assert asked.paths == 1
    assert asked.expected() == Expected(Fraction(300_000), Fraction(75_000), Fraction(225_000), Fraction(0))
    assert asked.expected(Move(times=Fraction(2))) == (600_000, 150_000, 450_000, 0)
    assert asked.expected(Move(share=Fraction(1, 100))) == (330_000, 82_500, 247_500, 0)
    assert asked.expected(Move(times=Fraction(0))) == (0, 0, 0, 0)


def test_a_baseline_overstated_by_a_hundredth_earns_a_fee_on_nothing() -> None:
    """The fee is a quarter of £330,000, of a saving that is £300,000."""
    assert paths(scenario(TENTH)).truly(Fraction(1, 100)) == (300_000, 82_500, 217_500, 0)


def test_income_is_moved_upwards() -> None:
    more = contract({"rule": "share", "share": "25%"}, measure={"better": "higher"})
    assert paths(scenario(TENTH), more).expected(Move(share=Fraction(1, 100))) == (330_000, 82_500, 247_500, 0)


def test_an_outturn_that_is_given_is_moved_too() -> None:
    """£900,000 a year saves £100,000: half of that, and 1% more."""
    given = scenario({"running costs": rr.certain("£900,000", of="outturn")})
    assert paths(given).expected(Move(times=Fraction(1, 2))).saved == 150_000
    assert paths(given).expected(Move(share=Fraction(1, 100))).saved == 330_000


def own(*figures: int, of: Any) -> Any:
    return rr.own_figures([[each] * 3 for each in figures], counted_in="whole units", of=of)


def test_a_saving_is_moved_against_the_baseline_of_its_path() -> None:
    """£100 a visit: 9,000 and 12,000 visits, of which a tenth is saved, £90,000 and £120,000 a year."""
    by_volume = contract(others=(VISITS,), baseline=BY_VOLUME)
    asked = paths(scenario({"costs": TENTH, "visits": own(9_000, 12_000, of="outturn")}), by_volume, count=2)
    assert asked.expected().saved == 315_000
    assert asked.expected(Move(times=Fraction(2))).saved == 630_000
    assert asked.expected(Move(share=Fraction(1, 100))).saved == 346_500


def test_an_outturn_is_moved_against_the_baseline_of_its_path() -> None:
    """Spent £850,000 and £1,100,000 against £900,000 and £1,200,000: saved £50,000 and £100,000 a year."""
    by_volume = contract(others=(VISITS,), baseline=BY_VOLUME)
    figures = {"costs": own(850_000, 1_100_000, of="outturn"), "visits": own(9_000, 12_000, of="outturn")}
    asked = paths(scenario(figures), by_volume, count=2)
    assert asked.expected().saved == 225_000
    assert asked.expected(Move(times=Fraction(2))).saved == 450_000
    assert asked.expected(Move(times=Fraction(0))).saved == 0


def test_the_limits_of_a_moved_outturn_hold_beside_every_baseline() -> None:
    """All or three times of a tenth is saved: between £900,000 and £1,200,000 less 0% or 30%."""
    by_volume = contract(others=(VISITS,), baseline=BY_VOLUME)
    given = scenario({"costs": TENTH, "visits": own(9_000, 12_000, of="outturn")})
    drawing = MovedDrawing(by_volume, given, 0, FURTHEST[:2])
    number = drawing.watched.assembled.program.fact_numbers["costs / outturn"]
    low, high = drawing.limits[0][number]
    assert low <= 63_000_000
    assert high >= 120_000_000


def test_what_moves_in_no_straight_line_is_not_moved() -> None:
    bent = {**BY_VOLUME, "expected_volume": 10_000, "reconciled_outside": ["90%", "110%"]}
    figures = {"costs": own(850_000, 900_000, of="outturn"), "visits": own(9_500, 12_000, of="outturn")}
    drawing = paths(scenario(figures), contract(others=(VISITS,), baseline=bent), count=2).drawing
    assert drawing.fits(AS_IT_IS)
    assert not drawing.fits(Move(times=Fraction(11, 10)))


def test_a_path_that_a_step_refuses_is_told() -> None:
    """One start and two jobs: more are in work than began."""
    stages: dict[str, Any] = {"rule": "staged payments", "beyond_the_stage_before": "settling is refused"}
    stages["stages"] = [{"measure": each, "price": {"amount": 100}} for each in ("starts", "jobs")]
    people = [{"name": each, "unit": "people", "better": "higher"} for each in ("starts", "jobs")]
    given = scenario({"starts": rr.certain(1), "jobs": rr.certain(2)})
    with pytest.raises(InputError, match="refuses to settle"):
        paths(given, contract(stages, others=tuple(people))).expected()


def test_ones_own_figures_are_moved_too() -> None:
    given = scenario(rr.own_figures([[100_000] * 3, [50_000] * 3], counted_in="whole units", of="saving"))
    assert paths(given, count=2).expected(Move(times=Fraction(2))).saved == 450_000


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**12), MOVES)
def test_one_saving_is_moved_as_many_are(saving: int, baseline: int, move: Move) -> None:
    exact = Fraction(saving) * move.times + baseline * move.share
    assert move.of(saving, baseline) == (exact + Fraction(1, 2)).__floor__()
    assert move.of_each(np.array([saving, 0]), baseline).tolist() == [move.of(saving, baseline), move.of(0, baseline)]


def test_figures_beyond_64_bits_on_the_way_are_moved_exactly() -> None:
    move = Move(times=Fraction(123_457, 100_000), share=Fraction(1, 1000))
    assert move.of_each(np.array([10**15]), 10**15).tolist() == [move.of(10**15, 10**15)]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_moved_path_stays_in_its_limits_and_is_settled_as_any_other(data: st.DataObject) -> None:
    offer = data.draw(contracts())
    asked = paths(data.draw(scenarios(offer)), offer, count=20)
    move = data.draw(MOVES)
    drawing = asked.drawing
    if not drawing.fits(move):
        return
    found = asked.expected(move)
    kept = []
    for number in range(asked.paths):
        path = drawing.path(number)
        for row, limits in zip(path, drawing.limits, strict=True):
            assert all(low <= each <= high for each, (low, high) in zip(row, limits, strict=True))
        kept.append(settled(drawing.watched, path).exact("to date / kept by the council to date"))
    assert found.kept == sum(kept) / Fraction(asked.paths)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_scenario_as_it_is_comes_to_what_simulate_finds(data: st.DataObject) -> None:
    offer = data.draw(contracts())
    given = data.draw(scenarios(offer))
    alone = rr.simulate(offer, given, paths=30)
    found = paths(given, offer, count=30).expected(AS_IT_IS)
    assert (found.fee, found.kept) == (alone.fee.mean, alone.kept.mean)


def test_an_outturn_does_not_leave_its_range() -> None:
    narrow = contract(measure={"outturn_between": [800_000, 1_000_000]})
    drawing = MovedDrawing(narrow, scenario(TENTH), 0, FURTHEST)
    assert drawing.fits(Move(times=Fraction(2)))
    assert not drawing.fits(Move(times=Fraction(201, 100)))
    assert not drawing.fits(Move(share=Fraction(-101, 1000)))
    number = drawing.watched.program_at(0).fact_numbers["costs / outturn"]
    assert drawing.limits[0][number] == (80_000_000, 100_000_000)


def test_too_many_paths_of_ones_own_are_refused() -> None:
    given = scenario(rr.own_figures([[100_000] * 3, [50_000] * 3], counted_in="whole units", of="saving"))
    with pytest.raises(InputError, match="there are 2 of your own"):
        paths(given, count=3).expected()


def test_all_paths_of_a_spread_are_settled() -> None:
    assert paths(scenario(LIKELY)).paths == 200
