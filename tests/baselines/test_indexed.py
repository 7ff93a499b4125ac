"""An indexed baseline: an agreed amount, moved by published levels."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import InputError
from tests.contracts import POUNDS, column, contract, pence, refusals

CPI = {"series": "ONS CPI D7BT, 2015 = 100", "month": "February inside the year", "base": 100}


def indexed(amount: object = 1_000_000, **index: object) -> dict[str, object]:
    return {"rule": "indexed", "year": "2025-26", "amount": amount, "index": {**CPI, **index}}


def baselines(levels: list[object], **index: object) -> list[Fraction]:
    """The baseline of a million in each year, exactly."""
    years = ("2026-27", "2027-28", "2028-29")
    agreed = contract(baseline=indexed(levels=dict(zip(years, levels, strict=False)), **index))
    statement = agreed.settle(dict.fromkeys(years[: len(levels)], 0))
    return [period.exact("baseline") for period in statement.periods]


def test_a_million_at_levels_that_rise_from_100_to_104_and_106_is_1040000_and_1060000():
    assert baselines([104, "106"]) == [1_040_000, 1_060_000]


def test_levels_may_fall_and_the_baseline_with_them():
    assert baselines([98.5]) == [985_000]


def test_south_tyneside_12201000_times_127_9_over_115_8_is_13475888_60():
    """12,201,000 x 127.9 is 1,560,507,900; over 115.8 it is 13,475,888.601..., and nothing is rounded on the way."""
    agreed = contract(baseline=indexed(12_201_000, base=115.8, levels={"2026-27": 127.9, "2027-28": 132.3}))
    statement = agreed.settle({"2026-27": 11_885_000, "2027-28": 12_736_000})
    assert column(statement, "baseline") == pence("13,475,888.60 13,939,484.46")
    assert column(statement, "saving") == pence("1,590,888.60 1,203,484.46")
    assert statement.exact("baseline", "2026-27") == Fraction(15_605_079_000, 1158)


def test_the_factor_is_rounded_half_up_to_the_places_agreed():
    """112.345 over 100 is 1.12345: to four places 1.1235 (not 1.1234, the even one), to three 1.123."""
    assert baselines([112.345], places=4) == [1_123_500]
    assert baselines([112.345], places=3) == [1_123_000]
    assert baselines([112.345], places=0) == [1_000_000]
    assert baselines([112.345]) == [1_123_450]


def test_a_factor_above_its_limit_is_held_at_the_limit():
    assert baselines([104, 105, 106], at_most="105%") == [1_040_000, 1_050_000, 1_050_000]


def test_a_factor_below_its_floor_is_held_at_the_floor():
    assert baselines([99, 100, 101], at_least="100%") == [1_000_000, 1_000_000, 1_010_000]


def test_both_limits_hold_together():
    assert baselines([90, 103, 120], at_least="98%", at_most="110%") == [980_000, 1_030_000, 1_100_000]


def test_the_factor_is_rounded_before_it_is_limited():
    """106 over 100 to one place is 1.1, held at 1.045: rounding afterwards would make it 1.0."""
    assert baselines([106], places=1, at_most="104.5%") == [1_045_000]


def test_a_limit_is_a_factor_and_not_a_rise():
    (told,) = refusals(baseline=indexed(levels={}, at_most="5%"))
    assert told.startswith("measure[0].baseline.index.at_most is '5%'")
    assert told.endswith('write the whole factor: "110%" for a tenth more')
    assert baselines([110], at_most=1.05) == baselines([110], at_most="105%") == [1_050_000]


def test_limits_that_contradict_each_other_are_refused():
    assert refusals(baseline=indexed(levels={}, at_least="102%", at_most="101%")) == [
        "measure[0].baseline.index.at_most is 101%, below at_least 102%; let the limit be above the floor"
    ]


def test_a_level_not_yet_published_may_be_left_out_until_its_year_is_settled():
    agreed = contract(baseline=indexed(levels={"2026-27": 104}))
    assert column(agreed.settle({"2026-27": 0}), "baseline") == [1_040_000]
    with pytest.raises(InputError) as caught:
        agreed.settle({"2026-27": 0, "2027-28": 0})
    assert str(caught.value) == (
        "measure[0].baseline.index.levels has no level for 2027-28, which the outturn settles; "
        'write the published level: "2027-28" = ...'
    )


def test_a_missing_level_is_told_once_though_four_quarters_need_it():
    agreed = contract(
        baseline={**indexed(levels={"2026-27": 104}), "spread": "evenly over the months"}, settled="quarterly"
    )
    with pytest.raises(InputError) as caught:
        agreed.settle({period.label: 0 for period in agreed.calendar.periods[:8]})
    assert len(caught.value.problems) == 1


def test_every_quarter_of_a_year_takes_the_years_level():
    """1,040,000 and 1,060,000, each spread over four quarters: 260,000 and 265,000."""
    agreed = contract(
        baseline={**indexed(levels={"2026-27": 104, "2027-28": 106}), "spread": "evenly over the months"},
        settled="quarterly",
    )
    statement = agreed.settle({period.label: 0 for period in agreed.calendar.periods[:8]})
    assert column(statement, "baseline") == [260_000] * 4 + [265_000] * 4


def test_a_level_under_a_year_outside_the_term_is_refused():
    assert refusals(baseline=indexed(levels={"2025-26": 100, "2026-27": 104})) == [
        "measure[0].baseline.index.levels has '2025-26', which is no year of the term 2026-27 to 2028-29; "
        "write each level under the year it is for"
    ]


def test_levels_of_two_reference_periods_are_refused():
    rebased = {"level": 104, "reference": "2023 = 100", "published": "2027-03-17"}
    assert refusals(baseline=indexed(levels={"2026-27": rebased})) == [
        "measure[0].baseline.index.levels.2026-27.reference is '2023 = 100', but the base is of "
        "'ONS CPI D7BT, 2015 = 100'; take every level and the base from one reference period"
    ]


def test_a_reference_is_held_against_the_one_written_and_not_against_a_part_of_it():
    def levels(reference: str) -> dict[str, object]:
        return indexed(reference="2015 = 100", levels={"2026-27": {"level": 104, "reference": reference}})

    assert column(contract(baseline=levels("2015 = 100")).settle({"2026-27": 0}), "baseline") == [1_040_000]
    assert column(contract(baseline=levels("2015=100")).settle({"2026-27": 0}), "baseline") == [1_040_000]
    assert len(refusals(baseline=levels("2015 = 10"))) == 1
    assert len(refusals(baseline=levels("5 = 100"))) == 1


def test_a_reference_that_the_series_names_is_the_bases_own():
    given = indexed(levels={"2026-27": {"level": 104, "reference": "2015 = 100"}})
    assert column(contract(baseline=given).settle({"2026-27": 0}), "baseline") == [1_040_000]
    assert len(refusals(baseline=indexed(levels={"2026-27": {"level": 104, "reference": "5 = 100"}}))) == 1


def test_a_series_that_names_no_reference_is_mended_by_that_of_the_index():
    """The mend is followed to the letter: 1,000,000 at 104 over 100 is 1,040,000."""
    levels = {"2026-27": {"level": 104, "reference": "2015 = 100"}}
    assert refusals(baseline=indexed(series="CPI", levels=levels)) == [
        "measure[0].baseline.index.levels.2026-27.reference is '2015 = 100', but the base is of 'CPI'; set "
        "index.reference to '2015 = 100' if the base is of it, or take every level and the base from one reference "
        "period"
    ]
    mended = contract(baseline=indexed(series="CPI", reference="2015 = 100", levels=levels))
    assert column(mended.settle({"2026-27": 0}), "baseline") == [1_040_000]


def test_an_index_says_which_month_counts():
    assert refusals(baseline=indexed(month="February")) == [
        "measure[0].baseline.index.month is 'February', which does not say which month's level counts; "
        'write it as "February inside the year" or "January before the year"'
    ]


def test_a_base_of_nought_is_refused():
    assert refusals(baseline=indexed(base=0)) == [
        "measure[0].baseline.index.base is not above nought; write the published level of the base month"
    ]


def test_a_level_outside_the_range_declared_is_refused():
    assert refusals(baseline=indexed(levels={"2026-27": 1270}, between=[100, 200])) == [
        "measure[0].baseline.index.levels.2026-27 is outside between [100, 200]; check the level"
    ]
    at_the_ends = indexed(levels={"2026-27": 100, "2027-28": 200}, between=[100, 200])
    assert column(contract(baseline=at_the_ends).settle({"2026-27": 0, "2027-28": 0}), "baseline") == [
        1_000_000,
        2_000_000,
    ]


LEVELS = st.integers(500, 2_000).map(lambda tenths: Fraction(tenths, 10))


@settings(max_examples=25)
@given(POUNDS, LEVELS, LEVELS)
def test_a_level_that_stands_still_leaves_the_amount_as_it_is_and_a_higher_one_never_lowers_it(amount, base, level):
    years = {"2026-27": base, "2027-28": max(base, level)}
    agreed = contract(baseline=indexed(amount, base=base, levels=years))
    still, higher = (period.exact("baseline") for period in agreed.settle({"2026-27": 0, "2027-28": 0}).periods)
    assert still == amount
    assert higher == amount * max(base, level) / base >= still
