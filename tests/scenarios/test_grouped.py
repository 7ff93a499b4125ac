"""Figures in groups of neighbours: a spread of very many paths, in memory that does not grow with them."""

from fractions import Fraction
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskreward as rr
from riskreward.scenarios import batches, grouped, tallies
from riskreward.scenarios.grouped import Grouped
from riskreward.scenarios.spread import Spread
from riskreward.scenarios.tallies import Figures


def array(values: list[int]) -> Any:
    return numpy.array(values, numpy.int64 if all(abs(each) < 2**62 for each in values) else numpy.object_)


def counted(*parts: list[int]) -> Grouped:
    found = Grouped()
    for part in parts:
        found.add(array(part))
    return found


def told(found: Grouped) -> list[tuple[int, int]]:
    lowest, counts = found.ordered()
    return list(zip(lowest.tolist(), counts.tolist(), strict=True))


def test_few_figures_each_have_a_group_of_their_own() -> None:
    found = counted([300, 100, 300], [-200, 100])
    assert found.bits == 0
    assert told(found) == [(-200, 1), (100, 2), (300, 2)]


def test_groups_widen_as_the_figures_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of four groups at the most, -5 to 10 takes groups of eight: from -8, from 0 and from 8 on."""
    monkeypatch.setattr(grouped, "GROUPS", 4)
    found = counted([0, 1, 3], [10], [-5, 7])
    assert found.bits == 3
    assert told(found) == [(-8, 1), (0, 4), (8, 1)]


WHOLES = st.integers(-(2**70), 2**70) | st.integers(-50, 50)


@given(st.lists(st.lists(WHOLES, min_size=1), min_size=1, max_size=5), st.sampled_from([2, 3, 8]))
def test_every_figure_is_in_the_group_that_holds_it(parts: list[list[int]], groups: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(grouped, "GROUPS", groups)
        found = counted(*parts)
    figures = [each for part in parts for each in part]
    by_hand: dict[int, int] = {}
    for each in figures:
        lowest = each >> found.bits << found.bits
        by_hand[lowest] = by_hand.get(lowest, 0) + 1
    assert told(found) == sorted(by_hand.items())
    assert len(by_hand) <= groups
    spread = max(figures) - min(figures)
    assert found.bits == 0 or spread >> (found.bits - 1) >= groups - 1


def spread(parts: list[list[int]], room: int) -> Spread:
    whole = Figures(room=room)
    for part in parts:
        whole.join(Figures(array(part)))
    return Spread("fee", whole, 100)


@given(st.lists(st.lists(WHOLES, min_size=1), min_size=1, max_size=5), st.integers(0, 30))
def test_a_spread_beyond_so_many_paths_tells_what_it_may_be_wrong_by(parts: list[list[int]], room: int) -> None:
    exact = spread(parts, room)
    ordered = sorted(each for part in parts for each in part)
    assert exact.within == 0
    assert [exact.quantile(Fraction(rank + 1, len(ordered))) * 100 for rank in range(len(ordered))] == ordered
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tallies, "ONE_BY_ONE", 4)
        patched.setattr(grouped, "GROUPS", 8)
        found = spread(parts, room)
    assert (found.mean, found.lowest, found.highest) == (exact.mean, exact.lowest, exact.highest)
    for share in ("0%", "10%", "50%", "99%", "100%"):
        assert 0 <= exact.quantile(share) - found.quantile(share) <= found.within
    for figure in (ordered[0], ordered[-1], 0):
        limit = Fraction(figure, 100)
        assert exact.chance_above(limit + found.within) <= found.chance_above(limit) <= exact.chance_above(limit)
        assert exact.chance_below(limit) <= found.chance_below(limit) <= exact.chance_below(limit + found.within)


def test_beyond_so_many_paths_no_more_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "ONE_BY_ONE", 1_000)
    monkeypatch.setattr(grouped, "GROUPS", 64)
    whole = Figures(room=100_000)
    for number in range(100):
        whole.join(Figures(numpy.arange(1_000) + 1_000 * number))
    assert len(whole.ordered().values) <= 64
    with pytest.raises(AssertionError):
        whole.in_order()
    found = Spread("fee", whole, 1)
    assert (found.mean, found.highest, found.within) == (Fraction(99_999, 2), 99_999, 2_047)
    assert found.quantile("50%") == 49_999 // 2_048 * 2_048


@given(st.lists(st.lists(st.integers(-500, 500), min_size=1), min_size=1, max_size=5), st.integers(1, 100))
def test_a_closer_look_makes_every_quantile_and_chance_exact(parts: list[list[int]], per_cent: int) -> None:
    """Of eight groups at the most, the paths are settled again for the figures of those that are asked for."""
    looks: list[tuple[tuple[int, int], ...]] = []

    def again(windows: tuple[tuple[int, int], ...]) -> Figures:
        looks.append(windows)
        whole = Figures()
        for part in parts:
            whole.join(Figures(tallies.within(array(part), windows)))
        return whole

    ordered = sorted(each for part in parts for each in part)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tallies, "ONE_BY_ONE", 3)
        patched.setattr(grouped, "GROUPS", 8)
        whole = Figures()
        for part in parts:
            whole.join(Figures(array(part)))
        patched.setattr(grouped, "GROUPS", 1 << 22)
        found = Spread("fee", whole, 1, again)
        assert found.within == 0
        rank = -(-per_cent * len(ordered) // 100)
        assert found.quantile(Fraction(per_cent, 100)) == ordered[rank - 1]
        assert (found.quantile("5%"), found.quantile("50%"), found.quantile("99%")) == tuple(
            ordered[-(-share * len(ordered) // 100) - 1] for share in (5, 50, 99)
        )
        for figure in (ordered[0], ordered[len(ordered) // 2], 0, 7):
            assert found.chance_above(figure) == Fraction(sum(each > figure for each in ordered), len(ordered))
            assert found.chance_below(figure) == Fraction(sum(each < figure for each in ordered), len(ordered))
    assert len(looks) <= 6


@pytest.mark.parametrize("groups", [1 << 16, 1 << 8])
def test_a_simulation_beyond_so_many_paths_has_the_figures_of_one_by_one(
    groups: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few groups are wide ones, so that what is looked at closely has more different figures than there are groups."""
    contract = rr.gain_share(
        baseline="£1,000,000", share="25%", cap="£60,000", fee_starts="first pound", starts="2026-04-01", years=3
    )
    likely = rr.low_likely_high("-5%", "10%", "15%")
    one_by_one = rr.simulate(contract, likely, paths=3_000)
    paid = one_by_one.distribution("paid", over_term="added up")
    monkeypatch.setattr(tallies, "ONE_BY_ONE", 2_000)
    monkeypatch.setattr(batches, "BATCH", 700)
    monkeypatch.setattr(grouped, "GROUPS", groups)
    settled: list[int] = []
    told = rr.simulate(contract, likely, paths=3_000, progress=lambda paths, _: settled.append(paths))
    assert told.to_records() == one_by_one.to_records()
    assert str(told) == str(one_by_one)
    assert settled == 2 * [700, 1_400, 2_100, 2_800, 3_000]  # the three figures are looked at closely in one go
    again = told.distribution("paid", over_term="added up")
    assert again.quantile("37%") == paid.quantile("37%")
    assert again.chance_above(20_000) == paid.chance_above(20_000)
