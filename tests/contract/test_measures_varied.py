"""Measures that a variation adds, drops or changes: the statement tells of each as it was in its own periods."""

from fractions import Fraction
from typing import Any

import pytest

from riskreward import InputError, statement_to_csv, statement_to_json
from tests.contract.deeds import vary
from tests.contracts import TENTH, contract, told

COSTS = {"name": "more", "benefit": "cashable", "unit": "£", "baseline": {"rule": "fixed", "amount": 500_000}}
ENERGY = {
    "name": "energy",
    "benefit": "cashable",
    "unit": "kWh",
    "baseline": {"rule": "fixed", "amount": 100_000},
    "price": {"amount": "0.30"},
}
CLAIMED = {"claim": [{"name": "ours", "ours": True}, {"name": "theirs"}], "overlap": "in running proportion"}
STAGED = {
    "counts_when": "realised",
    "until_then": "waits",
    "deemed": {"after": "60 days without a decision", "clause": "7.3", "disputable_for_days": 30},
}
RATIO = {
    "name": "rate",
    "unit": "%",
    "better": "higher",
    "ratio": {"of": "jobs", "to": "people", "denominator_at_least": 100, "places": 4, "if_below": "nothing counts"},
}
COUNTS = ({"name": "jobs", "unit": "jobs", "better": "higher"}, {"name": "people", "unit": "people"})


def rows(*each: dict[str, Any]) -> list[dict[str, Any]]:
    labels = ("2026-27", "2027-28", "2028-29")
    return [{"period": label, "costs": 900_000, **row} for label, row in zip(labels, each, strict=False)]


DROPPED = [
    ({**COSTS, "recurs": "one-off"}, {"more": 400_000}, {}),
    ({**COSTS, "efficiency": "cut in service"}, {"more": 400_000}, {"not an efficiency": 200_000}),
    ({**COSTS, **CLAIMED}, {"more": 400_000, "more: ours": 90_000, "more: theirs": 90_000}, {"claimed": 180_000}),
    ({**COSTS, **STAGED}, {"more": 400_000, "more, stage": "identified"}, {}),
    (
        {**COSTS, **STAGED},
        {"more": 400_000, "more, stage": "deemed realised", "more, deemed on": "2027-05-01"},
        {"deemed realised": 100_000},
    ),
    (
        {**ENERGY, "prices_paid": "shown"},
        {"energy": 90_000, "energy, price paid": "0.25"},
        {"gap between prices": 1_000, "at the prices paid": 5_000},
    ),
]


@pytest.mark.parametrize(("measure", "row", "figures"), DROPPED)
def test_what_is_told_of_a_measure_that_was_dropped_is_of_the_periods_that_had_it(measure, row, figures):
    agreed = contract(TENTH, others=(measure,))
    closes = {"more / waits to be realised": "is closed"} if "counts_when" in measure else {}
    varied = vary(agreed, "2028-29", {"measure[1]": "left out"}, balances=closes)
    statement = varied.settle(rows(row, row, {}))
    found = {name: figure for finding in statement.findings for name, figure in finding.figures.items()}
    assert {name: found.get(name) for name in figures} == figures
    assert str(statement)
    assert statement_to_json(statement)
    assert statement_to_csv(statement)


def test_a_ratio_that_was_dropped_was_on_too_little_while_it_was_there():
    agreed = contract(TENTH, others=(*COUNTS, RATIO))
    varied = vary(agreed, "2027-28", {"measure[3]": "left out"})
    statement = varied.settle(rows({"jobs": 40, "people": 80}, {"jobs": 40, "people": 80}))
    assert told(statement.findings, "ratio on too little") == [
        "Rate counts for nothing in 2026-27: people came to 80, below 100, the least it may be worked out on."
    ]


def test_a_measure_that_is_added_is_told_of_as_any_other():
    added = {**COSTS, **CLAIMED, **STAGED}
    varied = vary(
        contract(TENTH), "2027-28", {"measure[1]": added}, balances={"more / waits to be realised": "opens at £0"}
    )
    claims = {"more": 400_000, "more: ours": 90_000, "more: theirs": 90_000}
    deemed = {**claims, "more, stage": "deemed realised", "more, deemed on": "2028-03-01"}
    statement = varied.settle(rows({}, deemed, {**claims, "more, stage": "identified"}))
    assert told(statement.findings, "claims reduced")[0] == (
        "The claims on more in 2027-28 come to £180,000.00, more than the £100,000.00 measured, which they "
        "share in proportion."
    )
    assert told(statement.findings, "deemed realised") == [
        "£50,000 of the saving of more that counts in 2027-28 is deemed realised, not measured (60 days without a "
        "decision, clause 7.3); either side may dispute it until 31 March 2028."
    ]
    assert told(statement.findings, "stage fell") == [
        "More fell back from deemed realised to identified in 2028-29; what has counted stays counted (£50,000) "
        "unless the measured saving falls."
    ]
    assert statement["2027-28"].details.stages == {"more, stage": "deemed realised", "more, deemed on": "2028-03-01"}
    with pytest.raises(InputError) as caught:
        varied.settle(rows({}, {**claims, "more, stage": "deemed realised"}))
    assert [str(problem) for problem in caught.value.problems] == [
        "outturn[1], column 'more, deemed on', is missing, but the stage is deemed realised; "
        "write the day, such as 2026-04-01"
    ]


