"""A test of one's own contract fails with the story, and only where a promise is broken."""

from fractions import Fraction

import pytest

import riskreward as rr
from riskreward.kernel import share_of
from riskreward.promises import Promise, assert_kept

OUT_OF_POCKET = "never out of pocket"
SAVED_THEN_LOST = {"2026-27": 500_000, "2027-28": 1_500_000}


def gain_share(clawback: bool) -> rr.Contract:
    return rr.gain_share(baseline=1_000_000, share="25%", starts="2026-04-01", years=2, clawback=clawback)


def test_a_promise_is_kept_or_broken_on_the_outturn_given() -> None:
    assert_kept(gain_share(True), OUT_OF_POCKET, SAVED_THEN_LOST)
    with pytest.raises(AssertionError, match=r"broken in 2027-28.*paid £125,000 for nothing saved"):
        assert_kept(gain_share(False), OUT_OF_POCKET, SAVED_THEN_LOST)
    assert_kept(gain_share(False), OUT_OF_POCKET, {"2026-27": 500_000, "2027-28": 1_000_000})


def test_without_an_outturn_one_that_breaks_it_is_searched() -> None:
    assert_kept(gain_share(True), paths=300)
    with pytest.raises(AssertionError, match="never out of pocket: broken in 2027-28"):
        assert_kept(gain_share(False), paths=300)


def test_a_promise_of_ones_own_is_a_function_over_lines() -> None:
    contract = gain_share(True)
    saved = {"2026-27": 500_000}
    assert_kept(contract, lambda lines: lines["paid"] <= lines["saving"], saved)
    with pytest.raises(AssertionError, match="your own promise: broken in 2026-27"):
        assert_kept(contract, lambda lines: lines["paid"] <= share_of(Fraction(1, 5)) * lines["saving"], saved)
    at_most = Promise(
        "a fifth",
        "No more than a fifth is paid.",
        lambda lines: lines["paid"] <= share_of(Fraction(1, 5)) * lines["saving"],
    )
    with pytest.raises(AssertionError, match="a fifth: broken"):
        assert_kept(contract, at_most, saved)


def test_an_unknown_promise_or_line_is_refused_with_near_names() -> None:
    contract = gain_share(True)
    with pytest.raises(rr.InputError, match="'never out of pocket'"):
        assert_kept(contract, "never out of pockets")
    with pytest.raises(rr.InputError, match=r"line 'payed' is no line.*'paid'"):
        assert_kept(contract, lambda lines: lines["payed"] <= lines["saving"])
    with pytest.raises(rr.InputError, match="does not apply"):
        assert_kept(contract, "the guaranteed amount is reached")
