"""A quality multiplier: the fee times what a measure in % comes to."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from riskreward.contract.largest_fee import largest_fee
from riskreward.fees.limits.quality_multiplier import multiplied
from riskreward.kernel import pounds, share_of
from tests.contracts import (
    POUNDS,
    QUALITY,
    SAVINGS,
    SHARES,
    column,
    contract,
    fees,
    outturn,
    pence,
    refusals,
    settle,
    settled_alike,
    worked,
)
from tests.generators.drawing import OF_A_WHOLE, Draw, Terms, chosen, pick
from tests.generators.fees import Around

HALF = {"rule": "share", "share": "50%"}
BY_QUALITY = {"rule": "quality multiplier", "measure": "quality"}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on a measure of its own."""
    step: Terms = {"measure": around.reading(OF_A_WHOLE, ("-10%", "150%"))}
    return step | {"at_most": pick(draw, ("100%", "110%", "90%"))} if chosen(draw) else step


def paid(quality: str, benchmark: int, spend: int, share: str, minimum: str) -> Decimal:
    """Return what Medicare shared savings paid: the share by quality, less 2%, within 10% of the benchmark."""
    agreed = contract(
        {"rule": "threshold", "share_of_baseline": minimum, "once_met": "everything counts"},
        {"rule": "share", "share": share},
        BY_QUALITY,
        {"rule": "deduction", "share": "2%"},
        {"rule": "cap", "share_of_baseline": "10%", "over": "period"},
        others=(QUALITY,),
        currency="$",
        rounding="half up to the pound",
        measure={"unit": "$"},
        baseline={"rule": "fixed", "amount": benchmark},
    )
    return fees(agreed.settle([{"period": "2026-27", "costs": spend, "quality": quality}]))[0]


# Worked examples


def test_half_the_saving_times_a_quality_of_90_per_cent() -> None:
    statement = settle(contract(HALF, BY_QUALITY, others=(QUALITY,)), 100_000, quality=("90%",))
    assert fees(statement) == [45_000]
    assert column(statement, "not earned by the quality multiplier") == [5_000]


def test_a_share_of_half_at_76_63_per_cent_is_paid_at_38_315_and_not_at_the_38_31_that_is_printed() -> None:
    """Medicare shared savings 2024, A2366: $4,058,007; at 38.31% it would be $4,057,477."""
    assert paid("76.63%", 87_392_050, 76_584_733, "50%", "3.87%") == 4_058_007
    printed = Decimal("0.3831") * Decimal("0.98") * (87_392_050 - 76_584_733)
    assert round(printed) == 4_057_477


def test_40_per_cent_at_a_quality_of_72_1_is_28_84_per_cent() -> None:
    """Medicare shared savings 2024, A2619: $6,624,374."""
    assert paid("72.1%", 427_300_055, 403_861_896, "40%", "2.39%") == 6_624_374


def test_half_at_90_82_per_cent_is_limited_after_the_deduction() -> None:
    """Medicare shared savings 2018, A1409: a share of 45.41%; 16,768,759.30 is limited to $12,118,223."""
    assert paid("90.82%", 121_182_225, 83_501_144, "50%", "2%") == 12_118_223


def test_more_than_the_most_counts_for_the_most_and_less_than_nothing_for_nothing() -> None:
    agreed = contract(HALF, BY_QUALITY, others=(QUALITY,), years=3)
    assert fees(settle(agreed, 100_000, 100_000, 100_000, quality=("120%", "-5%", "100%"))) == [50_000, 0, 50_000]
    more = contract(HALF, {**BY_QUALITY, "at_most": "110%"}, others=(QUALITY,))
    assert fees(settle(more, 100_000, quality=("120%",))) == [55_000]


def test_it_is_rounded_only_where_the_fee_is() -> None:
    """Half of 1.01 at 33.33% is 0.1683165."""
    assert fees(settle(contract(HALF, BY_QUALITY, others=(QUALITY,)), "1.01", quality=("33.33%",))) == pence("0.17")


def test_it_multiplies_the_fee_of_a_year_by_the_quality_of_its_last_settlement() -> None:
    agreed = contract(HALF, BY_QUALITY, others=(QUALITY,), settled="quarterly", counted="each year")
    statement = settle(agreed, *[10_000] * 4, quality=("10%", "20%", "30%", "80%"))
    assert fees(statement) == [0, 0, 0, 16_000]


def test_a_cap_before_it_limits_the_fee_unless_it_may_raise_it_again() -> None:
    """Two years of 10,000: at most 100% of them leaves 20,000; at most 110% leaves no largest fee."""
    cap = {"rule": "cap", "amount": 10_000, "over": "year"}
    ranged = {**QUALITY, "outturn_between": ["0%", "100%"]}
    for most, largest in (("100%", 20_000), ("110%", None)):
        agreed = contract(HALF, cap, {**BY_QUALITY, "at_most": most}, others=(ranged,), years=2)
        assert largest_fee(agreed).amount == largest


# Refusals


@pytest.mark.parametrize(
    ("step", "given", "said"),
    [
        (
            {**BY_QUALITY, "measure": "visits"},
            {},
            "fee.step[1].measure is 'visits', which is in 'visits'; a fee is multiplied by a share; "
            "name a measure in %",
        ),
        (
            {**BY_QUALITY, "at_most": "10%"},
            {},
            "fee.step[1].at_most is '10%', which is 10% of what it multiplies; "
            'write the whole factor: "110%" for a tenth more',
        ),
        (
            BY_QUALITY,
            {"counted": "to date"},
            "fee.step[1] multiplies a fee by the quality of one period, but a fee counted to date is earned over all "
            "of them; leave the step out",
        ),
    ],
)
def test_what_cannot_be_is_refused(step: Terms, given: Any, said: str) -> None:
    visits = {"name": "visits", "unit": "visits"}
    assert refusals(HALF, step, others=(QUALITY, visits), **given) == [said]


# Properties


def left(fee: Fraction, quality: Fraction, most: Fraction = Fraction(1)) -> Fraction:
    return worked(lambda: multiplied(pounds(fee), share_of(quality), share_of(most)))


@given(SAVINGS, SHARES)
def test_nothing_is_made_of_nothing_and_what_is_owed_stays_and_never_more_than_the_fee(
    fee: Fraction, quality: Fraction
) -> None:
    assert left(fee, quality) == fee if fee <= 0 else 0 <= left(fee, quality) <= fee
    assert left(fee, Fraction(2)) == fee
    assert left(fee, -quality) == min(fee, 0)


@given(POUNDS, POUNDS, SHARES, SHARES)
def test_a_larger_fee_and_a_better_quality_never_earn_less_and_two_fees_earn_what_they_earn_together(
    one: Fraction, other: Fraction, quality: Fraction, better: Fraction
) -> None:
    assert left(one, quality) + left(other, quality) == left(one + other, quality)
    worse, better = sorted((quality, better))
    assert left(one, worse) <= left(one, better)
    assert left(one, better) - left(one, worse) == one * (better - worse)


def test_the_readers_agree() -> None:
    agreed = contract(HALF, BY_QUALITY, others=(QUALITY,))
    settled_alike(agreed, outturn(agreed, "100.01", -50_000, 70_000, quality=("76.63%", "50%", "-0.01%")))
