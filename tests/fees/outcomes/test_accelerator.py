"""An accelerator: each outcome beyond a volume is paid for at a higher price."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.fees.outcomes.accelerator import up_to_the_volume
from riskreward.kernel import constant, quantity
from tests.contracts import column, contract, fees, outturn, refusals, settle, settled_alike, worked
from tests.generators.drawing import VISITS, Draw, Terms, amount, by_year, pick
from tests.generators.fees import Around

JOBS = {"name": "jobs", "unit": "jobs", "better": "higher"}
RATE = {"name": "rate", "unit": "%", "better": "higher"}


def paying(price: Any, volume: Any, beyond: Any, over: str = "year", rule: str = "accelerator", **more: Any) -> Terms:
    prices = {"price": {"amount": price}, "price_beyond": {"amount": beyond}}
    return {"rule": rule, "measure": "jobs", "volume": volume, "over": over, **prices, **more}


def drawn(draw: Draw, around: Around, tapers: bool = False) -> Terms:
    """Draw the step on a measure of its own; a taper has the prices the other way about."""
    low = amount(draw, around.largest / 2000)
    prices = [low, low + amount(draw, around.largest / 2000)]
    price, beyond = prices[::-1] if tapers else prices
    return {
        "measure": around.reading(VISITS, (-10, 400)),
        "price": {"amount": by_year(draw, around.term, lambda: price)},
        "price_beyond": {"amount": by_year(draw, around.term, lambda: beyond)},
        "volume": pick(draw, (100, 10, 350)),
        "over": pick(draw, ("term", "year", "period")),
    }


# Worked examples


def test_500_jobs_at_1000_and_each_one_beyond_them_at_1300() -> None:
    """520 jobs over the year: 500 at £1,000 and 20 at £1,300 are £526,000."""
    agreed = contract(paying(1000, 500, 1300), others=(JOBS,), settled="half-yearly", years=2)
    statement = settle(agreed, 0, 0, 0, 0, jobs=(300, 220, 500, 1))
    assert fees(statement) == [300_000, 226_000, 500_000, 1_300]
    assert column(statement, "fee / accelerator / beyond the volume") == [0, 20, 0, 1]


def test_over_the_term_a_year_begins_where_the_last_one_ended() -> None:
    agreed = contract(paying(1000, 500, 1300, over="term"), others=(JOBS,), years=2)
    assert fees(settle(agreed, 0, 0, jobs=(400, 200))) == [400_000, 230_000]


def test_each_settlement_by_itself() -> None:
    agreed = contract(paying(1000, 500, 1300, over="period"), others=(JOBS,), years=2)
    assert fees(settle(agreed, 0, 0, jobs=(400, 600))) == [400_000, 630_000]


def test_prices_for_each_year_and_a_correction_that_pays_nothing() -> None:
    agreed = contract(paying([10, 20], 5, [11, 22]), others=(JOBS,), years=2)
    assert fees(settle(agreed, 0, 0, jobs=(6, 6))) == [61, 122]
    assert fees(settle(agreed, 0, 0, jobs=(-6, 6))) == [0, 122]


def test_what_is_paid_to_date_is_every_periods() -> None:
    agreed = contract(paying(10, 5, 11), others=(JOBS,), years=2, counted="to date")
    assert fees(settle(agreed, 0, 0, jobs=(6, 6))) == [61, 61]


# Refusals


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            paying(1000, 500, 900),
            "fee.step[0].price_beyond.amount is 900, not above price.amount 1,000; "
            'write one above it, or rule = "taper"',
        ),
        (
            paying(1000, 500, 1000),
            "fee.step[0].price_beyond.amount is 1,000, not above price.amount 1,000; "
            'write one above it, or rule = "taper"',
        ),
        (
            paying(1000, 500, [1300, 1300, 900]),
            "fee.step[0].price_beyond.amount is 900, not above price.amount 1,000; "
            'write one above it, or rule = "taper"',
        ),
        (
            paying(1000, 0, 1300),
            "fee.step[0].volume is 0, and nothing lies below it; write a volume above nought",
        ),
        (
            paying(1000, "50%", 1300),
            "fee.step[0].volume is 50%, but jobs is in 'jobs'; write the figure in that unit",
        ),
        (
            paying(1000, 500, 1300, measure="rate"),
            "fee.step[0].measure is 'rate', which is in % and does not add up to a volume; "
            "name a measure in a unit of its own",
        ),
        (
            paying(1000, 500, 1300, measure="costs"),
            "fee.step[0].measure is 'costs', which is money and has no unit to be paid for; "
            "name a measure in a unit of its own, or write a share of it",
        ),
        (
            paying(1000, 500, [1300, 1400]),
            "fee.step[0].price_beyond.amount lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
            "list one for each year, or one figure for all",
        ),
    ],
)
def test_what_cannot_be_is_refused(terms: Terms, said: str) -> None:
    assert refusals(terms, others=(JOBS, RATE)) == [said]


def test_what_the_volume_is_of_has_no_default() -> None:
    terms = {key: value for key, value in paying(1000, 500, 1300).items() if key != "over"}
    (said,) = refusals(terms, others=(JOBS,))
    assert said.startswith("fee.step[0].over is missing")


# Properties

counts = st.integers(0, 800).map(Fraction)


def first_part(counted: Fraction, before: Fraction) -> Fraction:
    unit = quantity("jobs")
    return worked(lambda: up_to_the_volume(constant(counted, unit), constant(before, unit), constant(500, unit)))


@given(counts, counts, counts)
def test_the_parts_add_up_to_the_units_and_more_is_never_fewer(
    counted: Fraction, before: Fraction, more: Fraction
) -> None:
    first, next_first = first_part(counted, before), first_part(counted + more, before)
    assert 0 <= first <= counted
    assert 0 <= next_first - first <= more
    assert before + first <= max(before, Fraction(500))


@given(st.lists(st.integers(0, 400), min_size=3, max_size=3))
def test_however_it_falls_on_settlements_of_the_term_the_same_is_paid(jobs: list[int]) -> None:
    agreed = contract(paying(1000, 500, 1300, over="term"), others=(JOBS,))
    statement = settled_alike(agreed, outturn(agreed, 0, 0, 0, jobs=tuple(jobs)))
    assert sum(fees(statement)) == 1000 * sum(jobs) + 300 * max(sum(jobs) - 500, 0)


@given(st.integers(0, 800), st.integers(1, 4))
def test_nothing_measured_nothing_paid_and_twice_the_prices_pay_twice(jobs: int, times: int) -> None:
    once, more = (contract(paying(10 * by, 500, 13 * by), others=(JOBS,), years=1) for by in (1, times))
    assert fees(settle(once, 0, jobs=(0,))) == [0]
    assert fees(settle(more, 0, jobs=(jobs,))) == [times * each for each in fees(settle(once, 0, jobs=(jobs,)))]
