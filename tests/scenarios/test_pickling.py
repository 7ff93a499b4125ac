"""What is told of paths is the same after it was sent elsewhere, as a cluster or a notebook sends it."""

import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import riskreward as rr

OFFER = rr.gain_share(baseline="£1,000,000", share="25%", starts="2026-04-01", years=3)
OTHER = OFFER.replace(share="20%")
LIKELY = rr.low_likely_high("2%", "10%", "15%")
PATHS = 40


@pytest.mark.parametrize(
    "told",
    [
        lambda: rr.simulate(OFFER, LIKELY, paths=PATHS),
        lambda: rr.compare(OFFER, OTHER, LIKELY, paths=PATHS),
        lambda: rr.compare(OFFER, OTHER, dict.fromkeys(("2026-27", "2027-28", "2028-29"), 900_000)),
        lambda: rr.sensitivity(OFFER, LIKELY, paths=PATHS),
        lambda: rr.simulate_portfolio({"one": OFFER, "other": OTHER}, LIKELY, paths=PATHS),
    ],
)
def test_a_result_shows_the_same_after_pickling_before_and_after_it_is_shown(told: Callable[[], Any]) -> None:
    result = told()
    early = pickle.dumps(result)
    shown = str(result)
    assert str(pickle.loads(early)) == shown
    assert str(pickle.loads(pickle.dumps(result))) == shown


def test_a_simulation_goes_on_being_asked_after_pickling() -> None:
    with ThreadPoolExecutor(1) as executor:
        result = rr.simulate(OFFER, LIKELY, paths=PATHS, executor=executor, progress=lambda *_: None)
    again = pickle.loads(pickle.dumps(result))
    assert str(pickle.loads(pickle.dumps(again.path(3))).statement) == str(result.path(3).statement)
    assert again.distribution("paid", over_term="added up").mean == result.fee.mean
