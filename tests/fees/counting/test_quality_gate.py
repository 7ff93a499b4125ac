"""A quality gate: a period that fails its standard adds no saving, but a shortfall still counts."""

from fractions import Fraction

import pytest
from hypothesis import given

from riskreward.fees.counting.quality_gate import gated_saving
from riskreward.kernel import pounds
from tests.contracts import QUALITY, SAVINGS, TENTH, column, contract, fees, refusals, settle, worked

NINETY = {"rule": "quality gate", "measure": "quality", "at_least": "90%"}
WAITING = {"name": "waiting", "unit": "minutes"}
GUARANTEE = {"amount": 100_000, "tested": "each year", "shortfall": "fee only"}


def gated(step: dict[str, object] = NINETY, **other: object):
    return contract(step, TENTH, others=(QUALITY,), **other)


# Worked examples: a tenth of 100,000, where quality is at least 90%.


@pytest.mark.parametrize(
    ("quality", "fee"), [("93%", 10_000), ("90%", 10_000), ("89.99%", 0), ("0%", 0), ("100%", 10_000)]
)
def test_at_the_standard_the_saving_counts_and_a_hundredth_of_a_per_cent_below_it_nothing(quality, fee):
    assert fees(settle(gated(), 100_000, quality=(quality,))) == [fee]


@pytest.mark.parametrize(("calls", "fee"), [("3.49", 10_000), ("3.5", 10_000), ("3.51", 0)])
def test_a_standard_may_be_a_most(calls, fee):
    step = {"rule": "quality gate", "measure": "waiting", "at_most": "3.5"}
    assert fees(settle(contract(step, TENTH, others=(WAITING,)), 100_000, waiting=(calls,))) == [fee]


def test_a_failed_year_adds_nothing_and_the_next_counts_again():
    statement = settle(gated(), 100_000, 100_000, 100_000, quality=("93%", "89%", "91%"))
    assert column(statement, "saving after the quality gate") == [100_000, 0, 100_000]
    assert fees(statement) == [10_000, 0, 10_000]


def test_the_saving_of_a_failed_year_never_counts_later():
    """To date 100,000, 100,000 and 200,000 count."""
    statement = settle(gated(counted="to date"), 100_000, 100_000, 100_000, quality=("93%", "89%", "91%"))
    assert column(statement, "fee to date") == [10_000, 10_000, 20_000]
    assert column(statement, "saved to date") == [100_000, 200_000, 300_000]


def test_a_loss_of_a_failed_year_still_counts():
    """100,000 saved, then 40,000 lost in a year that fails: 60,000 to date, and so 6,000."""
    statement = settle(gated(counted="to date"), 100_000, -40_000, quality=("93%", "0%"))
    assert column(statement, "fee to date") == [10_000, 6_000]


def test_above_the_guarantee_a_failed_year_adds_no_excess_but_its_shortfall_counts():
    """Against 100,000: 50,000 above; 50,000 above but failed, nothing; 30,000 below and failed, all of it."""
    statement = settle(
        gated(guarantee=GUARANTEE, fee_starts="above the guarantee", counted="to date"),
        150_000,
        150_000,
        70_000,
        quality=("93%", "89%", "89%"),
    )
    assert column(statement, "saving after the quality gate") == [50_000, 0, -30_000]
    assert column(statement, "fee to date") == [5_000, 5_000, 2_000]


def test_the_guarantee_is_tested_on_the_saving_whatever_its_quality():
    statement = settle(gated(guarantee={**GUARANTEE, "shortfall": "provider pays each year"}), 150_000, quality=("0%",))
    assert column(statement, "shortfall payable by the provider") == [0]


def test_in_quarters_each_quarter_passes_or_fails_alone():
    """10,000 a quarter, of which the second fails: 30,000 in the year."""
    statement = settle(
        gated(settled="quarterly", counted="each year"), *[10_000] * 4, quality=("90%", "80%", "90%", "90%")
    )
    assert fees(statement) == [0, 0, 0, 3_000]


