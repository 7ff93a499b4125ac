"""A baseline of unit cost times volume: what is saved on price is told apart from what is not bought."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.baselines.unit_cost import at_unit_cost, reconciled
from riskreward.kernel import constant, pounds, quantity, share_of
from tests.baselines.measured import COSTS, MEASURED, VOLUMES, driven, driver, refused, settled, year
from tests.contracts import column, fees, pence, worked

WEEKS = driver("weeks")


def unit_cost(cost: object, volume: object, **other: object) -> dict[str, object]:
    return {"rule": "unit cost", "cost": cost, "volume": volume, "volume_measure": "weeks", **other}


RECONCILED = {"expected_volume": 1_000, "reconciled_outside": ["90%", "110%"]}


# Worked examples.


def test_residential_care_at_800_a_week_for_1250_weeks_is_a_million():
    """1,000,000 for 1,250 weeks is 800 a week; 1,300 weeks at that are 1,040,000, and 1,001,000 was spent (770 a week).

    The saving is 30 a week on 1,300 weeks, 39,000, though spending rose; a tenth of it is 3,900.
    """
    statement = year(driven(unit_cost(1_000_000, 1_250), WEEKS), 1_001_000, weeks=1_300)
    assert statement.amount("unit cost") == 800
    assert statement.amount("baseline") == 1_040_000
    assert statement.amount("costs / saving") == 39_000
    assert fees(statement) == [3_900]


def test_buying_less_care_at_the_same_price_saves_nothing():
    """1,000 weeks at 800 a week cost 800,000, and that was spent: 200,000 less than the base year, and no saving."""
    statement = year(driven(unit_cost(1_000_000, 1_250), WEEKS), 800_000, weeks=1_000)
    assert statement.amount("costs / saving") == 0
    assert fees(statement) == [0]


def test_adult_social_care_unit_costs_of_four_kinds_of_care():
    """Cost per week of residential and nursing care, and cost per hour of home care, each at its own volume.

    Nursing 956 x 5,200 = 4,971,200; residential 852 x 10,400 = 8,860,800; home care 22.40 x 250,000 = 5,600,000;
    supported living 1,150 x 2,600 = 2,990,000: in all 22,422,000. At 950, 840, 22.85 and 1,150, what is spent is
    4,940,000 + 8,736,000 + 5,712,500 + 2,990,000 = 22,378,500: 31,200 + 124,800 - 112,500 + 0 is 43,500 saved.
    """
    care = {
        "nursing": ("weeks of nursing", "4,780,000", 5_000, 5_200, 4_940_000),
        "residential": ("weeks of residential", "8,520,000", 10_000, 10_400, 8_736_000),
        "home care": ("hours at home", "5,376,000", 240_000, 250_000, "5,712,500"),
        "supported living": ("weeks supported", "2,875,000", 2_500, 2_600, 2_990_000),
    }
    measures = [
        {
            "name": name,
            "unit": "£",
            "benefit": "cashable",
            "baseline": {**unit_cost(cost, base), "volume_measure": measured},
        }
        for name, (measured, cost, base, _, _) in care.items()
    ]
    volumes = [driver(measured, outturn_between=[0, 500_000]) for measured, *_ in care.values()]
    agreed = driven({"rule": "fixed", "amount": 1}, *measures, *volumes)
    row = {"costs": 1}
    for name, (measured, _, _, volume, spent) in care.items():
        row |= {name: spent, measured: volume}
    statement = settled(agreed, row)
    baselines = {name: statement.amount(f"{name} / baseline") for name in care}
    assert baselines == {
        "nursing": 4_971_200,
        "residential": 8_860_800,
        "home care": 5_600_000,
        "supported living": 2_990_000,
    }
    assert [statement.amount(f"{name} / saving") for name in care] == [31_200, 124_800, -112_500, 0]
    assert statement.amount("saving") == 43_500
    assert fees(statement) == [4_350]


def test_a_unit_cost_without_end_is_exact_and_only_shown_rounded():
    """1,000,000 over 3,000 weeks is 333.333...; 2,900 weeks are 966,666.666..., and nothing is rounded on the way."""
    statement = year(driven(unit_cost(1_000_000, 3_000), WEEKS), 900_000, weeks=2_900)
    assert column(statement, "baseline") == pence("966,666.67")
    assert statement.exact("costs / saving") == Fraction(2_900_000, 3) - 900_000
    assert column(statement, "paid") == pence("6,666.67")
    assert statement.periods[0].line("costs / baseline").working == "weeks outturn 2,900 times unit cost £333.333333"


def test_no_volume_is_no_baseline():
    statement = year(driven(unit_cost(1_000_000, 1_250), WEEKS), 5_000, weeks=0)
    assert statement.amount("baseline") == 0
    assert statement.amount("costs / saving") == -5_000


@pytest.mark.parametrize(
    ("weeks", "counted"),
    [(1_000, 1_000), (900, 1_000), (1_100, 1_000), ("899.99", "899.99"), ("1,100.01", "1,100.01"), (0, 0)],
)
def test_the_volume_stands_as_expected_from_90_to_110_per_cent_of_it_and_is_as_measured_outside(weeks, counted):
    statement = year(driven(unit_cost(1_000_000, 1_000, **RECONCILED), WEEKS), 0, weeks=weeks)
    assert column(statement, "volume after reconciliation") == pence(str(counted))
    assert statement.exact("baseline") == 1_000 * Fraction(str(counted).replace(",", ""))


def test_the_volume_expected_may_be_listed_by_year():
    """900 weeks are 90% of 1,000, but less than 90% of 1,100 and more than 110% of 800."""
    agreed = driven(unit_cost(1_000, 10, **{**RECONCILED, "expected_volume": [1_000, 1_100, 800]}), WEEKS)
    statement = settled(agreed, *[{"costs": 0, "weeks": 900}] * 3)
    assert column(statement, "volume after reconciliation") == [1_000, 900, 900]
    assert column(statement, "baseline") == [100_000, 90_000, 90_000]


def test_each_settlement_has_the_baseline_of_its_own_volume():
    agreed = driven(unit_cost(1_000, 10), WEEKS, settled="quarterly")
    statement = settled(agreed, *({"costs": 0, "weeks": weeks} for weeks in (3, 0, 2, 5)))
    assert column(statement, "baseline") == [300, 0, 200, 500]


def test_a_discount_is_taken_off():
    statement = year(driven(unit_cost(1_000, 10, discount="2%"), WEEKS), 0, weeks=20)
    assert statement.amount("baseline") == 1_960


def test_there_is_no_baseline_in_the_run_off():
    retention = {"share": "10%", "released": "a year after the end of the term"}
    agreed = driven(unit_cost(1_000, 10), WEEKS, years=1, settlement={"retention": retention})
    statement = settled(agreed, {"costs": 0, "weeks": 20})
    assert column(statement, "baseline") == [2_000, 0]
    assert column(statement, "costs / saving") == [2_000, 0]


def test_the_measure_may_be_a_quantity():
    """250 tonnes from 100 households is 2.5 each; 120 households would have 300 tonnes; 280 is 20 fewer, at 50 each."""
    households = driver("households")
    baseline = {**unit_cost(250, 100), "volume_measure": "households"}
    agreed = driven(baseline, households, measure={"unit": "tonnes", "price": {"amount": 50}})
    assert year(agreed, 280, households=120).amount("improvement at the agreed price") == 1_000


# Refusals.


@pytest.mark.parametrize("figure", [0, -5])
@pytest.mark.parametrize("term", ["cost", "volume"])
def test_a_base_year_of_nought_or_below_is_refused(term: str, figure: int):
    assert refused({**unit_cost(1_000, 10), term: figure}, WEEKS) == [
        f"{term} is {figure}, not above nought; write a figure above nought"
    ]


def test_an_expected_volume_of_nought_is_refused():
    assert refused(unit_cost(1_000, 10, **{**RECONCILED, "expected_volume": [1, 0, 1]}), WEEKS) == [
        "expected_volume[1] is 0, not above nought; write a figure above nought"
    ]


def test_a_volume_is_in_the_unit_of_its_measure():
    assert refused(unit_cost(1_000, "50%"), WEEKS) == [
        "volume is 50%, but 'weeks' is in 'weeks'; write the figure in that unit"
    ]
    occupancy = driver("weeks", "%", outturn_between=["0%", "100%"])
    assert refused(unit_cost(1_000, 90), occupancy) == ["volume is 90, but 'weeks' is in %; write \"90%\""]
    assert refused(unit_cost(1_000, "90%", **RECONCILED), occupancy) == [
        "expected_volume is 1000, but 'weeks' is in %; write \"1000%\""
    ]


def test_a_cost_is_in_the_unit_of_the_baseline():
    assert refused(unit_cost("50%", 10), WEEKS) == [
        "cost is 50%, but the measure is in '£'; write the figure in that unit"
    ]


def test_a_volume_that_is_not_measured_is_refused():
    assert refused(unit_cost(1_000, 10), driver("hours")) == [
        "volume_measure is 'weeks', which is no measure; name one that is measured beside it ('hours')"
    ]


def test_a_volume_that_may_be_below_nought_is_refused():
    expected = [
        "volume_measure is 'weeks', whose outturn may be below nought; "
        "give that measure its range, such as outturn_between = [0, 50000]"
    ]
    assert refused(unit_cost(1_000, 10), {"name": "weeks", "unit": "weeks"}) == expected
    assert refused(unit_cost(1_000, 10), driver("weeks", outturn_between=[-1, 50])) == expected


def test_a_volume_below_nought_is_refused_by_its_measure():
    with pytest.raises(Exception, match="is -1, outside the range 0 to 50,000 that the contract declares"):
        year(driven(unit_cost(1_000, 10), WEEKS), 0, weeks=-1)


def test_a_volume_expected_and_the_range_about_it_belong_together():
    assert refused(unit_cost(1_000, 10, expected_volume=5), WEEKS) == [
        "reconciled_outside is missing, but there is an expected_volume; "
        'write the range about it, such as ["90%", "110%"]'
    ]
    assert refused(unit_cost(1_000, 10, reconciled_outside=["90%", "110%"]), WEEKS) == [
        "expected_volume is missing, but reconciled_outside is a range about it; "
        "write the volume expected of a settlement"
    ]


@pytest.mark.parametrize("ends", [["101%", "110%"], ["90%", "99%"], [90, 110], ["-5%", "110%"]])
def test_a_range_lies_about_what_was_expected(ends: list[object]):
    (told,) = refused(unit_cost(1_000, 10, expected_volume=5, reconciled_outside=ends), WEEKS)
    assert told.startswith("reconciled_outside is [")
    assert told.endswith('], which does not lie about 100%; write shares of what is expected: ["90%", "110%"]')


def test_volumes_for_another_number_of_years_are_refused():
    assert refused(unit_cost(1_000, 10, **{**RECONCILED, "expected_volume": [1, 2]}), WEEKS) == [
        "expected_volume lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
        "list one for each year, or one figure for all"
    ]


def test_a_volume_expected_of_a_whole_settlement_does_not_stand_for_part_of_one():
    term = {"starts": "2026-07-01", "years": 1, "years_run": "from 1 April"}
    assert refused(unit_cost(1_000, 10, **RECONCILED), WEEKS, **term) == [
        "expected_volume is of a whole settlement, but 2026-27 is only part of one; list one for each year"
    ]
    by_year = unit_cost(1_000, 10, **{**RECONCILED, "expected_volume": [750, 250]})
    statement = settled(driven(by_year, WEEKS, **term), {"costs": 0, "weeks": 700}, {"costs": 0, "weeks": 270})
    assert column(statement, "baseline") == [75_000, 25_000]
    assert refused(by_year, WEEKS, **{**term, "starts": "2026-06-16", "settled": "quarterly"}) == [
        "expected_volume is of a whole settlement, but 2026-27 Q1 is only part of one; "
        "leave it and reconciled_outside out"
    ]


def test_a_term_that_is_one_part_of_a_year_has_a_volume_of_its_own():
    agreed = driven(unit_cost(1_000, 10, **RECONCILED), WEEKS, starts="2026-07-01", months=9, years=None)
    assert settled(agreed, {"costs": 0, "weeks": 950}).amount("baseline") == 100_000


def test_it_is_worked_out_for_each_settlement_and_takes_no_spread():
    assert refused(unit_cost(1_000, 10, spread="evenly over the months"), WEEKS, settled="quarterly") == [
        "spread is for an amount of a year; the rule 'unit cost' is worked out for each settlement; leave it out"
    ]


# What always holds.


@given(COSTS, VOLUMES, MEASURED)
def test_the_plain_rule_is_the_volume_at_the_unit_cost(cost, base, measured):
    weeks = quantity("weeks")
    amount = worked(lambda: at_unit_cost(constant(measured, weeks), pounds(cost) / constant(base, weeks)))
    assert amount == cost / base * measured


SHARES_BELOW = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))
SHARES_ABOVE = st.integers(100, 300).map(lambda percent: Fraction(percent, 100))


@given(MEASURED, VOLUMES, SHARES_BELOW, SHARES_ABOVE)
def test_a_reconciled_volume_is_the_expected_or_the_measured_and_the_expected_only_inside(
    measured, expected, low, high
):
    weeks = quantity("weeks")
    counted = worked(
        lambda: reconciled(constant(measured, weeks), constant(expected, weeks), share_of(low), share_of(high))
    )
    assert counted == (expected if low * expected <= measured <= high * expected else measured)


@settings(max_examples=40)
@given(COSTS, VOLUMES, MEASURED, st.integers(1, 9))
def test_it_is_the_cost_at_the_base_years_volume_and_homogeneous_in_money(cost, base, measured, times):
    as_agreed = year(driven(unit_cost(cost, base), WEEKS), 0, weeks=base)
    assert as_agreed.exact("baseline") == cost
    once = year(driven(unit_cost(cost, base), WEEKS), 0, weeks=measured).exact("baseline")
    assert once == cost / base * measured
    assert year(driven(unit_cost(cost * times, base), WEEKS), 0, weeks=measured).exact("baseline") == once * times


@settings(max_examples=20)
@given(COSTS, VOLUMES, MEASURED, MEASURED)
def test_two_volumes_together_have_the_baseline_of_their_sum(cost, base, one, other):
    agreed = driven(unit_cost(cost, base), driver("weeks", outturn_between=[0, 100_000]))
    apart = [year(agreed, 0, weeks=volume).exact("baseline") for volume in (one, other)]
    assert year(agreed, 0, weeks=one + other).exact("baseline") == sum(apart)


@settings(max_examples=40)
@given(COSTS, VOLUMES, MEASURED, st.integers(1, 40_000), SHARES_BELOW, SHARES_ABOVE)
def test_a_reconciled_baseline_is_as_an_oracle_has_it(cost, base, measured, expected, low, high):
    if low == high:
        high += 1
    range_ = [f"{low * 100}%", f"{high * 100}%"]
    agreed = driven(unit_cost(cost, base, expected_volume=expected, reconciled_outside=range_), WEEKS)
    counted = expected if low * expected <= measured <= high * expected else measured
    assert year(agreed, 0, weeks=measured).exact("baseline") == cost / base * counted
