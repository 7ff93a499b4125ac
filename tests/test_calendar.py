"""The term, its periods and years, due dates and the reading of dates."""

import copy
import pickle
import subprocess
import sys
from calendar import monthrange
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.calendar import Calendar, Period, calendar, payment_due, read_date
from riskreward.findings import InputError, Problem

CONTRACT = "from the start date"
FINANCIAL = "from 1 April"
INTERVALS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}


def spans(periods):
    return [(period.label, period.first.isoformat(), period.last.isoformat()) for period in periods]


def labels(periods):
    return [period.label for period in periods]


def refused(call, *args, **named) -> Problem:
    with pytest.raises(InputError) as caught:
        call(*args, **named)
    (problem,) = caught.value.problems
    return problem


# Worked examples: check them against a wall calendar.


def test_three_contract_years_settled_yearly():
    term = calendar(date(2022, 7, 1), years=3, settled="yearly", years_run=CONTRACT)
    assert spans(term.periods) == [
        ("2022-23", "2022-07-01", "2023-06-30"),
        ("2023-24", "2023-07-01", "2024-06-30"),
        ("2024-25", "2024-07-01", "2025-06-30"),
    ]
    assert term.months == 36
    assert term.ends == date(2025, 6, 30)
    assert term.year_labels == ("2022-23", "2023-24", "2024-25")
    assert [period.last_of_term for period in term.periods] == [False, False, True]
    assert all(period.first_of_year and period.last_of_year for period in term.periods)
    assert all(period.months == 12 and type(period.months) is int for period in term.periods)
    assert not any(period.part or period.run_off for period in term.periods)


def test_every_field_of_one_period():
    term = calendar(date(2026, 4, 1), years=1, settled="quarterly", years_run=FINANCIAL)
    assert term.periods[3] == Period(
        label="2026-27 Q4",
        year="2026-27",
        first=date(2027, 1, 1),
        last=date(2027, 3, 31),
        first_of_year=False,
        last_of_year=True,
        last_of_term=True,
        run_off=False,
        part=False,
        months=3,
    )


def test_leap_day_falls_inside_the_year_that_has_one():
    term = calendar(date(2023, 3, 1), years=2, settled="yearly", years_run=CONTRACT)
    assert spans(term.periods) == [
        ("2023-24", "2023-03-01", "2024-02-29"),
        ("2024-25", "2024-03-01", "2025-02-28"),
    ]


def test_contract_years_from_a_leap_day_find_it_again():
    term = calendar(date(2024, 2, 29), years=5, settled="yearly", years_run=CONTRACT)
    assert [str(period.first) for period in term.periods] == [
        *("2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"),
    ]
    assert term.ends == date(2029, 2, 27)


def test_months_from_31_january_are_counted_from_31_january():
    term = calendar(date(2024, 1, 31), months=6, settled="monthly", years_run=CONTRACT)
    assert spans(term.periods) == [
        ("2024-25 M01", "2024-01-31", "2024-02-28"),
        ("2024-25 M02", "2024-02-29", "2024-03-30"),
        ("2024-25 M03", "2024-03-31", "2024-04-29"),
        ("2024-25 M04", "2024-04-30", "2024-05-30"),
        ("2024-25 M05", "2024-05-31", "2024-06-29"),
        ("2024-25 M06", "2024-06-30", "2024-07-30"),
    ]
    assert [period.months for period in term.periods] == [1] * 6
    common = calendar(date(2025, 1, 31), months=2, settled="monthly", years_run=CONTRACT)
    assert [str(period.first) for period in common.periods] == ["2025-01-31", "2025-02-28"]


def test_financial_years_with_a_start_on_1_july():
    term = calendar(date(2026, 7, 1), years=3, settled="yearly", years_run=FINANCIAL)
    assert spans(term.periods) == [
        ("2026-27", "2026-07-01", "2027-03-31"),
        ("2027-28", "2027-04-01", "2028-03-31"),
        ("2028-29", "2028-04-01", "2029-03-31"),
        ("2029-30", "2029-04-01", "2029-06-30"),
    ]
    assert [period.months for period in term.periods] == [9, 12, 12, 3]
    assert [type(period.months) for period in term.periods] == [int] * 4
    assert [period.part for period in term.periods] == [True, False, False, True]
    assert all(period.first_of_year and period.last_of_year for period in term.periods)