def test_a_contract_may_have_two_gates():
    other = {"name": "on time", "unit": "%"}
    second = {"rule": "quality gate", "name": "punctuality gate", "measure": "on time", "at_least": "95%"}
    agreed = contract(NINETY, second, TENTH, others=(QUALITY, other))
    statement = settle(
        agreed, 100_000, 100_000, 100_000, quality=("90%", "90%", "89%"), on_time=("95%", "94.99%", "95%")
    )
    assert fees(statement) == [10_000, 0, 0]


def test_its_standard_is_that_of_its_own_measure():
    """The best outturn that passes waits 3.5 minutes at most; the costs are held to no standard."""
    least, most = (
        contract({"rule": "quality gate", "measure": "waiting", side: "3.5"}, TENTH, others=(WAITING,)).fee.step[0]
        for side in ("at_least", "at_most")
    )
    assert least.standards("waiting") == (Fraction("3.5"), None)
    assert most.standards("waiting") == (None, Fraction("3.5"))
    assert least.standards("costs") == most.standards("costs") == (None, None)


# Refusals.


def test_a_gate_is_a_least_or_a_most_and_not_both():
    for given_standard in ({"at_least": None}, {"at_most": "95%"}):
        step = {name: value for name, value in {**NINETY, **given_standard}.items() if value is not None}
        assert refusals(step, TENTH, others=(QUALITY,)) == [
            "fee.step[0] needs either at_least or at_most; write one of them"
        ]


def test_a_gate_on_a_measure_that_is_not_there_is_refused():
    assert refusals({**NINETY, "measure": "qualty"}, TENTH, others=(QUALITY,)) == [
        "fee.step[0].measure is 'qualty', which is no measure; write one of 'costs', 'quality'"
    ]


def test_a_ratio_that_may_be_nothing_is_held_to_a_least_and_not_to_a_most():
    ratio = {"of": "late", "to": "jobs", "denominator_at_least": 1, "places": 4}
    late, jobs = ({"name": name, "unit": name} for name in ("late", "jobs"))
    gate = {"rule": "quality gate", "measure": "rate"}
    for if_below, standard, refused in (
        ("nothing counts", {"at_most": "5%"}, True),
        ("nothing counts", {"at_least": "5%"}, False),
        ("settling is refused", {"at_most": "5%"}, False),
    ):
        rate = {"name": "rate", "unit": "%", "ratio": {**ratio, "if_below": if_below}}
        given_terms = {"others": (late, jobs, rate)}
        if not refused:
            assert contract({**gate, **standard}, TENTH, **given_terms)
            continue
        assert refusals({**gate, **standard}, TENTH, **given_terms) == [
            "fee.step[0].at_most where its denominator falls away 'rate' is nothing, which would pass; "
            'write ratio.if_below = "settling is refused" for it'
        ]


def test_a_standard_of_90_for_a_measure_in_per_cent_is_refused():
    assert refusals({**NINETY, "at_least": 90}, TENTH, others=(QUALITY,)) == [
        'fee.step[0] has a standard of 90, but the measure is in %; write "90%"'
    ]


def test_a_standard_is_a_figure():
    assert refusals({**NINETY, "at_least": "good"}, TENTH, others=(QUALITY,)) == [
        "fee.step[0].at_least is 'good', where a number belongs; write the standard, such as 90%"
    ]


def test_a_gate_after_the_saving_is_counted_is_refused_and_says_where_it_belongs():
    bands = {"rule": "bands", "bands": [{"share": "10%"}]}
    assert refusals(bands, {**NINETY, "clause": "9.1"}, others=(QUALITY,)) == [
        "fee.step[1] (quality gate, clause 9.1) takes the saving of the period, but fee.step[0] (bands) has already "
        "made it the fee; move it before fee.step[0] (bands)"
    ]


# Whatever is saved.


def gate(saving, passed: bool) -> Fraction:
    return worked(lambda: gated_saving(pounds(saving), pounds(1) <= pounds(1 if passed else 0)))


@given(SAVINGS)
def test_what_passes_is_all_of_it_and_what_fails_at_most_nothing(saving):
    assert gate(saving, True) == saving
    assert gate(saving, False) == min(saving, 0)


@given(SAVINGS, SAVINGS)
def test_more_saved_never_counts_for_less(one, other):
    for passed in (True, False):
        assert gate(min(one, other), passed) <= gate(max(one, other), passed)
