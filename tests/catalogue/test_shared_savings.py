"""Really paid shared savings, typed in from the public use files, through the catalogue's contract.

Source: CMS, Medicare Shared Savings Program, performance-year financial and quality results, public use files.
"""

from fractions import Fraction
from typing import Any

import pytest

import riskreward as rr
from riskreward.catalogue.shared_savings import shared_savings
from tests.catalogue.medicare import MINIMUM_RATES, earned, track
from tests.contracts import column, settled_alike

SAVED = [
    # track, benchmark, spend, minimum rate, share, quality, earned
    ("A1026, 2024", "BE", 600_514_210, 577_772_388, "1.5%", "50%", None, 11_143_493),
    ("A1059, 2024", "BE", 424_274_078, 402_512_951, "2.41%", "50%", None, 10_662_952),
    ("A1262, 2024", "BB", 477_097_671, 433_433_268, "2.28%", "40%", None, 17_116_446),
    ("A1001, 2023", "EN", 1_098_668_352, 998_768_668, "2%", "75%", None, 73_426_268),
    ("A2619, 2024, quality", "BE", 427_300_055, 403_861_896, "2.39%", "40%", "72.1%", 6_624_374),
    ("A2366, 2024, 38.315% and not 38.31%", "BE", 87_392_050, 76_584_733, "3.87%", "50%", "76.63%", 4_058_007),
    ("A1204, 2024, below the minimum", "EN", 415_241_442, 413_720_903, "1%", "75%", None, 0),
]


@pytest.mark.parametrize(
    ("name", "benchmark", "spend", "minimum", "share", "quality", "paid"),
    [pytest.param(*row, id=case) for case, *row in SAVED],
)
def test_a_saving_is_paid_to_the_dollar(
    name: str, benchmark: int, spend: int, minimum: str, share: str, quality: str | None, paid: int
) -> None:
    loss = None if quality else "40%"
    agreed = track(name, benchmark, share, minimum, times_quality=quality is not None, loss_share=loss)
    assert abs(earned(agreed, spend, {"quality": quality, "non-routine adjustment": 0}) - paid) <= 1


def test_half_the_share_below_the_minimum() -> None:
    """A5328, 2024: 0.03% saved against 3.01%: half of 40%, less 2%: $6,288."""
    more = {"counts": "everything counts, a share of it below", "share_below": "50%"}
    agreed = track("BB", 112_323_078, "40%", "3.01%", **more)
    assert earned(agreed, 112_290_994, {}) == 6_288


def test_the_limit_binds_after_the_deduction_and_half_a_dollar_is_rounded_up() -> None:
    """A1409, 2018: 45.41% of $37,681,081 less 2% is above 10% of the benchmark, which is $12,118,222.50."""
    agreed = track("T1", 121_182_225, "45.41%", None)
    statement = agreed.settle([{"period": "2020", "spend": 83_501_144, "population": 5_451}])
    assert statement.exact("fee after the deduction") == Fraction("16768759.304458")
    assert statement.exact("fee of the year") == 12_118_223
    assert earned(track("T1", 119_762_995, "50%", None, times_quality=True), 91_531_752, A00755) == 11_976_300


A00755 = {"population": 6_051, "quality": "88.66%"}

OWED = [
    # track, benchmark, spend, minimum rate, share, quality, adjustment, owed
    ("A2029, 2024", "EN", 497_679_939, 501_112_242, "0%", "75%", "90.26%", 1_382, 1_371_539),
    ("A2308, 2024, 30%", "BE", 163_350_765, 168_705_941, "1%", "50%", None, 1_893, 1_604_660),
    ("A5193, 2024, 1.00017% against 1%", "BE", 483_042_957, 487_874_221, "1%", "50%", None, 747, 1_448_632),
    ("A3743, 2018, the standard failed: 75%", "T3", 86_448_539, 89_276_593, "1%", "75%", "0%", 2_797, 2_118_244),
    ("A1215, 2018, at least 40%", "T3", 797_237_607, 812_497_276, "0.5%", "75%", "88.84%", 2_655, 6_101_212),
    (
        "A2164, 2023, 41.845% and not 41.84%",
        "EN",
        277_050_204,
        285_105_104,
        "2%",
        "75%",
        "77.54%",
        1_406_093,
        1_964_480,
    ),
]


