"""One-off shocks: when they befall, what they take, and how long for."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import riskreward as rr
from riskreward import InputError
from riskreward.scenarios import Drawing
from tests.contracts import contract

PATHS = 100_000
COSTS = "costs / outturn"


def savings(saving: Any, *shocks: Any, years: int = 3, **terms: Any) -> list[np.ndarray]:
    """Return what is saved of £1,000,000 in each period of the term, in pence."""
    drawing = Drawing(contract(years=years, **terms), rr.scenario(saving, shocks=shocks), 2026)
    number = drawing.watched.assembled.program.fact_numbers[COSTS]
    found = []
    for row, limits in zip(drawing.rows(0, PATHS), drawing.limits, strict=True):
        outturns = np.broadcast_to(np.copy(row[number]), (PATHS,))
        assert outturns.min() >= limits[number][0]
        assert outturns.max() <= limits[number][1]
        found.append(100_000_000 - outturns)
    return found[:years]


def test_a_shock_that_is_certain_takes_its_share_from_the_first_period_on() -> None:
    """40% of £100,000."""
    for saved in savings(rr.certain("10%"), rr.shock("100%", loses="40%")):
        assert set(saved) == {6_000_000}


def test_a_shock_befalls_once_in_the_term_with_its_chance_each_period() -> None:
    """With one chance in five each year: 20%, 36% and 48.8% of the paths by the first, second and third year."""
    found = savings(rr.certain("10%"), rr.shock("20%", loses="40%"))
    for saved, expected in zip(found, (0.2, 0.36, 0.488), strict=True):
        assert set(saved) == {6_000_000, 10_000_000}
        assert (saved == 6_000_000).mean() == pytest.approx(expected, abs=0.006)
    for before, after in pairwise(found):
        assert (after <= before).all(), "what is lost stays lost"


def test_a_shock_befalls_before_there_is_anything_to_lose() -> None:
    """Nothing is saved in the first year; with one chance in two each year, three in four are struck by the second."""
    drawing = Drawing(
        contract(), rr.scenario(rr.certain("10%"), ramp_up=("0%",), shocks=rr.shock("50%", loses="40%")), 2026
    )
    number = drawing.watched.assembled.program.fact_numbers[COSTS]
    found = [np.copy(row[number]) for row in drawing.rows(0, PATHS)][:3]
    assert found[0] == 100_000_000
    assert (found[1] == 94_000_000).mean() == pytest.approx(0.75, abs=0.006)


def test_a_shock_may_last_for_some_periods_and_does_not_befall_again() -> None:
    found = savings(rr.certain("10%"), rr.shock("100%", loses="40%", lasts=2), years=4)
    assert [set(each) for each in found] == [{6_000_000}, {6_000_000}, {10_000_000}, {10_000_000}]


def test_an_amount_may_turn_a_saving_into_a_loss() -> None:
    found = savings(rr.certain("10%"), rr.shock("50%", loses="£150,000", lasts=1))
    assert set(found[0]) == {10_000_000, -5_000_000}


def test_a_share_makes_no_loss_smaller() -> None:
    assert set(savings(rr.certain("-10%"), rr.shock("100%", loses="40%"))[0]) == {-10_000_000}


def test_shocks_follow_one_another() -> None:
    """40% off £100,000, then half of the £60,000 that is left, then £10,000 more."""
    shocks = rr.shock("100%", loses="40%"), rr.shock("100%", loses="50%"), rr.shock("100%", loses="£10,000")
    assert set(savings(rr.certain("10%"), *shocks)[0]) == {2_000_000}


def test_a_share_is_taken_to_the_nearest_penny() -> None:
    assert set(savings(rr.certain("£0.05"), rr.shock("100%", loses="50%"))[0]) == {2}, "half up: 2.5p is lost as 3p"


def test_more_income_is_struck_downwards() -> None:
    found = savings(rr.certain("10%"), rr.shock("100%", loses="40%"), measure={"better": "higher"})
    assert set(found[0]) == {-6_000_000}, "an outturn of £1,060,000"


def test_a_shock_strikes_what_it_names() -> None:
    transport = {"name": "transport", "benefit": "cashable", "unit": "£"}
    transport |= {"baseline": {"rule": "fixed", "amount": 500_000, "source": "budget"}}
    given = rr.scenario(
        {"costs": rr.certain("10%"), "transport": rr.certain("10%")},
        shocks=rr.shock("100%", loses="100%", of="transport"),
    )
    drawing = Drawing(contract(others=(transport,)), given, 1)
    numbers = drawing.watched.assembled.program.fact_numbers
    first = drawing.path(0)[0]
    assert (first[numbers[COSTS]], first[numbers["transport / outturn"]]) == (90_000_000, 50_000_000)


def test_a_shock_can_leave_the_declared_range() -> None:
    given = rr.scenario(rr.certain("10%"), shocks=rr.shock("1%", loses="£150,000"))
    with pytest.raises(InputError) as caught:
        Drawing(contract(measure={"outturn_between": [0, 1_000_000]}), given, 1)
    assert str(caught.value) == (
        'scenario["costs"] can bring costs to £1,050,000.00 in 2026-27, above £1,000,000.00, the end of the range that '
        "the contract declares; let the distribution or its shocks lose less, or widen outturn_between in the contract"
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"chance": 2, "loses": "40%"}, 'shock.chance is 2, which is 2 times the whole; did you mean "2%"? write "2%"'),
        ({"chance": "0%", "loses": "40%"}, "shock.chance is nought, so that it never befalls; leave the shock out"),
        (
            {"chance": "2%", "loses": 0.4},
            'shock.loses is 0.4, which may be a share or an amount; write "40%" or "£40,000"',
        ),
        (
            {"chance": "2%", "loses": "140%"},
            "shock.loses is 140%, more than the whole saving; write 100% at most, or an amount",
        ),
        (
            {"chance": "2%", "loses": "-4%"},
            "shock.loses is '-4%', not above nought; write a share such as \"40%\"",
        ),
        (
            {"chance": "2%", "loses": "40%", "lasts": 0},
            "shock.lasts is 0; write a whole number of periods, or leave it out",
        ),
    ],
)
def test_what_is_no_shock_is_refused(given: Any, told: str) -> None:
    with pytest.raises(InputError) as caught:
        rr.shock(**given)
    assert str(caught.value) == told


def test_a_shock_without_savings_is_refused() -> None:
    given = rr.scenario(rr.certain("£900,000", of="outturn"), shocks=rr.shock("2%", loses="$40"))
    with pytest.raises(InputError) as caught:
        Drawing(contract(), given, 1)
    assert [str(each) for each in caught.value.problems] == [
        "scenario.shocks[0] takes from savings, but none is drawn; "
        "give a distribution of a saving, or leave the shock out",
        "scenario.shocks[0] loses $40; write it in £",
    ]


def test_a_shock_in_money_is_refused_of_what_is_counted_in_units() -> None:
    visits = {
        "name": "visits",
        "unit": "visits",
        "benefit": "cashable",
        "price": {"amount": 5},
        "baseline": {"rule": "fixed", "amount": 10_000, "source": "last year"},
    }
    agreed = contract(measure=visits)
    given = {"visits": rr.certain("10%")}
    with pytest.raises(InputError) as caught:
        Drawing(agreed, rr.scenario(given, shocks=rr.shock("100%", loses="£400")), 1)
    assert [str(each) for each in caught.value.problems] == [
        "scenario.shocks[0] loses £400, in another unit than visits; "
        'write a share, such as "40%", or a plain number of its unit'
    ]
    told = rr.simulate(agreed, rr.scenario(given, shocks=rr.shock("100%", loses=400)), paths=1)
    assert told.by_period[0].saved == 5 * 600


def test_a_shock_says_whose_saving_it_strikes() -> None:
    assert rr.shock("2%", loses="40%", of="b").sentence.endswith(
        "of losing 40% of the saving of b for the rest of the term"
    )
    assert rr.shock("2%", loses="£40", of=("a", "b"), lasts=2).sentence.endswith(
        "of losing £40 of the saving of a and b for 2 periods"
    )
