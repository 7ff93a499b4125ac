"""Many contracts over many paths: sums of each path to the penny, drawn apart but for what is common."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from gc import collect
from pathlib import Path
from typing import Any
from weakref import ref

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward.contract.trying import EARNED
from riskreward.figures import money_text
from riskreward.portfolios import LotFee
from riskreward.promises.sentences import PAID
from riskreward.promises.worst import KEPT
from riskreward.scenarios import OwnFigures
from riskreward.scenarios.portfolio_simulation import TOGETHER
from riskreward.scenarios.portfolio_tallies import financial_year
from riskreward.strategies import contracts, scenarios
from tests.contracts import contract

ALL = {"rule": "share", "share": "100%"}
HALF = {"rule": "share", "share": "50%"}
LIKELY = rr.low_likely_high("2%", "10%", "15%")


def named(*names: str, **terms: Any) -> dict[str, rr.Contract]:
    """Return contracts of these names that pay half of each year's saving."""
    return {name: contract(HALF, **{"years": 1, **terms}) for name in names}


def own(savings: Any) -> OwnFigures:
    return rr.own_figures(numpy.array(savings), counted_in="whole units", of="saving")


def refusals(refused: Callable[[], object]) -> list[str]:
    with pytest.raises(rr.InputError) as caught:
        refused()
    return [str(problem) for problem in caught.value.problems]


# Worked examples.


def test_what_two_contracts_come_to_is_added_up_path_by_path():
    """A saves £100, then £60; B £10, then £40: half is £55 and £50, £5 and £20 are B's."""
    given = {"A": own([[100], [60]]), "B": own([[10], [40]])}
    found = rr.simulate_portfolio(named("A", "B"), given, paths=2)
    assert [found.on_path(number) for number in (0, 1)] == [(55, 55, 55), (50, 50, 50)]
    assert (found.fee.mean, found.fee.lowest, found.fee.highest) == (Fraction("52.50"), 50, 55)
    assert list(found.by_contract) == [
        ("A", 40, 40, 40),
        (
            "B",
            Fraction("12.50"),
        )
        + (Fraction("12.50"),) * 2,
    ]
    assert len(found) == 2


def test_each_financial_year_has_what_was_settled_in_it_whenever_the_terms_begin():
    """A of two years from April 2026 earns £50 a year. B of a year from October 2026 earns £5 a quarter, two in each
    financial year, and a fifth is retained: £1 a quarter, released a year after its end, in September 2028."""
    a = contract(HALF, years=2)
    b = contract(
        {"rule": "share", "share": "10%"},
        years=1,
        starts="2026-10-01",
        settled="quarterly",
        settlement={"retention": {"share": "20%", "released": "a year after the end of the term"}},
    )
    given = {"A": rr.certain("£100"), "B": rr.certain("£50")}
    found = rr.simulate_portfolio({"A": a, "B": b}, given, paths=3)
    assert [(each.financial_year, each.fee.mean, each.paid.mean, each.kept.mean) for each in found.by_year] == [
        ("2026-27", 60, 58, 142),
        ("2027-28", 60, 58, 142),
        ("2028-29", 0, 4, -4),
    ]
    assert found.fee.mean == found.paid.mean == 120


def test_contracts_that_measure_the_same_are_drawn_apart_and_the_sum_is_less_spread():
    """Two alike: were they drawn alike, every sum would be twice one; apart, the spread of the sum is 1.41 times."""
    found = rr.simulate_portfolio(named("A", "B"), LIKELY, paths=4_000)
    one = rr.simulate_portfolio(named("A"), LIKELY, paths=4_000)
    sums, single = (numpy.array([float(each.on_path(n).fee) for n in range(4_000)]) for each in (found, one))
    assert sums.std() / single.std() == pytest.approx(2**0.5, rel=0.03)
    assert found.fee.mean != 2 * one.fee.mean


def test_what_is_common_is_drawn_alike_for_every_contract():
    alike = rr.scenario({"costs": LIKELY}, common="costs")
    found = rr.simulate_portfolio(named("A", "B"), alike, paths=50)
    one = rr.simulate_portfolio(named("C"), alike, paths=50)
    assert [found.on_path(n).fee for n in range(50)] == [2 * one.on_path(n).fee for n in range(50)]
    assert len({one.on_path(n).fee for n in range(50)}) == 50


