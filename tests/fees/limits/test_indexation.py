"""Fee indexation: the fee at the prices of its year, by a published index."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from riskreward import InputError
from riskreward.contract.largest_fee import largest_fee
from tests.contracts import contract, fees, outturn, refusals, settle, settled_alike
from tests.generators import baselines
from tests.generators.drawing import Draw, Terms
from tests.generators.fees import Around

HALF = {"rule": "share", "share": "50%"}
INDEX: Terms = {
    "series": "CPI, 2015 = 100",
    "month": "February inside the year",
    "base": 100,
    "levels": {"2026-27": "103", "2027-28": "105.06", "2028-29": "98"},
}
INDEXED: Terms = {"rule": "fee indexation", "index": INDEX}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step with an index."""
    return {"index": baselines.index(draw, around.term)}


# Worked examples


def test_a_fee_of_50000_is_51500_at_103_over_100_and_falls_with_the_index() -> None:
    assert fees(settle(contract(HALF, INDEXED), *[100_000] * 3)) == [51_500, 52_530, 49_000]


def test_the_factor_may_be_rounded_to_places_and_the_cap_that_follows_is_not_indexed() -> None:
    """105.06 over 100 is 1.0506, to two places 1.05."""
    step = {"rule": "fee indexation", "index": {**INDEX, "places": 2}}
    cap = {"rule": "cap", "amount": 52_000, "over": "period"}
    assert fees(settle(contract(HALF, step, cap), *[100_000] * 2)) == [51_500, 52_000]
    assert fees(settle(contract(HALF, step), *[100_000] * 2)) == [51_500, 52_500]


def test_a_tariff_for_what_is_measured_is_indexed_too() -> None:
    days = {"name": "days", "unit": "days", "outturn_between": [0, 1_000]}
    payment = {"rule": "unit payment", "measure": "days", "price": {"amount": 15}}
    assert fees(settle(contract(payment, INDEXED, others=(days,)), 0, days=(10,))) == [Decimal("154.50")]


def test_a_level_not_yet_published_is_asked_for_when_its_year_is_settled() -> None:
    index = {**INDEX, "levels": {"2026-27": "103"}}
    agreed = contract(HALF, {"rule": "fee indexation", "index": index})
    assert fees(settle(agreed, 100_000)) == [51_500]
    with pytest.raises(InputError) as caught:
        settle(agreed, 100_000, 100_000)
    assert [str(each) for each in caught.value.problems] == [
        "fee.step[1].index.levels has no level for 2027-28, which the outturn settles; "
        'write the published level: "2027-28" = ...'
    ]


def test_the_largest_fee_waits_for_the_levels_and_a_cap_before_the_index_does_not_hold() -> None:
    ranged = {"outturn_between": [900_000, 1_100_000]}
    cap = {"rule": "cap", "amount": 10_000, "over": "term"}
    assert largest_fee(contract(HALF, INDEXED, measure=ranged)).amount == 153_030
    unknown = {"rule": "fee indexation", "index": {**INDEX, "levels": {"2026-27": "103"}}}
    most = largest_fee(contract(HALF, cap, unknown, measure=ranged))
    assert most.amount is None
    assert "the fee indexation has a level not yet published" in most.rests_on
    assert largest_fee(contract(HALF, unknown, cap, measure=ranged)).amount == 10_000


# Refusals


@pytest.mark.parametrize(
    ("changed", "given", "said"),
    [
        (
            {"levels": {"2025-26": 100}},
            {},
            "fee.step[1].index.levels has '2025-26', which is no year of the term 2026-27 to 2028-29; "
            "write each level under the year it is for",
        ),
        (
            {},
            {"counted": "to date"},
            "fee.step[1] indexes a fee to the prices of one year, but a fee counted to date is earned at those of "
            "several; leave the step out",
        ),
        ({"base": 0}, {}, "fee.step[1].index.base is not above nought; write the published level of the base month"),
    ],
)
def test_what_cannot_be_is_refused(changed: Terms, given: Any, said: str) -> None:
    assert refusals(HALF, {"rule": "fee indexation", "index": {**INDEX, **changed}}, **given) == [said]


# Properties


def test_nothing_saved_earns_nothing_and_twice_the_fee_is_twice_as_much() -> None:
    agreed = contract(HALF, INDEXED)
    once, twice = (settle(agreed, *[saving] * 3) for saving in (1_234, 2_468))
    for one, other in zip(once.periods, twice.periods, strict=True):
        assert 2 * one.exact("fee after the fee indexation") == other.exact("fee after the fee indexation")
        assert one.exact("fee after the fee indexation") > Fraction(0)
    assert fees(settle(agreed, 0, -5, 0)) == [0, 0, 0]


def test_the_readers_agree() -> None:
    step = {"rule": "fee indexation", "index": {**INDEX, "places": 3, "at_most": "104%"}}
    for each in (step, INDEXED):
        agreed = contract(HALF, each)
        settled_alike(agreed, outturn(agreed, "100.01", -50_000, 70_000))
