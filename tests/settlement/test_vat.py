"""VAT: on what is paid, shown apart, never part of the fee."""

import pytest
from hypothesis import given

from tests.contracts import SAVINGS, column, contract, pence, refusals, settle, settled_alike

RETENTION = {"share": "20%", "released": "a year after the end of the term"}
CLAWBACK = {"first_from": "the provider", "restores_cap": True}


def taxed(treatment: str, rate: object = "20%", **settlement: object):
    vat = {"rate": rate, "treatment": treatment}
    return contract(counted="to date", settlement={"vat": vat, **settlement})


STANDARD = taxed("standard")


def test_20_per_cent_of_10000_is_2000_on_the_invoice_and_no_part_of_the_fee():
    statement = settle(STANDARD, 100_000)
    assert column(statement, "paid") == [10_000]
    assert column(statement, "VAT on what is paid") == [2_000]
    assert column(statement, "invoice with VAT") == [12_000]
    assert column(statement, "fee earned to date") == [10_000]
    assert column(statement, "kept by the council to date") == [90_000]


def test_it_is_on_what_is_paid_and_not_on_what_is_held_back_until_that_is_released():
    """8,000 paid of 10,000; and 2,000 a year after the term."""
    statement = settle(taxed("standard", retention=RETENTION), 100_000, 0, 0)
    assert column(statement, "VAT on what is paid") == [1_600, 0, 0, 400]
    assert column(statement, "invoice with VAT") == [9_600, 0, 0, 2_400]


def test_it_is_credited_on_what_the_provider_gives_back():
    """10,000 earned; 40,000 lost, 4,000 given back."""
    statement = settle(taxed("standard", clawback=CLAWBACK), 100_000, -40_000)
    assert column(statement, "VAT on what is paid") == [2_000, 0]
    assert column(statement, "VAT credited on the clawback") == [0, 800]
    assert column(statement, "credit note with VAT") == [0, 4_800]


def test_nothing_is_credited_on_what_comes_out_of_retention_which_was_never_invoiced():
    clawback = {**CLAWBACK, "first_from": "retention"}
    statement = settle(taxed("standard", retention=RETENTION, clawback=clawback), 100_000, -40_000)
    assert column(statement, "clawed back from retention") == [0, 2_000]
    assert column(statement, "VAT credited on the clawback") == [0, 400]


def test_without_a_clawback_there_is_nothing_to_credit():
    statement = settle(STANDARD, 100_000)
    assert not statement.has("VAT credited on the clawback")
    assert not statement.has("credit note with VAT")


def test_under_the_reverse_charge_the_council_accounts_for_it_and_the_invoice_is_without():
    statement = settle(taxed("reverse charge"), 100_000)
    assert column(statement, "VAT the council accounts for (reverse charge)") == [2_000]
    assert not statement.has("VAT on what is paid")
    assert not statement.has("invoice with VAT")
    assert column(statement, "kept by the council to date") == [90_000]


def test_under_the_reverse_charge_a_clawback_takes_it_back():
    statement = settle(taxed("reverse charge", clawback=CLAWBACK), 100_000, -40_000)
    assert column(statement, "VAT the council accounts for (reverse charge)") == [2_000, -800]


def test_outside_the_scope_there_is_none_to_show():
    statement = settle(taxed("outside the scope"), 100_000)
    assert not [line.name for line in statement.periods[0].lines if "VAT" in line.name]


def test_a_contract_that_says_nothing_of_vat_shows_none():
    assert not [line.name for line in settle(contract(), 100_000).periods[0].lines if "VAT" in line.name]


@pytest.mark.parametrize(
    ("rate", "saved", "vat"),
    [
        ("20%", "0.70", "0.01"),  # 7p: 1.4p
        ("20%", "0.80", "0.02"),  # 8p: 1.6p
        ("5%", "1.00", "0.01"),  # 10p: half a penny
        ("17.5%", "100,000", "1,750.00"),
        ("0%", "100,000", "0.00"),
    ],
)
def test_it_is_rounded_half_up_to_the_penny(rate, saved, vat):
    assert column(settle(taxed("standard", rate), saved.replace(",", "")), "VAT on what is paid") == pence(vat)