def test_what_leans_on_something_common_moves_together_by_as_much():
    """The costs of A and B lean on a common quality by 80%, which is 64% of each other; it stays common."""
    leaning = rr.scenario(
        {"costs": rr.normal("10%", "1%"), "quality": rr.normal("90%", "1%")},
        common="quality",
        correlated={("costs", "quality"): "80%"},
    )
    standard = {"name": "quality", "unit": "%", "better": "higher"}
    gate = {"rule": "quality gate", "measure": "quality", "at_least": "90%"}
    agreed = contract(gate, HALF, years=1, others=(standard,))
    savings, met = [], []
    for name in ("A", "B"):
        alone = rr.simulate(agreed, leaning, paths=3_000, named=name)
        paths = [alone._settling.drawing.path(number)[0] for number in range(3_000)]
        numbers = alone._settling.drawing.watched.assembled.program.fact_numbers
        savings.append([each[numbers["costs / outturn"]] for each in paths])
        met.append([each[numbers["quality / outturn"]] for each in paths])
    assert met[0] == met[1]
    assert numpy.corrcoef(*savings)[0, 1] == pytest.approx(0.64, abs=0.03)


def test_a_common_shock_strikes_all_at_once_and_another_each_on_its_own():
    """Each earns £50,000, and nothing where it is struck: both or neither, or else one alone on half of the paths."""
    steady = rr.certain("10%")
    fees = {}
    for common in ("recession", ""):
        struck = rr.scenario(steady, shocks=rr.shock("50%", loses="100%", common=common))
        found = rr.simulate_portfolio(named("A", "B"), struck, paths=1_000)
        fees[common] = [int(found.on_path(n).fee) for n in range(1_000)]
    assert set(fees["recession"]) == {0, 100_000}
    assert fees["recession"].count(0) == pytest.approx(500, abs=50)
    assert fees[""].count(50_000) == pytest.approx(500, abs=50)


def test_a_common_shock_falls_on_a_day_and_not_on_the_same_settlement_of_each_term():
    """B begins a year later: on paths where the shock is in 2027-28, A loses its second year and B its first."""
    struck = rr.scenario(
        rr.certain("10%"), shocks=rr.shock("50%", loses="100%", lasts=1, common="recession"), persistence="100%"
    )
    a, b = contract(HALF, years=2), contract(HALF, years=1, starts="2027-04-01")
    found = rr.simulate_portfolio({"A": a, "B": b}, struck, paths=400)
    assert (found.by_year[1].fee.lowest, found.by_year[1].fee.highest) == (0, 100_000)


def test_every_path_of_a_contract_can_be_settled_into_its_statement():
    found = rr.simulate_portfolio({"A": contract(HALF)}, LIKELY, paths=20, seed=7)
    alone = rr.simulate(contract(HALF), LIKELY, paths=20, seed=7, named="A")
    assert [alone.path(n).statement.exact(EARNED) for n in range(20)] == [found.on_path(n).fee for n in range(20)]


def test_contracts_are_read_one_after_another_and_none_is_held():
    alive: list[ref[rr.Contract]] = []
    most = 0

    def coming() -> Iterator[rr.Contract]:
        for number in range(3 * TOGETHER):
            agreed = contract(HALF, years=1, title=f"Lot {number}")
            alive.append(ref(agreed))
            yield agreed

    told = []

    def progress(done: int, of: int | None) -> None:
        nonlocal most
        told.append((done, of))
        collect()
        most = max(most, sum(each() is not None for each in alive))

    found = rr.simulate_portfolio(coming(), LIKELY, paths=10, progress=progress)
    assert told == [(TOGETHER, None), (2 * TOGETHER, None), (3 * TOGETHER, None)]
    assert most <= TOGETHER + 1
    assert [each.name for each in found.by_contract][:2] == ["Lot 0", "Lot 1"]


def test_what_a_stream_of_contracts_raises_comes_through():
    def coming() -> Iterator[rr.Contract]:
        yield contract(HALF)
        raise OSError("the source is gone")

    for under in ({}, {"cap": 1, "over": "term", "shared_out": "in order", "netted": False}):
        with pytest.raises(OSError, match="the source is gone"):
            rr.simulate_portfolio(coming(), LIKELY, paths=10, **under)  # type: ignore[arg-type]  # a table of options
    with ThreadPoolExecutor(2) as workers, pytest.raises(OSError, match="the source is gone"):
        rr.simulate_portfolio(coming(), LIKELY, paths=10, executor=workers)


def test_a_list_of_contracts_keeps_nothing_that_was_made_of_it():
    agreed = contract(HALF)
    rr.simulate_portfolio([agreed], LIKELY, paths=10)
    assert "assembled" not in agreed._made


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_whoever_counts_the_figures_are_the_same(executor: Any):
    lots = named(*(f"Lot {number}" for number in range(TOGETHER + 5)))
    under: dict[str, Any] = {"cap": 500_000, "over": "year", "shared_out": "pro rata", "netted": False}
    with executor(2) as workers:
        shared = rr.simulate_portfolio(lots, LIKELY, paths=20, executor=workers, **under)
    here = rr.simulate_portfolio(lots, LIKELY, paths=20, **under)
    assert shared.to_records() == here.to_records()
    assert [shared.on_path(n) for n in range(20)] == [here.on_path(n) for n in range(20)]


