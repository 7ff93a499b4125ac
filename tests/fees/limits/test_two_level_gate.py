"""A two-level gate: the whole fee for the standard, a part by quality for a lower one, nothing for neither."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from riskreward.contract.largest_fee import largest_fee
from riskreward.fees.limits.two_level_gate import by_level
from riskreward.kernel import pounds, share_of
from tests.contracts import (
    POUNDS,
    QUALITY,
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
from tests.generators.drawing import OF_A_WHOLE, VISITS, Draw, Terms, chosen, pick
from tests.generators.fees import Around

OUTCOMES = {"name": "outcomes met", "unit": "outcomes", "outturn_between": [0, 4]}
HALF = {"rule": "share", "share": "50%"}
GATE = {
    "rule": "two-level gate",
    "standard": {"measure": "quality", "at_least": "40%"},
    "alternative": {"measure": "outcomes met", "at_least": 1},
    "quality": "quality",
}
BOTH = (QUALITY, OUTCOMES)


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on measures of its own: each standard a least or a most."""
    quality = around.reading(OF_A_WHOLE, ("0%", "100%"))
    visits = around.reading(VISITS, (0, 2000))
    sides = ("at_least", "at_most")
    standard = {"measure": quality, pick(draw, sides): pick(draw, ("50%", "40%", "90%"))}
    lower = {"measure": visits, pick(draw, sides): pick(draw, (850, 100, 1000))}
    held = [standard, lower] if chosen(draw) else [lower, standard]
    return {"standard": held[0], "alternative": held[1], "quality": quality}


# Worked examples


def test_the_standard_earns_all_the_alternative_by_quality_and_neither_nothing() -> None:
    """Half of 100,000, in turn by a quality of 40%, of 38.22% with one outcome met, and with none."""
    agreed = contract(HALF, GATE, others=BOTH)
    statement = settle(agreed, 100_000, 100_000, 100_000, quality=("40%", "38.22%", "38.22%"), outcomes_met=(0, 1, 0))
    assert fees(statement) == [50_000, 19_110, 0]
    assert column(statement, "not earned by the two-level gate") == [0, 30_890, 50_000]


def test_shared_savings_at_the_alternative_standard_pay_the_share_times_the_quality() -> None:
    """40% of $23,438,159 at a quality of 72.1% is 28.84% of it, $6,759,565.06."""
    steps = ({"rule": "share", "share": "40%"}, {**GATE, "standard": {"measure": "percentile", "at_least": "40%"}})
    agreed = contract(
        *steps, others=(*BOTH, {**QUALITY, "name": "percentile"}), baseline={"rule": "fixed", "amount": 427_300_055}
    )
    row = {"period": "2026-27", "costs": 403_861_896, "quality": "72.1%", "percentile": "39%", "outcomes met": 1}
    assert [str(each) for each in fees(agreed.settle([row]))] == ["6759565.06"]
    assert str(fees(agreed.settle([{**row, "percentile": "40%"}]))[0]) == "9375263.60"


def test_counted_to_date_only_what_is_added_is_multiplied_and_a_failed_year_earns_nothing_further() -> None:
    """50,000 whole; of 50,000 added 80%; then neither standard; then the standard, and all that was saved counts."""
    step = {**GATE, "quality": "score"}
    agreed = contract(HALF, step, others=(*BOTH, {**QUALITY, "name": "score"}), counted="to date", years=4)
    statement = settle(
        agreed,
        *[100_000] * 4,
        quality=("40%", "0%", "0%", "40%"),
        outcomes_met=(0, 1, 0, 0),
        score=("80%",) * 4,
    )
    assert fees(statement) == [50_000, 40_000, 0, 110_000]


def test_a_standard_may_be_a_most_and_its_edge_meets_it() -> None:
    step = {**GATE, "standard": {"measure": "outcomes met", "at_most": 2}, "alternative": GATE["standard"]}
    agreed = contract(HALF, step, others=BOTH)
    statement = settle(agreed, 100_000, 100_000, 100_000, quality=("0%", "90%", "39.99%"), outcomes_met=(2, 3, 3))
    assert fees(statement) == [50_000, 45_000, 0]


