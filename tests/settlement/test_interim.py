"""Interim payments: a year's fee paid on account, and reconciled when the year is over."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import contract_from_json, contract_to_json
from riskreward.fees import Rounding
from riskreward.kernel import pounds, share_of
from riskreward.settlement.interim import paid_on_account
from tests.contracts import (
    POUNDS,
    SAVINGS,
    SHARES,
    TENTH,
    column,
    contract,
    fees,
    pence,
    refusals,
    settle,
    settled_alike,
    told,
    worked,
)

REPAYS = {"share": "80%", "overpaid": "provider repays"}
LATER = {"share": "80%", "overpaid": "comes off later payments", "at_the_end": "provider repays"}
ON_ACCOUNT, RECONCILED, STANDS = "paid on account", "year-end reconciliation", "fee of the year to date"
PAID = "paid to date, less what was given back"
FALLING = (100_000, 100_000, -100_000, 0)
"""A year whose fee stands at 10,000, 20,000, 10,000 and ends at 10,000."""


def on_account(*steps: Any, interim: Any = REPAYS, settled: str = "quarterly", **other: Any):
    settlement = {"interim": interim, **other.pop("settlement", {})}
    return contract(*(steps or (TENTH,)), counted="each year", settled=settled, settlement=settlement, **other)


# Worked examples.


def test_four_fifths_of_the_fee_to_date_are_paid_on_account_and_the_last_quarter_pays_the_rest():
    """10,000 of fee a quarter: 8,000 three times, and 40,000 less 24,000 at the end of the year."""
    agreed = on_account()
    statement = settle(agreed, 100_000, 100_000, 100_000, 100_000)
    assert column(statement, STANDS) == [10_000, 20_000, 30_000, 40_000]
    assert column(statement, ON_ACCOUNT) == [8_000, 8_000, 8_000, 0]
    assert column(statement, "paid on account, year to date") == [8_000, 16_000, 24_000, 24_000]
    assert column(statement, RECONCILED) == [0, 0, 0, 16_000]
    assert column(statement, "paid") == [8_000, 8_000, 8_000, 16_000]
    assert fees(statement) == [0, 0, 0, 40_000]
    assert column(statement, "fee earned to date") == [0, 0, 0, 40_000]
    assert column(statement, PAID) == [8_000, 16_000, 24_000, 40_000]
    settled_alike(agreed, statement.outturn)


def test_each_year_begins_again():
    statement = settle(on_account(), *[100_000] * 8)
    assert column(statement, "paid") == [8_000, 8_000, 8_000, 16_000] * 2


def test_only_the_change_is_paid_and_nothing_is_asked_back_before_the_end_of_the_year():
    """The fee stands at 10,000, 20,000, 10,000: 8,000 and 8,000 are paid, then nothing. It ends at 30,000: 14,000."""
    statement = settle(on_account(), 100_000, 100_000, -100_000, 200_000)
    assert column(statement, STANDS) == [10_000, 20_000, 10_000, 30_000]
    assert column(statement, "paid") == [8_000, 8_000, 0, 14_000]


def test_what_was_overpaid_the_provider_repays_at_the_end_of_the_year():
    """16,000 was paid of a fee that ends at 10,000."""
    statement = settle(on_account(), *FALLING)
    assert column(statement, "paid") == [8_000, 8_000, 0, 0]
    assert column(statement, RECONCILED) == [0, 0, 0, -6_000]
    assert column(statement, "overpayment repaid by the provider") == [0, 0, 0, 6_000]
    assert column(statement, PAID) == [8_000, 16_000, 16_000, 10_000]
    assert column(statement, "kept by the council to date") == [92_000, 184_000, 84_000, 90_000]


def test_or_it_comes_off_later_payments():
    """6,000 is owed; the next year's first 8,000 are paid less those."""
    statement = settle(on_account(interim=LATER), *FALLING, 100_000, 100_000, 100_000, 100_000)
    assert column(statement, "overpayment still owed") == [0, 0, 0, 6_000, 0, 0, 0, 0]
    assert column(statement, "overpayment recovered") == [0, 0, 0, 0, 6_000, 0, 0, 0]
    assert column(statement, "paid") == [8_000, 8_000, 0, 0, 2_000, 8_000, 8_000, 16_000]
    assert statement.amount(PAID) == 50_000


