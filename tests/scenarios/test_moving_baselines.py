"""Savings against a baseline that moves with a volume that is drawn too."""

from typing import Any

import numpy as np
import pytest

import riskreward as rr
from riskreward import InputError
from riskreward.scenarios import Drawing
from tests.contracts import contract

VISITS = {"name": "visits", "unit": "visits", "outturn_between": [0, 50_000]}
BY_VOLUME = {"rule": "unit cost", "cost": 1_000_000, "volume": 10_000, "volume_measure": "visits"}
"""£100 a visit."""

AGREED = contract(others=(VISITS,), baseline=BY_VOLUME)
VOLUMES = rr.low_likely_high(9_000, 10_000, 12_000)
PAST = rr.history([9_000, 12_000], source="last two years")


def drawn(saving: Any, volume: Any, paths: int = 1000, **terms: Any) -> tuple[Drawing, np.ndarray, np.ndarray]:
    """Return the visits and the costs of the first period, in hundredths of a visit and in pence."""
    drawing = Drawing(AGREED, rr.scenario({"costs": saving, "visits": volume}, **terms), 2026)
    numbers = drawing.watched.assembled.program.fact_numbers
    first = next(drawing.rows(0, paths))
    costs, limits = first[numbers["costs / outturn"]], drawing.limits[0][numbers["costs / outturn"]]
    assert limits[0] <= np.min(costs) <= np.max(costs) <= limits[1]
    return drawing, np.asarray(first[numbers["visits / outturn"]]), np.asarray(costs)


