"""A target price: one amount for the whole term, which stands from the first settlement on."""

from typing import Any

import pytest

import riskreward as rr
from tests.contracts import column, contract, fees, refusals, settled_alike, told

FROM_NOUGHT = {"outturn_between": [0, 5_000_000]}
HALF = {"rule": "share", "share": "50%"}
TARGET = {"rule": "target price", "amount": 1_000_000}
QUARTERS = ("2026-27 Q1", "2026-27 Q2", "2026-27 Q3", "2026-27 Q4")


def works(*steps: dict[str, Any], **more: Any) -> rr.Contract:
    agreed = {"baseline": TARGET, "counted": "to date", "years": 2, "assessed": ["2026-27", "2027-28"]}
    return contract(*(steps or (HALF,)), **{**agreed, **more})


def event(period: str, amount: int, proposed_by: str = "authority") -> dict[str, Any]:
    return {
        "period": period,
        "kind": "scope change",
        "proposed_by": proposed_by,
        "on": "2026-09-01",
        "amount": amount,
        "reason": "a second bridge",
        "evidence": "compensation event 7",
        "agreed_by": "the project manager",
    }


# Worked examples


def test_what_is_saved_to_date_is_the_target_less_what_was_spent_to_date() -> None:
    statement = settled_alike(works(), {"2026-27": 600_000, "2027-28": 300_000})
    assert column(statement, "baseline") == [1_000_000, 0]
    assert column(statement, "saving counted, to date") == [400_000, 100_000]
    assert column(statement, "saved to date") == [400_000, 100_000]


def test_compensation_events_of_any_period_move_the_target_from_then_on() -> None:
    """1,000,000 and 50,000 more from the second quarter: of 1,030,000 spent, 20,000 is saved."""
    measure = {"adjustment": [event("2026-27 Q2", 60_000), event("2026-27 Q4", -10_000)]}
    agreed = works(settled="quarterly", years=1, measure=measure, assessed=[QUARTERS[3]])
    statement = settled_alike(agreed, dict(zip(QUARTERS, (250_000, 260_000, 260_000, 260_000), strict=True)))
    assert column(statement, "saving counted, to date") == [750_000, 550_000, 290_000, 20_000]


def test_a_discount_is_taken_off_the_whole_target() -> None:
    statement = works(baseline={**TARGET, "discount": "2%"}).settle({"2026-27": 0, "2027-28": 0})
    assert column(statement, "baseline") == [980_000, 0]


def test_bands_and_thresholds_of_the_baseline_are_of_the_whole_target() -> None:
    """NEC's ranges: 25% from 80% to 100% of 500,000, nothing below: of 300,000 saved, 25,000 is earned."""
    ranges = {"rule": "bands", "edges": "share of baseline", "bands": [{"up_to": "20%", "share": "25%"}]}
    ranges["bands"].append({"share": "0%"})  # type: ignore[attr-defined]  # a list, typed as what the dictionary holds
    agreed = works(ranges, baseline={**TARGET, "amount": 500_000})
    statement = settled_alike(agreed, {"2026-27": 150_000, "2027-28": 50_000})
    assert fees(statement) == [25_000, 0]


def test_no_later_settlement_is_told_as_a_baseline_of_nothing() -> None:
    agreed = works()
    statement = agreed.settle({"2026-27": 600_000, "2027-28": 300_000})
    assert told(statement.findings, "baseline of nil or below") == []
    assert told(rr.question(agreed, outturn=statement), "baseline of nothing") == []


def test_it_is_questioned_as_an_amount_of_the_whole_term() -> None:
    """5% of the target is 50,000, half of it earned; each 1% is worth 5,000, and 25,000 too much leaves nothing."""
    questions = rr.question(works())
    assert told(questions, "sensitivity") == [
        "At a saving of exactly 5% of the baseline, the fee over 2026-27 to 2027-28 is £25,000. Each 1% of this "
        "baseline is worth £5,000 of it."
    ]
    assert told(questions, "switching value") == [
        "On the saving supposed under sensitivity, the council keeps £25,000 if this baseline is right, and nothing if "
        "it is overstated by £25,000 over the term (2.5%)."
    ]


def test_settled_in_quarters_it_is_still_one_amount() -> None:
    questions = rr.question(works(settled="quarterly", assessed=["2027-28 Q4"]))
    (found,) = [finding for finding in questions if finding.name == "switching value"]
    assert found.figures["switching value"] == 25_000


# Refusals


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"counted": "each year"},
            "measure[0].baseline.rule is 'target price', which is of the whole term, but fee.counted is 'each year'; "
            "write fee.counted = 'to date', or the rule 'fixed'",
        ),
        (
            {"guarantee": {"amount": 1_000, "tested": "cumulatively", "shortfall": "fee only"}},
            "measure[0].baseline.rule is 'target price', which is of the whole term, but a guarantee is of years; "
            "leave the guarantee out, or write 'fixed'",
        ),
        (
            {"baseline": {**TARGET, "spread": "evenly over the months"}},
            "measure[0].baseline.spread is for an amount of a year; the rule 'target price' is worked out for each "
            "settlement; leave it out",
        ),
        (
            {"baseline": {**TARGET, "history": {"2024-25": 900_000, "2025-26": 900_000}}},
            "measure[0].baseline.history is of years, but a target price is of the whole term; leave it out",
        ),
        (
            {"baseline": {**TARGET, "discount": ["1%", "2%"]}, "years": 2, "assessed": ["2027-28"]},
            "measure[0].baseline.discount lists 2 shares, but a target price is of the whole term; write one share",
        ),
    ],
)
def test_what_is_of_years_is_refused(more: dict[str, Any], said: str) -> None:
    assert refusals(HALF, **{"baseline": TARGET, "counted": "to date", "years": 1, **more}) == [said]


def test_when_the_fee_is_assessed_must_be_said_where_there_are_several_settlements() -> None:
    """Else half of what is not yet spent would be paid with the first of them."""
    assert refusals(HALF, baseline=TARGET, counted="to date", settled="quarterly", years=1) == [
        "fee.assessed is missing, but against a target price whatever is not yet spent counts as saved; "
        'write when the work is complete, such as assessed = ["2026-27 Q4"]'
    ]
    assert contract(HALF, baseline=TARGET, counted="to date", years=1)


def test_rebasing_it_is_refused() -> None:
    rebased = {"years": ["2027-28"], "share": "50%", "direction": "either way"}
    said = refusals(HALF, baseline={**TARGET, "rebased": rebased}, counted="to date", years=2)
    assert "measure[0].baseline.rebased is of years, but a target price is of the whole term; leave it out" in said


def test_a_cap_that_is_a_share_of_a_years_baseline_is_refused() -> None:
    cap = {"rule": "cap", "share_of_baseline": "10%", "over": "year"}
    assert refusals(HALF, cap, baseline=TARGET, counted="to date", years=1) == [
        "fee.step[1].share_of_baseline is of the baseline of a year, but that of 'costs' is of the whole term; "
        "write an amount"
    ]
