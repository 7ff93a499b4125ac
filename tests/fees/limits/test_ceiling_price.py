"""A ceiling price: cost and fee together are never more than it."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import Contract
from riskreward.fees.limits.ceiling_price import within_the_ceiling
from riskreward.kernel import pounds
from tests.contracts import POUNDS, SAVINGS, column, contract, outturn, refusals, settled_alike, told, worked
from tests.generators.drawing import Draw, Terms, amount
from tests.generators.fees import Around

FROM_NOUGHT = {"outturn_between": [0, 5_000_000]}
DUE = "with the first settlement"


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on a cost of its own, for which no target is agreed."""
    return {"amount": amount(draw, around.largest), "measure": around.reading("money", (0, int(around.largest)))}


def fixed_price_incentive(
    cost: int, profit: int, ceiling: int, share: str, counted: str = "to date", **more: Any
) -> Contract:
    """Return a target cost and profit, one share of what is saved and overspent, and a ceiling price."""
    return contract(
        {"rule": "share", "share": share},
        {"rule": "target fee", "amount": profit, "over": "term", "due": DUE},
        {"rule": "loss share", "share": share},
        {"rule": "ceiling price", "amount": ceiling, "measure": "costs"},
        **{
            "baseline": {"rule": "fixed", "amount": cost},
            "measure": FROM_NOUGHT,
            "years": 1,
            "counted": counted,
            **more,
        },
    )


def profit(agreed: Contract, cost: int) -> Fraction:
    statement = settled_alike(agreed, {"2026-27": cost})
    return statement.exact("to date / fee earned to date")


# Worked examples


@pytest.mark.parametrize(
    ("cost", "price", "expected"),
    [
        (60_000, 75_000, 15_000),
        (70_000, 81_000, 11_000),
        (80_000, 87_000, 7_000),
        (90_000, 93_000, 3_000),
        (97_500, 97_500, 0),
        (100_000, 99_000, -1_000),
        (101_667, 100_000, -1_667),
        (110_000, 100_000, -10_000),
        (120_000, 100_000, -20_000),
    ],
)
def test_the_published_table_of_a_fixed_price_incentive(cost: int, price: int, expected: int) -> None:
    """Target cost 60,000, target profit 15,000, ceiling 100,000, 60:40; to the dollar, as it is published."""
    agreed = fixed_price_incentive(60_000, 15_000, 100_000, "40%", rounding="half up to the pound")
    assert profit(agreed, cost) == expected
    assert cost + profit(agreed, cost) == price


def test_from_the_point_of_total_assumption_the_provider_bears_every_pound() -> None:
    agreed = fixed_price_incentive(60_000, 15_000, 100_000, "40%")
    assert told(agreed.findings, "point of total assumption") == [
        "From a cost of £101,666.67 on (the point of total assumption) the provider bears every further pound, as the "
        "price then stands at the ceiling of £100,000 (fee.step[3])."
    ]
    (found,) = [each for each in agreed.findings if each.name == "point of total assumption"]
    assert found.figures == {"point of total assumption": Fraction(305_000, 3)}
    assert profit(agreed, 101_668) - profit(agreed, 101_669) == 1
    assert profit(agreed, 101_660) - profit(agreed, 101_661) == Fraction(2, 5)


def test_an_underrun_at_70_30_of_200_000_that_costs_170_000_earns_39_000() -> None:
    agreed = fixed_price_incentive(200_000, 30_000, 270_000, "30%")
    assert profit(agreed, 170_000) == 39_000  # a price of 209,000


def test_an_overrun_at_70_30_below_the_point_of_total_assumption_leaves_60_000() -> None:
    """Of 2,000,000 that cost 2,300,000: 150,000 less 90,000, a price of 2,360,000; the point is 2,428,571.43."""
    agreed = fixed_price_incentive(2_000_000, 150_000, 2_450_000, "30%")
    assert profit(agreed, 2_300_000) == 60_000
    (found,) = [each for each in agreed.findings if each.name == "point of total assumption"]
    assert round(found.figures["point of total assumption"], 2) == Fraction("2428571.43")


def test_what_the_provider_bears_above_the_ceiling_is_a_line() -> None:
    agreed = fixed_price_incentive(60_000, 15_000, 100_000, "40%")
    statement = settled_alike(agreed, {"2026-27": 110_000})
    assert statement.amount("borne by the provider above the ceiling") == 5_000
    assert statement.amount("owed by the provider") == 10_000


def test_a_ceiling_of_each_period_begins_anew() -> None:
    steps = ({"rule": "share", "share": "50%"}, {"rule": "ceiling price", "amount": 1_000_000, "measure": "costs"})
    agreed = contract(*steps, measure=FROM_NOUGHT)
    statement = settled_alike(agreed, outturn(agreed, 100_000, -5_000, 0))
    assert column(statement, "fee earned to date") == [50_000, 45_000, 45_000]
    of_a_year = (steps[0], {**steps[1], "amount": 4_000_000})
    yearly = contract(*of_a_year, measure=FROM_NOUGHT, settled="quarterly", years=1, counted="each year")
    assert column(settled_alike(yearly, outturn(yearly, 0, 0, 0, -7)), "owed by the provider") == [0, 0, 0, 7]


