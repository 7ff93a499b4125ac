"""Who bears what, break-evens and switching values: figures that can be checked by hand."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import Contract
from riskreward.contract.trying import EARNED
from riskreward.scenarios.bearing import Bearing, bearing
from riskreward.scenarios.moving import Move, MovedPaths
from riskreward.scenarios.scenario import Source, scenario
from riskreward.scenarios.showing_turns import LOOKED, break_even_text, switching_text
from riskreward.scenarios.turning import FURTHEST, SHARES, TIMES, BreakEven, Switching, break_even, switching
from tests.contracts import contract
from tests.scenarios.offers import LIKELY, TENTH, compared, fixed, sharing


def asked(name: str, offer: Contract, source: Source = TENTH) -> tuple[str, MovedPaths]:
    return name, MovedPaths(offer, scenario(source), 0, 500, FURTHEST)


SHARE, C60, C90 = asked("share", sharing()), asked("fixed", fixed("£60,000")), asked("fixed", fixed("£90,000"))


def places(found: BreakEven | Switching, scale: int) -> list[tuple[str | None, int | Fraction, int | Fraction]]:
    """Return each stretch: who is ahead, from and to, in parts of so many."""
    return [(each.ahead, each.first * scale, each.last * scale) for each in found.stretches]


def test_a_quarter_breaks_even_with_60_000_where_240_000_is_saved() -> None:
    """A quarter of £240,000, which is 0.8 times £300,000."""
    found = break_even(SHARE, C60)
    assert places(found, 100) == [("share", 0, 79), (None, 80, 80), ("fixed", 81, 300)]
    assert [each.saved for each in found.stretches] == [0, 240_000, 243_000]
    assert break_even(C60, SHARE).stretches == found.stretches


def test_two_shares_are_alike_where_nothing_is_saved_alone() -> None:
    fifth = asked("fifth", sharing("20%"))
    assert places(break_even(SHARE, fifth), 100) == [(None, 0, 0), ("fifth", 1, 300)]


def test_two_turns_are_both_found() -> None:
    """A quarter above a guarantee of 5%, against a tenth of all and at most £50,000: G is £150,000.

    (S - 150,000)/4 = S/10 where S is £250,000, which 0.84 times £300,000 is the first to pass; the guaranteed offer's
    fee is at its cap of £60,000 from £390,000 on, and the tenth is £60,000 at £600,000, twice £300,000.
    """
    guaranteed = asked("guaranteed", sharing(guarantee="5%", fee_starts="above the guarantee", cap="£60,000"))
    tenth = asked("tenth", sharing("10%"))
    assert places(break_even(guaranteed, tenth), 100) == [
        (None, 0, 0),
        ("guaranteed", 1, 83),
        ("tenth", 84, 199),
        (None, 200, 200),
        ("guaranteed", 201, 300),
    ]


def banded(title: str, bands: list[dict[str, object]]) -> Contract:
    """Return an offer of £1,000,000 a year for one year, whose share differs by band."""
    return contract({"rule": "bands", "bands": bands}, title=title, years=1)


FLAT = banded("Flat", [{"share": "10%"}])
BANDS: list[dict[str, object]] = [
    {"up_to": 102_000, "share": "9.9%"},
    {"up_to": 108_000, "share": "15%"},
    {"up_to": 115_000, "share": "2%"},
    {"share": "10%"},
]
"""At £102,000 £102 less than a tenth; a tenth again at £104,040, £198 more at £108,000, alike at £110,475 saved."""


def test_an_order_that_turns_and_turns_back_within_6_per_cent_is_told_with_both_ends() -> None:
    one, other = asked("Flat", FLAT), asked("Bands", banded("Bands", BANDS))
    assert places(break_even(one, other), 100) == [
        (None, 0, 0),
        ("Bands", 1, 104),
        ("Flat", 105, 110),
        ("Bands", 111, 300),
    ]
    found = switching(other, one)
    assert found.overstated == ((Fraction(5, 1000), Fraction(1, 100)),)
    assert found.understated == ()
    assert switching_text(found) == (
        "Flat against Bands: ahead where the baseline is overstated by 0.5% to 1% (tried up to 50%); "
        "nowhere ahead where the baseline is understated (tried up to 50%)"
    )
    told = break_even_text(break_even(one, other), lambda money: f"£{int(money):,}")
    assert told == (
        "Flat and Bands, by how many times the savings of the scenario: alike at 0; Bands is ahead from 0.01 (£1,000 "
        "saved on average) to 1.04; Flat is ahead from 1.05 (£105,000 saved on average) to 1.1; Bands is ahead from "
        "1.11 (£111,000 saved on average) to 3"
    )


def by_settling(one: Contract, other: Contract, saved: int) -> int:
    """Return who is ahead of two where so much is saved: 1 for the one whose fee is less, -1 for the other."""
    label = one.calendar.periods[0].label
    mine, others = (each.settle({label: 1_000_000 - saved}).amount(EARNED) for each in (one, other))
    return (mine < others) - (mine > others)


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.tuples(st.integers(2, 300), st.integers(0, 30)), min_size=1, max_size=4, unique_by=lambda each: each[0])
)
def test_what_is_told_is_what_settling_comes_to_but_for_turns_between_two_places(steps: list[tuple[int, int]]) -> None:
    """At every place that was tried and at both ends of every stretch; between them, a hundredth apart, where it is."""
    bands: list[dict[str, object]] = [{"up_to": at * 1000, "share": f"{each}%"} for at, each in sorted(steps)]
    offers = {"Flat": FLAT, "Bands": banded("Bands", [*bands, {"share": "10%"}])}
    found = break_even(*(asked(*each) for each in offers.items()))
    signs = {"Flat": 1, "Bands": -1, None: 0}
    brute = {at: by_settling(offers["Flat"], offers["Bands"], at * 1000) for at in range(301)}
    told = {
        at: signs[each.ahead]
        for each in found.stretches
        for at in range(int(each.first * 100), int(each.last * 100) + 1)
    }
    assert list(told) == list(brute), "the stretches follow on one another without a gap"
    known = sorted(
        {int(each * 100) for each in found.tried} | {at for _, *ends in places(found, 100) for at in map(int, ends)}
    )
    assert [told[at] for at in known] == [brute[at] for at in known]
    missed = [at for at in brute if told[at] != brute[at]]
    for at in missed:
        below, above = max(each for each in known if each < at), min(each for each in known if each > at)
        assert told[below] == told[at] == told[above], "it turns and turns back between two places"


def test_beyond_the_range_of_the_outturn_nothing_is_sought() -> None:
    narrow = {"outturn_between": [800_000, 1_000_000]}
    offers = [contract({"rule": "share", "share": each}, measure=narrow) for each in ("25%", "20%")]
    found = break_even(asked("one", offers[0]), asked("other", offers[1]))
    assert [found.tried[0], found.tried[-1]] == [0, 2]
    assert break_even_text(found, str).endswith(
        "not tried beyond 0 to 2, where the outturn would leave its range, or be refused"
    )
    switched = switching(asked("other", offers[1]), asked("one", offers[0]))
    assert (switched.tried[0], switched.tried[-1]) == (-Fraction(1, 10), Fraction(1, 10))
    assert switching_text(switched) == (
        "one against other: nowhere ahead where the baseline is overstated (tried up to 10%, beyond which the outturn "
        "would leave its range, or be refused); nowhere ahead where the baseline is understated (tried up to 10%, "
        "beyond which the outturn would leave its range, or be refused)"
    )


def test_where_nothing_could_be_tried_it_is_said_why() -> None:
    """£100,000 saved of £1,000,000, and the outturn has room for £500 either way: 0.1% of the baseline is £1,000."""
    narrow = {"outturn_between": [899_500, 900_500]}
    one, other = (
        asked(each, contract({"rule": "share", "share": each}, measure=narrow, years=1)) for each in ("25%", "20%")
    )
    assert switching_text(switching(other, one)) == (
        "25% against 20%: whether it is ahead where the baseline is overstated cannot be said, for the outturn would "
        "leave its range, or be refused; whether it is ahead where the baseline is understated cannot be said, for the "
        "outturn would leave its range, or be refused"
    )
    assert break_even_text(break_even(one, other), str) == (
        "25% and 20%: where the order turns cannot be said, for the outturn would leave its range, or be refused"
    )


def test_an_overstated_baseline_turns_a_share_into_the_dearer_offer() -> None:
    """The share pays £75,000 against £90,000. It pays more than £90,000 where over £360,000 is measured: £60,000 more,
    2% of £3,000,000, makes them alike, and 2.1% puts the fixed fee ahead."""
    found = switching(SHARE, C90)
    assert places(found, 1000) == [("share", -500, 19), (None, 20, 20), ("fixed", 21, 500)]
    assert (found.overstated, found.understated) == (((Fraction(21, 1000), Fraction(1, 2)),), ())


def test_an_understated_baseline_turns_a_share_into_the_cheaper_offer() -> None:
    """The share pays less than £60,000 where under £240,000 is measured: from 2.1% understated on."""
    found = switching(C60, SHARE)
    assert (found.overstated, found.understated) == ((), ((Fraction(21, 1000), Fraction(1, 2)),))


def test_an_offer_that_is_ahead_already_needs_no_error() -> None:
    found = switching(SHARE, C60)
    assert found.overstated == ((Fraction(0), Fraction(1, 2)),)
    assert found.understated == ((Fraction(0), Fraction(19, 1000)),)
    assert switching_text(found) == (
        "fixed against share: ahead already where the baseline is right; ahead where the baseline is overstated by up "
        "to 50% (tried up to 50%); ahead where the baseline is understated by up to 1.9% (tried up to 50%)"
    )


def test_the_places_that_were_tried_are_told() -> None:
    assert LOOKED.startswith(
        "Tried are savings of every 0.01 from 0.95 to 1.05, every 0.05 from 0.75 to 1.25, every 0.25 from 0 to 2 and "
        "every 0.5 from 2 to 3 times the scenario's, and baselines that are wrong by every 0.1% from 0% to 0.5%, "
    )
    assert LOOKED in " ".join(str(compared(sharing(), fixed("£60,000"), TENTH)).split())


def test_a_question_settles_no_more_than_62_places_and_what_a_turn_takes() -> None:
    assert len(TIMES) + len(SHARES) == 62
    offers = [asked("share", sharing()), asked("fixed", fixed("£60,000"))]
    before = dict.fromkeys(offers[0][1]._known)
    break_even(offers[0], offers[1])
    switching(offers[0], offers[1])
    assert len(offers[0][1]._known) - len(before) <= 62 + 4 * 7


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
    below, above = found.break_evens[0].stretches
    assert (below.ahead, above.ahead) == ("share", "fixed")
    one, other = (MovedPaths(each.contract, found.scenario, 0, 1000, FURTHEST) for each in found.offers)
    assert one.expected(Move(times=below.last)).kept > other.expected(Move(times=below.last)).kept
    assert one.expected(Move(times=above.first)).kept < other.expected(Move(times=above.first)).kept
    assert above.first - below.last == Fraction(1, 100)
    assert "times the savings of the scenario" in " ".join(str(found).split())
