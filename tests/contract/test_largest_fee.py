"""The largest fee: what the terms come to at the best outturn of every period, and what that rests on."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.contract.largest_fee import LargestFee, largest_fee
from tests.contracts import QUALITY, TENTH, contract, settle

RANGED = {"outturn_between": [800_000, 1_200_000]}
BEST = "the best outturn in the declared range, in every period"
INDEX = {"series": "CPI", "month": "March inside the year", "base": 100}


def largest(*steps: Any, **given: Any) -> LargestFee:
    return largest_fee(contract(*steps, **given))


def test_a_share_of_the_most_that_can_be_saved():
    """A tenth of 200,000 in each of three years."""
    assert largest(measure=RANGED) == LargestFee(Fraction(60_000), BEST)


def test_a_measure_where_more_is_better_is_best_at_the_upper_end():
    """Income of 1,200,000 at most, against 1,000,000."""
    income = {**RANGED, "benefit": "income", "better": "higher"}
    assert largest(measure=income, earns_on=["income"]).amount == 60_000


IN_RANGE = st.integers(-20_000_000, 20_000_000).map(lambda pence: Fraction(pence, 100))
CAP = {"rule": "cap", "amount": 50_000, "over": "term", "room_used_by": "what is earned"}
SLICES = {"rule": "bands", "bands": [{"up_to": 100_000, "share": "30%"}, {"share": "5%"}]}


@pytest.mark.parametrize("counted", ["each period", "to date"])
@pytest.mark.parametrize("steps", [(TENTH,), (SLICES,), (TENTH, CAP), (SLICES, CAP)])
@settings(max_examples=15)
@given(savings=st.tuples(IN_RANGE, IN_RANGE, IN_RANGE))
def test_no_outturn_within_the_range_earns_more(steps, counted, savings):
    agreed = contract(*steps, counted=counted, measure=RANGED)
    most = largest_fee(agreed).amount
    assert settle(agreed, *savings).exact("fee earned to date") <= most
    assert settle(agreed, 200_000, 200_000, 200_000).exact("fee earned to date") == most


def test_gates_are_passed_even_without_a_range():
    gates = [
        {"rule": "quality gate", "measure": "quality", "at_least": "90%"},
        {"rule": "quality gate", "name": "second", "measure": "quality", "at_least": "95%"},
    ]
    assert largest(*gates, TENTH, measure=RANGED, others=(QUALITY,)) == LargestFee(
        Fraction(60_000), f"{BEST}, with every gate passed"
    )
    late = {"name": "days late", "unit": "days"}
    gate = {"rule": "payment gate", "measure": "days late", "at_most": "2.505"}
    assert largest(TENTH, gate, measure=RANGED, others=(late,)).amount == 60_000
    below_nought = {**gate, "at_most": "-3"}
    assert largest(TENTH, below_nought, measure=RANGED, others=(late,)).amount == 60_000


def test_a_gate_on_a_measure_that_saves_keeps_the_best_outturn_within_its_standard():
    """Spending must be at least 900,000, so that no more than 100,000 of saving passes."""
    gate = {"rule": "quality gate", "measure": "costs", "at_least": 900_000}
    assert largest(gate, TENTH, measure=RANGED).amount == 30_000
    income = {**RANGED, "benefit": "income", "better": "higher"}
    gate = {"rule": "quality gate", "measure": "costs", "at_most": 1_100_000}
    assert largest(gate, TENTH, measure=income, earns_on=["income"]).amount == 30_000


def test_the_councils_costs_are_nothing_at_best():
    assert largest(measure=RANGED, council_costs="taken off the saving").amount == 60_000


@pytest.mark.parametrize(
    ("cap", "amount"),
    [
        ({"amount": 50_000, "over": "term", "room_used_by": "what is earned"}, 50_000),
        ({"amount": 50_000, "over": "year"}, 150_000),
        ({"share_of_baseline": "2%", "over": "period"}, 60_000),
    ],
)
def test_without_a_range_a_cap_is_the_largest_fee(cap, amount):
    assert largest(TENTH, {"rule": "cap", **cap}) == LargestFee(Fraction(amount), "the cap, however much is saved")


def test_a_cap_above_what_can_be_saved_never_binds():
    cap = {"rule": "cap", "amount": 500_000, "over": "year"}
    assert largest(TENTH, cap, measure=RANGED) == LargestFee(Fraction(60_000), BEST)


def test_without_a_range_or_a_cap_there_is_no_largest_fee():
    why = "costs has no outturn_between, and no cap limits the fee throughout"
    assert largest() == LargestFee(None, why)
    assert largest({"rule": "bands", "bands": [{"up_to": 1, "share": "1%"}, {"share": "1%"}]}).amount is None
    ended = {"rule": "bands", "name": "slices", "bands": [{"up_to": 100_000, "share": "1%"}]}
    assert largest(ended) == LargestFee(Fraction(3_000), "the slices, however much is saved")


def test_levels_not_yet_published_stand_at_the_end_of_their_range():
    """At 110 the baseline is 1,100,000: 300,000 more than the best outturn, in each of three years."""
    ranged = {"rule": "indexed", "amount": 1_000_000, "index": {**INDEX, "between": [90, 110]}}
    assert largest(measure=RANGED, baseline=ranged) == LargestFee(Fraction(90_000), BEST)
    higher = {**RANGED, "better": "higher", "benefit": "income"}
    assert largest(measure=higher, baseline=ranged, earns_on=["income"]).amount == 90_000
    known = {"2026-27": 100, "2027-28": 100, "2028-29": 100}
    published = {**ranged, "index": {**INDEX, "levels": known}}
    assert largest(measure=RANGED, baseline=published).amount == 60_000


def test_levels_without_a_range_leave_the_fee_without_a_largest_amount():
    free = {"rule": "indexed", "amount": 1_000_000, "index": INDEX}
    why = "the index of costs has no range (between) for levels not yet published, and no cap limits the fee throughout"
    assert largest(measure=RANGED, baseline=free) == LargestFee(None, why)
    cap = {"rule": "cap", "share_of_baseline": "2%", "over": "year"}
    assert largest(TENTH, cap, measure=RANGED, baseline=free).amount is None
    in_money = {"rule": "cap", "amount": 10_000, "over": "year"}
    assert largest(TENTH, in_money, measure=RANGED, baseline=free).amount == 30_000


CLAIMS = [{"name": "ours", "ours": True}, {"name": "theirs"}]


@pytest.mark.parametrize("overlap", ["refused", "in running proportion"])
@pytest.mark.parametrize("better", ["lower", "higher"])
def test_this_contract_claims_all_that_is_measured(overlap, better):
    """The whole 200,000 of each year, whoever else might claim a part of it."""
    claimed = {**RANGED, "claim": CLAIMS, "overlap": overlap, "better": better}
    assert largest(measure=claimed) == LargestFee(Fraction(60_000), BEST)


@pytest.mark.parametrize("better", ["lower", "higher"])
@pytest.mark.parametrize("until_then", ["waits", "is lost"])
def test_every_saving_is_sustained(better, until_then):
    staged = {**RANGED, "better": better, "counts_when": "sustained", "until_then": until_then}
    assert largest(measure=staged).amount == 60_000
    weighed = {**RANGED, "better": better, "confidence": {"identified": "10%", "realised": "50%"}}
    assert largest(measure=weighed).amount == 30_000


VISITS = {"unit": "visits", "outturn_between": [0, 12_000]}
COUNTED = {"rule": "fixed", "amount": 10_000}


def test_units_are_worth_their_price():
    """10,000 visits fewer at £4 a year; the price paid of one that is only shown moves no fee."""
    priced = {**VISITS, "price": {"amount": 4}}
    assert largest(measure=priced, baseline=COUNTED).amount == 12_000
    assert largest(measure={**priced, "prices_paid": "shown"}, baseline=COUNTED).amount == 12_000


def test_what_was_paid_for_a_unit_has_no_range():
    counted = {**VISITS, "price": {"amount": 4}, "prices_paid": "counted"}
    why = "the price paid for costs has no range, and no cap limits the fee throughout"
    assert largest(measure=counted, baseline=COUNTED) == LargestFee(None, why)
    cap = {"rule": "cap", "amount": 10_000, "over": "year"}
    assert largest(TENTH, cap, measure=counted, baseline=COUNTED).amount == 30_000
    of_the_baseline = {"rule": "cap", "share_of_baseline": "2%", "over": "year"}
    assert largest(TENTH, of_the_baseline, measure=counted, baseline=COUNTED).amount is None


def test_a_price_that_an_index_moves_is_best_at_its_highest_whatever_is_better():
    """2,000 visits more at £4 x 110 / 100."""
    index = {**INDEX, "between": [90, 110]}
    priced = {**VISITS, "better": "higher", "price": {"amount": 4, "index": index}}
    assert largest(measure=priced, baseline=COUNTED).amount == 2_640
    free = {**priced, "price": {"amount": 4, "index": INDEX}}
    why = "the index of costs has no range (between) for levels not yet published, and no cap limits the fee throughout"
    assert largest(measure=free, baseline=COUNTED) == LargestFee(None, why)


RATE = {"of": "jobs", "to": "people", "denominator_at_least": 200, "if_below": "nothing counts", "places": 4}
RATED = {"unit": "%", "better": "higher", "ratio": RATE, "price": {"amount": 1_000}}
JOBS = {"name": "jobs", "unit": "jobs", "better": "higher", "outturn_between": [0, 100]}


def test_a_ratio_is_best_on_the_least_that_it_may_be_worked_out_on():
    """100 of 200 is 50%: 40 points above 10%, at £1,000 each, in each of three years."""
    people = {"name": "people", "unit": "people"}
    tenth = {"rule": "fixed", "amount": "10%"}
    assert largest(measure=RATED, baseline=tenth, others=(JOBS, people)).amount == 12_000
    many = {**people, "outturn_between": [400, 1_000]}
    assert largest(measure=RATED, baseline=tenth, others=(JOBS, many)).amount == 4_500
    lower = {**RATED, "better": "lower"}
    assert largest(measure=lower, baseline=tenth, others=(JOBS, people)).amount == 3_000
    endless = {**JOBS, "outturn_between": None}
    why = "jobs has no outturn_between, and no cap limits the fee throughout"
    assert largest(measure=RATED, baseline=tenth, others=(endless, people)) == LargestFee(None, why)


def test_a_measure_that_moves_the_baseline_is_at_the_end_that_earns_more():
    """1,200 cases at 1,000 each are a baseline of 1,200,000; of a group that does better, 900,000 is the least."""
    cases = {"name": "cases", "unit": "cases", "outturn_between": [500, 1_200]}
    unit_cost = {"rule": "unit cost", "cost": 1_000_000, "volume": 1_000, "volume_measure": "cases"}
    assert largest(measure=RANGED, baseline=unit_cost, others=(cases,)).amount == 3 * 40_000
    group = {"name": "group", "unit": "£", "outturn_between": [900_000, 1_100_000]}
    higher = {**RANGED, "better": "higher"}
    compared = {"rule": "comparator", "comparator_measure": "group"}
    assert largest(measure=higher, baseline=compared, others=(group,)).amount == 3 * 30_000
    endless = {**group, "outturn_between": None}
    why = "group has no outturn_between, and no cap limits the fee throughout"
    assert largest(measure=higher, baseline=compared, others=(endless,)) == LargestFee(None, why)


def test_factors_not_yet_published_have_no_range():
    trended = {"rule": "trended", "amount": 1_000_000, "year": "2025-26", "factors": {"national": {"2026-27": "1.02"}}}
    why = "costs has a factor not yet published, and no cap limits the fee throughout"
    assert largest(measure=RANGED, baseline=trended) == LargestFee(None, why)


def test_a_baseline_that_is_rebased_may_earn_more_on_another_path():
    rebased = {
        "rule": "fixed",
        "amount": 1_000_000,
        "rebased": {"years": ["2027-28"], "share": "50%", "direction": "either way"},
    }
    found = largest(measure=RANGED, baseline=rebased)
    assert found.amount == 20_000 + 10_000 + 10_000
    assert found.rests_on == f"{BEST}; as a baseline is rebased, saving less at first may earn more"
    assert found.is_tried


def test_where_a_small_saving_is_carried_forward_saving_less_at_first_may_earn_more():
    """At most 30,000 a year: 60,000 count in the second, and the third lapses. 19,000 at first, and 79,000 count."""
    carried = {"rule": "threshold with carry-forward", "amount": 50_000}
    agreed = contract(carried, TENTH, measure={"outturn_between": [970_000, 1_200_000]})
    found = largest_fee(agreed)
    why = "as what falls short of the threshold with carry-forward counts later, saving less at first may earn more"
    assert found == LargestFee(Fraction(6_000), f"{BEST}; {why}", True)
    assert settle(agreed, 19_000, 30_000, 30_000).exact("fee earned to date") == 7_900


def test_a_cap_of_each_year_is_not_reached_again_by_a_baseline_that_is_rebased():
    """Without a range the first year alone reaches the cap of 5,000, and leaves nothing to save: others earn more."""
    rebased = {"years": ["2027-28"], "share": "100%", "direction": "only down"}
    cap = {"rule": "cap", "amount": 5_000, "over": "year"}
    found = largest(TENTH, cap, baseline={"rule": "fixed", "amount": 1_000_000, "rebased": rebased})
    assert found == LargestFee(
        5_000, "the cap, however much is saved; as a baseline is rebased, saving less at first may earn more", True
    )
