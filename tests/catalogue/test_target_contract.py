"""NEC options C and D: the published cases, completion and final account, and ranges that cannot be."""

from decimal import Decimal
from typing import Any

import pytest

import riskreward as rr
from tests.contracts import column, settled_alike, told

ZERO_BAND = [
    {"up_to": "80%", "share": "0%"},
    {"from": "80%", "up_to": "100%", "share": "25%"},
    {"from": "100%", "share": "50%"},
]
PRINTED = [
    {"up_to": "80%", "share": "15%"},
    {"from": "80%", "up_to": "90%", "share": "30%"},
    {"from": "90%", "up_to": "110%", "share": "50%"},
    {"from": "110%", "share": "100%"},
]
HALF = [{"share": "50%"}]


def option_c(target: Any, ranges: Any, **terms: Any) -> rr.Contract:
    return rr.nec_option_c(target=target, share_ranges=ranges, starts="2026-04-01", **terms)


def refusals(ranges: Any, **terms: Any) -> list[str]:
    with pytest.raises(rr.InputError) as caught:
        option_c(1_000_000, ranges, **terms)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("target", "ranges", "cost", "share"),
    [
        (500_000, ZERO_BAND, 200_000, 25_000),  # reachback 18505
        (100_000, HALF, 150_000, -25_000),  # reachback 3640: 125,000 paid
        (100_000, [{"share": "100%"}], 150_000, -50_000),  # reachback 3640: 100,000 paid
        (1_000_000, HALF, 900_000, 50_000),  # reachback 22041
        (1_000_000, PRINTED, 750_000, 50_000 + 30_000 + 7_500),
        (1_000_000, PRINTED, 1_150_000, -50_000 - 50_000),
    ],
)
def test_the_contractors_share_and_what_it_is_paid(target: int, ranges: Any, cost: int, share: int) -> None:
    statement = settled_alike(option_c(target, ranges), {"2026-27": cost})
    assert statement.amount("fee earned to date") == share
    assert statement.amount("price to date") == cost + share


def test_at_completion_the_share_is_assessed_on_a_forecast_and_in_the_final_account_only_the_change_is_paid() -> None:
    """900,000 forecast in all at completion: 50,000; 920,000 in the end: 10,000 comes back."""
    agreed = option_c(
        1_000_000,
        HALF,
        months=12,
        settled="quarterly",
        completion="2026-27 Q3",
        final_account="2026-27 Q4",
        forecast=True,
    )
    rows = [
        {"period": f"2026-27 Q{number}", "cost": cost, "cost still to come": to_come}
        for number, (cost, to_come) in enumerate([(300_000, 0), (300_000, 0), (250_000, 50_000), (70_000, 0)], 1)
    ]
    statement = settled_alike(agreed, rows)
    assert column(statement, "fee of the quarter") == [0, 0, 50_000, 0]
    assert column(statement, "owed by the provider") == [0, 0, 0, 10_000]
    assert column(statement, "price") == [300_000, 300_000, 300_000, 60_000]


def test_retention_on_the_cost_does_not_touch_the_share() -> None:
    """reachback 22041: 2.5% of 900,000, half released at completion: 888,750 and 50,000, then 11,250."""
    agreed = option_c(1_000_000, HALF, completion="2026-27", retention="2.5%")
    statement = settled_alike(agreed, {"2026-27": 900_000})
    assert statement.amount("paid for the cost", "2026-27") == 888_750
    assert statement.amount("fee of the year", "2026-27") == 50_000
    assert statement.amount("paid for the cost", "2027-28") == 11_250


def test_ranges_that_end_are_never_extrapolated() -> None:
    """The first 5% over at half: 25,000 of an excess of 100,000, of which 50,000 is not covered."""
    agreed = option_c(1_000_000, [{"from": "100%", "up_to": "105%", "share": "50%"}])
    statement = agreed.settle({"2026-27": 1_100_000})
    assert statement.amount("owed by the provider") == 25_000
    assert statement.amount("beyond the last of the loss share") == 50_000
    assert told(statement.findings, "beyond the last band")


