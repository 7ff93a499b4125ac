"""The procurement gain share: the council's guaranteed amount, then the provider's recovery, then the split."""

from typing import Any

import pytest

import riskreward as rr
from tests.catalogue.reading import held_to_every_reading
from tests.catalogue.reading import refusals as said_of
from tests.contracts import column, fees, pence, told

TERMS: dict[str, Any] = {
    "baseline": "£10,000,000",
    "guarantee": "£200,000",
    "recovery": "£100,000",
    "share": "31%",
    "starts": "2026-04-01",
    "years": 3,
    "fee_starts": "above the guarantee",
    "unrecovered": "rolls forward",
    "expires_after_years": "never",
}
LATE = "savings of the guarantee alone twice, then of it and four times a year's recovery"


def procured(**terms: Any) -> rr.Contract:
    return rr.procurement_gain_share(**{**TERMS, **terms})


def saving(agreed: rr.Contract, *savings: int) -> rr.Statement:
    rows = zip(agreed.calendar.periods, savings, strict=False)
    return held_to_every_reading(agreed, {period.label: 10_000_000 - saved for period, saved in rows})


def refusals(**terms: Any) -> list[str]:
    return said_of(lambda: procured(**terms))


# Worked examples


def test_the_council_has_its_guaranteed_amount_then_the_provider_its_recovery_and_the_rest_is_split() -> None:
    """280,000 saved: 200,000 to the council, 80,000 recovered, 20,000 rolls forward.

    350,000: 150,000 above, of which 120,000 is recovered, and 31% of the 30,000 left is 9,300.
    """
    statement = saving(procured(), 280_000, 350_000)
    assert column(statement, "recovered first") == [80_000, 120_000]
    assert column(statement, "recovery rolled forward") == [20_000, 0]
    assert fees(statement) == [80_000, 129_300]
    assert column(statement, "kept by the council to date") == [200_000, 420_700]


def test_from_the_first_pound_the_same_savings_pay_124000_more() -> None:
    """100,000 and 31% of 180,000; 100,000 and 31% of 250,000: 333,300 where client first is 209,300."""
    statement = saving(procured(fee_starts="first pound"), 280_000, 350_000)
    assert fees(statement) == [155_800, 177_500]
    assert told(statement.findings, "fee on guaranteed savings") == [
        "The fee starts at the first pound, so that it is paid on savings the provider has guaranteed anyway: "
        "£124,000 of the fee to date."
    ]


def test_the_rebate_that_barnet_paid_31_per_cent_of() -> None:
    """31% of 47,797.32 is 14,817.1692."""
    agreed = procured(fee_starts="first pound", recovery=0)
    assert fees(agreed.settle({"2026-27": "£9,952,202.68"})) == pence("14,817.17")


def test_a_third_form_shares_from_the_first_pound_but_leaves_the_council_its_guaranteed_amount() -> None:
    """250,000 saved: 100,000 and 31% of 150,000 is 146,500, of which the council's 200,000 leave 50,000."""
    assert fees(saving(procured(fee_starts="after the council has its guaranteed amount"), 250_000)) == [50_000]


def test_what_lapses_is_gone() -> None:
    """The second year recovers its own 100,000, and 31% of 50,000 is shared."""
    agreed = procured(unrecovered="lapses", expires_after_years=None)
    assert fees(saving(agreed, 280_000, 350_000)) == [80_000, 115_500]


def test_what_rolls_forward_expires_is_limited_and_bears_interest() -> None:
    """Nothing, nothing, then 400,000 beyond the guarantee: 300,000 due, or less."""
    late = (200_000, 200_000, 600_000)
    assert column(saving(procured(), *late), "recovery due") == [100_000, 200_000, 300_000]
    assert column(saving(procured(expires_after_years=1), *late), "recovery due") == [100_000, 200_000, 200_000]
    assert column(saving(procured(rolled_at_most=50_000), *late), "recovery due") == [100_000, 150_000, 150_000]
    assert column(saving(procured(rolled_interest="10%"), *late), "recovery due") == [100_000, 210_000, 331_000]


def test_a_share_of_the_baseline_may_be_guaranteed_and_a_recovery_may_differ_by_year() -> None:
    statement = saving(procured(guarantee="3%", recovery=[50_000, 20_000, 0]), 360_000, 320_000, 310_000)
    assert column(statement, "guaranteed") == [300_000] * 3
    assert fees(statement) == [53_100, 20_000, 3_100]


