"""An advance: paid at the start, recovered out of the fees, and what becomes of the rest at the end."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import contract_from_json, contract_to_json
from riskreward.fees import Rounding
from riskreward.kernel import pounds, share_of
from riskreward.kernel.rounding import to_step
from riskreward.settlement.advance import recovered_of
from tests.contracts import (
    POUNDS,
    SAVINGS,
    SHARES,
    TENTH,
    column,
    contract,
    fees,
    pence,
    readers_agree,
    refusals,
    settle,
    told,
    worked,
)

PENNY = Fraction(1, 100)
ALL = {"rule": "share", "share": "100%"}
REPAYS, WRITTEN_OFF = "provider repays", "written off"
RECOVERED, OWED = "advance recovered", "advance still owed"
POSITION = ("paid to date, less what was given back", "kept by the council to date")


def advancing(amount: object, *steps: Any, at_the_end: str = REPAYS, share: object = "100%", **other: Any):
    terms = {"amount": amount, "paid": "at the start", "recovered": share, "at_the_end": at_the_end}
    settlement = {"advance": terms, **other.pop("settlement", {})}
    return contract(*steps, settlement=settlement, **other)


def test_the_published_advance_of_1_452_026_is_recovered_out_of_2_434_982_earned():
    """982,956 is payable, and nothing is owed any more."""
    statement = settle(advancing(1_452_026, ALL), 2_434_982)
    assert fees(statement) == [2_434_982]
    assert column(statement, RECOVERED) == [1_452_026]
    assert column(statement, "paid") == [982_956]
    assert column(statement, OWED) == [0]


def test_a_published_6_288_45_earned_of_565_455_outstanding_all_goes_to_recovery():
    """559,166.55 is still owed."""
    statement = settle(advancing(565_455, ALL), "6288.45")
    assert column(statement, RECOVERED) == pence("6,288.45")
    assert column(statement, "paid") == [0]
    assert column(statement, OWED) == pence("559,166.55")


def test_what_is_still_owed_is_carried_forward_until_fees_make_it_good():
    """25,000 advanced; 10,000 a year earned: nothing is paid for two years, then 5,000."""
    statement = settle(advancing(25_000, TENTH), 100_000, 100_000, 100_000)
    assert column(statement, "advance paid") == [25_000, 0, 0]
    assert column(statement, RECOVERED) == [10_000, 10_000, 5_000]
    assert column(statement, OWED) == [15_000, 5_000, 0]
    assert column(statement, "paid") == [0, 0, 5_000]
    assert column(statement, "advance repaid by the provider") == [0, 0, 0]


def test_the_position_counts_the_advance_as_paid_when_it_is_paid():
    """Nothing saved in the first year: 25,000 out of pocket. In the end 30,000 was paid for 300,000 saved."""
    statement = settle(advancing(25_000, TENTH), 0, 100_000, 200_000)
    assert [column(statement, each) for each in POSITION] == [[25_000, 25_000, 30_000], [-25_000, 75_000, 270_000]]
    assert column(statement, "fee earned to date") == [0, 10_000, 30_000]


def test_what_is_owed_at_the_end_of_the_term_the_provider_repays():
    statement = settle(advancing(25_000, TENTH), 0, 100_000, 50_000)
    assert column(statement, "advance repaid by the provider") == [0, 0, 10_000]
    assert column(statement, OWED) == [25_000, 15_000, 0]
    assert statement.amount(POSITION[0]) == 15_000
    assert not statement.has("advance written off")


def test_or_it_is_written_off_and_the_council_has_lost_it():
    statement = settle(advancing(25_000, TENTH, at_the_end=WRITTEN_OFF), 0, 100_000, 50_000)
    assert column(statement, "advance written off") == [0, 0, 10_000]
    assert column(statement, OWED) == [25_000, 15_000, 0]
    assert statement.amount(POSITION[0]) == 25_000
    assert not statement.has("advance repaid by the provider")


def test_a_share_of_each_payment_may_go_to_recovery():
    """Two fifths of 10,000 a year is 4,000; the last of 9,000 is 1,000."""
    statement = settle(advancing(9_000, TENTH, share="40%"), 100_000, 100_000, 100_000)
    assert column(statement, RECOVERED) == [4_000, 4_000, 1_000]
    assert column(statement, "paid") == [6_000, 6_000, 9_000]


def test_retention_comes_first_and_what_it_releases_goes_to_recovery_too():
    """A fifth of 10,000 is held back, and 8,000 of 24,000 is recovered, twice.

    In the third year nothing is held back and 4,000 is released: of 14,000, 8,000 recovers the rest, 6,000 is paid.
    """
    retention = {"retention": {"share": "20%", "released": "at the end of the term"}}
    statement = settle(advancing(24_000, TENTH, settlement=retention), 100_000, 100_000, 100_000)
    assert column(statement, "retained") == [2_000, 2_000, 0]
    assert column(statement, RECOVERED) == [8_000, 8_000, 8_000]
    assert column(statement, "paid") == [0, 0, 6_000]


def test_retention_that_is_released_after_the_term_is_paid_in_full_since_the_advance_ended_with_the_term():
    retention = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    statement = settle(advancing(50_000, TENTH, settlement=retention), 100_000, 100_000, 100_000)
    assert column(statement, "advance repaid by the provider") == [0, 0, 26_000, 0]
    assert column(statement, "paid") == [0, 0, 0, 6_000]


def test_a_cap_limits_what_is_earned_before_anything_is_recovered():
    statement = settle(advancing(18_000, TENTH, {"rule": "cap", "amount": 6_000, "over": "year"}), 100_000)
    assert column(statement, RECOVERED) == [6_000]


def test_an_advance_above_the_largest_fee_of_the_terms_is_refused():
    """6,000 in each of three years are 18,000; without a cap, and without a range of costs, there is no largest fee."""
    cap = {"rule": "cap", "amount": 6_000, "over": "year"}
    terms = {"amount": "18000.01", "paid": "at the start", "recovered": "100%", "at_the_end": REPAYS}
    assert refusals(TENTH, cap, settlement={"advance": terms}) == [
        "settlement.advance.amount is £18,000.01, above the largest fee that the terms can produce, £18,000 (the cap, "
        "however much is saved); advance no more than that, or raise what limits the fee"
    ]
    assert advancing(18_000, TENTH, cap)
    assert advancing(18_001, TENTH)


def test_an_advance_that_was_paid_stands_where_the_term_is_ended_early():
    ended = {"on": "2027-03-31", "by": "provider", "reason": "it withdrew"}
    cap = {"rule": "cap", "amount": 6_000, "over": "year"}
    assert advancing(18_000, TENTH, cap, termination=ended)


def test_vat_is_on_the_advance_when_it_is_paid_and_on_what_is_paid_after_it():
    """20% of 25,000; of nothing; of 5,000: as much in the end as on 30,000 of fees."""
    vat = {"vat": {"rate": "20%", "treatment": "standard"}}
    statement = settle(advancing(25_000, TENTH, settlement=vat), 100_000, 100_000, 100_000)
    assert column(statement, "VAT on what is paid") == [5_000, 0, 1_000]
    assert column(statement, "invoice with VAT") == [30_000, 0, 6_000]
    statement = settle(advancing(25_000, TENTH, settlement=vat), 0, 0, 0)
    assert column(statement, "VAT credited on the advance") == [0, 0, 5_000]
    assert column(statement, "credit note with VAT") == [0, 0, 30_000]


def test_vat_under_the_reverse_charge_is_credited_on_what_is_repaid():
    vat = {"vat": {"rate": "20%", "treatment": "reverse charge"}}
    statement = settle(advancing(25_000, TENTH, settlement=vat), 0, 0, 0)
    assert column(statement, "VAT the council accounts for (reverse charge)") == [5_000, 0, -5_000]


def test_the_sentence_tells_what_is_still_owed():
    assert (
        str(settle(advancing(25_000, TENTH), 100_000))
        .replace("\n", " ")
        .endswith("it has kept £75,000.00; the provider still owes £15,000.00 of the advance.")
    )


def test_a_finding_says_what_is_out_of_pocket_and_until_when():
    agreed = advancing(25_000, TENTH)
    assert told(agreed.findings, "advance") == [
        "An advance of £25,000 is paid before anything is saved: until fees recover it, the council is out of pocket "
        "by what is owed."
    ]
    (finding,) = [each for each in settle(agreed, 100_000).findings if each.name == "advance"]
    assert finding.sentence == (
        "An advance of £25,000 is paid before anything is saved (£15,000 of it is still owed): until fees recover it, "
        "the council is out of pocket by what is owed."
    )
    assert finding.severity == "serious"
    assert finding.figures == {"advance": 25_000, "still owed": 15_000}


def test_an_advance_that_is_written_off_can_be_lost():
    assert told(advancing(25_000, TENTH, at_the_end=WRITTEN_OFF).findings, "advance") == [
        "An advance of £25,000 is paid before anything is saved: until fees recover it, the council is out of pocket "
        "by what is owed, and what they never recover it loses."
    ]
    assert told(contract().findings, "advance") == []


# What is refused.


def test_whose_the_rest_is_has_no_default():
    terms = {"amount": 1, "paid": "at the start", "recovered": "100%"}
    assert refusals(settlement={"advance": terms}) == [
        'settlement.advance.at_the_end is missing; choose one of "provider repays", "written off"'
    ]


@pytest.mark.parametrize(
    ("term", "value", "told"),
    [
        ("amount", -1, "is -1, below nought; write an amount of nought or more"),
        ("recovered", "110%", "is 110%, not between 0% and 100%; write a share such as 25%"),
        ("paid", "monthly", "is 'monthly'; write \"at the start\""),
    ],
)
def test_what_cannot_be_read_is_refused(term, value, told):
    terms = {"amount": 1, "paid": "at the start", "recovered": "100%", "at_the_end": REPAYS, term: value}
    assert refusals(settlement={"advance": terms}) == [f"settlement.advance.{term} {told}"]


def test_it_is_written_and_read_back():
    agreed = advancing("1,452,026.50", TENTH, share="62.5%", at_the_end=WRITTEN_OFF)
    assert contract_from_json(contract_to_json(agreed)) == agreed


# What always holds.


@given(POUNDS, SHARES, POUNDS)
def test_what_is_recovered_is_neither_more_than_is_owed_nor_than_is_payable(payable, rate, owed):
    rounding = Rounding("up", PENNY)
    recovered = worked(lambda: recovered_of(pounds(payable), share_of(rate), pounds(owed), rounding))
    assert recovered == min(to_step(rate * payable, PENNY, "up"), owed)
    assert 0 <= recovered <= min(payable, owed)


@settings(max_examples=60)
@given(
    st.lists(SAVINGS, min_size=6, max_size=6),
    st.integers(0, 5_000_000).map(lambda whole: Fraction(whole, 100)),
    st.sampled_from(["100%", "40%", "1/3", "0%"]),
    st.sampled_from([REPAYS, WRITTEN_OFF]),
    st.sampled_from([None, "at the end of the term", "a year after the end of the term"]),
)
def test_every_settlement_is_what_the_clause_says_in_plain_fractions(savings, amount, share, at_the_end, released):
    settlement = {"clawback": {"first_from": "the provider", "restores_cap": True}}
    if released is not None:
        settlement["retention"] = {"share": "20%", "released": released}
    agreed = advancing(
        amount,
        TENTH,
        at_the_end=at_the_end,
        share=share,
        counted="to date",
        settled="half-yearly",
        settlement=settlement,
    )
    statement = settle(agreed, *savings)
    assert readers_agree(agreed, statement)
    rate = agreed.settlement.advance.recovered
    owed, recovered_to_date, position = Fraction(amount), Fraction(0), Fraction(0)
    for number, period in enumerate(statement.periods):
        payable = period.exact("fee of the half-year")
        if released is not None:
            payable += period.exact("released from retention") - period.exact("retained")
        recovered = min(to_step(rate * payable, PENNY, "half up"), owed)
        owed -= recovered
        assert period.exact("advance paid") == (amount if number == 0 else 0)
        assert period.exact(RECOVERED) == recovered
        assert period.exact("settlement / paid") == payable - recovered >= 0
        recovered_to_date += recovered
        assert recovered_to_date <= amount
        rest = owed if period.period.last_of_term else Fraction(0)
        owed -= rest
        name = "advance repaid by the provider" if at_the_end == REPAYS else "advance written off"
        assert period.exact(name) == rest
        assert period.exact(OWED) == owed
        position += period.exact("advance paid") + payable - recovered - period.exact("clawed back from the provider")
        position -= rest if at_the_end == REPAYS else 0
        assert period.exact(POSITION[0]) == position
    lost = rest_of(statement) if at_the_end == WRITTEN_OFF else Fraction(0)
    held = statement.exact("still retained") if released is not None else Fraction(0)
    assert statement.exact(POSITION[0]) == statement.exact("fee earned to date") + lost - held


def rest_of(statement: Any) -> Fraction:
    return sum((period.exact("advance written off") for period in statement.periods), Fraction(0))


@settings(max_examples=30)
@given(st.lists(SAVINGS, min_size=3, max_size=3))
def test_an_advance_of_nothing_changes_nothing(savings):
    with_one, without = settle(advancing(0, TENTH), *savings), settle(contract(TENTH), *savings)
    for name in ("paid", *POSITION):
        assert column(with_one, name) == column(without, name)
