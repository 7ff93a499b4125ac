"""What is promised of every contract holds where a baseline is worked out from what is measured.

The contracts are drawn from the whole vocabulary; the first measure's baseline is then one of the seven rules.
"""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from riskreward import Contract, contract_from_json, contract_from_toml, contract_to_json
from riskreward.calendar import Calendar
from tests import test_agreement as promises
from tests.baselines.measured import driven, driver
from tests.contracts import terms
from tests.generators import Case, Draw, contracts, outturns
from tests.interchange.test_schema import SCHEMA, fits

HELD = (
    "test_the_exact_reader_equals_the_direct_reader_on_every_line_of_every_period",
    "test_the_exact_reader_equals_a_walk_through_the_program_on_lines_and_balances",
    "test_every_line_has_a_working_that_ends_as_a_phrase_does",
    "test_the_bounds_of_a_period_contain_every_value_that_any_operation_takes_in_it",
    "test_settling_period_by_period_gives_the_periods_of_settling_all_at_once",
    "test_a_contract_to_json_and_back_settles_alike",
    "test_a_statement_is_shown_in_every_form_and_byte_for_byte_the_same_each_time",
    "test_the_saving_the_baseline_and_the_guarantee_are_the_sums_of_their_parts",
    "test_every_step_gives_what_its_clause_says",
    "test_the_position_to_date_adds_up_from_the_periods",
)
"""Promises about every contract, each held on a case."""

VOLUMES = driver("volume", "visits")
OTHERS = driver("long cases", "visits")
MATCHED = {"name": "matched", "unit": "£"}
BASIS = {"basis": "a test of every child"}
DRIVERS = (VOLUMES, OTHERS, MATCHED)

BASELINES: dict[str, dict[str, Any]] = {
    "unit cost": {"cost": 12_000, "volume": "1000.5", "volume_measure": "volume"},
    "unit cost, reconciled": {
        "rule": "unit cost",
        "cost": 12_000,
        "volume": 900,
        "volume_measure": "volume",
        "expected_volume": 850,
        "reconciled_outside": ["90%", "110%"],
    },
    "re-priced volume": {"volume": 300, "price": "40.125"},
    "weighted volume": {
        "cost": 12_000,
        "cases": [
            {"measure": "volume", "volume": 700, "weight": 1},
            {"measure": "long cases", "volume": 70, "weight": "2.75"},
        ],
    },
    "case mix": {"amount": 12_000, "score": 830, "score_measure": "volume", "at_most": "103%", "at_least": "97%"},
    "case mix, no cap": {
        "rule": "case mix",
        "amount": 12_000,
        "score": 830,
        "score_measure": "volume",
        "at_most": "no cap",
    },
    "comparator": {"amount": 12_000, "comparator_base": "812.25", "comparator_measure": "volume"},
    "comparator, a rate": {"rule": "comparator", "comparator_measure": "matched"},
    "difference in differences": {"before": 12_000, "comparator_before": 800, "comparator_measure": "matched"},
    "stipulated": {"failing": 110, "of": 595, **BASIS},
    "stipulated, of a cohort": {
        "rule": "stipulated",
        "failing": 110,
        "of": 595,
        "cohort_measure": "volume",
        **BASIS,
    },
}


def baseline(name: str) -> dict[str, Any]:
    return {"rule": name, **BASELINES[name]}


@st.composite
def measured_cases(draw: Draw, name: str) -> Case:
    """Return a contract whose first measure has that baseline, and an outturn that fits it."""
    drawn = draw(contracts())
    written = json.loads(contract_to_json(drawn))
    first = written["measure"][0]
    first["baseline"] = {**baseline(name), **_fitted(name, drawn.calendar)}
    if "prices" in (guarantee := written.get("guarantee") or {}):
        guarantee["prices"] = "cash of each year"  # no index moves what is measured
    written["measure"] += [{**each, "unit": first["unit"]} if each is MATCHED else each for each in DRIVERS]
    contract = Contract(**written)
    rows = draw(outturns(contract))
    for row in rows:
        row["volume"] = Decimal(draw(MEASURED)) / 100
        row["long cases"] = Decimal(draw(MEASURED)) / 100
        row["matched"] = Decimal(draw(MEASURED)) / 10
    return contract, rows


