"""Drawing: worked figures, the same path whoever draws it, its limits, and what is assumed of the rest."""

import pickle
import subprocess
import sys
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward import Contract, InputError
from riskreward.promises import watch
from riskreward.scenarios import ArraysMissingError, Drawing, Scenario
from riskreward.strategies import contracts, scenarios
from riskreward.terms import read_terms
from tests.contract.deeds import vary
from tests.contracts import QUALITY, contract, terms
from tests.promises.contracts import of_the_catalogue
from tests.scenarios.oracle import chance, figure

WIDE = {"outturn_between": [0, 30_000_000]}
LIKELY = rr.low_likely_high("2%", "10%", "15%")
SEED = 2026


def fact(drawing: Drawing, path: str, period: int = 0) -> int:
    """Return the number of a fact in a period's program."""
    return drawing.watched.program_at(period).fact_numbers[path]


def column(drawing: Drawing, path: str, paths: int = 1000, first: int = 0) -> list[Any]:
    """Return what is drawn of a fact in each period of the term, copied."""
    found = []
    for period, row in enumerate(drawing.rows(first, paths)):
        if period < len(drawing.watched.agreement.calendar.periods):
            found.append(np.copy(row[fact(drawing, path, period)]))
    return found


def refusals(agreed: Contract, given: Any, seed: Any = SEED) -> list[str]:
    with pytest.raises(InputError) as caught:
        Drawing(agreed, given, seed)
    return [str(each) for each in caught.value.problems]


def test_a_certain_saving_of_a_tenth_leaves_nine_tenths_of_the_baseline() -> None:
    """£1,000,000 a year: £900,000 in pence, on every path."""
    drawing = Drawing(contract(), rr.certain("10%"), SEED)
    number = fact(drawing, "costs / outturn")
    assert [row[number] for row in drawing.rows(0, 10)] == [90_000_000] * 3
    assert [row[number] for row in drawing.limits] == [(90_000_000, 90_000_000)] * 3


def test_an_amount_is_saved_in_each_period() -> None:
    drawing = Drawing(contract(), rr.certain("£12,345.67"), SEED)
    assert [row[fact(drawing, "costs / outturn")] for row in drawing.path(0)] == [98_765_433] * 3


def test_more_income_is_a_saving_upwards() -> None:
    agreed = contract(measure={"better": "higher"})
    drawing = Drawing(agreed, rr.certain("10%"), SEED)
    assert drawing.path(0)[0][fact(drawing, "costs / outturn")] == 110_000_000


def test_a_saving_grows_in_and_wears_off() -> None:
    """10% of £1,000,000: half of it, then whole less a tenth, then whole less a tenth twice over."""
    drawing = Drawing(contract(), rr.scenario(rr.certain("10%"), ramp_up=("50%",), persistence="90%"), SEED)
    savings = [100_000_000 - row[fact(drawing, "costs / outturn")] for row in drawing.path(0)]
    assert savings == [5_000_000, 9_000_000, 8_100_000]


def test_persistence_goes_by_years_and_ramp_up_by_settlements() -> None:
    agreed = contract(settled="quarterly", years=2)
    drawing = Drawing(agreed, rr.scenario(rr.certain("10%"), ramp_up=("0%", "50%"), persistence="80%"), SEED)
    savings = [100_000_000 - row[fact(drawing, "costs / outturn")] for row in drawing.path(0)]
    assert savings == [0, 5_000_000, 10_000_000, 10_000_000, *[8_000_000] * 4]


def test_what_is_drawn_lies_between_its_limits_and_has_its_mean() -> None:
    """PERT: (2 + 4 x 10 + 15) / 6 = 9.5% of £1,000,000; of 100,000 paths the usual error is £70."""
    drawing = Drawing(contract(), LIKELY, SEED)
    assert drawing.limits[0][fact(drawing, "costs / outturn")] == (85_000_000, 98_000_000)
    for drawn in column(drawing, "costs / outturn", 100_000):
        assert drawn.dtype == np.int64
        assert drawn.min() >= 85_000_000
        assert drawn.max() <= 98_000_000
        assert drawn.mean() == pytest.approx(90_500_000, abs=30_000)


