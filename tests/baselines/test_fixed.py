"""A fixed baseline: one agreed amount for every year."""

from fractions import Fraction

from hypothesis import given

from tests.contracts import BASELINES, POUNDS, column, contract, pence, refusals

PLAIN = contract(baseline={"rule": "fixed", "amount": "£1,000,000"})


def test_every_year_is_held_against_the_same_million():
    statement = PLAIN.settle({"2026-27": 900_000, "2027-28": 1_050_000, "2028-29": 1_000_000})
    assert column(statement, "baseline") == [1_000_000, 1_000_000, 1_000_000]
    assert column(statement, "outturn") == [900_000, 1_050_000, 1_000_000]
    assert column(statement, "saving") == [100_000, -50_000, 0]


def test_a_baseline_may_have_pence():
    statement = contract(baseline={"rule": "fixed", "amount": "£1,000.10"}).settle({"2026-27": "£999.99"})
    assert column(statement, "saving") == pence("0.11")


@given(POUNDS)
def test_outturn_and_saving_add_up_to_the_baseline(spent: Fraction):
    year = PLAIN.settle({"2026-27": spent})["2026-27"]
    assert year["outturn"] + year["saving"] == 1_000_000


def test_a_baseline_without_its_amount_is_refused():
    (told,) = refusals(baseline={"rule": "fixed"})
    assert told.startswith("measure[0].baseline.amount is missing; ")


def test_a_baseline_finer_than_a_penny_is_refused():
    assert refusals(baseline={"rule": "fixed", "amount": "1.005"}) == [
        "measure[0].baseline.amount is '1.005', finer than a penny; round it, for instance to £1.01"
    ]


def test_a_misspelt_term_is_answered_with_the_near_one():
    assert refusals(baseline={"rule": "fixed", "amount": 1, "budget_upliftd": 1}) == [
        'measure[0].baseline.budget_upliftd is 1, but there is no such term; did you mean "budget_uplifted"?'
    ]


def test_a_fixed_baseline_takes_no_index():
    (told,) = refusals(baseline={"rule": "fixed", "amount": 1, "index": 3})
    assert told == (
        "measure[0].baseline.index is 3, but there is no such term; "
        "the terms here are agreed, amount, budget_uplifted, discount, history, one_off, rebased, rule, set_by, "
        "source, spread, uncertainty"
    )


def test_a_baseline_of_an_unknown_rule_is_refused_with_the_rules_there_are():
    assert refusals(baseline={"rule": "frozen", "amount": 1}) == [
        f"measure[0].baseline.rule is 'frozen'; choose one of {BASELINES}"
    ]


def test_a_baseline_without_a_rule_is_refused_with_the_rules_there_are():
    assert refusals(baseline={"amount": 1}) == [f"measure[0].baseline.rule is missing; choose one of {BASELINES}"]


def test_an_agreement_names_the_day_and_the_one_who_agreed():
    agreed = {"rule": "fixed", "amount": 1, "agreed": {"on": "01/04/2026"}}
    first, second = refusals(baseline=agreed)
    assert first == (
        "measure[0].baseline.agreed.on is 01/04/2026, which is not a date this library reads; "
        "write 2026-04-01 if 1 April 2026 is meant"
    )
    assert second.startswith("measure[0].baseline.agreed.by is missing; ")