def _fitted(name: str, term: Calendar) -> dict[str, Any]:
    """Return the terms that follow from the calendar: how a year is spread, and what is expected of part of one."""
    if name == "re-priced volume":
        ended_early = term.agreed is not term
        return {"spread": "evenly over the months" if ended_early else "the same for each settlement"}
    if name != "unit cost, reconciled" or not any(period.part for period in term.periods):
        return {}
    if term.settled == "yearly":
        return {"expected_volume": [850 + 10 * number for number in range(len(term.agreed.year_labels))]}
    return {"expected_volume": [], "reconciled_outside": None}


MEASURED = st.one_of(st.integers(0, 200_000), st.sampled_from([0, 76_500, 93_500, 76_499, 93_501, 83_000]))


@pytest.mark.parametrize("name", BASELINES)
def test_every_promise_about_a_contract_holds(name: str) -> None:
    @settings(max_examples=15)
    @given(measured_cases(name))
    def each(case: Case) -> None:
        note(contract_to_json(case[0]))
        for promise in HELD:
            getattr(promises, promise).hypothesis.inner_test(case)

    each()


@pytest.mark.parametrize("name", BASELINES)
def test_it_reads_back_the_same_from_json_and_fits_the_schema(name: str) -> None:
    agreed = driven(baseline(name), *DRIVERS)
    text = contract_to_json(agreed)
    assert contract_from_json(text) == agreed
    assert fits(json.loads(text, parse_float=Decimal), SCHEMA)


def test_figures_in_per_cent_read_back_as_such() -> None:
    score = driver("score", "%", outturn_between=["0%", "100%"])
    given = {"rule": "case mix", "amount": 5, "score": "12.5%", "score_measure": "score", "at_most": "no cap"}
    agreed = driven(given, score)
    assert contract_from_json(contract_to_json(agreed)) == agreed
    assert json.loads(contract_to_json(agreed))["measure"][0]["baseline"]["score"] == "12.5%"
    halves = driven({"rule": "unit cost", "cost": 5, "volume": "0.5", "volume_measure": "volume"}, VOLUMES)
    assert contract_from_json(contract_to_json(halves)) == halves


@pytest.mark.parametrize("name", BASELINES)
def test_what_a_rule_cannot_do_without_is_required_by_the_schema_too(name: str) -> None:
    given = baseline(name)
    (part,) = [
        part for part in SCHEMA["$defs"].values() if part["properties"].get("rule", {}).get("const") == given["rule"]
    ]
    for term in set(part["required"]) - {"rule"}:
        written = terms(baseline={key: value for key, value in given.items() if key != term}, others=DRIVERS)
        assert not fits(written["measure"][0], SCHEMA["$defs"]["Measure"])


def test_a_list_of_cases_may_be_written_in_toml() -> None:
    text = """
        title = "Orders"
        starts = 2026-04-01
        years = 1
        settled = "yearly"
        rounding = "half up to the penny"
        [[measure]]
        name = "costs"
        unit = "£"
        benefit = "cashable"
        [measure.baseline]
        rule = "weighted volume"
        cost = 1_000_000
        cases = [
            { measure = "short orders", volume = 750, weight = 1 },
            { measure = "long orders", volume = 100, weight = 2.5 },
        ]
        [[measure]]
        name = "short orders"
        unit = "orders"
        outturn_between = [0, 10_000]
        [[measure]]
        name = "long orders"
        unit = "orders"
        outturn_between = [0, 10_000]
        [fee]
        starts = "first pound"
        counted = "each period"
        [[fee.step]]
        rule = "share"
        share = "10%"
    """
    statement = contract_from_toml(text).settle(
        [{"period": "2026-27", "costs": 1_100_000, "short orders": 650, "long orders": 200}]
    )
    assert statement.amount("paid") == 5_000
