"""Labels of measures: what a programme groups by, and what is no efficiency."""

from fractions import Fraction
from typing import get_args

import pytest

from riskreward import Contract, contract_from_json, contract_to_json
from riskreward.improvements import Efficiency, Measure
from riskreward.improvements.benefit import Benefit
from riskreward.terms import read_terms
from tests.contracts import contract, refusals, settle, told

FLEET = {"name": "fleet", "unit": "£", "benefit": "cashable", "baseline": {"rule": "fixed", "amount": 500_000}}
LABELS = {
    "service": "adult social care",
    "lever": "service integration",
    "recurs": "recurring",
    "efficiency": "technical",
}


# The efficiency class.


@pytest.mark.parametrize(
    ("benefit", "efficiency", "named"),
    [
        ("cashable", "technical", "cash-releasing technical efficiency"),
        ("cashable", "allocative", "cash-releasing allocative efficiency"),
        ("cashable", None, "cash-releasing efficiency"),
        ("non-cashable", "technical", "non-cash-releasing (monetisable) technical efficiency"),
        ("non-cashable", None, "non-cash-releasing (monetisable) efficiency"),
        ("avoided cost", "technical", "cost avoidance"),
        ("income", None, "income"),
        ("recovered", None, "cost recovery"),
        ("cashable", "cut in service", "not an efficiency: cut in service"),
        ("recovered", "cost put off", "not an efficiency: cost put off"),
    ],
)
def test_each_measure_has_a_class_in_the_words_of_the_field(benefit: str, efficiency: str | None, named: str):
    given = {**FLEET, "benefit": benefit} | ({"efficiency": efficiency} if efficiency else {})
    assert read_terms(Measure, given).efficiency_class == named


def test_every_benefit_has_a_class_and_what_is_no_efficiency_never_has_an_efficiencys():
    for benefit in get_args(Benefit):
        for efficiency in get_args(Efficiency):
            named = read_terms(Measure, {**FLEET, "benefit": benefit, "efficiency": efficiency}).efficiency_class
            assert named is not None
            assert named.startswith("not an efficiency") == (efficiency in {"cut in service", "cost put off"})


def test_a_measure_that_is_only_measured_has_no_class():
    assert read_terms(Measure, {"name": "waste", "unit": "tonnes"}).efficiency_class is None


# What labels do not do, and what they must be.


def test_labels_change_no_figure():
    plain, labelled = contract(), contract(measure=LABELS)
    lines = [[(line.path, line.exact) for line in settle(each, 100_000).periods[0].lines] for each in (plain, labelled)]
    assert lines[0] == lines[1]


def test_a_label_is_one_of_those_there_are():
    assert refusals(measure={"lever": "magic"}) == [
        'measure[0].lever is \'magic\'; choose one of "service integration", "re-engineering", '
        '"commissioning and contracting", "performance management", "partnership"'
    ]


@pytest.mark.parametrize(("label", "value"), [("recurs", "one-off"), ("efficiency", "technical")])
def test_what_is_only_measured_has_no_improvement_to_label(label: str, value: str):
    assert refusals(others=({"name": "waste", "unit": "tonnes", label: value},)) == [
        f"measure[1].{label} labels an improvement, but the measure is only measured; "
        "write its baseline, or leave it out"
    ]


def test_what_is_only_measured_may_belong_to_a_service():
    waste = {"name": "waste", "unit": "tonnes", "service": "highways", "lever": "partnership"}
    assert contract(others=(waste,)).measure[1].service == "highways"


def test_labels_go_into_a_file_and_come_back():
    agreed = contract(measure=LABELS)
    assert contract_from_json(contract_to_json(agreed)) == agreed
    assert '"service": "adult social care"' in contract_to_json(agreed)


# Findings.


def test_a_cut_in_service_that_earns_is_told_with_its_figure():
    agreed = contract(measure={"efficiency": "cut in service"})
    statement = settle(agreed, 100_000, 50_000)
    assert told(statement.findings, "not an efficiency") == [
        "£150,000 of the saving of costs to date is not an efficiency but a cut in service, yet it earns a fee."
    ]
    (finding,) = [each for each in statement.findings if each.name == "not an efficiency"]
    assert (finding.severity, finding.figures) == ("serious", {"not an efficiency": Fraction(150_000)})
    assert told(agreed.findings, "not an efficiency") == [
        "The saving of costs is not an efficiency but a cut in service, yet it earns a fee."
    ]


def test_a_cost_put_off_that_earns_nothing_is_noted():
    avoided = {**FLEET, "benefit": "avoided cost", "efficiency": "cost put off"}
    statement = settle(contract(others=(avoided,)), 0, fleet=(450_000,))
    (finding,) = [each for each in statement.findings if each.name == "not an efficiency"]
    assert finding.severity == "note"
    assert finding.sentence == "£50,000 of the improvement of fleet to date is not an efficiency but a cost put off."


@pytest.mark.parametrize("efficiency", ["technical", "allocative"])
def test_an_efficiency_is_no_finding(efficiency: str):
    assert not told(settle(contract(measure={"efficiency": efficiency}), 100_000).findings, "not an efficiency")


def one_off() -> Contract:
    return contract(measure={"recurs": "one-off"})


def test_a_one_off_that_saves_in_two_years_is_told_with_both_figures():
    statement = settle(one_off(), 100_000, 0, 40_000)
    assert told(statement.findings, "one-off in several years") == [
        "Costs is labelled one-off, but it saved in 2 years: £100,000 in 2026-27, £40,000 in 2028-29; a one-off counts "
        "once, so that either its label or its baseline is wrong."
    ]
    (finding,) = [each for each in statement.findings if each.name == "one-off in several years"]
    assert finding.figures == {"2026-27": 100_000, "2028-29": 40_000}
    assert finding.severity == "serious"


def test_a_one_off_that_saves_once_is_as_it_should_be():
    assert not told(settle(one_off(), 100_000, 0, -40_000).findings, "one-off in several years")
    recurring = contract(measure={"recurs": "recurring"})
    assert not told(settle(recurring, 100_000, 100_000).findings, "one-off in several years")
