"""A frequency payment: so much for each event fewer over a binary hurdle, and a cut where events rise."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.fees.outcomes.frequency_payment import over_the_hurdle
from riskreward.kernel import constant, quantity
from tests.contracts import column, contract, fees, outturn, refusals, settle, settled_alike, told, worked
from tests.generators.drawing import OF_A_WHOLE, VISITS, Draw, Terms, amount, by_year, pick
from tests.generators.fees import Around

FEWER = {"name": "fewer offences", "unit": "offences", "better": "higher"}
BINARY = {"name": "binary rate", "unit": "%"}


def paying(price: Any, measure: str = "fewer offences", **hurdle: Any) -> Terms:
    held = {"measure": "binary rate", **(hurdle or {"at_most": "45%"})}
    return {"rule": "frequency payment", "measure": measure, "price": {"amount": price}, "hurdle": held}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step and its hurdle on measures of their own."""
    side = pick(draw, ("at_least", "at_most"))
    return {
        "measure": around.reading(VISITS, (-50, 300)),
        "price": {"amount": by_year(draw, around.term, lambda: amount(draw, around.largest / 1000))},
        "hurdle": {"measure": around.reading(OF_A_WHOLE, ("0%", "100%")), side: "45%"},
    }


# Worked examples


def test_120_fewer_offences_at_1000_are_paid_only_where_at_most_45_per_cent_reoffend_and_40_more_cut_40000() -> None:
    agreed = contract(paying(1000), others=(FEWER, BINARY), years=4)
    statement = settle(
        agreed, 0, 0, 0, 0, fewer_offences=(120, 120, -40, -40), binary_rate=("45%", "45.01%", "45%", "50%")
    )
    assert fees(statement) == [120_000, 0, 0, 0]
    assert column(statement, "owed by the provider") == [0, 0, 40_000, 40_000]
    assert column(statement, "paid for") == [120, 0, -40, -40]


def test_a_cut_comes_off_what_else_is_paid() -> None:
    """A monthly fee service is 100,000 through a share of what is saved; 40 more offences leave 60,000 of it."""
    share = {"rule": "share", "share": "10%"}
    agreed = contract(share, paying(1000), others=(FEWER, BINARY), years=1)
    assert fees(settle(agreed, 1_000_000, fewer_offences=(-40,), binary_rate=("50%",))) == [60_000]


def test_to_date_a_cut_comes_off_what_was_paid() -> None:
    agreed = contract(paying(1000), others=(FEWER, BINARY), years=2, counted="to date")
    statement = settle(agreed, 0, 0, fewer_offences=(120, -40), binary_rate=("45%", "45%"))
    assert fees(statement) == [120_000, 0]
    assert column(statement, "owed by the provider") == [0, 40_000]


def test_the_hurdle_is_told_as_a_cliff() -> None:
    agreed = contract(paying(1000), others=(FEWER, BINARY))
    assert told(agreed.findings, "cliff") == [
        "There is a cliff at 45% of binary rate (fee.step[0]): what the frequency payment pays hangs on it."
    ]


def test_the_hurdle_is_a_standard_of_its_own_measure_alone() -> None:
    step = contract(paying(1000), others=(FEWER, BINARY)).fee.step[0]
    assert step.standards("binary rate") == (None, Fraction("0.45"))
    assert step.standards("fewer offences") == (None, None)


# Refusals


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            paying(1000, at_most="45%", at_least="5%"),
            "fee.step[0].hurdle needs either at_least or at_most; write one of them",
        ),
        (
            paying(1000, at_most=45),
            'fee.step[0].hurdle.at_most is 45, but binary rate is in %; write "45%"',
        ),
        (
            paying(1000, measure="costs"),
            "fee.step[0].measure is 'costs', which is money and has no unit to be paid for; "
            "name a measure in a unit of its own, or write a share of it",
        ),
        (
            paying([1000, 900]),
            "fee.step[0].price.amount lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
            "list one for each year, or one figure for all",
        ),
        (
            paying(1000, measure="offences"),
            "fee.step[0].measure is 'offences', which is no measure; "
            "write one of 'costs', 'fewer offences', 'binary rate'",
        ),
    ],
)
def test_what_cannot_be_is_refused(terms: Terms, said: str) -> None:
    assert refusals(terms, others=(FEWER, BINARY)) == [said]


def test_a_clawback_beside_it_is_refused() -> None:
    clawback = {"clawback": {"first_from": "the provider", "restores_cap": False}}
    assert refusals(paying(1000), others=(FEWER, BINARY), counted="to date", settlement=clawback) == [
        "settlement.clawback takes back a fee that falls, which a fee that may be below nothing does by itself; "
        "leave it out"
    ]


# Properties

events = st.integers(-200, 200).map(Fraction)


@given(events, events, st.booleans())
def test_fewer_events_are_never_paid_less_and_each_moves_at_most_its_price(
    fewer: Fraction, other: Fraction, met: bool
) -> None:
    unit = quantity("offences")

    def counted(figure: Fraction) -> Fraction:
        return worked(
            lambda: over_the_hurdle(constant(figure, unit), constant(int(met), unit) >= constant(1, unit)),
        )

    low, high = sorted((fewer, other))
    assert 0 <= counted(high) - counted(low) <= high - low
    assert counted(low) == (low if met or low < 0 else 0)


@given(st.integers(-50, 50), st.integers(-50, 50), st.sampled_from(("44%", "46%")))
def test_the_readers_agree_and_twice_the_price_pays_and_cuts_twice(first: int, second: int, rate: str) -> None:
    nets = []
    for price in (10, 20):
        agreed = contract(paying(price), others=(FEWER, BINARY), years=2)
        rows = outturn(agreed, 0, 0, fewer_offences=(first, second), binary_rate=(rate, "45%"))
        statement = settled_alike(agreed, rows)
        nets.append(sum(fees(statement)) - sum(column(statement, "owed by the provider")))
    assert nets[1] == 2 * nets[0]
