"""Is this baseline fit to pay on? Each question of a baseline alone, in figures, and a baseline without it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskreward as rr
from riskreward import Finding, Questions
from riskreward.baselines.asked import Asked
from riskreward.baselines.growth import growth_a_year
from riskreward.baselines.history import Year, by_year
from riskreward.baselines.least_squares import Observed, least_squares
from riskreward.baselines.questions import QUESTIONS, questions_of
from riskreward.baselines.terms import BaselineTerms
from riskreward.improvements import Measure
from riskreward.terms import read_terms
from tests.contracts import contract, told

LEVEL = {"2017-18": 1_000_000, "2018-19": 1_000_000, "2019-20": 1_000_000}
FALLING = {"2017-18": 1_100_000, "2018-19": 1_080_000, "2019-20": 1_060_000}
RISING = {"2017-18": 1_000_000, "2018-19": 1_020_000, "2019-20": 1_040_000}
UNEVEN = {"2017-18": 1_000_000, "2018-19": 1_300_000, "2019-20": 1_000_000}


def fixed(amount: object = 1_000_000, **terms: object) -> dict[str, object]:
    return {"rule": "fixed", "amount": amount, "set_by": "independent", "history": LEVEL, **terms}


def income(amount: object = 1_000_000, **terms: object) -> Questions:
    """What is asked of a baseline of income, of which more is better."""
    measure = {
        "name": "income",
        "unit": "£",
        "benefit": "recovered",
        "better": "higher",
        "baseline": fixed(amount, **terms),
    }
    return rr.question(read_terms(Measure, measure))


def found(asked: Questions, name: str) -> Finding:
    (finding,) = (each for each in asked if each.name == name)
    return finding


def names(asked: Questions) -> set[str]:
    return {finding.name for finding in asked}


# A baseline with nothing to ask.


def test_a_level_history_and_an_independent_baseline_at_its_level_raise_no_question():
    asked = rr.question(fixed())
    assert [finding.name for finding in asked] == ["growth implied"]
    assert asked.to_ask == ()
    assert asked.sentence == "Nothing to ask before this baseline is paid on."
    assert rr.question(fixed(uncertainty={"share": "1%", "confidence": "90%"})).to_ask == ()


# Nil or below.


@pytest.mark.parametrize(("amount", "text"), [(0, "£0"), (-600, "-£600")])
def test_nothing_can_be_saved_against_a_baseline_of_nil_or_below(amount: int, text: str):
    finding = found(rr.question(fixed(amount)), "baseline of nothing")
    assert finding.sentence == f"The baseline is {text}: against it even an outturn of nought saves nothing."
    assert (finding.severity, dict(finding.figures)) == ("serious", {"baseline": amount})
    assert "baseline of nothing" not in names(rr.question(fixed("0.01")))


def test_income_may_rise_from_nothing():
    assert "baseline of nothing" not in names(income(0))


# Who set it.


def test_a_baseline_set_by_the_provider_is_said_plainly():
    finding = found(rr.question(fixed(set_by="provider")), "set by the provider")
    assert finding.severity == "serious"
    assert finding.sentence == (
        "The provider, who is paid out of the saving, set the baseline that the saving is measured against."
    )


def test_who_set_it_is_asked_where_the_terms_do_not_say_and_only_then():
    asked = rr.question({"rule": "fixed", "amount": 1_000_000, "history": LEVEL})
    assert found(asked, "set by nobody named").severity == "note"
    assert asked.sentence == "1 thing to ask before this baseline is paid on."
    for setter in ("authority", "jointly", "independent"):
        assert not {"set by nobody named", "set by the provider"} & names(rr.question(fixed(set_by=setter)))


# No history.


def test_a_baseline_without_a_history_or_of_one_year_can_be_held_against_nothing():
    assert told(rr.question(fixed(history={})), "no history") == [
        "No history is given, so that the baseline can be held against nothing: what was spent in earlier years?"
    ]
    (one,) = told(rr.question({"rule": "historic", "years": {"2019-20": 5}}), "no history")
    assert one.startswith("Only one year of history is given, ")
    assert told(rr.question({"rule": "historic", "years": {"2018-19": 5, "2019-20": 5}}), "no history") == []


# Highest of history.


def test_a_baseline_that_is_the_highest_year_is_held_against_the_mean():
    """1,100,000, 1,080,000 and 1,060,000 have a mean of 1,080,000; 20,000 above it is 1.9%."""
    finding = found(rr.question(fixed(1_100_000, history=FALLING)), "highest of history")
    assert finding.sentence == (
        "The baseline of £1,100,000 is the highest of the 3 years 2017-18 to 2019-20, £20,000 (1.9%) above their mean: "
        "an ordinary year shows that much improvement a year though nothing was done."
    )
    assert finding.severity == "warning"
    assert dict(finding.figures) == {
        "mean of the history": 1_080_000,
        "highest of the history": 1_100_000,
        "flattered by": 20_000,
        "flattered by, as a share of the baseline": Fraction(20_000, 1_100_000),
    }


def test_a_baseline_above_every_year_is_serious():
    finding = found(rr.question(fixed("1,100,000.01", history=FALLING)), "highest of history")
    assert finding.severity == "serious"
    assert "is higher than every one of the 3 years 2017-18 to 2019-20, £20,000.01 (1.9%) above" in finding.sentence


def test_a_baseline_a_penny_below_the_highest_year_is_not_the_highest():
    assert "highest of history" not in names(rr.question(fixed("1,099,999.99", history=FALLING)))


def test_of_income_the_lowest_year_flatters_and_the_highest_does_not():
    finding = found(income(1_060_000, history=FALLING), "lowest of history")
    assert "is the lowest of the 3 years 2017-18 to 2019-20, £20,000 (1.9%) below their mean" in finding.sentence
    assert finding.figures["flattered by"] == 20_000
    assert not {"lowest of history", "highest of history"} & names(income(1_100_000, history=FALLING))


def test_a_mean_is_never_the_highest_of_its_own_years():
    assert "highest of history" not in names(rr.question({"rule": "historic", "years": FALLING}))


# Trend.


def test_a_falling_history_saves_by_itself_what_the_line_falls():
    """The line falls by 20,000 a year, to 1,040,000 in 2020-21: 20,000 below a baseline of 1,060,000."""
    finding = found(rr.question(fixed(1_060_000, history=FALLING)), "trend ignored")
    assert finding.sentence == (
        "The figure fell by £20,000 a year over 2017-18 to 2019-20. Carried on to 2020-21, the line stands at "
        "£1,040,000, £20,000 below the baseline of £1,060,000: that much improvement comes without "
        "anybody doing anything."
    )
    assert finding.severity == "warning"
    assert finding.figures["trend a year"] == -20_000
    assert finding.figures["trend in 2020-21"] == 1_040_000
    assert finding.figures["flattered by"] == 20_000


def test_a_baseline_on_the_falling_line_or_below_has_reckoned_with_it():
    assert "trend ignored" not in names(rr.question(fixed(1_040_000, history=FALLING)))
    assert "trend ignored" in names(rr.question(fixed("1,040,000.01", history=FALLING)))


def test_a_rising_history_is_said_as_well_and_is_no_thing_to_ask():
    asked = rr.question(fixed(1_040_000, history=RISING))
    finding = found(asked, "trend against the provider")
    assert finding.severity == "note"
    assert finding not in asked.to_ask
    assert finding.sentence == (
        "The figure rose by £20,000 a year over 2017-18 to 2019-20. Carried on to 2020-21, the line stands at "
        "£1,060,000, £20,000 above the baseline of £1,040,000: the provider must first make that up."
    )
    on_the_line = found(rr.question(fixed(1_060_000, history=RISING)), "trend against the provider").sentence
    assert on_the_line.endswith("the line stands at £1,060,000, which is the baseline.")
    beyond = found(rr.question(fixed(1_070_000, history=RISING)), "trend against the provider").sentence
    assert beyond.endswith("£10,000 below the baseline of £1,070,000: even the trend does not reach the baseline.")


def test_of_income_a_rise_comes_by_itself():
    finding = found(income(1_040_000, history=RISING), "trend ignored")
    assert "£20,000 above the baseline of £1,040,000: that much improvement comes" in finding.sentence
    assert "trend against the provider" in names(income(1_060_000, history=FALLING))


def test_two_years_are_no_trend_and_a_level_history_has_none():
    two = {"2018-19": 1_080_000, "2019-20": 1_060_000}
    for history in (two, LEVEL, UNEVEN):
        assert not {"trend ignored", "trend against the provider"} & names(
            rr.question(fixed(1_060_000, history=history))
        )


def line(history: dict[Year, Fraction]) -> tuple[Fraction, Fraction]:
    fit = least_squares("year", [Observed(year.label, Fraction(year.first), each) for year, each in history.items()])
    return fit.slope, fit.intercept


def test_the_line_is_the_exact_least_squares_line():
    """1, 2 and 4 over 2017 to 2019: slope 3/2, and 7/3 in 2018."""
    slope, height = line(by_year({"2017": Fraction(1), "2018": Fraction(2), "2019": Fraction(4)}))
    assert (slope, height + 2018 * slope) == (Fraction(3, 2), Fraction(7, 3))


AMOUNTS = st.lists(st.integers(-(10**9), 10**9).map(Fraction), min_size=2, max_size=8)


@given(AMOUNTS, st.integers(1, 1000))
def test_the_line_leaves_nothing_over_and_no_other_line_is_nearer(amounts: list[Fraction], nudge: int):
    history = {Year(2000 + place, str(2000 + place)): amount for place, amount in enumerate(amounts)}
    slope, height = line(history)

    def squares(rise: Fraction, at: Fraction) -> Fraction:
        return sum(((amount - rise * year.first - at) ** 2 for year, amount in history.items()), Fraction(0))

    assert sum(amount - slope * year.first - height for year, amount in history.items()) == 0
    for rise, at in (
        (nudge, 0),
        (-nudge, 0),
        (0, nudge),
        (0, -nudge),
        (Fraction(1, nudge), -2000 * Fraction(1, nudge)),
    ):
        assert squares(slope, height) < squares(slope + rise, height + at)


# One-off costs.


def test_a_one_off_cost_of_the_base_year_will_not_come_again():
    baseline = {"rule": "historic", "years": {"2018-19": 1_300_000}, "history": UNEVEN, "set_by": "jointly"}
    asked = rr.question({**baseline, "one_off": {"2018-19": {"amount": 300_000, "reason": "flood"}}})
    finding = found(asked, "one-off costs inside")
    assert finding.sentence == (
        "There is £300,000 of one-off cost in 2018-19 (flood) inside the base year: "
        "£300,000 of the baseline will not come again."
    )
    assert finding.severity == "warning"
    assert dict(finding.figures) == {
        "one-off inside": 300_000,
        "flattered by": 300_000,
        "flattered by, as a share of the baseline": Fraction(3, 13),
    }


def test_of_a_mean_of_three_years_a_third_of_each_one_off_is_inside_less_one_off_income():
    """A third of 300,000 less 60,000 is 80,000."""
    one_off = {"2018/19": {"amount": 300_000, "reason": "flood"}, "2019-20": {"amount": -60_000, "reason": "a refund"}}
    asked = rr.question({"rule": "historic", "years": UNEVEN, "one_off": one_off})
    finding = found(asked, "one-off costs inside")
    assert finding.sentence == (
        "There is £300,000 of one-off cost in 2018-19 (flood) and £60,000 of one-off income in 2019-20 (a refund) "
        "inside the mean of 3 years: £80,000 of the baseline will not come again."
    )
    assert finding.figures["flattered by"] == 80_000


def test_one_off_income_lowers_a_baseline_which_is_a_note():
    asked = rr.question(
        {"rule": "historic", "years": LEVEL, "one_off": {"2018-19": {"amount": -30_000, "reason": "a refund"}}}
    )
    finding = found(asked, "one-off costs inside")
    assert finding.severity == "note"
    assert finding.sentence.endswith("inside the mean of 3 years: without it the baseline would be £10,000 higher.")
    assert dict(finding.figures) == {"one-off inside": -10_000}


def test_a_one_off_of_a_year_that_the_baseline_is_not_of_says_nothing():
    one_off = {"2018-19": {"amount": 300_000, "reason": "flood"}}
    baseline = {"rule": "historic", "years": {"2019-20": 1_000_000}, "history": UNEVEN}
    assert "one-off costs inside" not in names(rr.question({**baseline, "one_off": one_off}))
    assert "one-off costs inside" not in names(rr.question(fixed(history=UNEVEN, one_off=one_off)))


def test_a_fixed_amount_that_one_year_alone_cost_is_of_that_year():
    one_off = {"2018-19": {"amount": 300_000, "reason": "flood"}}
    asked = rr.question(fixed(1_300_000, history=UNEVEN, one_off=one_off))
    assert found(asked, "one-off costs inside").figures["flattered by"] == 300_000


def test_a_fixed_amount_that_several_years_cost_is_of_none_of_them():
    asked = rr.question(fixed(one_off={"2018-19": {"amount": 300_000, "reason": "flood"}}))
    assert "one-off costs inside" not in names(asked)


def test_one_offs_that_cancel_out_say_nothing():
    one_off = {"2018-19": {"amount": 5, "reason": "flood"}, "2019-20": {"amount": -5, "reason": "a refund"}}
    assert "one-off costs inside" not in names(rr.question({"rule": "historic", "years": LEVEL, "one_off": one_off}))


# Neighbours.


def of_2018_19(cost: object, **beside: object) -> Questions:
    history = {"2017-18": 1_000_000, "2018-19": cost, "2019-20": 1_200_000, **beside}
    index = {"series": "CPI", "month": "March inside the year", "base": 100}
    return rr.question({"rule": "indexed", "year": "2018/19", "amount": cost, "history": history, "index": index})


def test_a_base_year_a_tenth_from_its_neighbours_is_asked_about():
    """1,000,000 and 1,200,000 have a mean of 1,100,000, a tenth of which is 110,000."""
    assert "base year unlike its neighbours" not in names(of_2018_19(1_210_000))
    finding = found(of_2018_19("1,210,000.01"), "base year unlike its neighbours")
    assert finding.sentence == (
        "The base year 2018-19 is £110,000.01 (10%) above the mean of the years beside it, "
        "2017-18 (£1,000,000) and 2019-20 (£1,200,000): what was different that year?"
    )
    assert finding.figures["mean of the years beside it"] == 1_100_000
    assert finding.figures["flattered by"] == Fraction("110000.01")


def test_a_base_year_below_its_neighbours_is_asked_about_and_flatters_nobody():
    assert "base year unlike its neighbours" not in names(of_2018_19(990_000))
    finding = found(of_2018_19(880_000), "base year unlike its neighbours")
    assert "is £220,000 (20%) below the mean of the years beside it" in finding.sentence
    assert dict(finding.figures) == {"mean of the years beside it": 1_100_000, "difference": -220_000}


def test_the_last_year_has_one_neighbour():
    history = {"2017-18": 1_000_000, "2018-19": 1_300_000}
    finding = found(rr.question({"rule": "historic", "years": {"2018-19": 1_300_000}, "history": history}),
        "base year unlike its neighbours")  # fmt: skip
    assert "is £300,000 (30%) above the years beside it, 2017-18 (£1,000,000): what was" in finding.sentence


def test_a_mean_of_several_years_has_no_neighbours():
    assert "base year unlike its neighbours" not in names(rr.question({"rule": "historic", "years": UNEVEN}))


# Growth.


def test_growth_implied_is_counted_from_the_last_year_to_the_years_paid_on():
    """1,000,000 to 1,210,000 in two years is a tenth a year; the history doubled in two years: 41.42% a year."""
    history = {"2017-18": 500_000, "2018-19": 800_000, "2019-20": 1_000_000}
    baseline = read_terms(
        Measure, {"name": "m", "unit": "£", "benefit": "cashable", "baseline": fixed(history=history)}
    )
    assert baseline.baseline is not None
    years = by_year({"2021-22": Fraction(1_210_000), "2022-23": Fraction(1_331_000), "2023-24": Fraction(1_331_000)})
    finding = next(
        each for each in questions_of(Asked(baseline.baseline, amounts=years)) if each.name == "growth implied"
    )
    assert finding.severity == "note"
    assert finding.sentence == (
        "From the £1,000,000 of 2019-20, the baseline implies growth of 10% a year to 2021-22 and growth of 7.41% "
        "a year to 2023-24; over 2017-18 to 2019-20 the history itself shows growth of 41.42% a year."
    )
    assert dict(finding.figures) == {
        "growth a year to 2021-22": Fraction(1, 10),
        "growth a year to 2022-23": Fraction(1, 10),
        "growth a year to 2023-24": Fraction(741, 10_000),
        "growth of the history": Fraction(4142, 10_000),
    }


def test_growth_beyond_the_historys_own_is_a_thing_to_ask():
    """FALLING: 1,060,000 over 1,100,000, its root less one, is a fall of 1.84% a year."""
    asked = rr.question(fixed(1_060_000, history=FALLING))
    finding = found(asked, "growth implied")
    assert finding in asked.to_ask
    assert finding.severity == "warning"
    assert finding.sentence == (
        "From the £1,060,000 of 2019-20, the baseline implies no growth to 2020-21; "
        "over 2017-18 to 2019-20 the history itself shows a fall of 1.84% a year."
    )
    assert found(income(1_040_000, history=RISING), "growth implied").severity == "warning"
    assert found(income(1_060_000, history=FALLING), "growth implied").severity == "note"


def test_without_a_history_growth_is_counted_from_the_base_year():
    baseline = {"rule": "indexed", "year": "2019-20", "amount": 100, "index": {
        "series": "CPI", "month": "March inside the year", "base": 100}}  # fmt: skip
    assert told(rr.question(baseline), "growth implied") == [
        "From the £100 of 2019-20, the baseline implies no growth to 2020-21."
    ]
    assert told(rr.question({**baseline, "year": "the base year"}), "growth implied") == []
    assert told(rr.question(fixed(history={})), "growth implied") == []
    assert told(rr.question(fixed(0)), "growth implied") == []


@given(st.integers(1, 10**12), st.integers(1, 10**12), st.integers(1, 10))
def test_growth_a_year_leads_from_one_amount_to_the_other(start: int, end: int, years: int):
    growth = growth_a_year(Fraction(start), Fraction(end), years)
    assert growth is not None
    half = Fraction(1, 2 * 10**4)
    low, high = max(1 + growth - half, Fraction(0)), 1 + growth + half
    assert low**years <= Fraction(end, start) <= high**years


# Detectable.


def test_six_per_cent_of_a_baseline_cannot_be_told_from_noise():
    finding = found(rr.question(fixed(uncertainty={"share": "6%", "confidence": "90%"})), "minimum detectable saving")
    assert finding.sentence == (
        "The baseline is known to 6% at 90% confidence: a saving below £60,000 a year cannot be told from noise."
    )
    assert dict(finding.figures) == {"minimum detectable saving": 60_000}
    assert finding.severity == "note"


# A rule whose amount is not known beforehand.


class Measured(BaselineTerms):
    """A baseline that depends on what is measured later."""


def test_a_baseline_whose_amount_is_not_known_yet_is_asked_what_can_be_asked():
    later = Measured.model_validate(
        {"set_by": "provider", "history": FALLING, "uncertainty": {"share": "6%", "confidence": "90%"}}
    )
    assert names(rr.question(later)) == {"set by the provider"}
    known = Asked(later, amounts=by_year({"2020-21": Fraction(1_060_000)}))
    assert {finding.name for finding in questions_of(known)} == {
        "set by the provider", "trend ignored", "growth implied", "minimum detectable saving"}  # fmt: skip


# The record.


def test_the_questions_show_themselves_the_weightiest_first():
    asked = rr.question(fixed(1_060_000, history=FALLING, set_by="provider"))
    assert [finding.severity for finding in asked] == ["serious", "warning", "warning"]
    assert len(asked) == 3
    assert asked.sentence == "3 things to ask before this baseline is paid on."
    shown = str(asked)
    assert shown.startswith("Is this baseline fit to pay on?\n")
    for form in (shown, asked.to_markdown(), asked._repr_html_()):
        assert "3 things to ask before this baseline is paid on." in form
        assert "trend ignored" in form
        assert "To know" not in form
    assert asked._repr_html_().startswith('<section class="riskreward">')
    assert "**To know**" in rr.question(fixed()).to_markdown()


def test_a_baseline_of_which_nothing_can_be_said_says_so():
    assert "nothing to ask" in str(Questions((("costs", ()),)))


def test_every_question_is_asked_once():
    assert len(set(QUESTIONS)) == len(QUESTIONS) == 10


@pytest.mark.parametrize(("each", "above"), [(0, "£1,000,000"), (800_000, "£200,000 (25%)")])
def test_a_baseline_above_every_one_of_years_that_are_all_alike_is_asked_about(each: int, above: str):
    history = {"2022-23": each, "2023-24": each}
    asked = rr.question({"rule": "fixed", "amount": 1_000_000, "history": history, "set_by": "jointly"})
    (finding,) = [each for each in asked if each.name == "highest of history"]
    assert finding.sentence.startswith(
        "The baseline of £1,000,000 is higher than every one of the 2 years 2022-23 to 2023-24, "
        f"{above} above their mean"
    )
    assert finding.severity == "serious"


def named(asked: Questions, name: str) -> list[Finding]:
    return [finding for finding in asked if finding.name == name]


def test_a_year_ten_times_the_one_beside_it_is_asked_about():
    """900, 30,000 and 1,000,000 are 33.3 times as much and again; 9.99 times is none."""
    trend = {"rule": "linear trend", "years": {"2021-22": 900, "2022-23": 30_000, "2023-24": 1_000_000}}
    (finding,) = named(rr.question(trend), "jump in the history")
    assert finding.sentence == (
        "The history has £900 in 2021-22 and £30,000 in 2022-23, 33.3 times as much in the year beside it: are both in "
        "the same units, and of the same service?"
    )
    assert (finding.severity, dict(finding.figures)) == ("warning", {"2021-22": 900, "2022-23": 30_000})
    for amount, count in ((10_000, 1), (9_990, 0), (100, 1), (0, 0), (-10_000, 0)):
        history = {"2022-23": 1_000, "2023-24": amount}
        asked = rr.question({"rule": "fixed", "amount": 1_000, "history": history})
        assert len(named(asked, "jump in the history")) == count


def test_the_observations_of_a_regression_are_its_history():
    seen = [{"period": f"202{n}-2{n + 1}", "driver": n, "amount": 5 + 2 * n} for n in (1, 2, 3)]
    fitted = {"rule": "regression", "driver_measure": "days", "observed": "yearly", "places": 2, "observations": seen}
    assert not named(rr.question(fitted), "no history")


def test_of_a_linear_trend_on_its_own_line_nothing_is_said():
    """Half a penny a year: the line stands at 100.01667 in 2026-27, and 100.02 is paid on."""
    years = {"2023-24": 100, "2024-25": "100.01", "2025-26": "100.01"}
    agreed = contract(baseline={"rule": "linear trend", "years": years})
    assert not named(rr.question(agreed), "trend against the provider")
    assert not named(rr.question(agreed), "trend ignored")


def test_a_line_within_half_a_penny_of_the_baseline_is_the_baseline():
    """Of 300,000, 300,000 and 300,000.01 the line stands at 300,000.0133 in the year after: £300,000.01."""
    history = {"2021-22": 300_000, "2022-23": 300_000, "2023-24": "300000.01"}
    asked = rr.question({"rule": "fixed", "amount": "300000.01", "history": history})
    (finding,) = named(asked, "trend against the provider")
    assert finding.sentence.endswith("the line stands at £300,000.01, which is the baseline.")
