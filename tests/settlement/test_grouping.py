"""Improvements grouped by a label: shown apart, counted once, and in agreement with the statement's own lines."""

import json
import re
from collections.abc import Sequence
from dataclasses import FrozenInstanceError
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import Contract, InputError, Statement, statement_to_json
from riskreward.improvements import CASH, Lever, Recurs
from riskreward.improvements.benefit import Benefit
from riskreward.improvements.efficiency import Efficiency
from riskreward.settlement.grouping import LABELS, SECTIONS, Group, Grouping
from tests.contracts import BASELINE, contract, settle

CASH_SAVINGS, NO_BUDGET, INCOME = SECTIONS
SAME = {"rule": "fixed", "amount": BASELINE, "spread": "the same for each settlement"}


def measure(name: str, benefit: str = "cashable", **labels: Any) -> dict[str, Any]:
    return {"name": name, "unit": "£", "benefit": benefit, "baseline": SAME, **labels}


def saved(agreed: Contract, **savings: Sequence[Any]) -> Statement:
    """Settle periods in which each measure, by name, saves these amounts against a million."""
    names = {name.replace("_", " "): amounts for name, amounts in savings.items()}
    count = max(map(len, names.values()))
    rows = [
        {"period": period.label} | {name: BASELINE - Fraction(amounts[number]) for name, amounts in names.items()}
        for number, period in enumerate(agreed.calendar.periods[:count])
    ]
    return agreed.settle(rows)


def row(grouping: Grouping, name: str, section: str = CASH_SAVINGS) -> Group:
    (found,) = [group for group in grouping if (group.name, group.section) == (name, section)]
    return found


def columns(group: Group) -> tuple[Any, ...]:
    return group.recurring, group.one_off, group.unlabelled, group.annual, group.to_date


CARE = {"service": "adult social care", "lever": "service integration", "recurs": "recurring"}
ROADS = {"service": "highways", "lever": "re-engineering", "recurs": "one-off", "fund": "capital"}


def programme(**given: Any) -> Contract:
    return contract(measure={**CARE, "efficiency": "technical"}, others=(measure("fleet", **ROADS),), **given)


# Worked figures.


def test_recurring_and_one_off_are_shown_apart_and_a_one_off_counts_once():
    """100,000 saved in each of two years, and a one-off 50,000 in the first: 250,000 to date, 100,000 a year."""
    grouping = saved(programme(), costs=(100_000, 100_000), fleet=(50_000, 0)).by("service")
    assert [group.name for group in grouping] == ["adult social care", "highways"]
    assert columns(row(grouping, "adult social care")) == (100_000, 0, 0, 100_000, 200_000)
    assert columns(row(grouping, "highways")) == (0, 0, 0, 0, 50_000)
    assert columns(grouping.total(CASH_SAVINGS)) == (100_000, 0, 0, 100_000, 250_000)
    assert grouping.saved_to_date == 250_000
    assert (grouping.year, grouping.settled_to, grouping.annual_year) == ("2027-28", None, "2027-28")


def test_in_its_own_year_a_one_off_is_in_year_and_never_annual():
    grouping = saved(programme(), costs=(100_000,), fleet=(50_000,)).by("recurs")
    assert columns(row(grouping, "recurring")) == (100_000, 0, 0, 100_000, 100_000)
    assert columns(row(grouping, "one-off")) == (0, 50_000, 0, 0, 50_000)
    assert row(grouping, "one-off").in_year == 50_000
    assert grouping.total(CASH_SAVINGS).in_year == 150_000


def test_each_label_has_its_own_groups():
    statement = saved(programme(), costs=(100_000,), fleet=(50_000,))
    assert {label: [group.name for group in statement.by(label)] for label in LABELS} == {
        "service": ["adult social care", "highways"],
        "lever": ["service integration", "re-engineering"],
        "efficiency class": ["cash-releasing technical efficiency", "cash-releasing efficiency"],
        "fund": ["not labelled", "capital"],
        "recurs": ["recurring", "one-off"],
        "measure": ["costs", "fleet"],
    }


def test_measures_of_one_label_are_one_group():
    agreed = contract(measure=CARE, others=(measure("homes", **CARE), measure("fleet", **ROADS)))
    grouping = saved(agreed, costs=(100_000,), homes=(20_000,), fleet=(-30_000,)).by("service")
    assert row(grouping, "adult social care").measures == ("costs", "homes")
    assert row(grouping, "adult social care").to_date == 120_000
    assert row(grouping, "highways").to_date == -30_000
    assert len(grouping) == 2


