"""Contracts of several councils merged into their successor's: amounts add up, and what differs is told."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import Contract, InputError, merge_contracts, split_contract
from tests.contract.deeds import vary
from tests.contracts import TENTH, contract, told

AGREED = {"on": "2027-02-01", "by": "Parliament"}
CAP = {"rule": "cap", "amount": 40_000, "over": "term"}


def merge(*contracts: Contract, **given: Any) -> Contract:
    return merge_contracts(contracts, "2027-28", "New Council", agreed=AGREED, source="Order 2", **given)


def refused(*contracts: Contract, **given: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        merge(*contracts, **given)
    return [str(problem) for problem in caught.value.problems]


def test_baselines_caps_and_ranges_add_up_and_a_measure_of_one_council_stays_its_own():
    waste = {"name": "waste", "unit": "£", "benefit": "cashable", "baseline": {"rule": "fixed", "amount": 300_000}}
    east = contract(TENTH, CAP, measure={"outturn_between": [0, 2_000_000]}, authority="East")
    west = contract(
        TENTH, CAP | {"amount": 25_000}, measure={"outturn_between": [0, 3_000_000]}, others=(waste,), authority="West"
    )
    both = merge(east, west)
    assert [each.name for each in both.measure] == ["costs", "waste"]
    assert [each.baseline.agreed_amount for each in both.measure] == [2_000_000, 300_000]
    assert both.measure[0].between == (0, 5_000_000)
    assert both.fee.step[1].amount == 65_000
    statement = both.settle([{"period": "2027-28", "costs": 1_800_000, "waste": 250_000}])
    assert statement.amount("fee of the year") == 25_000
    assert told(both.findings, "succession") == [
        "This contract succeeds Test (East) and Test (West) from 1 April 2027 (Order 2, agreed on 1 February 2027 by "
        "Parliament)."
    ]


def test_every_term_that_differs_is_told_at_once_and_may_be_agreed():
    east = contract(TENTH, provider="One")
    west = contract({"rule": "share", "share": "12%"}, provider="Another", baseline={"rule": "fixed", "amount": 5})
    mend = "bring the contracts to one, or write it in changes"
    assert refused(east, west) == [
        f"provider differs: 'One', 'Another'; {mend}",
        f"measure[0].baseline.spread differs: 'the same for each settlement', missing; {mend}",
        f"fee.step[0].share differs: '1/10', '3/25'; {mend}",
    ]
    agreed = {"provider": "Both", "fee.step[0].share": "11%", "measure[0].baseline.spread": None}
    both = merge(east, west, changes=agreed)
    assert both.provider == "Both"
    assert both.fee.step[0].share == Fraction(11, 100)
    assert both.measure[0].baseline.agreed_amount == 1_000_005


def test_contracts_of_another_number_of_steps_are_no_one_contract():
    mend = "bring the contracts to one, or write it in changes"
    assert refused(contract(TENTH), contract(TENTH, CAP)) == [f"fee.step has 1, 2 entries; {mend}"]
    assert merge(contract(TENTH), contract(TENTH, CAP), changes={"fee.step": [TENTH]}).fee.step[0].share == Fraction(
        1, 10
    )


def test_adjustments_of_each_council_stay_their_own():
    adjustment = {
        "period": "2027-28",
        "amount": 10,
        "kind": "routine",
        "on": "2027-01-01",
        "reason": "r",
        "evidence": "e",
        "agreed_by": "a",
    }
    both = merge(contract(measure={"adjustment": [adjustment]}), contract())
    assert [each.amount for each in both.measure[0].adjustment] == [Decimal(10)]


def test_what_each_left_open_is_added_up():
    retention = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    east, west = contract(settlement=retention), contract(settlement=retention)
    statements = [east.settle({"2026-27": 900_000}), west.settle({"2026-27": 950_000})]
    assert merge(east, west, statements=statements).succession.left_open == {"still retained": Decimal("3000.00")}


def test_a_variation_that_holds_only_later_is_not_lost():
    varied = vary(contract(), "2028-29", share="20%")
    said = refused(varied, contract())
    assert len(said) == 1
    assert said[0].startswith("holds_from is 2027-28, but the contract has a variation, 'Deed of variation 1'")


def test_contracts_settled_quarterly_are_merged_from_a_year():
    quarterly = contract(settled="quarterly")
    labels = [period.label for period in merge(quarterly, quarterly).calendar.periods]
    assert labels[::4] == ["2027-28 Q1", "2028-29 Q1"]


def test_statements_stand_in_the_order_of_their_contracts():
    east, west = contract(authority="East"), contract(authority="West")
    statements = [each.settle({"2026-27": 900_000}) for each in (west, east)]
    said = refused(east, west, statements=statements)
    assert [each.split(" is another")[0] for each in said] == ["statements[0]", "statements[1]"]


def test_anything_else_in_the_place_of_what_is_asked_for_is_refused_at_once():
    assert [each.split(";")[0] for each in refused(1, contract(), statements=["x"])] == [
        "contracts[0] is 1, where a contract belongs",
        "statements[0] is 'x', where a statement belongs",
    ]
    assert refused(contract(), contract(), statements=5, changes=7) == [
        "statements is 5, where a list belongs; write the statements in a list",
        'changes is 7, where a table belongs; write the successor\'s own terms, such as { "provider": "Two Ltd" }',
    ]


def test_less_than_two_contracts_and_a_statement_too_few_are_refused():
    assert refused(contract()) == ["contracts has 1; give the contracts of two or more"]
    statement = contract().settle({"2026-27": 900_000})
    assert refused(contract(), contract(), statements=[statement]) == [
        "statements has 1, but there are 2 contracts; give the last statement of each, in their order"
    ]


@given(st.integers(0, 10**9).map(lambda pence: Decimal(pence) / 100), st.integers(1, 99))
def test_what_was_split_merges_to_what_it_was(amount, share):
    whole = contract(TENTH, CAP, baseline={"rule": "fixed", "amount": amount})
    shares = {"North": f"{share}%", "South": f"{100 - share}%"}
    parts = split_contract(whole, "2026-27", shares, agreed=AGREED, source="Order 1")
    merged = merge_contracts([*parts.values()], "2026-27", "Whole", agreed=AGREED, source="Order 2")
    assert merged.measure == whole.measure
    assert merged.fee == whole.fee