@pytest.mark.parametrize("counted", ["each period", "to date"])
def test_by_the_alternative_no_more_than_the_whole_fee_is_earned(counted: str) -> None:
    """A quality score of 120% counts as 100%."""
    agreed = contract(HALF, {**GATE, "quality": "score"}, others=(*BOTH, {**QUALITY, "name": "score"}), counted=counted)
    statement = settle(agreed, 100_000, quality=("39%",), outcomes_met=(1,), score=("120%",))
    assert fees(statement) == [50_000]


def test_a_measure_has_the_standard_that_it_is_held_to() -> None:
    step = contract(HALF, GATE, others=BOTH).fee.step[1]
    standards = [step.standards(name) for name in ("quality", "outcomes met", "costs")]
    assert standards == [(Fraction("0.4"), None), (1, None), (None, None)]


def test_the_largest_fee_is_that_of_the_standard() -> None:
    agreed = contract(
        HALF, GATE, measure={"outturn_between": [900_000, 1_100_000]}, others=({**QUALITY}, OUTCOMES), years=1
    )
    most = largest_fee(agreed)
    assert (most.amount, most.rests_on) == (
        50_000,
        "the best outturn in the declared range, in every period, with every gate passed",
    )


# Refusals


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"standard": {"measure": "quality"}},
            "fee.step[1].standard needs either at_least or at_most; write one of them",
        ),
        (
            {"alternative": {"measure": "outcomes met", "at_least": 1, "at_most": 2}},
            "fee.step[1].alternative needs either at_least or at_most; write one of them",
        ),
        (
            {"standard": {"measure": "quality", "at_least": 40}},
            'fee.step[1].standard has a standard of 40, but the measure is in %; write "40%"',
        ),
        (
            {"alternative": {"measure": "outcome", "at_least": 1}},
            "fee.step[1].alternative.measure is 'outcome', which is no measure; "
            "write one of 'costs', 'quality', 'outcomes met'",
        ),
        (
            {"quality": "outcomes met"},
            "fee.step[1].quality is 'outcomes met', which is in 'outcomes'; a fee is multiplied by a share; "
            "name a measure in %",
        ),
    ],
)
def test_what_cannot_be_is_refused(changed: Terms, said: str) -> None:
    assert refusals(HALF, {**GATE, **changed}, others=BOTH) == [said]


# Properties


def level(fee: Fraction, standard: bool, alternative: bool, quality: Fraction, before: Fraction | None) -> Fraction:
    def rule() -> Any:
        met = [pounds(1) <= pounds(int(each)) for each in (standard, alternative)]
        return by_level(pounds(fee), *met, share_of(quality), None if before is None else pounds(before))

    return worked(rule)


@given(POUNDS, SHARES)
def test_a_better_level_never_earns_less_and_never_more_than_the_fee(fee: Fraction, quality: Fraction) -> None:
    neither, lower, whole = (level(fee, *met, quality, None) for met in ((False, False), (False, True), (True, True)))
    assert (neither, lower, whole) == (0, fee * quality, fee)
    assert level(fee, True, False, quality, None) == fee


@given(POUNDS, POUNDS, SHARES)
def test_to_date_nothing_that_was_earned_is_taken_back_unless_the_fee_itself_falls(
    fee: Fraction, before: Fraction, quality: Fraction
) -> None:
    assert level(fee, False, False, quality, before) == min(fee, before)
    lower = level(fee, False, True, quality, before)
    assert lower == (fee if fee <= before else before + quality * (fee - before))


def test_what_the_provider_owes_is_owed_at_every_level() -> None:
    for met in ((False, False), (False, True), (True, False)):
        assert level(Fraction(-5), *met, Fraction(1, 2), None) == -5


def test_the_readers_agree() -> None:
    for counted in ("each period", "to date"):
        agreed = contract(HALF, GATE, others=BOTH, counted=counted)
        settled_alike(
            agreed, outturn(agreed, 100_000, -50, 70_000, quality=("40%", "39%", "1%"), outcomes_met=(0, 1, 0))
        )
