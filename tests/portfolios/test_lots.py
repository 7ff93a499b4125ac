"""Lots under one cap: the fees stay within it to the penny, and what is cut off is named by lot."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskreward as rr
from riskreward.portfolios.largest_remainder import by_largest_remainder
from tests.contracts import SAVINGS, contract, outturn

ALL = {"rule": "share", "share": "100%"}
CLAWED_BACK = {"clawback": {"first_from": "the provider", "restores_cap": True}}


def lot(*savings: Any, **terms: Any) -> tuple[rr.Contract, Any]:
    """Return a lot that earns all that it saves."""
    agreed = contract(ALL, **terms)
    return agreed, outturn(agreed, *savings)


def falling(*savings: Any) -> tuple[rr.Contract, Any]:
    """Return a lot that earns all that it saves to date, and gives back what that falls by."""
    return lot(*savings, counted="to date", settlement=CLAWED_BACK)


def under(cap: Any, *lots: Any, over: Any = "year", shared_out: Any = "pro rata", netted: Any = False) -> rr.Lots:
    named = dict(zip(("North", "South", "West"), lots, strict=False))
    return rr.settle_lots(named, cap=cap, over=over, shared_out=shared_out, netted=netted)


def kept(lots: rr.Lots) -> list[Decimal]:
    """Return what each lot has within the cap, year by year and lot by lot."""
    return [Decimal(each.within.numerator) / each.within.denominator for each in lots.fees]


def refusals(*lots: Any, **given: Any) -> list[str]:
    with pytest.raises(rr.InputError) as caught:
        under(given.pop("cap", 1), *lots, **given)
    return [str(problem) for problem in caught.value.problems]


# Worked examples.


def test_denvers_two_measures_come_to_9_638_911_36_of_11_420_000_at_most():
    """Housing stability 4,534,911.36 and jail days 5,104,000.00: nothing is cut off."""
    dollars: dict[str, Any] = {"currency": "$", "measure": {"unit": "$"}}
    agreed = contract(ALL, baseline={"rule": "fixed", "amount": 10_000_000}, **dollars)
    fees = (Decimal("4534911.36"), Decimal("5104000.00"))
    lots = under("$11,420,000", *((agreed, {"2026-27": 10_000_000 - fee}) for fee in fees), over="term")
    assert lots.fee == lots.within == Fraction("9638911.36")
    assert lots.cut_off == {"North": 0, "South": 0}
    assert lots.sentence == (
        "The fees of 2 lots come to $9,638,911.36; the cap of $11,420,000.00 over the term cuts nothing off."
    )


def test_three_lots_pro_rata_add_up_to_the_cap_and_the_pennies_go_to_those_that_lost_most():
    """100.00 for fees of 60, 60 and 30: 40, 40, 20. 100.00 for three of 50: 33.34, 33.33, 33.33.

    1.00 for 1, 2 and 4: of 14.28p, 28.57p and 57.14p the second lost most.
    """
    assert kept(under(100, lot(60), lot(60), lot(30))) == [40, 40, 20]
    assert kept(under(100, lot(50), lot(50), lot(50))) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert kept(under(1, lot(1), lot(2), lot(4))) == [Decimal("0.14"), Decimal("0.29"), Decimal("0.57")]


def test_in_order_the_first_lots_are_whole_and_the_last_bear_the_cut():
    lots = under(100, lot(60), lot(60), lot(30), shared_out="in order")
    assert kept(lots) == [60, 40, 0]
    assert lots.cut_off == {"North": 0, "South": 20, "West": 30}
    assert "cuts off £50.00, which the council keeps: £20.00 of South and £30.00 of West" in lots.sentence


def test_a_cap_over_the_year_is_new_each_year_and_one_over_the_term_is_used_up():
    """Fees of 80 and 40, then 30 and 30, under 100."""
    lots = lot(80, 30), lot(40, 30)
    yearly = under(100, *lots)
    assert kept(yearly) == [Decimal("66.67"), Decimal("33.33"), 30, 30]
    assert kept(under(150, *lots, over="term")) == [80, 40, 15, 15]
    assert kept(under(100, *lots, over="term")) == [Decimal("66.67"), Decimal("33.33"), 0, 0]


def test_what_one_lots_fee_falls_by_makes_room_only_where_lots_are_netted():
    """North gives 30 back while South earns 120: netted, 90 is within 100; otherwise South is held at 100."""
    lots = falling(50, -30), lot(0, 120)
    assert kept(under(100, *lots, netted=True)) == [50, 0, -30, 120]
    assert kept(under(100, *lots, netted=False)) == [50, 0, -30, 100]
    assert kept(under(80, *lots, netted=True)) == [50, 0, -30, 110]
    assert kept(under(130, *lots, netted=True, over="term")) == [50, 0, -30, 110]
    assert kept(under(130, *lots, netted=False, over="term")) == [50, 0, -30, 80]


def test_what_was_given_back_has_made_room_for_the_rest_of_the_term_where_lots_are_netted():
    """80, then 30 back, then 120 under 100 over the term: netted, 50 is used and 50 is left; otherwise 80, and 20."""
    lots = falling(80, -30, 120), lot(0, 0, 0)
    assert kept(under(100, *lots, over="term", netted=True))[::2] == [80, -30, 50]
    assert kept(under(100, *lots, over="term", netted=False))[::2] == [80, -30, 20]


def test_what_a_fee_falls_by_is_given_back_whole_though_the_cap_cut_some_of_it_off_before():
    """150 under 100, then 50 back: 100 is left of the fee, of which 50 is within the cap."""
    for netted in (True, False):
        lots = under(100, falling(150, -50), over="term", netted=netted)
        assert (kept(lots), lots.fee, lots.within) == ([100, -50], 100, 50)


def test_a_lot_that_overspends_bears_its_loss_beside_the_cap_or_within_it():
    """North bears half of 60 overspent, 30; South earns 120. Under 100, 70 is paid for both, or 90 where netted."""
    loss = {"rule": "loss share", "share": "50%"}
    north = contract(ALL, loss, years=1)
    lots = (north, outturn(north, -60)), lot(120, years=1)
    assert kept(under(100, *lots, netted=False)) == [-30, 100]
    assert kept(under(100, *lots, netted=True)) == [-30, 120]
    assert kept(under(80, *lots, netted=True)) == [-30, 110]


def test_quarters_of_one_lot_and_years_of_another_stand_under_one_years_cap():
    lots = under(100, lot(30, 30, 30, 30, settled="quarterly", years=1), lot(80, years=1))
    assert kept(lots) == [60, 40]
    assert lots.of("North", "2026-27").fee == 120
    with pytest.raises(KeyError):
        lots.of("North", "2027-28")


def test_a_lot_whose_term_is_over_stands_beside_one_that_goes_on():
    assert kept(under(100, lot(60, years=1), lot(60, 60, years=2))) == [50, 50, 60]


def test_retention_released_after_the_term_adds_no_year():
    retention = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    lots = under(50, lot(60, years=1, settlement=retention), lot(60, years=1))
    assert [(each.contract_year, each.lot, each.within) for each in lots.fees] == [
        ("2026-27", "North", 25),
        ("2026-27", "South", 25),
    ]


def test_statements_may_be_given_that_are_settled_already():
    agreed, rows = lot(60)
    assert kept(under(50, agreed.settle(rows), (agreed, rows))) == [25, 25]


def test_it_shows_each_year_lot_by_lot():
    lots = under("£100", lot(80, 30), lot(40, 30))
    text = str(lots)
    told = " ".join(text.split())
    rows = [line.split() for line in text.splitlines() if line.startswith(("North", "South", "all lots"))]
    assert rows == [
        ["North", "80.00", "13.33", "66.67"],
        ["South", "40.00", "6.67", "33.33"],
        ["North", "30.00", "0.00", "30.00"],
        ["South", "30.00", "0.00", "30.00"],
        ["all", "lots", "180.00", "20.00", "160.00"],
    ]
    assert "by largest remainder, ties in the order given" in told
    assert "leaves the cap of the others as it is" in told
    assert "<table" in lots._repr_html_()
    assert "in the order given, until nothing is left. What one lot's fee falls by nets off" in " ".join(
        str(under(1, lot(2), shared_out="in order", netted=True)).split()
    )


# Refused.


def test_no_choice_has_a_default_and_each_is_told_with_what_it_would_pay():
    """60 and 40, of which 30 is given back, and then 50: under 50 each year, or 50 in all."""
    lots = {"North": falling(60, 0), "South": falling(40, -30)}
    with pytest.raises(rr.InputError) as caught:
        rr.settle_lots(lots, cap=50)
    assert [str(problem) for problem in caught.value.problems] == [
        "over is missing, and published deals differ; "
        "choose one of 'year' (North £30.00, South -£10.00), 'term' (North £30.00, South -£10.00)",
        "shared_out is missing, and published deals differ; "
        "choose one of 'pro rata' (North £30.00, South -£10.00), 'in order' (North £50.00, South -£30.00)",
        "netted is missing, and published deals differ; "
        "choose one of True (North £30.00, South -£10.00), False (North £30.00, South -£10.00)",
    ]
    with pytest.raises(rr.InputError, match=r"'pro rata' \(£2.00 in all\)"):
        rr.settle_lots({str(number): lot(1) for number in range(5)}, cap=2, over="year", netted=True)


def test_a_choice_that_there_is_not_is_told_as_it_was_written():
    assert refusals(lot(2), over="month", shared_out=3, netted=1) == [
        "over is 'month', and published deals differ; choose one of 'year' (North £1.00), 'term' (North £1.00)",
        "shared_out is 3, and published deals differ; choose one of 'pro rata' (North £1.00), 'in order' (North £1.00)",
        "netted is 1, and published deals differ; choose one of True (North £1.00), False (North £1.00)",
    ]
    assert refusals(lot(2), cap="-£5", over=None) == [
        "over is missing, and published deals differ; choose one of 'year', 'term'",
        "cap is '-£5', below nought; write an amount of nought or more",
    ]


def test_everything_wrong_with_the_lots_is_told_by_their_names():
    agreed, _ = lot(1)
    said = refusals((agreed, {"2026-27": "much", "2031-32": 4}), 7, (7, {}))
    assert [each.split(", ")[0] for each in said] == [
        "lots['North']: outturn['2026-27']",
        "lots['North']: outturn['2031-32']",
        "lots['South'] is 7",
        "lots['West'] is a list",
    ]
    assert said[2] == "lots['South'] is 7, where a settled lot belongs; give its statement, or (contract, outturn)"


def test_lots_are_in_one_currency_and_settled_to_the_same_day():
    dollars = lot(3, 3, currency="$", measure={"unit": "$"})
    assert refusals(lot(1, 1), dollars) == [
        "lots['South'] is in $, but North is in £; let lots under one cap be in one currency"
    ]
    assert refusals(lot(1), lot(1, 1)) == [
        "lots['North'] is settled to 31 March 2027, but South to 31 March 2028; settle every lot to the same day"
    ]


def test_years_that_overlap_cannot_stand_under_one_years_cap():
    other = lot(1, 1, starts=date(2026, 9, 1), years=2)
    lots = lot(1, 1, years=2), other
    assert refusals(*lots) == [
        "lots['South'] has 2026-27 to 31 August 2027, but North has 2027-28 from 1 April 2027; "
        'let the lots have the same years, or write over="term"'
    ]
    assert kept(under(1, *lots, over="term")) == [Decimal("0.5"), Decimal("0.5"), 0, 0]


def test_years_of_one_name_that_begin_on_other_days_cannot_stand_under_one_years_cap():
    """2026-27 from April and 2026-27 from October are eighteen months; from 1 April, October's is a part of April's."""
    october: dict[str, Any] = {"starts": date(2026, 10, 1), "years": 1}
    lots = lot(1, years=1), lot(1, **october)
    assert refusals(*lots) == [
        "lots['South'] has 2026-27 to 30 September 2027, but North has 2026-27 from 1 April 2026; "
        'let the lots have the same years, or write over="term"'
    ]
    assert kept(under(1, *lots, over="term")) == [Decimal("0.5"), Decimal("0.5")]


@pytest.mark.parametrize("lots", [{}, [], None, 5])
def test_what_is_no_table_of_lots_is_refused(lots: Any):
    with pytest.raises(rr.InputError, match="give its statement, or"):
        rr.settle_lots(lots, cap=1, over="year", shared_out="pro rata", netted=True)


# Properties.

PENCE = st.integers(0, 10_000).map(lambda pence: Fraction(pence, 100))


@given(st.lists(PENCE, min_size=1, max_size=5).filter(any), st.data())
def test_largest_remainder_adds_up_and_no_part_is_a_penny_out(amounts, data):
    whole = data.draw(st.integers(0, int(sum(amounts) * 100)).map(lambda pence: Fraction(pence, 100)))
    parts = by_largest_remainder(whole, amounts)
    assert sum(parts) == whole
    for part, amount in zip(parts, amounts, strict=True):
        assert abs(part - amount * whole / sum(amounts)) < Fraction(1, 100)
        assert 0 <= part <= amount


YEARS = st.lists(SAVINGS, min_size=3, max_size=3)


OVER = st.sampled_from(("year", "term"))
SHARED_OUT = st.sampled_from(("pro rata", "in order"))


@given(st.lists(YEARS, min_size=1, max_size=3), PENCE, OVER, SHARED_OUT, st.booleans())
def test_the_cap_holds_and_only_what_exceeds_it_is_cut_off(savings, cap, over, shared_out, netted):
    cap = cap * 10_000
    lots = under(cap, *(falling(*each) for each in savings), over=over, shared_out=shared_out, netted=netted)
    used = Fraction(0)
    for year in ("2026-27", "2027-28", "2028-29"):
        of_the_year = [each for each in lots.fees if each.contract_year == year]
        used = used if over == "term" else Fraction(0)
        counted = [each for each in of_the_year if netted or each.fee > 0]
        fees, within = (sum((getattr(each, what) for each in counted), used) for what in ("fee", "within"))
        assert within == min(fees, max(cap, used + sum((each.fee for each in counted if each.fee < 0), Fraction(0))))
        assert within <= cap or not any(each.fee > 0 for each in of_the_year)
        used = within
        for each in of_the_year:
            assert 0 <= each.cut_off <= max(each.fee, 0)
    assert lots.fee - sum(lots.cut_off.values()) == lots.within
