"""The fee: where it starts, how the saving is counted, the order of its steps, and its rounding."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts import QUALITY, SAVINGS, TENTH, column, contract, fees, pence, refusals, settle
from tests.generators.rules import STEPS

QUARTER = {"rule": "share", "share": "25%"}
FIRST_POUND = "first pound"
ABOVE = "above the guarantee"
COUNCIL_FIRST = "after the council has its guaranteed amount"


def guaranteeing(amount: object, **other: object) -> dict[str, object]:
    return {"amount": amount, "tested": "cumulatively", "shortfall": "fee only", **other}


def test_a_fee_that_takes_a_saving_needs_a_measure_that_earns():
    assert refusals(QUARTER, earns_on=["income"]) == [
        "measure has none that earns: a baseline and a benefit of income; write one"
    ]


# Where it starts: a quarter, with 200,000 guaranteed.


@pytest.mark.parametrize(
    ("saved", "first_pound", "above", "council_first"),
    [
        (300_000, 75_000, 25_000, 75_000),  # 100,000 is above the guarantee, which leaves room for 75,000
        (220_000, 55_000, 5_000, 20_000),  # 20,000 is above it, and the council has its 200,000 first
        (200_001, "50,000.25", "0.25", "1.00"),
        (200_000, 50_000, 0, 0),
        (150_000, 37_500, 0, 0),
        (0, 0, 0, 0),
        (-50_000, 0, 0, 0),
    ],
)
def test_where_the_fee_starts(saved, first_pound, above, council_first):
    for starts, fee in ((FIRST_POUND, first_pound), (ABOVE, above), (COUNCIL_FIRST, council_first)):
        agreed = contract(QUARTER, guarantee=guaranteeing(200_000), fee_starts=starts)
        assert fees(settle(agreed, saved)) == (pence(fee) if isinstance(fee, str) else [fee]), starts


def test_barnet_a_fee_from_the_first_pound_is_paid_on_pounds_that_were_guaranteed():
    """Saving just what was guaranteed, the provider is paid 50,000 and the council keeps less than its guarantee."""
    agreed = contract(QUARTER, guarantee=guaranteeing(200_000), fee_starts=FIRST_POUND)
    assert settle(agreed, 200_000).amount("kept by the council to date") == 150_000


def test_below_the_guarantee_there_is_nothing_left_for_a_fee_and_not_less_than_nothing():
    agreed = contract(QUARTER, guarantee=guaranteeing(200_000), fee_starts=COUNCIL_FIRST, counted="to date")
    statement = settle(agreed, 150_000)
    assert column(statement, "fee once the council has its guaranteed amount") == [0]
    assert column(statement, "fee to date") == [0]


def test_to_date_the_council_has_the_guaranteed_amounts_of_every_year_first():
    """To date 300,000 of 200,000; 400,000 of 400,000; 700,000 of 600,000: what is left is 100,000, 0 and 100,000."""
    agreed = contract(QUARTER, guarantee=guaranteeing(200_000), fee_starts=COUNCIL_FIRST, counted="to date")
    statement = settle(agreed, 300_000, 100_000, 300_000)
    assert column(statement, "fee by the share") == [75_000, 100_000, 175_000]
    assert column(statement, "fee once the council has its guaranteed amount") == [75_000, 0, 100_000]
    assert fees(statement) == [75_000, 0, 25_000]


def test_each_year_the_council_has_the_years_guaranteed_amount_first():
    """250,000 saved in quarters against 200,000: of the quarter, 62,500, only the 50,000 above are left."""
    guarantee = guaranteeing(200_000, spread="evenly over the months")
    agreed = contract(QUARTER, guarantee=guarantee, fee_starts=COUNCIL_FIRST, counted="each year", settled="quarterly")
    assert fees(settle(agreed, 100_000, 0, 0, 150_000, 0, 0, 0, 300_000)) == [0, 0, 0, 50_000, 0, 0, 0, 75_000]


@pytest.mark.parametrize("rounding", ["half up to the penny", "up to the penny"])
def test_the_council_has_its_guaranteed_amount_to_the_penny(rounding):
    """20.00 saved, a tenth of 100.05 guaranteed, 10.005: 9.995 are left, of which 9.99 can be paid."""
    agreed = contract(
        {"rule": "share", "share": "100%"},
        baseline={"rule": "fixed", "amount": "100.05"},
        guarantee={"share_of_baseline": "10%", "tested": "each year", "shortfall": "fee only"},
        fee_starts=COUNCIL_FIRST,
        rounding=rounding,
    )
    assert fees(agreed.settle({"2026-27": "80.05"})) == pence("9.99")


def test_the_council_first_is_the_last_limit_of_all():
    """A cap of 60,000 comes first: 60,000 for 300,000; and for 220,000 the 20,000 that are left."""
    cap = {"rule": "cap", "amount": 60_000, "over": "year"}
    agreed = contract(QUARTER, cap, guarantee=guaranteeing(200_000), fee_starts=COUNCIL_FIRST)
    assert fees(settle(agreed, 300_000, 220_000)) == [60_000, 20_000]


def test_what_a_quality_gate_takes_out_is_not_left_over_for_a_fee():
    gate = {"rule": "quality gate", "measure": "quality", "at_least": "90%"}
    agreed = contract(gate, QUARTER, guarantee=guaranteeing(200_000), fee_starts=COUNCIL_FIRST, others=(QUALITY,))
    assert fees(settle(agreed, 300_000, 300_000, quality=("89%", "90%"))) == [0, 75_000]


# How it is counted: a tenth of 100,000 saved, 50,000 lost, 100,000 saved.


def test_counted_each_period_every_year_stands_alone():
    assert fees(settle(contract(counted="each period"), 100_000, -50_000, 100_000)) == [10_000, 0, 10_000]


def test_counted_to_date_a_loss_is_made_good_before_more_is_earned():
    """100,000; 50,000; 150,000 to date: 10,000, kept; then 5,000 more."""
    statement = settle(contract(counted="to date"), 100_000, -50_000, 100_000)
    assert column(statement, "saving counted, to date") == [100_000, 50_000, 150_000]
    assert column(statement, "fee to date") == [10_000, 5_000, 15_000]
    assert fees(statement) == [10_000, 0, 5_000]
    assert column(statement, "fee earned to date") == [10_000, 10_000, 15_000]


def test_counted_to_date_without_a_clawback_a_fee_is_kept_though_the_saving_is_lost_again():
    statement = settle(contract(counted="to date"), 100_000, -100_000, 0)
    assert column(statement, "paid") == [10_000, 0, 0]
    assert column(statement, "kept by the council to date") == [90_000, -10_000, -10_000]


QUARTERS = (10_000, 20_000, -5_000, 15_000)


def test_counted_each_period_in_quarters_a_quarter_that_loses_is_forgotten():
    assert fees(settle(contract(settled="quarterly"), *QUARTERS)) == [1_000, 2_000, 0, 1_500]


def test_counted_each_year_in_quarters_the_year_is_earned_at_its_last_settlement():
    """40,000 in the first year, -1,000 in the second, 4,000 in the third."""
    agreed = contract(settled="quarterly", counted="each year")
    statement = settle(agreed, *QUARTERS, 9_000, -10_000, 0, 0, 1_000, 1_000, 1_000, 1_000)
    assert fees(statement) == [0, 0, 0, 4_000, 0, 0, 0, 0, 0, 0, 0, 400]
    assert column(statement, "saving counted, for the year")[:4] == [0, 0, 0, 40_000]


def test_counted_each_year_before_the_years_last_settlement_nothing_is_earned():
    agreed = contract(settled="quarterly", counted="each year")
    assert fees(settle(agreed, *QUARTERS[:3])) == [0, 0, 0]


def test_counted_to_date_in_quarters():
    """10,000; 30,000; 25,000; 40,000 to date."""
    assert fees(settle(contract(settled="quarterly", counted="to date"), *QUARTERS)) == [1_000, 2_000, 0, 1_000]


def test_counted_each_year_in_months_the_year_is_earned_in_march():
    agreed = contract(settled="monthly", counted="each year", years=2)
    assert fees(settle(agreed, *[1_000] * 24)) == [*[0] * 11, 1_200] * 2


def test_counted_each_year_in_financial_years_a_part_year_is_earned_at_its_own_end():
    """From 1 July: three quarters to March, then one of the year that the term breaks off."""
    agreed = contract(settled="quarterly", counted="each year", starts="2026-07-01", years=1, years_run="from 1 April")
    statement = settle(agreed, 10_000, 10_000, 10_000, 5_000)
    assert [period.label for period in statement.periods] == ["2026-27 Q2", "2026-27 Q3", "2026-27 Q4", "2027-28 Q1"]
    assert fees(statement) == [0, 0, 3_000, 500]


def test_nothing_is_earned_a_second_time_after_a_term_that_ends_inside_a_year():
    retention = {"retention": {"share": "50%", "released": "a year after the end of the term"}}
    for counted in ("each period", "each year", "to date"):
        agreed = contract(counted=counted, starts="2026-07-01", years=1, years_run="from 1 April", settlement=retention)
        statement = settle(agreed, 100_000, 60_000)
        assert fees(statement) == [10_000, 6_000, 0, 0]
        assert column(statement, "paid") == [5_000, 3_000, 0, 8_000]


@pytest.mark.parametrize(
    ("rounding", "to_date"), [("half up to the penny", "10.00 20.00"), ("down to the penny", "9.99 19.98")]
)
def test_what_is_carried_is_rounded_to_the_penny_as_the_contract_rounds(rounding, to_date):
    """20.00 saved against a tenth of 100.05, which is 10.005: 9.995 above the guarantee, twice."""
    agreed = contract(
        {"rule": "share", "share": "100%"},
        baseline={"rule": "fixed", "amount": "100.05"},
        guarantee={"share_of_baseline": "10%", "tested": "cumulatively", "shortfall": "fee only"},
        fee_starts=ABOVE,
        counted="to date",
        rounding=rounding,
    )
    statement = agreed.settle({"2026-27": "80.05", "2027-28": "80.05"})
    assert statement.exact("above (below) the guarantee", "2026-27") == Fraction("9.995")
    assert column(statement, "above (below) the guarantee, to date") == pence(to_date)


# Its rounding.


@pytest.mark.parametrize(
    ("rounding", "fee"),
    [
        ("half up to the penny", "1,234.57"),
        ("down to the penny", "1,234.56"),
        ("up to the penny", "1,234.57"),
        ("floor to the penny", "1,234.56"),
        ("half up to the pound", "1,235.00"),
        ("down to the pound", "1,234.00"),
        ("half up to 5p", "1,234.55"),
        ("up to 5p", "1,234.60"),
        ("half up to £10", "1,230.00"),
        ("up to £100", "1,300.00"),
    ],
)
def test_a_fee_of_1234_567_is_rounded_as_the_contract_says(rounding, fee):
    assert fees(settle(contract(rounding=rounding), "12345.67")) == pence(fee)


def test_half_a_penny_is_rounded_away_from_nothing():
    assert fees(settle(contract(), "0.05", "0.04", "0.15")) == pence("0.01 0.00 0.02")


def test_counted_to_date_the_whole_is_rounded_and_not_each_year():
    """Half a penny, a penny, a penny and a half: 1p, nothing, 1p more. Each year alone: 1p three times."""
    assert fees(settle(contract(counted="to date"), "0.05", "0.05", "0.05")) == pence("0.01 0.00 0.01")
    assert fees(settle(contract(), "0.05", "0.05", "0.05")) == pence("0.01 0.01 0.01")


def test_named_lines_are_exact_before_the_fee():
    statement = settle(contract(rounding="down to the pound"), "12345.67")
    assert statement.exact("fee by the share") == Fraction("1234.567")


# The order of its steps.

LOSS_MADE_GOOD = {"rule": "deficit carry-forward"}
FIFTY_THOUSAND = {"rule": "threshold", "amount": 50_000, "once_met": "everything counts"}


def test_steps_run_in_the_order_written():
    """60,000 lost, 100,000 saved. Loss first: 40,000 is below the threshold. Threshold first: it sees no loss."""
    assert fees(settle(contract(LOSS_MADE_GOOD, FIFTY_THOUSAND, TENTH), -60_000, 100_000)) == [0, 0]
    assert fees(settle(contract(FIFTY_THOUSAND, LOSS_MADE_GOOD, TENTH), -60_000, 100_000)) == [0, 10_000]


def test_the_lines_of_the_fee_stand_in_the_order_of_its_steps():
    cap = {"rule": "cap", "amount": 400_000, "over": "term"}
    statement = settle(contract(FIFTY_THOUSAND, TENTH, cap, counted="to date"), 60_000)
    assert [line.name for line in statement.periods[0].lines if line.path.startswith("fee /")] == [
        "saving counted, to date",
        "threshold to reach",
        "counted towards the threshold",
        "saving after the threshold",
        "fee by the share",
        "above the cap, falls to the authority",
        "fee within the cap",
        "fee to date",
    ]


def test_where_each_year_stands_alone_the_saving_is_not_counted_on_a_line_of_its_own():
    statement = settle(contract(counted="each year"), 60_000)
    assert [line.name for line in statement.periods[0].lines if line.path.startswith("fee /")] == ["fee by the share"]


def test_a_step_after_the_fee_that_takes_the_saving_is_refused():
    assert refusals(TENTH, {**FIFTY_THOUSAND, "name": "hurdle", "clause": "3.2"}) == [
        "fee.step[1] (hurdle, clause 3.2) takes the saving counted, but fee.step[0] (share) has already made it the "
        "fee; move it before fee.step[0] (share)"
    ]


def test_a_step_too_late_is_told_which_step_it_comes_too_late_for():
    cap = {"rule": "cap", "amount": 400_000, "over": "term"}
    (told,) = refusals(TENTH, cap, FIFTY_THOUSAND)
    assert told.startswith("fee.step[2] (threshold) takes the saving counted, but fee.step[0] (share) has already made")


def test_a_quality_gate_after_the_saving_is_counted_is_refused():
    gate = {"rule": "quality gate", "measure": "quality", "at_least": "90%"}
    assert refusals(FIFTY_THOUSAND, gate, TENTH, others=(QUALITY,)) == [
        "fee.step[1] (quality gate) takes the saving of the period, but fee.step[0] (threshold) has already made it "
        "the saving counted; move it before fee.step[0] (threshold)"
    ]


def test_steps_that_never_become_a_fee_are_refused():
    assert refusals(FIFTY_THOUSAND) == ['fee.step never becomes a fee; add a step with rule = "share" or "bands"']


def test_two_shares_are_refused():
    assert refusals(TENTH, {**TENTH, "name": "second share"}) == [
        "fee.step[1] (second share) takes the saving counted, but fee.step[0] (share) has already made it the fee; "
        "move it before fee.step[0] (share)"
    ]


def test_an_unknown_rule_is_refused_with_the_rules_there_are():
    (told,) = refusals({"rule": "shares", "share": "10%"})
    assert told == (
        "fee.step[0].rule is 'shares'; did you mean \"share\"? choose one of "
        + ", ".join(f'"{rule}"' for rule in STEPS)
    )


# What has no default.


def test_where_it_starts_and_how_it_is_counted_have_no_default():
    terms = {"fee": {"step": [TENTH]}}
    assert refusals(**terms) == [
        'fee.starts is missing; choose one of "first pound", "above the guarantee", '
        '"after the council has its guaranteed amount"',
        'fee.counted is missing; choose one of "each period", "each year", "to date"',
    ]


@pytest.mark.parametrize("starts", [ABOVE, COUNCIL_FIRST])
def test_a_fee_that_starts_with_the_guarantee_needs_one(starts):
    assert refusals(fee_starts=starts) == [f"guarantee is missing, but the fee starts {starts}; write the guarantee"]


# Whatever is saved.

THREE_YEARS = st.lists(SAVINGS, min_size=3, max_size=3)
BY_START = {
    (starts, counted): contract(QUARTER, guarantee=guaranteeing(100_000), fee_starts=starts, counted=counted)
    for starts in (FIRST_POUND, ABOVE, COUNCIL_FIRST)
    for counted in ("each period", "each year", "to date")
}


@pytest.mark.parametrize(("starts", "counted"), BY_START)
@settings(max_examples=20)
@given(THREE_YEARS)
def test_no_improvement_earns_nothing_and_no_fee_is_negative(starts, counted, savings):
    agreed = BY_START[starts, counted]
    assert fees(settle(agreed, *(min(saving, Fraction(0)) for saving in savings))) == [0, 0, 0]
    assert all(fee >= 0 for fee in fees(settle(agreed, *savings)))


@given(SAVINGS)
def test_the_council_first_lies_between_the_other_two(saving):
    first, above, council = (
        Fraction(fees(settle(BY_START[starts, "each period"], saving))[0])
        for starts in (FIRST_POUND, ABOVE, COUNCIL_FIRST)
    )
    assert above <= council <= first
    assert council <= max(saving - 100_000, 0)


@pytest.mark.parametrize("starts", [FIRST_POUND, ABOVE, COUNCIL_FIRST])
@settings(max_examples=30)
@given(SAVINGS, SAVINGS)
def test_more_saved_in_a_year_never_earns_less_in_it(starts, one, other):
    agreed = BY_START[starts, "each period"]
    less, more = (fees(settle(agreed, saving))[0] for saving in sorted((one, other)))
    assert less <= more


@settings(max_examples=30)
@given(st.lists(SAVINGS, min_size=4, max_size=4))
def test_the_quarters_of_a_year_counted_each_year_earn_what_the_year_earns_at_once(quarters):
    in_quarters = fees(settle(EACH_YEAR_IN_QUARTERS, *quarters))
    assert in_quarters[:3] == [0, 0, 0]
    assert in_quarters[3] == fees(settle(EACH_YEAR, sum(quarters)))[0]


@settings(max_examples=30)
@given(st.lists(SAVINGS, min_size=4, max_size=4))
def test_counted_to_date_what_has_been_earned_is_the_share_of_the_highest_saving_to_date(quarters):
    statement = settle(TO_DATE_IN_QUARTERS, *quarters)
    to_date = highest = Fraction(0)
    for period, saving in zip(statement.periods, quarters, strict=True):
        to_date += saving
        highest = max(highest, to_date)
        assert abs(period.exact("fee earned to date") - highest / 10) <= Fraction(1, 200)


EACH_YEAR = contract(counted="each year")
EACH_YEAR_IN_QUARTERS = contract(counted="each year", settled="quarterly")
TO_DATE_IN_QUARTERS = contract(counted="to date", settled="quarterly")
