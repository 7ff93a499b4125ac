"""The impact bond: paid by the unit and by the percentage point, and for nothing else."""

from typing import Any

import riskreward as rr
from tests.catalogue.reading import held_to_every_reading
from tests.catalogue.reading import refusals as said_of
from tests.contracts import column, fees, pence

DENVER: dict[str, Any] = {
    "units": {"days housed": {"unit": "days", "price": "15.12"}},
    "points": {"fewer jail days": {"price": 160_000}},
    "largest_payment": 11_420_000,
    "starts": "2016-01-01",
    "years": 5,
    "currency": "$",
}


def bond(**terms: Any) -> rr.Contract:
    return rr.impact_bond(**{**DENVER, **terms})


def paying(agreed: rr.Contract, *years: tuple[int, str]) -> rr.Statement:
    rows = zip(agreed.calendar.periods, years, strict=False)
    return held_to_every_reading(
        agreed, {period.label: {"days housed": days, "fewer jail days": points} for period, (days, points) in rows}
    )


# Worked examples


def test_denver_paid_three_instalments_that_add_up_exactly() -> None:
    """258,858 and 41,070 days at 15.12; the payment for jail days is 31.9 points at 160,000."""
    statement = paying(bond(years=2), (258_858, "0%"), (41_070, "31.9%"))
    assert column(statement, "fee / payment for days housed / payment") == pence("3,913,932.96 620,978.40")
    assert column(statement, "fee / payment for fewer jail days / payment") == pence("0 5,104,000.00")
    assert column(statement, "fee earned to date") == pence("3,913,932.96 9,638,911.36")
    assert statement.amount("fee earned to date") - 8_600_000 == pence("1,038,911.36")[0]


def test_no_more_is_paid_than_the_largest_payment() -> None:
    statement = paying(bond(), (500_000, "0%"), (200_000, "20%"))
    assert fees(statement) == pence("7,560,000 3,860,000")


def test_points_may_be_paid_for_between_two_figures_and_at_a_price_for_each_year() -> None:
    agreed = bond(
        years=2, points={"fewer jail days": {"price": [100, 200], "above": "20%", "up_to": "65%"}}, units=None
    )
    statement = held_to_every_reading(agreed, {"2016": "30%", "2017": "80%"})
    assert fees(statement) == [1_000, 9_000]


def test_each_settlement_pays_for_what_it_measured() -> None:
    agreed = bond(points=None, settled="half-yearly", years=1)
    statement = held_to_every_reading(agreed, {"2016 H1": 100, "2016 H2": 50})
    assert fees(statement) == [1_512, 756]


def test_a_bond_may_pay_by_the_unit_alone() -> None:
    agreed = bond(points=None, units={"days housed": {"unit": "days", "price": 2, "above": 100}})
    assert fees(held_to_every_reading(agreed, {"2016": 150})) == [100]


def test_a_rate_card_pays_each_outcome_once_for_a_person_within_the_cap() -> None:
    """17,200 of outcomes, of which the cap of 15,000 cuts off 2,200."""
    card = {"settled": 8_000, "trained": 5_200, "kept": 4_000}
    agreed = bond(units=None, points=None, outcomes=card, cap_per_person=15_000, currency="£", years=1)
    paper = rr.outcome_payments(agreed, [{"person": "B2", "outcome": each, "period": "2016"} for each in card])
    assert fees(held_to_every_reading(agreed, paper.by_period)) == [15_000]


def test_a_card_stands_beside_units_and_points_under_one_largest_payment() -> None:
    agreed = bond(outcomes={"settled": 8_000}, largest_payment=10_000)
    row = {"days housed": 100, "fewer jail days": "0%", "outcome payments": 16_000}
    statement = held_to_every_reading(agreed, {"2016": row})
    assert statement.amount("fee after the rate card") == 17_512
    assert fees(statement) == [10_000]


# What is refused


def test_a_bond_that_pays_for_nothing_is_refused() -> None:
    assert said_of(lambda: bond(units=None, points=None)) == [
        "units is missing, and so are points and outcomes; write what is paid for"
    ]


def test_a_tariff_without_a_unit_and_what_is_no_table_are_refused_together() -> None:
    assert said_of(lambda: bond(units={"days housed": {"price": 2}}, points={"fewer jail days": 160_000})) == [
        "units['days housed']['unit'] is missing, without which nothing is counted; "
        'write it as {"days housed": {"unit": "days", "price": "15.12"}}',
        "points['fewer jail days'] is 160000, where a table belongs; "
        'write it as {"fewer jail days": {"price": 160_000}}',
    ]
    assert said_of(lambda: bond(units=5, outcomes=[400], cap_per_person=1)) == [
        'units is 5, where a table belongs; write it as {"days housed": {"unit": "days", "price": "15.12"}}',
        'outcomes is a list, where a table belongs; write it as {"into work": 1_200}',
    ]


def test_a_cap_per_person_is_for_a_card() -> None:
    assert said_of(lambda: bond(cap_per_person=1)) == [
        "cap_per_person is for outcomes, of which there are none; leave it out"
    ]


def test_the_terms_are_checked_as_a_files_are() -> None:
    units = {"days housed": {"unit": "days", "price": -1, "below": 3}}
    assert said_of(lambda: bond(units=units, points=None, largest_payment="lots")) == [
        "fee.step[0].price.amount is -1, below nought; write the price as a positive figure",
        "fee.step[0].below is 3, but there is no such term; "
        "the terms here are above, clause, measure, name, paid_for, price, rule, up_to",
        "fee.step[1].amount is 'lots', where a number belongs; write a number such as $12,201,000",
    ]


def test_before_it_is_signed_it_has_nothing_to_say_where_it_has_a_largest_payment() -> None:
    assert "uncapped fee" not in [each.name for each in bond().findings]
    assert "uncapped fee" in [each.name for each in bond(largest_payment=None).findings]
