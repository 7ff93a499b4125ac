"""Cohort then pooled: each cohort is paid for where it improves enough, else at the end if all together have."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.fees.outcomes.cohort_then_pooled import paid_if
from riskreward.kernel import constant, pounds, share
from tests.contracts import column, contract, fees, outturn, refusals, settle, settled_alike, told, worked
from tests.generators.drawing import OF_A_WHOLE, VISITS, Draw, Terms, amount, by_year
from tests.generators.fees import Around

REDUCTION, POOLED = ({"name": name, "unit": "%", "better": "higher"} for name in ("reduction", "pooled"))
FEWER = {"name": "fewer events", "unit": "events", "better": "higher"}
MEASURES = (REDUCTION, POOLED, FEWER)


def peterborough(**terms: Any) -> Terms:
    standards = {"cohort_at_least": "10%", "pooled_at_least": "7.5%"}
    measures = {"measure": "reduction", "pooled_measure": "pooled", "units": "fewer events"}
    return {"rule": "cohort then pooled", **measures, **standards, "price": {"amount": 1000}, **terms}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on three measures of its own."""
    measures = {term: around.reading(OF_A_WHOLE, ("-100%", "100%")) for term in ("measure", "pooled_measure")}
    price = {"amount": by_year(draw, around.term, lambda: amount(draw, around.largest / 1000))}
    standards = {"cohort_at_least": "10%", "pooled_at_least": "7.5%"}
    return {**measures, **standards, "units": around.reading(VISITS, (-10, 300)), "price": price}


# Worked examples


def test_a_cohort_at_8_4_per_cent_is_not_paid_for_until_the_pooled_9_per_cent_pays_for_it() -> None:
    """8.4% is short of 10%; 9% of all cohorts pooled reaches 7.5%: 60 and 40 events fewer at £1,000 are £100,000."""
    agreed = contract(peterborough(), others=MEASURES, years=2)
    statement = settle(agreed, 0, 0, reduction=("8.4%", "9.6%"), pooled=("0%", "9%"), fewer_events=(60, 40))
    assert fees(statement) == [0, 100_000]
    assert column(statement, "still waiting") == [60_000, 0]


def test_a_cohort_that_was_paid_for_is_not_paid_for_again() -> None:
    agreed = contract(peterborough(), others=MEASURES)
    statement = settle(
        agreed, 0, 0, 0, reduction=("10%", "9.99%", "12%"), pooled=("0%", "0%", "7.5%"), fewer_events=(60, 40, 20)
    )
    assert fees(statement) == [60_000, 0, 60_000]
    assert column(statement, "paid for the cohort") == [60_000, 0, 20_000]
    assert column(statement, "paid on the pooled result") == [0, 0, 40_000]


def test_what_the_pooled_result_does_not_reach_lapses() -> None:
    agreed = contract(peterborough(), others=MEASURES, years=2, counted="to date")
    statement = settle(agreed, 0, 0, reduction=("8.4%", "8.4%"), pooled=("7.5%", "7.49%"), fewer_events=(60, 40))
    assert fees(statement) == [0, 0]
    assert column(statement, "lapsed, as the pooled result is not reached") == [0, 100_000]


def test_each_cohort_waits_at_the_price_of_its_own_year_and_a_cohort_below_nothing_waits_for_none() -> None:
    agreed = contract(peterborough(price={"amount": [1000, 900]}), others=MEASURES, years=2)
    statement = settle(agreed, 0, 0, reduction=("8%", "8%"), pooled=("0%", "8%"), fewer_events=(10, 10))
    assert fees(statement) == [0, 19_000]
    statement = settle(agreed, 0, 0, reduction=("-8%", "8%"), pooled=("0%", "8%"), fewer_events=(-10, 10))
    assert fees(statement) == [0, 9_000]


def test_both_standards_are_told_as_cliffs() -> None:
    assert told(contract(peterborough(), others=MEASURES).findings, "cliff") == [
        "There is a cliff at 10% of reduction (fee.step[0]): what the cohort then pooled pays hangs on it.",
        "There is a cliff at 7.5% of pooled (fee.step[0]): what the cohort then pooled pays hangs on it.",
    ]


# Refusals


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            peterborough(cohort_at_least=10),
            'fee.step[0].cohort_at_least is 10, but reduction is in %; write "10%"',
        ),
        (
            peterborough(pooled_at_least=7),
            'fee.step[0].pooled_at_least is 7, but pooled is in %; write "7%"',
        ),
        (
            peterborough(units="reduction"),
            "fee.step[0].units is 'reduction', which is in % and counts nothing to be paid for; "
            "name a measure in a unit of its own, such as events",
        ),
        (
            peterborough(units="offences"),
            "fee.step[0].units is 'offences', which is no measure; "
            "write one of 'costs', 'reduction', 'pooled', 'fewer events'",
        ),
        (
            peterborough(price={"amount": [1, 2]}),
            "fee.step[0].price.amount lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
            "list one for each year, or one figure for all",
        ),
    ],
)
def test_what_cannot_be_is_refused(terms: Terms, said: str) -> None:
    assert refusals(terms, others=MEASURES) == [said]


# Properties

parts = st.integers(0, 2000).map(lambda each: Fraction(each, 10_000))


@given(parts, parts, st.integers(0, 10**6))
def test_a_better_cohort_is_never_paid_less_and_none_more_than_its_worth(
    reduction: Fraction, other: Fraction, worth: int
) -> None:
    def paid(figure: Fraction) -> Fraction:
        return worked(lambda: paid_if(constant(figure, share) >= constant(Fraction("0.1"), share), pounds(worth)))

    low, high = sorted((reduction, other))
    assert 0 <= paid(low) <= paid(high) <= worth


@given(st.lists(st.tuples(parts, st.integers(0, 60)), min_size=3, max_size=3), parts, st.integers(1, 3))
def test_every_cohort_is_paid_for_once_or_lapses(cohorts: list[Any], pooled: Fraction, times: int) -> None:
    agreed = contract(peterborough(price={"amount": 1000 * times}), others=MEASURES)
    reductions, fewer = zip(*cohorts, strict=True)
    rows = outturn(agreed, 0, 0, 0, reduction=reductions, pooled=(0, 0, pooled), fewer_events=fewer)
    statement = settled_alike(agreed, rows)
    lapsed = column(statement, "lapsed, as the pooled result is not reached")
    assert sum(fees(statement)) + sum(lapsed) == 1000 * times * sum(fewer)
    at_once = sum(units for reached, units in cohorts if reached >= Fraction("0.1"))
    everything = pooled >= Fraction("0.075")
    assert sum(fees(statement)) == 1000 * times * (sum(fewer) if everything else at_once)
