"""A baseline of weighted volume: a long order counts for more than a short one."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.baselines.weighted_volume import weighted
from riskreward.kernel import constant, quantity
from tests.baselines.measured import COSTS, MEASURED, VOLUMES, driven, driver, refused, settled, year
from tests.contracts import column, fees, worked

SHORT, LONG = driver("short orders", "orders"), driver("long orders", "orders")


def case(measure: str, volume: object, weight: object) -> dict[str, object]:
    return {"measure": measure, "volume": volume, "weight": weight}


def weighted_volume(cost: object, *cases: dict[str, object]) -> dict[str, object]:
    return {"rule": "weighted volume", "cost": cost, "cases": list(cases)}


ORDERS = weighted_volume(1_000_000, case("short orders", 750, 1), case("long orders", 100, "2.5"))


# Worked examples.


def test_short_orders_that_become_long_ones_raise_the_baseline():
    """750 x 1 and 100 x 2.5 are 1,000 weighted units, 1,000 pounds each; 650 and 200 are 1,150: 1,150,000.

    As many orders as before, 850; 1,100,000 was spent, and 50,000 is saved, of which a tenth is 5,000.
    """
    statement = year(driven(ORDERS, SHORT, LONG), 1_100_000, short_orders=650, long_orders=200)
    assert statement.amount("cost of a weighted unit") == 1_000
    assert statement.amount("weighted volume") == 1_150
    assert statement.amount("baseline") == 1_150_000
    assert fees(statement) == [5_000]
    assert statement.periods[0].line("costs / weighted volume").working == (
        "1 times short orders outturn 650 and 2.5 times long orders outturn 200"
    )


def test_types_of_case_may_be_counted_in_units_of_their_own():
    """100 x 3 visits and 50 x 0.5 calls are 325 units for 650: 2 each; 10 visits and 20 calls are 40 units: 80."""
    baseline = weighted_volume(650, case("visits", 100, 3), case("calls", 50, 0.5))
    statement = year(driven(baseline, driver("visits"), driver("calls")), 0, visits=10, calls=20)
    assert statement.amount("baseline") == 80


def test_a_type_of_case_that_is_not_seen_adds_nothing():
    statement = year(driven(ORDERS, SHORT, LONG), 0, short_orders=0, long_orders=2)
    assert statement.amount("baseline") == 5_000


def test_each_settlement_has_its_own():
    agreed = driven(ORDERS, SHORT, LONG, settled="half-yearly")
    rows = [{"costs": 0, "short orders": short, "long orders": 0} for short in (5, 7, 0)]
    assert column(settled(agreed, *rows), "baseline") == [5_000, 7_000, 0]


# Refusals.


@pytest.mark.parametrize("figure", [0, -2])
@pytest.mark.parametrize("term", ["volume", "weight"])
def test_volumes_and_weights_of_nought_or_below_are_refused(term: str, figure: int):
    wrong = weighted_volume(1, case("short orders", 750, 1), {**case("long orders", 100, 2), term: figure})
    assert refused(wrong, SHORT, LONG) == [
        f"cases[1].{term} is {figure}, not above nought; write a figure above nought"
    ]


def test_a_cost_of_nought_is_refused():
    assert refused({**ORDERS, "cost": 0}, SHORT, LONG) == ["cost is 0, not above nought; write a figure above nought"]


def test_a_measure_is_weighed_once():
    twice = weighted_volume(1, case("short orders", 750, 1), case("short orders", 100, 2))
    assert refused(twice, SHORT) == ["cases[1].measure is 'short orders', as cases[0] is; weigh each measure once"]


def test_a_weight_is_no_percentage():
    assert refused(weighted_volume(1, case("short orders", 750, "50%")), SHORT) == [
        "cases[0].weight is 50%, where a number belongs; write what one case weighs, such as 1.5"
    ]


def test_every_type_is_measured_in_a_range_and_in_its_own_unit():
    wrong = weighted_volume(1, case("short orders", "5%", 1), case("calls", 1, 1), case("costs", 1, 1))
    assert refused(wrong, {"name": "short orders", "unit": "orders"}) == [
        "cases[0].measure is 'short orders', whose outturn may be below nought; "
        "give that measure its range, such as outturn_between = [0, 50000]",
        "cases[0].volume is 5%, but 'short orders' is in 'orders'; write the figure in that unit",
        "cases[1].measure is 'calls', which is no measure; name one that is measured beside it ('short orders')",
        "cases[2].measure is 'costs', the measure itself; name one that is measured beside it ('short orders')",
    ]


def test_no_type_of_case_is_refused():
    assert refused(weighted_volume(1), SHORT) == [
        "cases is empty; write at least one, headed [[measure.baseline.cases]] (in JSON, a list of tables)"
    ]


# What always holds.

WEIGHTS = st.integers(1, 10_000).map(lambda parts: Fraction(parts, 1_000))


@given(st.lists(st.tuples(MEASURED, WEIGHTS), min_size=1, max_size=5))
def test_the_plain_rule_is_the_sum_of_weight_times_volume(cases):
    orders, units = quantity("orders"), quantity("units")
    each = units.times(orders, -1)
    sums = worked(
        lambda: weighted(
            [constant(volume, orders) for volume, _ in cases], [constant(each_, each) for _, each_ in cases]
        )
    )
    assert sums == sum(volume * weight for volume, weight in cases)


def oracle(cost, bases, weights, volumes):
    base = sum(weight * volume for weight, volume in zip(weights, bases, strict=True))
    return cost / base * sum(weight * volume for weight, volume in zip(weights, volumes, strict=True))


TWO_VOLUMES, TWO_WEIGHTS = st.tuples(VOLUMES, VOLUMES), st.tuples(WEIGHTS, WEIGHTS)


@settings(max_examples=40)
@given(COSTS, TWO_VOLUMES, TWO_WEIGHTS, st.tuples(MEASURED, MEASURED), st.integers(1, 9))
def test_it_is_as_an_oracle_has_it_and_only_the_proportion_of_weights_matters(cost, bases, weights, volumes, times):
    def baseline(*, cost=cost, weights=weights, volumes=volumes):
        cases = [
            case(name, base, weight)
            for name, base, weight in zip(("short orders", "long orders"), bases, weights, strict=True)
        ]
        agreed = driven(weighted_volume(cost, *cases), SHORT, LONG)
        return year(agreed, 0, short_orders=volumes[0], long_orders=volumes[1]).exact("baseline")

    assert baseline() == oracle(cost, bases, weights, volumes)
    assert baseline(volumes=bases) == cost
    assert baseline(cost=cost * times) == times * baseline()
    assert baseline(weights=[weight * times for weight in weights]) == baseline()


@settings(max_examples=25)
@given(COSTS, TWO_VOLUMES, WEIGHTS, st.tuples(MEASURED, MEASURED))
def test_with_equal_weights_it_is_the_unit_cost_of_all_cases(cost, bases, weight, volumes):
    cases = [case("short orders", bases[0], weight), case("long orders", bases[1], weight)]
    alike = year(driven(weighted_volume(cost, *cases), SHORT, LONG), 0, short_orders=volumes[0], long_orders=volumes[1])
    unit_cost = {"rule": "unit cost", "cost": cost, "volume": sum(bases), "volume_measure": "orders"}
    together = year(driven(unit_cost, driver("orders", outturn_between=[0, 100_000])), 0, orders=sum(volumes))
    assert alike.exact("baseline") == together.exact("baseline")
