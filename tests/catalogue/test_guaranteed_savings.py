"""Guaranteed savings: an energy performance contract in each of the forms that are published."""

from typing import Any

import pytest

import riskreward as rr
from tests.catalogue.reading import held_to_every_reading
from tests.catalogue.reading import refusals as said_of
from tests.contracts import column, fees

TERMS: dict[str, Any] = {
    "baseline": 1_000_000,
    "price": "0.30",
    "guaranteed_quantity": 100_000,
    "adjusted": "as the baseline is",
    "share_of_excess": "0%",
    "shortfall": "provider pays each year",
    "excess": "never offsets",
    "starts": "2026-04-01",
    "years": 3,
}
IN_MONEY = {"guaranteed_quantity": None, "guaranteed_amount": 30_000, "prices": "contract prices", "adjusted": "never"}
PAYABLE, RECEIVED = "shortfall payable by the provider", "shortfall received to date"
IN_TURN = "settlements that save in turn 90%, 120% and 90% of what is guaranteed"
FORMS = [
    ("never offsets", 6_000),
    ("refunds earlier shortfalls", 3_000),
    ("is banked against later shortfalls", 3_000),
    ("refunds earlier shortfalls, then is banked", 0),
    ("counts over the whole term", 3_000),
]


def guaranteeing(**terms: Any) -> rr.Contract:
    return rr.guaranteed_savings(**{**TERMS, **terms})


def using(agreed: rr.Contract, *used: int) -> rr.Statement:
    rows = zip(agreed.calendar.periods, used, strict=False)
    return held_to_every_reading(agreed, {period.label: each for period, each in rows})


def refusals(**terms: Any) -> list[str]:
    return said_of(lambda: guaranteeing(**terms))


# Worked examples: 100,000 kWh of a million guaranteed, at 0.30 each: 30,000


def test_10000_kwh_short_at_030_is_3000_paid_by_the_provider() -> None:
    statement = using(guaranteeing(), 910_000, 880_000, 910_000)
    assert column(statement, "below the guaranteed quantity") == [10_000, 0, 10_000]
    assert column(statement, PAYABLE) == [3_000, 0, 3_000]
    assert column(statement, "kept by the council to date") == [30_000, 66_000, 96_000]


@pytest.mark.parametrize(("excess", "received"), FORMS)
def test_what_an_excess_does_in_each_published_form(excess: str, received: int) -> None:
    """90,000, 120,000 and 90,000 kWh saved: 3,000 short, 6,000 above, 3,000 short."""
    assert using(guaranteeing(excess=excess), 910_000, 880_000, 910_000).amount(RECEIVED) == received


def test_a_shortfall_may_wait_for_the_end_and_bear_interest() -> None:
    """3,000 waits two years at 5%, simple: 300; another 3,000 is due at once."""
    statement = using(guaranteeing(shortfall="provider pays at the end"), 910_000, 880_000, 910_000)
    assert column(statement, PAYABLE) == [0, 0, 6_000]
    bearing = guaranteeing(shortfall="provider pays at the end", interest_on_shortfall="5%")
    assert column(using(bearing, 910_000, 880_000, 910_000), PAYABLE) == [0, 0, 6_300]


def test_the_provider_may_share_what_exceeds_the_guarantee() -> None:
    """20,000 kWh above, at 0.30: a quarter of 6,000, capped at 1,000 over the term."""
    assert fees(using(guaranteeing(share_of_excess="25%"), 880_000)) == [1_500]
    assert fees(using(guaranteeing(share_of_excess="25%", cap=1_000), 880_000)) == [1_000]


def test_over_the_whole_term_the_share_is_of_the_excess_to_date() -> None:
    agreed = guaranteeing(share_of_excess="25%", excess="counts over the whole term")
    assert fees(using(agreed, 910_000, 880_000, 890_000)) == [0, 750, 750]


def test_a_guarantee_of_units_and_one_of_money_differ_as_soon_as_a_price_changes() -> None:
    """100,000 kWh are worth 30,000 and then 40,000: saved in full, the one is met and the other exceeded."""
    rising = {"price": ["0.30", "0.40", "0.40"], "share_of_excess": "25%"}
    assert fees(using(guaranteeing(**rising), 900_000, 900_000)) == [0, 0]
    in_money = guaranteeing(**rising, **IN_MONEY)
    assert fees(using(in_money, 900_000, 900_000)) == [0, 2_500]


def test_the_whole_contract_may_be_in_money() -> None:
    agreed = guaranteeing(
        **IN_MONEY | {"prices": "cash of each year"}, unit="£", price=None, baseline="£300,000", measure="energy bill"
    )
    assert column(using(agreed, 273_000), PAYABLE) == [3_000]


def test_the_baseline_may_be_a_prediction_on_the_weather_that_is_measured() -> None:
    """500,000 and 250 for each degree day: of 2,000 degree days, 1,000,000; of 1,800, 950,000, of which 860,000."""
    model = {"name": "change-point", "version": "1", "by": "an engineer", "on": "2026-01-05", "document": "M&V plan"}
    predicted = {
        "rule": "prediction",
        "model": {**model, "fitted_on": "2023 to 2025"},
        "constant": 500_000,
        "coefficients": {"degree days": 250},
        "conditions": "reporting period",
        "source": "M&V plan",
    }
    agreed = guaranteeing(baseline=predicted, drivers={"degree days": "degree days"})
    rows = {
        "2026-27": {"energy": 900_000, "degree days": 2_000},
        "2027-28": {"energy": 860_000, "degree days": 1_800},
    }
    assert column(held_to_every_reading(agreed, rows), PAYABLE) == [0, 3_000]


