"""Adjustments of a baseline: signed, dated, evidenced, each kind a column of its own."""

import pytest

from tests.contracts import column, contract, pence, refusals, settle


def adjustment(period: str, amount: object, kind: str = "non-routine", **other: object) -> dict[str, object]:
    signed_off = {"on": "2027-05-01", "reason": "a depot closed", "evidence": "cabinet paper 7", "agreed_by": "s151"}
    return {"period": period, "amount": amount, "kind": kind, **signed_off, **other}


def adjusted(*adjustments: dict[str, object]):
    return contract(measure={"adjustment": list(adjustments)})


def test_a_depot_that_closed_takes_60000_off_the_baseline_and_off_the_saving_of_that_year_alone():
    statement = settle(adjusted(adjustment("2027-28", -60_000)), 100_000, 100_000, 100_000)
    assert column(statement, "baseline") == [1_000_000, 1_000_000, 1_000_000]
    assert column(statement, "non-routine adjustment") == [0, -60_000, 0]
    assert column(statement, "saving") == [100_000, 40_000, 100_000]


def test_routine_and_non_routine_each_have_a_column():
    statement = settle(adjusted(adjustment("2026-27", 5_000, "routine"), adjustment("2026-27", "-£1,000.50")), 100_000)
    assert column(statement, "routine adjustment") == pence("5,000.00")
    assert column(statement, "non-routine adjustment") == pence("-1,000.50")
    assert column(statement, "saving") == pence("103,999.50")


def test_two_adjustments_of_a_kind_in_one_year_add_up():
    statement = settle(adjusted(adjustment("2026-27", 5_000), adjustment("2026-27", -2_000)), 100_000)
    assert column(statement, "non-routine adjustment") == [3_000]
    assert column(statement, "saving") == [103_000]


def test_a_contract_without_adjustments_has_no_column_for_them():
    statement = settle(contract(), 100_000)
    assert not statement.has("routine adjustment")
    assert not statement.has("non-routine adjustment")
    assert not settle(adjusted(adjustment("2026-27", 1)), 0).has("routine adjustment")


def test_a_guarantee_as_a_share_is_of_the_adjusted_baseline():
    """A tenth of 1,000,000 less 60,000 is 94,000."""
    agreed = contract(
        measure={"adjustment": [adjustment("2026-27", -60_000)]},
        guarantee={"share_of_baseline": "10%", "tested": "each year", "shortfall": "fee only"},
    )
    assert column(settle(agreed, 100_000), "guaranteed") == [94_000]


def test_an_adjustment_may_name_one_quarter():
    agreed = contract(measure={"adjustment": [adjustment("2026-27 Q2", 7_000)]}, settled="quarterly")
    assert column(settle(agreed, 0, 0, 0), "saving") == [0, 7_000, 0]


def test_an_adjustment_outside_the_term_is_refused():
    assert refusals(measure={"adjustment": [adjustment("2031-32", 1)]}) == [
        "measure[0].adjustment[0].period is '2031-32', outside the term 2026-27 to 2028-29; "
        "write the label of a period of the term"
    ]


@pytest.mark.parametrize("left_out", ["on", "reason", "evidence", "agreed_by", "kind", "amount"])
def test_an_adjustment_says_when_and_why_and_on_what_evidence_and_who_agreed(left_out: str):
    given = {name: value for name, value in adjustment("2026-27", 1).items() if name != left_out}
    (told,) = refusals(measure={"adjustment": [given]})
    assert told.startswith(f"measure[0].adjustment[0].{left_out} is missing; ")


def test_a_measure_that_is_only_measured_has_nothing_to_adjust():
    only_measured = {"name": "quality", "unit": "%", "adjustment": [adjustment("2026-27", 1)]}
    assert refusals(others=(only_measured,)) == [
        "measure[1].adjustment adjusts a baseline that is not there; write measure.baseline first"
    ]
