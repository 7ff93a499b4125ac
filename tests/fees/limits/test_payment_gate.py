"""A payment gate: a period that fails its standard earns nothing further; what it saved still counts."""

from fractions import Fraction

from hypothesis import given

from riskreward.fees.limits.payment_gate import gated_fee
from riskreward.kernel import pounds
from tests.contracts import POUNDS, QUALITY, TENTH, column, contract, fees, refusals, settle, worked

GATE = {"rule": "payment gate", "measure": "quality", "at_least": "90%"}


def gated(**other: object):
    return contract(TENTH, GATE, others=(QUALITY,), **other)


def test_nine_of_14_standards_are_needed_and_eight_earn_nothing():
    standards = {"name": "standards met", "unit": "standards", "outturn_between": [0, 14]}
    step = {"rule": "payment gate", "measure": "standards met", "at_least": 9}
    agreed = contract(TENTH, step, others=(standards,))
    assert fees(settle(agreed, 100_000, 100_000, 100_000, standards_met=(8, 9, 14))) == [0, 10_000, 10_000]


def test_where_each_year_stands_alone_a_failed_years_fee_is_lost():
    assert fees(settle(gated(), 100_000, 100_000, 100_000, quality=("93%", "89.99%", "90%"))) == [10_000, 0, 10_000]


def test_counted_to_date_what_a_failed_year_saved_is_earned_by_the_next_that_passes():
    """100,000 to date; 200,000 but failed; 300,000: nothing for the second year, both for the third."""
    statement = settle(gated(counted="to date"), 100_000, 100_000, 100_000, quality=("93%", "89%", "90%"))
    assert column(statement, "fee to date") == [10_000, 10_000, 30_000]
    assert fees(statement) == [10_000, 0, 20_000]


def test_a_first_year_that_fails_earns_nothing_yet():
    assert fees(settle(gated(counted="to date"), 100_000, 100_000, quality=("0%", "90%"))) == [0, 20_000]


def test_a_failed_year_takes_nothing_back_that_was_earned_unless_the_fee_itself_falls():
    """100,000 saved, then a failed year that saves nothing; then one that loses 40,000 and fails."""
    clawback = {"clawback": {"first_from": "the provider", "restores_cap": True}}
    statement = settle(gated(counted="to date", settlement=clawback), 100_000, 0, -40_000, quality=("90%", "0%", "0%"))
    assert column(statement, "fee to date") == [10_000, 10_000, 6_000]
    assert column(statement, "clawback") == [0, 0, 4_000]


def test_a_gate_may_be_a_most():
    waiting = {"name": "waiting", "unit": "minutes"}
    step = {"rule": "payment gate", "measure": "waiting", "at_most": 5}
    agreed = contract(TENTH, step, others=(waiting,))
    assert fees(settle(agreed, 100_000, 100_000, waiting=("5", "5.01"))) == [10_000, 0]


def test_in_quarters_counted_each_year_the_years_last_quarter_decides():
    agreed = gated(settled="quarterly", counted="each year")
    assert fees(settle(agreed, *[10_000] * 4, quality=("0%", "0%", "0%", "90%"))) == [0, 0, 0, 4_000]
    assert fees(settle(agreed, *[10_000] * 4, quality=("90%", "90%", "90%", "0%"))) == [0, 0, 0, 0]


def test_a_gate_before_there_is_a_fee_is_refused():
    assert refusals(GATE, TENTH, others=(QUALITY,)) == [
        "fee.step[0] (payment gate) takes the fee, but no share, bands or payment stand before it; move it down",
        "fee.step[1] (share) takes the saving counted, but fee.step[0] (payment gate) has already made it the fee; "
        "move it before fee.step[0] (payment gate)",
    ]


def test_it_is_held_to_the_same_terms_as_a_quality_gate():
    assert refusals(TENTH, {"rule": "payment gate", "measure": "quality"}, others=(QUALITY,)) == [
        "fee.step[1] needs either at_least or at_most; write one of them"
    ]
    assert refusals(TENTH, {**GATE, "at_least": 90}, others=(QUALITY,)) == [
        'fee.step[1] has a standard of 90, but the measure is in %; write "90%"'
    ]


def gate(fee, passed: bool, earned_before=None) -> Fraction:
    before = None if earned_before is None else Fraction(earned_before)
    return worked(
        lambda: gated_fee(
            pounds(fee), pounds(1) <= pounds(1 if passed else 0), None if before is None else pounds(before)
        )
    )


@given(POUNDS, POUNDS)
def test_a_failed_period_adds_nothing_and_one_that_passes_everything(fee, earned_before):
    assert gate(fee, True) == gate(fee, True, earned_before) == fee
    assert gate(fee, False) == 0
    assert gate(fee, False, earned_before) == min(fee, earned_before)
    assert gate(fee, False, earned_before) - earned_before <= 0