def test_a_shortfall_may_be_paid_and_a_cap_agreed() -> None:
    agreed = procured(shortfall="provider pays each year", excess="never offsets", cap=90_000)
    statement = saving(agreed, 150_000, 350_000)
    assert column(statement, "shortfall payable by the provider") == [50_000, 0]
    assert fees(statement) == [0, 90_000]


def test_in_quarters_one_spread_is_the_baselines_the_guarantees_and_the_recoverys() -> None:
    agreed = procured(settled="quarterly", spread="evenly over the months")
    statement = agreed.settle({f"2026-27 Q{number}": 2_400_000 for number in (1, 2, 3, 4)})
    assert fees(statement) == [0, 0, 0, 100_000 + 31_000]


# What is left to be said


def test_where_the_fee_starts_is_asked_for_with_what_the_first_pound_would_have_paid() -> None:
    """400,000 above the guarantee in the third year: 300,000 is recovered, and 31% of the 100,000 left is shared."""
    assert refusals(fee_starts=None) == [
        f"fee_starts is missing, and published contracts differ; what each would pay on {LATE} stands beside it; "
        'choose one of "above the guarantee" (£331,000), "first pound" (£517,000), '
        '"after the council has its guaranteed amount" (£255,000)'
    ]


def test_what_becomes_of_the_rest_is_asked_for_and_for_how_long() -> None:
    assert refusals(unrecovered=None, expires_after_years=None) == [
        f"unrecovered is missing, and published contracts differ; what each would pay on {LATE} stands beside it; "
        'choose one of "rolls forward" (£262,000), "lapses" (£193,000)',
        "expires_after_years is missing, and published contracts differ; what each would pay on "
        f'{LATE} stands beside it; choose one of 1 (£262,000), "never" (£331,000)',
    ]


def test_a_shorter_term_or_quarters_show_the_difference_as_well() -> None:
    """Of two years, nothing above the guarantee and then 400,000: 200,000 and 31% of the rest, or 100,000 and 31%."""
    asked = "unrecovered is missing, and published contracts differ; what each would pay on"
    assert refusals(unrecovered=None, years=2) == [
        f"{asked} savings of the guarantee alone, then of it and four times a year's recovery stands beside it; "
        'choose one of "rolls forward" (£262,000), "lapses" (£193,000)'
    ]
    assert refusals(unrecovered=None, years=1) == [
        f"{asked} a saving of the guarantee and four times a year's recovery stands beside it; "
        'choose one of "rolls forward" (£193,000), "lapses" (£193,000)'
    ]
    quarters = refusals(unrecovered=None, settled="quarterly", spread="evenly over the months")
    assert quarters == [
        f'{asked} {LATE} stands beside it; choose one of "rolls forward" (£331,000), "lapses" (£193,000)'
    ]


@pytest.mark.parametrize(
    ("choice", "paid"),
    [
        ({}, 331_000),
        ({"expires_after_years": 1}, 262_000),
        ({"unrecovered": "lapses"}, 193_000),
        ({"fee_starts": "first pound"}, 517_000),
    ],
)
def test_what_the_error_says_of_a_choice_is_what_it_pays(choice: dict[str, Any], paid: int) -> None:
    statement = saving(procured(**choice), 200_000, 200_000, 600_000)
    assert statement.amount("paid to date, less what was given back") == paid


def test_a_limit_of_what_rolls_is_refused_where_nothing_does() -> None:
    assert refusals(unrecovered="lapses", expires_after_years=2) == [
        "fee.step[0].expires_after_years is for what rolls forward, but unrecovered is 'lapses'; leave it out"
    ]


def test_everything_wrong_is_told_at_once() -> None:
    assert refusals(guarantee=10, share=31, fee_starts="net", expires_after_years=None) == [
        'guarantee is 10, which may be 10% of the baseline or 10 pounds; write "10%" or "£10"',
        'fee_starts is \'net\', which is no form of it; choose one of "above the guarantee", "first pound", '
        '"after the council has its guaranteed amount"',
        'expires_after_years is missing, and published contracts differ; choose one of 1, "never"',
        'fee.step[0].share is 31, which is 31 times the whole; did you mean "31%"? write "31%"',
    ]


def test_before_it_is_signed_it_says_that_nothing_limits_the_fee_and_what_the_baseline_lacks() -> None:
    assert [each.name for each in procured().findings] == ["uncapped fee", "missing evidence"]
    assert [each.name for each in procured(cap=400_000).findings] == ["missing evidence"]
