"""Comparators: a fixed fee, and a fixed part with a share, for the same measures and term."""

from decimal import Decimal

import pytest

import riskreward as rr
from riskreward import InputError
from tests.contracts import QUALITY, contract
from tests.promises.contracts import of_the_catalogue

SAVED = dict.fromkeys(("2026-27", "2027-28", "2028-29"), 900_000)
LOST = dict.fromkeys(SAVED, 1_100_000)
OFFER = rr.gain_share(
    baseline="£1,000,000", guarantee="5%", share="25%", fee_starts="above the guarantee", retention="20%",
    clawback=True, starts="2026-04-01", years=3,
)  # fmt: skip
PAID = "paid to date, less what was given back"


def test_a_fixed_fee_is_paid_whatever_is_saved() -> None:
    fixed = rr.fixed_fee("£60,000", like=OFFER)
    for outturn in (SAVED, LOST):
        assert [each["paid"] for each in fixed.settle(outturn).periods] == [Decimal("20000.00")] * 3
    assert fixed.settle(LOST).exact("kept by the council to date") == -360_000
    assert any(each.name == "fee not contingent" for each in fixed.findings)


def test_what_does_not_divide_to_the_penny_comes_with_the_last_settlement() -> None:
    fixed = rr.fixed_fee("£100,000.01", like=OFFER)
    assert [str(each["paid"]) for each in fixed.settle(SAVED).periods] == ["33333.33", "33333.33", "33333.35"]


def test_a_fixed_fee_may_be_due_at_once_or_at_the_end() -> None:
    fixed = rr.fixed_fee("£60,000", like=OFFER, due="with the first settlement")
    assert [each["paid"] for each in fixed.settle(SAVED).periods] == [Decimal("60000.00"), 0, 0]
    fixed = rr.fixed_fee("£60,000", like=OFFER, due="with the last settlement")
    assert [each["paid"] for each in fixed.settle(SAVED).periods] == [0, 0, Decimal("60000.00")]


def test_a_hybrid_pays_a_part_and_a_share_of_every_saving() -> None:
    """£20,000, and a tenth of £300,000; of a loss the share is nothing."""
    both = rr.hybrid("£20,000", share="10%", like=OFFER)
    assert both.settle(SAVED).amount(PAID) == 50_000
    assert both.settle(LOST).amount(PAID) == 20_000


def test_the_cap_of_a_hybrid_limits_the_two_together() -> None:
    assert rr.hybrid("£20,000", share="10%", like=OFFER, cap="£35,000").settle(SAVED).amount(PAID) == 35_000


def test_it_is_called_by_its_figures() -> None:
    assert rr.fixed_fee(60_000, like=OFFER).title == "Fixed fee of £60,000"
    assert rr.hybrid("£20,000", share=0.1, like=OFFER).title == "Hybrid of £20,000 and 10%"
    assert rr.hybrid("£20,000", share="10%", like=OFFER, title="Theirs").title == "Theirs"


def test_it_measures_the_same_over_the_same_term() -> None:
    offer = contract({"rule": "share", "share": "25%"}, others=(QUALITY,))
    for each in (rr.fixed_fee("£1", like=offer), rr.hybrid("£1", share="1%", like=offer)):
        assert each.measure == offer.measure
        assert each.calendar.periods == offer.calendar.periods
        assert each.guarantee is None
        assert each.settlement.retention is None


@pytest.mark.parametrize(("name", "offer"), list(of_the_catalogue()))
def test_every_contract_of_the_catalogue_can_be_held_against_a_fixed_fee(name: str, offer: rr.Contract) -> None:
    assert rr.fixed_fee(f"{offer.currency}10,000", like=offer).measure == offer.measure, name


def test_what_is_wrong_is_told_by_its_parameter() -> None:
    with pytest.raises(InputError, match=r"^amount is '-5', below nought"):
        rr.fixed_fee("-5", like=OFFER)
    with pytest.raises(InputError, match=r"^share is 120%"):
        rr.hybrid("£5", share="120%", like=OFFER)
    with pytest.raises(InputError, match=r"^due is 'soon', which is no time for it; choose one of 'in equal parts'"):
        rr.fixed_fee("5", like=OFFER, due="soon")  # type: ignore[arg-type]  # it is refused
    with pytest.raises(InputError, match=r"^cap is 'x'"):
        rr.hybrid("£5", share="12%", like=OFFER, cap="x")
