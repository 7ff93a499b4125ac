"""A path that the contract does not settle gives no figure: simulated, compared, asked for what it rests on, or in a
portfolio."""

from typing import Any

import numpy as np
import pytest

import riskreward as rr
from tests.contract.deeds import vary
from tests.contracts import contract

SHARE = {"rule": "share", "share": "25%"}
CLAIMS = [{"name": "ours", "by": "us", "ours": True}, {"name": "theirs", "by": "them"}]
CLAWBACK = {"clawback": {"when": "a saving is overturned", "first_from": "the provider", "restores_cap": True}}


def own(*paths: list[int], of: Any = "outturn") -> rr.scenarios.OwnFigures:
    return rr.own_figures(np.array(paths), counted_in="whole units", of=of)


def refused(agreed: rr.Contract, given: Any, paths: int) -> list[str]:
    """Return what is said against a scenario, which every question of it says too."""
    said: list[str] = []
    for asked in (
        lambda: rr.simulate(agreed, given, paths=paths),
        lambda: rr.compare(agreed, agreed, given, paths=paths),
        lambda: rr.simulate_portfolio({"lot": agreed}, given, paths=paths),
        lambda: rr.sensitivity(agreed, given, paths=paths),
    ):
        with pytest.raises(rr.InputError) as caught:
            asked()
        said.append(str(caught.value.problems[0]))
    return said


def overlapping() -> rr.Contract:
    return contract(SHARE, years=2, measure={"claim": CLAIMS, "overlap": "refused"})


def claimed(*theirs: list[int]) -> rr.scenarios.Scenario:
    """Return paths that save £100,000 each year, of which £60,000 is claimed as ours and so much as theirs."""
    ours = own(*([60_000, 60_000] for _ in theirs))
    saved = own(*([100_000, 100_000] for _ in theirs), of="saving")
    return rr.scenario({"costs": saved, "costs: ours": ours, "costs: theirs": own(*theirs)})


def test_claims_that_come_to_more_than_was_measured_are_refused() -> None:
    simulated, compared, portfolio, rests = refused(overlapping(), claimed([40_000, 40_000], [40_000, 40_001]), 2)
    assert simulated.startswith("scenario, path 1: ")
    assert "claims on costs in 2027-28 that come to £100,001.00" in simulated
    assert "claims on costs in 2027-28" in compared
    assert "claims on costs in 2027-28" in portfolio
    assert rests.startswith("scenario brings a path that the contract refuses to settle")


def test_claims_that_come_to_what_was_measured_are_settled() -> None:
    told = rr.simulate(overlapping(), claimed([40_000, 0], [0, 40_000]), paths=2)
    assert [told.path(number).statement.amount("fee earned to date") for number in range(2)] == [30_000, 30_000]
    assert told.fee.mean == 30_000


def test_what_would_be_refused_were_savings_smaller_is_left_out_and_all_else_is_told() -> None:
    """All that is saved is claimed: with less saved the claims would be too many."""
    given = claimed([40_000, 40_000])
    other = overlapping().replace(**{"fee.step[0].share": "20%"})
    compared = rr.compare(overlapping(), other, given, paths=1, names=["A", "B"])
    assert [(each.of_less, each.if_nothing) for each in compared.bearings] == [(None, None), (None, None)]
    assert "B: who bears a smaller saving cannot be said" in str(compared)
    rests = rr.sensitivity(overlapping(), given, paths=1)
    assert "not asked: savings 10% lower, for the contract would refuse to settle it" in rests.left_out
    assert rests["baselines overstated by 1%"].fee == 0, "the fee follows what is claimed as ours"


def reversing(years: int = 3) -> rr.Contract:
    return contract(SHARE, years=years, settlement=CLAWBACK)


def overturned(*paths: list[int]) -> rr.scenarios.Scenario:
    """Return paths that save £100,000 each year, of which so much of the first is overturned in each."""
    saved = own(*([100_000] * len(path) for path in paths), of="saving")
    return rr.scenario({"costs": saved, "overturned, 2026-27": own(*paths)})


def test_what_is_overturned_before_it_is_settled_or_beyond_what_was_counted_is_refused() -> None:
    simulated, *_ = refused(reversing(), overturned([0, 100_000, 0], [1, 0, 0]), 2)
    assert simulated.startswith("scenario, path 1: ")
    assert "2026-27 is not settled before 2026-27" in simulated
    simulated, *_ = refused(reversing(), overturned([0, 100_000, 0], [0, 60_000, 40_001]), 2)
    assert "more than the £40,000.00 left of what was counted" in simulated
    told = rr.simulate(reversing(), overturned([0, 100_000, 0], [0, 60_000, 40_000]), paths=2)
    assert {told.fee.lowest, told.fee.highest} == {50_000}


def test_what_is_overturned_is_drawn_for_later_periods_alone() -> None:
    given = rr.scenario(
        {"costs": rr.certain("10%"), "overturned, 2026-27": rr.low_likely_high("£0", "£9,000", "£9,500")}
    )
    told = rr.simulate(reversing(), given, paths=50)
    assert "overturned, 2026-27 is drawn for the periods after 2026-27 alone" in told.assumptions
    for number in range(50):
        assert [bool(row.entries.get("overturned, 2026-27")) for row in told.path(number).outturn] == [
            False,
            True,
            True,
        ]


def test_terms_refuse_what_they_refuse_while_they_hold() -> None:
    """A deed lets claims overlap from the second year on."""
    varied = vary(overlapping(), "2027-28", {"measure[0].overlap": "in running proportion"})
    assert rr.simulate(varied, claimed([40_000, 90_000]), paths=1).paths == 1
    simulated, *_ = refused(varied, claimed([90_000, 40_000]), 1)
    assert "claims on costs in 2026-27" in simulated


def test_a_ratio_that_may_not_be_worked_out_on_few_is_settled_on_enough() -> None:
    def measure(name: str) -> dict[str, Any]:
        return {"name": name, "unit": "visits", "better": "higher", "outturn_between": [0, 50_000]}

    ratio = {"of": "met", "to": "cases", "denominator_at_least": 400, "if_below": "settling is refused", "places": 4}
    rate = {"name": "rate", "unit": "%", "better": "higher", "ratio": ratio}
    gate = {"rule": "quality gate", "measure": "rate", "at_least": "50%"}
    agreed = contract(gate, SHARE, years=1, others=(rate, measure("met"), measure("cases")))
    given = {"costs": rr.certain("10%"), "met": rr.certain(300), "cases": rr.low_likely_high(400, 500, 600)}
    told = rr.simulate(agreed, rr.scenario(given), paths=5)
    assert told.fee.mean == 25_000 == told.path(4).statement.amount("fee earned to date")
    with pytest.raises(rr.InputError, match=r"is missing; write the figure; nought is written 0"):
        agreed.settle([{"period": "2026-27", "costs": 900_000, "met": 300, "cases": None}])
