"""A return made good first: what the provider's expected return is short of comes first, and the rest is shared."""

from fractions import Fraction

import pytest
from hypothesis import given

from riskreward.fees.sharing.made_good_first import made_good_first
from riskreward.kernel import Amount, pounds, share_of
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
from tests.generators.drawing import Draw, Terms, a_share
from tests.generators.fees import Around

SHORT = {"name": "short of the return", "unit": "£", "outturn_between": [-1_000_000, 1_000_000]}
STEP = {"rule": "return made good first", "shortfall": "short of the return", "share": "50%"}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on a shortfall of its own."""
    return {"shortfall": around.reading("money", (-100, 1000)), "share": a_share(draw)}


# Worked examples


def test_a_refinancing_gain_first_restores_the_expected_return_and_the_rest_is_shared_in_half() -> None:
    """Of 1,000,000, 300,000 restore the return; half of 700,000 is shared. Where nothing is short, half of all is."""
    agreed = contract(STEP, others=(SHORT,), years=4)
    statement = settle(agreed, 1_000_000, 1_000_000, 200_000, -5, short_of_the_return=(300_000, 0, 300_000, 300_000))
    assert fees(statement) == [650_000, 500_000, 200_000, 0]
    assert column(statement, "made good by the return made good first") == [300_000, 0, 200_000, 0]


def test_a_return_above_what_was_expected_is_short_of_nothing() -> None:
    assert fees(settle(contract(STEP, others=(SHORT,)), 100_000, short_of_the_return=(-40_000,))) == [50_000]


def test_counted_to_date_the_shortfall_is_too() -> None:
    """40,000 and 70,000 to date of 60,000 to be made good; then half of the 70,000 beyond it."""
    agreed = contract(STEP, others=(SHORT,), counted="to date")
    statement = settle(agreed, 40_000, 30_000, 60_000, short_of_the_return=(30_000, 30_000, 0))
    assert column(statement, "fee to date") == [35_000, 65_000, 95_000]


# Refusals


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"shortfall": "quality"},
            "fee.step[0].shortfall is 'quality', which is in '%'; name a measure in money",
        ),
        (
            {"shortfall": "short"},
            "fee.step[0].shortfall is 'short', which is no measure; "
            "write one of 'costs', 'short of the return', 'quality'",
        ),
        (
            {"share": 50},
            'fee.step[0].share is 50, which is 50 times the whole; did you mean "50%"? write "50%"',
        ),
    ],
)
def test_what_cannot_be_is_refused(changed: Terms, said: str) -> None:
    assert refusals({**STEP, **changed}, others=(SHORT, {"name": "quality", "unit": "%"})) == [said]


# Properties


def earned(counted: Fraction, short: Fraction, rate: Fraction) -> tuple[Fraction, Fraction]:
    def part(number: int) -> Amount:
        return made_good_first(pounds(counted), pounds(short), share_of(rate))[number]

    return worked(lambda: part(0)), worked(lambda: part(1))


@given(SAVINGS, SAVINGS, SHARES)
def test_nothing_saved_earns_nothing_and_never_more_is_earned_than_was_saved(
    counted: Fraction, short: Fraction, rate: Fraction
) -> None:
    restored, shared = earned(counted, short, rate)
    gain = max(counted, Fraction(0))
    assert restored == min(gain, max(short, Fraction(0)))
    assert shared == rate * (gain - restored)


@given(SAVINGS, POUNDS, POUNDS, SHARES)
def test_it_is_continuous_and_more_saved_never_earns_less(
    counted: Fraction, more: Fraction, short: Fraction, rate: Fraction
) -> None:
    assert 0 <= sum(earned(counted + more, short, rate)) - sum(earned(counted, short, rate)) <= more


def test_the_readers_agree() -> None:
    agreed = contract({**STEP, "share": "1/3"}, others=(SHORT,), counted="to date")
    settled_alike(agreed, outturn(agreed, 100, -50, 70_000, short_of_the_return=("33.33", -5, "0.01")))