def test_cash_what_frees_no_budget_and_income_are_never_added_together():
    """Of one service 100,000 is cash, 40,000 frees no budget, 30,000 is income: three groups, and 100,000 saved."""
    others = (
        measure("time", "non-cashable", service="adult social care"),
        measure("demand", "avoided cost", service="adult social care"),
        measure("fees", "income", service="adult social care", better="higher"),
        measure("audit", "recovered", service="highways"),
    )
    agreed = contract(measure=CARE, others=others)
    statement = saved(agreed, costs=(100_000,), time=(30_000,), demand=(10_000,), fees=(-30_000,), audit=(5_000,))
    grouping = statement.by("service")
    assert [(group.section, group.name, group.to_date) for group in grouping] == [
        (CASH_SAVINGS, "adult social care", 100_000),
        (CASH_SAVINGS, "highways", 5_000),
        (NO_BUDGET, "adult social care", 40_000),
        (INCOME, "adult social care", 30_000),
    ]
    assert grouping.total(CASH_SAVINGS).to_date == grouping.saved_to_date == statement.exact("saved to date") == 105_000


def test_what_is_not_labelled_recurring_or_one_off_stands_apart():
    grouping = settle(contract(measure={"service": "highways"}), 100_000).by("service")
    assert columns(row(grouping, "highways")) == (0, 0, 100_000, 0, 100_000)
    assert "2026-27, not labelled" in grouping.table.columns
    assert "what is not labelled has a column of its own" in grouping.note
    labelled = settle(contract(measure=CARE), 100_000).by("service")
    assert labelled.table.columns == (
        "service",
        "2026-27, recurring",
        "2026-27, one-off",
        "annual, from 2026-27",
        "to date",
    )
    assert "not labelled" not in labelled.note


def test_what_is_only_measured_or_has_no_price_is_no_pound():
    others = ({"name": "waste", "unit": "tonnes", "service": "highways"},)
    visits = {
        "name": "visits",
        "unit": "visits",
        "benefit": "non-cashable",
        "baseline": {"rule": "fixed", "amount": 10},
    }
    statement = settle(contract(measure=CARE, others=(*others, visits)), 100_000, waste=(5,), visits=(5,))
    assert [group.measures for group in statement.by("measure")] == [("costs",)]


def test_an_improvement_at_a_price_is_grouped_in_money():
    visits = {
        "name": "visits",
        "unit": "visits",
        "benefit": "non-cashable",
        "price": {"amount": 40},
        "baseline": {"rule": "fixed", "amount": 1_000},
        "service": "housing",
    }
    statement = settle(contract(measure=CARE, others=(visits,)), 0, visits=(900,))
    assert row(statement.by("service"), "housing", NO_BUDGET).to_date == 4_000


def test_what_was_saved_is_at_the_prices_paid():
    energy = {
        "unit": "kWh",
        "price": {"amount": "0.30"},
        "prices_paid": "shown",
        "baseline": {"rule": "fixed", "amount": 100},
    }
    agreed = contract(measure=CARE | energy)
    statement = agreed.settle([{"period": "2026-27", "costs": 90, "costs, price paid": "0.25"}])
    assert (
        row(statement.by("service"), "adult social care").to_date == Fraction("2.5") == statement.exact("saved to date")
    )


# Parts of a year.


def test_part_of_a_year_is_said_to_be_so_and_never_made_whole():
    """Two halves of 50,000 are 100,000 a year; the next half's 60,000 stays 60,000."""
    statement = saved(programme(settled="half-yearly"), costs=(50_000, 50_000, 60_000), fleet=(0, 0, 0))
    grouping = statement.by("service")
    assert columns(row(grouping, "adult social care")) == (60_000, 0, 0, 100_000, 160_000)
    assert (grouping.year, grouping.annual_year) == ("2027-28", "2026-27")
    assert grouping.table.caption == "Improvements by service; 2027-28 to 30 September 2027"
    assert grouping.table.columns[1:4] == (
        "part of 2027-28, recurring",
        "part of 2027-28, one-off",
        "annual, from 2026-27",
    )


def test_before_a_whole_year_is_settled_nothing_is_said_of_a_year():
    grouping = saved(programme(settled="quarterly"), costs=(50_000,), fleet=(0,)).by("service")
    assert grouping.annual_year is None
    assert row(grouping, "adult social care").annual is None
    assert "no whole year is settled yet" in grouping.note
    assert grouping.table.columns[3] == "annual"
    assert grouping.table.rows[1] == ("adult social care", "50,000.00", "0.00", "", "50,000.00")


