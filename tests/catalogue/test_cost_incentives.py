"""Fixed-price and cost-plus incentives: the published tables."""

from decimal import Decimal
from typing import Any

import pytest

import riskreward as rr
from tests.contracts import settled_alike, told

FIXED: dict[str, Any] = {
    "target_cost": 60_000,
    "target_profit": 15_000,
    "ceiling_price": 100_000,
    "share": "40%",
    "starts": "2024-01-01",
}
PLUS: dict[str, Any] = {
    "target_cost": 100_000,
    "target_fee": 8_000,
    "minimum_fee": 4_000,
    "maximum_fee": 12_000,
    "share": "20%",
    "starts": "2024-01-01",
}


def refusals(make: Any, **terms: Any) -> list[str]:
    with pytest.raises(rr.InputError) as caught:
        make(**terms)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("cost", "price", "profit"),
    [
        (60_000, 75_000, 15_000),
        (70_000, 81_000, 11_000),
        (80_000, 87_000, 7_000),
        (90_000, 93_000, 3_000),
        (97_500, 97_500, 0),
        (100_000, 99_000, -1_000),
        (110_000, 100_000, -10_000),
        (120_000, 100_000, -20_000),
    ],
)
def test_the_published_table_of_60_40_under_a_ceiling_of_100000(cost: int, price: int, profit: int) -> None:
    """Teaching table "FPIF calculations" (scribd 24246629)."""
    statement = settled_alike(rr.fixed_price_incentive(**FIXED), {"2024": cost})
    assert statement.amount("price") == price
    assert statement.amount("fee earned to date") == profit


def test_the_point_of_total_assumption_is_told() -> None:
    (found,) = [each for each in rr.fixed_price_incentive(**FIXED).findings if each.name == "point of total assumption"]
    assert round(found.figures["point of total assumption"]) == 101_667
    above = rr.fixed_price_incentive(
        target_cost=2_000_000, target_profit=150_000, ceiling_price=2_450_000, share="30%", starts="2024-01-01"
    )
    (found,) = [each for each in above.findings if each.name == "point of total assumption"]
    assert round(found.figures["point of total assumption"], 2) == Decimal("2428571.43")
    assert above.settle({"2024": 2_300_000}).amount("price") == 2_360_000


def test_a_fee_below_nothing_is_not_told_as_what_a_large_saving_has_earned() -> None:
    agreed = rr.fixed_price_incentive(**FIXED)
    uncapped = "The fee has no cap: nothing in the terms limits what a large saving would earn"
    assert told(agreed.settle({"2024": 110_000}).findings, "uncapped fee") == [f"{uncapped}."]
    assert told(agreed.settle({"2024": 90_000}).findings, "uncapped fee") == [f"{uncapped} ($3,000 so far)."]


def test_70_30_on_an_underrun() -> None:
    """mnccertified.com: target 200,000 and 30,000, ceiling 270,000; 170,000 spent earns 39,000."""
    agreed = rr.fixed_price_incentive(
        target_cost=200_000, target_profit=30_000, ceiling_price=270_000, share="30%", starts="2024-01-01"
    )
    statement = agreed.settle({"2024": 170_000})
    assert statement.amount("fee of the year") == 39_000
    assert statement.amount("price") == 209_000


def test_a_ceiling_below_the_target_price_is_refused() -> None:
    assert refusals(rr.fixed_price_incentive, **{**FIXED, "ceiling_price": 70_000}) == [
        "ceiling_price is $70,000, below the target price of $75,000 ($60,000 and a fee of $15,000); "
        "let the ceiling be at the target price or above it"
    ]


@pytest.mark.parametrize(
    ("cost", "fee"), [(90_000, 10_000), (100_000, 8_000), (110_000, 6_000), (150_000, 4_000), (60_000, 12_000)]
)
def test_the_fee_of_a_cost_plus_incentive_lies_between_its_limits(cost: int, fee: int) -> None:
    statement = settled_alike(rr.cost_plus_incentive(**PLUS), {"2024": cost})
    assert statement.amount("fee of the year") == fee
    assert statement.amount("price") == cost + fee


def test_the_share_above_the_target_may_be_another() -> None:
    agreed = rr.cost_plus_incentive(**{**PLUS, "share_above": "40%"})
    assert agreed.settle({"2024": 105_000}).amount("fee of the year") == 6_000


def test_it_is_told_that_the_fee_is_not_contingent() -> None:
    assert told(rr.cost_plus_incentive(**PLUS).findings, "fee not contingent")


def test_limits_the_wrong_way_round_are_refused() -> None:
    (said,) = refusals(rr.cost_plus_incentive, **{**PLUS, "maximum_fee": 3_000})
    assert said.startswith("maximum_fee is 3,000, below minimum_fee 4,000")


@pytest.mark.parametrize(
    ("fee", "said"),
    [
        (3_999, "target_fee is $3,999, below the minimum_fee of $4,000; let the target fee lie within its limits"),
        (
            "$12,001",
            "target_fee is $12,001, above the maximum_fee of $12,000; let the target fee lie within its limits",
        ),
    ],
)
def test_a_target_fee_outside_its_limits_is_refused(fee: Any, said: str) -> None:
    assert refusals(rr.cost_plus_incentive, **{**PLUS, "target_fee": fee}) == [said]


@pytest.mark.parametrize("fee", [4_000, 12_000])
def test_a_target_fee_at_one_of_its_limits_is_paid_at_the_target_cost(fee: int) -> None:
    statement = rr.cost_plus_incentive(**{**PLUS, "target_fee": fee}).settle({"2024": 100_000})
    assert statement.amount("fee of the year") == fee


def test_a_contract_of_the_catalogue_stands_in_the_usual_order() -> None:
    assert told(rr.cost_plus_incentive(**PLUS).findings, "unusual order") == []
    assert told(rr.fixed_price_incentive(**FIXED).findings, "unusual order") == []