def test_every_figure_is_the_one_worked_out_by_hand() -> None:
    """From the generator's publication, the table at its chances and a straight line, rounded half up."""
    drawing = Drawing(contract(), LIKELY, SEED)
    spread = LIKELY.spread()
    outturns = [Fraction(100_000_000) * (1 - Fraction(each, spread.denominator)) for each in spread.figures]
    for period, drawn in enumerate(column(drawing, "costs / outturn", 50, first=10**9)):
        for number, found in enumerate(drawn):
            exactly = figure(outturns, chance(SEED, "costs", period, 10**9 + number))  # type: ignore[arg-type]  # exact ones
            assert abs(found - exactly) <= 2


def test_draws_are_fixed_for_ever() -> None:
    """Golden figures: the same on every machine, and in every later version that does not say otherwise."""
    drawing = Drawing(contract(), LIKELY, SEED)
    assert [[int(each) for each in drawn] for drawn in column(drawing, "costs / outturn", 4)] == GOLDEN


GOLDEN = [
    [88091907, 94489230, 93818701, 92141581],
    [91466896, 92141618, 92864760, 86127391],
    [88157585, 86678478, 92189397, 89232490],
]


def test_each_period_is_drawn_afresh_or_once() -> None:
    afresh = column(Drawing(contract(), LIKELY, SEED), "costs / outturn")
    assert not (afresh[0] == afresh[1]).any()
    assert abs(np.corrcoef(afresh[0], afresh[1])[0, 1]) < 0.15
    once = column(Drawing(contract(), rr.low_likely_high("2%", "10%", "15%", drawn="once"), SEED), "costs / outturn")
    assert (once[0] == once[1]).all()
    assert (once[0] == once[2]).all()


def test_what_is_drawn_each_year_is_alike_in_all_periods_of_a_contract_year() -> None:
    """Two years from July, which the contract counts from 1 April: one quarter short, a whole year, and the rest."""
    yearly = rr.low_likely_high("2%", "10%", "15%", drawn="each year")
    agreed = contract(starts="2026-07-01", settled="quarterly", years=2, years_run="from 1 April")
    found = column(Drawing(agreed, yearly, SEED), "costs / outturn")
    assert [[bool((one == other).all()) for other in found] for one in found] == [
        [here == there for there in "aaabbbbc"] for here in "aaabbbbc"
    ]


def test_what_is_drawn_each_year_is_drawn_each_period_where_the_contract_is_settled_yearly() -> None:
    yearly = rr.low_likely_high("2%", "10%", "15%", drawn="each year")
    afresh, of_years = (column(Drawing(contract(), each, SEED), "costs / outturn") for each in (LIKELY, yearly))
    assert np.array_equal(afresh, of_years)


def test_a_common_figure_of_a_year_is_alike_from_the_same_day_on_however_often_settled() -> None:
    yearly = rr.scenario({"costs": rr.low_likely_high("2%", "10%", "15%", drawn="each year")}, common="costs")
    early, late = contract(), contract(starts="2027-04-01", settled="quarterly")
    of_early, of_late = (
        column(Drawing(each, yearly, SEED, named), "costs / outturn") for each, named in ((early, "one"), (late, "two"))
    )
    assert np.array_equal(of_early[1], of_late[0])
    assert np.array_equal(of_early[2], of_late[7])
    assert not np.array_equal(of_late[3], of_late[4])


def test_correlated_figures_move_together_and_are_drawn_afresh() -> None:
    """Quality rises as costs fall, and neither knows of the year before."""
    figures = {"costs": LIKELY, "quality": rr.normal("95%", "1%", within=("90%", "100%"))}
    drawing = Drawing(several(), rr.scenario(figures, correlated={("costs", "quality"): "80%"}), SEED)
    costs, quality = (column(drawing, f"{each} / outturn", 20_000) for each in figures)
    for spent, good in zip(costs, quality, strict=True):
        assert np.corrcoef(spent, good)[0, 1] == pytest.approx(-0.79, abs=0.02)
    for figure_ in (costs, quality):
        assert abs(np.corrcoef(figure_[0], figure_[1])[0, 1]) < 0.03