@pytest.mark.parametrize(
    ("starts", "years_run"), [("2026-04-01", "from the start date"), ("2026-10-01", "from 1 April")]
)
def test_a_year_that_the_term_cuts_is_no_whole_year(starts: str, years_run: str):
    """Eighteen months are one whole year, wherever the half is."""
    agreed = programme(starts=starts, years_run=years_run, years=None, months=18)
    grouping = saved(agreed, costs=(100_000, 70_000), fleet=(0, 0)).by("service")
    first_is_whole = years_run == "from the start date"
    assert grouping.annual_year == ("2026-27" if first_is_whole else "2027-28")
    assert row(grouping, "adult social care").annual == (100_000 if first_is_whole else 70_000)
    assert (grouping.settled_to is None) != first_is_whole


def test_the_settlement_after_the_term_is_no_year():
    agreed = programme(settlement={"retention": {"share": "10%", "released": "a year after the end of the term"}})
    statement = saved(agreed, costs=(100_000,) * 3, fleet=(0,) * 3)
    assert statement.periods[-1].period.run_off
    assert columns(row(statement.by("service"), "adult social care")) == (100_000, 0, 0, 100_000, 300_000)


# Rounding.


def test_what_rounding_each_period_adds_is_a_row_of_its_own():
    """0.333 each year is rounded to 0.33: 0.999 saved, 0.99 in the statement, 0.009 apart."""
    energy = {"unit": "kWh", "price": {"amount": "0.333"}, "baseline": {"rule": "fixed", "amount": 1}}
    statement = contract(measure=CARE | energy).settle({"2026-27": 0, "2027-28": 0, "2028-29": 0})
    grouping = statement.by("service")
    assert grouping.total(CASH_SAVINGS).to_date == Fraction("0.999")
    assert grouping.rounding == Fraction("-0.009")
    assert grouping.table.rows[-2:] == (
        ("rounded to the penny each period", "", "", "", "-0.009"),
        ("saved to date", "", "", "", "0.99"),
    )
    assert grouping.total(CASH_SAVINGS).to_date + grouping.rounding == statement.exact("saved to date")


# How it shows itself.


def test_it_shows_itself_as_text_html_and_markdown():
    grouping = saved(programme(), costs=(100_000, 100_000), fleet=(50_000, 0)).by("service")
    text = str(grouping)
    assert "cash savings, £" in text
    assert re.search(r"adult social care +100,000\.00 +0\.00 +100,000\.00 +200,000\.00", text)
    assert "never added together" in " ".join(text.split())
    assert '<th scope="row">adult social care</th>' in grouping._repr_html_()
    assert "| adult social care | 100,000.00 | 0.00 | 100,000.00 | 200,000.00 |" in grouping.to_markdown()
    assert "improvements that free no budget" not in text


def test_it_cannot_be_changed():
    grouping = saved(programme(), costs=(1,), fleet=(1,)).by("service")
    with pytest.raises(FrozenInstanceError):
        grouping.year = "2030-31"  # type: ignore[misc]  # wrong on purpose
    with pytest.raises(FrozenInstanceError):
        next(iter(grouping)).to_date = Fraction(0)  # type: ignore[misc]  # wrong on purpose


def test_a_label_that_there_is_not_is_refused():
    with pytest.raises(InputError) as caught:
        settle(contract(), 0).by("colour")  # type: ignore[arg-type]  # wrong on purpose
    assert str(caught.value) == (
        "by is 'colour', which is no label; choose one of service, lever, efficiency class, fund, recurs, measure"
    )


def shown(statement: Statement) -> list[str]:
    return re.findall(r"^Improvements by ([a-z ]+?)(?:;.*)?$", str(statement), re.MULTILINE)


@pytest.mark.parametrize(
    ("labels", "tables"),
    [
        ({}, []),
        ({"fund": "HRA"}, []),
        ({"service": "highways"}, ["service"]),
        ({"lever": "partnership"}, ["lever"]),
        ({"efficiency": "technical"}, ["efficiency class"]),
        ({"recurs": "one-off"}, ["measure"]),
        ({"recurs": "one-off", "service": "highways"}, ["service"]),
        ({**CARE, "efficiency": "allocative"}, ["service", "lever", "efficiency class"]),
    ],
)
def test_the_statement_shows_a_table_for_each_label_that_is_given(labels: dict[str, str], tables: list[str]):
    statement = settle(contract(measure=labels), 100_000)
    assert shown(statement) == tables
    assert [each["by"] for each in json.loads(statement_to_json(statement))["groups"]] == tables
    assert str(statement).count("never added") == (1 if tables else 0)


def test_the_table_stands_below_the_figures():
    text = str(settle(contract(measure=CARE), 100_000))
    assert text.index("kept by the council to date") < text.index("Improvements by service") < text.index("Working")


