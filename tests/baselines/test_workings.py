"""Workings of a baseline: what an auditor who holds the contract and the outturn needs to come to the same figure."""

from typing import Any

import pytest

from riskreward import Statement
from tests.baselines.measured import driver
from tests.contracts import contract, settled_alike

LEVELS = {
    "series": "CPI",
    "month": "January before the year",
    "base": 100,
    "levels": {"2026-27": 110, "2027-28": 112.2},
}
LIMITED = {"places": 4, "at_most": "105%", "at_least": "100%"}
THREE_EITHER_WAY = {"at_most": "103%", "at_least": "97%"}
MODEL = {"name": "m", "version": "1", "by": "b", "on": "2026-01-01", "document": "d", "fitted_on": "f"}


def indexed(**index: object) -> dict[str, object]:
    return {"rule": "indexed", "year": "2025-26", "amount": 1_000_000, "index": {**LEVELS, **index}}


def year(baseline: dict[str, Any], *drivers: tuple[str, object], **given: Any) -> Statement:
    agreed = contract(baseline=baseline, others=tuple(driver(name) for name, _ in drivers), **given)
    return settled_alike(agreed, {agreed.calendar.periods[0].label: {"costs": 0, **dict(drivers)}})


def workings(statement: Statement, period: int = 0) -> dict[str, str]:
    lines = statement.periods[period].lines
    told = {line.name: line.working for line in lines if line.path.startswith("costs / ")}
    return {name: working for name, working in told.items() if name not in {"outturn", "saving"}}


@pytest.mark.parametrize(
    ("baseline", "drivers", "told"),
    [
        (
            {"rule": "historic", "years": {"2023-24": 1_000_000, "2024-25": 1_100_000, "2025-26": 1_200_001}},
            (),
            {
                "mean of the years": "2023-24 £1,000,000.00 divided by 3 and 2024-25 £1,100,000.00 divided by 3 and "
                "2025-26 £1,200,001.00 divided by 3",
                "baseline": "mean of the years £1,100,000.33",
            },
        ),
        (
            {
                "rule": "historic",
                "years": {"2024-25": 1_000_000, "2025-26": 1_200_000},
                "weights": {"2024-25": "10%", "2025-26": "90%"},
                "discount": "2%",
            },
            (),
            {
                "mean of the years": "10% of 2024-25 £1,000,000.00 and 90% of 2025-26 £1,200,000.00",
                "baseline before discount": "mean of the years £1,180,000.00",
                "baseline": "mean of the years £1,180,000.00 less baseline discount 2% of mean of the years "
                "£1,180,000.00",
            },
        ),
        (
            {"rule": "fixed", "amount": 1_000_000, "discount": "2%"},
            (),
            {
                "baseline before discount": "as agreed in the contract",
                "baseline": "baseline before discount £1,000,000.00 less baseline discount 2% of baseline before "
                "discount £1,000,000.00",
            },
        ),
        (
            indexed(places=2, at_most="105%"),
            (),
            {
                "index factor": "the smaller of index (January before the year) 110 divided by 100 and 105%",
                "baseline": "index factor 105% of £1,000,000.00",
            },
        ),
        (
            {
                "rule": "trended",
                "amount": 1_000_000,
                "factors": {"national": {"2026-27": 1.034}, "regional": {"2026-27": 1.02}},
                "blend": {"national": "40%", "regional": "60%"},
            },
            (),
            {
                "trend factor": "40% of trend factor, national 103.4% and 60% of trend factor, regional 102%",
                "baseline": "trend factor 102.56% of £1,000,000.00",
            },
        ),
        (
            {"rule": "unit cost", "cost": 1_000_000, "volume": 1_250, "volume_measure": "weeks"},
            (("weeks", 1_300),),
            {
                "unit cost": "cost of the base year £1,000,000.00 divided by 1,250",
                "baseline": "weeks outturn 1,300 times unit cost £800.00",
            },
        ),
        (
            {
                "rule": "weighted volume",
                "cost": 55_000,
                "cases": [
                    {"measure": "long", "volume": 100, "weight": 2.5},
                    {"measure": "short", "volume": 300, "weight": 1},
                ],
            },
            (("long", 120), ("short", 310)),
            {
                "weighted volume of the base year": "as agreed in the contract",
                "cost of a weighted unit": "cost of the base year £55,000.00 divided by 550",
                "weighted volume": "2.5 times long outturn 120 and 1 times short outturn 310",
                "baseline": "weighted volume 610 times cost of a weighted unit £100.00",
            },
        ),
        (
            {"rule": "case mix", "amount": 1_000_000, "score": 2, "score_measure": "score", **THREE_EITHER_WAY},
            (("score", "2.02"),),
            {
                "case mix against the base year": "score outturn 2.02 divided by 2",
                "case mix within its limits": "the smaller of 103% and the larger of case mix against the base year "
                "101% "
                "and 97%",
                "baseline": "case mix within its limits 101% of £1,000,000.00",
            },
        ),
        (
            {
                "rule": "prediction",
                "model": MODEL,
                "conditions": "standard",
                "constant": 1_000,
                "coefficients": {"heating degree days": 12.4},
                "standard": {"heating degree days": 2_100},
            },
            (("heating degree days", 2_300),),
            {"baseline": "£1,000.00 plus heating degree days, at the standard 2,100 times £12.40"},
        ),
        (
            {"rule": "truncated mean", "costs": [100, 200, 300, 10_000], "truncated_at": "75%", "rounded": "half up",
             "volume": 1_200},
            (),
            {"baseline": "1,200 times truncated mean £225.00"},
        ),
    ],
)  # fmt: skip
def test_each_line_says_what_it_is_worked_out_from(baseline: dict[str, Any], drivers: Any, told: dict[str, str]):
    assert workings(year(baseline, *drivers)) == told