def test_correlated_figures_drawn_once_stay_as_they_are() -> None:
    figures = {
        "costs": rr.low_likely_high("2%", "10%", "15%", drawn="once"),
        "quality": rr.normal("95%", "1%", within=("90%", "100%"), drawn="once"),
    }
    drawing = Drawing(several(), rr.scenario(figures, correlated={("costs", "quality"): "80%"}), SEED)
    for path in ("costs / outturn", "quality / outturn"):
        first, *later = column(drawing, path)
        assert all((each == first).all() for each in later)


def several(**terms: Any) -> Contract:
    return contract(others=(QUALITY,), measure=WIDE, **terms)


def rich(**terms: Any) -> Scenario:
    return rr.scenario(
        {"costs": LIKELY, "quality": rr.normal("95%", "2%", within=("80%", "100%"))},
        ramp_up=("25%", "50%"),
        persistence="90%",
        shocks=(rr.shock("20%", loses="40%"), rr.shock("10%", loses="£5,000", lasts=1)),
        **terms,
    )


@pytest.mark.parametrize("correlated", [None, {("costs", "quality"): "30%"}])
def test_a_path_is_the_same_in_any_chunk(correlated: Any) -> None:
    drawing = Drawing(several(), rich(correlated=correlated), SEED)
    whole = [[np.copy(each) for each in row] for row in drawing.rows(0, 100)]
    for number in (0, 1, 2, 57, 99):
        assert drawing.path(number) == [
            [int(each if each.ndim == 0 else each[number]) for each in row] for row in whole
        ]
    again = Drawing(several(), rich(correlated=correlated), SEED)
    assert again.path(99) == drawing.path(99)


def test_contracts_that_measure_alike_draw_the_same_paths_whatever_their_terms_and_order() -> None:
    one = Drawing(several(), rich(), SEED)
    retention = {"share": "20%", "released": "at the end of the term"}
    other = Drawing(several(settlement={"retention": retention}), rich(), SEED)
    written = terms(others=(QUALITY,), measure=WIDE)
    written["measure"].reverse()
    backwards = Scenario(tuple(reversed(rich().figures)), rich().ramp_up, rich().persistence, rich().shocks)
    turned = Drawing(read_terms(Contract, written), backwards, SEED)
    assert fact(one, "costs / outturn") != fact(turned, "costs / outturn")
    for path in ("costs / outturn", "quality / outturn"):
        for drawing in (other, turned):
            for a, b in zip(column(one, path), column(drawing, path), strict=True):
                assert (a == b).all()


def test_a_contract_that_is_watched_already_is_drawn_as_it_is() -> None:
    watched = watch(contract(), ())
    assert Drawing(watched, LIKELY, SEED).watched is watched
    assert Drawing(watched, LIKELY, SEED).path(3) == Drawing(contract(), LIKELY, SEED).path(3)


def test_what_is_not_given_is_said() -> None:
    income = {"name": "income", "benefit": "income", "unit": "£", "better": "higher"}
    income |= {"baseline": {"rule": "fixed", "amount": 4_860_000, "source": "the same return"}}
    agreed = contract(others=(QUALITY, income), measure=WIDE, council_costs="shown")
    drawing = Drawing(agreed, LIKELY, SEED)
    assert drawing.assumptions == (
        "quality is 0% in every period",
        "income comes to its baseline in every period: nothing is saved or lost by it",
        "council costs is £0.00 in every period",
    )
    assert drawing.path(0)[0][fact(drawing, "income / outturn")] == 486_000_000


