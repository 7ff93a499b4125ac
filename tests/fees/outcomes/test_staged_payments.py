"""Staged payments: for each who is attached, who reaches the outcome, and who sustains it."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import InputError
from riskreward.fees.outcomes.staged_payments import newly_paid, reached
from riskreward.kernel import constant, quantity
from tests.contracts import column, contract, fees, outturn, refusals, settle, settled_alike, worked
from tests.generators.drawing import VISITS, Draw, Terms, a_share, amount, by_year, now_and_then, pick
from tests.generators.fees import Around

STARTS, JOBS, SUSTAINED = ({"name": name, "unit": "people", "better": "higher"} for name in ("starts", "jobs", "kept"))
PEOPLE = (STARTS, JOBS, SUSTAINED)


def staged(*stages: tuple[str, Any], beyond: str = "is not paid", **more: Any) -> Terms:
    priced = [{"measure": measure, "price": {"amount": price}} for measure, price in stages]
    return {"rule": "staged payments", "stages": priced, "beyond_the_stage_before": beyond, **more}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw two stages or three, each on a measure of its own."""
    step: Terms = {"beyond_the_stage_before": pick(draw, ("is not paid", "settling is refused"))}
    step["stages"] = [
        {
            "measure": around.reading(VISITS, (-50_000, 300)),
            "price": {"amount": by_year(draw, around.term, lambda: amount(draw, around.largest / 1000))},
        }
        for _ in range(pick(draw, (2, 3)))
    ]
    if now_and_then(draw):
        step["paid_for"] = a_share(draw)
    return step


# Worked examples


@pytest.mark.parametrize(
    ("group", "sustainment", "most"),
    [("JSA 18-24", 2210, 3810), ("JSA 25 and over", 2795, 4395), ("early access", 5000, 6600)],
)
def test_work_programme_400_and_1200_and_2210_are_3810_for_each_person(group: str, sustainment: int, most: int) -> None:
    agreed = contract(staged(("starts", 400), ("jobs", 1200), ("kept", sustainment)), others=PEOPLE)
    statement = settle(agreed, 0, 0, 0, starts=(1, 0, 0), jobs=(0, 1, 0), kept=(0, 0, 1))
    assert fees(statement) == [400, 1200, sustainment]
    assert sum(fees(statement)) == most


def test_troubled_families_pays_80_then_60_then_40_per_cent_of_4000_at_attachment_and_the_rest_for_the_result() -> None:
    """3,200, 2,400 and 1,600 at attachment; 800, 1,600 and 2,400 for the result of the same year."""
    agreed = contract(staged(("starts", [3200, 2400, 1600]), ("jobs", [800, 1600, 2400])), others=PEOPLE[:2])
    statement = settle(agreed, 0, 0, 0, starts=(10, 10, 10), jobs=(0, 10, 20))
    assert column(statement, "fee / staged payments / starts / payment") == [32_000, 24_000, 16_000]
    assert column(statement, "fee / staged payments / jobs / payment") == [0, 16_000, 48_000]
    assert fees(settle(agreed, 0, 0, 0, starts=(1, 1, 1), jobs=(1, 1, 1))) == [4000, 4000, 4000]


def test_five_of_every_six_are_paid_for_at_each_stage() -> None:
    """1,680 families at £3,200 and £800 are £6,720,000; five of every six of them £5,600,000."""
    agreed = contract(staged(("starts", 3200), ("jobs", 800), paid_for="5/6"), others=PEOPLE[:2], years=1)
    assert fees(settle(agreed, 0, starts=(1680,), jobs=(1680,))) == [5_600_000]


def test_a_job_beyond_the_starts_to_date_waits_until_there_are_as_many() -> None:
    agreed = contract(staged(("starts", 400), ("jobs", 1200)), others=PEOPLE[:2])
    statement = settle(agreed, 0, 0, 0, starts=(2, 0, 3), jobs=(3, 1, 0))
    assert column(statement, "beyond the stage before") == [1, 2, 0]
    assert column(statement, "fee / staged payments / jobs / paid for") == [2, 0, 2]
    assert fees(statement) == [3200, 0, 3600]


def test_a_stage_waits_for_what_the_stage_before_waits_for() -> None:
    """Two starts, three jobs and three kept: two of each are paid for, at 3,810 each."""
    agreed = contract(staged(("starts", 400), ("jobs", 1200), ("kept", 2210)), others=PEOPLE, years=1)
    assert fees(settle(agreed, 0, starts=(2,), jobs=(3,), kept=(3,))) == [7620]


def test_a_count_that_is_corrected_takes_nothing_back_and_is_not_paid_for_again() -> None:
    agreed = contract(staged(("starts", 400), ("jobs", 1200)), others=PEOPLE[:2])
    assert fees(settle(agreed, 0, 0, 0, starts=(5, -2, 4), jobs=(0, 0, 0))) == [2000, 0, 800]


def test_what_is_paid_to_date_is_every_periods() -> None:
    agreed = contract(staged(("starts", 400), ("jobs", 1200)), others=PEOPLE[:2], counted="to date", years=2)
    assert fees(settle(agreed, 0, 0, starts=(5, 5), jobs=(0, 6))) == [2000, 9200]


