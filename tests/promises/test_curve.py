"""The payout of a period: its cliffs, dead zones and slopes, worked out by hand."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

import riskreward as rr
from riskreward.__main__ import EXAMPLE
from riskreward.promises.curve import PENNY, Cliff, PayoutCurve, payout_curve
from tests.contracts import QUALITY, TENTH, contract, outturn
from tests.generators import Case, cases

TIERS = {
    "rule": "tiers",
    "by": "saving",
    "tiers": [{"at_least": 50_000, "share": "10%"}, {"at_least": 500_000, "share": "15%"}],
}
GATE = {"rule": "quality gate", "measure": "quality", "at_least": "90%"}
SLICES = {"rule": "bands", "bands": [{"up_to": 500_000, "share": "25%"}, {"share": "15%"}]}


def shape(found: PayoutCurve) -> list[tuple[Fraction, Fraction, Fraction | None]]:
    return [(each.low, each.high, each.rate) for each in found.stretches]


def south_tyneside() -> tuple[rr.Contract, rr.Outturn]:
    contract = rr.read_contract(EXAMPLE / "south-tyneside.toml")
    return contract, rr.read_outturn(EXAMPLE / "south-tyneside-outturn.csv")


def refused(*given: Any, **terms: Any) -> str:
    with pytest.raises(rr.InputError) as caught:
        payout_curve(*given, **terms)
    return str(caught.value)


def test_each_tier_is_a_cliff():
    """A tenth of everything from 50,000: 5,000 at once. From 500,000 fifteen per cent: 75,000 instead of 50,000."""
    found = payout_curve(contract(TIERS))
    assert found.cliffs == (
        Cliff(Fraction(50_000), Fraction(5_000), True, None),
        Cliff(Fraction(500_000), Fraction(25_000), True, None),
    )
    assert shape(found) == [
        (-1_000_000, 50_000, 0),
        (50_000, 500_000, Fraction(1, 10)),
        (500_000, 1_000_000, Fraction(3, 20)),
    ]
    assert [found.fee_at(Fraction(place)) for place in (49_999, 50_000, 500_000)] == [0, 5_000, 75_000]
    assert found.sentence == (
        "In 2026-27, at a saving of £50,000 the fee jumps by £5,000 "
        "and at a saving of £500,000 the fee jumps by £25,000."
    )
    assert [each.fees for each in found.slopes] == [(5_000, 50_000), (75_000, 150_000)]


def test_bands_are_slopes_and_have_no_cliff():
    found = payout_curve(contract(SLICES))
    assert not found.cliffs
    assert [(each.low, each.high, each.rate) for each in found.dead_zones] == [(-1_000_000, 0, 0)]
    assert [(each.low, each.high, each.rate) for each in found.slopes] == [
        (0, 500_000, Fraction(1, 4)),
        (500_000, 1_000_000, Fraction(3, 20)),
    ]
    assert found.sentence == "In 2026-27, there is no saving at which the fee jumps."
    shown = str(found)
    assert "25p of each £1" in shown
    assert "nothing: a dead zone" in shown


def test_the_distance_from_today():
    """The year saved 480,000: 20,000 below the second tier, 430,000 above the first."""
    agreed = contract(TIERS)
    found = payout_curve(agreed, outturn(agreed, 480_000), period="2026-27")
    assert found.today == 480_000
    assert [each.away for each in found.cliffs] == [-430_000, 20_000]
    assert [each.has_today for each in found.stretches] == [False, True, False]
    assert [each.away for each in found.stretches] == [-430_000, 0, 20_000]
    assert found.sentence.endswith(
        "at a saving of £500,000 the fee jumps by £25,000 (£20,000 above today's); "
        "today, at a saving of £480,000, the provider has 10p of the next £1."
    )
    assert "£430,000 below today's" in str(found)
    on_the_edge = payout_curve(agreed, outturn(agreed, 50_000), period="2026-27")
    assert [each.has_today for each in on_the_edge.stretches] == [False, True, False]
    assert "where today stands" in on_the_edge.sentence


def test_a_jump_of_less_than_a_penny_is_none():
    """A tenth of a penny at 1 pound is nothing that a statement would show; at 100 pounds it is 10p."""
    tiny = {**TIERS, "tiers": [{"at_least": 1, "share": "0.1%"}, {"at_least": 100, "share": "0.2%"}]}
    found = payout_curve(contract(tiny))
    assert [(each.at, each.height) for each in found.cliffs] == [(100, Fraction(1, 10))]


def test_where_more_is_better_the_saving_grows_with_the_outturn():
    agreed = contract(TENTH, measure={"benefit": "income", "better": "higher"}, earns_on=["income"])
    assert shape(payout_curve(agreed)) == [(-1_000_000, 0, 0), (0, 1_000_000, Fraction(1, 10))]
    assert payout_curve(agreed, period="2028-29").rests_on == "with nothing saved before 2028-29"
    to_date = contract(TENTH, counted="to date", measure={"benefit": "income", "better": "higher"}, earns_on=["income"])
    assert shape(payout_curve(to_date, period="2027-28")) == [(-1_000_000, 0, 0), (0, 1_000_000, Fraction(1, 10))]


def test_the_next_period_repeats_the_last_that_is_settled():
    agreed = contract(TIERS)
    found = payout_curve(agreed, outturn(agreed, 480_000))
    assert (found.period, found.today) == ("2027-28", 480_000)
    assert found.rests_on == "where all else is as in 2026-27"
    assert payout_curve(agreed, agreed.settle(outturn(agreed, 480_000))) == found
    last = payout_curve(agreed, outturn(agreed, 1, 2, 3))
    assert (last.period, last.today, last.rests_on) == ("2028-29", 3, "on the outturn given")


def test_the_last_place_is_today_s_too():
    agreed = contract(TENTH)
    found = payout_curve(agreed, outturn(agreed, 1_000_000), period="2026-27")
    assert [each.has_today for each in found.stretches] == [False, True]


def test_a_gate_is_a_cliff_of_what_it_gates():
    """At 200,000 of saving the gate at 90% decides over 20,000; today's 93% is 3 points above it."""
    agreed = contract(GATE, TENTH, others=(QUALITY,))
    rows = outturn(agreed, 200_000, quality=("93%",))
    found = payout_curve(agreed, rows, "quality", "2026-27")
    assert found.cliffs == (Cliff(Fraction(9, 10), Fraction(20_000), True, Fraction(-3, 100)),)
    assert shape(found) == [(0, Fraction(9, 10), 0), (Fraction(9, 10), 1, 0)]
    assert found.sentence == (
        "In 2026-27, at quality of 90% the fee jumps by £20,000 (3% below today's); "
        "today, at quality of 93%, the provider has nothing for more."
    )