def test_both_figures_of_a_ratio_are_drawn_and_the_ratio_is_not() -> None:
    counts = ({"name": "jobs", "unit": "jobs"}, {"name": "people", "unit": "people"})
    ratio = {"of": "jobs", "to": "people", "denominator_at_least": 100, "places": 4, "if_below": "settling is refused"}
    agreed = contract(others=(*counts, {"name": "rate", "unit": "%", "better": "higher", "ratio": ratio}))
    given_ = {"costs": LIKELY, "jobs": rr.certain(40), "people": rr.low_likely_high(100, 150, 200)}
    drawing = Drawing(agreed, rr.scenario(given_), SEED)
    assert drawing.limits[0][fact(drawing, "people / outturn")] == (10_000, 20_000)
    assert drawing.assumptions == ()
    assert refusals(agreed, rr.scenario({"rate": rr.certain("50%")})) == [
        'scenario["rate"] is a ratio, worked out from two other measures; give those two'
    ]
    few = rr.scenario({"people": rr.low_likely_high(50, 150, 200)})
    assert refusals(agreed, few) == [
        'scenario["people"] can bring people to 50 in 2026-27, below 100, the end of what it can be; '
        "keep its figures between 100 and 1,000,000"
    ]
    staged = contract(measure={"counts_when": "realised", "until_then": "waits"})
    assert refusals(staged, rr.scenario({"costs, stage": rr.certain(3)})) == [
        'scenario["costs, stage"] holds no figure; leave it out'
    ]


def test_a_stage_that_is_not_given_is_named() -> None:
    staged = {"counts_when": "realised", "until_then": "waits"}
    assert Drawing(contract(measure=staged), LIKELY, SEED).assumptions == ("costs, stage is sustained in every period",)


def test_a_measure_that_a_variation_adds_is_drawn_from_then_on() -> None:
    more = {"name": "more", "benefit": "cashable", "unit": "£", "baseline": {"rule": "fixed", "amount": 500_000}}
    agreed = vary(contract(), "2027-28", {"measure[1]": more})
    drawing = Drawing(agreed, rr.scenario({"costs": LIKELY, "more": rr.certain("20%")}), SEED)
    assert "more / outturn" not in drawing.watched.program_at(0).fact_numbers
    assert [drawing.path(0)[period][fact(drawing, "more / outturn", period)] for period in (1, 2)] == [40_000_000] * 2
    alone = Drawing(agreed, rr.scenario({"costs": LIKELY}), SEED)
    assert alone.assumptions == ("more comes to its baseline in every period: nothing is saved or lost by it",)
    assert [alone.path(0)[period][fact(alone, "more / outturn", period)] for period in (1, 2)] == [50_000_000] * 2


def test_nothing_is_assumed_where_everything_is_given() -> None:
    assert Drawing(several(), rich(), SEED).assumptions == ()


REFUSED = [
    (
        rr.low_likely_high("-10%", "10%", "15%"),
        'scenario["costs"] can bring costs to £1,100,000.00 in 2026-27, above £1,000,000.00, the end of '
        "the range that the contract declares; keep its figures between 0% and 100%",
    ),
    (
        rr.normal("10%", "3%"),
        'scenario["costs"] can bring costs to £1,058,841.12 in 2026-27, above £1,000,000.00, the end of '
        'the range that the contract declares; cut it off: within=("0%", "100%")',
    ),
    (
        rr.normal("£100,000", "£30,000"),
        'scenario["costs"] can bring costs to £1,058,841.12 in 2026-27, above £1,000,000.00, the end of '
        'the range that the contract declares; cut it off: within=("£0", "£1,000,000")',
    ),
    (
        rr.low_likely_high("£900,000", "£950,000", "£1,200,000", of="outturn"),
        'scenario["costs"] can bring costs to £1,200,000.00 in 2026-27, above £1,000,000.00, the end of '
        "the range that the contract declares; keep its figures between £0 and £1,000,000",
    ),
]


@pytest.mark.parametrize(("given_", "told"), REFUSED)
def test_a_scenario_that_can_leave_the_declared_range_is_refused(given_: Any, told: str) -> None:
    assert refusals(contract(measure={"outturn_between": [0, 1_000_000]}), given_) == [told]


def test_a_distribution_that_is_cut_off_as_told_is_taken() -> None:
    agreed = contract(measure={"outturn_between": [0, 1_000_000]})
    drawing = Drawing(agreed, rr.normal("10%", "3%", within=("0%", "100%")), SEED)
    assert drawing.limits[0][fact(drawing, "costs / outturn")] == (74_115_888, 100_000_000)


