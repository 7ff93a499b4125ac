"""A stipulated baseline: declared and not measured, and a finding says so."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.baselines.stipulated import would_have_failed
from riskreward.kernel import constant, quantity
from tests.baselines.measured import COSTS, MEASURED, UNITS, VOLUMES, driven, driver, refused, settled, year
from tests.contracts import column, fees, told, worked

COHORT = driver("cohort", "children")
CHILDREN = {"unit": "children", "benefit": "avoided cost", **UNITS}
UTAH = {"rule": "stipulated", "failing": 110, "of": 595, "basis": "the Peabody test of 2013"}
OF_COHORT = {**UTAH, "cohort_measure": "cohort"}
CLAUSES = {"measure": CHILDREN, "earns_on": ["avoided cost"]}


# Worked examples.


def test_utah_110_of_595_were_declared_likely_to_use_special_education_and_one_did():
    """109 children at 2,000 each are 218,000, of which a tenth is 21,800."""
    statement = year(driven(UTAH, **CLAUSES), 1)
    assert statement.amount("baseline") == 110
    assert statement.amount("costs / improvement") == 109
    assert statement.amount("improvement at the agreed price") == 218_000
    assert fees(statement) == [21_800]


def test_of_a_cohort_that_is_measured_as_many_of_it():
    """Of 595, 110; of 119, a fifth of that, 22; of 100, 18.487..., exactly 11,000 over 595."""
    agreed = driven(OF_COHORT, COHORT, **CLAUSES)
    statement = settled(agreed, *({"costs": 2, "cohort": cohort} for cohort in (595, 119, 100)))
    assert column(statement, "baseline")[:2] == [110, 22]
    assert statement.exact("baseline") == Fraction(11_000, 595)
    assert statement.exact("costs / improvement") == Fraction(11_000, 595) - 2


def test_no_cohort_has_nobody_who_would_have_failed():
    assert year(driven(OF_COHORT, COHORT, **CLAUSES), 0, cohort=0).amount("baseline") == 0


def test_a_finding_says_that_it_is_declared_and_what_was_counted_against_it():
    statement = year(driven(UTAH, **CLAUSES), 1)
    assert told(statement.findings, "declared baseline") == [
        "The baseline of costs is declared and not measured: that 110 of 595 would have failed rests on "
        "'the Peabody test of 2013'; £218,000 was counted against it."
    ]
    (finding,) = [each for each in statement.findings if each.name == "declared baseline"]
    assert finding.severity == "warning"
    assert finding.figures == {"counted against a declared baseline": 218_000}


def test_the_finding_is_told_before_anything_is_settled():
    agreed = driven(UTAH, **CLAUSES)
    assert told(agreed.findings, "declared baseline") == [
        "The baseline of costs is declared and not measured: that 110 of 595 would have failed rests on "
        "'the Peabody test of 2013'."
    ]


def test_a_declared_baseline_that_does_not_earn_is_told_without_a_sum():
    beside = {"name": "pupils", "unit": "children", "benefit": "avoided cost", "baseline": UTAH}
    statement = year(driven({"rule": "fixed", "amount": 1_000}, beside), 900, pupils=1)
    (sentence,) = told(statement.findings, "declared baseline")
    assert sentence.endswith("'the Peabody test of 2013'.")


def test_a_baseline_that_is_measured_has_no_such_finding():
    assert not told(driven({"rule": "fixed", "amount": 1_000}).findings, "declared baseline")


# Refusals.


@pytest.mark.parametrize("figure", [0, -1])
@pytest.mark.parametrize("term", ["failing", "of"])
def test_figures_of_nought_or_below_are_refused(term: str, figure: int):
    assert refused({**UTAH, term: figure}, **CLAUSES) == [
        f"{term} is {figure}, not above nought; write a figure above nought"
    ]


def test_no_more_fail_than_were_tested():
    assert refused({**UTAH, "failing": 596}, **CLAUSES) == [
        "failing is 596, more than the 595 tested; write how many of those tested would have failed"
    ]
    assert year(driven({**UTAH, "failing": 595}, **CLAUSES), 0).amount("baseline") == 595


@pytest.mark.parametrize("basis", ["", None])
def test_a_declaration_says_on_what_it_rests(basis: object):
    assert refused({**UTAH, "basis": basis}, **CLAUSES) == ["basis is empty; write it"]
    assert refused({name: value for name, value in UTAH.items() if name != "basis"}, **CLAUSES) == [
        "basis is missing; write it"
    ]


@pytest.mark.parametrize("term", ["failing", "of"])
def test_those_who_fail_are_counted_and_no_percentage(term: str):
    assert refused({**UTAH, term: "18%"}, **CLAUSES) == [
        f"{term} is 18%, where a number belongs; write how many, without %"
    ]
    in_percent = {**CHILDREN, "unit": "%"}
    assert refused(UTAH, measure=in_percent, earns_on=["avoided cost"]) == [
        "rule is 'stipulated', which counts those who fail, but the measure is in '%'; "
        "count them in a unit such as children"
    ]


def test_those_tested_are_in_the_unit_of_the_cohort():
    cohort = driver("cohort", "%", outturn_between=["0%", "100%"])
    assert refused(OF_COHORT, cohort, **CLAUSES) == ["of is 595, but 'cohort' is in %; write \"595%\""]


def test_a_cohort_that_may_be_below_nought_is_refused():
    assert refused(OF_COHORT, {"name": "cohort", "unit": "children"}, **CLAUSES) == [
        "cohort_measure is 'cohort', whose outturn may be below nought; "
        "give that measure its range, such as outturn_between = [0, 50000]"
    ]


# What always holds.


@given(MEASURED, COSTS, VOLUMES)
def test_the_plain_rule_is_the_cohorts_part(cohort, failing, tested):
    unit = quantity("children")
    amounts = (cohort, failing, tested)
    assert worked(lambda: would_have_failed(*(constant(each, unit) for each in amounts))) == cohort * failing / tested


@settings(max_examples=40)
@given(MEASURED, st.integers(1, 600), st.integers(0, 600))
def test_it_is_as_an_oracle_has_it_and_all_who_were_tested_have_those_who_fail(cohort, failing, more):
    agreed = driven({**OF_COHORT, "failing": failing, "of": failing + more}, COHORT, **CLAUSES)
    baseline = year(agreed, 0, cohort=cohort).exact("baseline")
    assert baseline == cohort * failing / (failing + more) <= cohort
    assert year(agreed, 0, cohort=failing + more).exact("baseline") == failing


@settings(max_examples=20)
@given(MEASURED, MEASURED)
def test_two_cohorts_together_have_the_baseline_of_both(one, other):
    agreed = driven(OF_COHORT, driver("cohort", "children", outturn_between=[0, 100_000]), **CLAUSES)
    apart = [year(agreed, 0, cohort=cohort).exact("baseline") for cohort in (one, other)]
    assert year(agreed, 0, cohort=one + other).exact("baseline") == sum(apart)


def test_what_was_agreed_is_known_only_where_no_cohort_is_measured():
    for agreed, amount in ((driven(UTAH, **CLAUSES), 110), (driven(OF_COHORT, COHORT, **CLAUSES), None)):
        assert agreed.measure[0].baseline is not None
        assert agreed.measure[0].baseline.agreed_amount == amount