@pytest.mark.parametrize(
    ("name", "benchmark", "spend", "minimum", "share", "quality", "adjustment", "owed"),
    [pytest.param(*row, id=case) for case, *row in OWED],
)
def test_an_overspend_is_owed_to_two_dollars(
    name: str, benchmark: int, spend: int, minimum: str, share: str, quality: str | None, adjustment: int, owed: int
) -> None:
    agreed = track(name, benchmark, share, minimum, times_quality=quality is not None)
    assert abs(-earned(agreed, spend, {"quality": quality, "non-routine adjustment": adjustment}) - owed) <= 2


def test_an_overspend_below_the_minimum_is_not_owed() -> None:
    agreed = track("BE", 483_042_957, "50%", "1%")
    assert earned(agreed, 483_042_957 + 4_830_429, {"non-routine adjustment": 0}) == 0
    assert earned(agreed, 483_042_957 + 4_830_430, {"non-routine adjustment": 0}) == -1_449_129


@pytest.mark.parametrize(("population", "rate"), [(5_451, "0.037645646"), (14_719, "0.027168034"), (60_000, "0.02")])
def test_the_minimum_rate_lies_on_a_straight_line_within_its_row(population: int, rate: str) -> None:
    agreed = track("T1", 1_000_000, "50%", None)
    statement = agreed.settle([{"period": "2020", "spend": 900_000, "population": population}])
    assert round(statement.exact("threshold by size to reach") / 1_000_000, 9) == Fraction(rate)


# An advance


def test_an_advance_is_recovered_out_of_what_is_earned() -> None:
    """A5401, 2024: $2,434,982 earned of 40%, $1,452,026 outstanding: $982,956 is payable, and nothing is still owed."""
    more: dict[str, Any] = {"advance": 1_452_026, "advance_at_the_end": "provider repays"}
    agreed = track("BB", 107_068_512, "40%", "1%", **more)
    statement = agreed.settle({"2020": 100_856_823})
    assert abs(statement.exact("fee of the year") - 2_434_982) <= 1
    assert column(statement, "advance recovered") == [1_452_026]
    assert column(statement, "paid") == [statement.amount("fee of the year") - 1_452_026]
    assert column(statement, "advance still owed") == [0]


def test_an_advance_larger_than_what_is_earned_is_carried_forward() -> None:
    """A5328, 2024: $6,288 earned of $565,455 outstanding: all of it is recovered, and $559,167 is still owed."""
    more: dict[str, Any] = {"advance": 565_455, "advance_at_the_end": "provider repays", "years": 2}
    more |= {"counts": "everything counts, a share of it below", "share_below": "50%"}
    agreed = track("BB", 112_323_078, "40%", "3.01%", **more)
    statement = agreed.settle({"2020": 112_290_994})
    assert column(statement, "advance recovered") == [6_288]
    assert column(statement, "paid") == [0]
    assert column(statement, "advance still owed") == [559_167]


# Each mistake, made on purpose, is noticed by a settlement that was really paid


def test_the_deduction_after_the_limit_would_pay_a1409_less() -> None:
    right = track("T1", 121_182_225, "45.41%", None)
    steps = list(right.fee.step)
    swapped = right.replace(fee={**_plain(right), "step": [*steps[:2], steps[3], steps[2]]})
    assert earned(swapped, 83_501_144, {"population": 5_451}) == 11_875_859
    assert earned(right, 83_501_144, {"population": 5_451}) == 12_118_223


def _plain(agreed: rr.Contract) -> dict[str, Any]:
    return {"starts": agreed.fee.starts, "counted": agreed.fee.counted}


def test_no_limit_would_pay_a1409_more() -> None:
    assert earned(track("T1", 121_182_225, "45.41%", None, limit=None), 83_501_144, {"population": 5_451}) == 16_768_759


def test_a_minimum_rate_as_displayed_is_not_the_one_that_is_used() -> None:
    """At 5,451 people 3.7646% is displayed and 3.7645646% used: a saving between the two counts."""
    between = 10**9 - 37_645_700
    others = {"population": 5_451}
    assert earned(track("T1", 10**9, "50%", None), between, others) == 18_446_393
    assert earned(track("T1", 10**9, "50%", "3.7646%"), between, others) == 0