def test_the_baseline_may_be_a_regression_on_one_driver() -> None:
    """Fitted to 600,000 and 200 a degree day: of 1,900, 980,000 kWh; 890,000 used, 90,000 saved of 100,000."""
    past = [(2_000, 1_000_000), (2_100, 1_020_000), (1_900, 980_000)]
    fitted = {
        "rule": "regression",
        "driver_measure": "degree days",
        "observed": "yearly",
        "observations": [
            {"period": f"20{23 + number}-{24 + number}", "driver": driver, "amount": amount}
            for number, (driver, amount) in enumerate(past)
        ],
        "places": 2,
    }
    agreed = guaranteeing(baseline=fitted, drivers={"degree days": "degree days"})
    statement = held_to_every_reading(agreed, {"2026-27": {"energy": 890_000, "degree days": 1_900}})
    assert statement.amount("energy / baseline") == 980_000
    assert statement.amount(PAYABLE) == 3_000


def test_repair_in_kind_takes_the_place_of_cash_and_security_is_shown_against_what_is_owed() -> None:
    """20 hours at 65 of a shortfall of 3,000 leave 1,700; 2,000 is held."""
    agreed = guaranteeing(
        repair_in_kind={"unit": "hours", "deemed_value": 65},
        security={"form": "bond", "amount": 2_000, "by": "a bank", "expires": "2029-03-31", "pays_on": "demand"},
    )
    statement = held_to_every_reading(agreed, {"2026-27": {"energy": 910_000, "repair in kind": 20}})
    assert statement.amount("repaired in kind") == 1_300
    assert statement.amount(PAYABLE) == 1_700
    assert statement.amount("owed beyond the security held") == 0


def test_prices_paid_may_be_shown_beside_the_contracts() -> None:
    agreed = guaranteeing(prices_paid="shown")
    statement = held_to_every_reading(agreed, {"2026-27": {"energy": 900_000, "energy, price paid": "0.25"}})
    assert statement.amount("gap between contract prices and prices paid") == 5_000


# What is left to be said


def test_each_choice_is_asked_for_with_what_the_provider_would_pay() -> None:
    forms = ", ".join(f'"{excess}" (£{paid:,})' for excess, paid in FORMS)
    assert refusals(shortfall=None, excess=None, adjusted=None) == [
        f"shortfall is missing, and published contracts differ; what the provider would pay on {IN_TURN} stands "
        'beside it; choose one of "provider pays each year" (£6,000), "provider pays at the end" (£6,000)',
        f"excess is missing, and published contracts differ; what the provider would pay on {IN_TURN} stands "
        f"beside it; choose one of {forms}",
        'adjusted is missing, and published contracts differ; choose one of "as the baseline is", "never"',
    ]


def test_the_figures_beside_a_choice_are_there_whatever_else_an_outturn_must_say() -> None:
    more: dict[str, Any] = {"prices_paid": "shown", "repair_in_kind": {"unit": "hours", "deemed_value": 65}}
    for price in ("0.30", ["0.30", "0.30", "0.30"], {"amount": "0.30"}):
        assert [each.count("£6,000") for each in refusals(excess=None, price=price, **more)] == [1]


def test_money_says_in_which_prices_it_is() -> None:
    assert refusals(**IN_MONEY | {"prices": None}) == [
        "prices is missing, and published contracts differ; choose one of "
        '"cash of each year", "as the baseline is indexed", "contract prices"'
    ]


def test_what_is_guaranteed_is_said_once_in_units_or_in_money() -> None:
    mend = "write what is guaranteed in kWh, or in money: they differ as soon as a price changes"
    assert refusals(guaranteed_quantity=None) == [
        f"guaranteed_quantity is missing, and so is guaranteed_amount; {mend}"
    ]
    forms = ", ".join(f'"{excess}"' for excess, _ in FORMS)
    assert refusals(guaranteed_quantity=None, excess=None)[1:] == [
        f"excess is missing, and published contracts differ; choose one of {forms}"
    ]
    assert refusals(guaranteed_amount=30_000) == [f"guaranteed_quantity is given, and so is guaranteed_amount; {mend}"]


def test_a_unit_without_a_price_and_a_quantity_of_money_are_refused() -> None:
    no_price = "which does not earn in units of a price; guarantee an amount of money instead"
    assert refusals(price=None) == [
        "measure[0].price is missing, but 'energy' earns a fee and is in 'kWh'; write what a unit of it is worth: "
        "price = { amount = 40 }",
        f"guarantee.measure is 'energy', {no_price}",
    ]
    assert refusals(price=None, unit="£") == [f"guarantee.measure is 'energy', {no_price}"]


def test_everything_wrong_is_told_at_once() -> None:
    assert refusals(excess="lost", share_of_excess=25, guaranteed_quantity=None, adjusted="no") == [
        "guaranteed_quantity is missing, and so is guaranteed_amount; write what is guaranteed in kWh, or in money: "
        "they differ as soon as a price changes",
        "excess is 'lost', which is no form of it; choose one of " + ", ".join(f'"{each}"' for each, _ in FORMS),
        'fee.step[0].share is 25, which is 25 times the whole; did you mean "25%"? write "25%"',
    ]


def test_before_it_is_signed_it_says_what_the_baseline_lacks() -> None:
    assert "missing evidence" in [each.name for each in guaranteeing().findings]
