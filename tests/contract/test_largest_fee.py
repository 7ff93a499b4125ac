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