def test_volumes_below_nought_are_refused() -> None:
    visits = {"name": "visits", "unit": "visits"}
    given_ = rr.scenario({"costs": LIKELY, "visits": rr.normal(1000, 300)})
    assert refusals(contract(others=(visits,)), given_) == [
        'scenario["visits"] can bring visits to -588.41 in 2026-27, below 0, the end of what it can be; '
        'cut it off: within=("0", "1,000,000")'
    ]


def test_every_problem_is_told_before_anything_is_drawn() -> None:
    given_ = rr.scenario(
        {
            "cost": LIKELY,
            "quality": rr.certain("£95"),
            "costs": rr.low_likely_high(0, 0.1, 0.15),
        },
        ramp_up=("10%", "20%", "30%", "40%"),
        shocks=rr.shock("2%", loses="40%", of="quality"),
        correlated={("quality", "visits"): "10%"},
    )
    assert refusals(several(), given_, seed=1.5) == [
        "seed is 1.5, which is not a whole number; write one such as 2026",
        'scenario["cost"] is no figure of the contract, which reads costs and quality; write one of those names',
        'scenario["quality"] is £95 for certain, in another unit than quality; write figures such as "95%"',
        'scenario["costs"] is from 0 to 0.15, 0.1 being likely (PERT), which may be shares or amounts; '
        'write "10%" for a share of the baseline, or "£10" for an amount',
        "scenario.shocks[0] is of 'quality', of which no saving is drawn; give a distribution of a saving",
        'scenario.correlated["quality", "visits"] names visits, of which nothing is drawn by chance; '
        "give a distribution, or leave the pair out",
        "scenario.ramp_up has 4 shares, but the term has 3 settlements; list one for each settlement at most",
    ]


def test_a_distribution_alone_is_refused_where_several_measures_earn() -> None:
    transport = {"name": "transport", "benefit": "cashable", "unit": "£"}
    transport |= {"baseline": {"rule": "fixed", "amount": 500_000, "source": "budget"}}
    assert refusals(contract(others=(transport,)), LIKELY) == [
        'scenario gives one distribution, but it might be for "costs" and "transport"; '
        'name what it is for: rr.scenario({"costs": ...})'
    ]


def test_what_is_certain_moves_with_nothing() -> None:
    given_ = rr.scenario({"costs": LIKELY, "quality": rr.certain("95%")}, correlated={("costs", "quality"): "10%"})
    assert refusals(several(), given_) == [
        'scenario.correlated["costs", "quality"] names quality, of which nothing is drawn by chance; '
        "give a distribution, or leave the pair out"
    ]


@pytest.mark.parametrize(("first", "paths"), [(-1, 1), (0, 0)])
def test_paths_are_numbered_from_nought_on(first: int, paths: int) -> None:
    with pytest.raises(InputError, match="draw one path or more, from number 0 on"):
        Drawing(contract(), LIKELY, SEED).rows(first, paths)


def test_numpy_is_asked_for_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riskreward.scenarios.arrays.find_spec", lambda _: None)
    with pytest.raises(ArraysMissingError, match=r"pip install 'riskreward\[simulate\]'"):
        Drawing(contract(), LIKELY, SEED)


def test_the_package_is_imported_without_numpy() -> None:
    code = "import sys; sys.modules['numpy'] = None; import riskreward as rr; rr.scenario(rr.normal('10%', '1%'))"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_scenario_goes_to_workers_and_draws_there_alike() -> None:
    given_ = pickle.loads(pickle.dumps(rich()))
    assert given_ == rich()
    assert Drawing(several(), given_, SEED).path(12) == Drawing(several(), rich(), SEED).path(12)


def test_a_saving_of_what_has_none_is_refused() -> None:
    given_ = rr.scenario({"quality": rr.certain("5%", of="saving")})
    assert refusals(several(), given_) == [
        'scenario["quality"] is a saving, but what it measures has no saving in money; '
        'leave `of` out, or write of="outturn"'
    ]


