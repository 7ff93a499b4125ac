"""A threshold by size: the larger the population, the smaller the part of the baseline that must be saved."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.fees.counting.threshold_by_size import in_its_row
from riskreward.kernel import constant, pounds, quantity
from tests.contracts import TENTH, column, contract, fees, outturn, refusals, settle, settled_alike, worked
from tests.generators.drawing import VISITS, Draw, Terms, a_share, chosen, pick
from tests.generators.fees import Around
from tests.generators.vocabulary import ONCE_MET

WHOLE, EXCESS, BELOW = ONCE_MET
PEOPLE = {"name": "people", "unit": "people", "outturn_between": [5_000, 200_000]}
TABLE = [
    (5_000, 5_999, "3.9%", "3.6%"),
    (6_000, 6_999, "3.6%", "3.4%"),
    (7_000, 7_999, "3.4%", "3.2%"),
    (8_000, 8_999, "3.2%", "3.1%"),
    (9_000, 9_999, "3.1%", "3.0%"),
    (10_000, 14_999, "3.0%", "2.7%"),
    (15_000, 19_999, "2.7%", "2.5%"),
    (20_000, 49_999, "2.5%", "2.2%"),
    (50_000, 59_999, "2.2%", "2.0%"),
]
ROWS: list[Terms] = [
    *({"at_least": first, "up_to": last, "share": share, "share_at_end": end} for first, last, share, end in TABLE),
    {"at_least": 60_000, "share": "2.0%"},
]
"""Medicare shared savings, minimum savings rates of 42 CFR 425.604(b)."""


def by_size(once_met: str = WHOLE, rows: list[Terms] = ROWS, **more: Any) -> Terms:
    return {"rule": "threshold by size", "measure": "people", "rows": rows, "once_met": once_met, **more}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on a population of its own, with one row, two, or a last one without an end."""
    first = pick(draw, (100, 0, 500))
    rows: list[Terms] = [{"at_least": first, "up_to": first + 399, "share": "5%", "share_at_end": "2.5%"}]
    if chosen(draw):
        rows.append({"at_least": first + 400, "up_to": first + 450, "share": "2.5%", "share_at_end": "2%"})
    last = rows[-1]["up_to"]
    if chosen(draw):
        rows.append({"at_least": last + 1, "share": "1%"})
        last += 400
    step: Terms = {"measure": around.reading(VISITS, (first, last)), "rows": rows, "once_met": pick(draw, ONCE_MET)}
    return step | {"share_below": a_share(draw)} if "below" in step["once_met"] else step


def rates(*sizes: int, rows: list[Terms] = ROWS) -> list[Fraction]:
    """Return the minimum rate, in per cent, at each size."""
    agreed = contract(by_size(rows=rows), TENTH, others=(PEOPLE,), years=len(sizes))
    statement = settle(agreed, *[0] * len(sizes), people=sizes)
    return [period.exact("minimum rate of the threshold by size") for period in statement.periods]


# Worked examples


def test_5451_people_need_3_7645646_per_cent_and_14719_need_2_7168034() -> None:
    """3.9 - 0.3 x 451 / 999, and 3.0 - 0.3 x 4,719 / 4,999: published as 0.037645646 and 0.027168034."""
    small, large = rates(5_451, 14_719)
    assert small == Fraction("3.9") - Fraction("0.3") * Fraction(451, 999)
    assert (round(small, 7), round(large, 7)) == (Fraction("3.7645646"), Fraction("2.7168034"))


def test_every_row_of_the_published_table_begins_and_ends_as_it_says() -> None:
    for first, last, share, at_end in TABLE:
        assert rates(first, last) == [Fraction(share[:-1]), Fraction(at_end[:-1])]
    assert rates(60_000, 200_000) == [2, 2]


def test_a_penny_decides_at_the_exact_threshold_of_3_7645646_per_cent_of_a_million() -> None:
    """3.7645645...% of 1,000,000 is 37,645.6456...: 37,645.64 has not met it, 37,645.65 has."""
    agreed = contract(by_size(), TENTH, others=(PEOPLE,))
    statement = settle(agreed, "37645.64", "37645.65", 37_000, people=(5_451, 5_451, 6_500))
    assert [str(each) for each in fees(statement)] == ["0.00", "3764.57", "3700.00"]
    assert statement.periods[2].exact("threshold by size to reach") == 36_000 - Fraction(2_000 * 500, 999)


def test_once_met_has_the_three_forms_of_a_threshold() -> None:
    """60,000 people need 2% of 1,000,000."""
    for step, earned in (
        (by_size(WHOLE), [3_000, 0]),
        (by_size(EXCESS), [1_000, 0]),
        (by_size(BELOW, share_below="50%"), [3_000, 500]),
    ):
        assert fees(settle(contract(step, TENTH, others=(PEOPLE,)), 30_000, 10_000, people=(60_000, 60_000))) == earned


def test_a_part_of_a_person_is_none() -> None:
    agreed = contract(by_size(), TENTH, others=(PEOPLE,))
    statement = settle(agreed, 0, 0, people=("5450.99", "5999.99"))
    shown = [period.exact("minimum rate of the threshold by size") for period in statement.periods]
    assert shown == rates(5_450, 5_999)


