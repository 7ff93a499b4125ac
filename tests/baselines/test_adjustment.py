"""Adjustments of a baseline: signed, dated, evidenced, each kind a column of its own."""

import json

import pytest

from riskreward import statement_to_json
from tests.contracts import TENTH, column, contract, pence, refusals, settle, settled_alike, told


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


# Changes of scope.


def scope(amount: object, proposed_by: str, period: str = "2026-27") -> dict[str, object]:
    return adjustment(period, amount, "scope change", proposed_by=proposed_by)


def test_a_change_of_scope_has_a_line_of_its_own():
    """The authority takes 60,000 of work out, and puts 25,000 in on the provider's proposal."""
    agreed = adjusted(scope(-60_000, "authority"), scope(25_000, "provider"), adjustment("2026-27", 1_000))
    statement = settled_alike(agreed, {"2026-27": 900_000})
    assert column(statement, "scope change") == [-35_000]
    assert column(statement, "non-routine adjustment") == [1_000]
    assert column(statement, "saving") == [66_000]
    assert not statement.has("scope change adjustment")


def test_a_saving_that_the_provider_proposes_does_not_cut_the_baseline():
    assert refusals(measure={"adjustment": [scope(5, "provider"), scope(-60_000, "provider")]}) == [
        "measure[0].adjustment[1].amount is -60,000, proposed by the provider, whose own saving does not make the "
        'baseline harder; leave it out, or write proposed_by = "authority" if it instructed it'
    ]


def test_where_a_higher_outturn_is_better_it_does_not_raise_the_baseline():
    income = {"benefit": "income", "better": "higher"}
    (told,) = refusals(measure={**income, "adjustment": [scope(60_000, "provider")]}, earns_on=["income"])
    assert told.startswith("measure[0].adjustment[0].amount is 60,000, proposed by the provider")
    contract(measure={**income, "adjustment": [scope(-60_000, "provider")]}, earns_on=["income"])


def test_who_proposed_is_said_of_a_change_of_scope_and_of_nothing_else():
    assert refusals(measure={"adjustment": [adjustment("2026-27", 1, "scope change")]}) == [
        'measure[0].adjustment[0].proposed_by is missing, but the scope changes; choose one of "authority", "provider"'
    ]
    assert refusals(measure={"adjustment": [adjustment("2026-27", 1, proposed_by="provider")]}) == [
        "measure[0].adjustment[0].proposed_by is for a scope change, and this is non-routine; leave it out"
    ]


def test_the_statement_says_who_proposed_the_change():
    statement = adjusted(scope(-60_000, "authority"), adjustment("2026-27", 1_000)).settle({"2026-27": 0})
    assert "scope change, proposed by the authority" in statement.to_markdown()
    kinds = [each["kind"] for each in json.loads(statement_to_json(statement))["adjustments"]]
    assert kinds == ["scope change, proposed by the authority", "non-routine"]


def test_a_cap_as_a_share_counts_the_change_of_scope_in_the_baseline_it_is_a_share_of():
    """A fifth of 1,000,000 less 60,000 is 188,000."""
    cap = {"rule": "cap", "share_of_baseline": "20%", "over": "period"}
    agreed = contract({"rule": "share", "share": "100%"}, cap, measure={"adjustment": [scope(-60_000, "authority")]})
    assert column(settle(agreed, 500_000), "fee of the year") == [188_000]


def test_an_adjustment_of_a_rate_is_shown_in_per_cent():
    measure = {"unit": "%", "price": {"amount": 100}, "adjustment": [adjustment("2026-27", "-0.5%")]}
    statement = contract(baseline={"rule": "fixed", "amount": "10%"}, measure=measure).settle({"2026-27": "9%"})
    assert "| -0.5% |" in statement.to_markdown()
    assert column(statement, "improvement") == pence("0.5")


def test_a_cliff_stands_where_the_baseline_with_the_change_of_scope_puts_it():
    """A tenth of 1,000,000 less 60,000 is 94,000, which is where a fee of 9,400 begins."""
    threshold = {"rule": "threshold", "share_of_baseline": "10%", "once_met": "everything counts"}
    agreed = contract(threshold, TENTH, measure={"adjustment": [scope(-60_000, "authority")]})
    (said,) = told(settle(agreed, 500_000).findings, "cliff")
    assert "£94,000" in said