@pytest.mark.parametrize(
    ("at_the_end", "line", "paid"),
    [
        ("provider repays", "overpayment repaid by the provider", 10_000),
        ("written off", "overpayment written off", 16_000),
    ],
)
def test_what_is_left_of_it_when_the_term_ends_is_repaid_or_written_off(at_the_end, line, paid):
    statement = settle(on_account(interim={**LATER, "at_the_end": at_the_end}, years=1), *FALLING)
    assert column(statement, line) == [0, 0, 0, 6_000]
    assert column(statement, "overpayment still owed") == [0, 0, 0, 0]
    assert statement.amount(PAID) == paid


def test_a_cap_over_the_year_limits_what_is_paid_on_account_too():
    """80% of at most 25,000 is 20,000."""
    statement = settle(on_account(TENTH, {"rule": "cap", "amount": 25_000, "over": "year"}), *[100_000] * 8)
    assert column(statement, STANDS) == [10_000, 20_000, 25_000, 25_000] * 2
    assert column(statement, "paid") == [8_000, 8_000, 4_000, 5_000] * 2


def test_a_cap_over_the_term_counts_a_year_once_it_is_earned():
    """40,000 of 50,000 in the first year; 10,000 is left for the second, of which 8,000 on account."""
    cap = {"rule": "cap", "amount": 50_000, "over": "term"}
    assert column(settle(on_account(TENTH, cap), *[100_000] * 8), "paid")[4:] == [8_000, 0, 0, 2_000]


def test_a_threshold_of_the_year_is_reached_within_it():
    """250,000 to reach, then everything counts: nothing for two quarters, then 80% of 30,000."""
    threshold = {"rule": "threshold", "amount": 250_000, "once_met": "everything counts"}
    statement = settle(on_account(threshold, TENTH), *[100_000] * 4)
    assert column(statement, "paid") == [0, 0, 24_000, 16_000]


def test_a_loss_is_carried_to_another_year_only_when_its_year_is_over():
    """-50,000 stands within the first year, which ends at 10,000: nothing is carried. The next year earns in full."""
    statement = settle(on_account({"rule": "deficit carry-forward"}, TENTH), -50_000, 0, 0, 60_000, *[10_000] * 4)
    assert column(statement, "paid") == [0, 0, 0, 1_000, 800, 800, 800, 1_600]
    statement = settle(on_account({"rule": "deficit carry-forward"}, TENTH), -50_000, 0, 0, 30_000, *[10_000] * 4)
    assert column(statement, "paid") == [0, 0, 0, 0, 0, 0, 800, 1_200]


def test_a_cost_recovery_is_on_the_year_to_date_and_rolls_forward_when_the_year_is_over():
    """40,000 a year, due in full from its start: recovered as they are saved, then 25% of the rest.

    The first year saves 30,000: 10,000 roll forward, and 50,000 are due first in the second, which saves 100,000.
    """
    step = {
        "rule": "cost recovery, then share",
        "recovery": 40_000,
        "share": "25%",
        "unrecovered": "rolls forward",
        "spread": "in full from the start of the year",
    }
    saved = (10_000, 10_000, 10_000, 0, 25_000, 25_000, 25_000, 25_000)
    statement = settle(on_account(step, interim={**REPAYS, "share": "100%"}), *saved)
    assert column(statement, "recovery due") == [40_000] * 4 + [50_000] * 4
    assert column(statement, "recovered first") == [10_000, 20_000, 30_000, 30_000, 25_000, 50_000, 50_000, 50_000]
    assert column(statement, "recovery rolled forward") == [30_000, 20_000, 10_000, 10_000, 25_000, 0, 0, 0]
    assert column(statement, "paid") == [10_000, 10_000, 10_000, 0, 25_000, 25_000, 6_250, 6_250]


