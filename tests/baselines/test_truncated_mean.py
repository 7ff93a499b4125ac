"""A truncated mean: outliers are cut off at a percentile before what a case costs is averaged."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import contract_from_json, contract_to_json
from riskreward.baselines.truncation import Truncation
from riskreward.kernel.rounding import to_step
from tests.contracts import POUNDS, column, contract, pence, refusals, settled_alike, told

CASES = {"name": "cases", "unit": "cases"}
NINE_AND_ONE = [*[1_000] * 9, 11_000]


def truncated(costs: list[object] = NINE_AND_ONE, at: object = "90%", **terms: object) -> dict[str, object]:
    volume = {} if "volume_measure" in terms else {"volume": 1_200}
    return {"rule": "truncated mean", "costs": costs, "truncated_at": at, "rounded": "half up", **volume, **terms}


def test_one_case_of_ten_is_cut_off_at_the_ninth():
    """A mean of 2,000 becomes one of 1,000, and 1,200 cases 1,200,000."""
    statement = settled_alike(contract(baseline=truncated()), {"2026-27": 1_100_000})
    assert column(statement, "baseline") == [1_200_000]
    assert column(statement, "saving") == [100_000]


def test_the_percentile_is_the_nearest_rank():
    """Of 200 costs the 99th percentile is the 198th; of 10, 99% of them rounded up is the tenth, and nothing is cut."""
    costs = tuple(Fraction(each) for each in range(1, 201))
    assert Truncation(costs, Fraction("0.99"), "half up").limit == 198
    assert Truncation(costs, Fraction("0.99"), "half up").taken_off == 3
    assert Truncation(costs[:10], Fraction("0.99"), "half up").taken_off == 0
    assert Truncation(costs[:10], Fraction("0.9"), "half up").rank == 9
    assert Truncation(costs[:10], Fraction("0.901"), "half up").rank == 10
    assert Truncation(costs[:10], Fraction("0.01"), "half up").limit == 1


def test_the_mean_is_rounded_to_the_penny_in_the_mode_stated():
    """4 over 3 is 1.333...: 300 cases at 1.33 are 399, at 1.34 they are 402."""
    terms = {"costs": [1, 1, 2], "at": "100%", "volume": 300}
    assert column(contract(baseline=truncated(**terms)).settle({"2026-27": 0}), "baseline") == [399]
    upward = contract(baseline=truncated(**terms, rounded="up"))
    assert column(upward.settle({"2026-27": 0}), "baseline") == [402]


def test_the_cases_may_be_measured_in_each_period():
    agreed = contract(baseline=truncated(volume_measure="cases"), others=(CASES,), settled="quarterly")
    rows = [{"period": f"2026-27 Q{n}", "cases": 100 * n, "costs": 90_000} for n in (1, 2)]
    statement = settled_alike(agreed, rows)
    assert column(statement, "costs / baseline") == [100_000, 200_000]


def test_a_years_cases_are_spread_over_its_quarters():
    agreed = contract(baseline=truncated(spread="evenly over the months"), settled="quarterly")
    assert column(settled_alike(agreed, {"2026-27 Q1": 0}), "baseline") == [300_000]
    (said,) = refusals(baseline=truncated(), settled="quarterly")
    assert said.startswith("measure[0].baseline.spread is missing, but the contract is settled quarterly")
    (said,) = refusals(baseline=truncated(volume_measure="cases", spread="evenly over the months"), others=(CASES,))
    assert said.startswith("measure[0].baseline.spread is for an amount of a year; the rule 'truncated mean'")


def test_a_finding_says_what_truncation_took_off():
    agreed = contract(baseline=truncated())
    assert told(agreed.findings, "outliers truncated") == [
        "Truncation at the 90% percentile took £10,000 off 1 of 10 cases of costs; "
        "the outturn must be truncated at the same £1,000."
    ]
    (found,) = (each for each in agreed.findings if each.name == "outliers truncated")
    assert found.figures == {"truncated at": 1_000, "taken off": 10_000, "cases truncated": 1}


def test_the_working_paper_shows_itself():
    text = str(contract(baseline=truncated()).measure[0].baseline.truncation)
    assert "place of the 90% percentile, nearest rank" in text
    assert "mean, half up to the penny" in text
    assert "The outturn is truncated at the same figure." in text


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"at": "0%"}, '.truncated_at is 0%, which cuts off every cost; write the percentile, such as "99%"'),
        ({"at": 99}, '.truncated_at is 99, which is 99 times the whole; did you mean "99%"? write "99%"'),
        ({"costs": [5, -1]}, ".costs[1] is -1, below nought; leave the case out, or check it"),
        (
            {"volume": 0},
            ".volume is 0, nought or below; write how many cases there are in a year",
        ),
        (
            {"volume": 5, "volume_measure": "cases"},
            ".volume is given, and so is volume_measure; "
            "write volume, the cases of a year, or volume_measure, the measure of those in a period",
        ),
        ({"costs": ["5%"]}, ".costs[0] is 5%, but the measure is in '£'; write the figure in that unit"),
    ],
)
def test_what_cannot_stand_is_refused(terms: dict[str, object], said: str):
    assert refusals(baseline=truncated(**terms), others=(CASES,)) == [f"measure[0].baseline{said}"]


def test_a_volume_is_needed():
    given = {name: each for name, each in truncated().items() if name != "volume"}
    assert refusals(baseline=given) == [
        "measure[0].baseline.volume is missing, and so is volume_measure; "
        "write volume, the cases of a year, or volume_measure, the measure of those in a period"
    ]
    (said,) = refusals(baseline={name: each for name, each in truncated().items() if name != "rounded"})
    assert said.startswith("measure[0].baseline.rounded is missing; choose one of")


def test_a_truncated_mean_is_written_and_read_back():
    agreed = contract(baseline=truncated(volume_measure="cases"), others=(CASES,))
    assert contract_from_json(contract_to_json(agreed)) == agreed


@settings(max_examples=25)
@given(st.lists(POUNDS, min_size=1, max_size=30), st.integers(1, 100), st.integers(1, 5000), st.randoms())
def test_the_baseline_is_the_mean_of_the_lesser_of_each_cost_and_the_limit(costs, percent, volume, random):
    limit = sorted(costs)[ceil(Fraction(percent * len(costs), 100)) - 1]
    mean = to_step(sum(min(cost, limit) for cost in costs) / len(costs), Fraction(1, 100), "half up")
    random.shuffle(costs)
    agreed = contract(baseline=truncated(list(costs), f"{percent}%", volume=volume))
    assert settled_alike(agreed, {"2026-27": 0}).exact("baseline") == mean * volume
    assert agreed.measure[0].baseline.truncation.taken_off >= 0


def test_pence_are_kept():
    statement = contract(baseline=truncated(["0.10", "0.20"], "50%", volume=3)).settle({"2026-27": 0})
    assert column(statement, "baseline") == pence("0.30")
