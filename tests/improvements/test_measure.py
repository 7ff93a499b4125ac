"""A measure: what is improved, in what unit, which kind of benefit it is, and what nets off."""

from fractions import Fraction

import pytest
from hypothesis import given

from riskreward import InputError
from tests.contracts import QUALITY, SAVINGS, column, contract, fees, pence, refusals, settle


def second(name: str, benefit: str, amount: int = 500_000, **other: object) -> dict[str, object]:
    return {"name": name, "benefit": benefit, "unit": "£", "baseline": {"rule": "fixed", "amount": amount}, **other}


def against(agreed, column_name: str, value: object) -> str:
    """What is said against one year's entry of a column."""
    with pytest.raises(InputError) as caught:
        settle(agreed, 0, **{column_name.replace(" ", "_"): (value,)})
    (problem,) = caught.value.problems
    return str(problem).removeprefix(f"outturn[0], column {column_name!r}, ")


# What counts.


def test_losses_of_one_measure_net_off_the_savings_of_another():
    """100,000 saved and 30,000 overspent is 70,000; a tenth of it 7,000."""
    statement = settle(contract(others=(second("fleet", "cashable"),)), 100_000, fleet=(530_000,))
    assert statement.amount("costs / saving") == 100_000
    assert statement.amount("fleet / saving") == -30_000
    assert statement.amount("saving") == 70_000
    assert statement.amount("baseline") == 1_500_000
    assert fees(statement) == [7_000]
    assert statement.amount("saved to date") == 70_000


def test_losses_may_leave_nothing_to_share():
    statement = settle(contract(others=(second("fleet", "cashable"),)), 100_000, fleet=(600_001,))
    assert statement.amount("saving") == -1
    assert fees(statement) == [0]


def test_income_is_shown_and_never_earns():
    """685,000 more income earns nothing: a tenth of the saving of 100,000 is all."""
    income = second("income", "income", 4_860_000, better="higher")
    statement = settle(contract(others=(income,)), 100_000, income=(5_545_000,))
    assert statement.amount("income / increase") == 685_000
    assert fees(statement) == [10_000]
    assert statement.amount("saved to date") == 100_000
    assert statement.amount("kept by the council to date") == 90_000


def test_income_earns_where_the_contract_says_so():
    """A tenth of 100,000 and 685,000; what the council has saved is 100,000 all the same."""
    income = second("income", "income", 4_860_000, better="higher")
    agreed = contract(others=(income,), earns_on=["cashable", "income"])
    statement = settle(agreed, 100_000, income=(5_545_000,))
    assert fees(statement) == [78_500]
    assert statement.amount("saved to date") == 100_000
    assert statement.amount("kept by the council to date") == 21_500


@pytest.mark.parametrize("benefit", ["non-cashable", "avoided cost"])
def test_what_frees_no_budget_is_called_an_improvement_and_is_no_saving_of_the_council(benefit: str):
    statement = settle(contract(others=(second("time", benefit),)), 100_000, time=(450_000,))
    assert statement.amount("time / improvement") == 50_000
    assert fees(statement) == [10_000]
    assert statement.amount("saved to date") == 100_000


@pytest.mark.parametrize("benefit", ["non-cashable", "avoided cost"])
def test_what_frees_no_budget_may_earn_and_is_paid_from_other_money(benefit: str):
    agreed = contract(measure={"benefit": benefit}, earns_on=[benefit])
    statement = settle(agreed, 100_000)
    assert fees(statement) == [10_000]
    assert statement.amount("saved to date") == 0
    assert statement.amount("kept by the council to date") == -10_000


def test_money_recovered_is_cash_but_earns_only_where_the_contract_says_so():
    recovered = second("duplicate payments", "recovered", 0, better="higher")
    agreed = contract(others=(recovered,))
    assert fees(settle(agreed, 0, duplicate_payments=(20_000,))) == [0]
    assert settle(agreed, 0, duplicate_payments=(20_000,)).amount("saved to date") == 20_000
    agreed = contract(others=(recovered,), earns_on=["cashable", "recovered"])
    assert fees(settle(agreed, 0, duplicate_payments=(20_000,))) == [2_000]