def test_it_is_rounded_to_the_penny_in_the_contracts_mode_though_the_fee_is_in_whole_pounds():
    """A tenth of 12,345 is 1,234 in whole pounds, 17.5% of it 215.95; of 12,355, 1,235, and 216.125, rounded down."""
    vat = {"vat": {"rate": "17.5%", "treatment": "standard"}}
    agreed = contract(settlement=vat, rounding="down to the pound")
    assert column(settle(agreed, 12_345), "VAT on what is paid") == pence("215.95")
    assert column(settle(agreed, 12_355), "VAT on what is paid") == pence("216.12")


PER_LINE = {"vat": {"rate": "20%", "treatment": "standard", "rounded": "per line"}}
AT_THE_END = {"retention": {"share": "20%", "released": "at the end of the term"}}


@pytest.mark.parametrize(
    ("rounded", "vat", "invoice"), [("per invoice", "2.01", "12.05"), ("per line", "2.00", "12.04")]
)
def test_per_line_the_fee_and_a_release_are_each_rounded(rounded, vat, invoice):
    """2.02 is held of 10.10 and released with a fee of 8.02: 20% of 10.04 is 2.008; 1.60 and 0.40 line by line."""
    terms = {"vat": {"rate": "20%", "treatment": "standard", "rounded": rounded}, **AT_THE_END}
    agreed = contract(settlement=terms, years=2)
    statement = settled_alike(agreed, settle(agreed, "101.00", "80.20").outturn)
    assert column(statement, "VAT on what is paid") == pence(f"1.62 {vat}")
    assert column(statement, "invoice with VAT") == pence(f"9.70 {invoice}")
    assert statement.has("VAT on the fee") == (rounded == "per line")


def test_per_line_each_line_of_the_invoice_has_its_tax():
    """1.02 advanced beside a fee of 0.52 that all goes to it: 0.10 on the fee and taken off again, and 0.20 on 1.02."""
    advance = {"amount": "1.02", "paid": "at the start", "recovered": "100%", "at_the_end": "provider repays"}
    statement = settle(contract(settlement={**PER_LINE, "advance": advance}), "5.20")
    lines = {name: statement.amount(f"VAT on the {name}") for name in ("fee", "advance recovered", "advance")}
    assert [*lines.values()] == pence("0.10 -0.10 0.20")
    assert statement.amount("VAT on what is paid") == sum(lines.values())


def test_of_one_line_there_is_nothing_to_tell_apart():
    statement = settle(contract(settlement=PER_LINE), "5.20")
    assert not statement.has("VAT on the fee")
    assert statement.amount("VAT on what is paid") == pence("0.10")[0]


def test_per_line_under_the_reverse_charge_the_council_accounts_for_the_sum_of_the_lines():
    vat = {"vat": {**PER_LINE["vat"], "treatment": "reverse charge"}, **AT_THE_END}
    statement = settle(contract(settlement=vat, years=2), "101.00", "80.20")
    assert column(statement, "VAT the council accounts for (reverse charge)") == pence("1.62 2.00")


def test_its_treatment_has_no_default():
    assert refusals(settlement={"vat": {"rate": "20%"}}) == [
        'settlement.vat.treatment is missing; choose one of "standard", "reverse charge", "outside the scope"'
    ]


def test_a_rate_of_20_is_refused_with_the_question_whether_20_per_cent_was_meant():
    assert refusals(settlement={"vat": {"rate": 20, "treatment": "standard"}}) == [
        'settlement.vat.rate is 20, which is 20 times the whole; did you mean "20%"? write "20%"'
    ]


@given(SAVINGS)
def test_the_invoice_is_what_is_paid_and_the_vat_on_it(saving):
    year = settle(STANDARD, saving).periods[0]
    assert year["invoice with VAT"] == year["paid"] + year["VAT on what is paid"]
    assert abs(year["VAT on what is paid"] * 5 - year["paid"]) * 1000 <= 25
