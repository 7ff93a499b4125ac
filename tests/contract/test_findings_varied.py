"""What is found over the whole of a varied term: each year by the terms that hold in it, and told once."""

from fractions import Fraction
from typing import Any

import pytest

from riskreward import Contract
from riskreward.findings import Finding
from tests.contract.deeds import vary
from tests.contracts import contract, settle, told

ORDERS = {"name": "jobs", "unit": "orders", "better": "higher"}
WORKS = {"name": "works", "unit": "£", "better": "higher"}
VOLUME = {"measure": "jobs", "committed": 1_000, "if_short": "compensation", "rate": 10}
CARRIED = {**VOLUME, "if_short": "carried forward", "at_the_end": "compensation", "rate": "12.50"}
RISING = {**CARRIED, "committed": [1_000, 1_200, 1_400]}
BALANCE = "core volume / volume carried forward"
EVENLY = {"rule": "fixed", "amount": 1_000_000, "spread": "evenly over the months"}
BOND = {"form": "bond", "amount": 50_000, "by": "a bank", "expires": "2030-03-31", "pays_on": "demand"}
GUARANTEE = {"amount": 100_000, "tested": "each year", "shortfall": "provider pays each year"}
SECURED = {**GUARANTEE, "security": BOND}
YEARS = ("2026-27", "2027-28", "2028-29")
LEVELS = dict.fromkeys(YEARS, 100)
INDEXED = {
    "rule": "indexed",
    "amount": 1_000_000,
    "year": "2025-26",
    "index": {"series": "CPI", "month": "January before the year", "base": 100, "levels": LEVELS},
}
EARLY = "security expires early"
AGAIN = "one-off in several years"
ENDED = {"on": "2027-09-30", "by": "authority", "reason": "reorganised", "payment": "none", "guarantee": "void"}


def committing(volume: dict[str, Any] | None = None, **given: Any) -> Contract:
    return contract(others=(ORDERS,), core_volume=volume, **given)


def found(agreed: Contract, name: str = "not 100% contingent") -> Finding:
    (finding,) = (each for each in agreed.findings if each.name == name)
    return finding


# The core volume.


@pytest.mark.parametrize(
    ("first", "changes", "balances", "committed", "most"),
    [
        (VOLUME, {"core_volume.committed": 500}, {}, 2_000, 20_000),  # 10,000 and twice 5,000
        (None, {"core_volume": {**VOLUME, "committed": 500}}, {}, 1_000, 10_000),  # twice 5,000
        (VOLUME, {"core_volume": None}, {}, 1_000, 10_000),  # that of the first year alone
        (RISING, {"core_volume.rate": 10}, {}, 3_600, 36_000),  # all 3,600 at the rate that holds at the end
        (CARRIED, {"core_volume.committed": 500}, {BALANCE: "opens at 0"}, 2_000, 12_500),  # 500 and 500 at 12.50
        (VOLUME, {"core_volume.rate": 20}, {}, 3_000, 50_000),  # 10,000 and twice 20,000
        (VOLUME, {"years": 4}, {}, 4_000, 40_000),
    ],
)
def test_the_most_that_a_core_volume_could_cost_takes_each_year_by_its_own_terms(
    first, changes, balances, committed, most
):
    """Each case says its sum; that is what is owed where nothing is ordered."""
    varied = vary(committing(first), "2027-28", changes, balances=balances)
    finding = found(varied)
    assert finding.figures == {"committed": committed, "most it could owe": most}
    years = len(varied.calendar.periods) if "years" not in changes else changes["years"]
    rows = [{"period": f"{year}-{year - 1999}", "costs": 1_000_000, "jobs": 0} for year in range(2026, 2026 + years)]
    statement = varied.settle(rows)
    assert statement.exact("compensation owed to date") == most


def test_a_core_volume_left_out_before_anything_is_compensated_costs_nothing():
    """1,000 are carried forward from the first year, and closed."""
    varied = vary(committing(RISING), "2027-28", {"core_volume": None}, balances={BALANCE: "is closed"})
    assert found(varied, "core volume").sentence == (
        "The council commits to 1,000 orders over the term: it owes nothing for what falls short."
    )
    assert told(varied.findings, "not 100% contingent") == []


