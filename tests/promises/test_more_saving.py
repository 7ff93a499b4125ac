"""Whether saving more can earn less: proved where it cannot, a pair of futures where it can."""

from fractions import Fraction

import pytest

from riskreward.promises import more_saving as module
from riskreward.promises.aiming import Aim
from riskreward.promises.more_saving import more_saving
from riskreward.promises.pairs import Futures, Pairs
from riskreward.promises.proving import Never, Pair, TwoFutures
from riskreward.promises.ranges import ranges
from riskreward.promises.watching import watch
from tests.promises.contracts import plain

CAP = {"rule": "cap", "amount": 54_000, "over": "term"}
NOT_RESTORED = {
    "fee.step[0].share": "9%",
    "fee.step[1]": CAP,
    "settlement.clawback.restores_cap": False,
    "years": 4,
}


def earned(*thousands: int) -> list[str]:
    contract = plain(**NOT_RESTORED)
    outturns = {
        period.label: 1_000_000 - 1_000 * each
        for period, each in zip(contract.calendar.periods, thousands, strict=True)
    }
    return [str(each["fee earned to date"]) for each in contract.settle(outturns).periods]


def test_where_a_clawback_does_not_restore_room_saving_more_pays_half_as_much() -> None:
    """Savings of 400, -400, 400 and 400 thousand earn £18,000; nothing instead of the first 400 earns £36,000."""
    assert earned(400, -400, 400, 400)[-1] == "18000.00"
    assert earned(0, -400, 400, 400)[-1] == "36000.00"


def test_the_pair_is_found_and_its_statements_bear_it_out() -> None:
    found = more_saving(plain(**NOT_RESTORED))
    assert found is not None
    assert found.less is not None
    assert found.more is not None
    assert found.sentence.startswith("Saving more can lower the fee: if you ")
    less, more = found.less, found.more
    assert more.exact("fee earned to date") < less.exact("fee earned to date")
    for one, other in zip(less.periods, more.periods, strict=True):
        assert other.exact("agency spending / saving") >= one.exact("agency spending / saving")
    again = plain(**NOT_RESTORED).settle(more.outturn, to=more.periods[-1].label)
    assert again.exact("fee earned to date") == more.exact("fee earned to date")


def test_where_the_clawback_restores_room_it_is_proved_that_saving_more_never_earns_less() -> None:
    found = more_saving(plain(**{**NOT_RESTORED, "settlement.clawback.restores_cap": True}))
    assert found is not None
    assert (found.sentence, found.is_known) == (
        "Saving more never lowers the fee: proved for a term of any length.",
        True,
    )


CARRIED_INTO_THE_NEXT_CAP_YEAR = {
    "measure[0].baseline.amount": 4_000_000,
    "measure[0].baseline.spread": "evenly over the months",
    "fee.counted": "each period",
    "fee.step[0]": {"rule": "threshold with carry-forward", "amount": 50_000},
    "fee.step[1]": {"rule": "share", "share": "10%"},
    "fee.step[2]": {"rule": "cap", "amount": 10_000, "over": "year"},
    "settlement.clawback": None,
    "settled": "quarterly",
    "years": 2,
}


def test_where_a_quarter_below_the_threshold_is_carried_into_the_next_cap_year_saving_more_is_paid_less() -> None:
    """£100,000 reach the cap of £10,000. £40,000 in the last quarter count in the next year; £50,000 above the cap."""
    contract = plain(**CARRIED_INTO_THE_NEXT_CAP_YEAR)

    def paid(*thousands: int) -> list[str]:
        quarters = zip(contract.calendar.periods, thousands, strict=True)
        statement = contract.settle({period.label: 1_000_000 - 1_000 * each for period, each in quarters})
        return [str(each["paid to date, less what was given back"]) for each in statement.periods]

    assert paid(100, 0, 0, 40, 60, 0, 0, 0) == ["10000.00"] * 4 + ["20000.00"] * 4
    assert paid(100, 0, 0, 50, 60, 0, 0, 0) == ["10000.00"] * 4 + ["16000.00"] * 4


def test_that_pair_is_found_and_its_statements_bear_it_out() -> None:
    found = more_saving(plain(**CARRIED_INTO_THE_NEXT_CAP_YEAR))
    assert found is not None
    assert found.less is not None
    assert found.more is not None
    assert found.more.exact("saved to date") > found.less.exact("saved to date")
    assert found.less.exact("fee earned to date") - found.more.exact("fee earned to date") >= 5_000


REBASED = {
    "measure[0].baseline.rebased": {"years": ["2027-28"], "share": "50%", "direction": "either way"},
    "fee.counted": "each period",
    "settlement.clawback": None,
}


def test_where_the_baseline_is_rebased_the_pair_is_told_in_what_was_spent() -> None:
    """£500,000 overspent leave £1,250,000 to save against; £500,000 saved leave £750,000, and earn in the first year.

    A quarter of two savings of £750,000 is £375,000; of three of £500,000, £250,000 and £250,000, £250,000.
    """
    found = more_saving(plain(**REBASED))
    assert found is not None
    assert found.sentence == (
        "Saving more can lower the fee: if agency spending is £1,500,000 in 2026-27, £500,000 in 2027-28 and £500,000 "
        "in 2028-29, the fee to date is £375,000; but if agency spending is £500,000 in 2026-27, £500,000 in 2027-28 "
        "and £500,000 in 2028-29, the fee to date is £250,000."
    )


