"""The parts of a contract must agree, and everything that is wrong is told at once."""

import pytest
from pydantic import ValidationError

from riskreward import Contract, InputError
from riskreward.terms import read_terms
from tests.contracts import QUALITY, TENTH, contract, refusals, terms


def test_a_plain_contract_is_accepted():
    agreed = contract()
    assert agreed.title == "Test"
    assert [period.label for period in agreed.calendar.periods] == ["2026-27", "2027-28", "2028-29"]


def test_a_contract_cannot_be_changed_only_replaced():
    with pytest.raises(ValidationError):
        contract().title = "Another"


def test_contracts_of_the_same_terms_are_the_same():
    assert contract() == contract()
    assert len({contract(), contract(), contract(title="Another")}) == 2
    assert contract() != contract(title="Another")


@pytest.mark.parametrize("left_out", ["title", "starts", "settled", "rounding", "measure", "fee"])
def test_what_every_contract_needs_has_no_default(left_out):
    given = {name: value for name, value in terms().items() if name != left_out}
    with pytest.raises(InputError) as caught:
        read_terms(Contract, given)
    assert [problem.where for problem in caught.value.problems] == [left_out]
    assert all(problem.what == "is missing" for problem in caught.value.problems)


def test_a_term_is_given_in_years_or_in_months():
    assert len(contract(months=18, years=None, settled="half-yearly").calendar.periods) == 3
    assert len(refusals(months=18)) == 1
    assert len(refusals(years=None)) == 1
    assert len(refusals(years=0)) == 1


def test_an_unknown_term_is_answered_with_the_near_one():
    assert refusals(provder="x") == ["provder is 'x', but there is no such term; did you mean \"provider\"?"]


@pytest.mark.parametrize("rounding", ["half up", "to the penny", "half even to the penny", "half up to 0p", 2])
def test_a_rounding_in_other_words_is_refused(rounding):
    (told,) = refusals(rounding=rounding)
    assert told.startswith(f"rounding is {rounding!r}")
    assert 'write "half up to the penny"' in told


def test_another_format_is_refused():
    (told,) = refusals(format=2)
    assert told.startswith("format is 2")


def test_contradictions_of_several_parts_are_told_together():
    """A fee that waits for a guarantee, a gate on no measure, a clawback that cannot be, retention that waits."""
    told = refusals(
        {"rule": "quality gate", "measure": "quality", "at_least": "90%"},
        TENTH,
        fee_starts="above the guarantee",
        settlement={
            "clawback": {"first_from": "the provider", "restores_cap": True},
            "retention": {"share": "20%", "released": "when the next year meets its guarantee"},
        },
    )
    assert sorted(told) == [
        "fee.step[0].measure is 'quality', which is no measure; write one of 'costs'",
        "guarantee is missing, but the fee starts above the guarantee; write the guarantee",
        "settlement.clawback needs a fee that can fall, but fee.counted is 'each period'; "
        "write fee.counted = 'to date', or when = 'a saving is overturned', or leave the clawback out",
        "settlement.retention.released waits for a guarantee, but there is none; write the guarantee",
    ]


def test_contradictions_are_told_together_with_what_could_not_be_read():
    told = refusals({"rule": "share", "share": 25}, fee_starts="above the guarantee", settled="wekly")
    assert sorted(problem.split(" is ")[0] for problem in told) == ["fee.step[0].share", "guarantee", "settled"]


def test_every_measure_is_checked():
    fleet = {"name": "fleet", "unit": "$", "benefit": "cashable", "baseline": {"rule": "fixed", "amount": 1}}
    told = refusals(others=(fleet, {**QUALITY, "name": "costs"}, {**QUALITY, "name": "evidence"}))
    assert [problem.split(" is ")[0] for problem in told] == ["measure[1].unit", "measure[2].name", "measure[3].name"]
