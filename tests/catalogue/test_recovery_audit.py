"""The recovery audit: a share of what is recovered, returned on what is overturned on appeal."""

from typing import Any

import pytest

import riskreward as rr
from tests.catalogue.reading import held_to_every_reading
from tests.catalogue.reading import refusals as said_of
from tests.contracts import column, fees

TERMS: dict[str, Any] = {
    "share": "12.5%",
    "if_overturned": "the fee on it is returned",
    "starts": "2026-04-01",
    "years": 3,
}
LATER = "the fee on it comes off later fees"
WAITS = "no fee is paid until appeals are over"


def audit(**terms: Any) -> rr.Contract:
    return rr.recovery_audit(**{**TERMS, **terms})


def recovering(agreed: rr.Contract, *years: tuple[int, int]) -> rr.Statement:
    rows = zip(agreed.calendar.periods, years, strict=False)
    columns = {
        period.label: {"recovered": recovered, "overturned on appeal": overturned}
        for period, (recovered, overturned) in rows
    }
    return held_to_every_reading(agreed, columns)


# Worked examples


def test_an_eighth_of_a_million_and_25000_back_on_what_is_overturned() -> None:
    statement = recovering(audit(), (1_000_000, 0), (0, 200_000))
    assert fees(statement) == [125_000, 0]
    assert column(statement, "clawed back from the provider") == [0, 25_000]
    assert column(statement, "kept by the council to date") == [875_000, 700_000]


def test_what_is_overturned_comes_off_the_fee_of_what_is_recovered_in_the_same_year() -> None:
    statement = recovering(audit(), (1_000_000, 0), (500_000, 200_000))
    assert fees(statement) == [125_000, 37_500]
    assert column(statement, "clawed back from the provider") == [0, 0]


def test_where_it_comes_off_later_fees_nothing_is_returned() -> None:
    """800,000 to date is 100,000, below the 125,000 earned; 1,100,000 is 137,500."""
    statement = recovering(audit(if_overturned=LATER), (1_000_000, 0), (0, 200_000), (300_000, 0))
    assert fees(statement) == [125_000, 0, 12_500]
    assert not statement.has("clawback")


def test_more_overturned_than_was_ever_recovered_returns_the_fee_and_no_more() -> None:
    statement = recovering(audit(), (1_000_000, 0), (0, 1_200_000))
    assert column(statement, "clawed back from the provider") == [0, 125_000]


def test_what_is_held_back_is_returned_first_and_the_rest_released_a_year_after_the_term() -> None:
    """A fifth of 125,000 is 25,000, all of which goes on 200,000; nothing is left to release."""
    statement = recovering(audit(retention="20%"), (1_000_000, 0), (0, 200_000), (0, 0))
    assert column(statement, "paid") == [100_000, 0, 0, 0]
    assert column(statement, "clawed back from retention") == [0, 25_000, 0, 0]
    assert column(statement, "released from retention") == [0, 0, 0, 0]
    assert column(recovering(audit(retention="20%"), (1_000_000, 0), (0, 0), (0, 0)), "paid")[-1] == 25_000


def test_a_cap_is_over_the_term_and_has_room_again_for_what_is_returned() -> None:
    statement = recovering(audit(cap=100_000), (1_000_000, 0), (0, 400_000), (1_000_000, 0))
    assert fees(statement) == [100_000, 0, 25_000]
    assert column(statement, "clawed back from the provider") == [0, 25_000, 0]


def test_raleighs_15_per_cent_settled_in_quarters() -> None:
    agreed = audit(share="15%", settled="quarterly", currency="$")
    statement = recovering(agreed, (100_000, 0), (0, 40_000))
    assert fees(statement) == [15_000, 0]
    assert column(statement, "clawed back from the provider") == [0, 6_000]


def test_a_finder_of_errors_in_either_direction_is_paid_on_both_and_owes_what_is_overturned() -> None:
    """1,000,000 recovered and 40,000 found underpaid: an eighth of 1,040,000. Then an eighth of 200,000 is owed."""
    agreed = audit(underpayments_too=True)
    found = {"recovered": 1_000_000, "overturned on appeal": 0, "found underpaid": 40_000}
    overturned = {"recovered": 0, "overturned on appeal": 200_000, "found underpaid": 0}
    statement = held_to_every_reading(agreed, {"2026-27": found, "2027-28": overturned})
    assert fees(statement) == [130_000, 0]
    assert column(statement, "owed by the provider") == [0, 25_000]
    assert column(statement, "kept by the council to date") == [870_000, 695_000]


def test_no_fee_may_be_paid_until_appeals_are_over_so_that_none_is_ever_returned() -> None:
    """1,000,000 waits; 200,000 of it is overturned, and an eighth of the 800,000 left is paid."""
    agreed = audit(if_overturned=WAITS)
    rows = {
        "2026-27": {"recovered": 1_000_000, "overturned on appeal": 0, "recovered, stage": "realised"},
        "2027-28": {"recovered": 0, "overturned on appeal": 200_000, "recovered, stage": "sustained"},
    }
    statement = held_to_every_reading(agreed, rows)
    assert fees(statement) == [0, 100_000]
    assert not statement.has("clawback")


# What is left to be said


def test_what_becomes_of_the_fee_on_what_is_overturned_is_asked_for_with_what_each_form_pays() -> None:
    assert said_of(lambda: audit(if_overturned=None)) == [
        "if_overturned is missing, and published contracts differ; what each would pay on £1,000,000 recovered, of "
        "which £200,000 is overturned in the next settlement stands beside it; choose one of "
        '"the fee on it is returned" (£100,000), "the fee on it comes off later fees" (£125,000), '
        '"no fee is paid until appeals are over" (£100,000)'
    ]


def test_the_figures_beside_it_are_of_the_terms_given() -> None:
    (said,) = said_of(lambda: audit(if_overturned=None, share="15%", currency="$", years=2))
    assert '"the fee on it is returned" ($120,000), "the fee on it comes off later fees" ($150,000)' in said


def test_a_finder_in_either_direction_always_returns_it() -> None:
    with_both = "if_overturned is 'the fee on it comes off later fees', which is no form of it; choose one of "
    assert said_of(lambda: audit(underpayments_too=True, if_overturned=LATER)) == [
        with_both + '"the fee on it is returned"'
    ]
    (said,) = said_of(lambda: audit(underpayments_too=True, if_overturned=None))
    assert said.endswith('choose one of "the fee on it is returned" (£100,000)')


def test_everything_wrong_is_told_at_once() -> None:
    assert said_of(lambda: audit(if_overturned="kept", share=12.5, cap="lots", years=0, underpayments_too="no")) == [
        "underpayments_too is 'no', where True or False belongs; write one of them",
        "if_overturned is 'kept', which is no form of it; choose one of \"the fee on it is returned\", "
        '"the fee on it comes off later fees", "no fee is paid until appeals are over"',
        "years is 0; give a whole number from 1 to 100",
        'fee.step[0].share is 12.5, which is 12.5 times the whole; did you mean "12.5%"? write "12.5%"',
        "fee.step[1].amount is 'lots', where a number belongs; write a number such as £12,201,000",
    ]


def test_a_figure_below_nought_is_refused() -> None:
    with pytest.raises(rr.InputError, match=r"^outturn\['2026-27'\], column 'recovered', is -1, outside the range"):
        audit().settle({"2026-27": {"recovered": -1, "overturned on appeal": 0}})


def test_before_it_is_signed_it_says_that_nothing_limits_the_fee() -> None:
    assert "uncapped fee" in [each.name for each in audit().findings]
    assert "uncapped fee" not in [each.name for each in audit(cap=1).findings]