def test_a_payment_for_each_outcome_is_a_slope_in_its_own_unit():
    jobs = {"name": "jobs", "unit": "people", "better": "higher", "outturn_between": [0, 40]}
    paid = {"rule": "unit payment", "measure": "jobs", "price": {"amount": 300}}
    found = payout_curve(contract(paid, others=(jobs,)), measure="jobs")
    assert shape(found) == [(0, 40, 300)]
    assert "£300 for each one (people)" in str(found)
    assert found.sentence == "In 2026-27, there is no outturn of jobs at which the fee jumps."


def test_a_declared_range_bounds_the_curve_and_otherwise_twice_the_baseline_does():
    found = payout_curve(contract(TENTH, measure={"outturn_between": [800_000, 1_200_000]}))
    assert shape(found) == [(-200_000, 0, 0), (0, 200_000, Fraction(1, 10))]


def test_what_is_clawed_back_is_a_fee_below_nought():
    """A tenth of the first year's 100,000 is 10,000; a second year that loses 100,000 or more has all of it back."""
    agreed = contract(
        TENTH, counted="to date", settlement={"clawback": {"first_from": "the provider", "restores_cap": True}}
    )
    found = payout_curve(agreed, outturn(agreed, 100_000))
    assert shape(found) == [(-1_000_000, -100_000, 0), (-100_000, 1_000_000, Fraction(1, 10))]
    assert found.fee_at(Fraction(-1_000_000)) == -10_000
    assert found.fee_at(Fraction(50_000)) == 5_000


