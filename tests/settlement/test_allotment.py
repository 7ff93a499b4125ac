"""An allotment between providers: the parts add up to what is paid, and who bears the odd penny is stated."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import contract_from_json, contract_to_json
from tests.contracts import SAVINGS, TENTH, column, contract, pence, refusals, settle, settled_alike
from tests.contracts import outturn as rows

HALVES = [{"name": "North Ltd", "share": "50%"}, {"name": "South Ltd", "share": "50%"}]
THIRDS = [{"name": name, "share": "1/3"} for name in ("A", "B", "C")]
CLAWED_BACK = {"clawback": {"first_from": "the provider", "restores_cap": False}}


def among(providers: list[dict[str, Any]], *steps: Any, settlement: Any = None, **terms: Any):
    return contract(*steps, settlement={"provider": providers, **(settlement or {})}, **terms)


def allotted(statement, done: str = "paid", *names: str) -> list[list[Any]]:
    """Return the parts of each provider in every period."""
    found = names or ("North Ltd", "South Ltd")
    return [column(statement, f"{name}, {done}") for name in found]


def test_70_and_30_per_cent_of_a_fee_of_10000_are_7000_and_3000():
    providers = [{"name": "North Ltd", "share": "70%"}, {"name": "South Ltd", "share": "30%"}]
    statement = settle(among(providers), 100_000, 0, -50_000)
    assert column(statement, "paid") == [10_000, 0, 0]
    assert allotted(statement) == [[7_000, 0, 0], [3_000, 0, 0]]


def test_the_odd_penny_of_halves_falls_to_the_provider_written_first():
    """0.05 in halves: half up 0.03 for the first, and 0.02 for the second, each time."""
    statement = settle(among(HALVES), "0.50", "0.50", "0.40")
    assert allotted(statement) == [pence("0.03 0.03 0.02"), pence("0.02 0.02 0.02")]
    turned_round = settle(among(HALVES[::-1]), "0.50")
    assert allotted(turned_round) == [pence("0.02"), pence("0.03")]


def test_the_odd_penny_of_thirds_falls_to_the_one_at_which_the_running_total_is_rounded_up():
    """100.00: 33.33, then 66.67 less 33.33 is 33.34, then 33.33. Of 0.01 the second has all, half of it or more."""
    statement = settle(among(THIRDS), 1_000, "0.10", "0.20")
    assert allotted(statement, "paid", "A", "B", "C") == [
        pence("33.33 0.00 0.01"),
        pence("33.34 0.01 0.00"),
        pence("33.33 0.00 0.01"),
    ]


def test_what_is_clawed_back_is_allotted_in_the_same_way():
    """A tenth of 100,000 to date falls to a tenth of 40,000.50: 5,999.95 comes back, 2,999.98 and 2,999.97 of it."""
    statement = settle(among(HALVES, settlement=CLAWED_BACK, counted="to date"), 100_000, Fraction("-59999.50"))
    assert allotted(statement, "clawed back") == [pence("0.00 2,999.98"), pence("0.00 2,999.97")]
    assert allotted(statement) == [[5_000, 0], [5_000, 0]]


def test_an_advance_and_its_repayment_are_allotted_too():
    advance = {"amount": 25_001, "paid": "at the start", "recovered": "100%", "at_the_end": "provider repays"}
    statement = settle(among(HALVES, settlement={"advance": advance}), 0, 100_000, 50_000)
    assert allotted(statement, "advance paid") == [pence("12,500.50 0 0"), pence("12,500.50 0 0")]
    assert allotted(statement, "advance repaid") == [pence("0 0 5,000.50"), pence("0 0 5,000.50")]


def test_retention_that_is_released_is_allotted_with_what_is_paid():
    retention = {"retention": {"share": "20%", "released": "at the end of the term"}}
    statement = settle(among(HALVES, settlement=retention), 100_000, 100_000, 0)
    assert column(statement, "paid") == [8_000, 8_000, 4_000]
    assert allotted(statement) == [[4_000, 4_000, 2_000]] * 2


def test_what_is_owed_for_a_loss_and_what_is_paid_for_the_cost_are_allotted_too():
    """Half of 0.10 overspent is 0.05 owed: 0.03 and 0.02. The cost of 1,000,000.10 is 500,000.05 for each."""
    loss = {"rule": "loss share", "share": "50%"}
    cost = {"measure": {"outturn_between": [0, 5_000_000]}, "settlement": {"reimbursed": {"measure": "costs"}}}
    statement = settle(among(HALVES, TENTH, loss, **cost), "-0.10", "1.00")
    assert allotted(statement, "owed") == [pence("0.03 0.00"), pence("0.02 0.00")]
    assert allotted(statement) == [pence("0.00 0.05"), pence("0.00 0.05")]
    assert allotted(statement, "paid for the cost") == [pence("500,000.05 499,999.50")] * 2


def test_a_variation_changes_the_shares_from_a_period_on():
    varied = among(HALVES).vary(
        "2027-28", name="Deed", agreed={"on": "2027-02-01", "by": "Cabinet"}, source="Deed", reason="South leaves",
        **{"settlement.provider": [{"name": "North Ltd", "share": "100%"}]},
    )  # fmt: skip
    statement = settle(varied, 100_000, 100_000)
    assert column(statement, "North Ltd, paid") == [5_000, 10_000]
    assert not statement.has("South Ltd, paid")


def test_the_statement_names_the_clause_and_the_working_and_the_file_reads_back():
    agreed = among(HALVES)
    line = settle(agreed, 100_000).periods[0].line("South Ltd, paid")
    assert line.clause == "settlement.provider"
    assert line.working
    assert contract_from_json(contract_to_json(agreed)) == agreed
    assert not settle(contract(), 100_000).has("North Ltd, paid")


# Refused.


def test_the_shares_add_up_to_the_whole():
    wrong = [{"name": "North Ltd", "share": "60%"}, {"name": "South Ltd", "share": "1/3"}]
    assert refusals(settlement={"provider": wrong}) == [
        "settlement.provider has shares that add up to 14/15; let the shares of all providers add up to 100%"
    ]


def test_everything_wrong_with_the_providers_is_told_at_once():
    wrong = [{"name": "North/Ltd", "share": "50%"}, {"name": "South Ltd", "share": 0}, {"name": "south ltd"}]
    assert refusals(settlement={"provider": wrong}) == [
        "settlement.provider[0].name is 'North/Ltd', with a \"/\", which divides the names of a statement's lines; "
        "leave the / out",
        "settlement.provider[1].share is 0%; leave the provider out, or write what it has",
        "settlement.provider[2].name is 'south ltd', as settlement.provider[1] is; rename one, or add their shares up",
        'settlement.provider[2].share is missing; write it, such as "25%"',
    ]


@pytest.mark.parametrize("share", ["110%", "-10%"])
def test_a_share_is_between_nothing_and_the_whole(share: str):
    (said,) = refusals(settlement={"provider": [{"name": "A", "share": share}]})
    assert said.startswith("settlement.provider[0].share is ")


# Properties.

PARTS = st.lists(st.integers(1, 20), min_size=1, max_size=4)


@given(PARTS, st.lists(SAVINGS, min_size=3, max_size=3), st.sampled_from(("each period", "to date")))
def test_the_parts_add_up_and_none_is_a_penny_out(parts, savings, counted):
    providers = [{"name": f"P{number}", "share": f"{part}/{sum(parts)}"} for number, part in enumerate(parts)]
    agreed = among(providers, TENTH, settlement=CLAWED_BACK if counted == "to date" else None, counted=counted)
    statement = settled_alike(agreed, rows(agreed, *savings))
    done = {"paid": "paid"} | ({"clawed back": "clawed back from the provider"} if counted == "to date" else {})
    for period in statement.periods:
        for what, line in done.items():
            whole = period.exact(line)
            found = [period.exact(f"P{number}, {what}") for number in range(len(parts))]
            assert sum(found) == whole
            for share, part in zip(parts, found, strict=True):
                assert abs(part - Fraction(share, sum(parts)) * whole) < Fraction(1, 100)
                assert part >= 0