def test_where_only_rounding_lowers_the_fee_the_pair_is_told_as_such() -> None:
    """Half of what the first year saves falls out of each of two later years, so that it earns nothing in all.

    Of £1, 25p and twice £124,999.875, which is rounded up; of £2, 50p and twice £124,999.75.
    """
    contract = plain(**{**REBASED, "measure[0].baseline.rebased.direction": "only down"})
    found = more_saving(contract)
    assert found is not None
    assert found.less is not None
    assert found.more is not None
    assert found.sentence.startswith("Saving more can lower the fee, if by no more than £0.01 in what was tried: if ")
    assert found.less.exact("fee earned to date") - found.more.exact("fee earned to date") == Fraction("0.01")


WITHOUT_A_CAP = {name: term for name, term in CARRIED_INTO_THE_NEXT_CAP_YEAR.items() if name != "fee.step[2]"}


def test_the_solver_finds_more_than_a_rounding_penny_where_there_is_more() -> None:
    """A quarter of £50,000 counts at once, and leaves the next one of less short of the threshold."""
    found = TwoFutures(plain(**WITHOUT_A_CAP)).ask(Fraction(1_000))
    assert isinstance(found, Pair)
    futures = ([*map(list, found.less_saved)], [*map(list, found.more_saved)])
    assert pairs_of(WITHOUT_A_CAP).lowered(futures).in_the_end > 1_000


def test_what_the_solver_found_is_told_in_figures_of_the_contract() -> None:
    """Such as £10,000 and £49,000, which count together; £50,000 count without the £49,000 that follow."""
    found = more_saving(plain(**WITHOUT_A_CAP))
    assert found is not None
    assert found.less is not None
    assert found.more is not None
    assert found.less.exact("fee earned to date") - found.more.exact("fee earned to date") >= 100


def futures_of(savings: list[Fraction | int], more: dict[int, int]) -> Futures:
    """Return the two futures of these savings by quarter, without a cap: as they are, and with some that are more."""
    contract = plain(**WITHOUT_A_CAP)
    both = [savings, [more.get(quarter, saving) for quarter, saving in enumerate(savings)]]
    labels = [period.label for period in contract.calendar.periods]
    facts = [
        contract.settle({label: 1_000_000 - each for label, each in zip(labels, one, strict=False)}).facts
        for one in both
    ]
    return ([*map(list, facts[0])], [*map(list, facts[1])])


def test_figures_are_made_plainer_but_never_until_a_rounding_might_explain_the_rest() -> None:
    """The fees of £10.06 and £49,999.99 together, and of £50,000 alone: £5,001.01 and £5,000."""
    pairs, found = pairs_of(WITHOUT_A_CAP), futures_of([Fraction("10.06"), Fraction("49999.99")], {0: 50_000})
    assert pairs.lowered(found).in_the_end == Fraction("1.01")
    assert pairs.lowered(pairs.shrunk(found)).in_the_end > pairs.slight == 1
    assert pairs.lowered(pairs.grown(found)).in_the_end > 800


@pytest.mark.parametrize(("falls", "periods"), [((0, 5, 0, 8, 8), 4), ((0, 5, 0, 0, 0), 2), ((5, 5, 5, 5, 5), 1)])
def test_a_pair_ends_where_the_fee_is_lower_for_good_or_else_where_it_is_lower_first(
    monkeypatch: pytest.MonkeyPatch, falls: tuple[int, ...], periods: int
) -> None:
    monkeypatch.setattr(Pairs, "_falls", lambda pairs, futures: list(map(Fraction, falls)))
    less, more = pairs_of(WITHOUT_A_CAP).shrunk(futures_of([1, 2, 3, 4, 5], {}))
    assert len(less) == len(more) == periods


def test_what_may_be_rounding_is_not_lowered_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pairs, "_falls", lambda pairs, futures: [Fraction(100), Fraction("0.01")])
    assert pairs_of({}).lowered(([], [])) == (0, 100)


def pairs_of(terms: dict[str, object]) -> Pairs:
    watched = watch(plain(**terms), ())
    return Pairs(Aim(watched, ranges(watched)))


def test_the_solver_finds_a_pair_where_a_search_does_not() -> None:
    found = TwoFutures(plain(**NOT_RESTORED)).ask()
    assert isinstance(found, Pair)
    assert found.is_exact
    assert len(found.less_saved) == len(found.more_saved) <= 4
    assert TwoFutures(plain()).ask() == Never(of_any_length=True)


def test_without_the_solver_it_is_searched_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "is_installed", lambda: False)
    found = more_saving(plain())
    assert found is not None
    assert (found.sentence, found.is_known) == (
        "Saving more lowered the fee in none of 500 pairs; that is no proof.",
        False,
    )