def test_measures_drawn_differently_cannot_be_correlated() -> None:
    given_ = rr.scenario(
        {"costs": LIKELY, "quality": rr.normal("95%", "2%", within=("80%", "100%"), drawn="once")},
        correlated={("costs", "quality"): "10%"},
    )
    assert refusals(several(), given_) == [
        'scenario.correlated["costs", "quality"] are drawn differently, one each period and the other once; '
        "draw both alike, or leave the pair out"
    ]


def test_an_outturn_of_a_measure_that_saves_is_drawn_as_it_is() -> None:
    drawing = Drawing(contract(), rr.certain("£900,000", of="outturn"), SEED)
    assert [row[fact(drawing, "costs / outturn")] for row in drawing.path(0)] == [90_000_000] * 3


def test_a_rebased_baseline_is_that_before_any_saving() -> None:
    """Rebased by the whole of what was saved: were nothing saved, £1,000,000 in every year."""
    rebased = {"years": ["2027-28"], "share": "100%", "direction": "only down"}
    fixed = {"rule": "fixed", "amount": 1_000_000, "spread": "the same for each settlement", "rebased": rebased}
    drawing = Drawing(contract(baseline=fixed), rr.certain("10%"), SEED)
    assert [row[fact(drawing, "costs / outturn")] for row in drawing.path(0)] == [90_000_000] * 3
    assert drawing.assumptions == (
        "a saving of costs is drawn against the baseline that it would have were it never rebased by a saving",
    )


@settings(max_examples=40)
@given(st.data(), contracts(), st.integers(0, 2**64))
def test_whatever_fits_a_contract_is_drawn_within_its_limits_and_settles(
    data: Any, agreed: Contract, seed: int
) -> None:
    drawing = Drawing(agreed, data.draw(scenarios(agreed)), seed)
    for row, limits in zip(drawing.rows(5, 64), drawing.limits, strict=True):
        for each, (low, high) in zip(row, limits, strict=True):
            assert low <= np.min(each)
            assert np.max(each) <= high
            if not isinstance(each, int):
                assert (each.dtype, each.shape, each.flags.c_contiguous) == (np.int64, (64,), True)
    for period, limits in enumerate(drawing.limits):
        for known, (low, high) in zip(drawing.watched.program_at(period).facts, limits, strict=True):
            assert known.low <= low <= high <= known.high
    assert len(drawing.watched.settled(drawing.path(7))) == len(drawing.watched.scheduled)


@pytest.mark.parametrize("name", [name for name, _ in of_the_catalogue()])
def test_scenarios_fit_every_contract_of_the_catalogue(name: str) -> None:
    agreed = dict(of_the_catalogue())[name]

    @settings(max_examples=3, database=None, derandomize=True)
    @given(scenarios(agreed))
    def fits(drawn: Scenario) -> None:
        drawing = Drawing(agreed, drawn, SEED)
        assert len(drawing.watched.settled(drawing.path(0))) == len(drawing.limits)

    fits()


@pytest.mark.parametrize(
    "outturn",
    [
        rr.normal("£900,000", "£1", of="outturn"),
        rr.own_figures(np.full((2, 3), 100_000), counted_in="whole units", of="saving"),
    ],
)
def test_what_grows_in_or_wears_off_must_be_a_saving_that_is_drawn(outturn: Any) -> None:
    assert refusals(contract(), rr.scenario(outturn, ramp_up=("0%",), persistence="10%")) == [
        "scenario.ramp_up is of savings, but none is drawn; give a distribution of a saving, or leave it out",
        "scenario.persistence is of savings, but none is drawn; give a distribution of a saving, or leave it out",
    ]


@pytest.mark.parametrize(
    "said", [{"ramp_up": ("50%",)}, {"persistence": "90%"}, {"shocks": rr.shock("2%", loses="40%")}]
)
def test_whose_savings_grow_in_is_told_where_some_are_drawn_as_outturns(said: Any) -> None:
    roads = {"name": "roads", "unit": "£", "benefit": "cashable", "baseline": {"rule": "fixed", "amount": 500_000}}
    figures = {"costs": LIKELY, "roads": rr.certain("£400,000", of="outturn")}
    told = Drawing(contract(others=(roads,)), rr.scenario(figures, **said), SEED).assumptions
    assert told == ("savings grow in, wear off or are struck for costs alone; roads as given",)
    of_costs = rr.scenario(figures, shocks=rr.shock("2%", loses="40%", of="costs"))
    assert Drawing(contract(others=(roads,)), of_costs, SEED).assumptions == ()