def test_financial_year_with_a_start_in_january_belongs_to_the_year_before():
    term = calendar(date(2027, 2, 10), months=3, settled="quarterly", years_run=FINANCIAL)
    assert spans(term.periods) == [
        ("2026-27 Q4", "2027-02-10", "2027-03-31"),
        ("2027-28 Q1", "2027-04-01", "2027-05-09"),
    ]
    assert [period.months for period in term.periods] == [1 + Fraction(19, 28), 1 + Fraction(9, 31)]
    assert [period.part for period in term.periods] == [True, True]


def test_a_start_inside_a_month_counts_the_share_of_its_days():
    term = calendar(date(2026, 7, 15), years=1, settled="quarterly", years_run=FINANCIAL)
    assert spans(term.periods) == [
        ("2026-27 Q2", "2026-07-15", "2026-09-30"),
        ("2026-27 Q3", "2026-10-01", "2026-12-31"),
        ("2026-27 Q4", "2027-01-01", "2027-03-31"),
        ("2027-28 Q1", "2027-04-01", "2027-06-30"),
        ("2027-28 Q2", "2027-07-01", "2027-07-14"),
    ]
    assert [period.months for period in term.periods] == [2 + Fraction(17, 31), 3, 3, 3, Fraction(14, 31)]
    assert [period.first_of_year for period in term.periods] == [True, False, False, True, False]
    assert [period.last_of_year for period in term.periods] == [False, False, True, False, True]


def test_a_term_within_one_period_is_part_of_it():
    term = calendar(date(2026, 5, 1), months=1, settled="quarterly", years_run=FINANCIAL)
    (only,) = term.periods
    assert (only.label, only.part, only.months, only.last_of_term) == ("2026-27 Q1", True, 1, True)
    assert spans(term.run_off(2)) == [
        ("2026-27 Q1 run-off", "2026-06-01", "2026-06-30"),
        ("2026-27 Q2", "2026-07-01", "2026-09-30"),
    ]


def test_eighteen_months_in_contract_years():
    term = calendar(date(2026, 10, 1), months=18, settled="half-yearly", years_run=CONTRACT)
    assert spans(term.periods) == [
        ("2026-27 H1", "2026-10-01", "2027-03-31"),
        ("2026-27 H2", "2027-04-01", "2027-09-30"),
        ("2027-28 H1", "2027-10-01", "2028-03-31"),
    ]
    assert [period.first_of_year for period in term.periods] == [True, False, True]
    assert [period.last_of_year for period in term.periods] == [False, True, True]
    assert not any(period.part for period in term.periods)


def test_eighteen_months_settled_yearly_end_with_a_short_period():
    term = calendar(date(2026, 10, 1), months=18, settled="yearly", years_run=CONTRACT)
    assert spans(term.periods) == [
        ("2026-27", "2026-10-01", "2027-09-30"),
        ("2027-28", "2027-10-01", "2028-03-31"),
    ]
    assert [(period.part, period.months) for period in term.periods] == [(False, 12), (True, 6)]


def test_contract_years_that_are_calendar_years():
    term = calendar(date(2026, 1, 1), months=18, settled="quarterly", years_run=CONTRACT)
    assert labels(term.periods) == ["2026 Q1", "2026 Q2", "2026 Q3", "2026 Q4", "2027 Q1", "2027 Q2"]
    assert calendar(date(2026, 1, 2), years=1, settled="yearly", years_run=CONTRACT).year_labels == ("2026-27",)


def test_the_turn_of_the_century():
    term = calendar(date(1999, 4, 1), years=2, settled="yearly", years_run=FINANCIAL)
    assert term.year_labels == ("1999-00", "2000-01")


def test_council_periods_are_numbered_from_april():
    term = calendar(date(2026, 12, 1), months=5, settled="monthly", years_run=FINANCIAL)
    assert labels(term.periods) == ["2026-27 M09", "2026-27 M10", "2026-27 M11", "2026-27 M12", "2027-28 M01"]


