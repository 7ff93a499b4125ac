"""Sensitivity: what the council's position rests on, in figures that can be worked out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward import InputError
from riskreward.scenarios.sensitivity import Change
from riskreward.strategies import contracts, scenarios
from tests.contracts import QUALITY, contract
from tests.scenarios.offers import LIKELY, TENTH, fixed, sharing

LATER, FADING = "savings start one settlement later", "10 points less of a saving left from each year to the next"
OVERSTATED, LESS = "baselines overstated by 1%", "savings lower by 1% of the baseline"
LOWER = "savings 10% lower"


def change(name: str, kept: int, fee: int) -> Change:
    return Change(name, Fraction(kept), Fraction(fee))


def test_a_quarter_of_a_tenth_saved_each_year() -> None:
    """£100,000 saved a year for three years, a quarter of it paid: the council keeps £225,000.

    A year later £100,000 less is saved; 1% of £3,000,000 is £30,000, and so is a tenth of £300,000; left to 90% and 81%
    the saving is £271,000. A baseline overstated by £30,000 costs a quarter of it, and saves nothing.
    """
    found = rr.sensitivity(sharing(), TENTH)
    assert (found.expected.kept, found.expected.fee) == (225_000, 75_000)
    assert found.changes == (
        change(LATER, -75_000, -25_000),
        change(LESS, -22_500, -7_500),
        change(LOWER, -22_500, -7_500),
        change(FADING, -21_750, -7_250),
        change(OVERSTATED, -7_500, 7_500),
    )
    assert found.lost == Fraction(1, 4)
    assert found.sentence == (
        "The council keeps £225,000 on average; most rests on this: savings start one settlement later. It would keep "
        "£75,000 less, and the fee would be £25,000 less. Of each £1 by which a baseline is overstated the council "
        "loses £0.25."
    )


def test_with_a_fixed_fee_an_overstated_baseline_costs_nothing() -> None:
    found = rr.sensitivity(fixed("£60,000"), TENTH)
    assert found[OVERSTATED] == change(OVERSTATED, 0, 0)
    assert found.lost == 0
    assert found[LESS] == change(LESS, -30_000, 0)
    assert "and the fee would be the same." in found.sentence


def test_an_overstated_baseline_hides_a_shortfall() -> None:
    """Guaranteed £450,000 of which £300,000 is saved: £30,000 measured too much is not made good."""
    offer = sharing(guarantee="15%", fee_starts="above the guarantee", shortfall="provider pays at the end")
    assert rr.sensitivity(offer, TENTH)[OVERSTATED] == change(OVERSTATED, -30_000, 0)
    assert rr.sensitivity(offer, TENTH).lost == 1


def test_a_quality_that_is_not_met_is_asked_about() -> None:
    gate = {"rule": "payment gate", "measure": "quality", "at_least": "90%"}
    offer = contract({"rule": "share", "share": "25%"}, gate, others=(QUALITY,))
    assert rr.sensitivity(offer, TENTH)["quality at its worst, 0%"].fee == -75_000
    declared = contract(
        {"rule": "share", "share": "25%"}, gate, others=({**QUALITY, "outturn_between": ["80%", "100%"]},)
    )
    assert rr.sensitivity(declared, TENTH)["quality at its worst, 80%"].fee == -75_000


def test_what_the_scenario_gives_is_not_asked_about_again() -> None:
    gate = {"rule": "payment gate", "measure": "quality", "at_least": "90%"}
    offer = contract({"rule": "share", "share": "25%"}, gate, others=(QUALITY,))
    found = rr.sensitivity(offer, rr.scenario({"costs": TENTH, "quality": rr.certain("95%")}))
    assert all("quality" not in each.name for each in found.changes)


def test_ramp_up_that_is_given_begins_later_and_persistence_wears_off_more() -> None:
    """Half in the first year: £250,000 saved. Later: nothing, half, whole, which is £150,000. At 80% left, then 70%.

    50 + 80 + 64 = 194 thousand, and 50 + 70 + 49 = 169 thousand.
    """
    half = rr.sensitivity(sharing(), rr.scenario(TENTH, ramp_up=["50%"]))
    assert half[LATER].fee == -25_000
    fading = rr.sensitivity(sharing(), rr.scenario(TENTH, ramp_up=["50%"], persistence="80%"))
    assert (fading.expected.saved, fading[FADING].fee) == (194_000, Fraction(-25_000, 4))


def test_what_cannot_be_asked_is_told() -> None:
    narrow = contract(measure={"outturn_between": [850_000, 905_000]})
    found = rr.sensitivity(narrow, TENTH)
    assert found.left_out[:2] == (
        "not asked: savings lower by 1% of the baseline, for the outturn would leave its range",
        "not asked: savings 10% lower, for the outturn would leave its range",
    )
    own = rr.own_figures([[100_000] * 3] * 2, counted_in="whole units", of="saving")
    found = rr.sensitivity(sharing(), own, paths=2)
    assert f"not asked: {LATER}, for no saving is drawn from a distribution" in found.left_out
    assert found[LOWER] == change(LOWER, -22_500, -7_500)


def test_it_shows_itself() -> None:
    text = " ".join(str(rr.sensitivity(sharing(), LIKELY, paths=100)).split())
    assert "100 paths drawn with seed 0, the same for every line" in text
    assert "one path, as all paths are alike" in str(rr.sensitivity(sharing(), TENTH))
    assert "+£7,500" in str(rr.sensitivity(sharing(), TENTH))
    assert rr.sensitivity(sharing(), TENTH).to_records()[0]["kept by the council"] == -75_000


def test_what_is_no_number_of_paths_is_refused_with_every_other_problem() -> None:
    with pytest.raises(InputError, match=r"^paths is 0; write a whole number from 1\nseed is 1.5, which is not a"):
        rr.sensitivity(sharing(), TENTH, paths=0, seed=1.5)  # type: ignore[arg-type]  # on purpose
    with pytest.raises(KeyError, match="'rain' is none of 'savings start"):
        rr.sensitivity(sharing(), TENTH)["rain"]


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_the_changes_are_sorted_and_begin_where_simulate_ends(data: st.DataObject) -> None:
    offer = data.draw(contracts())
    likely = data.draw(scenarios(offer))
    found = rr.sensitivity(offer, likely, paths=30)
    sizes = [abs(each.kept) for each in found.changes]
    assert sizes == sorted(sizes, reverse=True)
    assert found.expected.kept == rr.simulate(offer, likely, paths=30).kept.mean
    assert str(found)


def test_a_saving_that_wears_off_does_so_from_when_it_starts() -> None:
    # 100,000 + 50,000 + 25,000 is saved; a year later, 0 + 100,000 + 50,000: a quarter of the £25,000 is the fee's
    offer = rr.gain_share(baseline="£1,000,000", share="25%", starts="2026-04-01", years=3)
    assert rr.sensitivity(offer, rr.scenario(rr.certain("10%"), persistence="50%"))[LATER].kept == -18_750


def test_no_more_of_a_saving_can_be_lost_than_is_left() -> None:
    offer = rr.gain_share(baseline="£1,000,000", share="25%", starts="2026-04-01", years=2)
    told = rr.sensitivity(offer, rr.scenario(rr.certain("10%"), persistence="5%"))
    assert told["5 points less of a saving left from each year to the next"].kept == -3_750
