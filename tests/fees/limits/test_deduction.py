"""A deduction: a share of the fee that is taken off before any limit that follows."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given

from riskreward.fees.limits.deduction import less_deduction
from riskreward.kernel import pounds, share_of
from tests.contracts import (
    POUNDS,
    SAVINGS,
    SHARES,
    column,
    contract,
    fees,
    outturn,
    refusals,
    settle,
    settled_alike,
    worked,
)
from tests.generators.drawing import Draw, Terms, a_small_share
from tests.generators.fees import Around

HALF = {"rule": "share", "share": "50%"}
TWO_PER_CENT = {"rule": "deduction", "share": "2%"}
CAP = {"rule": "cap", "amount": 49_000, "over": "period"}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step."""
    return {"share": a_small_share(draw)}


# Worked examples


def test_two_per_cent_of_a_fee_of_50000_is_a_thousand() -> None:
    statement = settle(contract(HALF, TWO_PER_CENT), 100_000)
    assert fees(statement) == [49_000]
    assert column(statement, "taken off by the deduction") == [1_000]


def test_it_comes_off_before_the_limit_and_not_after_it() -> None:
    """50,000 less 2% is 49,000, within the cap of 49,000; capped first, 2% of 49,000 would be lost as well."""
    assert fees(settle(contract(HALF, TWO_PER_CENT, CAP), 100_000)) == [49_000]
    assert fees(settle(contract(HALF, CAP, TWO_PER_CENT), 100_000)) == [48_020]


def test_two_deductions_multiply() -> None:
    """2% and then 10% of what is left: 88.2% remains."""
    levy = {"rule": "deduction", "name": "levy", "share": "10%"}
    assert fees(settle(contract(HALF, TWO_PER_CENT, levy), 100_000)) == [44_100]


def test_it_is_rounded_only_where_the_fee_is() -> None:
    assert fees(settle(contract(HALF, TWO_PER_CENT), Decimal("0.97"))) == [Decimal("0.48")]  # 0.4753, not 0.49 - 0.01


# Refusals


def test_a_deduction_of_98_for_2_per_cent_is_refused() -> None:
    (said,) = refusals(HALF, {"rule": "deduction", "share": 2})
    assert said == 'fee.step[1].share is 2, which is 2 times the whole; did you mean "2%"? write "2%"'


def test_it_takes_a_fee() -> None:
    assert refusals(TWO_PER_CENT, HALF)[0].startswith("fee.step[0] (deduction) takes the fee, but no share, bands")


# Properties


@given(SAVINGS, SHARES)
def test_nothing_is_taken_off_nothing_nor_off_what_is_owed_and_never_more_than_the_fee(
    fee: Fraction, rate: Fraction
) -> None:
    left = worked(lambda: less_deduction(pounds(fee), share_of(rate)))
    assert left == fee if fee <= 0 else 0 <= left <= fee


@given(POUNDS, POUNDS, SHARES)
def test_a_larger_fee_leaves_more_and_two_fees_leave_what_they_leave_together(
    one: Fraction, other: Fraction, rate: Fraction
) -> None:
    def left(fee: Fraction) -> Any:
        return worked(lambda: less_deduction(pounds(fee), share_of(rate)))

    assert left(one) <= left(one + other) == left(one) + left(other)


def test_the_readers_agree() -> None:
    agreed = contract(HALF, TWO_PER_CENT, counted="to date")
    settled_alike(agreed, outturn(agreed, 100_000, -50_000, Decimal("0.97")))
