"""The figures of every rule in docs/contract.md are what the rule gives."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.baselines.measured import driver
from tests.contracts import contract, settled_alike

PAGE = (Path(__file__).parents[2] / "docs" / "contract.md").read_text(encoding="utf-8")
CPI = {"series": "CPI", "month": "January before the year", "base": 94.5, "levels": {"2026-27": 103, "2027-28": 105.9}}
MODEL = {"name": "m", "version": "1", "by": "b", "on": "2026-01-01", "document": "d", "fitted_on": "f"}
LINE = [{"period": f"20{each // 100}", "driver": each, "amount": 30_000 + 35 * each} for each in (2_000, 2_100, 2_200)]


def indexed(**index: object) -> dict[str, object]:
    return {"rule": "indexed", "amount": 10_000_000, "index": {**CPI, **index}}


@pytest.mark.parametrize(
    ("begins", "baseline", "measured"),
    [
        (
            "`historic`",
            {
                "rule": "historic",
                "years": {"2023-24": 10_000_000, "2024-25": 11_000_000, "2025-26": 12_000_000},
                "weights": {"2023-24": "10%", "2024-25": "30%", "2025-26": "60%"},
            },
            {},
        ),
        ("`indexed`", indexed(), {}),
        ("the same, with `places = 4`", indexed(places=4, at_most="105%"), {}),
        ("the same, `chained`", indexed(chained={"places": 4, "at_most": "105%", "catches_up": False}), {}),
        (
            "`trended`",
            {
                "rule": "trended",
                "amount": 10_000_000,
                "factors": {"national": {"2026-27": 1.034}, "regional": {"2026-27": 1.02}},
                "blend": {"national": "40%", "regional": "60%"},
            },
            {},
        ),
        (
            "`linear trend`",
            {
                "rule": "linear trend",
                "years": {"2022-23": 12_400_000, "2023-24": 12_200_000, "2024-25": 12_000_000},
            },
            {},
        ),
        ("`re-priced volume`", {"rule": "re-priced volume", "volume": 6_500, "price": 1_550}, {}),
        (
            "`unit cost`",
            {"rule": "unit cost", "cost": 1_000_000, "volume": 1_250, "volume_measure": "weeks"},
            {"weeks": 1_300},
        ),
        (
            "`weighted volume`",
            {
                "rule": "weighted volume",
                "cost": 55_000,
                "cases": [
                    {"measure": "long", "volume": 100, "weight": 2.5},
                    {"measure": "short", "volume": 300, "weight": 1},
                ],
            },
            {"long": 120, "short": 310},
        ),
        (
            "`case mix`",
            {"rule": "case mix", "amount": 1_000_000, "score": 1, "score_measure": "score", "at_most": "103%"},
            {"score": "1.05"},
        ),
        (
            "`truncated mean`",
            {
                "rule": "truncated mean",
                "costs": [100, 200, 300, 10_000],
                "truncated_at": "75%",
                "rounded": "half up",
                "volume": 1_200,
            },
            {},
        ),
        (
            "`comparator`",
            {"rule": "comparator", "comparator_measure": "failing", "amount": 1_000_000, "comparator_base": 7},
            {"failing": 8},
        ),
        (
            "`difference in differences`",
            {
                "rule": "difference in differences",
                "before": 1_000_000,
                "comparator_before": 900_000,
                "comparator_measure": "£",
            },
            {"£": 950_000},
        ),
        (
            "`regression`",
            {
                "rule": "regression",
                "driver_measure": "days",
                "observed": "yearly",
                "places": 2,
                "observations": LINE,
            },
            {"days": 2_300},
        ),
        (
            "`prediction`",
            {
                "rule": "prediction",
                "model": MODEL,
                "conditions": "reporting period",
                "constant": 1_000,
                "coefficients": {"days": 12.4},
            },
            {"days": 2_300},
        ),
        ('`discount = "2%"`', {"rule": "fixed", "amount": 1_000_000, "discount": "2%"}, {}),
        (
            "`rebased` by 50%",
            {
                "rule": "fixed",
                "amount": 1_000_000,
                "rebased": {"years": ["2027-28"], "share": "50%", "direction": "either way"},
            },
            {},
        ),
    ],
)
def test_what_the_page_says_is_what_is_settled(begins: str, baseline: dict[str, Any], measured: dict[str, Any]):
    """Of two years the last is meant; a driver in pounds may take any amount."""
    (row,) = (line for line in PAGE.splitlines() if re.match(rf"\| {re.escape(begins)}.*\.\d\d \|$", line))
    agreed = contract(
        baseline=baseline,
        others=tuple(driver(name, **({"outturn_between": None} if name == "£" else {})) for name in measured),
    )
    years = ["2026-27", "2027-28"] if "chained" in begins or "rebased" in begins else ["2026-27"]
    statement = settled_alike(agreed, {year: {"costs": 900_000, **measured} for year in years})
    assert row.split("|")[-2].strip() == f"{statement.periods[-1]['costs / baseline']:,.2f}"


def test_110_of_595_of_600_children_is_what_the_page_says():
    stipulated = {"rule": "stipulated", "failing": 110, "of": 595, "basis": "tests", "cohort_measure": "cohort"}
    measure = {"unit": "children", "price": {"amount": 2_600}}
    agreed = contract(baseline=stipulated, measure=measure, others=(driver("cohort"),))
    statement = settled_alike(agreed, {"2026-27": {"costs": 0, "cohort": 600}})
    assert f"| `stipulated` | 110 of 595 | a cohort of 600 | {statement.periods[0]['costs / baseline']:.2f} |" in PAGE