def test_rows_may_begin_with_nobody() -> None:
    """From 4% where there is nobody to 2% at 100: 3% at 50."""
    rows = [{"at_least": 0, "up_to": 100, "share": "4%", "share_at_end": "2%"}, {"at_least": 101, "share": "2%"}]
    agreed = contract(by_size(rows=rows), TENTH, others=({**PEOPLE, "outturn_between": [0, 200]},))
    statement = settle(agreed, 0, 0, people=(0, 50))
    assert [str(each) for each in column(statement, "threshold by size to reach")] == ["40000.00", "30000.00"]


def test_a_share_of_a_baseline_below_nought_is_a_threshold_of_nought() -> None:
    agreed = contract(by_size(), TENTH, others=(PEOPLE,), baseline={"rule": "fixed", "amount": -100})
    statement = agreed.settle([{"period": "2026-27", "costs": -300, "people": 60_000}])
    assert statement.exact("threshold by size to reach") == 0


def test_counted_to_date_the_latest_size_is_held_against_everything_to_date() -> None:
    """2% of 2,000,000 to date at 60,000 people: 39,999.99 is not enough, 40,000 is."""
    for second, earned in (("19999.99", [0, 0]), (20_000, [0, 4_000])):
        agreed = contract(by_size(), TENTH, others=(PEOPLE,), counted="to date")
        assert fees(settle(agreed, 20_000, second, people=(5_000, 60_000))) == earned


# Refusals


def row(first: int, last: int, share: str = "3%", at_end: str = "2%") -> Terms:
    return {"at_least": first, "up_to": last, "share": share, "share_at_end": at_end}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row(5_000, 5_999), row(5_999, 7_000)], "rows[1].at_least is 5,999, which overlaps rows[0], up to 5,999"),
        ([row(5_000, 5_999), row(1, 10)], "rows[1].at_least is 1, which overlaps rows[0], up to 5,999"),
        ([row(5_000, 5_999), row(6_001, 7_000)], "rows[1].at_least is 6,001, which leaves a gap after rows[0]"),
        ([{"at_least": 5_000, "share": "2%"}, row(6_000, 200_000)], "rows[0] has no up_to, but more rows follow"),
        ([row(6_000, 6_000)], "rows[0].up_to is 6,000, not above at_least 6,000; write the larger size here"),
        ([{"at_least": 1, "share": "2%", "share_at_end": "1%"}], "rows[0].share_at_end goes with up_to, and only with"),
        ([{"at_least": 1, "share": "2%", "up_to": 200_000}], "rows[0].share_at_end goes with up_to, and only with it"),
        ([{"at_least": "0.5", "share": "2%"}], "rows[0].at_least is '0.5', no whole number of nought or more"),
    ],
)
def test_rows_that_do_not_follow_one_another_are_refused(rows: list[Terms], said: str) -> None:
    (problem,) = refusals(by_size(rows=rows), TENTH, others=(PEOPLE,))
    assert problem.startswith(f"fee.step[0].{said}")


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (
            {"unit": "people"},
            "fee.step[0].measure is 'people', which may lie outside the rows; "
            "give it outturn_between within [5,000, ...], or write rows for the rest",
        ),
        (
            {"unit": "%"},
            "fee.step[0].measure is 'people', which is in '%' and no size; "
            "name a measure in a unit of its own, such as people",
        ),
    ],
)
def test_a_size_that_no_row_has_is_ruled_out_in_the_contract(measure: Terms, said: str) -> None:
    assert refusals(by_size(), TENTH, others=({"name": "people", **measure},)) == [said]


def test_where_the_last_row_ends_the_measure_ends_within_it() -> None:
    assert refusals(by_size(rows=ROWS[:2]), TENTH, others=(PEOPLE,)) == [
        "fee.step[0].measure is 'people', which may lie outside the rows; "
        "give it outturn_between within [5,000, 6,999], or write rows for the rest"
    ]


def test_a_share_below_goes_with_the_form_that_has_one() -> None:
    assert refusals(by_size(share_below="50%"), TENTH, others=(PEOPLE,)) == [
        "fee.step[0].share_below goes with once_met = 'everything counts, a share of it below', and only with it; "
        "write both or neither"
    ]


# Properties


@given(st.lists(st.integers(0, 99), min_size=1, max_size=5, unique=True).map(sorted), st.integers(0, 120))
def test_every_size_has_the_answer_of_one_row(ends: list[int], size: int) -> None:
    people = quantity("people")

    def found() -> Any:
        answers = [pounds(number) for number in range(len(ends) + 1)]
        return in_its_row(constant(size, people), [constant(each, people) for each in ends], answers)

    assert worked(found) == sum(size > end for end in ends)


def test_in_the_published_table_a_larger_population_never_needs_more() -> None:
    sizes = [5_000, 5_001, 5_999, 6_000, 6_500, 6_999, 7_000, 9_999, 10_000, 19_999, 20_000, 49_999, 59_999, 60_000]
    assert all(larger <= smaller for smaller, larger in pairwise(rates(*sizes)))


def test_more_saved_never_counts_for_less_and_at_the_threshold_there_is_a_cliff() -> None:
    agreed = contract(by_size(), TENTH, others=(PEOPLE,))
    statement = settle(agreed, "19999.99", 20_000, "20000.01", people=(60_000,) * 3)
    assert [str(each) for each in fees(statement)] == ["0.00", "2000.00", "2000.00"]


def test_the_readers_agree() -> None:
    for step in (by_size(WHOLE), by_size(EXCESS), by_size(BELOW, share_below="1/3")):
        agreed = contract(step, TENTH, others=(PEOPLE,), years=4)
        settled_alike(agreed, outturn(agreed, 37_645, -10, 25_000, 0, people=(5_451, "5999.5", 14_719, 200_000)))
