"""Every function of scenarios, given what does not belong: each refuses it in its own words, and yields no figure."""

from collections.abc import Callable
from math import inf, nan
from typing import Any, NamedTuple

import numpy as np
import pytest

import riskreward as rr
from riskreward import InputError, presets
from tests.scenarios.offers import LIKELY, sharing

OFFER, OTHER = sharing(), sharing("20%")
MAY_HAPPEN = rr.scenario(LIKELY)
HAPPENED = {"2026-27": 900_000}
SIMULATED = rr.simulate(OFFER, MAY_HAPPEN, paths=50)
OFFERS = {"North": OFFER, "South": OTHER}
PORTFOLIO = rr.simulate_portfolio(OFFERS, MAY_HAPPEN, paths=50)
LOT = rr.gain_share(
    baseline="£1,000,000",
    share="10%",
    fee_starts="first pound",
    counted="each period",
    starts="2026-04-01",
    years=1,
)
LOTS = rr.settle_lots({"North": (LOT, HAPPENED)}, cap="£24,000", over="year", shared_out="pro rata", netted=False)

WRONG: dict[str, object] = {
    "None": None,
    "text": "x",
    "no text": "",
    "3": 3,
    "-1": -1,
    "1.5": 1.5,
    "True": True,
    "a list": [],
    "a list of lists": [[1], [2, 3]],
    "a table": {},
    "a set": {1},
    "bytes": b"x",
    "an object": object(),
    "nan": nan,
    "infinity": inf,
    "too large": 10**40,
}

NUMBERS = {"3", "-1", "1.5"}
AMOUNTS = {"3", "1.5"}


def compare(one: Any, other: Any, happens: Any, **options: Any) -> object:
    """Compare two offers, each by its name."""
    return rr.compare(one, other, happens, **options)


class Called(NamedTuple):
    """A function, arguments that it takes, and which of the wrong values belong in which of them after all."""

    function: Callable[..., object]
    given: dict[str, Any]
    fits: dict[str, set[str]]


COUNTS = {"paths": {"3"}, "seed": {"3"}}
ASKED: dict[str, Any] = {"paths": 50, "seed": 1, "executor": None, "progress": None}
NONE = {"executor": {"None"}, "progress": {"None"}}
DRAWN: dict[str, Any] = {"of": "saving", "drawn": "once"}
FREE = {"of": {"None"}}

