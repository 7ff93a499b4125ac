"""Claims of several on one saving: refused or shared out where they overlap, and never more than was measured."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from riskreward import InputError
from riskreward.improvements.claims import within_the_measured
from riskreward.kernel import pounds
from tests.contracts import POUNDS, SAVINGS, column, contract, fees, refusals, settle, told, worked

OURS = {"name": "reablement", "by": "Example Provider Ltd", "ours": True}
THEIRS = {"name": "telecare", "by": "Another Ltd"}
REFUSED = {"claim": [OURS, THEIRS], "overlap": "refused"}
SHARED = {"claim": [OURS, THEIRS], "overlap": "in running proportion"}


def claimed(agreed, *rows: Any, **others: Any):
    """Settle savings, each with what is claimed of it by us and by others."""
    savings, ours, theirs = zip(*rows, strict=True)
    return settle(agreed, *savings, **{"costs:_reablement": ours, "costs:_telecare": theirs}, **others)


def against(agreed, *rows: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        claimed(agreed, *rows)
    return [str(problem) for problem in caught.value.problems]


# Shared out in running proportion.


def test_claims_that_come_to_more_than_was_measured_share_it():
    """60,000 and 60,000 claimed of 100,000 are 50,000 each; a tenth of ours is 5,000; and ours is all we saved."""
    statement = claimed(contract(measure=SHARED), (100_000, 60_000, 60_000))
    assert statement.amount("claimed together") == 120_000
    assert statement.amount("reablement, attributed") == 50_000
    assert statement.amount("telecare, attributed") == 50_000
    assert statement.amount("claimed by nobody") == 0
    assert statement.amount("saving attributed") == 50_000
    assert fees(statement) == [5_000]
    assert statement.amount("saved to date") == 50_000
    assert told(statement.findings, "claims reduced") == [
        "The claims on costs in 2026-27 come to £120,000.00, more than the £100,000.00 measured, which they "
        "share in proportion."
    ]


def test_the_penny_goes_to_the_claim_written_first():
    statement = claimed(contract(measure=SHARED), (Fraction("0.05"), 1, 1))
    assert statement.exact("reablement, attributed") == Fraction("0.03")
    assert statement.exact("telecare, attributed") == Fraction("0.02")


@pytest.mark.parametrize("measure", [REFUSED, SHARED])
def test_claims_within_what_was_measured_are_each_their_own_and_the_rest_is_nobodys(measure: Any):
    """60,000 is ours, 30,000 another's and 10,000 nobody's, which is not ours."""
    statement = claimed(contract(measure=measure), (100_000, 60_000, 30_000))
    assert statement.amount("telecare, attributed") == 30_000
    assert statement.amount("claimed by nobody") == 10_000
    assert statement.amount("saving attributed") == 60_000
    assert fees(statement) == [6_000]
    assert statement.amount("saved to date") == 60_000
    assert not told(statement.findings, "claims reduced")


@pytest.mark.parametrize("measure", [REFUSED, SHARED])
def test_a_loss_that_nobody_claims_is_ours(measure: Any):
    statement = claimed(contract(measure=measure), (-100_000, 0, 0))
    assert statement.amount("claimed by nobody") == 0
    assert statement.amount("saving attributed") == -100_000
    assert statement.amount("saved to date") == -100_000


def test_a_loss_is_shared_in_the_proportion_of_the_claims():
    """30,000 and 10,000 claimed of a loss of 20,000: 15,000 of it is ours."""
    statement = claimed(contract(measure=SHARED), (-20_000, 30_000, 10_000))
    assert statement.amount("reablement, attributed") == -15_000
    assert statement.amount("telecare, attributed") == -5_000
    assert statement.amount("saving attributed") == -15_000
    assert told(statement.findings, "claims reduced") == [
        "The claims on costs in 2026-27 come to £40,000.00, but a loss of £20,000.00 was measured, which they "
        "share in proportion."
    ]


def test_what_is_shared_out_is_rounded_down_so_that_nobody_has_more_than_was_measured():
    """A year's 1,000,000 less a discount of 1/3 is 666,666.666...: 166,666.66 of the saving is shared out."""
    baseline = {"rule": "fixed", "amount": 1_000_000, "discount": "1/3"}
    agreed = contract(measure=SHARED, baseline=baseline)
    record = {"costs": 500_000, "costs: reablement": 500_000, "costs: telecare": 500_000}
    statement = agreed.settle({"2026-27": record})
    assert statement.exact("attributed together") == Fraction("166666.66")
    assert 0 < statement.exact("claimed by nobody") < Fraction(1, 100)


