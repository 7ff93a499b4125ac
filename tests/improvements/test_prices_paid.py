"""An improvement at contract prices and at the prices paid, with the gap."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import Contract, InputError, Statement, contract_from_json, contract_to_json
from riskreward.contract.assembly import rules
from riskreward.improvements.prices_paid import price_gap
from riskreward.kernel import pounds
from riskreward.readers import direct
from tests.contracts import column, contract, fees, refusals, told, worked
from tests.readings import exact_lines, facts_by_path

AGREED = "energy / improvement at the agreed price"
PAID = "energy / improvement at the prices paid"
GAP = "gap between contract prices and prices paid"

PRICES = st.integers(0, 2_000_000).map(lambda parts: Fraction(parts, 10**6))
UNITS = st.integers(-5_000_000, 5_000_000).map(lambda parts: Fraction(parts, 100))


def energy(prices_paid: str | None = "shown", **other: Any) -> Contract:
    """A contract on 100,000 kWh a year at an agreed 0.30, of which a tenth is paid."""
    measure = {
        "name": "energy",
        "unit": "kWh",
        "price": {"amount": "0.30"},
        "baseline": {"rule": "fixed", "amount": 100_000},
        "outturn_between": [0, 1_000_000],
    }
    return contract(measure=measure | ({"prices_paid": prices_paid} if prices_paid else {}) | other)


def paid(agreed: Contract, *years: tuple[Any, Any]) -> Statement:
    """Settle years of an outturn in kWh and the price paid."""
    labels = agreed.calendar.year_labels
    return agreed.settle(
        [
            {"period": label, "energy": used, "energy, price paid": price}
            for label, (used, price) in zip(labels, years, strict=False)
        ]
    )


def against(agreed: Contract, value: Any) -> str:
    with pytest.raises(InputError) as caught:
        paid(agreed, (90_000, value))
    (problem,) = caught.value.problems
    return str(problem)


# Worked figures.


def test_the_improvement_stands_at_both_prices_with_the_gap():
    """10,000 kWh saved: 3,000 at the agreed 0.30, 2,500 at the 0.25 paid, 500 apart."""
    statement = paid(energy(), (90_000, "0.25"))
    assert statement.amount("energy / improvement") == 10_000
    assert statement.amount(AGREED) == 3_000
    assert statement.amount(PAID) == 2_500
    assert statement.amount(GAP) == 500


def test_shown_leaves_the_fee_at_contract_prices_and_the_position_at_the_prices_paid():
    """A tenth of 3,000; the council saved 2,500, and keeps 2,200."""
    statement = paid(energy("shown"), (90_000, "0.25"))
    assert fees(statement) == [300]
    assert statement.amount("saved to date") == 2_500
    assert statement.amount("kept by the council to date") == 2_200


def test_counted_has_the_fee_at_the_prices_paid():
    """A tenth of 2,500; the council keeps 2,250."""
    statement = paid(energy("counted"), (90_000, "0.25"))
    assert fees(statement) == [250]
    assert statement.amount("saved to date") == 2_500
    assert statement.amount("kept by the council to date") == 2_250


@pytest.mark.parametrize(("prices_paid", "fee"), [("shown", 240), ("counted", 0)])
def test_a_threshold_in_money_is_held_against_what_counts(prices_paid: str, fee: int):
    """8,000 kWh saved are 2,400 at the agreed price, which reaches 2,400, and 2,000 at 0.25 paid, which does not."""
    threshold = {"rule": "threshold", "amount": 2_400, "once_met": "everything counts"}
    gated = energy(prices_paid).replace(**{"fee.step": [threshold, {"rule": "share", "share": "10%"}]})
    assert fees(paid(gated, (92_000, "0.25"))) == [fee]


@pytest.mark.parametrize("prices_paid", ["shown", "counted"])
def test_a_share_of_the_baseline_is_at_the_prices_that_count(prices_paid: str):
    """9% of 100,000 kWh is 9,000 kWh at whichever price: 9,000 reach it, 8,999.99 do not."""
    threshold = {"rule": "threshold", "share_of_baseline": "9%", "once_met": "everything counts"}
    gated = energy(prices_paid).replace(**{"fee.step": [threshold, {"rule": "share", "share": "10%"}]})
    assert fees(paid(gated, (91_000, "0.25"))) == [270 if prices_paid == "shown" else 225]
    assert fees(paid(gated, ("91,000.01", "0.25"))) == [0]


def test_prices_paid_above_the_contracts_make_a_gap_below_nought():
    statement = paid(energy(), (90_000, "£0.35"), (110_000, "0.25"))
    assert column(statement, PAID) == [3_500, -2_500]
    assert column(statement, GAP) == [-500, -500]


def test_a_price_to_a_ten_thousandth_of_a_penny_is_exact_and_shown_in_full():
    statement = paid(energy(), (90_000, "0.284573"))
    line = statement.periods[0].line("energy / price paid")
    assert (f"{line.amount}", line.unit) == ("0.284573", "£ per kWh")
    assert statement.exact(PAID) == Fraction("2845.73")
    assert statement.periods[0].line(PAID).working == "improvement 10,000 times price paid £0.284573"


def test_a_percentage_point_is_priced_too():
    """Two percentage points better at 1,000 agreed, 900 paid."""
    agreed = energy(
        unit="%",
        better="higher",
        outturn_between=[0, 1],
        price={"amount": 1000},
        baseline={"rule": "fixed", "amount": "90%"},
    )
    statement = paid(agreed, ("92%", 900))
    assert (statement.amount(AGREED), statement.amount(PAID), statement.amount(GAP)) == (2_000, 1_800, 200)
    assert statement.periods[0].line("energy / price paid").unit == "£ per percentage point"


def test_without_prices_paid_there_is_no_column_and_no_line():
    agreed = energy(None)
    statement = agreed.settle({"2026-27": 90_000})
    assert not statement.has(GAP)
    assert fees(statement) == [300]


def test_the_gap_as_a_plain_rule():
    assert worked(lambda: price_gap(pounds(3_000), pounds(2_500))) == 500


# Findings.


def test_the_gap_is_told_with_its_figure():
    statement = paid(energy(), (90_000, "0.25"), (90_000, "0.28"))
    (finding,) = [each for each in statement.findings if each.name == "prices paid"]
    assert finding.sentence == (
        "At the prices paid the improvement of energy came to £5,300 to date, £700 less than at contract prices; "
        "the fee is on contract prices."
    )
    assert finding.severity == "warning"
    assert finding.figures == {"gap between prices": 700, "at the prices paid": 5_300}
    counted = paid(energy("counted"), (90_000, "0.35"))
    (finding,) = [each for each in counted.findings if each.name == "prices paid"]
    assert finding.sentence == (
        "At the prices paid the improvement of energy came to £3,500 to date, £500 more than at contract prices; "
        "the fee is on the prices paid."
    )
    assert finding.severity == "note"
    assert not told(paid(energy(), (90_000, "0.30")).findings, "prices paid")


# Refusals.


def test_prices_paid_need_an_agreed_price():
    assert refusals(measure={"prices_paid": "shown"}) == [
        "measure[0].prices_paid has no agreed price beside it; write the price, or leave it out"
    ]


def test_the_choices_are_told():
    price = {"unit": "kWh", "price": {"amount": 1}}
    assert refusals(measure={**price, "prices_paid": "maybe"}) == [
        'measure[0].prices_paid is \'maybe\'; choose one of "shown", "counted"'
    ]


def test_another_measure_is_not_named_as_the_column():
    price = {"name": "energy", "unit": "kWh", "price": {"amount": 1}, "prices_paid": "shown"}
    assert refusals(measure=price, others=({"name": "energy, price paid", "unit": "£"},)) == [
        "measure[1].name is 'energy, price paid', the column of the price paid for 'energy'; rename it"
    ]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("-0.10", "is '-0.10', below nought; write what a unit cost"),
        ("$0.25", "is '$0.25', in another currency than £; write it in £"),
        ("0.1234567", "is '0.1234567', finer than 6 decimal places; round it"),
        (1_000_001, "is 1000001, above 1,000,000; check the figure"),
        ("cheap", "is 'cheap', where a number belongs; write a number such as 0.2846"),
        (None, "is missing; write the figure; nought is written 0"),
    ],
)
def test_a_price_that_is_none_is_refused(value: Any, what: str):
    assert against(energy(), value) == f"outturn[0], column 'energy, price paid', {what}"


def test_the_terms_go_into_a_file_and_come_back():
    agreed = energy("counted")
    assert contract_from_json(contract_to_json(agreed)) == agreed


# Properties.


@given(st.sampled_from(["shown", "counted"]), UNITS, PRICES, PRICES)
def test_the_gap_is_the_difference_and_every_reader_agrees(
    prices_paid: str, saved: Fraction, agreed: Fraction, at: Fraction
):
    terms = energy(prices_paid, price={"amount": agreed}, outturn_between=[0, 1_000_000])
    statement = paid(terms, (100_000 - saved, at))
    contract_price, price_paid = saved * agreed, saved * at
    assert statement.exact(AGREED) == contract_price
    assert statement.exact(PAID) == price_paid
    assert statement.exact(GAP) == contract_price - price_paid
    pence = price_paid * 100
    assert abs(statement.exact("saved to date") * 100 - pence) <= Fraction(1, 2)
    earns = max(Fraction(0), contract_price if prices_paid == "shown" else price_paid)
    assert abs(statement.exact("fee of the year") - earns / 10) <= Fraction(1, 200)
    facts = [facts_by_path(statement.program, each) for each in statement.facts]
    assert direct.run(lambda: rules(terms), facts) == exact_lines(statement)


@given(UNITS, PRICES)
def test_at_the_agreed_price_there_is_no_gap_and_the_choice_makes_no_difference(saved: Fraction, price: Fraction):
    one, other = (
        paid(energy(each, price={"amount": price}), (100_000 - saved, price)) for each in ("shown", "counted")
    )
    assert one.exact(GAP) == other.exact(GAP) == 0
    for line in ("saved to date", "fee of the year", "kept by the council to date"):
        assert one.exact(line) == other.exact(line)
