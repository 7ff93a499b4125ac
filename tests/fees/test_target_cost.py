"""Published forms that several rules make together: NEC's share ranges, risk corridors, waterfalls, two fees in one."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskreward as rr
from tests.contracts import column, contract, fees, outturn, settle, settled_alike, told

FROM_NOUGHT = {"outturn_between": [0, 5_000_000]}
OF_BASELINE = "share of baseline"


def banded(rule: str, *bands: tuple[str | None, str]) -> dict[str, Any]:
    """Return bands outward from the baseline: up to a share of it, and the provider's share."""
    listed = [{"share": share} if edge is None else {"up_to": edge, "share": share} for edge, share in bands]
    return {"rule": rule, "bands": listed, "edges": OF_BASELINE}


# NEC option C


def works(target: int, *steps: dict[str, Any], **more: Any) -> rr.Contract:
    """Return works of one settlement at a target, whose cost is reimbursed."""
    return contract(
        *steps,
        baseline={"rule": "target price", "amount": target},
        measure=FROM_NOUGHT,
        settlement={"reimbursed": {"measure": "costs"}},
        counted="to date",
        years=1,
        **more,
    )


def test_nec_a_range_of_nothing_caps_the_gain() -> None:
    """25% from 80% to 100% of 500,000 and nothing below: an outturn of 200,000 earns 25,000."""
    agreed = works(500_000, banded("bands", ("20%", "25%"), (None, "0%")))
    statement = settled_alike(agreed, {"2026-27": 200_000})
    assert fees(statement) == [25_000]
    assert statement.amount("price") == 225_000


def test_the_first_5_per_cent_at_half_and_the_rest_at_30_per_cent() -> None:
    """Target 1,000,000, outturn 900,000: 25,000 and 15,000 are 40,000."""
    assert fees(works(1_000_000, banded("bands", ("5%", "50%"), (None, "30%"))).settle({"2026-27": 900_000})) == [
        40_000
    ]


NEC_RANGES = (
    banded("bands", ("10%", "50%"), ("20%", "30%"), (None, "15%")),
    banded("loss share", ("10%", "40%"), ("20%", "60%"), (None, "100%")),
)


@pytest.mark.parametrize(
    ("spent", "share"),
    [
        (700_000, 95_000),  # 50,000 of the first tenth, 30,000 of the second, 15,000 of the third
        (850_000, 65_000),
        (1_000_000, 0),
        (1_050_000, -20_000),
        (1_200_000, -100_000),
        (1_300_000, -200_000),  # beyond 120% the contractor takes all the pain
    ],
)
def test_share_ranges_on_both_sides_of_the_total_of_the_prices(spent: int, share: int) -> None:
    statement = settled_alike(works(1_000_000, *NEC_RANGES), {"2026-27": spent})
    assert statement.amount("fee earned to date") == share
    assert statement.amount("price to date") == spent + share


@given(st.integers(0, 3_000_000), st.integers(0, 3_000_000))
def test_the_share_is_continuous_over_the_target_and_spending_more_never_earns_more(one: int, other: int) -> None:
    low, high = sorted((one, other))
    more, less = (
        works(1_000_000, *NEC_RANGES).settle({"2026-27": cost}).exact("fee earned to date") for cost in (low, high)
    )
    assert 0 <= more - less <= high - low


# Risk corridors


PROFESSIONAL = (("5%", "50%"), ("10%", "35%"), ("15%", "15%"), (None, "5%"))
GLOBAL = (("25%", "100%"), ("35%", "50%"), ("50%", "25%"), (None, "10%"))


@pytest.mark.parametrize(
    ("corridors", "saving", "share"),
    [
        (PROFESSIONAL, 8, "3.55"),
        (PROFESSIONAL, 20, "5.25"),
        (GLOBAL, 20, "20.00"),
        (GLOBAL, 40, "31.25"),
        (GLOBAL, 60, "34.75"),
    ],
)
def test_risk_corridors_are_shared_alike_on_both_sides(corridors: Any, saving: int, share: str) -> None:
    steps = (banded("bands", *corridors), banded("loss share", *corridors))
    agreed = contract(*steps, baseline={"rule": "fixed", "amount": 100})
    statement = settled_alike(agreed, {"2026-27": 100 - saving, "2027-28": 100 + saving})
    assert column(statement, "fee earned to date") == [Decimal(share), 0]
    assert column(statement, "owed by the provider") == [0, Decimal(share)]


# Two-sided shared savings


def test_mssp_basic_level_e_shares_half_of_a_saving_and_bears_30_per_cent_of_a_loss_up_to_4_per_cent() -> None:
    """Of 10,000,000: 400,000 saved earns 200,000; 2,000,000 overspent is 600,000, held at 4% of the benchmark."""
    revenue = {"name": "revenue", "unit": "£", "outturn_between": [0, 50_000_000]}
    limit = {"share_of_measure": "8%", "measure": "revenue", "share_of_baseline": "4%"}
    cap = {"rule": "cap", "share_of_baseline": "10%", "over": "period"}
    loss = {"rule": "loss share", "share": "30%", "limit": limit}
    agreed = contract(
        {"rule": "share", "share": "50%"},
        cap,
        loss,
        baseline={"rule": "fixed", "amount": 10_000_000},
        others=(revenue,),
    )
    rows = [
        {"period": "2026-27", "costs": 9_600_000, "revenue": 6_000_000},
        {"period": "2027-28", "costs": 12_000_000, "revenue": 6_000_000},
        {"period": "2028-29", "costs": 12_000_000, "revenue": 4_000_000},
    ]
    statement = settled_alike(agreed, rows)
    assert fees(statement) == [200_000, 0, 0]
    assert column(statement, "owed by the provider") == [0, 400_000, 320_000]
    assert told(agreed.findings, "unusual order") == []


