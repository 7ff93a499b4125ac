"""Met at cost cover: a year counts as met once its saving pays for its project."""

import pytest
from hypothesis import given, settings

from riskreward.guarantees.cost_cover import unless_covered
from riskreward.kernel import pounds
from tests.contracts import SAVINGS, column, contract, pence, refusals, settle, told, worked

PAYABLE = "shortfall payable by the provider"
FORGIVEN = "shortfall forgiven at cost cover"
GUARANTEE = {"amount": [100_000, 50_000, 50_000], "tested": "each year", "shortfall": "provider pays each year"}


def covering(*costs: object, **other: object):
    """100,000, 50,000 and 50,000 guaranteed, of a project that costs 80,000, 60,000 and 60,000."""
    project = {"project_cost": list(costs) or [80_000, 60_000, 60_000]}
    return contract(guarantee={**GUARANTEE, "met_at_cost_cover": project}, **other)


def test_80000_saved_cover_the_cost_though_100000_were_guaranteed():
    statement = settle(covering(), 80_000, 45_000)
    assert column(statement, "project cost of the year") == [80_000, 60_000]
    assert column(statement, "below the guarantee") == [20_000, 5_000]
    assert column(statement, FORGIVEN) == [20_000, 0]
    assert column(statement, PAYABLE) == [0, 5_000]


def test_a_penny_less_owes_the_whole_shortfall():
    assert column(settle(covering(), "79999.99"), PAYABLE) == pence("20000.01")


def test_over_quarters_the_saving_of_the_year_is_held_against_its_cost():
    agreed = contract(
        guarantee={
            **GUARANTEE,
            "met_at_cost_cover": {"project_cost": [80_000, 60_000, 60_000]},
            "spread": "evenly over the months",
        },
        settled="quarterly",
    )
    statement = settle(agreed, 30_000, 30_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000)
    assert column(statement, "saving of the year to date") == [
        *(30_000, 60_000, 70_000, 80_000),
        *(10_000, 20_000, 30_000, 40_000),
    ]
    assert column(statement, PAYABLE) == [0, 0, 0, 0, 0, 0, 0, 10_000]


def test_retention_is_released_by_a_year_that_counts_as_met():
    retention = {"retention": {"share": "10%", "released": "when the next year meets its guarantee"}}
    agreed = covering(80_000, 40_000, 80_000, settlement=retention)
    statement = settle(agreed, 100_000, 40_000)
    assert column(statement, "released from retention") == [0, 1_000]
    fallen_short = settle(agreed, 100_000, "39999.99")
    assert column(fallen_short, "released from retention") == [0, 0]


def test_the_cliff_is_found_with_its_place_and_height():
    assert told(covering().findings, "cliff") == [
        "There is a cliff at £80,000 of saving in 2026-27: the last penny that covers the project's cost makes a "
        "shortfall of £20,000 fall away (guarantee.met_at_cost_cover)."
    ]


def test_the_cliff_is_that_of_the_year_where_most_falls_away():
    """100,000 guaranteed at a cost of 95,000, and 50,000 at 10,000."""
    (sentence,) = told(covering(95_000, 10_000, 95_000).findings, "cliff")
    assert sentence.startswith("There is a cliff at £10,000 of saving in 2027-28: ")
    assert "a shortfall of £40,000 fall away" in sentence


def test_where_no_year_guarantees_more_than_it_costs_there_is_no_cliff():
    assert told(covering(100_000, 50_000, 60_000).findings, "cliff") == []


def test_the_plain_rule():
    assert worked(lambda: unless_covered(pounds(20), pounds(80), pounds(80))) == 0
    assert worked(lambda: unless_covered(pounds(20), pounds(79), pounds(80))) == 20


@settings(max_examples=40)
@given(SAVINGS)
def test_it_never_costs_the_provider_more(saving):
    plain = contract(guarantee=GUARANTEE)
    assert settle(covering(), saving).amount(PAYABLE) <= settle(plain, saving).amount(PAYABLE)


# Refusals.


def test_the_guarantee_may_not_exceed_the_costs_over_the_term():
    assert refusals(guarantee={**GUARANTEE, "met_at_cost_cover": {"project_cost": [80_000, 60_000, 59_999]}}) == [
        "guarantee.met_at_cost_cover.project_cost comes to 199,999.00, below the 200,000.00 guaranteed over the term; "
        "guarantee no more than the project costs"
    ]


def test_of_an_estimate_the_guaranteed_share_counts():
    guarantee = {**GUARANTEE, "share_of_estimate": "50%", "estimate": 100_000}
    del guarantee["amount"]
    assert contract(guarantee={**guarantee, "met_at_cost_cover": {"project_cost": 50_000}})
    assert len(refusals(guarantee={**guarantee, "met_at_cost_cover": {"project_cost": 49_999}})) == 1


@pytest.mark.parametrize("tested", ["each period", "cumulatively"])
def test_it_is_for_years_tested_one_by_one(tested):
    assert refusals(guarantee={**GUARANTEE, "tested": tested, "met_at_cost_cover": {"project_cost": 100_000}}) == [
        f"guarantee.met_at_cost_cover is for a guarantee tested each year, but tested is {tested!r}; leave it out"
    ]


@pytest.mark.parametrize(
    "form",
    [{"share_of_baseline": "10%"}, {"amount": 5, "prices": "cash of each year", "adjusted": "as the baseline is"}],
)
def test_it_is_for_money_that_nothing_moves(form):
    guarantee = {**GUARANTEE, **form, "met_at_cost_cover": {"project_cost": 100_000}}
    if "share_of_baseline" in form:
        del guarantee["amount"]
    assert refusals(guarantee=guarantee) == [
        "guarantee.met_at_cost_cover holds the guarantee to the project's cost, which needs one in money that nothing "
        'moves; write amount, with prices = "cash of each year" and adjusted = "never", or leave it out'
    ]


def test_a_cost_is_listed_for_each_year_or_once():
    (said,) = refusals(guarantee={**GUARANTEE, "met_at_cost_cover": {"project_cost": [1, 2]}})
    assert said.startswith("guarantee.met_at_cost_cover.project_cost lists 2 figures, but the term has 3 years")