def test_the_ceiling_is_rounded_down_to_the_contracts_step() -> None:
    steps = ({"rule": "share", "share": "50%"}, {"rule": "ceiling price", "amount": "999.99", "measure": "costs"})
    plain = {"baseline": {"rule": "fixed", "amount": 900}, "measure": FROM_NOUGHT, "years": 1}
    agreed = contract(*steps, rounding="half up to the pound", **plain)
    assert settled_alike(agreed, {"2026-27": 1_000}).amount("owed by the provider") == 1


@pytest.mark.parametrize("share", ["100%"])
def test_where_the_provider_bears_everything_anyway_there_is_no_such_point(share: str) -> None:
    assert told(fixed_price_incentive(60_000, 15_000, 100_000, share).findings, "point of total assumption") == []


def test_no_such_point_is_told_where_the_losses_shared_have_a_limit() -> None:
    """Above the limit the provider bears no more of its share: no one share says where the ceiling bites."""
    limited = {"rule": "loss share", "share": "40%", "limit": {"amount": 10_000}}
    ceiling = {"rule": "ceiling price", "amount": 1_000, "measure": "costs"}
    plain: Any = {
        "baseline": {"rule": "fixed", "amount": 900},
        "measure": FROM_NOUGHT,
        "years": 1,
        "counted": "to date",
    }
    half = {"rule": "share", "share": "50%"}
    assert told(contract(half, limited, ceiling, **plain).findings, "point of total assumption") == []


def test_without_a_loss_share_the_point_is_the_ceiling_itself() -> None:
    """Nothing is earned from a cost of 900 on, so that cost alone comes to the ceiling of 1,000."""
    ceiling = {"rule": "ceiling price", "amount": 1_000, "measure": "costs"}
    plain: Any = {"baseline": {"rule": "fixed", "amount": 900}, "measure": FROM_NOUGHT, "years": 1}
    assert told(
        contract({"rule": "share", "share": "50%"}, ceiling, **plain).findings, "point of total assumption"
    ) == [
        "From a cost of £1,000 on (the point of total assumption) the provider bears every further pound, as the price "
        "then stands at the ceiling of £1,000 (fee.step[1])."
    ]


# Refusals


def test_a_ceiling_below_the_target_price_is_refused() -> None:
    with pytest.raises(
        Exception, match=r"fee\.step\[3\]\.amount is £70,000, below the target price of £75,000"
    ) as told:
        fixed_price_incentive(60_000, 15_000, 70_000, "40%")
    assert "(£60,000 and a fee of £15,000); let the ceiling be at the target price or above it" in str(told.value)
    assert fixed_price_incentive(60_000, 15_000, 75_000, "40%")


def test_over_a_year_the_target_price_is_that_of_the_year() -> None:
    ceiling = {"rule": "ceiling price", "amount": 3_999_999, "measure": "costs"}
    steps = ({"rule": "share", "share": "50%"}, ceiling)
    assert refusals(*steps, measure=FROM_NOUGHT, settled="quarterly", years=2, counted="each year") == [
        "fee.step[1].amount is £3,999,999, below the target price of £4,000,000 (£4,000,000 and a fee of £0); "
        "let the ceiling be at the target price or above it"
    ]
    assert contract(*steps, measure=FROM_NOUGHT, settled="quarterly", years=2)


def test_a_cost_that_may_be_below_nought_is_refused() -> None:
    steps = ({"rule": "share", "share": "50%"}, {"rule": "ceiling price", "amount": 2_000_000, "measure": "costs"})
    assert refusals(*steps) == [
        "fee.step[1].measure is 'costs', whose outturn may be below nought; "
        "give that measure its range, such as outturn_between = [0, 50000]"
    ]


def test_a_clawback_beside_it_is_refused() -> None:
    clawback = {"clawback": {"first_from": "the provider", "restores_cap": True}}
    steps = ({"rule": "share", "share": "50%"}, {"rule": "ceiling price", "amount": 4_000_000, "measure": "costs"})
    assert refusals(*steps, counted="to date", measure=FROM_NOUGHT, settlement=clawback) == [
        "settlement.clawback takes back a fee that falls, which a fee that may be below nothing does by itself; "
        "leave it out"
    ]


# Properties


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_the_price_never_exceeds_the_ceiling_and_costing_more_never_earns_more(one: int, other: int) -> None:
    agreed = fixed_price_incentive(60_000, 15_000, 100_000, "40%")
    low, high = sorted((one, other))
    assert profit(agreed, high) + high <= 100_000
    assert profit(agreed, high) <= profit(agreed, low)
    assert profit(agreed, low) - profit(agreed, high) <= high - low  # continuous: never more than the cost itself


@given(SAVINGS, POUNDS, POUNDS)
def test_the_words_alone(fee: Fraction, ceiling: Fraction, cost: Fraction) -> None:
    within = worked(lambda: within_the_ceiling(pounds(fee), pounds(ceiling), pounds(cost)))
    assert within == min(fee, ceiling - cost)