def test_run_off_goes_on_along_the_grid():
    term = calendar(date(2022, 7, 1), months=30, settled="quarterly", years_run=CONTRACT)
    assert term.periods[-1].label == "2024-25 Q2"
    after = term.run_off(3)
    assert spans(after) == [
        ("2024-25 Q3", "2025-01-01", "2025-03-31"),
        ("2024-25 Q4", "2025-04-01", "2025-06-30"),
        ("2025-26 Q1", "2025-07-01", "2025-09-30"),
    ]
    assert [period.first_of_year for period in after] == [False, False, True]
    assert [period.last_of_year for period in after] == [False, True, False]
    assert all(period.run_off and not period.last_of_term and not period.part for period in after)
    assert term.run_off(0) == ()


def test_run_off_of_a_term_that_ends_inside_a_period_begins_with_the_rest_of_it():
    term = calendar(date(2026, 7, 1), years=3, settled="yearly", years_run=FINANCIAL)
    rest, following = term.run_off(2)
    assert spans([rest, following]) == [
        ("2029-30 run-off", "2029-07-01", "2030-03-31"),
        ("2030-31", "2030-04-01", "2031-03-31"),
    ]
    assert (rest.year, rest.part, rest.months, rest.first_of_year, rest.last_of_year) == (
        *("2029-30", True, 9, False, True),
    )
    assert (following.part, following.months, following.first_of_year) == (False, 12, True)


def test_periods_in_year():
    term = calendar(date(2026, 7, 15), years=1, settled="quarterly", years_run=FINANCIAL)
    assert labels(term.periods_in_year("2027-28")) == ["2027-28 Q1", "2027-28 Q2"]
    assert labels(term.periods_in_year(" 2026 - 27 ")) == ["2026-27 Q2", "2026-27 Q3", "2026-27 Q4"]


@pytest.mark.parametrize("text", ["2026-27 Q1", "2026-27 q1", "  2026-27  Q1\n", "2026-27Q1", "2026-27\tq 1"])
def test_find_forgives_spaces_and_case(text):
    term = calendar(date(2026, 4, 1), years=1, settled="quarterly", years_run=FINANCIAL)
    assert term.find(text) is term.periods[0]


@pytest.mark.parametrize(
    ("received", "named", "due"),
    [
        ("2026-04-01", {}, "2026-04-30"),
        ("2026-01-31", {}, "2026-03-01"),
        ("2024-01-31", {}, "2024-02-29"),
        ("2026-04-01", {"days": 1}, "2026-04-01"),
        ("2026-04-01", {"days": 14}, "2026-04-14"),
        ("2026-04-01", {"not_before": date(2026, 6, 1)}, "2026-06-01"),
        ("2026-04-01", {"not_before": date(2026, 4, 2)}, "2026-04-30"),
    ],
)
def test_payment_due(received, named, due):
    assert payment_due(date.fromisoformat(received), **named) == date.fromisoformat(due)


@pytest.mark.parametrize("value", [date(2026, 4, 1), datetime(2026, 4, 1), "2026-04-01", " 2026-04-01 "])  # noqa: DTZ001  # no clock time is kept
def test_read_date(value):
    day = read_date(value, "starts")
    assert day == date(2026, 4, 1)
    assert type(day) is date


# Expected refusals.


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            "01/04/2026",
            "starts is 01/04/2026, which is not a date this library reads; write 2026-04-01 if 1 April 2026 is meant",
        ),
        (
            "31.12.26",
            "starts is 31.12.26, which is not a date this library reads; write 2026-12-31 if 31 December 2026 is meant",
        ),
        (
            "2026/4/1",
            "starts is 2026/4/1, which is not a date this library reads; write 2026-04-01 if 1 April 2026 is meant",
        ),
        (
            "2026-02-30",
            "starts is 2026-02-30, a day that does not exist; "
            "write the year, the month and the day, such as 2026-04-01",
        ),
        (
            datetime(2026, 4, 1, 9, 30),  # noqa: DTZ001  # no clock time is kept
            "starts is 2026-04-01 09:30:00, which is not a date this library reads; "
            "give the date without a time of day or a time zone",
        ),
        (
            None,
            "starts is missing, which is not a date this library reads; "
            "write the year, the month and the day, such as 2026-04-01",
        ),
        (
            "",
            "starts is empty, which is not a date this library reads; "
            "write the year, the month and the day, such as 2026-04-01",
        ),
    ],
)
def test_read_date_refuses_and_says_what_to_write(value, sentence):
    assert str(refused(read_date, value, "starts")) == sentence