CALLED = {
    "simulate": Called(
        rr.simulate,
        {"contract": OFFER, "scenario": MAY_HAPPEN, **ASKED, "discount": None, "named": "North", "compiled": False},
        {**COUNTS, **NONE, "discount": {"None"}, "named": {"text", "no text"}, "compiled": {"True"}},
    ),
    "compare": Called(
        compare,
        {"one": OFFER, "other": OTHER, "happens": MAY_HAPPEN, **ASKED, "discount": None, "names": None},
        {**COUNTS, **NONE, "discount": {"None"}, "names": {"None"}},
    ),
    "compare on an outturn": Called(
        compare,
        {"one": OFFER, "other": OTHER, "happens": HAPPENED, **ASKED, "discount": None, "names": None},
        {**COUNTS, **NONE, "discount": {"None"}, "names": {"None"}},
    ),
    "sensitivity": Called(
        rr.sensitivity, {"contract": OFFER, "what_may_happen": MAY_HAPPEN, "paths": 50, "seed": 1}, COUNTS
    ),
    "simulate_portfolio": Called(
        rr.simulate_portfolio,
        {"contracts": OFFERS, "scenarios": MAY_HAPPEN, **ASKED, "cap": None},
        {**COUNTS, **NONE, "cap": {"None"}},
    ),
    "simulate_portfolio under a cap": Called(
        rr.simulate_portfolio,
        {
            "contracts": OFFERS,
            "scenarios": MAY_HAPPEN,
            "paths": 50,
            "cap": "£1,000",
            "over": "year",
            "shared_out": "pro rata",
            "netted": False,
        },
        {**COUNTS, "cap": AMOUNTS, "netted": {"True"}},
    ),
    "fixed_fee": Called(
        rr.fixed_fee,
        {"amount": "£10", "like": OFFER, "due": "in equal parts", "title": None},
        {"amount": AMOUNTS, "title": {"None", "text", "no text"}},
    ),
    "hybrid": Called(
        rr.hybrid,
        {"amount": "£10", "share": "10%", "like": OFFER, "cap": "£100", "due": "in equal parts", "title": None},
        {"amount": AMOUNTS, "cap": {"None", *AMOUNTS}, "title": {"None", "text", "no text"}},
    ),
    "check_lots": Called(
        rr.check_lots, {"lots": LOTS, "paths": 50, "seed": 1}, {"paths": {"3"}, "seed": {"3", "too large"}}
    ),
    "scenario": Called(
        rr.scenario,
        {"figures": LIKELY, "ramp_up": (), "persistence": 1, "shocks": (), "correlated": None, "common": ()},
        {
            "ramp_up": {"a list"},
            "shocks": {"a list"},
            "common": {"a list"},
            "correlated": {"None", "a table"},
        },
    ),
    "low_likely_high": Called(
        rr.low_likely_high, {"low": "1%", "likely": "2%", "high": "3%", "shape": "PERT", **DRAWN}, FREE
    ),
    "normal": Called(
        rr.normal, {"mean": "10%", "deviation": "1%", "within": None, **DRAWN}, {**FREE, "within": {"None"}}
    ),
    "lognormal": Called(
        rr.lognormal, {"mean": "10%", "deviation": "1%", "within": None, **DRAWN}, {**FREE, "within": {"None"}}
    ),
    "history": Called(
        rr.history,
        {"figures": ["1%", "2%"], "source": "a", "together": "b", **DRAWN},
        {**FREE, "source": {"text"}, "together": {"text", "no text"}},
    ),
    "certain": Called(rr.certain, {"figure": "10%", "of": None}, {**FREE, "figure": NUMBERS}),
    "own_figures": Called(rr.own_figures, {"figures": [[1, 2, 3]], "counted_in": "whole units", "of": "saving"}, {}),
    "shock": Called(
        rr.shock,
        {"chance": "2%", "loses": "40%", "lasts": None, "of": None, "common": "recession"},
        {
            "loses": AMOUNTS,
            "lasts": {"None", "3", "too large"},
            "of": {"None", "text", "a list"},
            "common": {"text", "no text"},
        },
    ),
    "discount_rate": Called(rr.discount_rate, {"rate": "3%", "source": "a"}, {"source": {"text"}}),
    "green_book_optimism_bias": Called(
        presets.green_book_optimism_bias, {"project": "outsourcing", "planned": "10%", "managed": "10%"}, {}
    ),
    "audit_office_reported_savings": Called(
        presets.audit_office_reported_savings, {"reported": "10%", "uncertain_that_stands": "10%"}, {}
    ),
    "path": Called(SIMULATED.path, {"number": 0}, {"number": {"3"}}),
    "distribution": Called(
        SIMULATED.distribution, {"line": "fee earned to date", "period": "2026-27"}, {"period": {"None"}}
    ),
    "quantile": Called(SIMULATED.fee.quantile, {"share": "10%"}, {}),
    "chance_above": Called(SIMULATED.fee.chance_above, {"figure": 1}, {"figure": NUMBERS}),
    "chance_below": Called(SIMULATED.fee.chance_below, {"figure": 1}, {"figure": NUMBERS}),
    "on_path": Called(PORTFOLIO.on_path, {"number": 0}, {"number": {"3"}}),
}


def each_argument() -> list[Any]:
    """Return every function with the name of each of its arguments."""
    return [
        pytest.param(called, argument, id=f"{name}, {argument}")
        for name, called in CALLED.items()
        for argument in called.given
    ]