def test_it_is_told_once_with_what_is_owed_so_far():
    """2026-27 orders all 1,000; 2027-28 orders 400 of 500, and the 100 short are 1,000."""
    varied = vary(committing(VOLUME), "2027-28", {"core_volume.committed": 500})
    assert told(settle(varied, 0, 0, jobs=(1_000, 400)).findings, "not 100% contingent") == [
        "The council commits to 2,000 orders over the term: whatever is saved, it could owe up to £20,000 (£1,000 so "
        "far); the contract is not 100% contingent."
    ]


def test_in_quarters_a_year_varied_in_its_middle_takes_each_quarter_by_its_own_terms():
    """Two quarters of 1,000 and two of 500 are 750, then 500 twice: 1,750 at 10."""
    volume = {**VOLUME, "spread": "evenly over the months"}
    agreed = committing(volume, settled="quarterly", baseline=EVENLY)
    varied = vary(agreed, "2026-27 Q3", {"core_volume.committed": 500})
    assert found(varied).figures == {"committed": 1_750, "most it could owe": 17_500}
    rows = [{"period": each.label, "costs": 250_000, "jobs": 0} for each in agreed.calendar.periods]
    assert varied.settle(rows).exact("compensation owed to date") == 17_500


def test_volumes_of_two_measures_are_not_added_up():
    """1,000 orders at 10, then 500,000 a year at 8%: 10,000 and twice 40,000."""
    works = {"measure": "works", "committed": 500_000, "if_short": "compensation", "rate": "8%"}
    agreed = contract(others=(ORDERS, WORKS), core_volume=VOLUME)
    finding = found(vary(agreed, "2027-28", {"core_volume": works}))
    assert finding.sentence.startswith("The council commits to 1,000 orders and £1,000,000 over the term: ")
    assert finding.figures == {"committed: jobs": 1_000, "committed: works": 1_000_000, "most it could owe": 90_000}


def test_an_order_that_is_expected_at_least_does_not_lower_what_could_be_owed():
    agreed = contract(others=({**ORDERS, "outturn_between": [200, 5_000]},), core_volume=VOLUME)
    assert found(agreed).figures["most it could owe"] == 30_000


# The guarantee.


def test_security_is_held_against_what_each_year_guarantees():
    """100,000 and twice 50,000."""
    varied = vary(contract(guarantee=SECURED), "2027-28", {"guarantee.amount": 50_000})
    assert told(varied.findings, "security too small") == [
        "The bond of £50,000 is less than the £200,000 that the guarantee comes to over the term where nothing is "
        "saved: £150,000 would rest on the provider alone."
    ]


def test_security_that_is_raised_is_held_against_the_years_until_then():
    """50,000 against the 100,000 of the first year; 300,000 is what three years come to."""
    varied = vary(contract(guarantee=SECURED), "2027-28", {"guarantee.security.amount": 300_000})
    assert told(varied.findings, "security too small") == [
        "The bond of £50,000 is less than the £100,000 that the guarantee comes to by the end of 2026-27 where "
        "nothing is saved: £50,000 would rest on the provider alone."
    ]


def test_security_that_is_prolonged_in_time_does_not_expire_early():
    """Until 31 May 2027 it holds for the first year; prolonged to 2028 it lacks the third's 100,000."""
    agreed = contract(guarantee={**SECURED, "security": {**BOND, "expires": "2027-05-31"}})
    assert told(vary(agreed, "2027-28", {"guarantee.security.expires": "2029-05-31"}).findings, EARLY) == []
    assert told(vary(agreed, "2027-28", {"guarantee.security.expires": "2028-05-31"}).findings, EARLY) == [
        "The bond expires on 31 May 2028, before the last shortfall falls due on 31 March 2029; £100,000 of what is "
        "guaranteed falls due without it."
    ]


def test_a_guarantee_of_varied_terms_that_falls_away_is_told_once():
    """50,000 a year from 2027-28, in which the contract ends: 50,000 of that year and of the next."""
    agreed = contract(guarantee=GUARANTEE, baseline=EVENLY, termination=ENDED)
    varied = vary(agreed, "2027-28", {"guarantee.amount": 50_000})
    assert told(varied.findings, "ended early") == [
        "The contract was ended on 30 September 2027 by the authority (reorganised): £100,000 of what was guaranteed "
        "fell away (£50,000 of 2027-28, £50,000 of 2028-29)."
    ]