@pytest.mark.parametrize(
    "value",
    [
        *("31/02/2026", "04/13/2026", "1/2/345", "0000-01-01", "2026-04", "20260401", "2026-W14-3", "April"),
        *(
            "2026-04-01T00:00",
            "٢٠٢٦-٠٤-٠١",
            "x" * 10_000,
            "\x00",
            46113,
            10**5000,
            2026.25,
            True,
            [],
            {},
            b"2026",
        ),
        datetime(2026, 4, 1, tzinfo=UTC),
        datetime(2026, 4, 1, 0, 0, 0, 1),  # noqa: DTZ001  # no clock time is kept
    ],
    ids=lambda value: type(value).__name__,
)
def test_read_date_refuses(value):
    problem = refused(read_date, value, "starts")
    assert problem.where == "starts"
    assert len(str(problem)) < 200
    assert str(problem).isprintable()
    assert problem.mend


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"years": None}, "term is missing; give its years or its months, and not both"),
        ({"months": 36}, "term is given in years and in months; give its years or its months, and not both"),
        ({"years": 0}, "years is 0; give a whole number from 1 to 100"),
        ({"years": -1}, "years is -1; give a whole number from 1 to 100"),
        ({"years": 101}, "years is 101; give a whole number from 1 to 100"),
        ({"years": True}, "years is True; give a whole number from 1 to 100"),
        ({"years": "3"}, "years is 3; give a whole number from 1 to 100"),
        ({"years": None, "months": 18.0}, "months is 18.0; give a whole number from 1 to 1200"),
        ({"years": None, "months": 0}, "months is 0; give a whole number from 1 to 1200"),
        ({"years": None, "months": 1201}, "months is 1201; give a whole number from 1 to 1200"),
        ({"starts": date(1899, 12, 31)}, "starts is 1899-12-31, which is before 1900; check the year"),
        ({"starts": date.min}, "starts is 0001-01-01, which is before 1900; check the year"),
        (
            {"starts": date.max},
            "the years of the contract run past the year 9999, counted from 9999-12-31; check the start date",
        ),
        (
            {"settled": "weekly"},
            "settled is weekly, which this library does not know; "
            'write "monthly" or "quarterly" or "half-yearly" or "yearly"',
        ),
        (
            {"settled": ["yearly"]},
            "settled is a value of type list, which this library does not know; "
            'write "monthly" or "quarterly" or "half-yearly" or "yearly"',
        ),
        (
            {"years_run": "from April"},
            'years_run is from April, which this library does not know; write "from the start date" or "from 1 April"',
        ),
    ],
)
def test_calendar_refuses(changes, sentence):
    good = {"starts": date(2026, 4, 1), "years": 3, "settled": "yearly", "years_run": CONTRACT}
    assert str(refused(calendar, **(good | changes))) == sentence


def test_calendar_lists_everything_wrong_at_once():
    with pytest.raises(InputError) as caught:
        calendar("01/04/2026", years=3, months=-1, settled="daily", years_run="")
    assert [problem.where for problem in caught.value.problems] == [
        *("starts", "term", "months", "settled", "years_run"),
    ]
    assert caught.value.problems[0].mend == "write 2026-04-01 if 1 April 2026 is meant"


@pytest.mark.parametrize("count", [-1, 1.0, True, None, 401, 10**5000], ids=lambda count: type(count).__name__)
def test_run_off_refuses(count):
    term = calendar(date(2026, 4, 1), years=3, settled="quarterly", years_run=CONTRACT)
    problem = refused(term.run_off, count)
    assert (problem.where, problem.mend) == ("run-off count", "give a whole number from 0 to 400")