def past(figures: Any, **how: Any) -> Any:
    return rr.history(figures, source="outturn reports", **{"together": "three years", **how})


def test_years_that_are_drawn_together_stay_as_they_were() -> None:
    """The worst saving fell in the best year of quality: £1,020,000 beside 99%."""
    figures = {"costs": past(["10%", "-2%", "5%"]), "quality": past(["90%", "99%", "95%"])}
    drawing = Drawing(several(), rr.scenario(figures), SEED)
    costs, quality = (column(drawing, f"{each} / outturn") for each in figures)
    for spent, good in zip(costs, quality, strict=True):
        assert set(zip(spent.tolist(), good.tolist(), strict=True)) == {
            (90_000_000, 9_000),
            (102_000_000, 9_900),
            (95_000_000, 9_500),
        }
    assert not np.array_equal(costs[0], costs[1])
    told = rr.scenario(figures).sentences[0]
    assert told.endswith("(outturn reports), the same one in all of three years, drawn afresh each period")


def test_years_that_are_drawn_together_and_common_are_so_in_every_contract() -> None:
    figures = {
        "costs": past(["10%", "-2%", "5%"], drawn="each year"),
        "quality": past(["90%", "99%", "95%"], drawn="each year"),
    }
    might = rr.scenario(figures, common=("costs", "quality"))
    one, other = (column(Drawing(several(), might, SEED, named), "quality / outturn") for named in ("one", "other"))
    assert np.array_equal(one, other)


def test_histories_drawn_together_must_be_alike() -> None:
    with pytest.raises(InputError) as caught:
        rr.scenario(
            {"costs": past(["10%", "5%"]), "quality": past(["90%", "95%", "99%"], drawn="once")},
            correlated={("costs", "other"): "10%"},
        )
    assert [str(each) for each in caught.value.problems] == [
        'scenario.figures["costs"] is drawn together with others, and correlated too; leave one of the two out',
        'scenario.figures["quality"] has 3 past figures, where costs, drawn together with it, has 2; '
        "give the same years of each",
        'scenario.figures["quality"] is drawn otherwise than costs, drawn together with it; draw both alike',
    ]
    with pytest.raises(InputError, match="draw both alike"):
        rr.scenario({"costs": past(["10%", "5%"]), "quality": past(["90%", "95%"])}, common="costs")


def test_measures_that_move_together_are_drawn_as_often_as_they_are_said_to_be() -> None:
    """Two pairs that have nothing in common: one is drawn once, the other afresh each period."""
    figures = {
        **dict.fromkeys(("costs", "b"), rr.normal("10%", "2%", within=("0%", "20%"), drawn="each period")),
        **dict.fromkeys(("x", "y"), rr.normal("10%", "2%", within=("0%", "20%"), drawn="once")),
    }
    others = tuple(
        {"name": name, "benefit": "cashable", "unit": "£", "baseline": {"rule": "fixed", "amount": 1_000_000}}
        for name in "bxy"
    )
    agreed = contract({"rule": "share", "share": "25%"}, years=4, others=others)
    pairs = {("costs", "b"): "50%", ("x", "y"): "50%"}

    def drawn(*given: tuple[str, str]) -> dict[str, list[int]]:
        drawing = Drawing(agreed, rr.scenario(figures, correlated={pair: pairs[pair] for pair in given}), 7)
        numbers = drawing.watched.program_at(0).fact_numbers
        path = drawing.path(3)
        return {name: [row[numbers[f"{name} / outturn"]] for row in path] for name in figures}

    both = drawn(*pairs)
    for pair in pairs:
        alone = drawn(pair)
        assert {name: both[name] for name in pair} == {name: alone[name] for name in pair}
    assert {name: len(set(figures)) for name, figures in both.items()} == {"costs": 4, "b": 4, "x": 1, "y": 1}
    assert drawn(*reversed(pairs)) == both