def test_of_a_year_varied_in_its_middle_each_quarter_falls_away_by_its_own_terms():
    """Quarters of 25,000, then of 50,000 from 2027-28 Q2, in which it ends: 25,000 + 150,000, then 200,000."""
    spread = {**GUARANTEE, "spread": "evenly over the months"}
    agreed = contract(guarantee=spread, baseline=EVENLY, settled="quarterly", termination=ENDED)
    varied = vary(agreed, "2027-28 Q2", {"guarantee.amount": 200_000})
    assert found(varied, "ended early").figures == {"guarantee fallen away": Fraction(375_000)}


def test_a_cliff_of_cost_cover_is_told_of_the_terms_at_the_end_of_its_year():
    """100,000 less 80,000 in the first year is 20,000; what the deed writes for that year never held."""
    cover = {**GUARANTEE, "amount": [100_000, 50_000, 50_000]}
    cover["met_at_cost_cover"] = {"project_cost": [80_000, 60_000, 60_000]}
    changes = {
        "guarantee.amount": [150_000, 70_000, 50_000],
        "guarantee.met_at_cost_cover.project_cost": [80_000, 68_000, 125_000],
    }
    finding = found(vary(contract(guarantee=cover), "2027-28", changes), "cliff")
    assert finding.figures == {"place": 80_000, "height": 20_000}
    assert " in 2026-27: " in finding.sentence


# What is held at the end.


def test_retention_is_whose_the_last_terms_say():
    """A fifth of each 10,000 is held until the next guarantee is met; 2,000 of the last year stays."""
    retention = {"share": "20%", "released": "when the next year meets its guarantee"}
    agreed = contract(guarantee=GUARANTEE, settlement={"retention": retention})
    varied = vary(agreed, "2027-28", {"settlement.retention.at_the_end": "kept by the council"})
    assert told(settle(agreed, 100_000, 100_000, 100_000).findings, "retention left over") != []
    for findings in (varied.findings, settle(varied, 100_000, 100_000, 100_000).findings):
        assert told(findings, "retention left over") == []


# What is summed over the years.


@pytest.mark.parametrize(
    ("measure", "change", "terms", "name"),
    [
        (
            {"benefit": "avoided cost"},
            {"benefit": "cashable"},
            {"earns_on": ["avoided cost", "cashable"]},
            "not cashable",
        ),
        ({"benefit": "income"}, {"benefit": "cashable"}, {"earns_on": ["income", "cashable"]}, "income in the saving"),
        ({"fund": "HRA"}, {"fund": None}, {}, "ring-fenced fund"),
        ({"efficiency": "cut in service"}, {"efficiency": None}, {}, "not an efficiency"),
    ],
)
def test_only_the_years_that_a_finding_is_about_are_summed(measure, change, terms, name):
    """100,000 in the first year, before the measure is varied, and 70,000 in the second."""
    agreed = contract(measure=measure, **terms)
    varied = vary(agreed, "2027-28", {f"measure[0].{key}": value for key, value in change.items()})
    (finding,) = (each for each in settle(varied, 100_000, 70_000).findings if each.name == name)
    assert list(finding.figures.values()) == [100_000]


def test_a_one_off_is_counted_in_the_years_that_call_it_one():
    """100,000 in the first year, which is not called one, then 70,000 and 60,000."""
    varied = vary(contract(measure={"recurs": "recurring"}), "2027-28", {"measure[0].recurs": "one-off"})
    (finding,) = (each for each in settle(varied, 100_000, 70_000, 60_000).findings if each.name == AGAIN)
    assert finding.figures == {"2027-28": 70_000, "2028-29": 60_000}
    assert told(settle(varied, 100_000, 70_000).findings, AGAIN) == []


def test_cash_spending_is_held_against_the_amounts_agreed_for_each_year():
    """900,000 of 1,000,000, and then twice 650,000 of 700,000: 200,000 less."""
    agreed = contract(baseline=INDEXED)
    varied = vary(agreed, "2027-28", {"measure[0].baseline.amount": 700_000})
    rows = [
        {"period": period, "costs": spent} for period, spent in zip(YEARS, (900_000, 650_000, 650_000), strict=True)
    ]
    (finding,) = (each for each in varied.settle(rows).findings if each.name == "indexed baseline")
    assert finding.figures == {"change in cash spending": -200_000}
