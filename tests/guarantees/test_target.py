"""What is guaranteed: as a share of an estimate, in stated prices, adjusted or never, or in units of a measure."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.guarantees.target import moved
from riskreward.kernel import pounds
from tests.contracts import SAVINGS, column, contract, pence, refusals, settle, worked

FEE_ONLY = {"tested": "cumulatively", "shortfall": "fee only"}
EACH_YEAR = {"tested": "each year", "shortfall": "provider pays each year"}
RATIO = "saving, as a share of the guaranteed"
INDEX = {"series": "CPI", "month": "March inside the year", "base": 100, "levels": {"2026-27": 104, "2027-28": 110}}
INDEXED = {"rule": "indexed", "amount": 1_000_000, "index": INDEX}
AMOUNT = {"amount": 100_000, "prices": "cash of each year", "adjusted": "never"}


def adjustment(amount: object, period: str = "2026-27") -> dict[str, object]:
    return {
        "period": period,
        "amount": amount,
        "kind": "non-routine",
        "on": "2027-04-01",
        "reason": "a school closed",
        "evidence": "council minute 9",
        "agreed_by": "both",
    }


# A share of an estimate: the US federal programme of 2019 guaranteed 91.4% of what was estimated.


def test_914_of_an_estimate_of_1000_is_guaranteed_and_1095_of_that_reported():
    """91.4% of 1,000,000 is 914,000; saved 1,000,830, which is 109.50% of it."""
    agreed = contract(guarantee={**FEE_ONLY, "share_of_estimate": "91.4%", "estimate": 1_000_000})
    statement = settle(agreed, 1_000_830)
    assert column(statement, "estimated saving of the year") == [1_000_000]
    assert column(statement, "guaranteed") == [914_000]
    assert column(statement, RATIO) == pence("109.50")


def test_an_estimate_by_year():
    agreed = contract(guarantee={**FEE_ONLY, "share_of_estimate": "90%", "estimate": [100_000, 200_000, 300_000]})
    statement = settle(agreed, 45_000, 180_000, 300_000)
    assert column(statement, "guaranteed") == [90_000, 180_000, 270_000]
    assert column(statement, RATIO) == pence("50.00 100.00 111.11")


def test_an_estimate_as_a_table_is_mended_by_a_list():
    """The mend is followed: 90% of 100,000 in the first year."""
    given = {**FEE_ONLY, "share_of_estimate": "90%", "prices": "cash of each year", "adjusted": "never"}
    by_year = {"2026-27": 100_000, "2027-28": 200_000, "2028-29": 300_000}
    assert refusals(guarantee={**given, "estimate": by_year}) == [
        "guarantee.estimate is a table, where one figure or a list belongs; write one figure for all, or a list with "
        "one for each in their order, such as [first, second, third]"
    ]
    agreed = contract(guarantee={**given, "estimate": [*by_year.values()]})
    assert column(settle(agreed, 45_000), "guaranteed") == [90_000]


def test_half_of_the_last_place_is_rounded_up_and_of_nothing_guaranteed_nothing_is_a_share():
    """1.00005 of 1.00 is 100.005%, 100.01% to four places of the share; so is -100.01% of a loss."""
    agreed = contract(guarantee={**FEE_ONLY, "share_of_estimate": "100%", "estimate": [20_000, 20_000, 0]})
    statement = settle(agreed, 20_001, -20_001, 5)
    assert column(statement, RATIO) == pence("100.01 -100.01 0")


def test_what_a_unit_costs_in_the_end_adjusts_no_guarantee():
    """100 guaranteed of 1,000 kWh agreed at £2; they cost £1, and nothing was adjusted. Half the baseline goes: £50."""
    agreed = contract(
        baseline={"rule": "fixed", "amount": 1_000},
        measure={
            "unit": "kWh",
            "price": {"amount": 2},
            "prices_paid": "counted",
            "adjustment": [adjustment(-500, "2027-28")],
        },
        guarantee={**FEE_ONLY, "amount": 100, "prices": "cash of each year", "adjusted": "as the baseline is"},
    )
    rows = [{"period": f"202{year}-2{year + 1}", "costs": 900, "costs, price paid": 1} for year in (6, 7)]
    assert column(agreed.settle(rows), "guaranteed") == [100, 50]


# Prices: a guarantee of 100,000 against a baseline of a million that prices raise to 1,040,000 and 1,100,000.


def indexed(prices: str, adjusted: str = "never", **other: object):
    guarantee = {**FEE_ONLY, **AMOUNT, "prices": prices, "adjusted": adjusted}
    return contract(guarantee=guarantee, baseline=INDEXED, **other)


def test_in_cash_of_each_year_it_stays_as_written():
    assert column(settle(indexed("cash of each year"), 0, 0), "guaranteed") == [100_000, 100_000]


def test_as_the_baseline_is_indexed_it_is_104000_and_110000():
    statement = settle(indexed("as the baseline is indexed"), 0, 0)
    assert column(statement, "guaranteed as agreed") == [100_000, 100_000]
    assert column(statement, "baseline as agreed") == [1_000_000, 1_000_000]
    assert column(statement, "guaranteed") == [104_000, 110_000]


def test_an_indexed_guarantee_is_rounded_to_the_penny():
    """99.99 x 100.3333 / 100 is 100.32326..."""
    levels = {"2026-27": Fraction("100.3333")}
    agreed = contract(
        guarantee={**FEE_ONLY, **AMOUNT, "amount": "99.99", "prices": "as the baseline is indexed"},
        baseline={"rule": "indexed", "amount": 1_000, "index": {**INDEX, "levels": levels}},
    )
    assert column(agreed.settle({"2026-27": 0}), "guaranteed") == pence("100.32")


def test_a_share_of_an_estimate_finer_than_a_penny_is_rounded_where_it_is_moved():
    """91.4% of 99.99 is 91.39086, and 4% more is 95.0464944."""
    guarantee = {**FEE_ONLY, "share_of_estimate": "91.4%", "estimate": "99.99", "prices": "as the baseline is indexed"}
    agreed = contract(guarantee={**guarantee, "adjusted": "as the baseline is"}, baseline=INDEXED)
    assert column(settle(agreed, 0), "guaranteed") == pence("95.05")


def test_a_discount_is_no_index():
    agreed = contract(
        guarantee={**FEE_ONLY, **AMOUNT, "prices": "as the baseline is indexed"},
        baseline={**INDEXED, "discount": ["10%", "20%", "30%"]},
    )
    statement = settle(agreed, 0, 0)
    assert column(statement, "baseline as agreed") == [900_000, 800_000]
    assert column(statement, "guaranteed") == [104_000, 110_000]


def test_two_measures_move_it_together():
    """A million indexed and a million fixed: 2,040,000 over 2,000,000."""
    fixed = {"name": "fleet", "benefit": "cashable", "unit": "£", "baseline": {"rule": "fixed", "amount": 1_000_000}}
    agreed = indexed("as the baseline is indexed", others=(fixed,))
    assert column(settle(agreed, 0, fleet=(1_000_000,)), "guaranteed") == [102_000]


def test_spread_over_quarters_an_unmoved_baseline_of_odd_pence_leaves_the_guarantee_as_it_is():
    """A quarter of 100.10 is 25.025, rounded alike where it was agreed and where it is settled."""
    evenly = {"spread": "evenly over the months"}
    agreed = contract(
        guarantee={**FEE_ONLY, **AMOUNT, **evenly, "prices": "as the baseline is indexed"},
        baseline={"rule": "indexed", "amount": "100.10", "index": {**INDEX, "levels": {"2026-27": 100}}, **evenly},
        settled="quarterly",
    )
    rows = [{"period": f"2026-27 Q{quarter}", "costs": 0} for quarter in (1, 2, 3, 4)]
    assert column(agreed.settle(rows), "baseline as agreed") == pence("25.03 25.02 25.03 25.02")
    assert column(agreed.settle(rows), "guaranteed") == [25_000] * 4


def test_at_contract_prices_it_stays_as_written_beside_a_price_that_no_index_moves():
    visits = {"name": "visits", "benefit": "cashable", "unit": "visits", "price": {"amount": [40, 50, 60]}}
    visits["baseline"] = {"rule": "fixed", "amount": 5_000}
    agreed = contract(guarantee={**FEE_ONLY, **AMOUNT, "prices": "contract prices"}, measure=visits)
    statement = agreed.settle({"2026-27": 3_000, "2027-28": 3_000})
    assert column(statement, "above (below) the guarantee") == [-20_000, 0]


# Adjustments: a school that closes takes 200,000 off a baseline of a million.


def test_never_adjusted_it_stays_and_adjusted_as_the_baseline_is_it_falls_by_a_fifth():
    closed = {"adjustment": [adjustment(-200_000)]}
    for adjusted, expected in (("never", [100_000, 100_000]), ("as the baseline is", [80_000, 100_000])):
        agreed = contract(guarantee={**FEE_ONLY, **AMOUNT, "adjusted": adjusted}, measure=closed)
        assert column(settle(agreed, 200_000, 0), "guaranteed") == expected


def test_indexed_and_never_adjusted_it_moves_as_the_index_does():
    agreed = indexed("as the baseline is indexed", "never", measure={"adjustment": [adjustment(-52_000)]})
    assert column(settle(agreed, 0), "guaranteed") == [104_000]


def test_indexed_and_adjusted_it_moves_as_both_do():
    """1,040,000 less 52,000 is 988,000 of the 1,000,000 agreed."""
    agreed = indexed("as the baseline is indexed", "as the baseline is", measure={"adjustment": [adjustment(-52_000)]})
    assert column(settle(agreed, 0), "guaranteed") == [98_800]


def test_a_baseline_of_nothing_leaves_it_as_written_and_one_below_nothing_guarantees_nothing():
    assert worked(lambda: moved(pounds(100), pounds(50), pounds(0), 2, "half up")) == 100
    assert worked(lambda: moved(pounds(100), pounds(-50), pounds(25), 2, "half up")) == 0
    assert worked(lambda: moved(pounds(100), pounds(1), pounds(3), 2, "half up")) == Fraction("33.33")


# Units: 1,000 visits fewer guaranteed, at 40 pounds each, of 5,000.


def visits(guarantee: dict[str, object], price: object = 40, **other: object):
    measure = {
        "name": "visits",
        "benefit": "cashable",
        "unit": "visits",
        "baseline": {"rule": "fixed", "amount": 5_000, "spread": "the same for each settlement"},
        "price": {"amount": price},
        **other.pop("measure", {}),
    }
    quantity = {"quantity": 1_000, "measure": "visits", "valued_at": "contract prices", "adjusted": "never"}
    return contract(guarantee={**quantity, **guarantee}, measure=measure, **other)


def test_a_quantity_is_tested_in_units_and_a_shortfall_is_at_the_agreed_price():
    """850 fewer: 150 short, 6,000 pounds. Then 1,100 fewer: 100 above."""
    statement = visits({**EACH_YEAR}).settle({"2026-27": 4_150, "2027-28": 3_900})
    assert column(statement, "guaranteed quantity") == [1_000, 1_000]
    assert column(statement, "above (below) the guaranteed quantity") == [-150, 100]
    assert column(statement, "below the guaranteed quantity") == [150, 0]
    assert column(statement, "guaranteed") == [40_000, 40_000]
    assert column(statement, "below the guarantee") == [6_000, 0]
    assert column(statement, "shortfall payable by the provider") == [6_000, 0]


def test_what_another_measure_saves_makes_up_for_no_unit():
    """150 visits short at 40, whatever the fleet saves."""
    fleet = {"name": "fleet", "benefit": "cashable", "unit": "£", "baseline": {"rule": "fixed", "amount": 1_000_000}}
    statement = visits({**EACH_YEAR}, others=(fleet,)).settle({"2026-27": {"visits": 4_150, "fleet": 900_000}})
    assert column(statement, "saving") == [134_000]
    assert column(statement, "above (below) the guarantee") == [-6_000]
    assert column(statement, "shortfall payable by the provider") == [6_000]


def test_tested_cumulatively_units_count_to_date_and_not_their_prices():
    """100 short at 40, then 100 above at 80: even to date in visits, though not in money."""
    agreed = visits({**FEE_ONLY}, price=[40, 80, 80])
    statement = agreed.settle({"2026-27": 4_100, "2027-28": 3_900, "2028-29": 4_010})
    assert column(statement, "below the guaranteed quantity") == [100, 0, 10]
    assert column(statement, "below the guarantee") == [4_000, 0, 800]


def test_a_quantity_is_banked_as_money_of_its_year():
    """100 above at 40 are 4,000; 100 short at 80 are 8,000."""
    agreed = visits({**EACH_YEAR, "excess": "is banked against later shortfalls"}, price=[40, 80, 80])
    statement = agreed.settle({"2026-27": 3_900, "2027-28": 4_100})
    assert column(statement, "shortfall payable by the provider") == [0, 4_000]


def test_a_quantity_is_adjusted_as_the_baseline_is():
    """500 of 5,000 visits fall away, and with them a tenth of what is guaranteed."""
    agreed = visits({**EACH_YEAR, "adjusted": "as the baseline is"}, measure={"adjustment": [adjustment(-500)]})
    assert column(agreed.settle({"2026-27": 4_000}), "guaranteed quantity") == [900]


def test_a_quantity_by_year_falls_on_quarters_as_it_is_spread():
    agreed = visits(
        {**EACH_YEAR, "quantity": [1_000, 2_000, 0], "spread": "evenly over the months"}, settled="quarterly"
    )
    rows = [{"period": period.label, "visits": 4_750} for period in agreed.calendar.periods[:8]]
    statement = agreed.settle(rows)
    assert column(statement, "guaranteed quantity") == [250] * 4 + [500] * 4
    assert column(statement, "shortfall payable by the provider") == [0] * 7 + [40_000]


def test_percentage_points_are_guaranteed_at_the_price_of_a_point():
    """Two points guaranteed of 90%, at 5,000 a point; 91.5% is half a point short."""
    measure = {"name": "on time", "benefit": "cashable", "unit": "%", "better": "higher", "price": {"amount": 5_000}}
    measure["baseline"] = {"rule": "fixed", "amount": "90%"}
    guarantee = {"quantity": "2%", "measure": "on time", "valued_at": "contract prices", "adjusted": "never"}
    statement = contract(guarantee={**guarantee, **EACH_YEAR}, measure=measure).settle({"2026-27": "91.5%"})
    assert column(statement, "guaranteed") == [10_000]
    assert column(statement, "shortfall payable by the provider") == [2_500]


# Ramped, and cumulative.


def test_a_ramped_guarantee_is_held_year_by_year():
    """50,000, 100,000 and 150,000; saved 60,000, 90,000 and 150,000."""
    agreed = contract(guarantee={**EACH_YEAR, **AMOUNT, "amount": [50_000, 100_000, 150_000]})
    assert column(settle(agreed, 60_000, 90_000, 150_000), "shortfall payable by the provider") == [0, 10_000, 0]


def test_cumulatively_the_same_years_owe_nothing():
    agreed = contract(guarantee={**EACH_YEAR, **AMOUNT, "amount": [50_000, 100_000, 150_000], "tested": "cumulatively"})
    assert column(settle(agreed, 60_000, 90_000, 150_000), "shortfall payable by the provider") == [0, 0, 0]


@settings(max_examples=40)
@given(st.integers(1, 10**6), st.integers(1, 400), SAVINGS)
def test_an_indexed_guarantee_is_the_same_share_of_the_baseline_to_the_penny(amount, level, saving):
    levels = {"2026-27": level}
    agreed = contract(
        guarantee={**FEE_ONLY, **AMOUNT, "amount": amount, "prices": "as the baseline is indexed"},
        baseline={**INDEXED, "index": {**INDEX, "levels": levels}},
    )
    (guaranteed,) = column(settle(agreed, saving), "guaranteed")
    assert abs(Fraction(guaranteed) - Fraction(amount * level, 100)) <= Fraction(1, 200)


# Refusals.


def test_a_guarantee_in_money_says_its_prices_and_whether_it_is_adjusted():
    assert refusals(guarantee={**FEE_ONLY, "amount": 1, "prices": None, "adjusted": None}) == [
        "guarantee.prices is missing, but the guarantee is in money, which is of some year's prices; choose one of "
        '"cash of each year", "as the baseline is indexed", "contract prices"',
        "guarantee.adjusted is missing, and nothing else says whether an adjustment of the baseline changes the "
        'guarantee; choose one of "as the baseline is", "never"',
    ]


def test_a_share_of_the_baseline_takes_neither():
    given = {**FEE_ONLY, "share_of_baseline": "10%", "prices": "cash of each year", "adjusted": "never"}
    assert refusals(guarantee=given) == [
        "guarantee.prices is given, but a share of the baseline is in the baseline's own prices; leave it out",
        "guarantee.adjusted is given, but a share of the baseline is adjusted as the baseline is; leave it out",
    ]


def test_a_quantity_says_its_measure_what_a_unit_costs_and_whether_it_is_adjusted():
    assert refusals(guarantee={**FEE_ONLY, "quantity": 100}) == [
        "guarantee.adjusted is missing, and nothing else says whether an adjustment of the baseline changes the "
        'guarantee; choose one of "as the baseline is", "never"',
        "guarantee.measure is missing, but a quantity does not say whose unit it is in; "
        'name it, such as measure = "electricity"',
        "guarantee.valued_at is missing, but a quantity does not say what a unit of a shortfall costs; "
        'write "contract prices"',
    ]


QUANTITY = {**FEE_ONLY, "quantity": 100, "measure": "costs", "valued_at": "contract prices", "adjusted": "never"}


def test_a_quantity_is_of_a_measure_that_has_a_price():
    assert refusals(guarantee=QUANTITY) == [
        "guarantee.measure is 'costs', which does not earn in units of a price; guarantee an amount of money instead"
    ]
    assert refusals(guarantee={**QUANTITY, "prices": "cash of each year", "measure": "other"}) == [
        "guarantee.measure is 'other', which does not earn in units of a price; guarantee an amount of money instead",
        "guarantee.prices is given, but the guarantee is in units of a measure, which valued_at prices; leave it out",
    ]


@pytest.mark.parametrize(
    ("quantity", "told"),
    [
        (-5, "guarantee.quantity is -5, below nought; write a quantity of nought or more"),
        (
            "5%",
            "guarantee.quantity is a share, but 'visits' is in 'visits'; "
            "write the figure in that unit, or a share_of_baseline",
        ),
        ([1, -2, 3], "guarantee.quantity[1] is -2, below nought; write a quantity of nought or more"),
    ],
)
def test_a_quantity_is_in_the_measures_unit(quantity, told):
    measure = {"name": "visits", "benefit": "cashable", "unit": "visits", "price": {"amount": 40}}
    measure["baseline"] = {"rule": "fixed", "amount": 5_000}
    assert refusals(guarantee={**QUANTITY, "measure": "visits", "quantity": quantity}, measure=measure) == [told]


def test_a_measure_and_a_value_are_for_a_quantity():
    given = {**FEE_ONLY, "share_of_baseline": "10%", "measure": "costs", "valued_at": "contract prices"}
    assert refusals(guarantee=given) == [
        "guarantee.measure is for a quantity, of which there is none; leave it out",
        "guarantee.valued_at is for a quantity, of which there is none; leave it out",
    ]


def test_an_estimate_and_the_share_of_it_go_together():
    assert refusals(guarantee={**FEE_ONLY, "share_of_estimate": "91.4%"}) == [
        "guarantee.estimate is missing, but a share of it is guaranteed; write estimate and share_of_estimate, "
        "or neither"
    ]
    assert refusals(guarantee={**FEE_ONLY, "amount": 5, "estimate": 100}) == [
        "guarantee.estimate is given, but no share of it is guaranteed; write estimate and share_of_estimate, "
        "or neither"
    ]


def test_prices_that_the_measures_do_not_have_are_refused():
    assert refusals(guarantee={**FEE_ONLY, **AMOUNT, "prices": "as the baseline is indexed"}) == [
        "guarantee.prices is 'as the baseline is indexed', but no index moves what earns; write \"cash of each year\""
    ]
    assert refusals(guarantee={**FEE_ONLY, **AMOUNT, "prices": "contract prices"}) == [
        "guarantee.prices is 'contract prices', but 'costs' has no price; "
        'choose one of "cash of each year", "as the baseline is indexed"'
    ]


@pytest.mark.parametrize("moves", [{"prices": "as the baseline is indexed"}, {"adjusted": "as the baseline is"}])
def test_what_moves_with_the_baseline_of_each_settlement_is_spread_as_it_is(moves):
    guarantee = {**FEE_ONLY, **AMOUNT, **moves, "spread": "in full from the start of the year"}
    baseline = {**INDEXED, "spread": "evenly over the months"}
    assert refusals(guarantee=guarantee, baseline=baseline, settled="quarterly") == [
        "guarantee.spread is 'in full from the start of the year', but what is guaranteed moves with the baseline of "
        "each settlement; spread it as the baseline is spread"
    ]


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (
            {"deadweight": "1/6", "counterfactual": "comparator"},
            "guarantee.measure is 'visits', but what counts of it is only what the statement calls 'after deadweight'; "
            "guarantee an amount of money instead",
        ),
        (
            {"prices_paid": "counted"},
            "guarantee.valued_at is 'contract prices', but 'visits' counts at the prices paid; write prices_paid = "
            "'shown', or guarantee an amount of money",
        ),
    ],
)
def test_a_quantity_is_of_what_counts_whole_and_at_the_agreed_price(terms, told):
    measure = {"name": "visits", "benefit": "cashable", "unit": "visits", "price": {"amount": 40}, **terms}
    measure["baseline"] = {"rule": "fixed", "amount": 5_000}
    assert refusals(guarantee={**QUANTITY, "measure": "visits"}, measure=measure) == [told]