def test_110_of_595_is_told_as_it_was_declared():
    stipulated = {"rule": "stipulated", "failing": 110, "of": 595, "basis": "tests", "cohort_measure": "cohort"}
    measure = {"unit": "children", "price": {"amount": 2_600}}
    statement = year(stipulated, ("cohort", 600), measure=measure)
    assert workings(statement)["baseline"] == "cohort outturn 600 times 110 divided by 595"


def test_a_chain_tells_each_link_and_what_a_limit_made_of_it():
    lost, caught_up = (
        contract(baseline=indexed(chained={**LIMITED, "catches_up": catches_up})) for catches_up in (False, True)
    )
    outturn = {"2026-27": 0, "2027-28": 0}
    assert workings(settled_alike(lost, outturn), 1) == {
        "link of the index": "index (January before the year) 112.2 divided by index (January before the year), the "
        "year "
        "before 110",
        "link within its limits": "the smaller of 105% and the larger of link of the index 102% and 100%",
        "chained factor": "link within its limits 102% of chained factor brought forward 105%",
        "baseline": "chained factor 107.1% of £1,000,000.00",
    }
    assert workings(settled_alike(caught_up, outturn), 1) == {
        "link of the index": "index (January before the year) 112.2 divided by index (January before the year), the "
        "year "
        "before 110",
        "chained factor without limits": "link of the index 102% of chained factor without limits brought forward 110%",
        "chained factor": "the smaller of 105% of chained factor brought forward 105% and the larger of chained factor "
        "without limits 112.2% and 100% of chained factor brought forward 105%",
        "baseline": "chained factor 110.25% of £1,000,000.00",
    }


def test_the_part_of_a_year_is_told_from_the_years_amount():
    rebased = {"years": ["2027-28"], "share": "50%", "direction": "either way"}
    halves = {**indexed(), "spread": "evenly over the months", "rebased": rebased}
    agreed = contract(baseline=halves, settled="half-yearly")
    spent = {"2026-27 H1": 500_000, "2026-27 H2": 500_000, "2027-28 H1": 0}
    assert workings(settled_alike(agreed, spent), 2) == {
        "baseline for the year": "£1,000,000.00 times index (January before the year) 112.2 divided by 100",
        "baseline before rebasing": "baseline, part of the year to date 50% of baseline for the year £1,122,000.00 "
        "less "
        "baseline, part of the year before 0% of baseline for the year £1,122,000.00",
        "rebased by, for a year": "share of the saving that rebases 50% of saving of the year brought forward "
        "£100,000.00",
        "rebased by": "rebased by, part of the year to date 50% of rebased by, for a year £50,000.00 less rebased "
        "by, part "
        "of the year before 0% of rebased by, for a year £50,000.00",
        "baseline": "baseline before rebasing £561,000.00 less rebased by £25,000.00",
    }


def test_what_is_one_figure_has_no_line_of_its_own():
    spread = {"rule": "fixed", "amount": 1_000_000, "spread": "evenly over the months"}
    assert list(workings(year(spread, settled="quarterly"))) == ["baseline"]
    assert workings(year({"rule": "historic", "years": {"2025-26": 1_000_000}})) == {
        "baseline": "as agreed in the contract"
    }
    rebased = {"years": ["2027-28"], "share": "50%", "direction": "either way"}
    assert list(workings(year({"rule": "fixed", "amount": 1_000_000, "rebased": rebased}))) == [
        "baseline before rebasing", "rebased by", "baseline"]  # fmt: skip
