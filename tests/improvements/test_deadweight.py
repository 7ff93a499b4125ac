"""Deadweight: what would have happened anyway, as an exact fraction, and never of a loss."""

from fractions import Fraction

import pytest
from hypothesis import given

from riskreward.improvements.deadweight import deadweight_of
from riskreward.kernel import pounds, share_of
from tests.contracts import SAVINGS, SHARES, contract, fees, refusals, settle, told, worked

SIXTH = {"deadweight": "1/6", "counterfactual": "declared"}
WHOLE = {"rule": "share", "share": "100%"}
FAMILIES = {
    "name": "families",
    "unit": "families",
    "benefit": "avoided cost",
    "better": "higher",
    "price": {"amount": 4000},
    **SIXTH,
}


def families(**changes: object):
    measure = {name: value for name, value in {**FAMILIES, **changes}.items() if value is not None}
    baseline = {"rule": "fixed", "amount": 0}
    return contract(WHOLE, measure=measure, baseline=baseline, earns_on=["avoided cost"])


@pytest.mark.parametrize(("turned", "fee"), [(1_680, "5600000.00"), (4_180, "13933333.33"), (6, "20000.00")])
def test_troubled_families_pays_for_five_of_every_six(turned: int, fee: str):
    """1,680 x 4,000 x 5/6 = 5,600,000; 4,180 x 4,000 x 5/6 = 13,933,333.33; 6 families are 20,000 and not 24,000."""
    statement = families().settle({"2026-27": turned})
    assert f"{statement.amount('fee of the year')}" == fee
    assert statement.exact("families / after deadweight") == Fraction(turned * 4000 * 5, 6)


def test_a_sixth_of_a_saving_earns_nothing_and_is_the_councils_all_the_same():
    """120,000 less a sixth is 100,000, of which a tenth; the council has saved 120,000."""
    statement = settle(contract(measure=SIXTH), 120_000)
    assert statement.amount("deadweight") == 20_000
    assert statement.amount("after deadweight") == 100_000
    assert fees(statement) == [10_000]
    assert statement.amount("saved to date") == 120_000
    assert statement.amount("kept by the council to date") == 110_000


def test_a_loss_counts_whole():
    """To date 120,000 saved, of which 100,000 counts, and 60,000 lost: 40,000, and not 100,000 - 50,000."""
    statement = settle(contract(measure=SIXTH, counted="to date"), 120_000, -60_000)
    assert statement.amount("deadweight") == 0
    assert statement.amount("after deadweight") == -60_000
    assert statement.amount("fee to date") == 4_000


def test_the_fee_is_told_with_deadweight_and_without():
    statement = settle(contract(measure=SIXTH), 120_000, 60_000)
    assert told(statement.findings, "deadweight") == [
        "1/6 of the saving of costs is deadweight: it would have happened anyway and earns nothing (known by: "
        "declared): the fee to date is £15,000, and would be £18,000 without it."
    ]
    (finding,) = [each for each in statement.findings if each.name == "deadweight"]
    assert finding.figures == {"fee": 15_000, "fee without deadweight": 18_000}
    assert told(contract(measure=SIXTH).findings, "deadweight") == [
        "1/6 of the saving of costs is deadweight: it would have happened anyway and earns nothing (known by: "
        "declared)."
    ]


def test_a_deadweight_that_touches_no_fee_is_not_told():
    assert not told(contract(measure={**SIXTH, "deadweight": "0%"}).findings, "deadweight")
    second = {"name": "time", "unit": "£", "benefit": "non-cashable", "baseline": {"rule": "fixed", "amount": 5}}
    assert not told(contract(others=({**second, **SIXTH},)).findings, "deadweight")


def test_what_frees_no_budget_and_earns_needs_a_counterfactual():
    assert told(families(deadweight=None, counterfactual=None).findings, "no counterfactual") == [
        "Families is avoided cost and earns a fee, but the contract does not say how it is known what would have "
        "happened anyway (measure[0].counterfactual)."
    ]
    assert not told(families(deadweight=None).findings, "no counterfactual")
    assert not told(contract().findings, "no counterfactual")


def test_the_fee_on_what_frees_no_budget_is_on_what_counts():
    """1,680 x 4,000 x 5/6 = 5,600,000, and not 6,720,000."""
    (said,) = told(families().settle({"2026-27": 1_680}).findings, "not cashable")
    assert "it earns a fee on £5,600,000;" in said


def test_a_deadweight_says_how_it_is_known():
    assert refusals(measure={"deadweight": "1/6"}) == [
        "measure[0].counterfactual is missing, but there is a deadweight; say how it is known what would have happened "
        'anyway: "before and after", "comparator", "trial" or "declared"'
    ]


def test_a_deadweight_needs_a_saving_in_money():
    other = {"name": "visits", "unit": "visits", **SIXTH}
    assert refusals(others=(other,)) == [
        "measure[1].deadweight is for an improvement that is worth money, which this measure has not; "
        "write a baseline, in money or with a price, or leave it out",
        "measure[1].counterfactual is for an improvement that is worth money, which this measure has not; "
        "write a baseline, in money or with a price, or leave it out",
    ]


def test_a_deadweight_is_a_part():
    (said,) = refusals(measure={**SIXTH, "deadweight": "7/6"})
    assert said == "measure[0].deadweight is 7/6, not between 0% and 100%; write a share such as 25%"


@given(SAVINGS, SHARES)
def test_it_is_the_part_of_a_saving_and_nothing_of_a_loss(saving, part):
    assert worked(lambda: deadweight_of(pounds(saving), share_of(part))) == max(saving, 0) * part


@given(SAVINGS)
def test_a_deadweight_of_nothing_changes_nothing(saving):
    none = settle(contract(measure={"deadweight": "0%", "counterfactual": "trial"}), saving)
    assert none.exact("paid") == settle(contract(), saving).exact("paid")
    assert none.exact("after deadweight") == saving


@given(SAVINGS)
def test_five_sixths_are_exact(saving):
    statement = settle(contract(measure=SIXTH), saving)
    assert statement.exact("after deadweight") == (saving * 5 / 6 if saving > 0 else saving)
