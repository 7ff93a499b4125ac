"""A baseline that moves with the case mix, with a limit on how far up."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.baselines.case_mix import limited
from riskreward.kernel import share_of
from tests.baselines.measured import COSTS, MEASURED, VOLUMES, driven, driver, refused, settled, year
from tests.contracts import column, fees, pence, worked

SCORE = driver("risk score", "points")


def case_mix(amount: object = 1_000_000, score: object = 1, at_most: object = "103%", **other: object):
    terms = {"rule": "case mix", "amount": amount, "score": score, "score_measure": "risk score", "at_most": at_most}
    return {**terms, **other}


# Worked examples.


@pytest.mark.parametrize(
    ("score", "baseline"),
    [(1, 1_000_000), ("1.02", 1_020_000), ("1.03", 1_030_000), ("1.04", 1_030_000), (5, 1_030_000), ("0.9", 900_000)],
)
def test_a_score_that_rises_raises_the_amount_by_3_per_cent_at_most(score: object, baseline: int):
    assert year(driven(case_mix(), SCORE), 0, risk_score=score).amount("baseline") == baseline


def test_coding_people_as_sicker_earns_no_more_than_the_cap():
    """A score up from 1.25 to 1.35 is 8%, held at 3%: 1,030,000 against 1,000,000 spent saves 30,000, not 80,000."""
    statement = year(driven(case_mix(score="1.25"), SCORE), 1_000_000, risk_score="1.35")
    assert column(statement, "case mix against the base year") == [108]
    assert column(statement, "case mix within its limits") == [103]
    assert statement.amount("costs / saving") == 30_000
    assert fees(statement) == [3_000]
    line = statement.periods[0].line
    assert line("costs / case mix against the base year").working == "risk score outturn 1.35 divided by 1.25"
    assert line("costs / case mix within its limits").working == (
        "the smaller of case mix against the base year 108% and 103%"
    )
    assert line("costs / baseline").working == "case mix within its limits 103% of £1,000,000.00"


def test_a_floor_limits_the_movement_downwards():
    agreed = driven(case_mix(at_least="97.5%"), SCORE)
    statement = settled(agreed, *({"costs": 0, "risk score": score} for score in ("0.97", "0.98", 3)))
    assert column(statement, "baseline") == [975_000, 980_000, 1_030_000]


def test_no_cap_is_written_out():
    statement = year(driven(case_mix(at_most="no cap"), SCORE), 0, risk_score=5)
    assert statement.amount("baseline") == 5_000_000
    assert not statement.has("case mix within its limits")


def test_a_base_score_may_be_finer_than_a_measured_one():
    """1.10 over 1.033 is 1.0648596...; a million times that, to the penny when it is shown."""
    statement = year(driven(case_mix(score="1.033", at_most="no cap"), SCORE), 0, risk_score="1.10")
    assert statement.exact("baseline") == Fraction(1_100_000_000, 1_033)
    assert column(statement, "baseline") == pence("1,064,859.63")


def test_a_score_may_be_a_percentage():
    agreed = driven(case_mix(score="80%"), driver("risk score", "%", outturn_between=["0%", "100%"]))
    assert year(agreed, 0, risk_score="82%").amount("baseline") == 1_025_000


def test_there_is_no_baseline_in_the_run_off_whatever_the_floor():
    retention = {"share": "10%", "released": "a year after the end of the term"}
    agreed = driven(case_mix(at_least="98%"), SCORE, years=1, settlement={"retention": retention})
    statement = settled(agreed, {"costs": 0, "risk score": 1})
    assert column(statement, "baseline") == [1_000_000, 0]
    assert column(statement, "case mix within its limits") == [100, 0]


# Refusals.


def test_a_contract_says_how_far_up_the_case_mix_may_move():
    given = {name: value for name, value in case_mix(amount=0).items() if name != "at_most"}
    assert refused(given, SCORE) == [
        "amount is 0, not above nought; write a figure above nought",
        'at_most is missing; write how far up the amount may move, such as "103%", or "no cap"',
    ]


@pytest.mark.parametrize("cap", ["3%", "uncapped", 103])
def test_a_cap_is_a_whole_factor_or_no_cap(cap: object):
    (told,) = refused(case_mix(at_most=cap), SCORE)
    assert told.startswith("at_most is ")
    assert told.endswith('write the whole factor, such as "103%" for three per cent more at most, or "no cap"')


def test_limits_leave_an_unchanged_score_as_it_is():
    assert refused(case_mix(at_most="97%"), SCORE) == [
        'at_most is 97%, below what an unchanged score gives; write 100% or more, such as "103%"'
    ]
    assert refused(case_mix(at_least="103%"), SCORE) == [
        'at_least is 103%, above what an unchanged score gives; write 100% or less, such as "97%"'
    ]
    still = driven(case_mix(at_most="100%", at_least="100%"), SCORE)
    assert year(still, 0, risk_score=7).amount("baseline") == 1_000_000


@pytest.mark.parametrize("figure", [0, -1])
@pytest.mark.parametrize("term", ["amount", "score"])
def test_a_base_of_nought_or_below_is_refused(term: str, figure: int):
    assert refused(case_mix(**{term: figure}), SCORE) == [
        f"{term} is {figure}, not above nought; write a figure above nought"
    ]


def test_a_base_score_is_in_the_unit_of_the_score():
    assert refused(case_mix(score="103%"), SCORE) == [
        "score is 103%, but 'risk score' is in 'points'; write the figure in that unit"
    ]


def test_a_score_that_may_be_below_nought_is_refused():
    assert refused(case_mix(), {"name": "risk score", "unit": "points"}) == [
        "score_measure is 'risk score', whose outturn may be below nought; "
        "give that measure its range, such as outturn_between = [0, 50000]"
    ]


# What always holds.

CAPS = st.integers(100, 500).map(lambda percent: Fraction(percent, 100))
FLOORS = st.integers(50, 100).map(lambda percent: Fraction(percent, 100))


@given(MEASURED, FLOORS, CAPS)
def test_the_plain_rule_holds_the_movement_between_its_limits(movement, low, high):
    held = worked(lambda: limited(share_of(movement), share_of(low), share_of(high)))
    assert held == min(max(movement, low), high)


@settings(max_examples=50)
@given(COSTS, VOLUMES, MEASURED, FLOORS, CAPS)
def test_it_is_as_an_oracle_has_it_and_never_above_the_cap(amount, base, score, low, high):
    limits = {"at_most": f"{high * 100}%", "at_least": f"{low * 100}%"}
    agreed = driven(case_mix(amount, base, **limits), SCORE)
    baseline = year(agreed, 0, risk_score=score).exact("baseline")
    assert baseline == amount * min(max(score / base, low), high)
    assert low * amount <= baseline <= high * amount
    assert year(agreed, 0, risk_score=base).exact("baseline") == amount


@settings(max_examples=25)
@given(COSTS, VOLUMES, MEASURED, MEASURED, st.integers(1, 9))
def test_it_is_homogeneous_in_money_and_never_falls_as_the_score_rises(amount, base, one, other, times):
    def baseline(amount, score):
        return year(driven(case_mix(amount, base), SCORE), 0, risk_score=score).exact("baseline")

    assert baseline(amount * times, one) == times * baseline(amount, one)
    assert baseline(amount, max(one, other)) >= baseline(amount, min(one, other))


def test_what_was_agreed_is_the_amount_itself():
    agreed = driven(case_mix(), SCORE)
    assert agreed.measure[0].baseline is not None
    assert agreed.measure[0].baseline.agreed_amount == 1_000_000
