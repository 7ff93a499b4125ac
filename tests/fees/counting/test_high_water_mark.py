"""A high-water mark: only saving above the highest level yet reached counts."""

from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.fees.counting.high_water_mark import above_mark
from riskreward.kernel import pounds
from tests.contracts import (
    POUNDS,
    SAVINGS,
    column,
    contract,
    fees,
    outturn,
    refusals,
    settle,
    settled_alike,
    told,
    worked,
)
from tests.generators.drawing import Draw, Terms, a_small_share, chosen, pick
from tests.generators.fees import Around

MARK = {"rule": "high-water mark", "mark_is": "the highest level reached", "resets": "never"}
TWENTY = {"rule": "share", "share": "20%"}
BEFORE = "highest saving before, under the high-water mark"


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step in each of its forms."""
    step: Terms = {"mark_is": pick(draw, ("the highest level reached", "the highest level that counted"))}
    step |= {"resets": "never"} if chosen(draw) else {"resets": "after some years", "after_years": pick(draw, (1, 2))}
    if chosen(draw):
        step["hurdle"] = a_small_share(draw)
    return step | {"less_the_fee": chosen(draw)}


def grown(*values: object, mark: Terms = MARK, opening: int = 100) -> Any:
    """Settle years in which what was worth 100 is worth these values."""
    agreed = contract(
        mark,
        TWENTY,
        baseline={"rule": "fixed", "amount": opening},
        measure={"better": "higher", "benefit": "income"},
        earns_on=["income"],
        years=len(values),
    )
    return agreed.settle({f"{2026 + year}-{27 + year}": value for year, value in enumerate(values)})


# Worked examples


def test_no_second_fee_on_ground_regained() -> None:
    """A level of 1,000,000, of 500,000, of 1,000,000 again: a fifth of the first, and nothing on the recovery."""
    statement = settle(contract(MARK, TWENTY, years=4), 1_000_000, 500_000, 1_000_000, 1_100_000)
    assert fees(statement) == [200_000, 0, 0, 20_000]
    assert column(statement, BEFORE) == [0, 1_000_000, 1_000_000, 1_000_000]


def test_100_grown_to_120_earns_3_above_a_hurdle_of_5_per_cent_and_leaves_a_mark_of_117() -> None:
    """20% of what exceeds 105 is 3; the mark is 100 and the 17 that are left, its hurdle 122.85, which 120 misses."""
    statement = grown(120, 120, mark={**MARK, "hurdle": "5%", "less_the_fee": True})
    assert fees(statement) == [3, 0]
    assert column(statement, BEFORE)[1] == 117 - 100
    assert column(statement, "hurdle on the high-water mark") == [5, Decimal("122.85") - 117]


def test_there_is_no_hurdle_on_a_baseline_below_nought() -> None:
    """From -100 to 20 is 120, all of it above the mark: a fifth is 24."""
    statement = grown(20, mark={**MARK, "hurdle": "5%"}, opening=-100)
    assert column(statement, "hurdle on the high-water mark") == [0]
    assert fees(statement) == [24]


def test_a_level_below_the_hurdle_moves_the_mark_or_does_not() -> None:
    """104 misses the hurdle of 105. If it moved the mark, 110 must exceed 104 and 5.20; if not, 105 again."""
    reached = {**MARK, "hurdle": "5%"}
    counted = {**reached, "mark_is": "the highest level that counted"}
    assert fees(grown(104, 110, mark=reached)) == [0, Decimal("0.16")]
    assert fees(grown(104, 110, mark=counted)) == [0, 1]


def test_a_mark_that_resets_pays_again_for_what_was_paid_for() -> None:
    step = {**MARK, "resets": "after some years", "after_years": 2}
    agreed = contract(step, TWENTY, years=4)
    assert fees(settle(agreed, *[100_000] * 4)) == [20_000, 0, 20_000, 0]
    assert told(agreed.findings, "mark resets") == [
        "The high-water mark (fee.step[0]) starts again from nothing every 2 years: a level that earned may earn again."
    ]
    assert fees(settle(contract(MARK, TWENTY, years=4), *[100_000] * 4)) == [20_000, 0, 0, 0]


def test_a_loss_is_no_level() -> None:
    assert fees(settle(contract(MARK, TWENTY), -50_000, 10_000, 10_000)) == [0, 2_000, 0]


def test_in_quarters_counted_each_year_the_years_level_is_held_against_the_mark() -> None:
    agreed = contract(MARK, TWENTY, settled="quarterly", counted="each year", years=2)
    assert fees(settle(agreed, *[10_000] * 4, *[15_000] * 4)) == [0, 0, 0, 8_000, 0, 0, 0, 4_000]


def test_a_hurdle_counted_each_year_is_a_share_of_the_years_baseline() -> None:
    """1% of four quarters of 1,000,000 is 40,000: a fifth of the 60,000 above it is 12,000."""
    agreed = contract({**MARK, "hurdle": "1%"}, TWENTY, settled="quarterly", counted="each year", years=1)
    statement = settle(agreed, *[25_000] * 4)
    assert column(statement, "hurdle on the high-water mark")[3] == 40_000
    assert fees(statement) == [0, 0, 0, 12_000]


# Refusals


@pytest.mark.parametrize(
    ("changed", "given", "said"),
    [
        (
            {"after_years": 2},
            {},
            "fee.step[0].after_years goes with resets = 'after some years', and only with it; write both or neither",
        ),
        (
            {"resets": "after some years"},
            {},
            "fee.step[0].after_years goes with resets = 'after some years', and only with it; write both or neither",
        ),
        (
            {},
            {"counted": "to date"},
            "fee.step[0] counts a saving above its highest level, but a fee counted to date adds the levels of all "
            "periods up; leave the step out",
        ),
    ],
)
def test_what_cannot_be_is_refused(changed: Terms, given: Any, said: str) -> None:
    assert refusals({**MARK, **changed}, TWENTY, **given) == [said]


@pytest.mark.parametrize("term", ["mark_is", "resets"])
def test_where_published_forms_differ_there_is_no_default(term: str) -> None:
    (said,) = refusals({name: value for name, value in MARK.items() if name != term}, TWENTY)
    assert said.startswith(f"fee.step[0].{term} is missing; choose one of")


# Properties


@given(SAVINGS, POUNDS, POUNDS, POUNDS)
def test_nothing_up_to_the_mark_counts_and_more_saved_never_counts_for_less(
    level: Fraction, more: Fraction, mark: Fraction, hurdle: Fraction
) -> None:
    def counts(saved: Fraction) -> Fraction:
        return worked(lambda: above_mark(pounds(saved), pounds(mark), pounds(hurdle)))

    assert counts(min(level, mark + hurdle)) == 0
    assert 0 <= counts(level + more) - counts(level) <= more


@settings(max_examples=30)
@given(st.lists(SAVINGS, min_size=1, max_size=4))
def test_what_counts_over_the_years_is_the_highest_level(levels: list[Fraction]) -> None:
    statement = settle(contract(MARK, TWENTY, years=4), *levels)
    counted = [period.exact("saving after the high-water mark") for period in statement.periods]
    assert list(accumulate(counted)) == list(accumulate((max(each, Fraction(0)) for each in levels), max))


def test_the_readers_agree() -> None:
    step = {**MARK, "hurdle": "2.5%", "less_the_fee": True, "resets": "after some years", "after_years": 2}
    agreed = contract(step, TWENTY, years=4)
    settled_alike(agreed, outturn(agreed, 100_000, -50, "133333.33", 90_000))