def test_where_higher_is_better_the_outturn_less_the_baseline_is_the_saving():
    agreed = contract(measure={"better": "higher"})
    statement = agreed.settle({"2026-27": 1_250_000, "2027-28": 900_000})
    assert column(statement, "saving") == [250_000, -100_000]


def test_a_measure_without_a_baseline_is_only_measured():
    statement = settle(contract(others=(QUALITY,)), 100_000, quality=("93.25%",))
    assert [line.name for line in statement.periods[0].lines if line.path.startswith("quality")] == ["outturn"]
    assert f"{statement.amount('quality / outturn')}" == "93.25"
    assert statement.periods[0].line("quality / outturn").unit == "%"


def test_a_measure_may_have_a_unit_of_its_own():
    waste = {"name": "waste", "unit": "tonnes"}
    statement = settle(contract(others=(waste,)), 0, waste=("1,234.5",))
    line = statement.periods[0].line("waste / outturn")
    assert (line.exact, line.unit) == (Fraction("1234.5"), "tonnes")


COSTS_AND_FLEET = contract(others=(second("fleet", "cashable", 1_000_000),))


@given(SAVINGS, SAVINGS)
def test_what_is_counted_is_the_sum_of_the_measures_whichever_of_them_saves(one, other):
    statement = settle(COSTS_AND_FLEET, one, fleet=(1_000_000 - other,))
    turned = settle(COSTS_AND_FLEET, other, fleet=(1_000_000 - one,))
    assert statement.exact("saving") == turned.exact("saving") == one + other
    assert statement.exact("paid") == turned.exact("paid")


# The council's own costs.


def test_costs_taken_off_the_saving_earn_no_fee():
    """100,000 less 20,000 is 80,000, of which 8,000; the council keeps 100,000 - 20,000 - 8,000."""
    statement = settle(contract(council_costs="taken off the saving"), 100_000, council_costs=(20_000,))
    assert statement.amount("costs / saving") == 100_000
    assert statement.amount("saving") == 80_000
    assert fees(statement) == [8_000]
    assert statement.amount("council costs to date") == 20_000
    assert statement.amount("kept by the council to date") == 72_000


def test_costs_that_are_only_shown_leave_the_fee_as_it_is():
    """The fee is 10,000; the council keeps 100,000 - 20,000 - 10,000."""
    statement = settle(contract(council_costs="shown"), 100_000, council_costs=(20_000,))
    assert fees(statement) == [10_000]
    assert statement.amount("kept by the council to date") == 70_000


def test_costs_may_exceed_the_saving():
    statement = settle(contract(council_costs="taken off the saving"), 100_000, council_costs=("£100,000.01",))
    assert column(statement, "saving") != column(statement, "costs / saving")
    assert statement.exact("saving") == Fraction("-0.01")
    assert fees(statement) == [0]


def test_costs_of_several_years_add_up_in_the_position():
    """Two years of 100,000 at a tenth, with costs of 1,000 and 2,000."""
    statement = settle(contract(council_costs="shown"), 100_000, 100_000, council_costs=(1_000, 2_000))
    assert column(statement, "council costs to date") == [1_000, 3_000]
    assert column(statement, "kept by the council to date") == [89_000, 177_000]


def test_costs_are_a_positive_figure():
    said = against(contract(council_costs="shown"), "council costs", -5)
    assert said == "is -5, below nought; write costs as a positive figure"


def test_costs_that_the_contract_does_not_speak_of_are_refused():
    assert against(contract(), "council costs", 5) == (
        "is given, but the contract does not say what it does; "
        'write council_costs = "taken off the saving" or "shown" in the contract'
    )


def test_costs_that_the_contract_speaks_of_are_required():
    with pytest.raises(InputError, match="column 'council costs', is missing; write the figure; nought is written 0"):
        settle(contract(council_costs="shown"), 0)


# Entries, in the measure's unit.