def test_claims_of_units_are_allotted_in_units_and_then_priced():
    """40 visits fewer at 50 each; 30 and 30 claimed: 20 are ours, worth 1,000."""
    visits = {"unit": "visits", "price": {"amount": 50}, **SHARED}
    agreed = contract(measure=visits, baseline={"rule": "fixed", "amount": 100})
    statement = agreed.settle({"2026-27": {"costs": 60, "costs: reablement": 30, "costs: telecare": 30}})
    assert statement.amount("improvement attributed") == 20
    assert statement.amount("improvement at the agreed price") == 1_000
    assert statement.amount("saved to date") == 1_000


def test_claims_come_before_deadweight_confidence_and_stage():
    """120,000 ours, less a sixth 100,000, at 80% 80,000, and realised: that counts; the council's is 120,000."""
    more = {"deadweight": "1/6", "counterfactual": "trial", "confidence": "80%"}
    agreed = contract(measure={**SHARED, **more, "counts_when": "realised", "until_then": "waits"})
    statement = claimed(agreed, (150_000, 120_000, 30_000), **{"costs,_stage": ("realised",)})
    lines = ("saving attributed", "after deadweight", "weighed by confidence", "counts", "saved to date")
    assert [statement.amount(line) for line in lines] == [120_000, 100_000, 80_000, 80_000, 120_000]
    assert fees(statement) == [8_000]


# Refused.


def test_claims_that_come_to_more_than_was_measured_are_not_settled():
    agreed = contract(measure=REFUSED)
    mend = 'agree whose the improvement is, or write overlap = "in running proportion" in the contract'
    assert against(agreed, (100_000, 60_000, 60_000), (50_000, 50_000, 0), (-1, Fraction("0.01"), 0)) == [
        "outturn[0] has claims on costs in 2026-27 that come to £120,000.00 (reablement £60,000.00, telecare "
        f"£60,000.00), more than the £100,000.00 measured; {mend}",
        "outturn[2] has claims on costs in 2028-29 that come to £0.01 (reablement £0.01, telecare £0.00), "
        f"more than the -£1.00 measured; {mend}",
    ]


def test_a_penny_too_much_is_too_much():
    agreed = contract(measure=REFUSED)
    assert claimed(agreed, (100_000, 60_000, 40_000)).amount("saving attributed") == 60_000
    (said,) = against(agreed, (100_000, 60_000, Fraction("40000.01")))
    assert "come to £100,000.01" in said


def test_a_part_of_a_penny_is_not_claimed():
    """A year's 1,000,000 less a discount of 1/3, less 500,000, is 166,666.666...: 166,666.66 may be claimed."""
    baseline = {"rule": "fixed", "amount": 1_000_000, "discount": "1/3"}
    agreed = contract(measure=REFUSED, baseline=baseline)
    record = {"costs": 500_000, "costs: reablement": Fraction("166666.66"), "costs: telecare": 0}
    assert agreed.settle({"2026-27": record}).exact("saving attributed") == Fraction("166666.66")
    with pytest.raises(InputError) as caught:
        agreed.settle({"2026-27": {**record, "costs: telecare": Fraction("0.01")}})
    assert "telecare £0.01), more than the £166,666.66 measured" in str(caught.value)


def test_the_rule_alone_gives_nothing_of_claims_that_come_to_more_than_was_measured():
    def ours(measured: int) -> Fraction:
        return worked(lambda: within_the_measured([pounds(60), pounds(40)], pounds(measured))[0])

    assert (ours(101), ours(100), ours(99), ours(-1)) == (60, 60, 0, 0)


def test_claims_in_another_unit_are_told_in_it():
    visits = {"unit": "visits", "price": {"amount": 50}, **REFUSED}
    agreed = contract(measure=visits, baseline={"rule": "fixed", "amount": 100})
    with pytest.raises(InputError) as caught:
        agreed.settle({"2026-27": {"costs": 60, "costs: reablement": 30.5, "costs: telecare": 30}})
    assert str(caught.value).startswith(
        "outturn['2026-27'] has claims on costs in 2026-27 that come to 60.5 visits (reablement 30.5 visits, telecare "
        "30 visits), more than the 40 visits measured;"
    )