def test_the_json_has_the_groups_exactly():
    statement = saved(
        programme(settled="half-yearly"), costs=(50_000, "50,000.25".replace(",", ""), 1), fleet=(7, 0, 0)
    )
    by_service = json.loads(statement_to_json(statement))["groups"][0]
    assert (by_service["year"], by_service["settled to"], by_service["annual year"]) == (
        "2027-28",
        "2027-09-30",
        "2026-27",
    )
    assert by_service["groups"][0] == {
        "section": "cash savings",
        "name": "adult social care",
        "measures": ["costs"],
        "in year, recurring": "1",
        "in year, one-off": "0",
        "in year, not labelled": "0",
        "annual": "100000.25",
        "to date": "100001.25",
    }
    assert by_service["totals"][0]["to date"] == "100008.25" == by_service["saved to date"]
    assert by_service["rounding"] == "0"


# Properties.

PENCE = st.integers(-10_000_000, 10_000_000).map(lambda pence: Fraction(pence, 100))


@st.composite
def programmes(draw: Any) -> Statement:
    """A contract of one to four measures of any kind with any labels, settled for one to six periods."""
    measures = []
    for number in range(draw(st.integers(1, 4))):
        labels = {
            "service": st.sampled_from(["adult social care", "highways", None]),
            "lever": st.sampled_from([*get_args(Lever), None]),
            "recurs": st.sampled_from([*get_args(Recurs), None]),
            "efficiency": st.sampled_from([*get_args(Efficiency), None]),
            "fund": st.sampled_from(["General Fund", "HRA", None]),
        }
        drawn = {label: draw(choices) for label, choices in labels.items()}
        benefit = "cashable" if number == 0 else draw(st.sampled_from(get_args(Benefit)))
        priced = {"unit": "kWh", "price": {"amount": draw(st.sampled_from(["0.333", "1.25", "2"]))}}
        priced["outturn_between"] = [0, 2 * BASELINE]
        given = measure("costs" if number == 0 else f"measure {number}", benefit)
        given |= {label: value for label, value in drawn.items() if value is not None}
        measures.append(given | (priced if draw(st.booleans()) else {}))
    settled = draw(st.sampled_from(["yearly", "half-yearly", "quarterly"]))
    agreed = contract(measure=measures[0], others=tuple(measures[1:]), settled=settled)
    count = draw(st.integers(1, min(6, len(agreed.calendar.periods))))
    savings = {each["name"].replace(" ", "_"): [draw(PENCE) for _ in range(count)] for each in measures}
    return saved(agreed, **savings)


@given(programmes())
def test_the_groups_of_every_label_add_up_to_the_same_totals_which_are_the_statements_own(statement: Statement):
    groupings = [statement.by(label) for label in LABELS]
    for grouping in groupings:
        assert grouping.totals == groupings[0].totals
        assert sorted(name for group in grouping for name in group.measures) == sorted(
            name for total in grouping.totals for name in total.measures
        )
        for total in grouping.totals:
            its_own = [group for group in grouping if group.section == total.section]
            for part in ("recurring", "one_off", "unlabelled", "in_year", "to_date"):
                assert sum((getattr(group, part) for group in its_own), Fraction(0)) == getattr(total, part)
            if grouping.annual_year is not None:
                assert sum((group.annual or 0 for group in its_own), Fraction(0)) == total.annual
        assert grouping.total(CASH_SAVINGS).to_date + grouping.rounding == statement.exact("saved to date")
        assert abs(grouping.rounding) <= Fraction(len(statement.periods), 200)


@given(programmes())
def test_each_group_is_what_its_measures_saved_worked_out_from_the_outturn(statement: Statement):
    """The oracle: a million less the outturn, at the price, in plain fractions."""
    (last,) = {period.period.year for period in statement.periods[-1:]}
    for group in statement.by("measure"):
        (its_own,) = [each for each in statement.measures if each.name == group.name]
        price = Fraction(1) if its_own.price is None else its_own.price.amount[0]
        by_year: dict[str, Fraction] = {}
        for period, typed in zip(statement.periods, statement.outturn, strict=True):
            saving = (BASELINE - typed.entries[group.name]) * price
            by_year[period.period.year] = by_year.get(period.period.year, Fraction(0)) + saving
        assert group.to_date == sum(by_year.values())
        assert group.in_year == by_year[last]
        assert group.recurring == (by_year[last] if its_own.recurs == "recurring" else 0)
        assert group.one_off == (by_year[last] if its_own.recurs == "one-off" else 0)
        assert (group.section == CASH_SAVINGS) == (its_own.benefit in CASH)
        whole = [
            year for year in by_year if sum(p.period.months for p in statement.periods if p.period.year == year) == 12
        ]
        annual = by_year[whole[-1]] if its_own.recurs == "recurring" and whole else 0
        assert group.annual == (annual if whole else None)
