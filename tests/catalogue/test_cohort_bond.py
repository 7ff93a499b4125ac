"""The cohort bond: each cohort that improves enough is paid for, the rest at the end if all together have."""

from typing import Any

import riskreward as rr
from tests.catalogue.reading import held_to_every_reading
from tests.catalogue.reading import refusals as said_of
from tests.contracts import column, fees, told

PETERBOROUGH: dict[str, Any] = {
    "price": 1_000,
    "cohort_at_least": "10%",
    "pooled_at_least": "7.5%",
    "starts": "2010-09-01",
    "years": 3,
}


def bond(**terms: Any) -> rr.Contract:
    return rr.cohort_bond(**{**PETERBOROUGH, **terms})


def cohorts(agreed: rr.Contract, *years: tuple[str, int], pooled: str) -> rr.Statement:
    """Settle cohorts of a reduction and so many events fewer each, the last with the pooled reduction."""
    last = len(years) - 1
    rows = [
        {
            "period": period.label,
            "reduction": reduction,
            "events fewer": fewer,
            "pooled reduction": pooled if number == last else 0,
        }
        for number, (period, (reduction, fewer)) in enumerate(zip(agreed.calendar.periods, years, strict=False))
    ]
    return held_to_every_reading(agreed, rows)


# Worked examples


def test_peterboroughs_first_cohort_at_8_4_per_cent_did_not_pay_and_9_per_cent_pooled_did() -> None:
    """60 and 40 events fewer at 1,000 wait, and are paid for at the end."""
    statement = cohorts(bond(years=2), ("8.4%", 60), ("9.7%", 40), pooled="9%")
    assert fees(statement) == [0, 100_000]
    assert column(statement, "still waiting") == [60_000, 0]


def test_a_cohort_at_the_edge_is_paid_for_at_once_and_not_again() -> None:
    statement = cohorts(bond(), ("10%", 60), ("9.99%", 40), ("12%", 20), pooled="7.5%")
    assert fees(statement) == [60_000, 0, 60_000]


def test_short_of_both_nothing_is_paid() -> None:
    statement = cohorts(bond(years=2), ("8.4%", 60), ("5%", 40), pooled="7.49%")
    assert fees(statement) == [0, 0]
    assert column(statement, "lapsed, as the pooled result is not reached") == [0, 100_000]


def test_a_largest_payment_is_over_the_term_and_a_price_may_differ_by_year() -> None:
    agreed = bond(years=2, price=[1_000, 500], largest_payment=70_000)
    assert fees(cohorts(agreed, ("10%", 60), ("10%", 40), pooled="10%")) == [60_000, 10_000]


# What is refused


def test_everything_wrong_is_told_at_once() -> None:
    assert said_of(lambda: bond(price=-1, cohort_at_least=10, largest_payment="lots")) == [
        'fee.step[0].cohort_at_least is 10, but reduction is in %; write "10%"',
        "fee.step[0].price.amount is -1, below nought; write the price as a positive figure",
        "fee.step[1].amount is 'lots', where a number belongs; write a number such as £12,201,000",
    ]


def test_before_it_is_signed_it_tells_both_cliffs() -> None:
    assert len(told(bond().findings, "cliff")) == 2
    assert "uncapped fee" not in [each.name for each in bond(largest_payment=1).findings]
