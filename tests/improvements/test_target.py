"""A target: shown beside what was measured, and earning nothing by itself."""

from hypothesis import given

from riskreward import contract_from_json, contract_to_json
from riskreward.improvements.target import above_target
from riskreward.kernel import pounds
from tests.contracts import SAVINGS, column, contract, fees, pence, readers_agree, refusals, settle, worked

JOBS = {"name": "jobs", "unit": "jobs", "better": "higher", "target": [20, 40, 60]}
AGAINST = "against the target"


def test_jobs_created_against_a_target_for_each_year():
    statement = settle(contract(others=(JOBS,)), 0, 0, 0, jobs=(25, 40, 51.5))
    assert column(statement, "target") == [20, 40, 60]
    assert column(statement, AGAINST) == pence("5 0 -8.5")


def test_where_lower_is_better_it_is_the_other_way_round():
    waiting = {"name": "waiting", "unit": "minutes", "target": 5}
    assert column(settle(contract(others=(waiting,)), 0, 0, waiting=(4, 7)), AGAINST) == [1, -2]


def test_it_earns_nothing():
    with_one, without = contract(others=(JOBS,)), contract(others=({**JOBS, "target": []},))
    assert fees(settle(with_one, 100_000, jobs=(0,))) == fees(settle(without, 100_000, jobs=(0,))) == [10_000]
    assert not settle(without, 100_000, jobs=(0,)).has(AGAINST)


def test_a_measure_that_saves_may_have_one_too():
    agreed = contract(measure={"target": 950_000})
    statement = settle(agreed, 60_000, 40_000)
    assert column(statement, AGAINST) == [10_000, -10_000]
    assert readers_agree(agreed, statement)


def test_each_settlement_is_held_against_it_as_it_stands_and_none_after_the_term():
    retention = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    agreed = contract(others=({**JOBS, "target": 20},), settled="half-yearly", years=1, settlement=retention)
    statement = settle(agreed, 0, 0, jobs=(10, 30))
    assert column(statement, AGAINST) == [-10, 10, 0, 0]
    assert readers_agree(agreed, statement)


def test_a_target_in_per_cent():
    quality = {"name": "quality", "unit": "%", "better": "higher", "target": "90%"}
    assert column(settle(contract(others=(quality,)), 0, quality=("93%",)), AGAINST) == [3]


def test_it_is_in_the_measures_unit_and_has_a_figure_for_each_year():
    quality = {"name": "quality", "unit": "%", "target": 90}
    assert refusals(others=(quality,)) == ['measure[1].target is 90, but the measure is in %; write "90%"']
    assert refusals(others=({**JOBS, "target": [1, 2]},)) == [
        "measure[1].target lists 2 figures, but the term has 3 years (2026-27 to 2028-29); list one for each year, or "
        "one figure for all"
    ]


def test_it_is_written_and_read_back():
    agreed = contract(others=(JOBS, {"name": "quality", "unit": "%", "target": "90%"}))
    assert contract_from_json(contract_to_json(agreed)) == agreed


@given(SAVINGS, SAVINGS)
def test_better_one_way_is_worse_the_other(outturn, target):
    higher, lower = (
        worked(lambda way=way: above_target(pounds(outturn), pounds(target), way)) for way in (True, False)
    )
    assert higher == -lower == outturn - target
