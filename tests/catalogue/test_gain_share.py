"""The gain share: a contract from the few figures its users know."""

from decimal import Decimal
from typing import Any

import pytest

import riskreward as rr
from tests.contracts import column, fees, pence, told

TERMS: dict[str, Any] = {
    "baseline": "£1,000,000",
    "share": "25%",
    "fee_starts": "first pound",
    "starts": "2026-04-01",
    "years": 3,
}


def gain_share(**terms: Any) -> rr.Contract:
    return rr.gain_share(**{**TERMS, **terms})


def saving(agreed: rr.Contract, *savings: int) -> rr.Statement:
    """Settle the first periods, each saving so much of the million."""
    rows = zip(agreed.calendar.periods, savings, strict=False)
    return agreed.settle({period.label: 1_000_000 - saved for period, saved in rows})


def refusals(**terms: Any) -> list[str]:
    with pytest.raises(rr.InputError) as caught:
        gain_share(**terms)
    return [str(problem) for problem in caught.value.problems]


# The first ten lines an officer types: 12,201,000 for three years, a tenth guaranteed, a quarter of what exceeds it.


def test_the_quickstarts_contract():
    """2022-23: 1,316,000 saved, 1,220,100 guaranteed, 95,900 above: 23,975 earned, 4,795 held.

    2023-24: 465,000 saved, 755,100 below, so that all of it is given back: 4,795 held and 19,180 paid.
    """
    agreed = rr.gain_share(
        baseline="£12,201,000",
        guarantee="10%",
        share="25%",
        cap="£400,000",
        retention="20%",
        fee_starts="above the guarantee",
        shortfall="fee only",
        clawback=True,
        starts="2022-04-01",
        years=3,
    )
    statement = agreed.settle({"2022-23": "£10,885,000", "2023-24": "£11,736,000"})
    assert column(statement, "saving") == [1_316_000, 465_000]
    assert column(statement, "guaranteed") == [1_220_100, 1_220_100]
    assert fees(statement) == [23_975, 0]
    assert column(statement, "retained") == [4_795, 0]
    assert column(statement, "paid") == [19_180, 0]
    assert column(statement, "clawed back from retention") == [0, 4_795]
    assert column(statement, "clawed back from the provider") == [0, 19_180]
    assert column(statement, "kept by the council to date") == [1_296_820, 1_781_000]


def test_20_per_cent_instead_of_25():
    agreed = gain_share(guarantee="10%", fee_starts="above the guarantee")
    assert fees(saving(agreed, 300_000)) == [50_000]
    assert fees(saving(agreed.replace(share="20%"), 300_000)) == [40_000]


# What each term does: a quarter of 100,000 is 25,000.


def test_the_fewest_terms_pay_a_share_from_the_first_pound_to_date():
    statement = saving(gain_share(), 100_000, -40_000, 60_000)
    assert fees(statement) == [25_000, 0, 5_000]
    assert not statement.has("guaranteed")
    assert not statement.has("clawback")
    assert not statement.has("retained")


def test_a_cap_is_over_the_term():
    assert fees(saving(gain_share(cap=40_000), 100_000, 100_000, 100_000)) == [25_000, 15_000, 0]


def test_a_clawback_gives_back_and_restores_the_cap():
    statement = saving(gain_share(cap=25_000, clawback=True), 100_000, -100_000, 100_000)
    assert column(statement, "clawed back from the provider") == [0, 25_000, 0]
    assert fees(statement) == [25_000, 0, 25_000]


@pytest.mark.parametrize("guarantee", ["10%", 0.1, "0.1", ".1", "1/10", Decimal("0.1"), "£100,000", 100_000])
def test_a_guarantee_is_a_share_or_an_amount_as_it_is_written(guarantee):
    agreed = gain_share(guarantee=guarantee, fee_starts="above the guarantee")
    assert column(saving(agreed, 300_000), "guaranteed") == [100_000]


def test_a_guarantee_of_one_pound_is_no_share():
    assert column(saving(gain_share(guarantee="£1"), 0), "guaranteed") == [1]


@pytest.mark.parametrize("guarantee", [1, 10, "25", 100.0])
def test_a_guarantee_that_may_be_a_percentage_or_pounds_is_refused_with_the_question(guarantee):
    with pytest.raises(rr.InputError, match=r"^guarantee is \d+, which may be \d+% of the baseline or \d+ pounds; "):
        gain_share(guarantee=guarantee)


def test_a_guarantee_is_tested_cumulatively_and_a_shortfall_costs_the_fee_unless_told_otherwise():
    statement = saving(gain_share(guarantee="10%"), 60_000, 120_000)
    assert column(statement, "below the guarantee") == [40_000, 20_000]
    assert not statement.has("shortfall payable by the provider")
    told_otherwise = gain_share(
        guarantee="10%", tested="each year", shortfall="provider pays each year", excess="never offsets"
    )
    assert column(saving(told_otherwise, 60_000, 120_000), "shortfall payable by the provider") == [40_000, 0]


def test_retention_with_a_guarantee_is_released_when_the_next_year_meets_it_and_the_rest_a_year_after():
    """5,000 of each year's 25,000: that of the first goes in the second, that of the third after the term."""
    statement = saving(gain_share(guarantee="10%", retention="20%"), 100_000, 100_000, 100_000)
    assert column(statement, "released from retention") == [0, 5_000, 5_000, 5_000]
    assert statement.amount("still retained") == 0


def test_retention_without_a_guarantee_is_released_a_year_after_the_term():
    statement = saving(gain_share(retention="20%"), 100_000, 100_000, 100_000)
    assert column(statement, "released from retention") == [0, 0, 0, 15_000]


