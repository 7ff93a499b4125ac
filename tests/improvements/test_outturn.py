"""The outturn: rows in any order and any form, each entry in its measure's unit."""

from datetime import date
from itertools import permutations

import pytest

from riskreward import InputError, Outturn
from tests.contracts import QUALITY, column, contract, outturn, settle

PLAIN = contract()
MEASURED = contract(others=(QUALITY,))


def said(agreed, given, to=None) -> list[str]:
    with pytest.raises(InputError) as caught:
        agreed.settle(given, to)
    return [str(problem) for problem in caught.value.problems]


# The forms it may have.


def test_figures_by_period_records_by_period_and_a_list_of_records_settle_the_same():
    forms = [
        {"2026-27": 900_000, "2027-28": "£800,000"},
        {"2026-27": {"costs": 900_000}, "2027-28": {"costs": 800_000.0}},
        [{"period": "2026-27", "costs": 900_000}, {"period": "2027-28", "costs": 800_000}],
        ({"period": label, "costs": spent} for label, spent in (("2026-27", 900_000), ("2027-28", 800_000))),
    ]
    for form in forms:
        assert column(PLAIN.settle(form), "saving") == [100_000, 200_000]


def test_a_statement_keeps_its_outturn_and_it_settles_again_to_the_same():
    statement = settle(PLAIN, 100_000, 200_000)
    assert isinstance(statement.outturn, Outturn)
    assert len(statement.outturn) == 2
    assert [row.entries["period"] for row in statement.outturn] == ["2026-27", "2027-28"]
    assert column(PLAIN.settle(statement.outturn), "paid") == column(statement, "paid")
    assert column(PLAIN.settle(statement.outturn.to_records()), "paid") == column(statement, "paid")


def test_the_order_of_the_rows_does_not_matter():
    rows = outturn(PLAIN, 100_000, -50_000, 25_000)
    for shuffled in permutations(rows):
        assert column(PLAIN.settle(list(shuffled)), "saved to date") == [100_000, 50_000, 75_000]


def test_a_period_may_be_written_with_other_spaces_and_in_either_case():
    agreed = contract(settled="quarterly")
    assert column(agreed.settle({" 2026-27  q1": 900_000}), "saving") == [100_000]


def test_settling_to_a_period_leaves_out_what_comes_after_it():
    rows = outturn(PLAIN, 100_000, 200_000, 300_000)
    assert column(PLAIN.settle(rows, to="2027-28"), "saving") == [100_000, 200_000]
    assert column(PLAIN.settle(rows, "2026-27"), "saving") == [100_000]


def test_a_row_says_who_verified_it_when_on_what_evidence_and_in_what_state():
    details = {"status": "audited", "verified by": " Internal  Audit ", "verified on": "2027-07-31", "evidence": "WP 4"}
    row = PLAIN.settle({"2026-27": {"costs": 900_000, **details}}).periods[0].details
    assert (row.status, row.verified_by, row.verified_on) == ("audited", "Internal Audit", date(2027, 7, 31))
    assert row.evidence == "WP 4"
    assert row.invoice_received is None


# What is wrong with it.


def test_a_bare_figure_of_several_measures_is_refused():
    assert said(MEASURED, {"2026-27": 900_000}) == [
        "outturn['2026-27'] is 900000, but the contract has several measures; "
        'name them: {"2022-23": {"running costs": ...}}'
    ]


@pytest.mark.parametrize("given", ["£900,000", 900_000, None])
def test_what_is_no_outturn_at_all_is_refused(given):
    (told,) = said(PLAIN, given)
    assert told.startswith("outturn is ")
    assert told.endswith(
        ', where figures by period belong; write {"2022-23": "£11,885,000"}, or read_outturn(path) for a file'
    )


def test_records_without_a_period_and_no_records_are_told_together():
    assert said(PLAIN, [{"costs": 1}, 900_000]) == [
        'outturn[0] has no period; write "period": "2026-27" in it',
        'outturn[1] is 900000, where a record belongs; write {"period": "2022-23", ...}',
    ]


def test_a_period_given_twice_is_refused_with_both_places():
    rows = [*outturn(PLAIN, 1), {"period": "2026-27", "costs": 2}]
    assert said(PLAIN, rows) == [
        "outturn[1], column 'period', is '2026-27', which outturn[0] gives already; leave one of them out"
    ]


def test_a_gap_before_the_last_period_given_is_refused():
    assert said(PLAIN, {"2028-29": 1}) == [
        "outturn has no row for 2026-27, before 2028-29; write that row",
        "outturn has no row for 2027-28, before 2028-29; write that row",
    ]


def test_a_period_outside_the_term_is_refused():
    (told,) = said(PLAIN, {"2029-30": 1})
    assert told.startswith("outturn['2029-30'], column 'period', is 2029-30, which is not one of 2026-27, 2027-28, ")


def test_no_rows_at_all_are_refused():
    assert said(PLAIN, []) == ["outturn is empty; write a row for 2026-27"]
    assert said(PLAIN, {}) == ["outturn is empty; write a row for 2026-27"]


def test_no_row_up_to_the_period_asked_for_is_a_gap_of_its_own():
    assert said(contract(years=1, settled="quarterly"), {"2026-27 Q2": 1}, "2026-27 Q1") == [
        "outturn has no row of the periods to settle; write a row for 2026-27 Q1"
    ]


def test_an_empty_entry_is_missing_and_not_nought():
    for empty in (None, "", "  "):
        assert said(MEASURED, {"2026-27": {"costs": 1, "quality": empty}}) == [
            "outturn['2026-27'], column 'quality', is missing; write the figure; nought is written 0"
        ]


def test_a_misspelt_column_is_answered_with_the_near_one():
    assert said(PLAIN, {"2026-27": {"costs": 1, "verifed by": "x"}}) == [
        "outturn['2026-27'], column 'verifed by', is no column of this contract; did you mean 'verified by'?"
    ]


def test_a_column_like_no_other_is_answered_with_all_there_are():
    assert said(PLAIN, {"2026-27": {"costs": 1, "xyz": "x"}}) == [
        "outturn['2026-27'], column 'xyz', is no column of this contract; "
        "the columns are period, costs, status, verified by, verified on, evidence, invoice received"
    ]


def test_a_status_is_one_of_three():
    assert said(PLAIN, {"2026-27": {"costs": 1, "status": "draft"}}) == [
        "outturn['2026-27'], column 'status', is 'draft'; choose one of provisional, final, audited"
    ]


def test_a_date_is_written_year_first():
    (told,) = said(PLAIN, {"2026-27": {"costs": 1, "verified on": "31/07/2027"}})
    assert told.endswith("write 2027-07-31 if 31 July 2027 is meant")


def test_everything_that_is_wrong_is_told_at_once():
    wrong = [{"period": "2026-27", "costs": "n/a", "status": "draft"}, {"period": "2028-29", "costs": 1, "xyz": 2}]
    assert len(said(PLAIN, wrong)) == 4