def test_a_percentage_is_not_a_bare_93():
    said = against(contract(others=(QUALITY,)), "quality", 93)
    assert said == 'is 93, which is 93 times the whole; did you mean "93%"? write "93%"'


def test_a_percentage_has_two_decimal_places_at_most():
    said = against(contract(others=(QUALITY,)), "quality", "93.125%")
    assert said == "is 93.125%, finer than two decimal places of a per cent; round it"


def test_a_quantity_has_two_decimal_places_at_most():
    said = against(contract(others=({"name": "waste", "unit": "tonnes"},)), "waste", "1.125")
    assert said == "is 1.125, finer than 2 decimal places; round it"


def test_money_is_in_whole_pence():
    with pytest.raises(InputError, match=r"is 100\.125, finer than a penny"):
        contract().settle({"2026-27": 100.125})


def test_money_is_in_the_contracts_currency():
    with pytest.raises(InputError, match="in another currency than £"):
        contract().settle({"2026-27": "$100"})


def test_an_outturn_outside_the_range_declared_is_refused_and_its_ends_are_inside():
    agreed = contract(measure={"outturn_between": [0, 2_000_000]})
    assert column(agreed.settle({"2026-27": 0, "2027-28": 2_000_000}), "saving") == [1_000_000, -1_000_000]
    for value in (Fraction(-1, 100), Fraction(200_000_001, 100)):
        with pytest.raises(InputError, match="outside the range 0 to 2,000,000 that the contract declares"):
            agreed.settle({"2026-27": value})


def test_an_outturn_may_be_text_with_pounds_and_commas():
    assert column(contract().settle({"2026-27": "£899,999.99"}), "saving") == pence("100,000.01")


# Terms that contradict one another.


def test_a_baseline_says_which_benefit_it_is():
    assert refusals(others=({"name": "fleet", "unit": "£", "baseline": {"rule": "fixed", "amount": 1}},)) == [
        "measure[1].benefit is missing, but there is a baseline; say which benefit it is, such as cashable"
    ]


def test_an_agreed_figure_is_in_the_unit_of_its_measure():
    assert refusals(others=(second("fleet", "cashable", unit="%"),)) == [
        'measure[1].baseline.amount is 500000, but the measure is in %; write "500000%"'
    ]
    share = {"rule": "fixed", "amount": "5%"}
    assert refusals(others=({**second("fleet", "cashable"), "baseline": share},)) == [
        "measure[1].baseline.amount is 5%, but the measure is in '£'; write the figure in that unit"
    ]


def test_measures_are_in_the_currency_of_the_contract():
    assert refusals(others=(second("fleet", "cashable", unit="$"),)) == [
        "measure[1].unit is '$', but the contract is in £; use one currency"
    ]


def test_two_measures_of_one_name_are_refused():
    assert refusals(others=(second("costs", "cashable"),)) == [
        "measure[1].name is 'costs', as measure[0] is; rename one"
    ]


@pytest.mark.parametrize("name", ["status", "Council costs", "verified by", "period"])
def test_a_measure_is_not_named_as_a_column_of_its_own(name: str):
    assert refusals(others=(second(name, "cashable"),)) == [
        f"measure[1].name is {name!r}, a column of its own in an outturn; rename it"
    ]


def test_a_name_does_not_hold_the_stroke_that_parts_a_path():
    assert len(refusals(others=(second("a / b", "cashable"),))) == 1


def test_a_contract_without_a_measure_that_earns_is_refused():
    assert refusals(measure={"benefit": "income"}) == [
        "measure has none that earns: a baseline and a benefit of cashable; write one"
    ]


def test_a_range_finer_than_the_figures_it_bounds_is_refused():
    assert refusals(measure={"outturn_between": [0, "0.125"]}) == [
        "measure[0].outturn_between is finer than 2 decimal places; round its ends"
    ]


def test_a_range_is_written_with_the_lower_end_first():
    (told,) = refusals(measure={"outturn_between": [5, 0]})
    assert told.endswith("which is no range; write its two ends, the lower first: [0, 100]")
