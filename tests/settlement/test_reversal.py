"""Reversal: what is overturned later has back the fee that it earned, as a negative line that names its period."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import contract_from_json, contract_to_json, question, read_outturn
from riskreward.fees import Rounding
from riskreward.kernel import pounds
from riskreward.settlement.reversal import returned_of
from tests.contracts import (
    BASELINE,
    POUNDS,
    QUALITY,
    TENTH,
    column,
    contract,
    fees,
    outturn,
    pence,
    refusals,
    settled_alike,
    told,
    worked,
)

OVERTURNED = {"when": "a saving is overturned", "first_from": "the provider", "restores_cap": True}
COLLAR = {
    "rule": "collar",
    "at_least": 10_000,
    "at_most": 20_000,
    "over": "period",
    "paid_without_improvement": True,
}
EIGHTH = {"rule": "share", "share": "12.5%"}
BACK, LEFT = "fee returned on what was overturned of {}", "left of what was counted of {}"
PAID = "paid to date, less what was given back"


def reversing(*steps: Any, clawback: Any = OVERTURNED, **other: Any):
    settlement = {"clawback": clawback, **other.pop("settlement", {})}
    return contract(*(steps or (TENTH,)), settlement=settlement, **other)


def settle(agreed: Any, *savings: Any, overturned: dict[int, dict[str, Any]], **others: Any):
    """Settle savings, with what is overturned in a period by its number, as amounts by what they were counted in."""
    rows = outturn(agreed, *savings, **others)
    for number, amounts in overturned.items():
        rows[number] |= {f"overturned, {label}": amount for label, amount in amounts.items()}
    return agreed.settle(rows)


# Worked examples.


def test_a_fifth_of_a_million_recovered_is_overturned_on_appeal_and_a_fifth_of_the_fee_comes_back():
    """12.5% of 1,000,000 is 125,000; 200,000 overturned a year later: 25,000 returned, 800,000 stays recovered."""
    agreed = reversing(EIGHTH)
    statement = settle(agreed, 1_000_000, 0, 0, overturned={1: {"2026-27": 200_000}})
    assert fees(statement) == [125_000, 0, 0]
    assert column(statement, BACK.format("2026-27")) == [0, -25_000, 0]
    assert column(statement, LEFT.format("2026-27"))[1:] == [800_000, 800_000]
    assert column(statement, "clawed back from the provider") == [0, 25_000, 0]
    assert column(statement, "fee earned to date") == [125_000, 100_000, 100_000]
    assert column(statement, "saved to date") == [1_000_000, 800_000, 800_000]
    assert column(statement, "overturned to date") == [0, 200_000, 200_000]
    assert column(statement, PAID) == [125_000, 100_000, 100_000]
    assert column(statement, "kept by the council to date") == [875_000, 700_000, 700_000]
    settled_alike(agreed, statement.outturn)


def test_of_two_appeals_in_one_year_each_line_names_its_own():
    statement = settle(reversing(), 100_000, 50_000, 0, overturned={2: {"2026-27": 40_000, "2027-28": 10_000}})
    assert column(statement, BACK.format("2026-27")) == [0, 0, -4_000]
    assert column(statement, BACK.format("2027-28")) == [0, 0, -1_000]
    assert column(statement, "clawback") == [0, 0, 5_000]


def test_quarters_of_a_year_that_counts_together_are_overturned_by_the_year():
    """40,000 earned on 400,000 in the first year; 100,000 of it overturned in the second quarter of the next."""
    agreed = reversing(counted="each year", settled="quarterly")
    statement = settle(agreed, *[100_000] * 4, 0, 0, 0, 0, overturned={5: {"2026-27": 100_000}})
    assert column(statement, "clawback") == [0] * 5 + [10_000, 0, 0]
    assert [name for name in (line.name for line in statement.periods[0].lines) if "returned on" in name] == [
        BACK.format("2026-27"),
        BACK.format("2027-28"),
    ]


def test_each_quarter_alone_is_overturned_by_the_quarter():
    agreed = reversing(settled="quarterly")
    statement = settle(agreed, 100_000, 60_000, 0, 0, overturned={2: {"2026-27 Q2": 30_000}})
    assert column(statement, BACK.format("2026-27 Q2")) == [0, 0, -3_000, 0]


def test_what_earned_by_bands_comes_back_at_what_the_year_earned_on_average():
    """25% of 500,000 and 15% of 500,000: 200,000 on a million, a fifth. 100,000 overturned: 20,000."""
    bands = {"rule": "bands", "bands": [{"up_to": 500_000, "share": "25%"}, {"share": "15%"}]}
    statement = settle(reversing(bands), 1_000_000, 0, overturned={1: {"2026-27": 100_000}})
    assert column(statement, "clawback") == [0, 20_000]


def test_what_a_cap_cut_off_earned_nothing_and_so_comes_back_in_part():
    """60,000 is the cap on 1,000,000: a half overturned has a half back."""
    cap = {"rule": "cap", "amount": 60_000, "over": "year"}
    statement = settle(reversing(TENTH, cap), 1_000_000, 0, overturned={1: {"2026-27": 500_000}})
    assert column(statement, "clawback") == [0, 30_000]


def test_above_the_guarantee_it_is_in_proportion_to_what_was_above_and_never_more_than_the_fee():
    """150,000 saved, 100,000 guaranteed: 5,000 earned on 50,000. 30,000 overturned: 3,000. 40,000 more: the rest."""
    guarantee = {"amount": 100_000, "tested": "each year", "shortfall": "fee only"}
    agreed = reversing(guarantee=guarantee, fee_starts="above the guarantee")
    statement = settle(agreed, 150_000, 0, 0, overturned={1: {"2026-27": 30_000}, 2: {"2026-27": 40_000}})
    assert column(statement, "clawback") == [0, 3_000, 2_000]


def test_several_reversals_of_one_year_are_rounded_together():
    """A tenth of 100.00 is 10.00; thirds of it: 3.33, 3.34 and 3.33, so that all of it comes back."""
    back = {1: {"2026-27": "33.33"}, 2: {"2026-27": "33.34"}, 3: {"2026-27": "33.33"}}
    statement = settle(reversing(years=4), 100, 0, 0, 0, overturned=back)
    assert column(statement, "clawback") == pence("0 3.33 3.34 3.33")


def test_what_was_counted_without_an_end_in_pence_is_overturned_to_the_penny():
    """Against a mean of 100.333..., all of it saved: 100.33 may be overturned, and the whole 10.03 comes back."""
    mean = {"rule": "historic", "years": {"2019-20": 100, "2020-21": 100, "2021-22": 101}}
    rows = [{"period": "2026-27", "costs": 0}, {"period": "2027-28", "costs": 100, "overturned, 2026-27": "100.33"}]
    statement = reversing(baseline=mean).settle(rows)
    assert column(statement, "clawback") == pence("0 10.03")
    assert statement.exact(LEFT.format("2026-27")) == 0


def test_where_nothing_was_earned_nothing_comes_back():
    gate = {"rule": "payment gate", "measure": "quality", "at_least": "90%"}
    agreed = reversing(TENTH, gate, others=(QUALITY,))
    statement = settle(agreed, 100_000, 0, overturned={1: {"2026-27": 40_000}}, quality=("80%", "95%"))
    assert column(statement, "clawback") == [0, 0]
    assert column(statement, "saved to date") == [100_000, 60_000]


def test_the_least_of_a_collar_that_nothing_saved_earned_is_not_returned():
    """10,000 is due for a year that saves nothing: there is nothing to overturn, and all of it stays paid."""
    agreed = reversing(TENTH, COLLAR)
    statement = settled_alike(agreed, outturn(agreed, 0, 150_000, 0))
    assert fees(statement) == [10_000, 15_000, 10_000]
    assert column(statement, BACK.format("2026-27")) == [0, 0, 0]
    assert column(statement, "clawback") == [0, 0, 0]
    assert column(statement, PAID) == [10_000, 25_000, 35_000]


def test_it_comes_first_from_retention_where_the_contract_says_so():
    """2,000 of 10,000 is held; 40,000 overturned: 4,000, of which 2,000 from retention."""
    retention = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    agreed = reversing(clawback={**OVERTURNED, "first_from": "retention"}, settlement=retention)
    statement = settle(agreed, 100_000, 0, overturned={1: {"2026-27": 40_000}})
    assert column(statement, "clawed back from retention") == [0, 2_000]
    assert column(statement, "clawed back from the provider") == [0, 2_000]
    assert statement.amount("still retained") == 0


@pytest.mark.parametrize(("restores", "third"), [(True, 4_000), (False, 0)])
def test_a_cap_over_the_term_has_room_again_where_the_contract_says_so(restores, third):
    cap = {"rule": "cap", "amount": 10_000, "over": "term"}
    agreed = reversing(TENTH, cap, clawback={**OVERTURNED, "restores_cap": restores})
    statement = settle(agreed, 100_000, 0, 100_000, overturned={1: {"2026-27": 40_000}})
    assert fees(statement) == [10_000, 0, third]


@pytest.mark.parametrize("used_by", ["what is earned", "what is paid"])
def test_a_cap_over_a_year_has_no_room_from_another_years_fee(used_by):
    cap = {"rule": "cap", "amount": 10_000, "over": "year", "room_used_by": used_by}
    statement = settle(
        reversing(TENTH, cap, settled="quarterly"), *[100_000] * 6, overturned={4: {"2026-27 Q1": 40_000}}
    )
    assert fees(statement) == [10_000, 0, 0, 0, 10_000, 0]


def test_vat_is_credited_on_what_is_returned():
    vat = {"vat": {"rate": "20%", "treatment": "standard"}}
    statement = settle(reversing(EIGHTH, settlement=vat), 1_000_000, 0, overturned={1: {"2026-27": 200_000}})
    assert column(statement, "VAT credited on the clawback") == [0, 5_000]


def test_it_may_be_known_while_the_next_year_is_paid_on_account():
    """In the second year's first quarter 8,000 is paid on account, and 4,000 of the first year's fee comes back."""
    interim = {"interim": {"share": "80%", "overpaid": "provider repays"}}
    agreed = reversing(counted="each year", settled="quarterly", settlement=interim)
    statement = settle(agreed, *[100_000] * 5, overturned={4: {"2026-27": 40_000}})
    assert statement.amount("paid") == 8_000
    assert statement.amount("clawback") == 4_000


def test_what_frees_no_budget_is_no_cash_when_it_is_overturned_either():
    agreed = reversing(measure={"benefit": "non-cashable"}, earns_on=["non-cashable"])
    statement = settle(agreed, 100_000, 0, overturned={1: {"2026-27": 40_000}})
    assert column(statement, "clawback") == [0, 4_000]
    assert column(statement, "saved to date") == [0, 0]
    assert not statement.has("overturned to date")


def test_the_improvements_by_a_label_show_what_was_overturned_later():
    agreed = reversing(measure={"service": "highways"})
    statement = settle(agreed, 100_000, 0, overturned={1: {"2026-27": 40_000}})
    grouping = statement.by("service")
    assert (grouping.overturned, grouping.rounding, grouping.saved_to_date) == (40_000, 0, 60_000)
    assert "overturned later" in str(grouping)


def test_a_file_needs_no_column_of_what_was_never_overturned(tmp_path):
    file = tmp_path / "outturn.csv"
    file.write_text('period,costs,"overturned, 2026-27"\n2026-27,900000,\n2027-28,900000,40000\n', encoding="utf-8")
    statement = reversing().settle(read_outturn(file))
    assert column(statement, "clawback") == [0, 4_000]


def test_it_goes_into_a_file_and_back():
    assert contract_from_json(contract_to_json(reversing())) == reversing()


def test_a_finding_says_that_it_ends_with_the_term():
    assert told(reversing().findings, "overturned after the term") == [
        "What is overturned is returned only within the term: of what the last year counts nothing is returned by "
        "these terms."
    ]


# Refusals.


def refused(overturned: dict[int, dict[str, Any]], *savings: Any) -> list[str]:
    from riskreward import InputError

    with pytest.raises(InputError) as caught:
        settle(reversing(), *(savings or (100_000, 100_000, 100_000)), overturned=overturned)
    return [str(problem) for problem in caught.value.problems]


def test_nothing_is_overturned_before_it_is_settled():
    assert refused({0: {"2027-28": 5_000}, 1: {"2027-28": 5_000}}) == [
        "outturn[0], column 'overturned, 2027-28', is £5,000.00, but 2027-28 is not settled before 2026-27; "
        "write it in the row of the period in which it became known",
        "outturn[1], column 'overturned, 2027-28', is £5,000.00, but 2027-28 is not settled before 2027-28; "
        "write it in the row of the period in which it became known",
    ]


def test_no_more_is_overturned_than_was_counted():
    assert refused({1: {"2026-27": 60_000}, 2: {"2026-27": 60_000}}) == [
        "outturn[2], column 'overturned, 2026-27', is £60,000.00, more than the £40,000.00 left of what was counted; "
        "check the figure"
    ]


def test_it_is_an_amount_from_nought():
    assert refused({1: {"2026-27": -5}}) == [
        "outturn[1], column 'overturned, 2026-27', is -5, below nought; write what was overturned, or leave it out"
    ]
    (told,) = refused({1: {"2028-29": 5}})
    assert told.startswith("outturn[1], column 'overturned, 2028-29', is no column of this contract")


def test_a_fee_to_date_falls_with_what_is_overturned():
    assert refusals(counted="to date", settlement={"clawback": OVERTURNED}) == [
        "settlement.clawback.when is 'a saving is overturned', but a fee counted to date falls with it; "
        "write 'the fee to date falls', and what is overturned as a lower outturn"
    ]


def test_what_is_overturned_is_of_one_kind():
    other = {"name": "time", "unit": "£", "benefit": "non-cashable", "baseline": {"rule": "fixed", "amount": BASELINE}}
    terms = {"earns_on": ["cashable", "non-cashable"], "others": (other,), "settlement": {"clawback": OVERTURNED}}
    assert refusals(**terms) == [
        "settlement.clawback.when does not say of which measure, but some that earn are cash and others are not; "
        "let the fee earn on one kind: fee.earns_on"
    ]


# Whatever is saved.

PARTS = st.lists(st.integers(0, 50), min_size=2, max_size=2)


@settings(max_examples=40)
@given(st.integers(1, 50_000_000), PARTS)
def test_what_is_wholly_overturned_leaves_no_fee_and_in_part_its_share(pence_saved, parts):
    saved = Fraction(pence_saved, 100)
    gone = [saved * part // 100 for part in parts]
    statement = settle(reversing(), saved, 0, 0, overturned={1: {"2026-27": gone[0]}, 2: {"2026-27": saved - gone[0]}})
    assert statement.exact("fee earned to date") == statement.exact(PAID) == statement.exact("saved to date") == 0
    statement = settle(reversing(), saved, 0, 0, overturned={1: {"2026-27": gone[0]}, 2: {"2026-27": gone[1]}})
    kept = (saved - sum(gone)) / 10
    assert abs(statement.exact("fee earned to date") - kept) <= Fraction(1, 100)


@given(POUNDS, POUNDS, POUNDS, st.sampled_from(["half up", "down", "up", "floor"]))
def test_never_more_comes_back_than_was_earned_and_it_is_rounded_once(fee, overturned, counted, mode):
    rounding = Rounding(mode, Fraction(1, 100))
    back = worked(lambda: returned_of(pounds(fee), pounds(overturned), pounds(counted), rounding))
    assert 0 <= back <= fee
    if counted:
        exact = worked(lambda: rounding.of(pounds(fee * overturned / counted)))
        assert back == min(exact, fee)


def test_a_baseline_is_questioned_though_a_smaller_one_counts_less_than_was_overturned():
    """With all of a saving overturned, a baseline that is taken to be smaller would count less than that."""
    agreed = reversing()
    statement = settle(agreed, 10_000, 10_000, 10_000, overturned={1: {"2026-27": 10_000}})
    assert list(question(agreed, outturn=statement))


def test_just_below_half_a_penny_is_rounded_once_and_comes_to_nothing():
    """0.01 by 499,999.96 over a million is 0.0049999996."""
    half_up = Rounding("half up", Fraction(1, 100))
    parts = ("0.01", "499999.96", "1000000")
    assert worked(lambda: returned_of(*(pounds(Fraction(each)) for each in parts), half_up)) == 0
