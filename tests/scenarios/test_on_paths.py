"""Offers on the same paths: worked figures, the rank with its uncertainty, and that each is what simulate finds."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward import Contract, InputError
from riskreward.scenarios.on_paths import Comparison
from riskreward.scenarios.ranking import Pair, uncertainty
from riskreward.strategies import contracts, scenarios
from tests.scenarios.offers import LIKELY, TENTH, compared, fixed, sharing

A, B, C = sharing(), sharing("20%"), fixed("£60,000")
NAMES = ["A", "B", "C"]


def test_a_certain_saving_is_worked_out_by_hand() -> None:
    """£300,000 saved: a quarter is £75,000, a fifth £60,000, and the fixed fee £60,000."""
    found = compared(A, B, C, TENTH, names=NAMES)
    assert [each.fee.mean for each in found.simulations] == [75_000, 60_000, 60_000]
    assert [each.kept.mean for each in found.simulations] == [225_000, 240_000, 240_000]
    assert [(each.rank, each.name) for each in found.ranking] == [(1, "B"), (1, "C"), (3, "A")]
    assert found.pair("A", "B") == ("A", "B", 0, 1, -15_000, Decimal(0))
    assert found.pair("B", "A") == ("B", "A", 1, 0, 15_000, Decimal(0))
    assert found.pair("B", "C").alike == 1
    assert found.pair("A", "B").standard_errors is None


def own(savings: list[int]) -> Any:
    return rr.own_figures([[each] for each in savings], counted_in="whole units", of="saving")


def test_the_standard_error_is_worked_out_by_hand() -> None:
    """A quarter of 0, 100, 200 and 300 thousand against £30,000: the fixed fee costs 30, 5, -20 and -45 more.

    The mean is -7.5; the squares of 37.5, 12.5, -12.5 and -37.5 add up to 3,125, over 4 times 3 that is 260.41666, and
    its root is 16.137430609.
    """
    year = rr.gain_share(baseline="£1,000,000", share="25%", starts="2026-04-01", years=1)
    found = compared(
        year, rr.fixed_fee("£30,000", like=year), own([0, 100_000, 200_000, 300_000]), paths=4, names=["A", "C"]
    )
    pair = found.pair("A", "C")
    assert (pair.one_better, pair.other_better, pair.alike) == (Fraction(1, 2), Fraction(1, 2), 0)
    assert pair.difference == -7500
    assert pair.standard_error is not None
    assert round(pair.standard_error, 4) == Decimal("16137.4306")
    assert pair.standard_errors == Decimal("0.5")
    assert pair.is_too_close
    assert found.ranking[0].name == "C"
    assert found.sentence == (
        "Over the same 4 paths C is first: it leaves the council £120,000 on average; A is better on 50% of the paths; "
        "on average C leaves the council £7,500 more, within £32,274.86 of what ever more paths would come to in about "
        "19 of 20 such runs: too close to call on so many paths."
    )


def test_squares_beyond_64_bits_are_added_up_exactly() -> None:
    """Two offers that differ by £0 and £10 billion: the squares are of 10**12 pence, and the error £5 billion."""
    dear, free = (rr.gain_share(baseline=10**11, share=each, starts="2026-04-01", years=1) for each in ("50%", "0%"))
    pair = compared(dear, free, own([0, 2 * 10**10]), paths=2).pairs[0]
    assert pair.difference == -(5 * 10**9)
    assert pair.standard_error == 5 * 10**9


def test_a_single_path_has_no_standard_error() -> None:
    pair = compared(A, C, TENTH, paths=1).pairs[0]
    assert pair.standard_error is None
    assert pair.standard_errors is None


@pytest.mark.parametrize("offer", [A, C])
def test_an_offer_against_itself_is_all_nought(offer: Contract) -> None:
    found = compared(offer, offer, LIKELY, names=["one", "same"])
    assert found.pairs[0][2:] == (0, 0, 0, Decimal(0))
    assert [each.rank for each in found.ranking] == [1, 1]
    assert "one and same leave the council the same on every path" in found.sentence
    assert [each.ahead for each in found.break_evens[0].stretches] == [None]
    assert found.switching_values[0].overstated == ()
    assert found.bearings[0][1:] == found.bearings[1][1:]


def test_the_order_of_the_offers_only_permutes() -> None:
    first = compared(A, B, C, LIKELY, names=NAMES)
    offers = dict(zip(NAMES, (A, B, C), strict=True))
    for names in permutations(NAMES):
        found = compared(*(offers[name] for name in names), LIKELY, names=names)
        assert [each[:2] for each in found.ranking] == [each[:2] for each in first.ranking]
        for one, other in permutations(NAMES, 2):
            assert found.pair(one, other) == first.pair(one, other)
        assert {each.name: each for each in found.bearings} == {each.name: each for each in first.bearings}


def test_each_offer_comes_to_what_simulate_finds() -> None:
    found = compared(A, B, C, LIKELY, names=NAMES, seed=7)
    for name, offer in zip(NAMES, (A, B, C), strict=True):
        alone = rr.simulate(offer, LIKELY, paths=1000, seed=7)
        assert found[name].to_records() == alone.to_records()
    difference = found["A"].kept.mean - found["B"].kept.mean
    assert found.pair("A", "B").difference == difference


def test_workers_come_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riskreward.scenarios.batches.BATCH", 300)
    told: list[tuple[int, int]] = []
    with ThreadPoolExecutor(2) as executor:
        found = compared(A, C, LIKELY, executor=executor, progress=lambda *each: told.append(each))
    assert told == [(300, 1000), (600, 1000), (900, 1000), (1000, 1000)]
    monkeypatch.undo()
    alone = compared(A, C, LIKELY)
    assert found.pairs == alone.pairs
    assert found.to_records() == alone.to_records()


def test_discounting_that_turns_the_order_is_told() -> None:
    """£40,000 at once or £41,000 in the third year, which is worth 41,000 * 0.933511 = £38,273.95 in the first."""
    once = rr.fixed_fee("£40,000", like=A, due="with the first settlement")
    late = rr.fixed_fee("£41,000", like=A, due="with the last settlement")
    found = compared(once, late, TENTH, names=["at once", "late"])
    assert found.ranking[0].name == "at once"
    assert found.sentence.endswith(" Discounted, late is first.")
    assert "Discounted" not in compared(once, late, TENTH, names=["at once", "late"], discount=None).sentence


def test_it_shows_itself_with_one_table_and_one_sentence_first() -> None:
    text = " ".join(str(compared(A, B, C, TENTH, names=NAMES)).split())
    assert text.startswith("A, B and C, side by side")
    assert "none is first: B leaves the council £240,000 on average; B and C leave the council the same" in text
    for each in (
        "fee, 1 in 10 is above",
        "kept, 1 in 10 is below",
        "Who bears which risk",
        "Break-even between offers",
    ):
        assert each in text
    assert "one path, as all paths are alike" in text
    assert "found on the first 1,000 of the paths" in " ".join(str(compared(A, B, LIKELY)).split())


def test_a_council_that_is_worse_off_is_told_so() -> None:
    found = compared(fixed("£400,000"), fixed("£500,000"), TENTH)
    assert "it leaves the council £100,000 worse off on average" in found.sentence


def test_uncertainty_is_told_in_words() -> None:
    pair = compared(A, fixed("£70,000"), LIKELY, names=["A", "C"]).pair("A", "C")
    told = uncertainty(pair, lambda money: f"£{float(money):.0f}", lambda chance: f"{float(chance):.0%}")
    assert told.startswith(
        f"C is better on {float(pair.other_better):.0%} of the paths; on average A leaves the council"
    )
    assert pair.give_or_take is not None
    near = f"within £{float(pair.give_or_take):.0f} of what ever more paths would come to in about 19 of 20 such runs"
    assert told.endswith(f"{near}: too close to call on so many paths")


def test_it_is_said_who_pays_whom_if_nothing_is_saved() -> None:
    guaranteed = sharing(guarantee="15%", fee_starts="above the guarantee", shortfall="provider pays at the end")
    text = " ".join(str(compared(A, C, guaranteed, TENTH, names=["A", "C", "G"])).split())
    for each in ("the provider pays £450,000 ", "the council pays £60,000 ", "nothing is paid "):
        assert each in text
    assert "-£450,000" not in text
    assert "standard error" not in text


def test_there_is_no_other_offer() -> None:
    found = compared(A, B, TENTH)
    with pytest.raises(KeyError, match="'D' is no offer: 'share 25%', 'share 20%'"):
        found["D"]
    with pytest.raises(KeyError, match="are no pair"):
        found.pair("share 25%", "D")


def test_rank_and_who_bears_what_are_among_the_records_of_each_offer() -> None:
    """A quarter of £300,000 against £60,000."""
    records = compared(A, C, TENTH, names=["A", "C"]).to_records()
    told = {(each["offer"], each["figure"]): each["value"] for each in records if each["statistic"] in {"rank", "mean"}}
    assert [told["A", "rank"], told["C", "rank"]] == [2, 1]
    assert told["A", "of 1 less saved, the provider bears"] == Decimal("0.25")
    assert told["A", "of 1 more saved, the provider has"] == Decimal("0.25")
    assert told["C", "paid by the council if nothing is saved"] == 60_000
    assert {tuple(each) for each in records} == {("offer", "figure", "period", "statistic", "value")}


def test_pairs_are_records() -> None:
    assert compared(A, C, TENTH, names=["A", "C"]).pairs_to_records() == [
        {
            "one": "A",
            "other": "C",
            "one is better": 0,
            "the other is better": 1,
            "alike": 0,
            "one leaves more": -15_000,
            "standard error": 0,
            "too close to call": False,
        }
    ]


def test_where_the_order_turns_is_records() -> None:
    """A quarter and £60,000 are alike at £240,000, 0.8 times what is saved, and where it is understated by 2%."""
    found = compared(A, C, TENTH, names=["A", "C"]).turns_to_records()
    stretches = [tuple(each.values()) for each in found]
    by_savings, by_baseline = "times the savings of the scenario", "share by which the baseline is overstated"
    assert stretches == [
        (by_savings, "A", "C", "A", 0, Decimal("0.79"), 0, 0, 3),
        (by_savings, "A", "C", None, Decimal("0.8"), Decimal("0.8"), 240_000, 0, 3),
        (by_savings, "A", "C", "C", Decimal("0.81"), 3, 243_000, 0, 3),
        (by_baseline, "C", "A", "A", Decimal("-0.5"), Decimal("-0.021"), -1_200_000, Decimal("-0.5"), Decimal("0.5")),
        (by_baseline, "C", "A", None, Decimal("-0.02"), Decimal("-0.02"), 240_000, Decimal("-0.5"), Decimal("0.5")),
        (by_baseline, "C", "A", "C", Decimal("-0.019"), Decimal("0.5"), 243_000, Decimal("-0.5"), Decimal("0.5")),
    ]
    assert {tuple(each)[3:6] for each in found} == {("ahead", "from", "to")}


def test_a_table_of_distributions_is_a_scenario() -> None:
    (name,) = {each.name for each in A.measure}
    found = compared(A, B, {name: LIKELY})
    assert found.to_records() == compared(A, B, rr.scenario({name: LIKELY})).to_records()
    with pytest.raises(InputError, match=r'^scenario.figures\["quality"\] is 95, which is no distribution'):
        rr.compare(A, B, {name: LIKELY, "quality": 95})


def test_what_is_wrong_with_the_scenario_is_told_once() -> None:
    with pytest.raises(InputError) as caught:
        rr.compare(A, B, rr.scenario({"nothing": TENTH}), paths=0)
    told = [str(each) for each in caught.value.problems]
    assert len(told) == 2
    assert told[0] == "paths is 0; write a whole number from 1"
    assert told[1].startswith("share 25%: ")


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_offer_is_compared_with_a_fixed_fee(data: st.DataObject) -> None:
    offer = data.draw(contracts())
    likely = data.draw(scenarios(offer))
    found = compared(offer, rr.fixed_fee(1000, like=offer), likely, paths=50, names=["A", "C"])
    assert found["A"].kept.mean == rr.simulate(offer, likely, paths=50).kept.mean
    assert found["A"].kept.mean - found["C"].kept.mean == found.pair("A", "C").difference
    assert str(found)


def test_a_pair_a_hair_below_two_standard_errors_is_too_close_to_call() -> None:
    half = Fraction(1, 2)
    assert Pair("A", "B", half, half, Fraction(199), Decimal(100)).is_too_close
    assert not Pair("A", "B", half, half, Fraction(200), Decimal(100)).is_too_close


def test_a_figure_that_one_offer_alone_reads_is_that_offers_own() -> None:
    """£20,000 of council costs a year is taken off the saving of B; A does not read them."""
    terms: dict[str, Any] = {"baseline": "£1,000,000", "share": "25%", "starts": "2026-04-01", "years": 2}
    offers = rr.gain_share(**terms), rr.gain_share(**terms, council_costs="taken off the saving")
    figures = {"running costs": rr.certain("10%"), "council costs": rr.certain("£20,000")}
    told = rr.compare(*offers, rr.scenario(figures), paths=2, names=["A", "B"])
    assert isinstance(told, Comparison)
    assert (told["A"].fee.mean, told["B"].fee.mean) == (50_000, 40_000)
    assert [each.if_nothing for each in told.bearings] == [0, 0]
    with pytest.raises(rr.InputError, match="no figure of the contract"):
        rr.compare(*offers, rr.scenario({**figures, "visits": rr.certain(3)}), paths=2)
    nothing = rr.compare(*offers, rr.certain("10%"), paths=2, names=["A", "B"])
    assert "council costs" in str(nothing), "what the second offer alone rests on is told"
