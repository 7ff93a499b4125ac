"""A historic baseline: one base year, or the mean of several."""

from fractions import Fraction
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts import POUNDS, column, contract, pence, refusals


def historic(**years: object) -> dict[str, object]:
    return {"rule": "historic", "years": {name.strip("y").replace("_", "-"): cost for name, cost in years.items()}}


def test_one_base_year_stands_for_every_year():
    statement = contract(baseline=historic(y2019_20=800_000)).settle({"2026-27": 700_000, "2027-28": 900_000})
    assert column(statement, "baseline") == [800_000, 800_000]
    assert column(statement, "saving") == [100_000, -100_000]


def test_the_mean_of_900000_and_1000000_and_1100000_is_a_million():
    agreed = contract(baseline=historic(y2019_20=900_000, y2020_21="£1,000,000", y2021_22=1_100_000))
    statement = agreed.settle({"2026-27": 950_000})
    assert column(statement, "baseline") == [1_000_000]
    assert column(statement, "saving") == [50_000]


def test_a_mean_is_exact_and_only_shown_to_the_penny():
    """100 + 100 + 101 is 301, and a third of it 100.333...; a tenth of 0.333... is 0.0333..., earned as 3p."""
    agreed = contract(baseline=historic(y2019_20=100, y2020_21=100, y2021_22=101))
    statement = agreed.settle({"2026-27": 100})
    assert column(statement, "baseline") == pence("100.33")
    assert statement.exact("saving") == Fraction(1, 3)
    assert column(statement, "paid") == pence("0.03")


def test_a_mean_may_be_indexed_from_its_own_base():
    """The mean of 900,000 and 1,100,000, at levels that rose from 100 to 104: 1,040,000."""
    index = {"series": "CPI", "month": "March before the year", "base": 100, "levels": {"2026-27": 104}}
    agreed = contract(baseline={**historic(y2019_20=900_000, y2020_21=1_100_000), "index": index})
    assert column(agreed.settle({"2026-27": 1_000_000}), "baseline") == [1_040_000]


def test_no_year_at_all_is_refused():
    (told,) = refusals(baseline={"rule": "historic", "years": {}})
    assert told.startswith("measure[0].baseline.years ")


def test_a_year_of_pence_and_a_half_is_refused_by_its_name():
    assert refusals(baseline=historic(y2019_20="100.125")) == [
        "measure[0].baseline.years.2019-20 is '100.125', finer than a penny; round it, for instance to £100.13"
    ]


@settings(max_examples=20)
@given(st.lists(st.integers(10_000, 500_000).map(Fraction), min_size=1, max_size=4))
def test_the_order_in_which_years_are_written_does_not_matter(costs: list[Fraction]):
    means = set()
    for order in permutations(range(len(costs))):
        years = {str(2018 + place): costs[place] for place in order}
        statement = contract(baseline={"rule": "historic", "years": years}).settle({"2026-27": 0})
        means.add(statement.exact("baseline"))
    assert means == {sum(costs) / len(costs)}


WEIGHTS = {"2023-24": "10%", "2024-25": "30%", "2025-26": "60%"}


def test_the_latest_of_three_years_weighs_60_per_cent():
    """10% of 900,000, 30% of 1,000,000 and 60% of 1,100,000 are 1,050,000."""
    years = {"2023-24": 900_000, "2024-25": 1_000_000, "2025-26": 1_100_000}
    agreed = contract(baseline={"rule": "historic", "years": years, "weights": WEIGHTS})
    assert column(agreed.settle({"2026-27": 1_000_000}), "baseline") == [1_050_000]
    assert agreed.measure[0].baseline.agreed_amount == 1_050_000


@given(POUNDS, POUNDS, st.integers(0, 100))
def test_a_weighted_mean_lies_between_its_years(first, second, weight):
    baseline = {
        "rule": "historic",
        "years": {"2024-25": first + 500_000, "2025-26": second + 500_000},
        "weights": {"2024-25": f"{weight}%", "2025-26": f"{100 - weight}%"},
    }
    mean = contract(baseline=baseline).settle({"2026-27": 0}).exact("baseline") - 500_000
    assert min(first, second) <= mean <= max(first, second)
    assert mean == (weight * first + (100 - weight) * second) / 100


def test_weights_are_of_the_years_and_add_up():
    years = {"2023-24": 9, "2024-25": 10, "2025-26": 11}
    given = {"rule": "historic", "years": years}
    assert refusals(baseline={**given, "weights": {**WEIGHTS, "2025-26": "50%"}}) == [
        "measure[0].baseline.weights add up to 90%; let the weights add up to 100%"
    ]
    assert refusals(baseline={**given, "weights": {"2024-25": "40%", "2025-26": "60%"}}) == [
        "measure[0].baseline.weights and years do not name the same years (2023-24); give each year one weight"
    ]
