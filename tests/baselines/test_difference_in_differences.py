"""A baseline that would have changed as a comparison group changed."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.baselines.difference_in_differences import changed_as
from riskreward.kernel import constant, quantity
from tests.baselines.measured import MEASURED, UNITS, driven, driver, refused, settled, year
from tests.contracts import column, fees, worked

OLDER = driver("19 to 20 year olds", "returns per 100")
RETURNS = {"unit": "returns per 100", **UNITS}


def differences(before: object = 60, comparator_before: object = 50) -> dict[str, object]:
    return {
        "rule": "difference in differences",
        "before": before,
        "comparator_before": comparator_before,
        "comparator_measure": "19 to 20 year olds",
    }


# Worked examples.


def test_rikers_a_historical_group_adjusted_for_the_trend_of_those_older():
    """60 before; those older went from 50 to 46, so that 56 would have been; 53 were: 3 fewer, at 2,000 each.

    (53 - 60) - (46 - 50) is -3.
    """
    statement = year(driven(differences(), OLDER, measure=RETURNS), 53, **{"19_to_20_year_olds": 46})
    assert statement.amount("baseline") == 56
    assert statement.amount("costs / improvement") == 3
    assert statement.amount("improvement at the agreed price") == 6_000
    assert fees(statement) == [600]
    assert statement.periods[0].line("costs / baseline").working == "60 plus 19 to 20 year olds outturn 46 less 50"


def test_a_fall_that_everybody_had_is_no_effect():
    statement = year(driven(differences(), OLDER, measure=RETURNS), 50, **{"19_to_20_year_olds": 40})
    assert statement.amount("costs / improvement") == 0


def test_it_may_be_in_money_with_losses_too():
    """An authority beside this one went from 900,000 to 960,000: 1,000,000 would have been 1,060,000."""
    beside = {"name": "19 to 20 year olds", "unit": "£"}
    agreed = driven(differences(1_000_000, "£900,000"), beside)
    statement = settled(
        agreed, *({"costs": spent, "19 to 20 year olds": 960_000} for spent in (1_000_000, 1_060_000, 1_100_000))
    )
    assert column(statement, "baseline") == [1_060_000] * 3
    assert column(statement, "saving") == [60_000, 0, -40_000]


def test_it_may_be_in_per_cent():
    """From 40% before, the comparison down 3 points: 37%; 35% is 2 points, at 1,000 each."""
    agreed = driven(
        differences("40%", "45%"), driver("19 to 20 year olds", "%"), measure={"unit": "%", "price": {"amount": 1_000}}
    )
    statement = year(agreed, "35%", **{"19_to_20_year_olds": "42%"})
    assert statement.amount("improvement at the agreed price") == 2_000


def test_where_higher_is_better_the_effect_is_what_was_gained_beyond_the_comparison():
    """From 60 to 70, the comparison from 50 to 54: 10 less 4 is 6."""
    agreed = driven(differences(), OLDER, measure={**RETURNS, "better": "higher"})
    assert year(agreed, 70, **{"19_to_20_year_olds": 54}).amount("costs / improvement") == 6


def test_there_is_no_baseline_in_the_run_off():
    retention = {"share": "10%", "released": "a year after the end of the term"}
    agreed = driven(differences(), OLDER, measure=RETURNS, years=1, settlement={"retention": retention})
    assert column(settled(agreed, {"costs": 53, "19 to 20 year olds": 46}), "baseline") == [56, 0]


# Refusals.


def test_a_comparator_in_another_unit_than_the_measure_is_refused():
    assert refused(differences(), OLDER) == [
        "comparator_measure is '19 to 20 year olds', in 'returns per 100', but the measure is in '£'; "
        'name one in that unit, or let an amount move with it (rule "comparator" with a comparator_base)'
    ]


def test_what_there_was_before_is_in_the_unit_of_the_measure():
    assert refused(differences("60%", 50), OLDER, measure=RETURNS) == [
        "before is 60%, but the measure is in 'returns per 100'; write the figure in that unit"
    ]
    in_percent = {"unit": "%", "price": {"amount": 1_000}}
    assert refused(differences("40%", 45), driver("19 to 20 year olds", "%"), measure=in_percent) == [
        'comparator_before is 45, but the measure is in %; write "45%"'
    ]


def test_a_comparator_that_is_not_measured_is_refused():
    assert refused(differences(), measure=RETURNS) == [
        "comparator_measure is '19 to 20 year olds', which is no measure; "
        "name one that is measured beside it (the contract has no other)"
    ]


def test_all_three_terms_are_required():
    assert [told.split(" is ")[0] for told in refused({"rule": "difference in differences"}, OLDER)] == [
        "before",
        "comparator_before",
        "comparator_measure",
    ]


# What always holds.

SIGNED = st.integers(-5_000_000, 5_000_000).map(lambda parts: Fraction(parts, 100))


@given(SIGNED, SIGNED, SIGNED)
def test_the_plain_rule_is_what_there_was_and_the_change_of_the_comparator(before, comparator_before, comparator):
    unit = quantity("returns")
    amounts = (before, comparator_before, comparator)
    baseline = worked(lambda: changed_as(*(constant(each, unit) for each in amounts)))
    assert baseline == before + comparator - comparator_before


@settings(max_examples=40)
@given(MEASURED, MEASURED, MEASURED, MEASURED)
def test_the_improvement_is_the_difference_of_the_differences(before, after, comparator_before, comparator):
    agreed = driven(differences(before, comparator_before), OLDER, measure=RETURNS)
    statement = year(agreed, after, **{"19_to_20_year_olds": comparator})
    assert statement.exact("costs / improvement") == -((after - before) - (comparator - comparator_before))
    still = year(agreed, after, **{"19_to_20_year_olds": comparator_before})
    assert still.exact("baseline") == before


@settings(max_examples=25)
@given(MEASURED, MEASURED, MEASURED, st.integers(-5_000_000, 5_000_000), st.integers(1, 9))
def test_it_is_homogeneous_in_money_and_moves_pound_for_pound(before, comparator_before, comparator, more, times):
    beside = {"name": "19 to 20 year olds", "unit": "£"}

    def baseline(times, comparator):
        agreed = driven(differences(before * times, comparator_before * times), beside)
        return year(agreed, 0, **{"19_to_20_year_olds": comparator * times}).exact("baseline")

    assert baseline(times, comparator) == times * baseline(1, comparator)
    assert baseline(1, comparator + more) == baseline(1, comparator) + more
