"""Whether saving more can earn less: proved where it cannot, a pair of futures where it can."""

import pytest

from riskreward.promises import more_saving as module
from riskreward.promises.more_saving import more_saving
from riskreward.promises.proving import Never, Pair, TwoFutures
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
    assert found.less.exact("fee earned to date") - found.more.exact("fee earned to date") > 0


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