def test_groups_take_each_period_at_its_own_terms():
    """A year at the agreed price, £3,000, and one at the price paid, £2,500: £5,500, and nothing of it is rounding."""
    varied = vary(contract(TENTH, others=(ENERGY,)), "2027-28", {"measure[1].prices_paid": "shown"})
    statement = varied.settle(rows({"energy": 90_000}, {"energy": 90_000, "energy, price paid": "0.25"}))
    grouping = statement.by("measure")
    assert {group.name: group.to_date for group in grouping} == {"costs": 200_000, "energy": 5_500}
    assert grouping.rounding == 0
    assert grouping.saved_to_date == 205_500
    claimed = vary(
        contract(TENTH, others=(COSTS,)), "2027-28", {f"measure[1].{name}": term for name, term in CLAIMED.items()}
    )
    statement = claimed.settle(rows({"more": 400_000}, {"more": 400_000, "more: ours": 60_000, "more: theirs": 40_000}))
    assert {group.name: group.to_date for group in statement.by("measure")} == {"costs": 200_000, "more": 160_000}


def test_what_was_cash_when_it_was_saved_stays_so():
    """£100,000 in each year; the second year's frees no budget."""
    varied = vary(contract(TENTH, others=(COSTS,)), "2027-28", {"measure[1].benefit": "non-cashable"})
    statement = varied.settle(rows({"more": 400_000}, {"more": 400_000}))
    grouping = statement.by("measure")
    assert {(group.section, group.name): group.to_date for group in grouping} == {
        ("cash savings", "costs"): 200_000,
        ("cash savings", "more"): 100_000,
        ("improvements that free no budget", "more"): 100_000,
    }
    assert grouping.total("cash savings").to_date == statement.exact("saved to date") == Fraction(300_000)


def test_a_label_stands_as_it_last_was():
    varied = vary(contract(TENTH), "2027-28", {"measure[0].service": "highways", "measure[0].recurs": "recurring"})
    statement = varied.settle(rows({}, {}))
    (group,) = statement.by("service")
    assert (group.name, group.to_date, group.recurring) == ("highways", 200_000, 100_000)


def test_parts_that_a_variation_takes_out_or_puts_in_are_told_of_while_they_were_there():
    guarantee = {
        "amount": 150_000,
        "tested": "each year",
        "shortfall": "provider pays each year",
        "security": {"form": "bond", "amount": 20_000, "by": "Bank", "expires": "2030-01-01", "pays_on": "demand"},
        "repair_in_kind": {"unit": "hours", "deemed_value": 100},
    }
    agreed = contract(TENTH, guarantee=guarantee)
    closed = [
        "guarantee / shortfall to date",
        "guarantee / shortfall paid to date",
        "guarantee / repaired in kind to date",
    ]
    varied = vary(agreed, "2027-28", {"guarantee": "left out"}, balances=dict.fromkeys(closed, "is closed"))
    statement = varied.settle(rows({"repair in kind": 50}, {}))
    assert told(statement.findings, "owed beyond security") == [
        "In 2026-27 the provider owed £25,000 beyond the security that the council held."
    ]
    assert told(statement.findings, "repaired in kind")[0].startswith("£5,000 of the shortfall came in kind")


def test_what_stays_counted_is_all_that_has_counted():
    """100,000 and 50,000 realised before it falls back."""
    staged = {**STAGED, "until_then": "is lost"}
    agreed = contract(TENTH, others=({**COSTS, **staged},))
    first, second = {"more": 400_000, "more, stage": "realised"}, {"more": 450_000, "more, stage": "sustained"}
    statement = agreed.settle(rows(first, second, {"more": 400_000, "more, stage": "accepted"}))
    assert told(statement.findings, "stage fell") == [
        "More fell back from sustained to accepted in 2028-29; what has counted stays counted (£150,000) unless the "
        "measured saving falls."
    ]
