"""A unit payment: so much for each unit that is measured."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.fees.outcomes.unit_payment import units_between
from riskreward.kernel import constant, quantity
from tests.contracts import column, contract, fees, outturn, refusals, settle, settled_alike, worked
from tests.generators.drawing import (
    OF_A_WHOLE,
    VISITS,
    Draw,
    Terms,
    a_share,
    amount,
    by_year,
    chosen,
    now_and_then,
    pick,
)
from tests.generators.fees import Around

DAYS = {"name": "days housed", "unit": "days", "better": "higher", "outturn_between": [0, 500_000]}
FEWER = {"name": "fewer jail days", "unit": "%", "better": "higher"}


def paying(measure: str, price: Any, **more: Any) -> dict[str, Any]:
    return {"rule": "unit payment", "measure": measure, "price": {"amount": price}, **more}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on a measure of its own, in visits or in percentage points."""
    unit = pick(draw, (VISITS, OF_A_WHOLE))
    share = "%" if unit == OF_A_WHOLE else ""
    between = (f"0{share}", f"100{share}") if unit == OF_A_WHOLE else (0, 2000)
    step: Terms = {"measure": around.reading(unit, between)}
    step["price"] = {"amount": by_year(draw, around.term, lambda: amount(draw, around.largest / 2000))}
    if chosen(draw):
        step["above"] = f"{pick(draw, (10, 0, 25))}{share}"
    if chosen(draw):
        step["up_to"] = f"{pick(draw, (90, 50, 40))}{share}"
    if now_and_then(draw):
        step["paid_for"] = a_share(draw)
    return step


# Worked examples


def test_each_qualifying_day_housed_pays_15_12() -> None:
    """Denver supportive housing: 258,858 days at $15.12 are $3,913,932.96."""
    agreed = contract(paying("days housed", "15.12"), others=(DAYS,))
    assert fees(settle(agreed, 0, days_housed=(258_858,))) == [Decimal("3913932.96")]


def test_a_payment_for_each_point_above_20_ends_at_65() -> None:
    agreed = contract(paying("fewer jail days", 160_000, above="20%", up_to="65%"), others=(FEWER,), years=4)
    statement = settle(agreed, 0, 0, 0, 0, fewer_jail_days=("20%", "30%", "65%", "80%"))
    assert fees(statement) == [0, 1_600_000, 7_200_000, 7_200_000]
    assert column(statement, "paid for") == [0, 10, 45, 45]


def test_it_is_added_to_the_share_of_a_saving() -> None:
    agreed = contract({"rule": "share", "share": "10%"}, paying("days housed", 2), others=(DAYS,))
    assert fees(settle(agreed, 1_000, days_housed=(50,))) == [200]


def test_what_is_paid_to_date_is_every_periods() -> None:
    agreed = contract(paying("days housed", 2), others=(DAYS,), years=2, counted="to date")
    assert fees(settle(agreed, 0, 0, days_housed=(50, 25))) == [100, 50]


def test_a_price_for_each_year() -> None:
    agreed = contract(paying("days housed", [3, 2]), others=(DAYS,), years=2)
    assert fees(settle(agreed, 0, 0, days_housed=(50, 50))) == [150, 100]


@pytest.mark.parametrize(("families", "paid"), [(1680, "5600000"), (4180, "13933333.33")])
def test_troubled_families_is_paid_for_five_of_every_six_at_4000(families: int, paid: str) -> None:
    """1,680 families come to 1,400 paid for, £5,600,000; 4,180 to £13,933,333.33, rounded once at the end."""
    counted = {"name": "families", "unit": "families", "better": "higher"}
    agreed = contract(paying("families", 4000, paid_for="5/6"), others=(counted,), years=1)
    statement = settle(agreed, 0, families=(families,))
    assert fees(statement) == [Decimal(paid)]
    assert statement.periods[0].exact("paid for") == Fraction(families * 5, 6)
    assert column(statement, "counted") == [families]


# Refusals


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (paying("days", 2), "fee.step[0].measure is 'days', which is no measure; write one of 'costs', 'days housed'"),
        (
            paying("costs", 2),
            "fee.step[0].measure is 'costs', which is money and has no unit to be paid for; "
            "name a measure in a unit of its own, or write a share of it",
        ),
        (
            paying("days housed", 2, above=50, up_to=50),
            "fee.step[0].up_to is 50, not above 50; write the larger figure here, and the smaller as above",
        ),
        (
            paying("days housed", 2, up_to="50%"),
            "fee.step[0].up_to is 50%, but days housed is in 'days'; write the figure in that unit",
        ),
        (
            paying("days housed", 2, paid_for="6/5"),
            "fee.step[0].paid_for is 120%, not between 0% and 100%; write a share such as 25%",
        ),
        (
            paying("days housed", [2, 3]),
            "fee.step[0].price.amount lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
            "list one for each year, or one figure for all",
        ),
    ],
)
def test_what_cannot_be_is_refused(terms: dict[str, Any], said: str) -> None:
    assert refusals(terms, others=(DAYS,)) == [said]


def test_a_payment_without_a_price_is_refused() -> None:
    (said,) = refusals({"rule": "unit payment", "measure": "days housed"}, others=(DAYS,))
    assert said.startswith("fee.step[0].price is missing")


# Properties

figures = st.integers(-100, 2000).map(Decimal)


@given(figures, figures)
def test_more_measured_never_pays_less_and_each_unit_pays_at_most_its_price(measured: Decimal, more: Decimal) -> None:
    def units(figure: Decimal) -> Any:
        days = quantity("days")
        return worked(lambda: units_between(constant(figure, days), constant(10, days), constant(500, days)))

    first, second = sorted((measured, more))
    assert 0 <= units(second) - units(first) <= second - first
    assert units(first) <= 490


def test_the_readers_agree() -> None:
    agreed = contract(paying("days housed", "15.12", above=7, up_to=400), others=(DAYS,), years=3)
    settled_alike(agreed, outturn(agreed, 0, 10, -10, days_housed=(7, 300, 401)))
