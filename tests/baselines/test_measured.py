"""Every baseline that is worked out from what is measured is written down, read back and fits the schema."""

import json
from decimal import Decimal
from typing import Any

import pytest

from riskreward import contract_from_json, contract_from_toml, contract_to_json
from tests.baselines.measured import driven, driver
from tests.contracts import terms
from tests.interchange.test_schema import SCHEMA, fits

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