@pytest.mark.parametrize(("called", "argument"), each_argument())
def test_each_refuses_what_does_not_belong_and_takes_what_does(called: Called, argument: str) -> None:
    called.function(**called.given)
    taken = set()
    for name, value in WRONG.items():
        try:
            called.function(**{**called.given, argument: value})
        except InputError:
            continue
        taken.add(name)
    assert taken == called.fits.get(argument, set())


def said(function: Callable[..., object], **given: Any) -> list[str]:
    """Return where each problem stands that a call is refused for."""
    with pytest.raises(InputError) as caught:
        function(**given)
    return [each.where for each in caught.value.problems]


def test_all_that_is_wrong_with_a_call_is_told_at_once() -> None:
    wrong: dict[str, Any] = {"paths": 0, "seed": -1, "discount": 3, "executor": 3, "progress": 3}
    asked = ["paths", "discount", "executor", "progress"]
    found = said(rr.simulate, contract="x", scenario=3, named=3, compiled="yes", **wrong)
    assert found == ["contract", "named", "compiled", "scenario", *asked, "seed"]
    assert said(rr.simulate, contract=OFFER, scenario=LIKELY, named=3, **wrong) == ["named", *asked, "seed"]
    assert said(compare, one="x", other=OFFER, happens=MAY_HAPPEN, **wrong) == ["offers[0]", *asked, "seed"]
    assert said(compare, one=OFFER, other=OTHER, happens=LIKELY, **wrong) == [*asked, "seed"]
    assert said(rr.sensitivity, contract="x", what_may_happen=3, paths=0, seed=-1) == [
        *("contract", "scenario", "paths", "seed"),
    ]
    found = said(rr.simulate_portfolio, contracts={"North": 3}, scenarios=3, progress=3)
    assert found == ["progress", "scenario", "contracts['North']"]
    assert said(rr.hybrid, amount="x", share="y", like=3, due=3, title=3) == ["like", "due", "title", "amount", "share"]
    assert said(rr.check_lots, lots=OFFER, paths=-1, seed=-1) == ["lots", "paths", "seed"]
    assert said(rr.scenario, figures=3, ramp_up=3, shocks=3, common=3) == [
        *("scenario", "scenario.ramp_up", "scenario.shocks", "scenario.common"),
    ]


def test_the_words_say_what_belongs_there() -> None:
    with pytest.raises(InputError, match=r"^contract is 'x', where a contract belongs; write it with a function such"):
        rr.simulate("x", LIKELY)  # type: ignore[arg-type]  # what is tested
    with pytest.raises(InputError, match=r"^named is 3, which is no name; write the name that the portfolio has for"):
        rr.simulate(OFFER, LIKELY, named=3)  # type: ignore[arg-type]  # what is tested


def test_a_figure_that_an_outturn_comparison_does_not_show_is_refused() -> None:
    found = rr.compare(OFFER, OTHER, HAPPENED)
    assert isinstance(found, rr.OutturnComparison)
    with pytest.raises(InputError, match=r"^figure is 'nosuch', which is not shown; write one of 'saved', 'fee"):
        found.difference("nosuch", "share 20%")


def test_a_path_is_any_whole_number_that_there_is_and_no_other() -> None:
    capped = rr.simulate_portfolio(
        {"North": OFFER}, LIKELY, paths=4, cap="£20,000", over="term", shared_out="pro rata", netted=False
    )
    assert capped.under_cap is not None
    simulated = rr.simulate(OFFER, LIKELY, paths=4)
    asked: list[Callable[[Any], Any]] = [simulated.path, capped.on_path, capped.under_cap.fees]
    for ask in asked:
        assert str(ask(np.int64(3))) == str(ask(3))
        for wrong in (-1, 4, 2.0, "1", True, None):
            with pytest.raises(InputError, match="which is no path of this simulation; write a whole number from 0"):
                ask(wrong)
