"""A fee on cost: a percentage of what is spent, whatever is saved."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from riskreward.contract.largest_fee import largest_fee
from tests.contracts import POUNDS, contract, fees, outturn, refusals, settle, settled_alike, told
from tests.generators.drawing import Draw, Terms, a_share
from tests.generators.fees import Around

FROM_NOUGHT = {"outturn_between": [0, 2_000_000]}


def on_cost(share: str, **more: Any) -> dict[str, Any]:
    return {"rule": "fee on cost", "measure": "costs", "share": share, **more}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on a cost of its own."""
    return {"measure": around.reading("money", (0, int(around.largest))), "share": a_share(draw)}


# Worked examples


def test_ten_per_cent_of_a_cost_of_1_080_000_is_108_000() -> None:
    agreed = contract(on_cost("10%"), measure=FROM_NOUGHT)
    assert fees(settled_alike(agreed, outturn(agreed, -80_000))) == [108_000]


def test_to_date_it_is_on_the_cost_to_date() -> None:
    agreed = contract(on_cost("1/3"), measure=FROM_NOUGHT, counted="to date")
    assert fees(settled_alike(agreed, outturn(agreed, 999_900, 999_900))) == [Fraction("33.33"), Fraction("33.33")]


def test_that_it_rises_with_the_cost_is_told() -> None:
    assert told(contract(on_cost("10%"), measure=FROM_NOUGHT).findings, "fee not contingent") == [
        "The fee on cost (fee.step[0]) is 10% of costs whatever is saved: the fee is not 100% contingent, and rises "
        "with what is spent."
    ]
    assert told(contract(on_cost("0%"), measure=FROM_NOUGHT).findings, "fee not contingent") == []


def test_the_largest_fee_is_tried_at_both_ends_and_may_lie_between_them() -> None:
    """A tenth of a cost of 2,000,000 is 200,000; a tenth of what a cost of nothing saves is 100,000."""
    found = largest_fee(contract({"rule": "share", "share": "10%"}, on_cost("10%"), measure=FROM_NOUGHT, years=1))
    assert (found.amount, found.is_tried) == (200_000, True)
    assert found.rests_on == (
        "the best outturn in the declared range, in every period; as the fee is paid on costs itself too, another "
        "outturn may earn more"
    )


# Refusals


@pytest.mark.parametrize(
    ("measure", "others", "said"),
    [
        (
            {},
            (),
            "fee.step[0].measure is 'costs', whose outturn may be below nought; "
            "give that measure its range, such as outturn_between = [0, 50000]",
        ),
        ({"name": "price"}, (), "fee.step[0].measure is 'costs', which is no measure; write one of 'price'"),
        (
            {"name": "price"},
            ({"name": "costs", "unit": "days"},),
            "fee.step[0].measure is 'costs', in 'days', where money belongs; name a measure in £",
        ),
    ],
)
def test_what_cannot_be_is_refused(measure: dict[str, Any], others: Any, said: str) -> None:
    assert refusals(on_cost("10%"), measure=measure, others=others) == [said]


# Properties


@given(POUNDS, POUNDS)
def test_it_adds_up_over_parts_and_rises_with_the_cost(one: Fraction, other: Fraction) -> None:
    agreed = contract(on_cost("10%"), measure=FROM_NOUGHT)

    def fee(cost: Fraction) -> Fraction:
        return settle(agreed, 1_000_000 - cost).exact("fee after the fee on cost")

    assert fee(one) + fee(other) == fee(one + other) >= fee(one) >= 0
