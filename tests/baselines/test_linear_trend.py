"""A linear trend: least squares through past years, frozen, and run on through the term."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import contract_from_json, contract_to_json
from riskreward.baselines import LinearTrend
from riskreward.baselines.least_squares import Observed, least_squares
from riskreward.kernel.rounding import to_step
from tests.contracts import POUNDS, column, contract, pence, refusals, settled_alike

PAST = {"2023-24": 100_000, "2024-25": 110_000, "2025-26": 130_000}
YEARS = ("2026-27", "2027-28", "2028-29")
FIGURES = st.integers(-1000, 1000).map(Fraction)


def trend(years: dict[str, object] = PAST, **terms: object) -> dict[str, object]:
    return {"rule": "linear trend", "years": years, **terms}


def test_100000_and_110000_and_130000_rise_by_15000_a_year_through_their_mean():
    """The mean is 113,333.33 in 2024-25, the slope (130,000 - 100,000) / 2; two years on it is 143,333.33."""
    statement = settled_alike(contract(baseline=trend()), dict.fromkeys(YEARS, 140_000))
    assert column(statement, "baseline") == pence("143,333.33 158,333.33 173,333.33")
    assert column(statement, "saving") == pence("3,333.33 18,333.33 33,333.33")
    assert statement.exact("baseline") == Fraction("173333.33")


def test_each_years_amount_is_rounded_once_as_the_contract_rounds():
    statement = contract(baseline=trend(), rounding="up to the penny").settle(dict.fromkeys(YEARS, 0))
    assert column(statement, "baseline") == pence("143,333.34 158,333.34 173,333.34")


def test_a_trend_of_a_rate_is_rounded_to_a_hundredth_of_a_per_cent():
    """10%, 11% and 11% rise by half a point: two years after their mean of 10.666...% it is 11.67%."""
    years = {"2023-24": "10%", "2024-25": "11%", "2025-26": "11%"}
    measure = {"unit": "%", "benefit": "cashable", "price": {"amount": 100}}
    statement = settled_alike(contract(baseline=trend(years), measure=measure), {"2026-27": "11%"})
    assert column(statement, "costs / baseline") == pence("11.67")
    assert column(statement, "improvement at the agreed price") == [67]


def test_the_working_paper_shows_the_line_and_the_fitted_figure_of_each_year():
    fit = LinearTrend(**trend()).fit
    assert (fit.slope, fit.at(Fraction(2026))) == (15_000, Fraction(430_000, 3))
    assert [fit.at(each.driver) for each in fit.observations] == [
        Fraction(295_000, 3),
        Fraction(340_000, 3),
        Fraction(385_000, 3),
    ]
    text = str(fit)
    assert "Slope 15,000; intercept -30,246,666.666667 (-90,740,000/3)." in text
    assert "2023-24" in text
    assert "98,333.333333" in text
    assert "1,666.666667" in text
    assert "<table" in fit._repr_html_()
    assert "| 2023-24 |" in fit.to_markdown()


def test_a_trend_is_spread_over_the_quarters_of_each_year():
    agreed = contract(baseline=trend(spread="evenly over the months"), settled="quarterly")
    statement = settled_alike(agreed, {period.label: 0 for period in agreed.calendar.periods})
    assert sum(column(statement, "baseline")[:4]) == pence("143,333.33")[0]


def test_years_may_be_calendar_years():
    years = {"2023": 100, "2024": 110, "2025": 120}
    agreed = contract(baseline=trend(years), starts="2026-01-01")
    assert column(agreed.settle({"2026": 0}), "baseline") == [130]


@pytest.mark.parametrize(
    ("years", "said"),
    [
        (
            {"2022-23": 1, "2023-24": 1, "2025-26": 1},
            ".2024-25 is missing, between 2023-24 and 2025-26; write what that year cost; if it is left out on "
            "purpose, write every year in history",
        ),
        (
            {"2022-23": 1, "2023-24": 1, "2024-25": 1, "2025": 1},
            ".2025 is a calendar year, but 2022-23 is a financial year; write every year of one kind",
        ),
        (
            {"2022-24": 1, "2023-24": 1, "2024-25": 1, "2025-26": 1},
            ".2022-24 is no year; write it as 2017-18, or as 2017 for a calendar year",
        ),
        (
            {"before": 1, "2023-24": 1, "2024-25": 1, "2025-26": 1},
            ".before is no year; write it as 2017-18, or as 2017 for a calendar year",
        ),
        (
            {"2024-25": 1, "2025-26": 1, "2026-27": 1},
            " has 2026-27, a year of the term, which begins with 2026-27; fit the trend to years before the term",
        ),
        ({"2023": 1, "2024": 1, "2025": 1}, " has 2025, but the years of the term are as 2026-27; write them alike"),
        (
            {"2023-24": 300, "2024-25": 200, "2025-26": 100},
            " run down to -100 in 2027-28, below nought; agree another baseline, or a shorter term",
        ),
    ],
)
def test_a_history_that_no_line_can_be_run_on_from_is_refused(years: dict[str, object], said: str):
    (told,) = refusals(baseline=trend(years))
    assert told == f"measure[0].baseline.years{said}"


def test_the_order_in_which_years_are_written_does_not_matter():
    years = {"2025-26": 130_000, "2023-24": 100_000, "2024-25": 110_000}
    agreed = contract(baseline=trend(years))
    assert column(agreed.settle({"2026-27": 0}), "baseline") == pence("143,333.33")


def test_a_trend_may_run_down_to_nought():
    agreed = contract(baseline=trend({"2022-23": 500, "2023-24": 400, "2024-25": 300, "2025-26": 200}), years=2)
    assert column(agreed.settle({"2026-27": 0, "2027-28": 0}), "baseline") == [100, 0]


def test_two_years_are_not_enough():
    assert refusals(baseline=trend({"2024-25": 1, "2025-26": 1})) == [
        "measure[0].baseline.years has 2, through which any line may be run; give three or more"
    ]


def test_a_figure_in_another_unit_is_refused_by_its_year():
    assert refusals(baseline=trend({**PAST, "2023-24": "5%"})) == [
        "measure[0].baseline.years.2023-24 is 5%, but the measure is in '£'; write the figure in that unit"
    ]


def test_a_trend_is_written_and_read_back():
    agreed = contract(baseline=trend())
    assert contract_from_json(contract_to_json(agreed)) == agreed


@given(FIGURES, FIGURES, st.lists(st.integers(-50, 50), min_size=2, max_size=9, unique=True))
def test_the_fit_of_an_exact_line_is_that_line(slope: Fraction, intercept: Fraction, drivers: list[int]):
    fit = least_squares("x", [Observed(str(each), Fraction(each), intercept + slope * each) for each in drivers])
    assert (fit.slope, fit.intercept) == (slope, intercept)


@given(st.lists(st.tuples(FIGURES, FIGURES), min_size=3, max_size=9, unique_by=lambda each: each[0]), st.randoms())
def test_the_fit_does_not_depend_on_order_and_no_other_line_misses_by_less(pairs: list, random):
    points = [Observed("", driver, amount) for driver, amount in pairs]
    fit = least_squares("x", points)
    mixed = random.sample(points, len(points))
    again = least_squares("x", mixed)
    assert (again.slope, again.intercept) == (fit.slope, fit.intercept)

    def squares(slope: Fraction, intercept: Fraction) -> Fraction:
        return sum((each.amount - intercept - slope * each.driver) ** 2 for each in points)

    least = squares(fit.slope, fit.intercept)
    for by in (Fraction(1, 7), Fraction(-1, 7)):
        assert least < squares(fit.slope + by, fit.intercept)
        assert least < squares(fit.slope, fit.intercept + by)


@settings(max_examples=20)
@given(st.lists(POUNDS, min_size=3, max_size=7))
def test_every_year_of_the_term_is_its_own_point_of_the_line_to_the_penny(costs: list[Fraction]):
    costs = sorted(each + 500_000 for each in costs)
    years = {f"{2026 - len(costs) + n}-{(27 - len(costs) + n):02d}": each for n, each in enumerate(costs)}
    statement = settled_alike(contract(baseline=trend(years)), dict.fromkeys(YEARS, 0))
    count = len(costs)
    mean = sum(costs) / count
    middle = Fraction(count - 1, 2)
    slope = sum((place - middle) * each for place, each in enumerate(costs)) / sum(
        (place - middle) ** 2 for place in range(count)
    )
    expected = [mean + slope * (count + ahead - middle) for ahead in range(3)]
    assert [period.exact("baseline") for period in statement.periods] == [
        to_step(each, Fraction(1, 100), "half up") for each in expected
    ]