@pytest.mark.parametrize("unrecovered", ["rolls forward", "lapses"])
def test_a_recovery_lapses_only_when_the_year_is_over(unrecovered):
    step = {"rule": "cost recovery, then share", "recovery": 40_000, "share": "25%", "unrecovered": unrecovered}
    limits = {"at_most": 15_000} if unrecovered == "rolls forward" else {}
    agreed = on_account({**step, **limits, "spread": "in full from the start of the year"})
    statement = settle(agreed, 5_000, 5_000, 5_000, 5_000)
    assert column(statement, "recovery lapsed") == [0, 0, 0, 5_000 if limits else 20_000]


def test_a_gate_that_fails_in_a_quarter_pays_nothing_on_account_in_it():
    """The fee stands at nothing while the standard is missed; the last quarter's standard decides the year."""
    gate = {"rule": "payment gate", "measure": "quality", "at_least": "90%"}
    quality = ({"name": "quality", "unit": "%", "better": "higher"},)
    agreed = on_account(TENTH, gate, others=quality)
    statement = settle(agreed, *[100_000] * 4, quality=("95%", "80%", "95%", "95%"))
    assert column(statement, "paid") == [8_000, 0, 16_000, 16_000]
    statement = settle(agreed, *[100_000] * 4, quality=("95%", "95%", "95%", "80%"))
    assert column(statement, "overpayment repaid by the provider") == [0, 0, 0, 24_000]


def test_retention_is_held_on_what_is_paid_on_account_and_on_the_reconciliation():
    """20% of 8,000 three times, and of 16,000: 8,000 of 40,000."""
    retention = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    statement = settle(on_account(settlement=retention, years=1), *[100_000] * 4)
    assert column(statement, "retained") == [1_600, 1_600, 1_600, 3_200, 0, 0, 0, 0]
    assert column(statement, "paid") == [6_400, 6_400, 6_400, 12_800, 0, 0, 0, 8_000]


def test_what_was_overpaid_comes_out_of_retention_as_far_as_it_was_never_paid():
    """6,000 overpaid, of which 1,200 is held: 2,000 of the fee of 10,000 stay held, and 4,800 are repaid."""
    retention = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    statement = settle(on_account(settlement=retention), *FALLING)
    assert column(statement, "overpaid on account, from retention") == [0, 0, 0, 1_200]
    assert column(statement, "still retained") == [1_600, 3_200, 3_200, 2_000]
    assert column(statement, "overpayment repaid by the provider") == [0, 0, 0, 4_800]
    assert statement.amount(PAID) == 8_000


def test_an_advance_is_recovered_out_of_what_is_paid_on_account():
    advance = {"amount": 10_000, "paid": "at the start", "recovered": "100%", "at_the_end": "provider repays"}
    statement = settle(on_account(settlement={"advance": advance}), *[100_000] * 4)
    assert column(statement, "advance recovered") == [8_000, 2_000, 0, 0]
    assert column(statement, "paid") == [0, 6_000, 8_000, 16_000]


def test_vat_falls_on_what_is_paid_on_account_and_is_credited_on_what_is_repaid():
    vat = {"vat": {"rate": "20%", "treatment": "standard"}}
    statement = settle(on_account(settlement=vat), *FALLING)
    assert column(statement, "VAT on what is paid") == [1_600, 1_600, 0, 0]
    assert column(statement, "VAT credited on the overpayment") == [0, 0, 0, 1_200]
    assert column(statement, "credit note with VAT") == [0, 0, 0, 7_200]


def test_a_term_that_ends_inside_a_year_is_reconciled_at_its_last_settlement():
    statement = settle(on_account(years=None, months=18), *[100_000] * 6)
    assert column(statement, "paid") == [8_000, 8_000, 8_000, 16_000, 8_000, 12_000]


def test_it_is_rounded_as_the_contract_rounds_and_the_year_makes_up_the_penny():
    """Two thirds of 10.01, 20.02 and 30.03 are 6.67, 13.35 and 20.02."""
    statement = settle(on_account(interim={**REPAYS, "share": "2/3"}), *["100.10"] * 4)
    assert column(statement, "paid") == pence("6.67 6.68 6.67 20.02")