def test_without_an_outturn_earlier_periods_save_nothing():
    agreed = contract(TENTH, counted="to date")
    found = payout_curve(agreed, period="2028-29")
    assert found.rests_on == "with nothing saved before 2028-29"
    assert found.today is None
    assert shape(found) == [(-1_000_000, 0, 0), (0, 1_000_000, Fraction(1, 10))]


def test_the_first_whole_period_is_asked_about():
    found = payout_curve(contract(TENTH, starts="2026-07-01", years=2, years_run="from 1 April", **_SPREAD))
    assert found.period == "2027-28"


_SPREAD = {"baseline": {"rule": "fixed", "amount": 1_000_000, "spread": "evenly over the months"}}


def test_the_shipped_contract_by_hand():
    """5% of 13,475,888.60 is guaranteed in 2022-23; 25p to 500,000 above it, then 15p until 400,000 are earned."""
    agreed, _ = south_tyneside()
    found = payout_curve(agreed)
    guaranteed = Fraction(5, 100) * Fraction(12_201_000) * Fraction("127.9") / Fraction("115.8")
    assert not found.cliffs
    assert shape(found)[1:] == [
        (guaranteed, guaranteed + 500_000, Fraction(1, 4)),
        (guaranteed + 500_000, guaranteed + 500_000 + Fraction(275_000, 1) / Fraction(15, 100), Fraction(3, 20)),
        (guaranteed + 500_000 + Fraction(275_000, 1) / Fraction(15, 100), guaranteed * 20, 0),
    ]


def test_the_shipped_contract_after_two_years():
    """Of 187,564.13 earned and 28,569.60 clawed back 158,994.53 is left, which a third year may lose."""
    agreed, rows = south_tyneside()
    found = payout_curve(agreed, rows)
    assert found.period == "2024-25"  # its index level is not published: the last known is taken
    assert found.dead_zones[0].fees == (Fraction("-158994.53"), Fraction("-158994.53"))
    assert found.sentence.endswith("at a saving of £1,203,484.46, the provider has 15p of the next £1.")


def test_what_cannot_be_asked_is_told():
    agreed = contract(GATE, TENTH, others=(QUALITY,))
    assert refused(agreed, measure="cost") == "measure is 'cost'; name one of 'costs', 'quality'"
    assert "2031-32" in refused(agreed, period="2031-32")
    assert "outturn" in refused(agreed, 5)


def test_a_baseline_that_another_measure_moves_needs_an_outturn():
    homes = {"name": "homes", "unit": "homes", "outturn_between": [0, 50_000]}
    moved = {"rule": "unit cost", "cost": 1_000_000, "volume": 10_000, "volume_measure": "homes"}
    agreed = contract(TENTH, others=(homes,), baseline=moved)
    told = refused(agreed)
    assert told == (
        "outturn is missing, but the fee depends on homes, which cannot be supposed; give the outturn of a first period"
    )
    found = payout_curve(agreed, [{"period": "2026-27", "costs": 900_000, "homes": 10_000}])
    assert shape(found) == [(-1_000_000, 0, 0), (0, 1_000_000, Fraction(1, 10))]


@settings(max_examples=50)
@given(cases())
def test_any_drawn_contract_has_a_curve_that_meets_what_was_settled(case: Case):
    """Its height at the period's own figure is what was settled, but for the roundings that the curve leaves out."""
    agreed, rows = case
    statement, before = agreed.settle(rows), Fraction(0)
    for period in [each for each in statement.periods if not each.period.run_off]:
        after = period.exact("to date / fee earned to date")
        found = payout_curve(agreed, statement, period=period.label)
        assert found.today is not None
        assert found.sentence.endswith(".")
        here = found.fee.straight_at(found.today)
        if here is not None and not any(abs(each.away or 0) < 1 for each in found.cliffs):
            assert abs(found.fee_at(found.today) - (after - before)) <= 10 * max(agreed.rounding.step, PENNY)
        before = after
