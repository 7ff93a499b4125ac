"""A significance gate: a saving counts only where chance is unlikely to have brought it about."""

from typing import Any

import pytest

from tests.contracts import TENTH, column, contract, fees, outturn, refusals, settled_alike, told
from tests.generators.drawing import OF_A_WHOLE, Draw, Terms, pick
from tests.generators.fees import Around

P_VALUE = {"name": "p-value", "unit": "%", "outturn_between": ["0%", "100%"]}
GATE = {
    "rule": "significance gate",
    "measure": "p-value",
    "at_most": "5%",
    "evidence": "two-proportion test by the Office, published each October",
}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on a p-value of its own."""
    measure = around.reading(OF_A_WHOLE, ("0%", "100%"))
    return {"measure": measure, "at_most": pick(draw, ("5%", "1%", "10%")), "evidence": "a test by the auditor"}


def settled(*savings: Any, p_values: tuple[str, ...], **given: Any) -> Any:
    agreed = contract(GATE, TENTH, others=(P_VALUE,), **given)
    return settled_alike(agreed, rows(agreed, *savings, p_values=p_values))


def rows(agreed: Any, *savings: Any, p_values: tuple[str, ...]) -> Any:
    each_year = zip(outturn(agreed, *savings), p_values, strict=True)
    return [{**row, "p-value": each} for row, each in each_year]


# Worked examples


def test_a_reduction_at_a_p_value_of_5_per_cent_counts_and_one_at_5_01_does_not() -> None:
    assert fees(settled(100_000, 100_000, 100_000, p_values=("5%", "5.01%", "0.1%"))) == [10_000, 0, 10_000]


def test_what_is_not_significant_never_counts_later_and_a_shortfall_counts_all_the_same() -> None:
    statement = settled(100_000, 100_000, -30_000, p_values=("1%", "20%", "20%"), counted="to date")
    assert column(statement, "saving counted, to date") == [100_000, 100_000, 70_000]


def test_what_hung_on_it_is_told_as_a_cliff() -> None:
    statement = settled(100_000, p_values=("5%",))
    assert told(statement.findings, "cliff") == [
        "There is a cliff at 5% of p-value (fee.step[0]): above it a period adds no fee; "
        "£10,000 of the fee of 2026-27 hung on it."
    ]


# Refusals


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"at_most": None},
            "fee.step[0].at_most is missing; write the level of significance, such as 5%",
        ),
        (
            {"at_least": "95%"},
            "fee.step[0].at_least is for a gate on quality; a p-value is held to a most; write at_most",
        ),
        ({"evidence": ""}, "fee.step[0].evidence is empty; write it"),
        ({"evidence": None}, "fee.step[0].evidence is missing; write it"),
        (
            {"measure": "visits"},
            "fee.step[0].measure is 'visits', which is in 'visits'; name a measure in %, which a p-value is",
        ),
        ({"at_most": 5}, 'fee.step[0] has a standard of 5, but the measure is in %; write "5%"'),
    ],
)
def test_what_cannot_be_is_refused(changed: Terms, said: str) -> None:
    step = {name: value for name, value in {**GATE, **changed}.items() if value is not None}
    assert refusals(step, TENTH, others=(P_VALUE, {"name": "visits", "unit": "visits"})) == [said]
