"""The search reader: what it finds, that it finds the same every time, and how it tells it."""

from fractions import Fraction
from random import Random

import pytest

import riskreward as rr
from riskreward.__main__ import EXAMPLE
from riskreward.kernel import nothing
from riskreward.promises import Watched, promises, watch
from riskreward.promises.aiming import Aim
from riskreward.promises.ranges import ranges
from riskreward.promises.search import drawn_path, search
from riskreward.promises.shrinking import shrunk
from riskreward.promises.story import tell
from tests.promises.contracts import gain_share, plain

ADVANCE = {"amount": 20_000, "paid": "at the start", "recovered": "50%", "at_the_end": "written off"}


def watched(contract: rr.Contract) -> Watched:
    return watch(contract, tuple(each for each in promises(contract) if not each.why_not(contract)))


def test_a_search_of_the_example_breaks_nothing() -> None:
    found = search(watched(rr.read_contract(EXAMPLE / "south-tyneside.toml")), paths=300)
    assert (found.broken, found.paths, found.settlements) == ({}, 300, 1_200)


def test_a_search_finds_the_earliest_break_and_the_same_each_time() -> None:
    given = watched(gain_share())
    first, second = (search(given, 200, seed=7) for _ in range(2))
    assert first == second
    assert len(first.broken["never out of pocket"]) == 2
    assert len(first.broken["not out of pocket at the end"]) == 3


def test_other_seeds_search_other_paths() -> None:
    given = watched(gain_share())
    aim = Aim(given, ranges(given))
    assert drawn_path(aim, Random(1)) == drawn_path(aim, Random(1)) != drawn_path(aim, Random(2))


def test_a_long_term_is_searched_by_settlements() -> None:
    monthly = {"settled": "monthly", "measure[0].baseline.spread": "the same for each settlement", "years": 50}
    found = search(watched(plain(**monthly)))
    assert 20_000 <= found.settlements < 20_600


def test_a_saving_that_is_wanted_is_brought_about() -> None:
    given = watched(rr.read_contract(EXAMPLE / "south-tyneside.toml"))
    aim = Aim(given, ranges(given))
    (costs, *_) = aim.earners(0)
    outturn = aim.outturn(0, costs, Fraction(1_000_000))
    assert outturn == 1_247_588_860
    assert abs(aim.saving(0, costs, outturn) - 1_000_000) < Fraction(1, 100)
    assert aim.outturn(0, costs, Fraction(-(10**9))) == 3_000_000_000  # the end of the declared range


def test_a_plain_period_passes_its_gates_and_holds_unpublished_levels_at_the_last_known() -> None:
    given = watched(rr.read_contract(EXAMPLE / "south-tyneside.toml"))
    aim, facts = Aim(given, ranges(given)), given.assembled.program.fact_numbers
    last = aim.plain(2)
    assert last[facts["repairs on time / outturn"]] == 9_000
    assert last[facts["running costs / index (February inside the year)"]] == 1_323


def test_ranges_are_the_declared_ones_or_offered() -> None:
    declared = ranges(watched(plain()))["agency spending / outturn"]
    assert (declared.low, declared.high, declared.is_declared) == (0, 400_000_000, True)
    assumed = ranges(watched(gain_share()))["running costs / outturn"]
    assert (assumed.low, assumed.high, assumed.is_declared) == (0, 200_000_000, False)
    assert assumed.offer == "outturn_between = [0, 2_000_000]"


def test_a_path_is_shrunk_to_few_periods_and_round_figures_and_still_breaks() -> None:
    given = watched(gain_share())
    (promise,) = (each for each in given.promises if each.name == "not out of pocket at the end")
    path = search(given, 200).broken[promise.name]
    short = shrunk(given, promise, path)
    assert given.broken_in(promise, short) == len(short) - 1 == 2
    assert sum(row != Aim(given, ranges(given)).plain(0) for row in short) <= 3


def test_a_story_is_settled_into_an_ordinary_statement() -> None:
    given = watched(gain_share())
    (promise,) = (each for each in given.promises if each.name == "never out of pocket")
    told = tell(given, promise, search(given, 200).broken[promise.name])
    assert told is not None
    assert str(told) == told.sentence
    again = gain_share().settle(told.outturn, to=told.period)
    assert [line.exact for line in again.periods[-1].lines] == [line.exact for line in told.statement.periods[-1].lines]


def test_a_path_that_the_contract_refuses_is_no_story() -> None:
    refusing = rr.work_programme(starts="2011-06-01", years=1, beyond_the_stage_before="settling is refused")
    given = watched(refusing)
    program = given.assembled.program
    facts = [0] * len(program.facts)
    sustained = next(number for number, each in enumerate(program.facts) if "sustained" in each.path)
    facts[sustained] = 500
    line = program.facts[sustained].path
    promise = rr.Promise("mine", "Nobody stays.", lambda lines: lines[line] <= nothing)
    assert tell(watch(refusing, (promise,)), promise, [facts]) is None


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (
            {"settlement__clawback": None},
            "If you save £100,000 in 2026-27 and lose £100,000 in 2027-28, "
            "you will have paid £25,000 for nothing saved.",
        ),
        (
            {"settlement__advance": ADVANCE},
            "If you save nothing in 2026-27, you will have paid £20,000 for nothing saved.",
        ),
    ],
)
def test_a_story_is_told_in_one_plain_sentence(terms: dict[str, object], sentence: str) -> None:
    assert rr.check(plain(**terms))["never out of pocket"].sentence == sentence


@pytest.mark.parametrize(
    ("name", "told"),
    [("income", "on income in"), ("Rental income", "on Rental income in"), ("lettings", "on lettings (income) in")],
)
def test_a_story_says_what_is_no_cash_unless_its_name_does(name: str, told: str) -> None:
    changes = {"measure[0].name": name, "measure[0].benefit": "income", "fee.earns_on": ["income"]}
    assert told in rr.check(plain(**changes))["only cash earns"].sentence
