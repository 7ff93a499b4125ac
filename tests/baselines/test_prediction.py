"""A frozen prediction of an outside model, with its provenance, held to the contract's bars."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import InputError, contract_from_json, contract_to_json
from tests.contracts import POUNDS, column, contract, refusals, settled_alike, told

MODEL = {
    "name": "whole-facility regression",
    "version": "2.1",
    "by": "Measured Ltd",
    "on": "2026-01-31",
    "document": "M&V plan, annex 3",
    "fitted_on": "metered use, April 2024 to March 2026",
}
YEARS = ("2026-27", "2027-28", "2028-29")
AMOUNTS = {"2026-27": 900_000, "2027-28": 910_000, "2028-29": "£920,000.50"}
QUALITY = {"cv_rmse": "12%", "nmbe": "0.4%", "r2": 0.83}
BARS = {"cv_rmse_at_most": "15%", "nmbe_at_most": "5%", "r2_at_least": 0.75}
DEGREE_DAYS = {"name": "heating degree days", "unit": "degree days"}
DAYS = {"name": "days", "unit": "days"}
COEFFICIENTS = {"constant": 1_000, "coefficients": {"heating degree days": 12.4, "days": 90}}
NUMBERS = st.integers(-10_000, 10_000).map(lambda parts: Fraction(parts, 100))


def prediction(**terms: object) -> dict[str, object]:
    given = {"conditions": "reporting period", "quality": QUALITY, "bars": BARS, **terms}
    return {"rule": "prediction", "model": MODEL, **{name: each for name, each in given.items() if each is not None}}


def agreed(others=(DEGREE_DAYS, DAYS), contract_terms: dict | None = None, **terms: object):
    return contract(baseline=prediction(**terms), others=others, **(contract_terms or {}))


def said_against(others=(DEGREE_DAYS, DAYS), contract_terms: dict | None = None, **terms: object) -> list[str]:
    return refusals(baseline=prediction(**terms), others=others, **(contract_terms or {}))


# Amounts by period


def test_each_year_is_held_against_what_was_predicted_for_it():
    statement = settled_alike(contract(baseline=prediction(amounts=AMOUNTS)), dict.fromkeys(YEARS, 850_000))
    assert column(statement, "baseline") == [900_000, 910_000, Fraction("920000.50")]
    assert column(statement, "saving") == [50_000, 60_000, Fraction("70000.50")]


def test_every_period_of_the_term_has_its_prediction_and_no_other():
    assert said_against(amounts={"2026-27": 1, "2031-32": 1, "2028-29": 1}) == [
        "measure[0].baseline.amounts has '2031-32', outside the term 2026-27 to 2028-29; "
        "write the label of a period of the term",
        "measure[0].baseline.amounts has none for 2027-28, and what is frozen is frozen for the whole term; "
        'write "2027-28" = ...',
    ]


def test_a_prediction_in_another_unit_is_refused_by_its_period():
    assert said_against(amounts={**AMOUNTS, "2027-28": "90%"}) == [
        "measure[0].baseline.amounts.2027-28 is 90%, but the measure is in '£'; write the figure in that unit"
    ]


# Coefficients of measures


def test_a_thousand_and_12_40_a_degree_day_and_90_a_day():
    """1,000 + 12.4 x 2,000 + 90 x 365 is 58,650."""
    rows = [{"period": "2026-27", "heating degree days": 2000, "days": 365, "costs": 50_000}]
    statement = settled_alike(agreed(**COEFFICIENTS), rows)
    assert column(statement, "costs / baseline") == [58_650]
    assert column(statement, "saving") == [8_650]


def test_at_standard_conditions_what_was_measured_does_not_matter():
    """1,000 + 12.4 x 2,100 + 90 x 365 is 59,890, however cold the year was."""
    terms = {**COEFFICIENTS, "conditions": "standard", "standard": {"heating degree days": 2100, "days": 365}}
    statement = settled_alike(agreed(others=(), **terms), dict.fromkeys(YEARS, 50_000))
    assert column(statement, "baseline") == [59_890] * 3
    assert told(statement.findings, "normalised saving") == [
        "The saving of costs is normalised: its outturn must be the second model's at the same standard conditions, "
        "and is not what was spent."
    ]
    assert told(agreed(**COEFFICIENTS).findings, "normalised saving") == []


def test_standard_conditions_are_listed_for_each_settlement_of_the_year():
    """12.4 x (900, 400, 100, 700) and 90 x 91.25 each, and 1,000."""
    standard = {"heating degree days": [900, 400, 100, 700], "days": [91, 92, 92, 90]}
    terms = {**COEFFICIENTS, "conditions": "standard", "standard": standard}
    quarterly = {"settled": "quarterly", "years": 2}
    held = agreed(others=(), contract_terms=quarterly, **terms)
    statement = settled_alike(held, {period.label: 0 for period in held.calendar.periods})
    assert column(statement, "baseline") == [20_350, 14_240, 10_520, 17_780] * 2
    assert said_against(
        contract_terms=quarterly, **{**terms, "standard": {"heating degree days": 2100, "days": [91, 92, 92, 90]}}
    ) == [
        "measure[0].baseline.standard.heating degree days lists 1 figure, but 2026-27 has 4 settlements; "
        "list one for each"
    ]


def test_standard_conditions_are_never_scaled_to_a_part_of_a_year():
    terms = {**COEFFICIENTS, "conditions": "standard", "standard": {"heating degree days": 2100, "days": 365}}
    cut = {"starts": "2026-07-01", "years_run": "from 1 April"}
    first, second = said_against(contract_terms=cut, **terms)
    assert first == (
        "measure[0].baseline.standard.heating degree days is of whole periods, but 2026-27 is only part of one; "
        "let the term begin and end with a whole period"
    )
    assert second.startswith("measure[0].baseline.standard.days is of whole periods")


def test_coefficients_are_of_measures_of_the_contract():
    assert said_against(others=(DAYS,), **COEFFICIENTS) == [
        "measure[0].baseline.coefficients.heating degree days is 'heating degree days', which is no measure; "
        "name one that is measured beside it ('days')"
    ]


# A prediction with each outturn


def test_each_outturn_may_bring_its_prediction_in_a_column_of_its_own():
    held = agreed(others=(), each_period=True)
    assert [each.name for each in held.columns] == ["costs", "costs, predicted"]
    rows = [{"period": "2026-27", "costs": 800_000, "costs, predicted": "£850,000.25"}]
    statement = settled_alike(held, rows)
    assert column(statement, "baseline") == [Fraction("850000.25")]
    assert column(statement, "saving") == [Fraction("50000.25")]


def test_a_prediction_that_is_due_and_missing_or_unreadable_is_an_error():
    held = agreed(others=(), each_period=True)
    for rows, said in (
        (
            [{"period": "2026-27", "costs": 1}],
            "outturn[0], column 'costs, predicted', is missing; write the figure; nought is written 0",
        ),
        (
            [{"period": "2026-27", "costs": 1, "costs, predicted": "5%"}],
            "outturn[0], column 'costs, predicted', is '5%', where a number belongs; "
            "write a number such as £12,201,000",
        ),
    ):
        with pytest.raises(InputError) as caught:
            held.settle(rows)
        assert str(caught.value) == said


def test_a_prediction_is_in_the_range_of_its_measure():
    held = contract(baseline=prediction(each_period=True), measure={"outturn_between": [0, 100]})
    with pytest.raises(InputError, match="outside the range 0 to 100 that the contract declares"):
        held.settle([{"period": "2026-27", "costs": 1, "costs, predicted": 101}])


def test_a_measure_may_not_have_the_heading_of_a_prediction():
    other = {"name": "costs, predicted", "unit": "£"}
    assert said_against(others=(other,), each_period=True) == [
        "measure[1].name is 'costs, predicted', a column of 'costs'; rename it"
    ]


# Bars


def test_every_bar_missed_is_told():
    mend = "agree a model that clears the bar, or another baseline"
    assert said_against(amounts=AMOUNTS, quality={"cv_rmse": "15.1%", "nmbe": "-6%", "r2": 0.7}) == [
        f"measure[0].baseline.bars.cv_rmse_at_most is 15%, which the model misses: its CV(RMSE) is 15.1%; {mend}",
        f"measure[0].baseline.bars.nmbe_at_most is 5%, which the model misses: its NMBE is 6%; {mend}",
        f"measure[0].baseline.bars.r2_at_least is 75%, which the model misses: its R2 is 70%; {mend}",
    ]


def test_a_bar_missed_by_less_than_is_shown_is_missed():
    mend = "agree a model that clears the bar, or another baseline"
    assert said_against(amounts=AMOUNTS, quality={"cv_rmse": "15.00001%", "nmbe": "5.00001%", "r2": "74.99999%"}) == [
        f"measure[0].baseline.bars.cv_rmse_at_most is 15%, which the model misses: its CV(RMSE) is a little more than "
        f"that; {mend}",
        "measure[0].baseline.bars.nmbe_at_most is 5%, which the model misses: its NMBE is a little more than that; "
        f"{mend}",
        "measure[0].baseline.bars.r2_at_least is 75%, which the model misses: its R2 is a little less than that; "
        f"{mend}",
    ]


def test_a_model_at_its_bars_clears_them():
    assert agreed(amounts=AMOUNTS, quality={"cv_rmse": "15%", "nmbe": "-5%", "r2": "75%"}).findings


def test_a_bar_without_its_figure_is_refused():
    assert said_against(amounts=AMOUNTS, quality={"cv_rmse": "12%"}, bars={"r2_at_least": 0.75}) == [
        "measure[0].baseline.bars.r2_at_least is 75%, but quality gives no R2; write quality.r2, or leave the bar out"
    ]


def test_bars_are_not_evaded_by_giving_no_quality():
    """Each of the three bars lacks its figure, and each mend is followed: 12%, 0.4% and 83% clear them."""
    bars = {"cv_rmse_at_most": ("15%", "CV(RMSE)"), "nmbe_at_most": ("5%", "NMBE"), "r2_at_least": ("75%", "R2")}
    assert said_against(amounts=AMOUNTS, quality=None) == [
        f"measure[0].baseline.bars.{bar} is {limit}, but quality gives no {name}; "
        f"write quality.{bar.rsplit('_', 2)[0]}, or leave the bar out"
        for bar, (limit, name) in bars.items()
    ]
    assert agreed(amounts=AMOUNTS, quality=QUALITY)


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"bars": None}, "no bar of quality"),
        ({"bars": None, "quality": None}, "no figures of its quality and no bar of quality"),
    ],
)
def test_no_bars_or_no_quality_is_a_finding(lacking: dict[str, None], said: str):
    assert told(agreed(amounts=AMOUNTS, **lacking).findings, "no quality bar") == [
        f"The model whole-facility regression behind the baseline of costs has {said}."
    ]
    assert told(agreed(amounts=AMOUNTS).findings, "no quality bar") == []


# Provenance and form


@pytest.mark.parametrize("left_out", list(MODEL))
def test_a_model_says_where_it_comes_from(left_out: str):
    model = {name: each for name, each in MODEL.items() if name != left_out}
    (said,) = said_against(amounts=AMOUNTS, model=model)
    assert said.startswith(f"measure[0].baseline.model.{left_out} is missing; ")


def test_which_conditions_is_never_a_default():
    assert said_against(amounts=AMOUNTS, conditions=None) == [
        'measure[0].baseline.conditions is missing; choose one of "reporting period", "standard"'
    ]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            {},
            " predicts nothing; write one of amounts by period, coefficients of measures, or each_period = true",
        ),
        (
            {"amounts": AMOUNTS, "each_period": True},
            ".each_period is given, and so is amounts; "
            "write one of amounts by period, coefficients of measures, or each_period = true",
        ),
        (
            {"coefficients": {"days": 90}},
            ".constant is missing, but there are coefficients; write it; nought is written 0",
        ),
        ({"amounts": AMOUNTS, "constant": 1}, ".constant belongs to coefficients, and there are none; leave it out"),
        (
            {**COEFFICIENTS, "standard": {"days": 365}},
            ".standard gives the conditions of coefficients under conditions = 'standard', which these are not; "
            "leave it out",
        ),
        (
            {**COEFFICIENTS, "conditions": "standard", "standard": {"days": 365}},
            ".standard and coefficients do not name the same (heating degree days); give each one figure",
        ),
    ],
)
def test_a_prediction_has_one_form(terms: dict[str, object], said: str):
    assert said_against(**terms) == [f"measure[0].baseline{said}"]


@pytest.mark.parametrize(
    "terms",
    [
        {"amounts": AMOUNTS},
        COEFFICIENTS,
        {"each_period": True},
        {**COEFFICIENTS, "conditions": "standard", "standard": {"days": 365, "heating degree days": 2100.5}},
    ],
)
def test_a_prediction_is_written_and_read_back(terms: dict[str, object]):
    held = agreed(**terms)
    assert contract_from_json(contract_to_json(held)) == held


@settings(max_examples=25)
@given(POUNDS, NUMBERS, NUMBERS, st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=3))
def test_coefficients_are_multiplied_and_added_exactly(base: Fraction, first: Fraction, second: Fraction, seen: list):
    held = agreed(constant=base, coefficients={"heating degree days": first, "days": second})
    rows = [
        {"period": year, "heating degree days": cold, "days": days, "costs": 0}
        for year, (cold, days) in zip(YEARS, seen, strict=True)
    ]
    statement = settled_alike(held, rows)
    assert [period.exact("costs / baseline") for period in statement.periods] == [
        base + first * cold + second * days for cold, days in seen
    ]


def test_option_a_stipulates_the_load_and_measures_the_hours():
    """Fifty lamps of 60 watts are 3 kWh an hour by their plates; over 4,000 hours 12,000 kWh, of which 8,000 were used.

    The 4,000 kWh saved are worth £1,200 at 30p.
    """
    hours = {"name": "hours lit", "unit": "hours"}
    agreed = contract(
        baseline=prediction(coefficients={"hours lit": 3}, constant=0),
        measure={"unit": "kWh", "price": {"amount": "0.30"}},
        others=(hours,),
    )
    statement = settled_alike(agreed, [{"period": "2026-27", "costs": 8_000, "hours lit": 4_000}])
    assert statement.amount("baseline") == 12_000
    assert statement.amount("improvement at the agreed price") == 1_200


def test_option_b_measures_everything_and_c_the_whole_meter_and_d_is_simulated():
    """Three frozen predictions of 100,000 kWh, held against 90,000: each says where it comes from."""
    for option, name in (("B", "pump house, all parameters"), ("C", "whole-facility meter"), ("D", "simulation")):
        model = {**MODEL, "name": f"IPMVP option {option}: {name}"}
        held = {**prediction(amounts=dict.fromkeys(YEARS, 100_000)), "model": model}
        agreed = contract(baseline=held, measure={"unit": "kWh", "price": {"amount": "0.30"}})
        assert agreed.measure[0].baseline.model.name == model["name"]
        assert settled_alike(agreed, {"2026-27": 90_000}).amount("improvement at the agreed price") == 3_000
