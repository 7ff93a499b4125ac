"""A baseline that a matched control group sets."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.baselines.comparator import moved_with
from riskreward.kernel import pounds, share_of
from tests.baselines.measured import COSTS, MEASURED, UNITS, VOLUMES, driven, driver, refused, settled, year
from tests.contracts import column, fees, worked

MATCHED = driver("matched group", "events per 100")
PETERBOROUGH = {"unit": "events per 100", **UNITS}
RATE = {"rule": "comparator", "comparator_measure": "matched group"}


def scaled(amount: object = 1_000_000, base: object = 150, **other: object) -> dict[str, object]:
    return {**RATE, "amount": amount, "comparator_base": base, **other}


# Worked examples.


def test_peterborough_142_against_155_events_per_100_is_13_fewer_which_is_8_4_per_cent():
    """At 2,000 pounds for each event per 100 fewer, 13 are worth 26,000, of which a tenth is 2,600.

    13 of 155 is 8.387...%, which was published as 8.4%.
    """
    statement = year(driven(RATE, MATCHED, measure=PETERBOROUGH), 142, matched_group=155)
    assert statement.amount("baseline") == 155
    assert statement.amount("costs / improvement") == 13
    assert statement.amount("improvement at the agreed price") == 26_000
    assert fees(statement) == [2_600]
    reduction = statement.exact("costs / improvement") / statement.exact("baseline")
    assert reduction == Fraction(13, 155)
    assert Fraction("8.387") < 100 * reduction < Fraction("8.388")
    assert round(100 * reduction, 1) == Fraction("8.4")


def test_each_line_is_named_after_its_own_measure():
    statement = year(driven(RATE, MATCHED, measure=PETERBOROUGH), 142, matched_group=155)
    assert statement.periods[0].line("costs / baseline").working == "matched group outturn 155"
    assert statement.periods[0].line("matched group / outturn").working == "as given by the outturn"


def test_a_treated_group_that_does_worse_than_its_match_loses():
    statement = year(driven(RATE, MATCHED, measure=PETERBOROUGH), 160, matched_group=155)
    assert statement.amount("improvement at the agreed price") == -10_000
    assert fees(statement) == [0]


def test_rates_in_per_cent_are_priced_by_the_percentage_point():
    """45% against 48.5% is 3.5 points at 1,000 each: 3,500."""
    agreed = driven(RATE, driver("matched group", "%"), measure={"unit": "%", "price": {"amount": 1_000}})
    statement = year(agreed, "45%", matched_group="48.5%")
    assert statement.amount("improvement at the agreed price") == 3_500


def test_a_comparator_that_is_the_baseline_itself_may_be_below_nought():
    """A group that cost 5,000 less than nothing, net of its income, against one that cost 2,000: 7,000 lost."""
    statement = year(driven(RATE, {"name": "matched group", "unit": "£"}), 2_000, matched_group=-5_000)
    assert statement.amount("costs / saving") == -7_000


def test_an_amount_moves_as_the_comparison_group_moved():
    """From 150 to 155, 1,200,000 becomes 1,240,000; to 120, 960,000."""
    statement = settled(
        driven(scaled(1_200_000), MATCHED),
        {"costs": 1_200_000, "matched group": 155},
        {"costs": 1_200_000, "matched group": 120},
    )
    assert column(statement, "baseline") == [1_240_000, 960_000]
    assert column(statement, "saving") == [40_000, -240_000]
    line = statement.periods[1].line
    assert line("costs / comparator against its base").working == "matched group outturn 120 divided by 150"
    assert line("costs / baseline").working == "comparator against its base 80% of £1,200,000.00"


def test_there_is_no_baseline_in_the_run_off():
    retention = {"share": "10%", "released": "a year after the end of the term"}
    agreed = driven(RATE, MATCHED, measure=PETERBOROUGH, years=1, settlement={"retention": retention})
    assert column(settled(agreed, {"costs": 142, "matched group": 155}), "baseline") == [155, 0]


# Refusals.


def test_a_comparator_in_another_unit_than_the_measure_is_refused():
    assert refused(RATE, MATCHED) == [
        "comparator_measure is 'matched group', in 'events per 100', but the measure is in '£'; "
        'name one in that unit, or let an amount move with it (rule "comparator" with a comparator_base)'
    ]


def test_an_amount_and_the_base_it_moves_from_belong_together():
    assert refused({**RATE, "amount": 5}, MATCHED) == [
        "comparator_base is missing, but there is an amount that moves with the comparator; "
        "write the comparator's figure when the amount was agreed"
    ]
    assert refused({**RATE, "comparator_base": 5}, MATCHED) == [
        "amount is missing, but there is a comparator_base that it moves from; "
        "write the amount, or leave both out where both are rates in one unit"
    ]


@pytest.mark.parametrize("figure", [0, -1])
@pytest.mark.parametrize("term", ["amount", "comparator_base"])
def test_a_base_of_nought_or_below_is_refused(term: str, figure: int):
    assert refused({**scaled(), term: figure}, MATCHED) == [
        f"{term} is {figure}, not above nought; write a figure above nought"
    ]


def test_a_base_is_in_the_unit_of_the_comparator():
    assert refused(scaled(base="155%"), MATCHED) == [
        "comparator_base is 155%, but 'matched group' is in 'events per 100'; write the figure in that unit"
    ]
    in_percent = driver("matched group", "%", outturn_between=["0%", "100%"])
    assert refused(scaled(base=48), in_percent) == ["comparator_base is 48, but 'matched group' is in %; write \"48%\""]


def test_an_amount_moves_only_with_what_is_never_below_nought():
    assert refused(scaled(), {"name": "matched group", "unit": "events per 100"}) == [
        "comparator_measure is 'matched group', whose outturn may be below nought; "
        "give that measure its range, such as outturn_between = [0, 50000]"
    ]


def test_a_measure_is_not_its_own_comparator():
    assert refused({**RATE, "comparator_measure": "costs"}, MATCHED) == [
        "comparator_measure is 'costs', the measure itself; name one that is measured beside it ('matched group')"
    ]


# What always holds.


@given(COSTS, st.integers(0, 500).map(lambda percent: Fraction(percent, 100)))
def test_the_plain_rule_is_the_movement_of_the_amount(amount, movement):
    assert worked(lambda: moved_with(pounds(amount), share_of(movement))) == amount * movement


@settings(max_examples=40)
@given(COSTS, VOLUMES, MEASURED, st.integers(1, 9))
def test_it_is_as_an_oracle_has_it_and_a_comparator_that_stands_still_leaves_the_amount(amount, base, measured, times):
    def baseline(amount, measured):
        return year(driven(scaled(amount, base), MATCHED), 0, matched_group=measured).exact("baseline")

    assert baseline(amount, base) == amount
    assert baseline(amount, measured) == amount * measured / base
    assert baseline(amount * times, measured) == times * baseline(amount, measured)


@settings(max_examples=25)
@given(MEASURED, MEASURED)
def test_as_a_rate_the_improvement_is_the_gap_between_the_groups(treated, matched):
    agreed = driven(RATE, MATCHED, measure=PETERBOROUGH)
    statement = year(agreed, treated, matched_group=matched)
    assert statement.exact("baseline") == matched
    assert statement.exact("costs / improvement") == matched - treated


def test_what_was_agreed_is_the_amount_and_unknown_where_the_comparator_is_the_baseline():
    for agreed, amount in ((driven(scaled(), MATCHED), 1_000_000), (driven(RATE, MATCHED, measure=PETERBOROUGH), None)):
        assert agreed.measure[0].baseline is not None
        assert agreed.measure[0].baseline.agreed_amount == amount


def test_the_control_arm_of_a_trial_is_the_baseline():
    """A hundred housed and a hundred not: 5,600 jail days against 3,700 are 1,900 fewer, at £20 a day £38,000."""
    days = {"unit": "jail days", "price": {"amount": 20}}
    control = driver("control arm", "jail days", outturn_between=[0, 100_000])
    agreed = driven({"rule": "comparator", "comparator_measure": "control arm"}, control, measure=days)
    statement = settled(agreed, {"costs": 3_700, "control arm": 5_600})
    assert statement.amount("costs / improvement") == 1_900
    assert statement.amount("improvement at the agreed price") == 38_000