def test_run_off_past_the_last_year_is_refused():
    term = calendar(date(9990, 4, 1), years=3, settled="yearly", years_run=CONTRACT)
    assert labels(term.run_off(6))[-1] == "9998-99"
    assert "9999" in refused(term.run_off, 7).what


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("2022/23", "write 2022-23"),
        ("2022-2023", "write 2022-23"),
        ("2022/2023", "write 2022-23"),
        ("2022\u201323", "write 2022-23"),
        ("01/04/2023", "write 2022-23 if the one with 1 April 2023 in it is meant"),
        ("2023-07-01", "write 2023-24 if the one with 1 July 2023 in it is meant"),
        ("2022-06-30", "the term runs from 1 July 2022 to 30 June 2025"),
        ("2022-23 Q1", "write one of them"),
        ("2025-26", "write one of them"),
        ("", "write one of them"),
        (None, "write one of them"),
    ],
)
def test_find_refuses_and_says_what_to_write(text, mend):
    term = calendar(date(2022, 7, 1), years=3, settled="yearly", years_run=CONTRACT)
    for look, where in ((term.find, "period"), (term.periods_in_year, "year")):
        problem = refused(look, text)
        assert (problem.where, problem.mend) == (where, mend)
        assert problem.what.endswith(", which is not one of 2022-23, 2023-24, 2024-25")


def test_find_names_the_value_the_place_and_at_most_six_labels():
    term = calendar(date(2026, 4, 1), years=2, settled="monthly", years_run=FINANCIAL)
    assert str(refused(term.find, "2026-27  m13", "row 4, period")) == (
        "row 4, period is 2026-27 m13, which is not one of 2026-27 M01, 2026-27 M02, 2026-27 M03, "
        "2026-27 M04, 2026-27 M05, ..., 2027-28 M12; write one of them"
    )
    assert refused(term.find, "2026/27 m1").mend == "write 2026-27 M01"
    assert refused(term.find, "2027-2028").mend == (
        "write one of 2027-28 M01, 2027-28 M02, 2027-28 M03, 2027-28 M04, 2027-28 M05, ..., 2027-28 M12"
    )
    assert refused(term.find, "31/12/26").mend == ("write 2026-27 M09 if the one with 31 December 2026 in it is meant")
    assert refused(term.periods_in_year, "31/12/26").mend == (
        "write 2026-27 if the one with 31 December 2026 in it is meant"
    )


def test_exactly_six_labels_are_all_named():
    term = calendar(date(2026, 1, 1), years=6, settled="yearly", years_run=CONTRACT)
    assert refused(term.find, "x").what.endswith("not one of 2026, 2027, 2028, 2029, 2030, 2031")


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: payment_due(date(2026, 4, 1), days=0), "days"),
        (lambda: payment_due(date(2026, 4, 1), days=30.0), "days"),
        (lambda: payment_due(date(9999, 12, 30)), "received"),
        (lambda: payment_due("01/04/2026"), "received"),
        (lambda: payment_due(date(2026, 4, 1), not_before="soon"), "not_before"),
    ],
)
def test_payment_due_refuses(call, where):
    assert refused(call).where == where


def test_dateutil_is_imported_only_when_a_calendar_is_made():
    code = "import sys, riskreward.calendar; sys.exit('dateutil' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Properties.

counts = st.integers(1, 60)
calendars = st.builds(
    lambda starts, months, settled, years: calendar(starts, months=months, settled=settled, years_run=years),
    starts=st.one_of(
        st.dates(date(1900, 1, 1), date(2200, 12, 31)),
        st.builds(  # the last day of a month, where counting months goes wrong first
            lambda year, month: date(year, month, monthrange(year, month)[1]),
            st.integers(1900, 2200),
            st.integers(1, 12),
        ),
    ),
    months=st.one_of(counts, counts.map(lambda years: 12 * years)),
    settled=st.sampled_from(list(INTERVALS)),
    years=st.sampled_from([CONTRACT, FINANCIAL]),
)
relaxed = settings(deadline=None)