def test_the_sentence_tells_what_was_overpaid():
    text = str(settle(on_account(interim=LATER), *FALLING)).replace("\n", " ")
    assert text.endswith("; the provider still owes £6,000.00 that was overpaid on account.")


def test_a_finding_says_that_the_council_pays_before_the_fee_is_known():
    assert told(on_account().findings, "paid on account") == [
        "80% of the fee as it stands is paid on account before a year is over: where the year ends with less, the "
        "council is out of pocket until the provider repays what was overpaid."
    ]
    written_off = on_account(interim={**LATER, "at_the_end": "written off"})
    assert told(written_off.findings, "paid on account") == [
        "80% of the fee as it stands is paid on account before a year is over: where the year ends with less, the "
        "council is out of pocket until later payments make good what was overpaid, and what they never do it loses."
    ]
    statement = settle(on_account(interim=LATER), *FALLING)
    (finding,) = [each for each in statement.findings if each.name == "paid on account"]
    assert finding.figures == {"overpaid": 6_000}
    assert "(£6,000 of it is still owed)" in finding.sentence


def test_a_variation_inside_a_year_goes_on_from_what_was_paid():
    """From the third quarter the whole of the fee is paid on account: 30,000 less 16,000."""
    varied = on_account().vary(
        "2026-27 Q3",
        name="Deed 1",
        agreed={"on": "2026-09-01", "by": "Cabinet"},
        source="the deed",
        reason="cash flow",
        **{"settlement.interim.share": "100%"},
    )
    assert column(settle(varied, *[100_000] * 4), "paid") == [8_000, 8_000, 14_000, 10_000]


def test_it_goes_into_a_file_and_back():
    agreed = on_account(interim=LATER)
    assert contract_from_json(contract_to_json(agreed)) == agreed


# Refusals.


@pytest.mark.parametrize("counted", ["each period", "to date"])
def test_only_a_years_fee_is_paid_on_account(counted):
    assert refusals(counted=counted, settled="quarterly", settlement={"interim": REPAYS}) == [
        f"settlement.interim pays on account of a year's fee, but fee.counted is {counted!r}; "
        "write fee.counted = 'each year', or leave interim out"
    ]


def test_a_contract_that_is_settled_yearly_has_nothing_to_pay_before_the_year_is_over():
    assert refusals(counted="each year", settlement={"interim": REPAYS}) == [
        "settlement.interim pays before the year is over, but the contract is settled yearly; "
        "write settled = 'quarterly', or leave interim out"
    ]


def test_what_becomes_of_an_overpayment_has_no_default():
    quarterly = {"counted": "each year", "settled": "quarterly"}
    assert refusals(**quarterly, settlement={"interim": {"share": "80%"}}) == [
        'settlement.interim.overpaid is missing; choose one of "provider repays", "comes off later payments"'
    ]
    without = {"share": "80%", "overpaid": "comes off later payments"}
    assert refusals(**quarterly, settlement={"interim": without}) == [
        "settlement.interim.at_the_end is missing, but an overpayment may be left when the term ends; "
        "choose one of 'provider repays', 'written off'"
    ]
    assert refusals(**quarterly, settlement={"interim": {**REPAYS, "at_the_end": "written off"}}) == [
        "settlement.interim.at_the_end does not go with overpaid 'provider repays'; leave it out"
    ]


# Whatever is saved.