# Waterfalls


def test_the_council_has_its_guaranteed_amount_then_the_provider_its_recovery_and_then_they_share() -> None:
    """200,000 guaranteed, 100,000 a year to recover, a quarter of the rest, at most 140,000 a year.

    250,000 saved: 50,000 recovered, 50,000 rolled forward. 400,000: 52,500 with interest and 100,000 recovered, and
    11,875 of the rest, 164,375, held at the cap. 700,000: 100,000 and 100,000, held at the cap.
    """
    recovery = {
        "rule": "cost recovery, then share",
        "recovery": 100_000,
        "share": "25%",
        "unrecovered": "rolls forward",
        "at_most": 150_000,
        "interest": "5%",
        "expires_after_years": 2,
    }
    cap = {"rule": "cap", "amount": 140_000, "over": "year"}
    guarantee = {"amount": 200_000, "tested": "each year", "shortfall": "fee only"}
    agreed = contract(recovery, cap, guarantee=guarantee, fee_starts="above the guarantee")
    statement = settled_alike(agreed, outturn(agreed, 250_000, 400_000, 700_000))
    assert column(statement, "recovery rolled forward") == [50_000, 0, 0]
    assert column(statement, "recovered first") == [50_000, 152_500, 100_000]
    name = "fee by the cost recovery, then share"
    assert column(statement, name) == [50_000, 164_375, 200_000]
    assert fees(statement) == [50_000, 140_000, 140_000]
    assert statement["2026-27"]["kept by the council to date"] == 200_000


def test_what_is_left_unrecovered_expires_and_is_never_the_councils() -> None:
    recovery = {
        "rule": "cost recovery, then share",
        "recovery": [100_000, 0, 0],
        "share": "25%",
        "unrecovered": "rolls forward",
        "expires_after_years": 1,
    }
    guarantee = {"amount": 200_000, "tested": "each year", "shortfall": "fee only"}
    agreed = contract(recovery, guarantee=guarantee, fee_starts="above the guarantee")
    statement = settled_alike(agreed, outturn(agreed, 230_000, 220_000, 300_000))
    assert column(statement, "recovered first") == [30_000, 20_000, 0]
    assert column(statement, "recovery lapsed") == [0, 50_000, 0]
    assert fees(statement) == [30_000, 20_000, 25_000]


def test_the_first_pounds_repay_the_principal_and_then_a_return_is_shared() -> None:
    """270,000 of principal comes back out of 200,000 and 150,000 saved; then 15% of the rest."""
    recovery = {
        "rule": "cost recovery, then share",
        "recovery": [270_000, 0, 0],
        "share": "15%",
        "unrecovered": "rolls forward",
    }
    agreed = contract(recovery)
    assert fees(settled_alike(agreed, outturn(agreed, 200_000, 150_000, 100_000))) == [200_000, 82_000, 15_000]


# Two fees in one


def test_30_per_cent_is_a_delivery_fee_and_70_per_cent_is_paid_for_outcomes() -> None:
    """Of 1,200,000 a year 360,000 is paid monthly; 840,000 for 200 outcomes is 4,200 each."""
    delivery = {
        "rule": "target fee",
        "name": "delivery fee",
        "amount": 360_000,
        "over": "year",
        "spread": "evenly over the months",
    }
    outcomes = {"rule": "unit payment", "measure": "outcomes", "price": {"amount": 4_200}, "up_to": 200}
    measure = {"name": "outcomes", "unit": "people", "outturn_between": [0, 500]}
    agreed = contract(delivery, outcomes, others=(measure,), settled="monthly", years=1)
    statement = settled_alike(agreed, outturn(agreed, *[0] * 12, outcomes=(0, 10, *[19] * 10)))
    assert fees(statement)[:3] == [30_000, 72_000, 109_800]
    assert statement.amount("fee earned to date") == 360_000 + 200 * 4_200
    assert told(agreed.findings, "fee not contingent") == [
        "The delivery fee (fee.step[0]) is £360,000 over the term whatever is saved: the fee is not 100% contingent."
    ]


def test_under_and_over_the_target_the_shares_may_differ() -> None:
    """Of 100,000 target cost and 8,000 target fee, 80:20 under and 60:40 over it."""
    target = {"rule": "target fee", "amount": 8_000, "over": "settlement"}
    steps = ({"rule": "share", "share": "20%"}, target, {"rule": "loss share", "share": "40%"})
    agreed = contract(*steps, baseline={"rule": "fixed", "amount": 100_000})
    statement = settle(agreed, 0)
    for cost, fee in ((90_000, 10_000), (100_000, 8_000), (110_000, 4_000)):
        statement = settled_alike(agreed, {"2026-27": cost})
        assert statement.exact("fee earned to date") == Fraction(fee)
