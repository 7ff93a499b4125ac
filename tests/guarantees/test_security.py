"""Security: what the council can call on for a shortfall, shown against what is owed."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.guarantees.security import beyond
from riskreward.kernel import pounds
from tests.contracts import SAVINGS, column, contract, refusals, settle, told, worked

BOND = {"form": "bond", "amount": 300_000, "by": "Example Surety", "expires": "2029-03-31", "pays_on": "demand"}
OWED = "shortfall owed to date"
BEYOND = "owed beyond the security held"


def secured(security: dict[str, object] | None = None, shortfall: str = "provider pays at the end", **other: object):
    """A hundred thousand guaranteed for each of three years, to 31 March 2029."""
    guarantee = {"amount": 100_000, "tested": "each year", "shortfall": shortfall, **other}
    return contract(guarantee={**guarantee, "security": {**BOND, **(security or {})}})


def test_what_is_owed_to_date_is_shown_against_the_security_before_anything_is_paid():
    statement = settle(secured({"amount": 50_000}), 70_000, 60_000, 100_000)
    assert column(statement, OWED) == [30_000, 70_000, 70_000]
    assert column(statement, "security held") == [50_000, 50_000, 50_000]
    assert column(statement, BEYOND) == [0, 20_000, 20_000]
    assert column(statement, "shortfall payable by the provider") == [0, 0, 70_000]


def test_what_is_repaired_in_kind_is_not_owed():
    """30,000 short, of which 100 hours at 65 pounds are repaired."""
    agreed = secured({}, "provider pays each year", repair_in_kind={"unit": "hours", "deemed_value": 65})
    assert column(settle(agreed, 70_000, repair_in_kind=(100,)), OWED) == [23_500]


def test_paid_each_year_only_the_year_is_owed():
    statement = settle(secured(shortfall="provider pays each year"), 70_000, 60_000)
    assert column(statement, OWED) == [30_000, 40_000]


def test_a_year_that_ends_after_the_security_expired_has_none():
    for expires, held in (("2028-03-31", [300_000, 300_000, 0]), ("2028-03-30", [300_000, 0, 0])):
        statement = settle(secured({"expires": expires}), 90_000, 90_000, 90_000)
        assert column(statement, "security held") == held
    assert column(statement, BEYOND) == [0, 20_000, 30_000]


def test_owed_beyond_the_security_is_told_with_the_worst_year():
    statement = settle(secured({"amount": 50_000}), 70_000, 60_000)
    assert told(statement.findings, "owed beyond security") == [
        "In 2027-28 the provider owed £20,000 beyond the security that the council held."
    ]
    assert told(settle(secured(), 70_000, 60_000).findings, "owed beyond security") == []


def test_less_than_the_guarantee_comes_to_where_nothing_is_saved_is_a_finding():
    assert told(secured({"amount": 250_000}).findings, "security too small") == [
        "The bond of £250,000 is less than the £300,000 that the guarantee comes to over the term where nothing is "
        "saved: £50,000 would rest on the provider alone."
    ]
    assert told(secured().findings, "security too small") == []


def test_a_share_of_the_baseline_is_known_beforehand_too():
    """5% of a million, three times."""
    guarantee = {"share_of_baseline": "5%", "tested": "cumulatively", "shortfall": "provider pays at the end"}
    agreed = contract(guarantee={**guarantee, "security": {**BOND, "amount": 149_999}})
    assert [finding.figures for finding in agreed.findings if finding.name == "security too small"] == [
        {"held": 149_999, "largest shortfall": 150_000}
    ]


@pytest.mark.parametrize(
    ("shortfall", "late"), [("provider pays at the end", "300,000"), ("provider pays each year", "100,000")]
)
def test_security_that_ends_before_the_last_shortfall_falls_due_is_a_finding(shortfall, late):
    assert told(secured({"expires": "2029-03-30"}, shortfall).findings, "security expires early") == [
        "The bond expires on 30 March 2029, before the last shortfall falls due on 31 March 2029; "
        f"£{late} of what is guaranteed falls due without it."
    ]
    assert told(secured({}, shortfall).findings, "security expires early") == []


def test_the_plain_rule():
    assert worked(lambda: beyond(pounds(70), pounds(50))) == 20
    assert worked(lambda: beyond(pounds(40), pounds(50))) == 0


@settings(max_examples=40)
@given(st.lists(SAVINGS, min_size=3, max_size=3), st.integers(0, 300_000))
def test_what_is_owed_is_covered_by_the_security_or_lies_beyond_it(savings, amount):
    statement = settle(secured({"amount": amount}), *savings)
    for period in statement.periods:
        assert 0 <= period.exact(OWED) - period.exact(BEYOND) <= amount
        assert period.exact(BEYOND) == max(period.exact(OWED) - Fraction(amount), 0)


def test_every_term_of_it_is_required():
    guarantee = {"amount": 1, "tested": "each year", "shortfall": "provider pays each year"}
    assert refusals(guarantee={**guarantee, "security": {"amount": 5, "by": "Example Surety"}}) == [
        'guarantee.security.form is missing; choose one of "bond", "letter of credit", "insurance", '
        '"parent company guarantee"',
        'guarantee.security.expires is missing; write it, such as "2026-04-01"',
        'guarantee.security.pays_on is missing; choose one of "demand", "proof"',
    ]


def test_with_the_fee_only_nothing_is_owed_that_could_be_secured_or_repaired():
    guarantee = {"amount": 1, "tested": "each year", "shortfall": "fee only", "security": BOND}
    guarantee |= {"repair_in_kind": {"unit": "hours", "deemed_value": 65}, "interest_on_shortfall": "3%"}
    guarantee |= {"credited_before_start": {"amount": 5, "evidence": "a"}, "met_at_cost_cover": {"project_cost": 1}}
    guarantee |= {"bank": {"interest": "3%"}}
    said = "is for a shortfall that is paid, but shortfall is 'fee only'; leave it out"
    names = (
        "security",
        "repair_in_kind",
        "interest_on_shortfall",
        "credited_before_start",
        "met_at_cost_cover",
        "bank",
    )
    assert refusals(guarantee=guarantee) == [f"guarantee.{name} {said}" for name in names]