def test_it_shows_itself():
    lots = named(*(f"Lot {number}" for number in range(22)))
    found = rr.simulate_portfolio(
        lots, rr.certain("£100"), paths=10, cap=1_000, over="year", shared_out="in order", netted=True
    )
    text = " ".join(str(found).split())
    assert "Over 10 paths the fees of 22 contracts come to £1,100 on average; the councils keep £1,100" in text
    assert "The cap of £1,000 over each contract year leaves £1,000 of the fees on average; the councils keep" in text
    assert "2026-27 £1,100 £1,100 £1,100" in text
    assert "Lot 19 £50 £50 £50 Not shown: 2 more contracts." in text
    assert "10 paths drawn with seed 0, each contract independently but for what is common" in text
    assert "<table" in found._repr_html_()
    records = found.to_records()
    assert {
        "contract": "Lot 21",
        "figure": "fee earned",
        "financial_year": None,
        "contract_year": None,
        "statistic": "mean",
        "value": 50,
    } in records


def test_a_cap_over_the_year_is_over_the_contracts_own_year_which_is_told_apart_from_the_financial_years():
    """£30,000 from October 2026 to September 2027: half falls in each financial year, and all under one cap."""
    lot = contract({"rule": "share", "share": "100%"}, years=1, starts="2026-10-01", settled="quarterly")
    found = rr.simulate_portfolio(
        {"A": lot}, rr.certain("£30,000"), paths=5, cap=20_000, over="year", shared_out="pro rata", netted=False
    )
    assert [(each.financial_year, each.fee.mean) for each in found.by_year] == [
        ("2026-27", 60_000),
        ("2027-28", 60_000),
    ]
    assert found.under_cap is not None
    assert found.under_cap.by_contract_year == (("2026-27", date(2026, 10, 1), 120_000, 100_000),)
    assert found.under_cap.fees(0) == (LotFee("2026-27", "A", Fraction(120_000), Fraction(100_000)),)
    assert "over each contract year leaves £20,000" in " ".join(str(found).split())
    assert "2026-27, from 1 October 2026 £120,000 £100,000 £20,000" in " ".join(str(found).split())
    years = {
        (each["figure"], each["financial_year"], each["contract_year"], each["value"]) for each in found.to_records()
    }
    assert ("fee earned", "2027-28", None, 60_000) in years
    assert ("cut off by the cap", None, "2026-27", 100_000) in years
    assert ("fee within the cap", None, "2026-27", 20_000) in years


def test_the_documents_example_comes_to_what_it_prints():
    page = (Path(rr.__file__).parents[1] / "docs" / "portfolio.md").read_text(encoding="utf-8")
    block = page.split("# Many contracts over many paths")[1].split("```python")[1].split("```")[0]
    scope: dict[str, Any] = {}
    exec(block, scope)
    told = " ".join(page.split())
    assert scope["region"].sentence in told
    alone = rr.simulate_portfolio(
        (scope["lot"](number) for number in range(40)), rr.low_likely_high("2%", "10%", "15%"), paths=1_000, seed=2026
    )
    low, high = (money_text(alone.fee.quantile(each), "£") for each in ("10%", "90%"))
    assert f"without the recession the fees above lie between {low} and {high}" in told


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2027, 3, 31), "2026-27"),
        (date(2027, 4, 1), "2027-28"),
        (date(2027, 4, 30), "2027-28"),
        (date(2099, 12, 31), "2099-00"),
    ],
)
def test_a_financial_year_runs_from_1_april(day: date, year: str):
    assert financial_year(day) == year


# Refused.


def test_everything_wrong_is_told_at_once_before_any_path_is_drawn():
    lots = [("A", contract()), ("A", contract()), ("B", contract(currency="$", measure={"unit": "$"})), ("C", 5)]
    assert refusals(lambda: rr.simulate_portfolio(lots, {"A": LIKELY, "D": LIKELY}, paths=0, seed=-1, netted=True)) == [  # type: ignore[arg-type]  # no contract
        "seed is -1, not between 0 and 2**128; write one such as 2026",
        "paths is 0; write a whole number from 1 to 10,000,000",
        "contracts['A'] is the name of two contracts; give each a name of its own, by which it is drawn: "
        "(name, contract)",
        "contracts['B'] is in $, but A is in £; let the contracts of a portfolio be in one currency",
        "contracts['B'] has no scenario; add one to scenarios: {'B': ...}",
        "contracts['C'] is 5, where a contract belongs; give each as a contract, or as (name, contract)",
        "scenarios['D'] is for no contract of the portfolio; leave it out",
        "cap is missing, but netted given; give the amount of the cap, or leave the choice out",
    ]


