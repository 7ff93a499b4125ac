"""A baseline that is worked out at nil or below, and what shortfall was worked out on it."""

from typing import Any

from tests.contracts import TENTH, contract, told

NAME = "baseline of nil or below"
COMPARED: dict[str, Any] = {"name": "others", "unit": "£", "outturn_between": [0, 10_000_000]}
DIFFERENCE = {
    "rule": "difference in differences",
    "before": 100_000,
    "comparator_before": 900_000,
    "comparator_measure": "others",
}
HEAT = {"unit": "kWh", "price": {"amount": "0.30"}}
GUARANTEE = {"share_of_baseline": "5%", "tested": "each year", "shortfall": "provider pays each year"}


def compared(*rows: tuple[int, int], **given: Any):
    """Settle years, each with what the comparator spent and what was spent."""
    agreed = contract(TENTH, baseline=DIFFERENCE, others=(COMPARED,), **given)
    labels = ("2026-27", "2027-28", "2028-29")
    years = zip(labels, rows, strict=False)
    return agreed.settle([{"period": label, "others": other, "costs": spent} for label, (other, spent) in years])


def test_a_baseline_below_nil_is_told_with_the_shortfall_worked_out_on_it():
    """100,000 less the comparator's fall of 600,000 is -500,000, and nothing was spent: 500,000 is short."""
    statement = compared((300_000, 0), guarantee=GUARANTEE)
    (finding,) = [each for each in statement.findings if each.name == NAME]
    assert finding.sentence == (
        "The baseline of costs was worked out at -£500,000 in 2026-27, which is nil or below: against it even an "
        "outturn of nought saves nothing; the provider's shortfall was worked out on it: £500,000 in 2026-27 below "
        "the guarantee."
    )
    assert finding.severity == "warning"
    assert finding.figures == {"2026-27": -500_000, "below the guarantee in 2026-27": 500_000}


def test_each_period_of_it_is_told_and_no_other():
    """A fall of 600,000, of 100,000 and of 99,999: -500,000, nil and 1."""
    statement = compared((300_000, 0), (800_000, 0), (800_001, 0))
    (finding,) = [each for each in statement.findings if each.name == NAME]
    assert finding.figures == {"2026-27": -500_000, "2027-28": 0}
    assert finding.sentence == (
        "The baseline of costs was worked out at -£500,000 in 2026-27 and £0 in 2027-28, which is nil or below: "
        "against it even an outturn of nought saves nothing."
    )


def test_a_model_may_predict_less_than_nothing():
    """12.4 times 2,300 less 40,000 is -11,480."""
    model = {"name": "m", "version": "1", "by": "x", "on": "2025-01-01", "document": "d", "fitted_on": "2024"}
    predicted = {"rule": "prediction", "model": model, "conditions": "reporting period", "constant": -40_000}
    days = {"name": "hdd", "unit": "dd", "outturn_between": [0, 5_000]}
    agreed = contract(TENTH, baseline={**predicted, "coefficients": {"hdd": "12.4"}}, others=(days,), measure=HEAT)
    (sentence,) = told(agreed.settle([{"period": "2026-27", "hdd": 2_300, "costs": 20_000}]).findings, NAME)
    assert sentence.startswith("The baseline of costs was worked out at -11,480 kWh in 2026-27, ")


def test_an_amount_agreed_below_nil_and_a_baseline_above_nil_are_no_finding():
    agreed = contract(baseline={"rule": "fixed", "amount": -5_000})
    assert told(agreed.settle({"2026-27": -6_000}).findings, NAME) == []
    assert told(compared((900_000, 0)).findings, NAME) == []
    assert told(agreed.findings, NAME) == []