def months_later(anchor, months):
    """The same day so many months later, or the last day of that month: without dateutil."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


@relaxed
@given(calendars, st.integers(0, 30))
def test_periods_and_run_off_tile_the_days(term: Calendar, count):
    periods = [*term.periods, *term.run_off(count)]
    assert periods[0].first == term.starts
    assert term.periods[-1].last == months_later(term.starts, term.months) - timedelta(days=1) == term.ends
    assert all(period.first <= period.last for period in periods)
    assert all(after.first - before.last == timedelta(days=1) for before, after in pairwise(periods))
    assert len(periods) == len(term.periods) + count


@relaxed
@given(calendars, st.integers(0, 30))
def test_labels_are_unique_and_found_again(term: Calendar, count):
    names = labels([*term.periods, *term.run_off(count)])
    assert len(set(names)) == len(names)
    for period in term.periods:
        assert term.find(f" {period.label.lower().replace(' ', '   ')} ") is period
    assert len(set(term.year_labels)) == len(term.year_labels)
    assert [period for year in term.year_labels for period in term.periods_in_year(year)] == list(term.periods)


@relaxed
@given(calendars)
def test_each_year_is_flagged_once_first_and_once_last(term: Calendar):
    for year in term.year_labels:
        periods = term.periods_in_year(year)
        assert [period.first_of_year for period in periods] == [True] + [False] * (len(periods) - 1)
        assert [period.last_of_year for period in periods] == [False] * (len(periods) - 1) + [True]
    assert [period.last_of_term for period in term.periods] == [False] * (len(term.periods) - 1) + [True]
    assert not any(period.run_off for period in term.periods)


@relaxed
@given(calendars)
def test_boundaries_are_the_anchor_with_months_added(term: Calendar):
    interval = INTERVALS[term.settled]
    anchor = term.starts
    if term.years == FINANCIAL:
        anchor = date(term.starts.year - (1 if term.starts < date(term.starts.year, 4, 1) else 0), 4, 1)
    grid = [months_later(anchor, block * interval) for block in range(term.months // interval + 14)]
    boundaries = [day for day in grid if term.starts < day <= term.ends]
    assert [period.first for period in term.periods] == [term.starts, *boundaries]
    for period in term.periods:
        whole = period.first in grid and period.last + timedelta(days=1) in grid
        assert period.part is not whole
        block = max(index for index, day in enumerate(grid) if day <= period.first)
        year = months_later(anchor, block * interval // 12 * 12)
        number = block % (12 // interval) + 1
        name = f"{year.year}-{(year.year + 1) % 100:02d}" if (year.month, year.day) != (1, 1) else str(year.year)
        assert period.year == name
        numbers = {1: f" M{number:02d}", 3: f" Q{number}", 6: f" H{number}", 12: ""}
        assert period.label == name + numbers[interval]


@relaxed
@given(calendars)
def test_months_are_whole_for_whole_periods_and_shared_by_run_off(term: Calendar):
    interval = INTERVALS[term.settled]
    for period in term.periods:
        assert 0 < period.months <= interval
        assert (period.months == interval) is not period.part
        assert isinstance(period.months, int) is (Fraction(period.months).denominator == 1)
    if term.years == CONTRACT:
        assert sum(period.months for period in term.periods) == term.months
    rest = term.run_off(1)[0]
    if rest.part and len(term.periods) > 1:
        assert term.periods[-1].months + rest.months == interval


@relaxed
@given(calendars, st.integers(0, 20), st.integers(0, 20))
def test_run_off_does_not_depend_on_how_much_is_asked_for(term: Calendar, few, more):
    assert term.run_off(few + more)[:few] == term.run_off(few)


@relaxed
@given(calendars)
def test_calendars_survive_copying_and_compare_by_value(term: Calendar):
    again = calendar(term.starts, months=term.months, settled=term.settled, years_run=term.years)
    for twin in (again, copy.deepcopy(term), pickle.loads(pickle.dumps(term))):
        assert twin == term
        assert hash(twin) == hash(term)
        assert twin.periods == term.periods


@given(st.dates(date(1, 1, 1), date(9000, 1, 1)), st.integers(1, 3660), st.dates())
def test_payment_is_never_due_before_either_day(received, days, not_before):
    due = payment_due(received, not_before, days)
    assert due in (received + timedelta(days=days - 1), not_before)
    assert due >= not_before
    assert (due - received).days + 1 >= days


@given(st.dates())
def test_dates_are_read_back_and_british_ones_named(day):
    assert read_date(day.isoformat(), "starts") == day
    text = f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
    assert f"write {day.isoformat()} if " in refused(read_date, text, "starts").mend


@given(st.one_of(st.text(), st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,4}[-/. ][0-9]{1,4}", fullmatch=True)))
def test_text_is_read_as_a_date_or_refused(text):
    term = calendar(date(2026, 4, 1), years=1, settled="quarterly", years_run=CONTRACT)
    for call in (term.find, term.periods_in_year, lambda text: read_date(text, "starts")):
        with suppress(InputError):
            call(text)