def refusals(agreed: rr.Contract, figures: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        Drawing(agreed, rr.scenario(figures), 1)
    return [str(each) for each in caught.value.problems]


def test_a_baseline_is_that_of_the_volume_that_is_given() -> None:
    """12,000 visits at £100, and a tenth saved: £1,080,000."""
    drawing, visits, costs = drawn(rr.certain("10%"), rr.certain(12_000))
    assert (visits, costs) == (1_200_000, 108_000_000)
    assert drawing.path(0)[0] == drawing.path(1)[0]


def test_a_share_is_of_the_baseline_of_the_path() -> None:
    """9,000 visits: £900,000 less a tenth; 12,000 visits: £1,200,000 less a tenth."""
    drawing, visits, costs = drawn(rr.certain("10%"), PAST)
    assert set(zip(visits.tolist(), costs.tolist(), strict=True)) == {(900_000, 81_000_000), (1_200_000, 108_000_000)}
    number = drawing.watched.assembled.program.fact_numbers["costs / outturn"]
    assert drawing.limits[0][number] == (81_000_000, 108_000_000)


def test_a_moving_baseline_and_a_share_of_it_are_taken_to_the_nearest_penny() -> None:
    """£33.33 and a third a visit: £333,333.33 less £33,333.33, and £666,666.67 less £66,666.67."""
    thirds = contract(others=(VISITS,), baseline={**BY_VOLUME, "volume": 30_000})
    visits = rr.history([10_000, 20_000], source="last two years")
    for saved, expected in (("0%", {33_333_333, 66_666_667}), ("10%", {30_000_000, 60_000_000})):
        drawing = Drawing(thirds, rr.scenario({"costs": rr.certain(saved), "visits": visits}), 1)
        costs = next(drawing.rows(0, 100))[drawing.watched.assembled.program.fact_numbers["costs / outturn"]]
        assert set(np.asarray(costs).tolist()) == expected


def test_an_amount_is_the_same_beside_any_volume() -> None:
    _, visits, costs = drawn(rr.certain("£50,000"), PAST)
    assert set(zip(visits.tolist(), costs.tolist(), strict=True)) == {(900_000, 85_000_000), (1_200_000, 115_000_000)}


def test_every_path_saves_the_share_that_it_draws_without_volumes() -> None:
    """The very draw of a baseline that stands still, to a hundred millionth."""
    shares = rr.low_likely_high("2%", "10%", "15%")
    _, visits, costs = drawn(shares, VOLUMES)
    _, _, still = drawn(shares, rr.certain(10_000))
    assert abs(costs / (visits * 100) - still / 100_000_000).max() < 2e-8


def test_what_settles_is_what_was_drawn() -> None:
    """The statement's saving over its baseline is a tenth on every path, to the penny."""
    drawing, _, _ = drawn(rr.certain("10%"), VOLUMES)
    lines = drawing.watched.assembled.program.line_numbers
    for number in range(20):
        for settled in drawing.watched.settled(drawing.path(number))[:3]:
            baseline, saving = settled[lines["costs / baseline"]], settled[lines["costs / saving"]]
            assert abs(10 * saving - baseline) <= 10 * 100, "lines of the unit cost are in ten thousandths of a pound"


def test_shocks_and_ramp_up_are_of_the_saving_of_the_path() -> None:
    """Half of a tenth of £900,000 is £45,000, of which two fifths are lost: £27,000."""
    _, visits, costs = drawn(rr.certain("10%"), PAST, ramp_up=("50%",), shocks=rr.shock("100%", loses="40%"))
    assert set(zip(visits.tolist(), costs.tolist(), strict=True)) == {(900_000, 87_300_000), (1_200_000, 116_400_000)}


def test_own_savings_are_taken_off_the_baseline_of_the_path() -> None:
    own = rr.own_figures([["£10,000"] * 3] * 50, counted_in="whole units", of="saving")
    _, visits, costs = drawn(own, PAST, paths=50)
    assert set(zip(visits.tolist(), costs.tolist(), strict=True)) == {(900_000, 89_000_000), (1_200_000, 119_000_000)}


def test_a_path_is_the_same_in_any_chunk() -> None:
    drawing, _, costs = drawn(rr.low_likely_high("2%", "10%", "15%"), VOLUMES)
    number = drawing.watched.assembled.program.fact_numbers["costs / outturn"]
    assert [drawing.path(each)[0][number] for each in (0, 7, 999)] == [int(costs[each]) for each in (0, 7, 999)]


def test_a_baseline_that_moves_in_no_straight_line_is_refused() -> None:
    """The volume expected stands for any within a tenth of it."""
    bent = {**BY_VOLUME, "expected_volume": 10_000, "reconciled_outside": ["90%", "110%"]}
    assert refusals(contract(others=(VISITS,), baseline=bent), {"costs": rr.certain("10%"), "visits": VOLUMES}) == [
        'scenario["costs"] is a saving against a baseline that moves with visits, but not in a straight line; '
        'draw its outturn: of="outturn"'
    ]


def test_a_baseline_that_moves_with_another_saving_is_refused() -> None:
    saves = VISITS | {"benefit": "cashable", "price": {"amount": 5}}
    saves |= {"baseline": {"rule": "fixed", "amount": 10_000, "source": "last year"}}
    shares = rr.low_likely_high("2%", "10%", "15%")
    agreed = contract(others=(saves,), baseline=BY_VOLUME)
    told = [
        'scenario["costs"] is a saving against a baseline that moves with what visits saves; '
        'draw its outturn: of="outturn"'
    ]
    assert refusals(agreed, {"costs": shares, "visits": shares}) == told
    assert refusals(agreed, {"costs": shares, "visits": rr.certain("10%")}) == told
    assert refusals(agreed, {"visits": rr.certain("10%")}) == told
    drawing = Drawing(agreed, rr.scenario({"costs": rr.certain("10%")}), 1)
    number = drawing.watched.assembled.program.fact_numbers["costs / outturn"]
    assert drawing.path(0)[0][number] == 90_000_000, "a tenth off £100 for each of 10,000 visits"


def test_a_measure_that_is_not_given_saves_nothing_beside_any_volume() -> None:
    """Its outturn is the baseline of the path: £900,000 or £1,200,000. No shock strikes it."""
    given = {"visits": PAST, "transport": rr.certain("£10,000")}
    transport = {"name": "transport", "benefit": "cashable", "unit": "£"}
    transport |= {"baseline": {"rule": "fixed", "amount": 500_000, "source": "budget"}}
    agreed = contract(others=(VISITS, transport), baseline=BY_VOLUME)
    drawing = Drawing(agreed, rr.scenario(given, shocks=rr.shock("100%", loses="£1,000")), 2026)
    costs = next(drawing.rows(0, 100))[drawing.watched.assembled.program.fact_numbers["costs / outturn"]]
    assert set(np.asarray(costs).tolist()) == {90_000_000, 120_000_000}
    assert drawing.assumptions == ("costs comes to its baseline in every period: nothing is saved or lost by it",)


def test_a_share_without_the_volume_of_its_baseline_asks_for_the_volume() -> None:
    assert refusals(AGREED, {"costs": rr.certain("10%")}) == [
        'scenario["costs"] is a share of a baseline that is nothing without visits; '
        "give visits too, for certain or by a distribution"
    ]


def test_a_volume_that_is_refused_is_told_once() -> None:
    (told,) = refusals(AGREED, {"costs": rr.certain("10%"), "visits": rr.low_likely_high(-1, 10, 20)})
    assert told.startswith('scenario["visits"] can bring visits to -1')
    assert refusals(AGREED, {"costs": rr.certain("10%"), "visits": rr.certain(0)}) == [
        'scenario["costs"] is a share of a baseline that is nothing in every period; '
        'write amounts, or draw the outturn: of="outturn"'
    ]