STEPS: dict[str, list[dict[str, Any]]] = {
    "share": [TENTH],
    "threshold in money": [{"rule": "threshold", "amount": 90_000, "once_met": "everything counts"}, TENTH],
    "threshold by the baseline": [
        {"rule": "threshold", "share_of_baseline": "9%", "once_met": "only the excess counts"},
        TENTH,
    ],
    "bands": [{"rule": "bands", "bands": [{"up_to": 50_000, "share": "25%"}, {"share": "12.5%"}]}],
    "bands by the baseline": [
        {"rule": "bands", "edges": "share of baseline", "bands": [{"up_to": "5%", "share": "1/3"}]}
    ],
    "deficit": [{"rule": "deficit carry-forward"}, TENTH],
    "cap over the year": [TENTH, {"rule": "cap", "amount": 9_000, "over": "year", "room_used_by": "what is earned"}],
    "cap by the baseline": [
        TENTH,
        {"rule": "cap", "share_of_baseline": "1%", "over": "year", "room_used_by": "what is earned"},
    ],
    "cap over the term": [TENTH, {"rule": "cap", "amount": 25_000, "over": "term", "room_used_by": "what is paid"}],
    "cost recovery": [
        {
            "rule": "cost recovery, then share",
            "recovery": 60_000,
            "share": "25%",
            "unrecovered": "rolls forward",
            "expires_after_years": 1,
        }
    ],
}
QUARTERS = st.lists(SAVINGS, min_size=12, max_size=12)
RETAINED = {"share": "17.5%", "released": "a year after the end of the term"}


def yearly_and_quarterly(steps: list[dict[str, Any]], settlement: dict[str, Any], interim: dict[str, Any]):
    """Return one contract settled yearly, and the same settled quarterly with interim payments."""
    spread = "evenly over the months"
    baseline = {"rule": "fixed", "amount": 1_000_000}
    year = contract(*steps, counted="each year", settlement=settlement, baseline=baseline)
    parts = [{**step, "spread": spread} if step["rule"].startswith("cost") else step for step in steps]
    quarter = contract(
        *parts,
        counted="each year",
        settled="quarterly",
        settlement={**settlement, "interim": interim},
        baseline={**baseline, "spread": spread},
    )
    return year, quarter


def rows(agreed: Any, amount: int, savings: list[Fraction]) -> list[dict[str, Any]]:
    labels = [period.label for period in agreed.calendar.periods]
    return [{"period": label, "costs": amount - saved} for label, saved in zip(labels, savings, strict=True)]


@pytest.mark.parametrize("retention", [None, RETAINED], ids=["all paid", "retained"])
@pytest.mark.parametrize("name", STEPS)
@settings(max_examples=20)
@given(QUARTERS, st.sampled_from(["100%", "80%", "1/3"]))
def test_over_each_year_quarters_with_a_reconciliation_pay_what_yearly_settlement_pays(name, retention, savings, share):
    settlement = {} if retention is None else {"retention": retention}
    year, quarter = yearly_and_quarterly(STEPS[name], settlement, {**REPAYS, "share": share})
    years = [sum(savings[number : number + 4], Fraction(0)) for number in (0, 4, 8)]
    yearly = year.settle(rows(year, 1_000_000, years))
    quarterly = quarter.settle(rows(quarter, 250_000, savings))
    lines = (PAID, "fee earned to date", *([] if retention is None else ["still retained"]))
    for number in range(3):
        closes = quarterly.periods[4 * number + 3]
        for line in lines:
            assert closes.exact(line) == yearly.periods[number].exact(line), (number, line)
    assert quarterly.exact(PAID) == yearly.exact(PAID)


@settings(max_examples=40)
@given(QUARTERS)
def test_what_comes_off_later_payments_comes_to_the_same_over_the_term(savings):
    year, quarter = yearly_and_quarterly([TENTH], {}, LATER)
    years = [sum(savings[number : number + 4], Fraction(0)) for number in (0, 4, 8)]
    quarterly = quarter.settle(rows(quarter, 250_000, savings))
    assert quarterly.exact(PAID) == year.settle(rows(year, 1_000_000, years)).exact(PAID)
    for period in quarterly.periods:
        assert period.exact("paid") >= 0


@given(POUNDS, SHARES, POUNDS, st.sampled_from([1, 5, 100]))
def test_never_more_than_the_share_is_paid_on_account(stands, rate, before, pence_of_a_step):
    rounding = Rounding("half up", Fraction(pence_of_a_step, 100))
    now = worked(lambda: paid_on_account(pounds(stands), share_of(rate), pounds(before), rounding))
    assert now >= 0
    assert now == 0 or abs(now + before - rate * stands) <= rounding.step / 2
