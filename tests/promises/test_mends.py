"""Mends: which protections make a broken promise true, what they cost, and the lines to write."""

from decimal import Decimal

import pytest

import riskreward as rr
from riskreward.promises import check, mends, promises
from tests.promises.contracts import gain_share, plain


def verdict(contract: rr.Contract, name: str = "never out of pocket") -> rr.Verdict:
    return check(contract, [each for each in promises(contract) if each.name == name])[name]


def test_a_clawback_mends_what_a_year_of_losses_broke_and_its_cost_is_told() -> None:
    first, second = verdict(gain_share()).mends
    assert (first.name, first.state) == ("a clawback that restores room under the cap", "proved")
    assert first.lines == (
        'settlement.clawback = { when = "the fee to date falls", first_from = "the provider", restores_cap = true }'
    )
    nothing, paid = Decimal("0.00"), verdict(gain_share()).statement.amount("paid to date, less what was given back")
    assert first.costs == (("low", nothing), ("likely", nothing), ("high", nothing), ("in this case", paid))
    assert second.name.startswith("half is retained")


def test_the_contract_of_a_mend_keeps_the_promise_and_its_lines_are_its_terms() -> None:
    for mend in verdict(plain(fee__counted="each year", settlement__clawback=None)).mends:
        assert verdict(mend.contract).state == "proved"
        assert mend.contract.settlement.clawback is not None
        assert 'fee.counted = "to date"' in mend.lines


def test_starting_above_the_guarantee_costs_the_provider_its_fee_on_guaranteed_pounds() -> None:
    guaranteed = plain(guarantee={"share_of_baseline": "10%", "tested": "cumulatively", "shortfall": "fee only"})
    found = {each.name: dict(each.costs) for each in verdict(guaranteed, "the guaranteed amount comes first").mends}
    costs = found["the fee starts above the guarantee"]
    assert (costs["likely"], costs["high"]) == (Decimal("75000.00"), Decimal("75000.00"))
    assert found["the council has its guaranteed amount first"]["high"] == Decimal("0.00")


def test_no_protection_is_offered_that_leaves_the_promise_broken() -> None:
    fixed = plain(**{"fee.step[1]": {"rule": "target fee", "amount": 5_000, "over": "year"}})
    found = verdict(fixed)
    assert (found.state, found.mends) == ("broken", ())
    assert "None of the known protections" in str(check(fixed))


def test_a_varied_contract_is_offered_nothing() -> None:
    varied = plain(settlement__clawback=None).vary(
        "2027-28", name="Deed", agreed={"on": "2027-02-01", "by": "Cabinet"}, source="Deed", reason="more", share="30%"
    )
    assert verdict(varied).mends == ()


def test_without_the_solver_a_mend_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mends, "is_installed", lambda: False)
    assert {each.state for each in verdict(gain_share()).mends} == {"searched"}
