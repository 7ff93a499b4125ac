"""A step table: a payment for the band that an outcome falls in."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.contract.largest_fee import largest_fee
from riskreward.fees.outcomes.step_table import for_the_band
from riskreward.kernel import constant, pounds, share
from tests.contracts import column, contract, fees, outturn, refusals, settle, settled_alike, told, worked
from tests.generators.drawing import OF_A_WHOLE, VISITS, Draw, Terms, amount, pick, whole
from tests.generators.fees import Around

REDUCTION = {"name": "reduction", "unit": "%", "better": "higher"}
JOBS = {"name": "jobs", "unit": "jobs", "better": "higher"}
RECOVERED = {"name": "recovered", "unit": "£", "better": "higher"}
RIKERS = (("8.5%", 4_800_000), ("10%", 9_600_000), ("20%", 11_800_000))
EDGES = (RIKERS[0], ("10%", 9_600_000))


def table(*bands: tuple[Any, Any], over: str = "period", measure: str = "reduction") -> Terms:
    steps = [{"at_least": edge, "pays": pays} for edge, pays in bands]
    return {"rule": "step table", "measure": measure, "over": over, "steps": steps}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on a measure of its own: in percentage points, in visits or in money."""
    unit = pick(draw, (OF_A_WHOLE, VISITS, "money"))
    share = "%" if unit == OF_A_WHOLE else ""
    step: Terms = {"measure": around.reading(unit, (f"0{share}", f"100{share}"))}
    step["over"] = pick(draw, ("term", "year", "period"))
    edge, pays, steps = 0, Decimal(0), []
    for _ in range(whole(draw, 2) + 1):
        edge += pick(draw, (10, 5, 40))
        pays += amount(draw, around.largest / 40)
        steps.append({"at_least": f"{edge}{share}", "pays": pays})
    return {**step, "steps": steps}


# Worked examples


@pytest.mark.parametrize(
    ("reduction", "paid"),
    [
        ("8.49%", 0),
        ("8.5%", 4_800_000),
        ("9.99%", 4_800_000),
        ("10%", 9_600_000),
        ("19.99%", 9_600_000),
        ("20%", 11_800_000),
        ("35%", 11_800_000),
    ],
)
def test_rikers_pays_nothing_below_8_5_per_cent_the_principal_at_10_and_2200000_more_at_20(
    reduction: str, paid: int
) -> None:
    """The edges, the principal of $9.6 million and the largest profit are published; what 8.5% pays is ours."""
    agreed = contract(table(*RIKERS), others=(REDUCTION,), currency="$", measure={"unit": "$"}, years=1)
    statement = settle(agreed, 0, reduction=(reduction,))
    assert fees(statement) == [paid]
    assert column(statement, "for the band") == [paid]


def test_a_two_stage_outcome_pays_once_for_the_lower_and_the_rest_for_the_higher() -> None:
    """Forty jobs are 1,000 and a hundred 2,500: 30, 30 and 60 in three years pay 0, 1,000 and 1,500."""
    agreed = contract(table((40, 1000), (100, 2500), measure="jobs", over="term"), others=(JOBS,))
    statement = settle(agreed, 0, 0, 0, jobs=(30, 30, 60))
    assert column(statement, "measured so far") == [30, 60, 120]
    assert fees(statement) == [0, 1000, 1500]


def test_the_same_years_each_by_itself() -> None:
    agreed = contract(table((40, 1000), (100, 2500), measure="jobs"), others=(JOBS,))
    assert fees(settle(agreed, 0, 0, 0, jobs=(30, 40, 120))) == [0, 1000, 2500]


def test_over_the_year_each_year_begins_anew() -> None:
    terms = table((40, 1000), (100, 2500), measure="jobs", over="year")
    agreed = contract(terms, others=(JOBS,), settled="half-yearly", years=2)
    assert fees(settle(agreed, 0, 0, 0, 0, jobs=(40, 60, 30, 20))) == [1000, 1500, 0, 1000]


def test_what_was_once_paid_is_not_taken_back_and_a_share_does_not_add_up() -> None:
    agreed = contract(table(*EDGES, over="term"), others=(REDUCTION,), years=4)
    statement = settle(agreed, 0, 0, 0, 0, reduction=("9%", "3%", "9%", "11%"))
    assert fees(statement) == [4_800_000, 0, 0, 4_800_000]


def test_a_table_by_money_recovered() -> None:
    agreed = contract(table((100_000, 5_000), (250_000, 20_000), measure="recovered"), others=(RECOVERED,))
    assert fees(settle(agreed, 0, 0, 0, recovered=(99_999, 100_000, 250_000))) == [0, 5_000, 20_000]


def test_what_is_paid_to_date_is_every_periods() -> None:
    agreed = contract(table(*EDGES), others=(REDUCTION,), counted="to date")
    assert fees(settle(agreed, 0, 0, 0, reduction=("9%", "0%", "10%"))) == [4_800_000, 0, 9_600_000]