def test_a_clawback_comes_first_from_retention_where_there_is_any():
    statement = saving(gain_share(retention="20%", clawback=True), 100_000, -10_000)
    assert column(statement, "clawed back from retention") == [0, 2_500]


def test_settled_quarterly_it_needs_a_spread_and_takes_one_for_baseline_and_guarantee():
    assert len(refusals(settled="quarterly")) == 1
    assert len(refusals(settled="quarterly", guarantee=100_000)) == 2
    agreed = gain_share(
        settled="quarterly", spread="evenly over the months", guarantee=100_000, retention="20%", clawback=True
    )
    statement = agreed.settle({"2026-27 Q1": 200_000})
    assert statement.amount("saving") == 50_000
    assert statement.amount("guaranteed") == 25_000
    by_share = gain_share(settled="quarterly", spread=["40%", "30%", "20%", "10%"], guarantee="10%")
    statement = by_share.settle({"2026-27 Q1": 350_000})
    assert statement.amount("saving") == 50_000
    assert statement.amount("guaranteed") == 40_000


def test_counted_each_year_it_is_earned_each_year():
    assert fees(saving(gain_share(counted="each year"), 100_000, -40_000, 60_000)) == [25_000, 0, 15_000]


def test_financial_years_may_begin_before_the_term_does():
    agreed = gain_share(starts="2026-07-01", years=1, years_run="from 1 April", spread="evenly over the months")
    assert column(agreed.settle({"2026-27": 700_000, "2027-28": 200_000}), "saving") == [50_000, 50_000]


def test_council_costs_may_be_taken_off_the_saving():
    agreed = gain_share(council_costs="taken off the saving")
    statement = agreed.settle({"2026-27": {"running costs": 900_000, "council costs": 20_000}})
    assert fees(statement) == [20_000]


def test_who_it_is_between_and_where_the_baseline_comes_from_are_shown():
    agreed = gain_share(
        title="Roads", authority="A Council", provider="B Ltd", source="outturn 2025-26", measure="roads", fund="HRA"
    )
    statement = agreed.settle({"2026-27": 900_000})
    text = str(statement)
    assert "Statement of what A Council and B Ltd settled." in text
    assert statement.header.title == "Roads"
    assert statement.amount("roads / saving") == 100_000
    assert len(told(statement.findings, "ring-fenced fund")) == 1
    assert "no source" not in "".join(told(statement.findings, "missing evidence"))


def test_its_currency_may_be_another():
    agreed = gain_share(baseline=1_000_000, guarantee=100_000, currency="$")
    statement = agreed.settle({"2026-27": "$900,000"})
    assert statement.periods[0].line("paid").unit == "$"
    assert fees(statement) == [25_000]


def test_its_rounding_may_be_another():
    agreed = gain_share(rounding="down to the pound")
    assert fees(agreed.settle({"2026-27": "999,901.00"})) == pence("24.00")


def test_a_float_is_taken_as_it_was_typed():
    assert gain_share(share=0.1, guarantee=0.3).fee.step[0].share * 10 == 1
    assert gain_share(guarantee=0.3).guarantee.share_of_baseline[0] * 10 == 3


# What is left to be said, and what is refused.


def test_where_the_fee_starts_is_asked_for_with_what_each_form_would_pay():
    """A tenth of 1,000,000 and 0.1% of it saved in each of three years: 101,000, of which 100,000 is guaranteed."""
    assert refusals(fee_starts=None, guarantee="10%") == [
        "fee_starts is missing, and published contracts differ; what each would pay on a saving of the guarantee and "
        '0.1% of the baseline stands beside it; choose one of "first pound" (£75,750), "above the guarantee" (£750), '
        '"after the council has its guaranteed amount" (£3,000)'
    ]
    assert fees(saving(gain_share(fee_starts=None), 100_000)) == [25_000]


def test_everything_that_is_wrong_is_told_beside_what_is_asked_for():
    told = refusals(fee_starts=None, guarantee="10%", share="250%")
    assert [each.split(" is ")[0] for each in told] == ["fee_starts", "share"]
    assert "would pay" not in told[0]


def test_it_is_uncapped_unless_a_cap_is_agreed_and_says_so():
    assert len(told(gain_share().findings, "uncapped fee")) == 1
    assert told(gain_share(cap=1).findings, "uncapped fee") == []


def test_its_terms_are_checked_as_a_files_are():
    assert refusals(share=25, cap="lots") == [
        'share is 25, which is 25 times the whole; did you mean "25%"? write "25%"',
        "cap is 'lots', where a number belongs; write a number such as £12,201,000",
    ]
    assert refusals(fee_starts="above the guarantee") == [
        "guarantee is missing, but the fee starts above the guarantee; write the guarantee"
    ]


def test_what_is_unclear_is_told_with_every_other_problem():
    """Of "no", Python makes a yes: a clawback is True or False."""
    assert refusals(clawback="no", guarantee=25, share=25) == [
        'guarantee is 25, which may be 25% of the baseline or 25 pounds; write "25%" or "£25"',
        "clawback is 'no', where True or False belongs; write one of them",
        'share is 25, which is 25 times the whole; did you mean "25%"? write "25%"',
    ]
    assert refusals(clawback=1) == ["clawback is 1, where True or False belongs; write one of them"]


def test_it_is_a_contract_like_any_other():
    agreed = gain_share(guarantee="10%", cap=5, retention="20%", clawback=True)
    assert isinstance(agreed, rr.Contract)
    assert rr.contract_from_json(rr.contract_to_json(agreed)) == agreed
