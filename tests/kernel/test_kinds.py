"""What amounts are amounts of: units with powers."""

import pytest

from riskreward.findings import RuleError
from riskreward.kernel import constant, count, fact, money, named, nothing, quantity, record, share, truth
from riskreward.kernel.kinds import MINOR_PLACES, Kind

tonnes = quantity("tonnes")
POUNDS_A_TONNE = money.times(tonnes, -1)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (money, "money"),
        (share, "share"),
        (count, "count"),
        (tonnes, "tonnes"),
        (truth, "truth"),
        (POUNDS_A_TONNE, "money per tonnes"),
        (money.times(money), "money^2"),
        (share.times(money, -1), "1 per money"),
        (count.times(tonnes).times(money, -1).times(money, -1), "count tonnes per money^2"),
        (count.times(tonnes, -1).times(money, -1), "count per money per tonnes"),
    ],
)
def test_a_kind_is_shown_by_its_units(kind, text):
    assert str(kind) == text


def test_a_share_of_money_is_money_in_either_order():
    assert share.times(money) == money == money.times(share)


def test_money_over_money_is_a_share():
    assert money.times(money, -1) == share


def test_a_price_times_its_quantity_is_money():
    assert POUNDS_A_TONNE.times(tonnes) == money


def test_the_order_of_multiplication_makes_no_difference():
    assert tonnes.times(money) == money.times(tonnes)
    assert hash(tonnes.times(money)) == hash(money.times(tonnes))


def test_a_truth_is_not_a_share():
    assert truth != share
    assert truth.is_truth
    assert not share.is_truth


def test_quantities_of_two_units_differ():
    assert quantity("tonnes") != quantity("kWh")
    assert quantity("tonnes") == quantity("tonnes")


def test_only_money_itself_has_a_minor_unit():
    assert money.is_money
    assert not any(kind.is_money for kind in (share, count, tonnes, truth, money.times(money), POUNDS_A_TONNE))
    assert MINOR_PLACES == 2


def test_only_money_for_each_unit_of_something_is_a_price():
    assert POUNDS_A_TONNE.is_price
    assert not any(kind.is_price for kind in (share, count, tonnes, truth, money, tonnes.times(count, -1)))


@pytest.mark.parametrize("kind", [money, share, count, tonnes, truth, POUNDS_A_TONNE, count.times(count)])
def test_these_may_stand_in_a_statement(kind):
    assert kind.can_be_named


@pytest.mark.parametrize("kind", [money.times(money), share.times(money, -1), money.times(money).times(tonnes, -1)])
def test_money_times_money_and_per_money_may_not_stand_in_a_statement(kind):
    assert not kind.can_be_named


@pytest.mark.parametrize("unit", ["", "money", "count"])
def test_a_quantity_needs_a_unit_of_its_own(unit):
    with pytest.raises(RuleError, match=r"a unit of its own.*use money or count"):
        quantity(unit)


def test_a_kind_is_written_in_alphabetical_order():
    assert Kind((("money", 1), ("tonnes", -1))) == POUNDS_A_TONNE


def test_nothing_takes_the_kind_it_meets():
    kinds = {}

    def rule():
        for kind in (money, share, count, tonnes):
            kinds[str(kind)] = (constant(1, kind) + nothing).kind
            kinds[f"less {kind}"] = (nothing - fact(str(kind), kind, 0, (0, 1))).kind
        named("line", nothing)

    program = record(rule)
    assert kinds == {f"{less}{kind}": kind for kind in (money, share, count, tonnes) for less in ("", "less ")}
    assert program.kind_of(program.lines[0]) == money