def test_every_edge_is_told_as_a_cliff_with_its_height() -> None:
    agreed = contract(table(*EDGES), others=(REDUCTION,))
    assert told(agreed.findings, "cliff") == [
        f"There is a cliff at {edge} of reduction (fee.step[0]): reaching it is worth £4,800,000 of fee, and falling "
        "just short of it nothing."
        for edge in ("8.5%", "10%")
    ]


def test_the_last_band_is_the_most_though_the_measure_has_no_range() -> None:
    agreed = contract(table(*RIKERS, over="term"), others=(REDUCTION,), measure={"outturn_between": [0, 2_000_000]})
    assert largest_fee(agreed).amount == 11_800_000


# Refusals


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            table(("10%", 2), ("8.5%", 3)),
            "fee.step[0].steps[1].at_least is 8.5%, not above steps[0].at_least 10%; list the bands in rising order",
        ),
        (
            table(("10%", 2), ("10%", 3)),
            "fee.step[0].steps[1].at_least is 10%, not above steps[0].at_least 10%; list the bands in rising order",
        ),
        (
            table(("8.5%", 3), ("10%", 2)),
            "fee.step[0].steps[1].pays is 2, less than the band below it pays; let a better outcome pay no less",
        ),
        (
            table(("0%", 3)),
            "fee.step[0].steps[0].at_least is 0%, which pays where nothing is achieved; "
            "begin the first band above nought",
        ),
        (
            table((8, 3)),
            'fee.step[0].steps[0].at_least is 8, but reduction is in %; write "8%"',
        ),
        (
            table(("8%", 3), measure="jobs"),
            "fee.step[0].steps[0].at_least is 8%, but jobs is in 'jobs'; write the figure in that unit",
        ),
        (table(("8%", 0)), "fee.step[0].steps pay £0.00 for every outcome; write what the best one pays"),
        (
            table(("8%", 1), measure="reach"),
            "fee.step[0].measure is 'reach', which is no measure; write one of 'costs', 'reduction', 'jobs'",
        ),
        (
            table(("8%", -1)),
            "fee.step[0].steps[0].pays is -1, below nought; write an amount of nought or more",
        ),
    ],
)
def test_what_cannot_be_is_refused(terms: Terms, said: str) -> None:
    assert refusals(terms, others=(REDUCTION, JOBS)) == [said]


def test_what_is_looked_up_is_a_choice_without_a_default() -> None:
    terms = {key: value for key, value in table(("8%", 1)).items() if key != "over"}
    (said,) = refusals(terms, others=(REDUCTION,))
    assert said.startswith("fee.step[0].over is missing")
    assert all(choice in said for choice in ("period", "year", "term"))


# Properties

reductions = st.integers(-5_000, 10_000).map(lambda parts: Fraction(parts, 10_000))


def paid(reduction: Fraction, times: int = 1) -> Fraction:
    edges = [(Fraction(edge.rstrip("%")) / 100, pays * times) for edge, pays in RIKERS]
    return worked(
        lambda: for_the_band(
            constant(reduction, share), [(constant(edge, share), pounds(pays)) for edge, pays in edges]
        )
    )


@given(reductions, reductions)
def test_more_is_never_paid_less_and_never_more_than_the_last_band(reduction: Fraction, other: Fraction) -> None:
    low, high = sorted((reduction, other))
    assert 0 <= paid(low) <= paid(high) <= 11_800_000


@given(reductions)
def test_below_the_first_band_nothing_is_paid_and_twice_the_prices_pay_twice(reduction: Fraction) -> None:
    assert reduction >= Fraction("0.085") or paid(reduction) == 0
    assert paid(reduction, times=2) == 2 * paid(reduction)


def test_it_is_not_continuous_a_hundredth_of_a_point_is_worth_4800000() -> None:
    assert paid(Fraction("0.1")) - paid(Fraction("0.0999")) == 4_800_000


def test_it_is_not_split_invariant_two_halves_of_an_outcome_pay_less_than_the_whole() -> None:
    assert 2 * paid(Fraction("0.05")) == 0 < paid(Fraction("0.1"))


@given(st.lists(st.integers(-20, 60), min_size=3, max_size=3))
def test_over_the_term_it_pays_for_the_highest_figure_once(jobs: list[int]) -> None:
    agreed = contract(table((40, 1000), (100, 2500), measure="jobs", over="term"), others=(JOBS,))
    statement = settled_alike(agreed, outturn(agreed, 0, 0, 0, jobs=tuple(jobs)))
    highest = max(sum(jobs[:number]) for number in range(1, 4))
    assert sum(fees(statement)) == (2500 if highest >= 100 else 1000 if highest >= 40 else 0)
