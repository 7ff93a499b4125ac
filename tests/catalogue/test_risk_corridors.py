"""Risk corridors: the options of ACO REACH."""

from decimal import Decimal
from typing import Any

import pytest

import riskreward as rr
from tests.contracts import column, settled_alike, told

PROFESSIONAL = [
    {"up_to": "5%", "share": "50%"},
    {"up_to": "10%", "share": "35%"},
    {"up_to": "15%", "share": "15%"},
    {"share": "5%"},
]
GLOBAL = [
    {"up_to": "25%", "share": "100%"},
    {"up_to": "35%", "share": "50%"},
    {"up_to": "50%", "share": "25%"},
    {"share": "10%"},
]


def corridors(**terms: Any) -> rr.Contract:
    usual: dict[str, Any] = {"benchmark": 100, "corridors": PROFESSIONAL, "starts": "2024-01-01", "years": 2}
    return rr.risk_corridors(**{**usual, **terms})


def refusals(**terms: Any) -> list[str]:
    with pytest.raises(rr.InputError) as caught:
        corridors(**terms)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("option", "saved", "earned"),
    [(PROFESSIONAL, 8, "3.55"), (PROFESSIONAL, 20, "5.25"), (GLOBAL, 20, "20"), (GLOBAL, 40, "31.25")],
)
def test_a_saving_and_an_overspend_are_shared_alike(option: Any, saved: int, earned: str) -> None:
    statement = settled_alike(corridors(corridors=option), {"2024": 100 - saved, "2025": 100 + saved})
    assert column(statement, "fee of the year") == [Decimal(earned), 0]
    assert column(statement, "owed by the provider") == [0, Decimal(earned)]


def test_the_overspend_may_have_corridors_of_its_own_or_none() -> None:
    own = corridors(loss_corridors=[{"up_to": "5%", "share": "10%"}])
    statement = own.settle({"2024": 108})
    assert statement.amount("owed by the provider") == Decimal("0.50")
    assert statement.exact("beyond the last of the loss share") == 3
    assert not corridors(loss_corridors=[]).settle({"2024": 108}).has("owed by the provider")


def test_a_last_corridor_that_ends_is_not_extrapolated() -> None:
    statement = corridors(corridors=PROFESSIONAL[:1]).settle({"2024": 80})
    assert statement.amount("fee of the year") == Decimal("2.50")
    assert told(statement.findings, "beyond the last band") == [
        "$15 lies beyond the last of the bands and earns nothing."
    ]


def test_corridors_out_of_order_are_told_once_and_as_they_were_written() -> None:
    falling = [{"up_to": "10%", "share": "5%"}, {"up_to": "5%", "share": "5%"}]
    wrong = "corridors[1].up_to is 5%, below corridors[0].up_to 10%; list corridors in rising order"
    assert refusals(corridors=falling) == [wrong]
    assert refusals(loss_corridors=falling) == [
        "loss_corridors[1].up_to is 5%, below loss_corridors[0].up_to 10%; list loss_corridors in rising order"
    ]