def test_only_what_is_settled_is_refused():
    agreed = contract(measure=REFUSED)
    rows = [
        {"period": "2026-27", "costs": 900_000, "costs: reablement": 1, "costs: telecare": 2},
        {"period": "2027-28", "costs": 900_000, "costs: reablement": 100_000, "costs: telecare": 2},
    ]
    assert agreed.settle(rows, to="2026-27").amount("saving attributed") == 1
    with pytest.raises(InputError):
        agreed.settle(rows)


# The outturn and the terms.


def test_a_claim_is_nought_or_more():
    at = "outturn[0], column 'costs: reablement',"
    assert against(contract(measure=SHARED), (1, -5, 0)) == [
        f"{at} is -5, below nought; a claim is nought or more; a loss is not claimed"
    ]
    assert against(contract(measure=SHARED), (1, None, 0)) == [
        f"{at} is missing; write the figure; nought is written 0"
    ]
    assert against(contract(measure=SHARED), (1, 10**13, 0)) == [
        f"{at} is 10000000000000, above 1,000,000,000,000; check the number of noughts"
    ]


def test_what_happens_to_overlapping_claims_has_no_default():
    assert refusals(measure={"claim": [OURS, THEIRS]}) == [
        'measure[0].overlap is missing, but there are claims that may overlap; choose "refused" (claims that come to '
        'more than was measured are not settled) or "in running proportion" (they share what was measured)'
    ]


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (
            {"overlap": "refused"},
            "overlap is for claims, but there are none; write measure.claim, or leave it out",
        ),
        (
            {"claim": [THEIRS], "overlap": "refused"},
            "claim has none that is this contract's; write ours = true in the claim of this contract",
        ),
        (
            {"claim": [OURS, {**THEIRS, "name": "Reablement"}], "overlap": "refused"},
            "claim[1].name is 'Reablement', as claim[0] is; rename one",
        ),
    ],
)
def test_claims_that_cannot_be(measure: Any, said: str):
    assert refusals(measure=measure) == [f"measure[0].{said}"]


def test_claims_are_on_an_improvement():
    (first, second) = refusals(others=({"name": "quality", "unit": "%", **REFUSED},))
    assert first.startswith("measure[1].claim is for an improvement that is worth money, which this measure has not;")
    assert second.startswith("measure[1].overlap is for an improvement that is worth money")


# Properties.


@given(SAVINGS, POUNDS, POUNDS)
def test_what_is_attributed_and_what_nobody_claims_is_what_was_measured(saving, ours, theirs):
    statement = claimed(contract(measure=SHARED), (saving, ours, theirs))
    mine, other = (statement.exact(f"{name}, attributed") for name in ("reablement", "telecare"))
    attributed, unclaimed = statement.exact("saving attributed"), statement.exact("claimed by nobody")
    assert attributed + other + unclaimed == saving
    assert unclaimed == (max(saving - ours - theirs, 0) if saving >= 0 else 0)
    if saving >= 0:
        assert 0 <= attributed == mine <= ours
    elif ours + theirs == 0:
        assert attributed == saving
    else:
        assert mine == attributed <= 0
        assert other <= 0


@given(POUNDS, POUNDS, POUNDS)
def test_refused_or_shared_out_claims_within_the_saving_come_to_the_same(ours, theirs, more):
    row = (ours + theirs + more, ours, theirs)
    shared, refused = (claimed(contract(measure=measure), row) for measure in (SHARED, REFUSED))
    assert column(shared, "saving attributed") == column(refused, "saving attributed")
    assert shared.exact("saving attributed") == ours


def test_a_cliff_that_would_take_the_saving_from_under_a_claim_is_told_without_its_height():
    """800 visits meet the gate; 800.01 would move the baseline too, to £1,000.01, and of £10 only £9.99 be saved."""
    visits = {"name": "visits", "unit": "visits", "outturn_between": [0, 50_000]}
    gate = {"rule": "quality gate", "measure": "visits", "at_most": 800}
    agreed = contract(
        gate,
        {"rule": "share", "share": "50%"},
        baseline={"rule": "unit cost", "cost": 1_000, "volume": 800, "volume_measure": "visits"},
        measure={"better": "higher", "claim": [{"name": "a", "ours": True}], "overlap": "refused"},
        others=(visits,),
    )
    statement = agreed.settle([{"period": "2026-27", "costs": 1_010, "visits": 800, "costs: a": 10}])
    assert told(statement.findings, "cliff") == [
        "There is a cliff at 800 visits of visits (fee.step[0]): above it a period adds no fee."
    ]