def test_settling_is_refused_where_the_contract_says_so() -> None:
    terms = staged(("starts", 400), ("jobs", 1200), ("kept", 2210), beyond="settling is refused")
    agreed = contract(terms, others=PEOPLE)
    with pytest.raises(InputError) as caught:
        settle(agreed, 0, 0, starts=(2, 1), jobs=(2, 2), kept=(1, 4))
    assert [str(problem) for problem in caught.value.problems] == [
        "outturn[1] (2027-28) has more of jobs than of starts, the stage before it, by 1 people to date; "
        "correct the counts",
        "outturn[1] (2027-28) has more of kept than of jobs, the stage before it, by 2 people to date; "
        "correct the counts",
    ]
    assert fees(settle(agreed, 0, 0, starts=(2, 1), jobs=(2, 1), kept=(1, 2))) == [5410, 6020]


# Refusals


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            staged(("starts", 400), ("starts", 1200)),
            "fee.step[0].stages[1].measure is 'starts', as stages[0].measure is; name another",
        ),
        (
            staged(("starts", 400), ("visits", 1200)),
            "fee.step[0].stages[1].measure is in 'visits', but the first stage is in 'people'; "
            "count every stage in the same unit",
        ),
        (
            staged(("starts", 400), ("costs", 1200)),
            "fee.step[0].stages[1].measure is 'costs', which is in £ and counts nobody; "
            "name a measure in a unit of its own, such as people",
        ),
        (
            staged(("starts", 400), ("rate", 1200)),
            "fee.step[0].stages[1].measure is 'rate', which is in % and counts nobody; "
            "name a measure in a unit of its own, such as people",
        ),
        (
            staged(("starts", [400, 300]), ("jobs", 1200)),
            "fee.step[0].stages[0].price.amount lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
            "list one for each year, or one figure for all",
        ),
        (
            staged(("starts", 400), ("exits", 1200)),
            "fee.step[0].stages[1].measure is 'exits', which is no measure; "
            "write one of 'costs', 'starts', 'jobs', 'visits', 'rate'",
        ),
        (
            staged(("starts", -400), ("jobs", 1200)),
            "fee.step[0].stages[0].price.amount is -400, below nought; write the price as a positive figure",
        ),
    ],
)
def test_what_cannot_be_is_refused(terms: Terms, said: str) -> None:
    others = (STARTS, JOBS, {"name": "visits", "unit": "visits"}, {"name": "rate", "unit": "%"})
    assert refusals(terms, others=others) == [said]


def test_one_stage_alone_is_refused_and_what_is_beyond_it_has_no_default() -> None:
    assert refusals(staged(("starts", 400)), others=PEOPLE) == [
        'fee.step[0].stages has one stage alone; write it as rule = "unit payment", or add the next'
    ]
    terms = {
        key: value for key, value in staged(("starts", 400), ("jobs", 1)).items() if key != "beyond_the_stage_before"
    }
    (said,) = refusals(terms, others=PEOPLE)
    assert said.startswith("fee.step[0].beyond_the_stage_before is missing")


# Properties

counts = st.integers(0, 40).map(Decimal)
PERSON = quantity("people")


def paid_for(to_date: Decimal, before: Decimal, paid: Decimal) -> Fraction:
    return worked(
        lambda: newly_paid(reached(constant(to_date, PERSON), constant(before, PERSON)), constant(paid, PERSON))
    )


@given(counts, counts, counts, counts)
def test_more_who_reach_a_stage_are_never_paid_less_and_at_most_each_at_its_price(
    to_date: Decimal, before: Decimal, paid: Decimal, more: Decimal
) -> None:
    assert 0 <= paid_for(to_date + more, before, paid) - paid_for(to_date, before, paid) <= more


@given(st.lists(st.tuples(*[st.integers(0, 20)] * 3), min_size=3, max_size=3))
def test_however_the_counts_fall_on_periods_the_most_is_paid_for_the_stage_before(people: list[Any]) -> None:
    starts, jobs, kept = zip(*people, strict=True)
    agreed = contract(staged(("starts", 400), ("jobs", 1200), ("kept", 2210)), others=PEOPLE)
    statement = settled_alike(agreed, outturn(agreed, 0, 0, 0, starts=starts, jobs=jobs, kept=kept))
    of_jobs = min(sum(starts), sum(jobs))
    assert sum(fees(statement)) == 400 * sum(starts) + 1200 * of_jobs + 2210 * min(of_jobs, sum(kept))


@given(st.integers(1, 20), st.integers(1, 5))
def test_nobody_reaching_anything_pays_nothing_and_twice_the_prices_pay_twice(people: int, times: int) -> None:
    once, more = (contract(staged(("starts", 4 * by), ("jobs", 12 * by)), others=PEOPLE[:2]) for by in (1, times))
    assert fees(settle(once, 0, starts=(0,), jobs=(0,))) == [0]
    paid, paid_more = (sum(fees(settle(each, 0, starts=(people,), jobs=(people,)))) for each in (once, more))
    assert paid_more == times * paid
