"""The known traps, each found with its figures: terms that look safe, and what they cost the council."""

from typing import Any

import pytest

import riskreward as rr
from riskreward.kernel import at_least, nothing
from riskreward.promises import Lines, Promise, Verdict, check
from tests.promises.contracts import PLAIN, plain

SHARE = {"rule": "share", "share": "25%"}
DEFICIT = {"rule": "deficit carry-forward"}
DIAGNOSTIC = {"rule": "target fee", "amount": 20_000, "over": "term", "due": "with the first settlement"}
ADVANCE = {"amount": 20_000, "paid": "at the start", "recovered": "50%", "at_the_end": "written off"}
GUARANTEE = {"share_of_baseline": "10%", "tested": "each year", "shortfall": "fee only"}


def contract(*steps: dict[str, Any], counted: str = "each year", **terms: Any) -> rr.Contract:
    """Return the plain contract without a clawback, with these steps and terms."""
    fee = {"starts": "first pound", "counted": counted, "step": list(steps or (SHARE,))}
    return rr.Contract.model_validate({**PLAIN, "fee": fee, "settlement": {}, **terms})


def verdict(given: rr.Contract, name: str = "never out of pocket") -> Verdict:
    return check(given, [each for each in rr.promises.promises(given) if each.name == name])[name]


def paid_for_nothing(found: Verdict) -> None:
    """Hold the statement of a case against its sentence: something was paid, and nothing was saved."""
    assert found.state == "broken"
    last = found.statement.periods[-1]
    assert last.exact("to date / saved to date") <= 0 < last.exact("to date / kept by the council to date") * -1
    assert found.statement.outturn.to_records()


def test_losses_carried_forward_without_clawback_are_safe_in_one_year_and_not_in_three() -> None:
    assert verdict(contract(DEFICIT, SHARE, years=1)).state == "proved"
    found = verdict(contract(DEFICIT, SHARE, years=3))
    paid_for_nothing(found)
    told = "If you save £100,000 in 2026-27 and lose £100,000 in 2027-28, you will have paid £25,000 for nothing saved."
    assert found.sentence == told


def half(lines: Lines) -> Any:
    return lines.earned + lines.earned <= at_least(lines["saving"], nothing)


def test_two_halves_rounded_half_up_are_more_than_the_whole() -> None:
    given = contract({"rule": "share", "share": "50%"}, years=1)
    assert str(given.settle({"2026-27": "£999,999.95"}).amount("fee of the year")) == "0.03"
    found = check(given, [Promise("two halves", "Two halves are never more than the whole.", half)])["two halves"]
    assert found.state == "broken"
    saved, fee = found.statement.exact("saving"), found.statement.exact("fee of the year")
    assert 2 * fee - saved == pytest.approx(0.01)


def test_two_halves_rounded_down_are_proved_to_be_no_more_than_the_whole() -> None:
    given = contract({"rule": "share", "share": "50%"}, rounding="down to the penny")
    assert check(given, [Promise("two halves", "Two halves are no more than the whole.", half)]).exit_code == 0


def test_a_fee_on_guaranteed_pounds_leaves_the_council_less_than_it_was_guaranteed() -> None:
    found = verdict(contract(years=1, guarantee=GUARANTEE), "the guaranteed amount comes first")
    told = (
        "If you save £100,000 in 2026-27, a fee of £25,000 is earned, and at the end of 2026-27 that is more than was "
        "saved to date beyond the guaranteed amount."
    )
    assert found.sentence == told
    assert "the fee starts above the guarantee" in {each.name for each in found.mends}


def test_savings_of_one_contract_never_net_the_losses_of_another() -> None:
    """Each keeps its promise; the council has paid £10,000 for nothing saved in all."""
    sound = plain()
    assert check(sound).exit_code == 0
    won, lost = sound.settle({"2026-27": 960_000}), sound.settle({"2026-27": 1_040_000})
    saved = won.exact("to date / saved to date") + lost.exact("to date / saved to date")
    paid = sum(each.exact("to date / paid to date, less what was given back") for each in (won, lost))
    assert (saved, paid) == (0, 10_000)


def test_a_cap_before_a_step_that_adds_to_the_fee_is_exceeded() -> None:
    cap = {"rule": "cap", "amount": 40_000, "over": "term"}
    after = {"rule": "target fee", "amount": 10_000, "over": "year"}
    found = verdict(contract(SHARE, cap, after, years=1), "the cap holds")
    assert found.state == "broken"
    assert found.statement.exact("fee of the year") > 40_000
    assert verdict(contract(SHARE, after, cap, years=1), "the cap holds").state == "proved"


def test_a_deduction_after_the_limit_pays_less_than_the_limit_allows() -> None:
    cap, deduction = {"rule": "cap", "amount": 49_000, "over": "period"}, {"rule": "deduction", "share": "2%"}
    orders = [contract(SHARE, *steps, years=1) for steps in ((deduction, cap), (cap, deduction))]
    assert [int(each.settle({"2026-27": 600_000}).amount("fee of the year")) for each in orders] == [49_000, 48_020]
    assert all(verdict(each, "the cap holds").state == "proved" for each in orders)


def test_a_paid_diagnostic_is_not_contingent() -> None:
    found = verdict(contract(SHARE, DIAGNOSTIC, counted="to date"), "no improvement, no fee")
    assert found.sentence == "If you save nothing in 2026-27, a fee of £20,000 is earned."


def test_an_advance_that_termination_leaves_unrecovered_is_out_of_pocket() -> None:
    ended = {"on": "2027-03-31", "by": "authority", "reason": "closed", "payment": "none"}
    given = contract(settlement={"advance": ADVANCE}, termination=ended)
    found = verdict(given, "not out of pocket at the end")
    paid_for_nothing(found)
    assert found.sentence == "If you save nothing in 2026-27, you will have paid £20,000 for nothing saved."
    assert [each.name for each in found.mends] == ["no advance"]


@pytest.mark.parametrize("resets", [{"resets": "never"}, {"resets": "after some years", "after_years": 1}])
def test_a_high_water_mark_gives_nothing_back_whether_it_resets_or_not(resets: dict[str, Any]) -> None:
    mark = {"rule": "high-water mark", "mark_is": "the highest level reached", **resets}
    paid_for_nothing(verdict(contract(mark, SHARE)))


def test_the_councils_own_costs_may_be_above_the_saving() -> None:
    found = verdict(plain(council_costs="shown"))
    assert found.state == "broken"
    assert "with council costs at £" in found.sentence
    assert "the council's own costs come off the saving" in {each.name for each in found.mends}
    assert verdict(plain(council_costs="taken off the saving")).state == "proved"