def test_sharing_only_the_excess_would_pay_a1026_less() -> None:
    right = track("BE", 600_514_210, "50%", "1.5%", counts="only the excess counts")
    assert earned(right, 577_772_388, {"non-routine adjustment": 0}) == 6_729_713


def test_a_deduction_from_losses_would_owe_a2308_less() -> None:
    wrong = track("BE", 163_350_765, "50%", "1%")
    wrong = wrong.replace(**{f"fee.step[{len(wrong.fee.step) - 1}].share": Fraction("0.30") * Fraction("0.98")})
    assert earned(wrong, 168_705_941, {"non-routine adjustment": 1_893}) == -1_572_529


def test_a_one_sided_track_owes_no_loss() -> None:
    """A1071, 2018: $5,849,446 overspent in a one-sided track: nothing earned, nothing owed."""
    others = {"population": 3_785, "non-routine adjustment": 0}
    assert earned(track("T1", 49_166_832, "36.14%", None), 55_016_278, others) == 0
    two_sided = track("T1+", 49_166_832, "36.14%", "4.568034%")
    assert earned(two_sided, 55_016_278, others) == -1_754_834


def test_without_the_least_loss_share_a1215_would_owe_less_than_it_did() -> None:
    """A1215, 2018: one less 75% of 88.84% is 33.37%, below the 40% that it owed."""
    wrong = track("T3", 797_237_607, "75%", "0.5%", times_quality=True, loss_share_at_least="0%")
    assert earned(wrong, 812_497_276, {"quality": "88.84%", "non-routine adjustment": 2_655}) == -5_089_497


def test_ignoring_the_adjustment_would_owe_a2164_more() -> None:
    wrong = track("EN", 277_050_204, "75%", "2%", times_quality=True, loss_adjustment=False)
    assert earned(wrong, 285_105_104, {"quality": "77.54%"}) == -3_370_573


# What is asked for, and what is refused


def refusals(**terms: Any) -> list[str]:
    usual = {"benchmark": 1_000_000, "share": "50%", "starts": "2024-01-01"}
    with pytest.raises(rr.InputError) as caught:
        shared_savings(**{**usual, **terms})
    return [str(problem) for problem in caught.value.problems]


def test_what_published_contracts_settle_differently_is_asked_for_with_what_it_would_pay() -> None:
    asked = "is missing, and published contracts differ; what each would pay on"
    assert refusals(minimum_rate="2%", loss_share="30%", loss_minimum_rate="2%", advance=1_000) == [
        f"counts {asked} a saving of 5% of the benchmark stands beside it; choose one of "
        '"everything counts" ($25,000), "only the excess counts" ($15,000)',
        f"advance_at_the_end {asked} nothing saved stands beside it; choose one of "
        '"provider repays" ($0), "written off" ($1,000)',
        f"loss_counts {asked} an overspend of 5% of the benchmark stands beside it; choose one of "
        '"everything counts" (-$15,000), "only the excess counts" (-$9,000)',
    ]


def test_a_loss_share_by_quality_needs_the_quality_and_its_two_ends() -> None:
    assert refusals(loss_share="one less the share earned") == [
        "loss_share_at_least is missing, but loss_share is 'one less the share earned'; write it, such as \"40%\"",
        "loss_share_at_most is missing, but loss_share is 'one less the share earned'; write it, such as \"40%\"",
    ]
    assert refusals(loss_share="30%", loss_share_at_least="40%") == [
        "loss_share_at_least goes with loss_share='one less the share earned', and only with it; leave it out"
    ]


def test_the_readers_agree_on_a_two_sided_track() -> None:
    agreed = track(
        "EN", 277_050_204, "75%", "2%", times_quality=True, years=3, loss_limit="15%", loss_limit_of_revenue="8%"
    )
    rows = [(285_105_104, "77.54%"), (250_000_000, "90%"), (277_050_204, "0%")]
    settled_alike(
        agreed,
        [
            {
                "period": str(2020 + number),
                "spend": spend,
                "quality": quality,
                "non-routine adjustment": 1,
                "revenue": 9_000_000,
            }
            for number, (spend, quality) in enumerate(rows)
        ],
    )


def test_the_table_of_minimum_rates_has_a_row_for_every_size_from_500() -> None:
    assert [row["at_least"] for row in MINIMUM_RATES[1:]] == [row["up_to"] + 1 for row in MINIMUM_RATES[:-1]]
