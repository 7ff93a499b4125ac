"""What the calendar says of the coming settlement: proofs that rest on where a year begins."""

from pathlib import Path
from typing import Any

import pytest

from riskreward import Contract, Promise, check
from riskreward.kernel import Amount, choose, nothing, pounds
from riskreward.promises import Lines, promises, watch
from riskreward.promises.proving import Candidate, Proof, Prover
from riskreward.promises.proving.coming import Coming
from tests.promises.contracts import plain
from tests.promises.test_check import answers_of

OF_THE_YEAR = {
    "measure[0].baseline.spread": "evenly over the months",
    "fee.counted": "each year",
    "settlement.clawback": None,
}
RECONCILED = "reconciled at the year's end"
NEVER_MORE = "the provider never repays more than it was paid"
FIRST = "[first of the year] is true of the next settlement, or [to date / paid to date, less what was given back] is "
LATER = "[first of the year] is not true of the next settlement, or [to date / paid to date, less what was given back]"


def on_account(settled: str = "quarterly", months: int = 36, **terms: Any) -> Contract:
    """Return 25% of what each year saves, 80% of it paid on account and the rest when the year closes."""
    interim = {"share": "80%", "overpaid": "provider repays"}
    return plain(**OF_THE_YEAR, settled=settled, years=None, months=months, **{"settlement.interim": interim} | terms)


def capped(months: int, settled: str = "monthly", **terms: Any) -> Contract:
    """Return 25% of what is saved to date, £20,000 a year of it at most, which a clawback makes room under."""
    cap = {"rule": "cap", "amount": 20_000, "over": "year", "room_used_by": "what is earned"}
    given = {"measure[0].baseline.spread": "evenly over the months", "fee.step[1]": cap}
    return plain(settled=settled, years=None, months=months, **given | terms)


def proved(contract: Contract, *names: str) -> list[Proof | Candidate | None]:
    asked = tuple(each for each in promises(contract) if each.name in names)
    assert len(asked) == len(names)
    prover = Prover(watch(contract, asked))
    return [prover.prove(each) for each in asked]


def test_what_is_coming_follows_the_calendar_and_begins_again_after_the_term() -> None:
    """Four quarters, then the next year's; the last of the term is followed as if the term began again."""
    coming = Coming(watch(on_account(months=24), ()).assembled)
    assert [each.path for each in coming.balances] == ["first of the year", "last of the year"]
    assert coming.start == (1, 0)
    assert [coming.after(period) for period in range(8)] == [(0, 0), (0, 0), (0, 1), (1, 0)] * 2


@pytest.mark.parametrize(("settled", "months"), [("quarterly", 36), ("monthly", 60), ("quarterly", 30)])
def test_payments_on_account_are_proved_reconciled_and_never_repaid_twice(settled: str, months: int) -> None:
    """What was paid is what was earned, and within a year what was paid on account besides."""
    reconciled, never_more = proved(on_account(settled, months), RECONCILED, NEVER_MORE)
    assert isinstance(reconciled, Proof)
    assert reconciled.of_any_length
    assert reconciled.invariants == (
        f"{FIRST}[to date / fee earned to date] + [settlement / paid on account, year to date]",
        f"{LATER} is [to date / fee earned to date]",
    )
    assert isinstance(never_more, Proof)
    assert never_more.of_any_length


@pytest.mark.parametrize(
    "terms",
    [
        {"settlement.retention": {"share": "20%", "released": "at the end of the term"}},
        {
            "settlement.retention": {
                "share": "20%",
                "released": "after a number of settlements",
                "after_settlements": 3,
            }
        },
        {"fee.step[0].share": "12.5%", "settlement.interim": {"share": "33%", "overpaid": "provider repays"}},
        {"fee.step[1]": {"rule": "cap", "amount": 20_000, "over": "year", "room_used_by": "what is earned"}},
    ],
)
def test_no_invariant_is_fitted_to_one_contract(terms: dict[str, Any]) -> None:
    (reconciled,) = proved(on_account(**terms), RECONCILED)
    assert isinstance(reconciled, Proof)


def test_payments_on_account_are_reconciled_whatever_the_shares_are() -> None:
    asked = [each for each in promises(on_account()) if each.name in {RECONCILED, NEVER_MORE}]
    free = {"settlement.interim.share": ("0%", "100%"), "fee.step[0].share": ("0%", "100%")}
    found = check(on_account(), asked, for_every=free, paths=50)
    assert [each.state for each in found.verdicts] == ["proved", "proved"]


@pytest.mark.parametrize(("settled", "months"), [("monthly", 60), ("quarterly", 36), ("half-yearly", 36)])
def test_a_cap_over_the_year_holds_where_a_clawback_restores_its_room(settled: str, months: int) -> None:
    (found,) = proved(capped(months, settled), "the cap holds")
    assert isinstance(found, Proof)
    assert found.invariants == (
        "[promise / fee under the cap of the year] is [fee / room used under the cap]",
        "[fee / room used under the cap] is at most 20,000",
    )


def test_a_monthly_cap_over_the_year_holds_with_retention_and_where_each_year_counts_alone() -> None:
    retained = {"settlement.retention": {"share": "20%", "released": "at the end of the term"}}
    for terms in (retained, OF_THE_YEAR):
        (found,) = proved(capped(60, **terms), "the cap holds")
        assert isinstance(found, Proof)


def test_a_certificate_that_rests_on_the_calendar_is_checked_by_a_plain_solver(tmp_path: Path) -> None:
    (found,) = proved(on_account(), RECONCILED)
    assert isinstance(found, Proof)
    path = tmp_path / "reconciled.smt2"
    path.write_text(found.certificate, encoding="utf-8")
    assert answers_of(path) == ["unsat"] * 5


def test_nothing_false_follows_from_the_order_of_settlements() -> None:
    """The last settlement is asked of as well, which none follows, and so is one that only a later year has."""

    def nothing_at_the_end(lines: Lines) -> Amount:
        return choose(lines.schedule.last_of_term, lines["paid"], pounds(0)) <= nothing

    def earned_before_paid(lines: Lines) -> Amount:
        return choose(lines.schedule.last_of_year, pounds(0), lines.paid_to_date) <= lines.earned_to_date

    def nothing_in_a_second_year(lines: Lines) -> Amount:
        years = lines.to_date("years", choose(lines.schedule.first_of_year, pounds(1), pounds(0)))
        return choose(years > pounds(1), lines["paid"], pounds(0)) <= nothing

    rules = (nothing_at_the_end, earned_before_paid, nothing_in_a_second_year)
    asked = tuple(Promise(each.__name__, "It is false.", each) for each in rules)
    for contract in (on_account(), on_account(months=12), on_account("half-yearly", 24)):
        prover = Prover(watch(contract, asked))
        found = [isinstance(prover.prove(each), Proof) for each in asked]
        assert found == [False, False, len(contract.calendar.year_labels) == 1]
