"""A regression: a line fitted to past observations of one driver, frozen, and met with what is measured."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import contract_from_json, contract_to_json
from riskreward.baselines import Regression
from riskreward.kernel.rounding import to_step
from tests.contracts import column, contract, refusals, settled_alike, told

DRIVER = {"name": "degree days", "unit": "degree days"}
SEEN = ((100, 500), (200, 710), (300, 890), (400, 1100))


def observations(pairs=SEEN, label: str = "201{}") -> list[dict[str, object]]:
    return [
        {"period": label.format(number), "driver": driver, "amount": amount}
        for number, (driver, amount) in enumerate(pairs)
    ]


def observed(*periods: str) -> list[dict[str, object]]:
    """A line of 30,000 and 35 a degree day, observed in these periods."""
    return [
        {"period": period, "driver": 2_000 + 200 * number, "amount": 100_000 + 7_000 * number}
        for number, period in enumerate(periods)
    ]


def regression(pairs=SEEN, **terms: object) -> dict[str, object]:
    return {
        "rule": "regression",
        "driver_measure": "degree days",
        "observed": "yearly",
        "observations": observations(pairs),
        "places": 2,
        **terms,
    }


def agreed(pairs=SEEN, **terms: object):
    return contract(baseline=regression(pairs, **terms), others=(DRIVER,))


def rows(*each: tuple[object, object]) -> list[dict[str, object]]:
    years = ("2026-27", "2027-28", "2028-29")
    return [
        {"period": year, "degree days": driver, "costs": cost}
        for year, (driver, cost) in zip(years, each, strict=False)
    ]


def said_against(pairs=SEEN, others=(DRIVER,), **terms: object) -> list[str]:
    return refusals(baseline=regression(pairs, **terms), others=others)


def test_305_and_1_98_a_degree_day_is_800_at_250_and_899_at_300():
    """Means of 250 and 800; 99,000 over 50,000 is a slope of 1.98, and 800 - 1.98 x 250 an intercept of 305."""
    statement = settled_alike(agreed(), rows((250, 700), (300, 900)))
    assert column(statement, "costs / baseline") == [800, 899]
    assert column(statement, "saving") == [100, -1]


def test_coefficients_are_frozen_at_the_places_agreed():
    """1.98 at no places is 2, and 305 stays 305."""
    fit = Regression(**regression(places=0)).fit
    assert (fit.slope, fit.intercept) == (2, 305)
    assert column(settled_alike(agreed(places=0), rows((250, 700))), "costs / baseline") == [805]


def test_a_half_is_frozen_away_from_nought():
    """Amounts 1, 2 and 2 at 0, 1 and 2 have a slope of one half and an intercept of 7/6."""
    fit = Regression(**regression(((0, 1), (1, 2), (2, 2)), places=0)).fit
    assert (fit.slope, fit.intercept) == (1, 1)


def test_the_quality_of_the_fit_by_hand():
    """Missed by -3, 9, -9 and 3: 180 squared of 196,200 about the mean; the root of 180/2 is 9.486833 over 800."""
    fit = Regression(**regression()).fit
    assert fit.r2 == 1 - Fraction(180, 196_200)
    assert fit.cv_rmse_squared == Fraction(90, 640_000)
    assert fit.cv_rmse == Decimal("0.011859")
    assert fit.nmbe == 0


def test_the_quality_is_that_of_the_frozen_coefficients():
    """At 305 and 2 they are missed by -5, 5, -15 and -5: -20 over 2 x 800 is a bias of -1.25%; the squares are 300."""
    fit = Regression(**regression(places=0)).fit
    assert fit.nmbe == Fraction("-0.0125")
    assert fit.cv_rmse_squared == Fraction(150, 640_000)
    assert fit.r2 == 1 - Fraction(300, 196_200)


def test_the_working_paper_shows_itself():
    text = str(Regression(**regression()).fit)
    assert "Slope 1.98; intercept 305." in text
    assert "degree days" in text
    assert "-9" in text


def test_bars_that_are_missed_are_told_all_at_once():
    bars = {"cv_rmse_at_most": "1%", "nmbe_at_most": "0%", "r2_at_least": "99.95%"}
    mend = "agree a model that clears the bar, or another baseline"
    assert said_against(bars=bars) == [
        f"measure[0].baseline.bars.cv_rmse_at_most is 1%, which the model misses: its CV(RMSE) is 1.1859%; {mend}",
        f"measure[0].baseline.bars.r2_at_least is 99.95%, which the model misses: its R2 is 99.9083%; {mend}",
    ]
    assert said_against(places=0, bars={"nmbe_at_most": "1.24%"}) == [
        f"measure[0].baseline.bars.nmbe_at_most is 1.24%, which the model misses: its NMBE is 1.25%; {mend}"
    ]
    agreed(places=0, bars={"nmbe_at_most": "1.25%"})
    agreed(bars={"cv_rmse_at_most": "1.186%", "r2_at_least": "99.9%"})


def test_a_bar_is_held_exactly_where_the_root_comes_out():
    """Missed by 1, -2 and 1: squares of 6 over three observations less two, and a mean of 100: the root of 6, in %."""
    pairs = ((0, 101), (1, 98), (2, 101))
    squared = Regression(**regression(pairs)).fit.cv_rmse_squared
    assert squared == Fraction(6, 10_000)
    agreed(pairs, bars={"cv_rmse_at_most": "2.44949%"})  # the root is 2.449489...%
    (said,) = said_against(pairs, bars={"cv_rmse_at_most": "2.44948%"})
    assert "its CV(RMSE) is 2.4495%" in said


def test_a_driver_outside_the_fitted_range_is_a_finding_with_the_figures():
    statement = agreed().settle(rows((100, 700), (99, 700), (400.5, 700)))
    assert told(statement.findings, "extrapolated") == [
        "The baseline of costs is extrapolated: degree days was 99 in 2027-28, 400.5 in 2028-29, "
        "outside the fitted range 100 to 400."
    ]
    (found,) = (each for each in statement.findings if each.name == "extrapolated")
    assert found.figures == {"fitted from": 100, "fitted to": 400, "2027-28": 99, "2028-29": Fraction("400.5")}
    assert told(agreed().settle(rows((100, 700), (400, 700))).findings, "extrapolated") == []


def test_a_fit_held_to_no_bar_is_a_finding():
    assert told(agreed().findings, "no quality bar") == [
        "The regression of costs is held to no bar of quality; its own fit has CV(RMSE) 1.1859%, NMBE 0%, R2 99.9083%."
    ]
    assert told(agreed(bars={"r2_at_least": 0.75}).findings, "no quality bar") == []


def test_months_give_a_monthly_baseline_and_are_never_scaled():
    months = [{**each, "period": f"2025-26 M{number:02d}"} for number, each in enumerate(observations(), 1)]
    given = regression(observed="monthly", observations=months)
    monthly = contract(baseline=given, others=(DRIVER,), settled="monthly", years=None, months=2)
    given = [{"period": f"2026-27 M0{month}", "degree days": 250, "costs": 0} for month in (1, 2)]
    assert column(settled_alike(monthly, given), "costs / baseline") == [800, 800]
    assert said_against(observed="monthly", observations=months) == [
        "measure[0].baseline.observed is 'monthly', but the contract is settled yearly, and a line is never scaled "
        "silently; observe periods as long as those that are settled"
    ]
    cut = {"starts": "2026-07-01", "years_run": "from 1 April"}
    assert refusals(baseline=regression(), others=(DRIVER,), **cut) == [
        "measure[0].baseline.observations are of whole periods, but 2026-27 is only part of one; "
        "let the term begin and end with a whole period"
    ]


def test_a_line_is_no_years_amount_to_be_spread():
    assert said_against(spread="evenly over the months") == [
        "measure[0].baseline.spread is for an amount of a year; the rule 'regression' is worked out for each "
        "settlement; leave it out"
    ]


def test_a_driver_that_is_no_measure_is_refused():
    assert said_against(others=()) == [
        "measure[0].baseline.driver_measure is 'degree days', which is no measure; "
        "name one that is measured beside it (the contract has no other)"
    ]


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (
            ((310, 1), (310, 2), (310, 3)),
            "have the driver at 310 in every period, so that it explains nothing; observe periods in which it differs",
        ),
        (((1, 5), (2, 5), (3, 5)), 'have the amount 5 in every period, which no driver moves; write the rule "fixed"'),
        (
            ((1, -5), (2, 5), (3, 0)),
            "have a mean of nought or below, against which no fit can be judged; check the amounts",
        ),
    ],
)
def test_observations_that_nothing_can_be_fitted_to_are_refused(pairs, said: str):
    assert said_against(pairs) == [f"measure[0].baseline.observations {said}"]


def test_two_observations_are_not_enough():
    assert said_against(((1, 5), (2, 6))) == [
        "measure[0].baseline.observations has 2, through which any line may be run; give three or more"
    ]


def test_a_period_observed_twice_is_refused():
    twice = [*observations(), {"period": "2010", "driver": 1, "amount": 1}]
    assert said_against(observations=twice) == [
        "measure[0].baseline.observations[4].period is '2010', as observations[0] is; leave one of them out"
    ]


WHERE = "measure[0].baseline.observations"


@pytest.mark.parametrize("again", ["2020/21", " 2020-21 ", "2020-2021"])
def test_a_period_observed_twice_under_another_spelling_is_refused(again: str):
    assert said_against(observations=observed("2020-21", again, "2021-22")) == [
        f"{WHERE}[1].period is '{again.strip()}', the same period as observations[0]; leave one of them out"
    ]


def test_a_gap_is_refused_unless_the_history_has_its_year():
    """2020-21, 2022-23 and 2023-24 leave 2021-22 out; the mend it names is followed, and the contract stands."""
    left_out = observed("2020-21", "2022-23", "2023-24")
    assert said_against(observations=left_out) == [
        f"{WHERE} have none of 2021-22, between 2020-21 and 2022-23; write what was measured in it; if it is left out "
        "on purpose, write 2021-22 in history"
    ]
    assert agreed(observations=left_out, history={"2021-22": 60_000})
    months = observed("2024-25 M11", "2024-25 M12", "2025-26 M02")
    assert said_against(observed="monthly", observations=months)[0].startswith(
        f"{WHERE} have none of 2025-26 M01, between 2024-25 M12 and 2025-26 M02; "
    )


@pytest.mark.parametrize(
    ("length", "label", "kind", "written"),
    [
        ("yearly", "xyz", "year", "write it as 2024-25, or as 2024 for a calendar year"),
        ("monthly", "2024-25 M13", "month", "write it as 2024-25 M01, the year and the number of the month"),
        ("quarterly", "2024-25", "quarter", "write it as 2024-25 Q1"),
        ("half-yearly", "2024-25 Q1", "half-year", "write it as 2024-25 H1"),
    ],
)
def test_a_label_that_is_no_period_as_long_as_is_observed_is_refused(length, label, kind, written):
    seen = observed(label, "2020-21", "2021-22")
    assert said_against(observed=length, observations=seen) == [
        f"{WHERE}[0].period is '{label}', which is no {kind}, but observed is '{length}'; {written}"
    ]


def test_calendar_years_and_financial_years_are_not_mixed():
    assert said_against(observations=observed("2020-21", "2021", "2022")) == [
        f"{WHERE}[1].period is '2021', of a calendar year, but 2020-21 is a financial year; "
        "write every period of one kind"
    ]


def test_thousands_among_pounds_are_refused_unless_the_driver_moved_as_far():
    """107,000 is 1,070 times 100 while the driver rose by a tenth; where it rose from 2 to 2,200, it may be right."""
    seen = observed("2020-21", "2021-22", "2022-23")
    seen[0]["amount"] = 100
    assert said_against(observations=seen) == [
        f"{WHERE}[0].amount is 100, about a thousandth of the 107,000 of 2021-22 beside it; "
        "write every figure in whole units, not in thousands or millions"
    ]
    seen[0]["driver"] = 2
    assert agreed(observations=seen)


def test_a_line_is_fitted_to_periods_that_are_over_when_the_term_begins():
    """Years of the term are refused; 2025-26 ends the day before it begins."""
    late = observed("2025-26", "2026-27", "2027-28")
    assert said_against(observations=late) == [
        f"{WHERE}[{number}].period is '{year}', not over when the term begins with 2026-27; "
        "fit the line to periods before the term"
        for number, year in ((1, "2026-27"), (2, "2027-28"))
    ]
    assert agreed(observations=observed("2023-24", "2024-25", "2025-26"))
    assert said_against(observations=observed("2024", "2025", "2026"))[0].startswith(f"{WHERE}[2].period is '2026'")


def test_bars_hold_to_something():
    assert said_against(bars={}) == [
        "measure[0].baseline.bars holds the model to nothing; "
        "write at least one: cv_rmse_at_most, nmbe_at_most, r2_at_least"
    ]
    (said,) = said_against(bars={"cv_rmse_at_most": 15})
    assert said.endswith('did you mean "15%"? write "15%"')
    assert said_against(bars={"nmbe_at_most": "-5%"}) == [
        "measure[0].baseline.bars.nmbe_at_most is -5%, below nought; write it as a positive figure"
    ]


def test_a_regression_is_written_and_read_back():
    held = agreed(bars={"cv_rmse_at_most": "15%", "r2_at_least": 0.75})
    assert contract_from_json(contract_to_json(held)) == held


AMOUNTS = st.integers(1, 1_000_000).map(lambda pence: Fraction(pence, 100))


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(0, 500), AMOUNTS), min_size=3, max_size=8, unique_by=(lambda p: p[0], lambda p: p[1])
    ),
    st.integers(0, 4),
    st.lists(st.integers(0, 600), min_size=1, max_size=3),
)
def test_every_settlement_is_the_frozen_line_at_the_driver_measured(pairs, places: int, drivers: list[int]):
    count = len(pairs)
    above = count * sum(x * y for x, y in pairs) - sum(x for x, _ in pairs) * sum(y for _, y in pairs)
    below = count * sum(x * x for x, _ in pairs) - sum(x for x, _ in pairs) ** 2
    slope = above / below
    intercept = (sum(y for _, y in pairs) - slope * sum(x for x, _ in pairs)) / count
    slope, intercept = (to_step(each, Fraction(1, 10**places), "half up") for each in (slope, intercept))
    statement = settled_alike(agreed(pairs, places=places), rows(*((driver, 0) for driver in drivers)))
    assert [period.exact("costs / baseline") for period in statement.periods] == [
        intercept + slope * driver for driver in drivers
    ]


def test_an_amount_finer_than_a_penny_is_refused():
    (said,) = said_against(((1, "1.005"), (2, 5), (3, 6)))
    assert said.startswith("measure[0].baseline.observations[0].amount is '1.005', finer than a penny")


def test_bars_above_the_whole_read_back_and_can_be_varied():
    contract = agreed(bars={"cv_rmse_at_most": "150%", "nmbe_at_most": "12.5%"})
    assert contract_from_json(contract_to_json(contract)) == contract
    deed = {"agreed": {"on": "2027-02-01", "by": "Cabinet"}, "source": "the deed", "reason": "more work"}
    varied = contract.vary("2027-28", name="Deed 1", share="20%", **deed)
    assert contract_from_json(contract_to_json(varied)) == varied
