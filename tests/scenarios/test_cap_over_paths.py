"""One cap over lots on every path: what settle_lots has for the same statements, to the penny."""

from fractions import Fraction
from typing import Any

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward.portfolios import largest_remainder
from riskreward.portfolios.cap import Cap
from riskreward.portfolios.settling_lots import overlapping_years
from riskreward.scenarios import OwnFigures
from riskreward.scenarios.cap_over_paths import by_largest_remainder, within_cap
from riskreward.strategies import contracts, scenarios
from tests.contracts import contract
from tests.portfolios.test_lots import ALL, CLAWED_BACK, OVER, SHARED_OUT

PROVIDER = {"counted": "to date", "settlement": CLAWED_BACK}


def capped(
    cap: Any, figures: dict[str, Any], over: Any = "year", shared_out: Any = "pro rata", netted: bool = False
) -> Any:
    """Return what a cap does to lots that earn all that they save to date, and give back what that falls by."""
    lots = {name: contract(ALL, years=len(each[0]), **PROVIDER) for name, each in figures.items()}
    given = {name: own(each) for name, each in figures.items()}
    paths = min(map(len, figures.values()))
    found = rr.simulate_portfolio(
        lots, given, paths=paths, cap=cap, over=over, shared_out=shared_out, netted=netted
    ).under_cap
    assert found is not None
    return found


def own(savings: Any) -> OwnFigures:
    return rr.own_figures(numpy.array(savings), counted_in="whole units", of="saving")


def within(found: Any, path: int) -> list[Fraction]:
    return [each.within for each in found.fees(path)]


# Worked examples.


def test_three_lots_pro_rata_are_held_on_the_paths_where_they_come_to_more():
    """Of 60, 60 and 30 under 100: 40, 40 and 20. Of 50, 50 and 50: 33.34, 33.33, 33.33. Of 20, 30 and 40: all."""
    found = capped(100, {"A": [[60], [50], [20]], "B": [[60], [50], [30]], "C": [[30], [50], [40]]})
    assert within(found, 0) == [40, 40, 20]
    assert within(found, 1) == [Fraction("33.34"), Fraction("33.33"), Fraction("33.33")]
    assert within(found, 2) == [20, 30, 40]
    assert (found.within.lowest, found.within.highest) == (90, 100)
    assert found.cut_off.mean == Fraction(100, 3)
    assert found.expected_cut_off == {
        "A": Fraction("36.66") / 3,
        "B": Fraction("36.67") / 3,
        "C": Fraction("26.67") / 3,
    }


def test_in_order_the_first_lots_are_whole_and_the_last_bear_the_cut():
    found = capped(100, {"A": [[60]], "B": [[60]], "C": [[30]]}, shared_out="in order")
    assert within(found, 0) == [60, 40, 0]


def test_over_the_term_the_room_is_used_up_and_what_is_given_back_makes_room_where_lots_are_netted():
    """Fees of 80 and 40, then -30 and 90: under 150 over the term 30 is left; netted, 60."""
    figures = {"A": [[80, -30]], "B": [[40, 90]]}
    assert within(capped(150, figures, over="term"), 0) == [80, 40, -30, 30]
    assert within(capped(150, figures, over="term", netted=True), 0) == [80, 40, -30, 60]
    assert within(capped(80, figures, netted=True), 0) == [Fraction("53.33"), Fraction("26.67"), -30, 90]
    assert within(capped(80, figures), 0) == [Fraction("53.33"), Fraction("26.67"), -30, 80]


# Properties.

PENCE = st.integers(0, 10**13)


@given(st.lists(PENCE, min_size=1, max_size=6).filter(any), st.data())
def test_pennies_over_paths_are_shared_out_as_those_of_one_settlement(amounts, data):
    whole = data.draw(st.integers(0, sum(amounts)))
    parts = largest_remainder.by_largest_remainder(Fraction(whole, 100), [Fraction(each, 100) for each in amounts])
    found = by_largest_remainder(numpy.array([whole]), numpy.array(amounts)[:, None])
    assert [Fraction(int(each), 100) for each in found[:, 0]] == parts


def test_amounts_too_large_for_the_arrays_are_shared_out_on_whole_numbers_of_any_size():
    """£90,000,000,000 of each of three lots under £100,000,000,000.01."""
    fees = {"2026-27": {name: numpy.array([9 * 10**12, 5]) for name in "ABC"}}
    cap = Cap(Fraction("100000000000.01"), "year", netted=False)
    found = within_cap(cap, "pro rata", fees)["2026-27"]
    assert [int(each[0]) for each in found.values()] == [3_333_333_333_334, 3_333_333_333_334, 3_333_333_333_333]
    assert [int(each[1]) for each in found.values()] == [5, 5, 5]


@settings(max_examples=40)
@given(st.data(), OVER, SHARED_OUT, st.booleans())
def test_every_path_is_what_settle_lots_has_for_its_statements(data, over, shared_out, netted):
    lots = {name: data.draw(contracts()) for name in data.draw(st.sampled_from(("AB", "ABC")))}
    given = {name: data.draw(scenarios(each)) for name, each in lots.items()}
    alone = [rr.simulate(each, given[name], paths=9, seed=3, named=name) for name, each in lots.items()]
    some = sum((each.fee.mean for each in alone), Fraction(0))
    cap = round(max(some, Fraction(0)) * data.draw(st.integers(0, 6)) / 4)
    if any(overlapping_years({name: each.calendar.periods for name, each in lots.items()})):
        over = "term"
    under: dict[str, Any] = {"cap": cap, "over": over, "shared_out": shared_out, "netted": netted}
    found = rr.simulate_portfolio(lots, given, paths=9, seed=3, **under).under_cap
    assert found is not None
    for number in (0, 4, 8):
        statements = {name: each.path(number).statement for name, each in zip(lots, alone, strict=True)}
        assert found.fees(number) == rr.settle_lots(statements, **under).fees


@given(
    st.lists(st.lists(st.integers(-(10**6), 10**6), min_size=3, max_size=3), min_size=1, max_size=4),
    st.integers(0, 10**6),
    OVER,
    SHARED_OUT,
    st.booleans(),
)
def test_lots_that_gain_and_lose_are_held_as_settle_lots_holds_them(savings, cap, over, shared_out, netted):
    figures = {f"Lot {number}": [each] for number, each in enumerate(savings)}
    found = capped(cap, figures, over, shared_out, netted)
    statements = {
        name: contract(ALL, years=3, **PROVIDER).settle(
            dict(zip(("2026-27", "2027-28", "2028-29"), (1_000_000 - saving for saving in each[0]), strict=True))
        )
        for name, each in figures.items()
    }
    settled = rr.settle_lots(statements, cap=cap, over=over, shared_out=shared_out, netted=netted)
    assert found.fees(0) == settled.fees


def test_more_paths_than_a_chunk_has_are_held_each_by_itself():
    paths = 40_000
    rows = numpy.arange(paths)[:, None] % 1_000
    found = capped(500, {"A": rows, "B": numpy.flip(rows, 0)})
    for number in (0, 16_383, 16_384, 32_768, paths - 1):
        fees = found.fees(number)
        assert sum(each.within for each in fees) == min(500, sum(each.fee for each in fees))
