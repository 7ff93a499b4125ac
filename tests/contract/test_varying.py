"""The terms in force: variations that cannot stand are refused, each against the terms before it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward.terms import read_terms
from tests.contract.deeds import CAP, DEED, DEFICIT, ROOM, refused, vary
from tests.contracts import (
    TENTH,
    contract,
    fees,
    pence,
    settle,
    terms,
)
from tests.test_bad_input import DATA, read_or_refused

# What is refused


def test_a_variation_of_what_has_been_settled_is_refused():
    agreed = contract()
    issued = settle(agreed, 100_000, 100_000)
    assert refused(agreed, share="20%", settled=issued) == [
        "variation[0].holds_from is 2027-28, but the contract was settled to 2027-28 when it was agreed; begin with "
        "2028-29, or withdraw the statements from 2027-28 on and write 2026-27 in settled_to"
    ]
    assert refused(agreed, "2026-27", share="20%", settled="2028-29") == [
        "variation[0].holds_from is 2026-27, but the contract was settled to 2028-29 when it was agreed; withdraw the "
        "statements from 2026-27 on and leave settled_to out"
    ]
    assert vary(agreed, "2026-27", share="20%").settle({"2026-27": 0})
    assert fees(settle(vary(agreed, "2028-29", share="20%", settled=issued), 0, 0, 100_000)) == pence("0 0 20,000")
    assert refused(agreed, share="20%", settled=settle(agreed, 0, 0, 0)) == [
        "variation[0].holds_from is 2027-28, but the contract was settled to 2028-29 when it was agreed; withdraw the "
        "statements from 2027-28 on and write 2026-27 in settled_to"
    ]
    assert refused(agreed, share="20%", settled="2031-32") == [
        "variation[0].settled_to is 2031-32, which is not one of 2026-27, 2027-28, 2028-29; write one of them"
    ]


def test_a_year_is_its_first_period_where_a_variation_begins_and_its_last_where_it_is_settled():
    """A fifth from the first quarter of 2027-28: 10% and 20% of 50,000 saved in each quarter."""
    agreed = contract(settled="quarterly")
    varied = vary(agreed, "2027-28", share="20%", settled="2026-27")
    saved = {period.label: 950_000 for period in agreed.calendar.periods[:5]}
    assert fees(varied.settle(saved)) == pence("5,000 5,000 5,000 5,000 10,000")
    assert refused(agreed, "2026-27 Q4", share="20%", settled="2026-27") == [
        "variation[0].holds_from is 2026-27 Q4, but the contract was settled to 2026-27 Q4 when it was agreed; begin "
        "with 2027-28 Q1, or withdraw the statements from 2026-27 Q4 on and write 2026-27 Q3 in settled_to"
    ]


@pytest.mark.parametrize(("settled", "shown"), [(5, "5"), (["2026-27"], "a list"), ({}, "a table")])
def test_what_was_settled_is_a_statement_or_a_period(settled, shown):
    assert refused(contract(), share="20%", settled=settled) == [
        f"settled is {shown}, where a statement or the label of a period belongs; give the last statement issued, or "
        "the label of its last period"
    ]


def test_a_variation_from_outside_the_term_is_refused():
    assert refused(contract(), "2031-32", share="20%") == [
        "variation[0].holds_from is 2031-32, which is not one of 2026-27, 2027-28, 2028-29; write one of them"
    ]
    assert refused(contract(), "2029-30", years=5) == [
        "variation[0].holds_from is '2029-30', after 2028-29, the end of the term that it extends; write 2028-29, "
        "which is then not settled as the end of the term"
    ]
    assert refused(contract(), "2028-29", years=2) == [
        "variation[0].holds_from is 2028-29, but the term as varied ends with 2027-28; let the variation begin within "
        "the term that it leaves"
    ]


def test_two_variations_from_one_period_or_out_of_order_are_refused():
    once = vary(contract(), share="20%")
    assert refused(once, share="30%") == [
        "variation[1].holds_from is 2027-28, as that of variation[0] is; make one variation of the two"
    ]
    assert refused(once, "2026-27", share="30%") == [
        "variation[1].holds_from is 2026-27, before 2027-28, from which variation[0] holds; list variations in the "
        "order that they begin"
    ]


@pytest.mark.parametrize("changes", [{"share": "10%"}, {"fee.step[0].share": 0.1, "years": 3}, {"retention": None}])
def test_a_variation_that_changes_nothing_is_refused(changes):
    agreed = contract()
    if "retention" in changes:
        assert refused(agreed, changes=changes) == [
            "variation[0].changes.retention is no term of this contract; write its place, such as fee.step[0].share"
        ]
        return
    assert refused(agreed, changes=changes) == [
        "variation[0].changes change nothing; write what is to be different, or leave the variation out"
    ]


@pytest.mark.parametrize(
    ("change", "mend"),
    [
        ({"starts": "2026-07-01"}, "the term has begun; make a new contract"),
        ({"settled": "monthly"}, "make a new contract that is settled so"),
        ({"years_run": "from 1 April"}, "make a new contract whose years run so"),
        ({"currency": "€"}, "make a new contract in that currency"),
        ({"title": "Another"}, "leave it out: the statement names the variation"),
        ({"format": 2}, "leave it out"),
        ({"variation[0].reason": "x"}, "write a variation of its own"),
    ],
)
def test_what_no_variation_can_change_is_refused(change, mend):
    written = {**terms(), "variation": [{**DEED, "holds_from": "2027-28", "changes": change}]}
    with pytest.raises(rr.InputError) as caught:
        rr.contract_from_json(json.dumps(written))
    (name,) = change
    root = name.split("[")[0]
    assert [str(each) for each in caught.value.problems] == [
        f"variation[0].changes.{name} would change {root}, which no variation can; {mend}"
    ]


def test_what_else_is_wrong_with_the_changes_is_told_beside_it():
    years_run = "variation[0].changes.years_run would change years_run, which no variation can; "
    years_run += "make a new contract whose years run so"
    assert refused(contract(), changes={"years_run": "from 1 April", "shares": 1}) == [
        years_run,
        "variation[0].changes.shares is no term of this contract; write its place, such as fee.step[0].share",
    ]
    assert refused(contract(), changes={"years_run": "from 1 April", "share": "120%"}) == [
        years_run,
        "variation[0].changes.share is 120%, not between 0% and 100%; write a share such as 25%",
    ]


def test_the_varied_terms_are_checked_as_the_whole_is_with_the_place_in_the_variation():
    assert refused(contract(), share=25) == [
        'variation[0].changes.share is 25, which is 25 times the whole; did you mean "25%"? write "25%"'
    ]
    assert refused(contract(), changes={"fee.step[0].shrae": "5%"}) == [
        "variation[0].changes.fee.step[0].shrae is '5%', but there is no such term; did you mean \"share\"?"
    ]
    assert refused(contract(TENTH, CAP), changes={"fee.step[0]": None}) == [
        "variation[0].changes: fee.step[0] (cap) takes the fee, but no share, bands or payment stand before it; "
        "move it down",
    ]
    assert refused(contract(), changes={"shares": 1, "fee.step[9].share": 1}) == [
        "variation[0].changes.shares is no term of this contract; write its place, such as fee.step[0].share",
        "variation[0].changes.fee.step[9].share is no term of this contract; write its place, such as "
        "fee.step[0].share",
    ]


def test_what_is_wrong_with_the_contract_is_not_told_again_of_its_variation():
    written = terms({"rule": "threshold", "amount": 1, "once_met": "everything counts"})
    variation = {**DEED, "holds_from": "2030-31", "changes": {"payment_days": 0}}
    with pytest.raises(rr.InputError) as caught:
        rr.contract_from_json(json.dumps({**written, "variation": [variation]}))
    assert [str(each) for each in caught.value.problems] == [
        'fee.step never becomes a fee; add a step with rule = "share" or "bands"',
        "variation[0].holds_from is 2030-31, which is not one of 2026-27, 2027-28, 2028-29; write one of them",
        "variation[0].changes.payment_days is 0, where a whole number belongs; write a whole number from 1 to 365",
    ]


@pytest.mark.parametrize(
    ("change", "told_of"),
    [
        (
            {"changes": {}},
            'variation[0].changes change nothing; write the new figures by name, such as { share = "30%" }, or leave',
        ),
        (
            {"balances": 5},
            "variation[0].balances is 5, where a table of balances belongs; write what becomes of each, such as "
            '{ "fee / room used under the cap" = "is closed" }',
        ),
        ({"changes": 5}, "variation[0].changes is 5, where a table of changes belongs"),
        ({"name": ""}, "variation[0].name is empty"),
        ({"source": ""}, "variation[0].source is empty"),
        ({"agreed": {"on": "2027-02-30", "by": "Cabinet"}}, "variation[0].agreed.on is 2027-02-30"),
        ({"balances": {"x": "is kept"}}, "variation[0].balances.x is 'is kept'; write \"goes over to ...\""),
        (
            {"holds_form": "x"},
            "variation[0].holds_form is 'x', but there is no such term; did you mean \"holds_from\"?",
        ),
    ],
)
def test_a_variation_that_cannot_be_read_is_refused(change, told_of):
    variation = {**DEED, "holds_from": "2027-28", "changes": {"share": "20%"}}
    with pytest.raises(rr.InputError) as caught:
        rr.contract_from_json(json.dumps({**terms(), "variation": [{**variation, **change}]}))
    assert str(caught.value.problems[0]).startswith(told_of)


PLACES = st.sampled_from(
    [
        *("share", "cap", "years", "months", "measure", "fee", "fee.step", "fee.step[0]", "fee.step[1]", "fee.step[2]"),
        *("fee.step[0].share", "fee.step[0].rule", "measure[0]", "measure[0].name", "measure[0].baseline.amount"),
        *(
            "rounding",
            "guarantee",
            "settlement.retention",
            "settlement",
            "council_costs",
            "[0]",
            "",
            "..",
            "fee.step[-1]",
        ),
    ]
)


@settings(max_examples=150)
@given(
    st.dictionaries(PLACES, DATA, max_size=3),
    st.dictionaries(st.sampled_from([ROOM, "x", ""]), DATA, max_size=2),
    st.sampled_from(["2026-27", "2027-28", "2028-29", "", "x"]),
)
def test_any_variation_is_read_or_refused(changes, balances, holds_from):
    variation = {**DEED, "holds_from": holds_from, "changes": changes, "balances": balances}
    read = read_or_refused(lambda: read_terms(rr.Contract, {**terms(TENTH, CAP), "variation": [variation]}))
    if read is not None:
        assert rr.contract_from_json(rr.contract_to_json(read)) == read


# Balances in words


def test_balances_known_to_one_side_only_must_be_spoken_of():
    agreed = contract({"rule": "deficit carry-forward"}, TENTH)
    assert refused(agreed, changes={"fee.step": [TENTH, CAP]}) == [
        f"variation[0].balances say nothing of '{DEFICIT}', which only the old terms keep; "
        'write "goes over to ..." or "is closed"',
        f"variation[0].balances say nothing of '{ROOM}', which only the new terms keep; "
        'let one go over to it, or write "opens at £0"',
    ]


@pytest.mark.parametrize(
    ("balances", "told_of"),
    [
        (
            {"fee / x": "is closed"},
            f"'fee / x' is no balance of the old terms or of the new; those to speak of are: '{DEFICIT}', '{ROOM}'",
        ),
        (
            {DEFICIT: "opens at £0"},
            f'\'{DEFICIT}\' opens, but only the old terms keep it; write "is closed" or "goes over to ..."',
        ),
        ({ROOM: "is closed"}, f"'{ROOM}' ends, but only the new terms keep it; write \"opens at £0\""),
        (
            {"to date / saved to date": "is closed"},
            "'to date / saved to date' ends, but the new terms keep it too; leave it out, for it goes over by its "
            'name; or write "opens at £0" to begin again',
        ),
        (
            {DEFICIT: "goes over to fee / y"},
            f"'{DEFICIT}' goes over to 'fee / y', which the new terms do not keep; choose one of '{ROOM}'",
        ),
        (
            {DEFICIT: "goes over to to date / saved to date"},
            f"'{DEFICIT}' goes over to 'to date / saved to date', which 'to date / saved to date' goes over to; "
            f"choose one of '{ROOM}'",
        ),
        ({ROOM: "opens at 12.345"}, f"'{ROOM}' is '12.345', finer than a penny; round it, for instance to £12.35"),
        ({ROOM: "opens at nothing"}, f"'{ROOM}' is 'nothing'"),
    ],
)
def test_what_is_said_of_balances_is_held_against_both_sides(balances, told_of):
    agreed = contract({"rule": "deficit carry-forward"}, TENTH)
    said = refused(agreed, changes={"fee.step": [TENTH, CAP]}, balances=balances)
    assert any(each.startswith(f"variation[0].balances.{told_of}") for each in said), said


def test_balances_that_both_terms_keep_are_named_too_where_none_of_a_name_is_kept():
    banked = {"amount": 100_000, "tested": "each year", "shortfall": "provider pays each year"}
    agreed = contract(guarantee=banked | {"excess": "is banked against later shortfalls"})
    assert refused(agreed, share="20%", balances={"guarantee / still banked": "opens at £0"}) == [
        "variation[0].balances.'guarantee / still banked' is no balance of the old terms or of the new; those to speak "
        "of are: 'guarantee / banked in earlier years', 'guarantee / banked this year', 'guarantee / shortfall paid to "
        "date', 'guarantee / shortfall to date'"
    ]


def test_two_balances_do_not_go_over_to_one():
    caps = [{**CAP, "name": name} for name in ("first", "second")]
    said = refused(
        contract(TENTH, *caps),
        changes={"fee.step": [TENTH, CAP]},
        balances={f"fee / room used under the {name}": f"goes over to {ROOM}" for name in ("first", "second")},
    )
    assert said == [
        f"variation[0].balances.'fee / room used under the second' goes over to '{ROOM}', which 'fee / room used under "
        f"the first' goes over to; choose one of '{ROOM}'"
    ]
