"""Who bears what, break-evens and switching values: figures that can be checked by hand."""

from fractions import Fraction

import pytest

from riskreward import Contract
from riskreward.scenarios.bearing import Bearing, bearing
from riskreward.scenarios.moving import Move, MovedPaths
from riskreward.scenarios.scenario import Source, scenario
from riskreward.scenarios.turning import FURTHEST, BreakEven, Switching, Turn, break_even, switching
from tests.contracts import contract
from tests.scenarios.offers import LIKELY, TENTH, compared, fixed, sharing


def asked(name: str, offer: Contract, given: Source = TENTH) -> tuple[str, MovedPaths]:
    return name, MovedPaths(offer, scenario(given), 0, 500, FURTHEST)


SHARE, C60, C90 = asked("share", sharing()), asked("fixed", fixed("£60,000")), asked("fixed", fixed("£90,000"))


def test_a_quarter_breaks_even_with_60_000_where_240_000_is_saved() -> None:
    """A quarter of £240,000, which is 0.8 times £300,000."""
    turn = Turn(Fraction(4, 5), Fraction(240_000), below="share", above="fixed")
    assert break_even(SHARE, C60) == BreakEven("share", "fixed", (turn,), None, Fraction(0), Fraction(3))
    assert break_even(C60, SHARE).turns == (turn,)


def test_two_shares_never_break_even() -> None:
    fifth = asked("fifth", sharing("20%"))
    assert break_even(SHARE, fifth) == BreakEven("share", "fifth", (), "fifth", Fraction(0), Fraction(3))


def test_two_turns_are_both_found() -> None:
    """A quarter above a guarantee of 5%, against a tenth of all and at most £50,000: G is £150,000.

    (S - 150,000)/4 = S/10 where S is £250,000, which 0.84 times £300,000 is the first to pass; the guaranteed offer's
    fee is at its cap of £60,000 from £390,000 on, and the tenth is £60,000 at £600,000, twice £300,000.
    """
    guaranteed = asked("guaranteed", sharing(guarantee="5%", fee_starts="above the guarantee", cap="£60,000"))
    tenth = asked("tenth", sharing("10%"))
    found = break_even(guaranteed, tenth)
    assert [(each.times, each.below, each.above) for each in found.turns] == [
        (Fraction(84, 100), "guaranteed", "tenth"),
        (Fraction(2), "tenth", "guaranteed"),
    ]


def test_beyond_the_range_of_the_outturn_nothing_is_sought() -> None:
    narrow = {"outturn_between": [800_000, 1_000_000]}
    offers = [contract({"rule": "share", "share": each}, measure=narrow) for each in ("25%", "20%")]
    found = break_even(asked("one", offers[0]), asked("other", offers[1]))
    assert (found.least, found.most) == (0, 2)
    switched = switching(asked("other", offers[1]), asked("one", offers[0]))
    assert (switched.most_overstated, switched.most_understated) == (Fraction(1, 10), Fraction(1, 10))


def test_an_overstated_baseline_turns_a_share_into_the_dearer_offer() -> None:
    """The share pays £75,000 against £90,000. It pays more than £90,000 where over £360,000 is measured: £60,000 more,
    2% of £3,000,000, makes them alike, and 2.1% puts the fixed fee ahead."""
    assert switching(SHARE, C90) == Switching(
        "share", "fixed", Fraction(21, 1000), None, Fraction(21, 1000), Fraction(1, 2)
    )


def test_an_understated_baseline_turns_a_share_into_the_cheaper_offer() -> None:
    """The share pays less than £60,000 where under £240,000 is measured: from 2.1% understated on."""
    found = switching(C60, SHARE)
    assert (found.overstated, found.understated) == (None, Fraction(21, 1000))


def test_an_offer_that_is_ahead_already_needs_no_error() -> None:
    assert switching(SHARE, C60)[2:4] == (0, 0)


@pytest.mark.parametrize("share", [Fraction(20, 1000), Fraction(21, 1000)])
def test_the_switching_value_is_the_first_step_at_which_the_other_is_ahead(share: Fraction) -> None:
    ahead = C90[1].truly(share).kept > SHARE[1].truly(share).kept
    assert ahead == (share == Fraction(21, 1000))


def test_of_a_pound_less_saved_a_quarter_falls_on_the_provider_with_a_share_and_none_with_a_fixed_fee() -> None:
    quarter = Fraction(1, 4)
    assert bearing(*SHARE) == Bearing("share", quarter, quarter, Fraction(0))
    assert bearing(*C60) == Bearing("fixed", Fraction(0), Fraction(0), Fraction(60_000))


def test_a_paid_shortfall_puts_the_whole_risk_below_the_guarantee_on_the_provider() -> None:
    """Saved £300,000 of a guaranteed £450,000: each pound less is made good, and each pound more made good the less."""
    offer = sharing(guarantee="15%", fee_starts="above the guarantee", shortfall="provider pays at the end")
    found = bearing(*asked("guaranteed", offer))
    assert found == Bearing("guaranteed", Fraction(1), Fraction(1), Fraction(-450_000))


def test_a_saving_of_exactly_the_guarantee_is_shared_upwards_alone() -> None:
    """A tenth is guaranteed and a tenth is saved: a pound more earns 25p, of a pound less the council bears all."""
    found = bearing(*asked("guaranteed", sharing(guarantee="10%", fee_starts="above the guarantee")))
    assert found == Bearing("guaranteed", Fraction(0), Fraction(1, 4), Fraction(0))


def test_where_no_outturn_has_room_to_move_nothing_can_be_said() -> None:
    offer = contract(measure={"outturn_between": [900_000, 905_000]})
    assert bearing(*asked("narrow", offer)) == Bearing("narrow", None, None, None)


def test_a_contract_that_is_worse_on_average_may_be_better_where_little_is_saved() -> None:
    found = compared(sharing(), fixed("£60,000"), LIKELY, names=["share", "fixed"])
    (at,) = found.break_evens[0].turns
    assert (at.below, at.above) == ("share", "fixed")
    below = Move(times=at.times - Fraction(1, 100))
    one, other = (MovedPaths(each.contract, found.scenario, 0, 1000, FURTHEST) for each in found.offers)
    assert one.expected(below).kept > other.expected(below).kept
    assert one.expected(Move(times=at.times)).kept <= other.expected(Move(times=at.times)).kept
    assert "times the savings of the scenario" in " ".join(str(found).split())
