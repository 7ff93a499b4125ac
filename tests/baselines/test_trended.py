"""A trended baseline: what the base year cost, by published trend factors."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import InputError, contract_from_json, contract_to_json
from riskreward.baselines.trended import blended
from riskreward.kernel import share_of
from tests.contracts import POUNDS, SHARES, column, contract, refusals, settled_alike, told, worked

NATIONAL = {"2026-27": 1.034, "2027-28": 1.061}
REGIONAL = {"2026-27": "102%", "2027-28": "104.5%"}
BLEND = {"national": "40%", "regional": "60%"}
YEARS = ("2026-27", "2027-28", "2028-29")
FACTORS = st.integers(900, 1300).map(lambda parts: Fraction(parts, 1000))


def trended(amount: object = 1_000_000, **terms: object) -> dict[str, object]:
    return {"rule": "trended", "year": "2025-26", "amount": amount, **terms}


BOTH = trended(factors={"national": NATIONAL, "regional": REGIONAL}, blend=BLEND)


def test_a_million_at_a_national_factor_of_1_034_and_1_061_is_1034000_and_1061000():
    agreed = contract(baseline=trended(factors={"national": NATIONAL}))
    statement = settled_alike(agreed, {"2026-27": 1_000_000, "2027-28": 1_000_000})
    assert column(statement, "baseline") == [1_034_000, 1_061_000]
    assert column(statement, "saving") == [34_000, 61_000]


def test_two_series_are_blended_40_to_60():
    """0.4 x 1.034 + 0.6 x 1.02 is 1.0256, and 0.4 x 1.061 + 0.6 x 1.045 is 1.0514."""
    statement = settled_alike(contract(baseline=BOTH), {"2026-27": 0, "2027-28": 0})
    assert column(statement, "baseline") == [1_025_600, 1_051_400]


def test_the_base_year_is_what_was_agreed_and_the_trend_is_exact():
    agreed = contract(baseline=trended("1000.01", factors={"national": {"2026-27": 1.0005}}))
    assert agreed.measure[0].baseline.agreed_amount == Fraction("1000.01")
    assert agreed.settle({"2026-27": 0}).exact("baseline") == Fraction("1000.510005")


def test_a_trended_year_is_spread_over_its_quarters():
    agreed = contract(
        baseline=trended(factors={"national": NATIONAL}, spread="evenly over the months"), settled="quarterly"
    )
    statement = settled_alike(agreed, {period.label: 0 for period in agreed.calendar.periods[:8]})
    assert column(statement, "baseline") == [258_500] * 4 + [265_250] * 4


def test_a_factor_not_yet_published_may_be_left_out_until_its_year_is_settled():
    agreed = contract(baseline=trended(factors={"national": NATIONAL, "regional": {"2026-27": 1.02}}, blend=BLEND))
    assert column(agreed.settle({"2026-27": 0}), "baseline") == [1_025_600]
    with pytest.raises(InputError) as caught:
        agreed.settle(dict.fromkeys(YEARS, 0))
    assert [str(problem) for problem in caught.value.problems] == [
        "measure[0].baseline.factors.national has no factor for 2028-29, which the outturn settles; "
        'write the published factor: "2028-29" = ...',
        "measure[0].baseline.factors.regional has no factor for 2027-28, which the outturn settles; "
        'write the published factor: "2027-28" = ...',
        "measure[0].baseline.factors.regional has no factor for 2028-29, which the outturn settles; "
        'write the published factor: "2028-29" = ...',
    ]


def test_a_factor_under_a_year_outside_the_term_is_refused():
    assert refusals(baseline=trended(factors={"national": {"2025-26": 1}})) == [
        "measure[0].baseline.factors.national has '2025-26', which is no year of the term 2026-27 to 2028-29; "
        "write each factor under the year it is for"
    ]


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        ("3.4%", "is '3.4%', which is a rise and not a factor; write the whole factor: 1.034"),
        (0.034, "is 0.034, which is a rise and not a factor; write the whole factor: 1.034"),
        ("-2%", "is '-2%', which is a rise and not a factor; write the whole factor: 0.98"),
        (250_000, "is 250000, a trend in units and not a factor; write the whole factor: 1.034"),
        (3.4, "is 3.4, a trend in units and not a factor; write the whole factor: 1.034"),
        ("2.01", "is '2.01', a trend in units and not a factor; write the whole factor: 1.034"),
    ],
)
def test_a_rise_or_a_trend_in_units_is_refused_with_the_whole_factor(factor: object, said: str):
    where = "measure[0].baseline.factors.national.2026-27"
    assert refusals(baseline=trended(factors={"national": {"2026-27": factor}})) == [f"{where} {said}"]


def test_factors_of_a_half_and_of_two_are_the_ends():
    agreed = contract(baseline=trended(factors={"national": {"2026-27": "50%", "2027-28": 2}}))
    assert column(agreed.settle({"2026-27": 0, "2027-28": 0}), "baseline") == [500_000, 2_000_000]


def test_series_and_blend_belong_together():
    factors = {"national": NATIONAL, "regional": REGIONAL}
    assert refusals(baseline=trended(factors=factors)) == [
        "measure[0].baseline.blend is missing, but there are several series (national, regional); "
        "give each series its part, adding up to 100%"
    ]
    assert refusals(baseline=trended(factors=factors, blend={"national": "40%", "local": "60%"})) == [
        "measure[0].baseline.blend and factors do not name the same series (local, regional); give each series one part"
    ]
    assert refusals(baseline=trended(factors=factors, blend={"national": "40%", "regional": "50%"})) == [
        "measure[0].baseline.blend adds up to 90%; let the parts add up to 100%"
    ]
    (told,) = refusals(baseline=trended(factors={}))
    assert told.startswith("measure[0].baseline.factors is empty")


def test_a_finding_says_that_a_trended_saving_is_cash_only_if_the_budget_rose_too():
    agreed = contract(baseline=trended(factors={"national": NATIONAL}))
    statement = agreed.settle({"2026-27": 1_010_000, "2027-28": 1_000_000})
    assert told(statement.findings, "trended baseline") == [
        "The saving of costs is against a trended baseline: cash spending over the two years rose £10,000 against the "
        "amount first agreed; it is cash only if the budget was uplifted by the same trend (the contract does not say)."
    ]


def test_a_trended_contract_is_written_and_read_back():
    agreed = contract(baseline=BOTH)
    assert contract_from_json(contract_to_json(agreed)) == agreed


@given(FACTORS, FACTORS, SHARES)
def test_a_blend_lies_between_its_series(first: Fraction, second: Fraction, part: Fraction):
    parts = {"a": part, "b": 1 - part}
    found = worked(
        lambda: blended(
            {"a": share_of(first), "b": share_of(second)}, {name: share_of(each) for name, each in parts.items()}
        )
    )
    assert min(first, second) <= found <= max(first, second)
    assert found == first * part + second * (1 - part)


@settings(max_examples=20)
@given(POUNDS, st.lists(st.tuples(FACTORS, FACTORS), min_size=3, max_size=3), SHARES)
def test_every_year_is_the_amount_by_its_blended_factor(amount: Fraction, factors: list, part: Fraction):
    by_series = {
        name: {year: float(each[place]) for year, each in zip(YEARS, factors, strict=True)}
        for place, name in enumerate(("national", "regional"))
    }
    blend = {"national": str(part), "regional": str(1 - part)}
    statement = settled_alike(
        contract(baseline=trended(amount, factors=by_series, blend=blend)), dict.fromkeys(YEARS, 0)
    )
    expected = [amount * (first * part + second * (1 - part)) for first, second in factors]
    assert [period.exact("baseline") for period in statement.periods] == expected