def test_a_cap_has_no_default_choice_and_years_that_overlap_cannot_be_under_one_years():
    lots = {"A": contract(), "B": contract(starts="2026-09-01")}
    said = refusals(lambda: rr.simulate_portfolio(lots, LIKELY, cap="-£1", over="year", shared_out="pro rata"))
    assert said == [
        "netted is missing, and published deals differ; choose one of True, False",
        "cap is '-£1', below nought; write an amount of nought or more",
        "lots['B'] has 2026-27 to 31 August 2027, but A has 2027-28 from 1 April 2027; "
        'let the lots have the same years, or write over="term"',
    ]


def test_a_scenario_that_does_not_fit_is_told_with_the_contracts_name():
    wrong = rr.scenario({"coasts": LIKELY})
    said = refusals(lambda: rr.simulate_portfolio(named("A", "B"), wrong))
    assert said == [
        "contracts['A']: scenario[\"coasts\"] is no figure of the contract, which reads costs; write one of those names"
    ]
    said = refusals(lambda: rr.simulate_portfolio(named("A"), own([[1]]), paths=2))
    assert said == ["contracts['A']: paths is 2, but your own figures have 1; write 1"]


@pytest.mark.parametrize("given", [contract(), 5, [], {}])
def test_what_is_no_list_of_contracts_is_refused(given: Any):
    assert refusals(lambda: rr.simulate_portfolio(given, LIKELY))[0].startswith("contracts ")


def test_a_contract_by_itself_and_a_name_that_is_no_text_are_called_what_they_are():
    simulated: Any = rr.simulate_portfolio
    assert refusals(lambda: simulated(contract(), LIKELY)) == [
        "contracts is one contract, where several contracts belong; "
        "give a list of contracts, or use rr.simulate for one"
    ]
    named_by_number = "contracts[0] has the name 1, which is no text; write it as text, such as '1'"
    assert refusals(lambda: simulated({1: contract()}, LIKELY)) == [named_by_number]
    assert refusals(lambda: simulated(iter([(1, contract())]), LIKELY)) == [named_by_number]
    assert refusals(lambda: simulated({"A": 5}, LIKELY))[0].startswith("contracts['A'] is 5, where a contract belongs")
    said = refusals(lambda: simulated([contract(), 5, "x"], LIKELY))
    assert [each.split(",")[0] for each in said] == ["contracts[1] is 5", "contracts[2] is 'x'"]


def test_any_whole_number_of_paths_will_do():
    found = rr.simulate_portfolio(named("A"), LIKELY, paths=numpy.int64(10))  # type: ignore[arg-type]  # a whole number
    assert found.to_records() == rr.simulate_portfolio(named("A"), LIKELY, paths=10).to_records()


def test_a_chance_is_asked_of_an_amount_as_it_is_written():
    found = rr.simulate_portfolio(
        named("A"), own([[100], [60]]), paths=2, cap=40, over="term", shared_out="in order", netted=False
    )
    assert found.under_cap is not None
    assert found.fee.chance_above("£30.00") == found.fee.chance_above(30) == Fraction(1, 2)
    assert found.under_cap.within.chance_above("£35") == found.under_cap.cut_off.chance_above("£5") == Fraction(1, 2)
    assert refusals(lambda: found.fee.chance_above("$30")) == [
        "figure is '$30', in another currency than £; write it in £"
    ]


def test_a_stream_ends_with_the_first_contract_that_cannot_be_used():
    said = refusals(lambda: rr.simulate_portfolio(iter([contract(), contract()]), LIKELY, paths=10))
    assert said[0].startswith("contracts['Test'] is the name of two contracts")


def test_common_figures_and_shocks_have_names():
    assert refusals(lambda: rr.scenario({"costs": LIKELY}, common=("costs", "prices"))) == [
        "scenario.common has 'prices', for which the scenario gives no figure by name; write one of costs"
    ]
    assert "which is no name" in refusals(lambda: rr.shock("2%", loses="40%", common=True))[0]  # type: ignore[arg-type]  # no name


# Properties.


@settings(max_examples=25)
@given(st.data())
def test_every_path_is_the_sum_of_the_statements_to_the_penny(data: st.DataObject):
    lots = {name: data.draw(contracts()) for name in data.draw(st.sampled_from(("A", "AB", "ABC")))}
    given = {name: data.draw(scenarios(each)) for name, each in lots.items()}
    found = rr.simulate_portfolio(lots, given, paths=9, seed=3)
    alone = [rr.simulate(each, given[name], paths=9, seed=3, named=name) for name, each in lots.items()]
    for number in (0, 4, 8):
        statements = [each.path(number).statement for each in alone]
        on_path = found.on_path(number)
        assert on_path == tuple(
            sum((each.exact(line) for each in statements), Fraction(0)) for line in (EARNED, PAID, KEPT)
        )
    assert sum(each.fee for each in found.by_contract) == found.fee.mean == sum(each.fee.mean for each in found.by_year)
