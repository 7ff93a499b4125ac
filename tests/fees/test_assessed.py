"""A fee to date that is assessed only in some periods: at completion, and in the final account."""

from typing import Any

import pytest

import riskreward as rr
from tests.contracts import column, contract, fees, settled_alike

FROM_NOUGHT = {"outturn_between": [0, 5_000_000]}
HALF = {"rule": "share", "share": "50%"}
PAIN = {"rule": "loss share", "share": "50%"}
TARGET = {"rule": "target price", "amount": 1_000_000}
TO_COME = {"name": "cost still to come", "unit": "£", "outturn_between": [0, 1_000_000]}
COMPLETION, FINAL = "2026-27 Q4", "2027-28 Q2"


def assessed(*steps: dict[str, Any], in_periods: tuple[str, ...] = (COMPLETION, FINAL), **more: Any) -> rr.Contract:
    """Return works of two years of quarters, complete after a year, with a final account half a year later."""
    quarters = {"settled": "quarterly", "years": 2, "counted": "to date", "assessed": list(in_periods)}
    agreed = contract(*(steps or (HALF, PAIN)), **{"baseline": TARGET, "others": (TO_COME,), **quarters, **more})
    return agreed.replace(**{"fee.still_to_come": "cost still to come"})


def spent(agreed: rr.Contract, *costs: int, to_come: dict[int, int]) -> list[dict[str, Any]]:
    """Return rows with these costs, and what is still to come by the number of the period."""
    labels = [period.label for period in agreed.calendar.periods]
    return [
        {"period": labels[number], "costs": cost, "cost still to come": to_come.get(number, 0)}
        for number, cost in enumerate(costs)
    ]


# Worked examples


def test_a_gain_at_completion_that_changes_in_the_final_account_pays_only_the_change() -> None:
    """At completion 840,000 is spent and 60,000 to come: 50,000. The final 880,000 makes it 60,000: 10,000 more."""
    agreed = assessed()
    rows = spent(agreed, 200_000, 200_000, 200_000, 240_000, 30_000, 10_000, 0, 0, to_come={3: 60_000})
    statement = settled_alike(agreed, rows)
    assert fees(statement) == [0, 0, 0, 50_000, 0, 10_000, 0, 0]
    assert column(statement, "saving, less what is still to come")[3] == 100_000
    assert column(statement, "fee if assessed")[:4] == [400_000, 300_000, 200_000, 50_000]
    assert column(statement, "owed by the provider") == [0] * 8


def test_a_final_account_that_costs_more_takes_back_the_change() -> None:
    agreed = assessed()
    rows = spent(agreed, 200_000, 200_000, 200_000, 240_000, 60_000, 20_000, 0, 0, to_come={3: 60_000})
    statement = settled_alike(agreed, rows)
    assert fees(statement) == [0, 0, 0, 50_000, 0, 0, 0, 0]
    assert column(statement, "owed by the provider") == [0, 0, 0, 0, 0, 10_000, 0, 0]


def test_pain_is_not_taken_before_completion() -> None:
    """1,100,000 of 1,000,000 is spent after three quarters: the provider owes 50,000 only at completion."""
    agreed = assessed()
    rows = spent(agreed, 400_000, 400_000, 300_000, 0, 0, 0, 0, 0, to_come={})
    statement = settled_alike(agreed, rows)
    assert column(statement, "owed by the provider") == [0, 0, 0, 50_000, 0, 0, 0, 0]
    assert column(statement, "fee if assessed")[2] == -50_000


def test_after_the_last_assessment_the_fee_stands() -> None:
    agreed = assessed()
    rows = spent(agreed, 800_000, 0, 0, 0, 0, 0, 100_000, 0, to_come={})
    assert fees(settled_alike(agreed, rows)) == [0, 0, 0, 100_000, 0, 0, 0, 0]


def test_it_may_be_assessed_once_without_a_forecast() -> None:
    agreed = contract(HALF, counted="to date").replace(**{"fee.assessed": ["2027-28"]})
    assert fees(settled_alike(agreed, {"2026-27": 900_000, "2027-28": 950_000, "2028-29": 0})) == [0, 75_000, 0]


# Refusals


@pytest.mark.parametrize(
    ("fee", "said"),
    [
        (
            {"assessed": ["2031-32"]},
            "fee.assessed has '2031-32', outside the term 2026-27 to 2028-29; write labels of periods of the term",
        ),
        (
            {"assessed": ["2028-29", "2026-27"]},
            "fee.assessed is 2028-29, 2026-27; list each period once, in the order of the term",
        ),
        (
            {"assessed": ["2026-27", "2026-27"]},
            "fee.assessed is 2026-27, 2026-27; list each period once, in the order of the term",
        ),
        (
            {"still_to_come": "cost still to come"},
            "fee.still_to_come is forecast when the fee is assessed, but fee.assessed is missing; write the periods",
        ),
        (
            {"assessed": ["2026-27"], "still_to_come": "rest"},
            "fee.still_to_come is 'rest', which is no measure; write one of 'costs', 'cost still to come', 'days'",
        ),
        (
            {"assessed": ["2026-27"], "still_to_come": "days"},
            "fee.still_to_come is 'days', in 'days', where money belongs; name a measure in £",
        ),
        (
            {"assessed": ["2026-27"], "still_to_come": "costs"},
            "fee.still_to_come is 'costs', which has a baseline of its own; name a measure that is only forecast",
        ),
    ],
)
def test_what_cannot_be_is_refused(fee: dict[str, Any], said: str) -> None:
    plain = contract(HALF, counted="to date", others=(TO_COME, {"name": "days", "unit": "days"}), measure=FROM_NOUGHT)
    with pytest.raises(rr.InputError) as caught:
        plain.replace(**{f"fee.{name}": value for name, value in fee.items()})
    assert [str(each) for each in caught.value.problems] == [said]


def test_a_fee_of_each_period_is_assessed_in_each() -> None:
    with pytest.raises(rr.InputError, match=r"fee\.assessed is for a fee that is counted to date, but fee\.counted is"):
        contract(HALF).replace(**{"fee.assessed": ["2026-27"]})