def test_what_lies_beyond_the_ranges_is_told_as_last_assessed() -> None:
    """The cost not yet spent lies below 80% in the first quarters, and is no saving; at the end 40,000 is over 110%."""
    ranges = [{"from": "80%", "up_to": "100%", "share": "25%"}, {"from": "100%", "up_to": "110%", "share": "50%"}]
    agreed = option_c(500_000, ranges, settled="quarterly", completion="2026-27 Q3", final_account="2026-27 Q4")
    costs = (100_000, 200_000, 100_000, 190_000)
    labels = [f"2026-27 Q{number}" for number in (1, 2, 3, 4)]
    statement = agreed.settle(dict(zip(labels, costs, strict=True)))
    assert told(statement.findings, "beyond the last band") == [
        "£40,000 lies beyond the last of the loss share and stays with the authority."
    ]
    begun = agreed.settle(dict(zip(labels[:1], costs[:1], strict=True)))
    assert told(begun.findings, "beyond the last band") == []


def test_option_d_is_held_against_the_work_at_the_rates_of_the_bill() -> None:
    agreed = rr.nec_option_d(share_ranges=PRINTED, starts="2026-04-01")
    row = {"period": "2026-27", "cost": 1_080_000, "work at the bill's rates": 1_200_000}
    statement = settled_alike(agreed, [row])
    assert statement.amount("fee of the year") == 60_000
    assert statement.amount("price") == 1_140_000


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        (
            [],
            'share_ranges has no share ranges; write [{"up_to": "100%", "share": "50%"}, '
            '{"from": "100%", "share": "50%"}]',
        ),
        (
            [{"from": "90%", "up_to": "80%", "share": "50%"}],
            "share_ranges[0].up_to is 80%, not above from 90%; list share ranges in rising order",
        ),
        (
            [{"up_to": "90%", "share": "50%"}, {"from": "80%", "share": "25%"}],
            'share_ranges[1].from is 80%, which overlaps share_ranges[0] up to 90%; write "90%"',
        ),
        (
            [{"up_to": "80%", "share": "50%"}, {"from": "90%", "share": "25%"}],
            'share_ranges[1].from is 90%, which leaves a gap after share_ranges[0] up to 80%; write "80%"',
        ),
        (
            [{"up_to": "80%", "share": "50%"}, {"share": "25%"}],
            "share_ranges[1].from is missing, but another range lies beside it; write the edge",
        ),
        (
            [{"from": "110%", "share": "50%"}],
            "share_ranges[0].from is 110%, which leaves a gap above the total of the Prices; "
            'begin with a range from "100%", or below it',
        ),
        (
            [{"up_to": "90%", "share": "50%"}],
            "share_ranges[0].up_to is 90%, which leaves a gap below the total of the Prices; "
            'end with a range to "100%", or above it',
        ),
        ([{"up_to": "100%"}], "share_ranges[0].share is missing; write the contractor's share, such as 50%"),
        (
            [{"to": "100%", "share": "50%"}],
            "share_ranges[0].to is no term of a share range; write from, up_to or share",
        ),
    ],
)
def test_ranges_that_cannot_be_are_refused(ranges: Any, said: str) -> None:
    assert refusals(ranges) == [said]


def test_what_needs_the_period_of_completion_says_so() -> None:
    assert refusals(HALF, final_account="2026-27", retention="5%") == [
        'final_account needs the period of completion, which is missing; write completion, such as "2027-28"',
        'retention needs the period of completion, which is missing; write completion, such as "2027-28"',
    ]


def test_figures_that_are_none_are_told_with_their_places() -> None:
    told_of = refusals([{"up_to": "most", "share": 50}])
    assert [each.split(" is ")[0] for each in told_of] == ["share_ranges[0].up_to", "share_ranges[0].share"]


def test_a_compensation_event_moves_the_target() -> None:
    agreed = option_c(1_000_000, HALF)
    event = {
        "period": "2026-27",
        "amount": 100_000,
        "kind": "scope change",
        "proposed_by": "authority",
        "on": "2026-09-01",
        "reason": "a second bridge",
        "evidence": "CE 4",
        "agreed_by": "project manager",
    }
    changed = agreed.replace(**{"measure[0].adjustment": [event]})
    assert changed.settle({"2026-27": 900_000}).amount("fee of the year") == Decimal(100_000)
