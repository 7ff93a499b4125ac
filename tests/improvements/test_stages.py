"""The stages of a saving: what pays, what waits or is lost, what is rejected, what is only deemed realised."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import InputError, contract_to_json, read_contract, read_outturn, statement_to_json
from riskreward.improvements.stages import STAGES, from_a_stage, or_lost
from riskreward.kernel import choose, nothing, pounds
from tests.contracts import SAVINGS, column, contract, fees, refusals, settle, told, worked

WAITS = {"counts_when": "realised", "until_then": "waits"}
LOST = {"counts_when": "realised", "until_then": "is lost"}
DEEMED = {"after": "60 days without a decision", "clause": "7.3", "disputable_for_days": 30}
MAY_BE_DEEMED = {**WAITS, "deemed": DEEMED}
WORDS = (*STAGES, "rejected")


def staged(agreed, *pairs: Any):
    """Settle savings, each with its stage and, if there is a third, the day it was deemed realised."""
    rows: list[Any] = [(*pair, None)[:3] for pair in pairs]
    savings, stages, days = zip(*rows, strict=True)
    columns = {"costs,_stage": stages}
    if agreed.measure[0].deemed is not None:
        columns["costs,_deemed_on"] = days
    return settle(agreed, *savings, **columns)


def against(agreed, *pairs: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        staged(agreed, *pairs)
    return [str(problem) for problem in caught.value.problems]


# The stage that pays.


def test_a_saving_waits_until_it_is_realised():
    """40,000 and 50,000 wait; once realised they count beside the 60,000 of that year: 150,000, a tenth of it."""
    statement = staged(contract(measure=WAITS), (40_000, "accepted"), (50_000, "implemented"), (60_000, "realised"))
    assert column(statement, "waits to be realised") == [40_000, 90_000, 0]
    assert column(statement, "counts") == [0, 0, 150_000]
    assert fees(statement) == [0, 0, 15_000]
    assert column(statement, "saved to date") == [40_000, 90_000, 150_000]


def test_what_the_client_has_not_accepted_does_not_count():
    """40,000 only identified waits; accepted, it counts beside the 50,000 of that year: 90,000."""
    gate = {"counts_when": "accepted", "until_then": "waits"}
    statement = staged(contract(measure=gate), (40_000, "identified"), (50_000, "accepted"))
    assert column(statement, "counts") == [0, 90_000]
    assert fees(statement) == [0, 9_000]


def test_or_it_is_lost():
    statement = staged(contract(measure=LOST), (40_000, "accepted"), (50_000, "implemented"), (60_000, "realised"))
    assert column(statement, "lost, as not yet realised") == [40_000, 50_000, 0]
    assert column(statement, "counts") == [0, 0, 60_000]
    assert fees(statement) == [0, 0, 6_000]
    assert column(statement, "saved to date") == [40_000, 90_000, 150_000]


@pytest.mark.parametrize("pays", STAGES[1:])
def test_a_later_stage_pays_too(pays: str):
    agreed = contract(measure={"counts_when": pays, "until_then": "is lost"})
    paid = [staged(agreed, (100_000, stage)).amount("counts") for stage in WORDS]
    assert paid == [100_000 if stage in STAGES[STAGES.index(pays) :] else 0 for stage in WORDS]


@pytest.mark.parametrize("measure", [WAITS, LOST])
@pytest.mark.parametrize("stage", WORDS)
def test_a_loss_counts_at_once_whatever_its_stage(measure: Any, stage: str):
    agreed = contract(measure=measure, counted="to date")
    statement = staged(agreed, (100_000, "realised"), (-30_000, stage))
    assert column(statement, "counts") == [100_000, -30_000]
    assert column(statement, "fee to date") == [10_000, 7_000]


def test_a_loss_does_not_eat_what_waits():
    statement = staged(contract(measure=WAITS), (100_000, "accepted"), (-30_000, "accepted"), (0, "realised"))
    assert column(statement, "waits to be realised") == [100_000, 100_000, 0]
    assert column(statement, "counts") == [0, -30_000, 100_000]


def test_what_is_rejected_is_dropped_and_does_not_come_back():
    """40,000 that waits and the year's own 50,000 are dropped; only the 60,000 of the third year counts."""
    statement = staged(contract(measure=WAITS), (40_000, "accepted"), (50_000, "rejected"), (60_000, "realised"))
    assert column(statement, "dropped, as rejected") == [0, 90_000, 0]
    assert column(statement, "waits to be realised") == [40_000, 0, 0]
    assert column(statement, "counts") == [0, 0, 60_000]
    assert told(statement.findings, "rejected") == [
        "Costs was rejected in 2027-28: £90,000 of its saving never counts."
    ]


def test_a_stage_that_goes_back_takes_nothing_back():
    statement = staged(contract(measure=WAITS), (40_000, "realised"), (50_000, "implemented"))
    assert column(statement, "counts") == [40_000, 0]
    assert column(statement, "fee earned to date") == [4_000, 4_000]
    assert told(statement.findings, "stage fell") == [
        "Costs fell back from realised to implemented in 2027-28; what has counted stays counted (£40,000) unless the "
        "measured saving falls."
    ]


def test_a_stage_that_goes_back_and_still_pays_is_not_told():
    statement = staged(contract(measure=WAITS), (40_000, "sustained"), (50_000, "realised"))
    assert column(statement, "counts") == [40_000, 50_000]
    assert not told(statement.findings, "stage fell")


def test_what_waits_is_told_and_at_the_end_of_the_term_never_counts():
    pairs = [(40_000, "accepted"), (0, "accepted"), (5_000, "accepted")]
    statement = staged(contract(measure=WAITS), *pairs[:2])
    assert told(statement.findings, "waiting") == [
        "£40,000 of the saving of costs waits to be realised, and has not counted yet."
    ]
    statement = staged(contract(measure=WAITS), *pairs)
    assert told(statement.findings, "waiting") == [
        "£45,000 of the saving of costs still waits to be realised as the term ends, and never counts."
    ]
    assert not told(staged(contract(measure=WAITS), (40_000, "realised")).findings, "waiting")


def test_after_the_term_nothing_moves():
    held = {"retention": {"share": "10%", "released": "a year after the end of the term"}}
    agreed = contract(measure=WAITS, settlement=held)
    statement = staged(agreed, (40_000, "accepted"), (50_000, "realised"), (60_000, "accepted"))
    assert statement.periods[-1].period.run_off
    assert column(statement, "waits to be realised") == [40_000, 0, 60_000, 60_000]
    assert column(statement, "counts") == [0, 90_000, 0, 0]


@pytest.mark.parametrize(("mode", "waits"), [("half up", "8333.33"), ("up", "8333.34"), ("down", "8333.33")])
def test_what_waits_is_rounded_as_the_contract_rounds(mode: str, waits: str):
    sixth = {**WAITS, "deadweight": "1/6", "counterfactual": "trial"}
    statement = staged(contract(measure=sixth, rounding=f"{mode} to the penny"), (10_000, "accepted"))
    assert f"{statement.amount('waits to be realised')}" == waits


def test_what_waits_is_carried_to_the_penny():
    """A sixth of 100,000 is deadweight: 83,333.33 waits, and counts beside the exact 83,333 1/3 of the next year."""
    agreed = contract(measure={**WAITS, "deadweight": "1/6", "counterfactual": "trial"})
    statement = staged(agreed, (100_000, "accepted"), (100_000, "realised"))
    assert statement.periods[0].exact("waits to be realised") == Fraction("83333.33")
    assert statement.exact("counts") == Fraction("83333.33") + Fraction(500_000, 6)


# Deemed realisation.


def test_a_saving_is_deemed_realised_only_as_the_contract_says_and_may_be_disputed():
    """Deemed on 15 June 2028, and disputable for 30 days: until 15 July."""
    agreed = contract(measure=MAY_BE_DEEMED)
    statement = staged(agreed, (40_000, "accepted"), (50_000, "Deemed  realised", "2028-06-15"))
    assert column(statement, "counts") == [0, 90_000]
    assert told(statement.findings, "deemed realised") == [
        "£90,000 of the saving of costs that counts in 2027-28 is deemed realised, not measured, £40,000 of it of "
        "earlier periods (60 days without a decision, clause 7.3); either side may dispute it until 15 July 2028."
    ]
    (finding,) = [each for each in statement.findings if each.name == "deemed realised"]
    assert finding.severity == "warning"
    assert finding.figures == {"deemed realised": 90_000, "of earlier periods": 40_000}


def test_what_is_deemed_of_earlier_periods_is_told_beside_the_periods_own():
    """80,000 waits, and 80% of the 50,000 of the year, 40,000, is deemed with it; then a year loses 20,000."""
    agreed = contract(measure={**MAY_BE_DEEMED, "confidence": "80%"})
    statement = staged(agreed, (100_000, "accepted"), (50_000, "deemed realised", "2028-06-15"))
    (finding,) = [each for each in statement.findings if each.name == "deemed realised"]
    assert finding.figures == {"deemed realised": 120_000, "of earlier periods": 80_000}
    statement = staged(agreed, (100_000, "accepted"), (-20_000, "deemed realised", "2028-06-15"))
    (finding,) = [each for each in statement.findings if each.name == "deemed realised"]
    assert finding.figures == {"deemed realised": 60_000, "of earlier periods": 60_000}


def test_what_is_deemed_realised_is_never_sustained_so_that_the_clause_is_refused():
    sustained = {**MAY_BE_DEEMED, "counts_when": "sustained"}
    assert refusals(measure=sustained) == [
        "measure[0].deemed would never matter, as what is deemed realised is not sustained, and only that counts; "
        "leave it out"
    ]
    del sustained["deemed"]
    assert contract(measure=sustained)


def test_a_saving_is_deemed_realised_on_a_day_of_its_own_period_or_of_the_year_after_it():
    """2026-27 runs from 1 April 2026 to 31 March 2027; 366 days later is 31 March 2028."""
    agreed = contract(measure=MAY_BE_DEEMED)
    at = "outturn[0], column 'costs, deemed on',"
    mend = "write the day on which this saving was, from 2026-04-01 to 2028-03-31"
    assert against(agreed, (1, "deemed realised", "2026-03-31")) == [
        f"{at} is 2026-03-31, before 2026-27 began on 1 April 2026; {mend}"
    ]
    assert against(agreed, (1, "deemed realised", "2028-04-01")) == [
        f"{at} is 2028-04-01, more than a year after 2026-27 ended on 31 March 2027; {mend}"
    ]
    for day in ("2026-04-01", date(2028, 3, 31)):
        assert staged(agreed, (1, "deemed realised", day))


def test_savings_are_deemed_realised_in_the_order_of_their_periods():
    agreed = contract(measure=MAY_BE_DEEMED)
    first = (1, "deemed realised", "2027-06-15")
    assert against(agreed, first, (1, "deemed realised", "2027-06-14")) == [
        "outturn[1], column 'costs, deemed on', is 2027-06-14, before 15 June 2027, on which the saving of 2026-27 was "
        "deemed realised; write the day on which this saving was, from 2027-06-15 to 2029-03-31"
    ]
    assert staged(agreed, first, (1, "deemed realised", "2027-06-15"))


def test_a_saving_of_february_is_deemed_realised_by_the_end_of_the_next():
    """The next February may have a day more, and a day less."""
    for year, latest in ((2027, "2028-02-29"), (2028, "2029-02-28")):
        agreed = contract(measure=MAY_BE_DEEMED, starts=f"{year - 1}-03-01")
        assert staged(agreed, (1, "deemed realised", latest))
        after = f"{latest[:4]}-03-01"
        (problem,) = against(agreed, (1, "deemed realised", after))
        assert problem.endswith(f"from {year - 1}-03-01 to {latest}")


def test_every_day_that_cannot_be_is_told_at_once_with_what_else_is_wrong():
    early, late = (1, "deemed realised", "2020-01-01"), (1, "deemed realised", "2031-01-01")
    told_of = against(contract(measure=MAY_BE_DEEMED), early, late, (1, "realized"))
    assert [each.split(";")[0].split(" is ")[1][:10] for each in told_of] == ["'realized'", "2020-01-01", "2031-01-01"]


def test_what_is_deemed_realised_has_the_confidence_of_what_is():
    shares = {"identified": "25%", "realised": "80%", "sustained": "100%"}
    agreed = contract(measure={"confidence": shares, "deemed": DEEMED})
    statement = staged(agreed, (100_000, "deemed realised", "2027-06-15"))
    assert statement.amount("weighed by confidence") == 80_000
    assert (
        "£80,000 of the saving of costs that counts in 2026-27 is deemed"
        in told(statement.findings, "deemed realised")[0]
    )


def test_it_is_refused_where_the_contract_does_not_say_when():
    assert against(contract(measure=WAITS), (40_000, "deemed realised")) == [
        "outturn[0], column 'costs, stage', is 'deemed realised', but the contract does not say when a saving is "
        'deemed realised; write deemed = { after = "60 days without a decision", ... } in the contract, or the '
        "stage reached"
    ]


def test_the_day_is_given_with_it_and_only_with_it():
    agreed = contract(measure=MAY_BE_DEEMED)
    at = "column 'costs, deemed on',"
    pairs = [(1, "deemed realised"), (1, "accepted", "2028-06-15"), (1, "deemed realised", "15.6.28")]
    assert against(agreed, *pairs[:2]) == [
        f"outturn[0], {at} is missing, but the stage is deemed realised; write the day, such as 2026-04-01",
        f"outturn[1], {at} is '2028-06-15', but the stage is not deemed realised; leave it empty",
    ]
    (said,) = against(agreed, pairs[2])
    assert said.startswith(f"outturn[0], {at} is 15.6.28, which is not a date")
    assert against(agreed, (1, "deemed realised", 5)) == [
        f"outturn[0], {at} is 5, where a date belongs; write it as 2026-04-01"
    ]


def test_a_row_needs_no_day_where_nothing_is_deemed():
    agreed = contract(measure=MAY_BE_DEEMED)
    statement = settle(agreed, 40_000, **{"costs,_stage": ("realised",)})
    assert statement.amount("counts") == 40_000
    assert not told(statement.findings, "deemed realised")


# The outturn and the statement.


def test_a_stage_that_cannot_be_read():
    agreed = contract(measure=WAITS)
    known = "the stages are identified, accepted, implemented, realised, sustained, rejected"
    at = "column 'costs, stage',"
    assert against(agreed, (1, "realized"), (1, 3), (1, "")) == [
        f"outturn[0], {at} is 'realized', which is no stage; did you mean \"realised\"? {known}",
        f"outturn[1], {at} is 3, which is no stage; {known}",
        f"outturn[2], {at} is missing; write the stage",
    ]


def test_a_file_without_the_column_says_what_to_head(tmp_path: Path):
    (tmp_path / "outturn.csv").write_text("period,costs\n2026-27,900000\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        contract(measure=WAITS).settle(read_outturn(tmp_path / "outturn.csv"))
    assert [str(each) for each in caught.value.problems] == [
        "outturn.csv row 1 has no column 'costs, stage'; head a column with it, and write a stage for each period"
    ]


def test_the_statement_shows_the_words():
    agreed = contract(measure=MAY_BE_DEEMED)
    statement = staged(agreed, (40_000, " Accepted"), (50_000, "DEEMED realised", "2028-06-15"))
    rows = [line.split() for line in str(statement).splitlines()]
    assert ["costs,", "stage", "accepted", "deemed", "realised"] in rows
    assert ["costs,", "deemed", "on", "2028-06-15"] in rows
    told_of = [period["stages"] for period in json.loads(statement_to_json(statement))["periods"]]
    assert told_of == [
        {"costs, stage": "accepted"},
        {"costs, stage": "deemed realised", "costs, deemed on": "2028-06-15"},
    ]


def test_a_measure_may_not_be_called_what_a_column_is():
    fleet = {"name": "costs, stage", "unit": "£"}
    assert refusals(measure=WAITS, others=(fleet,)) == [
        "measure[1].name is 'costs, stage', a column of 'costs'; rename it"
    ]


# The terms.


def test_what_happens_until_then_has_no_default():
    assert refusals(measure={"counts_when": "realised"}) == [
        'measure[0].until_then is missing, but a saving counts only when realised; choose "waits" (it is kept, and '
        'counts in the period in which it gets there) or "is lost" (it never counts)'
    ]


def test_what_goes_with_stages_needs_them():
    assert refusals(measure={"until_then": "waits", "deemed": DEEMED}) == [
        "measure[0].until_then has no stage to wait for; write counts_when, or leave it out",
        "measure[0].deemed is for stages, and there are none; write counts_when, or leave it out",
    ]


def test_a_measure_that_never_earns_has_no_stages():
    (said,) = refusals(others=({"name": "quality", "unit": "%", "counts_when": "realised"},))
    assert said.startswith(
        "measure[1].counts_when is for an improvement that is worth money, which this measure has not;"
    )


def test_a_contract_with_stages_reads_back_the_same(tmp_path: Path):
    for confidence in ("80%", {"realised": "5/6"}):
        agreed = contract(measure={**MAY_BE_DEEMED, "confidence": confidence})
        (tmp_path / "contract.json").write_text(contract_to_json(agreed), encoding="utf-8")
        assert read_contract(tmp_path / "contract.json") == agreed


# Properties.

TRUTHS = st.booleans()


@given(SAVINGS, SAVINGS.map(abs), TRUTHS, TRUTHS)
def test_what_counts_waits_and_is_dropped_is_what_there_was(saving, waiting, reached, refused):
    def rule(part: int):
        def truth(holds: bool):
            return pounds(int(holds)) > nothing

        is_refused = refused and not reached
        return worked(lambda: from_a_stage(pounds(saving), pounds(waiting), truth(reached), truth(is_refused))[part])

    counts, waits, dropped = rule(0), rule(1), rule(2)
    assert counts + waits + dropped == saving + waiting
    assert waits >= 0
    assert dropped >= 0
    assert counts >= min(saving, 0)


@given(SAVINGS, TRUTHS)
def test_what_counts_and_is_lost_is_what_there_was(saving, reached):
    def rule(part: int):
        return worked(lambda: or_lost(pounds(saving), choose_truth(reached))[part])

    assert rule(0) + rule(1) == saving
    assert rule(1) == (0 if reached else max(saving, 0))


def choose_truth(holds: bool):
    return choose(pounds(1) > nothing, pounds(int(holds)), nothing) > nothing


@given(
    st.sampled_from(STAGES[1:]),
    st.sampled_from(["waits", "is lost"]),
    st.lists(st.tuples(SAVINGS, st.sampled_from(WORDS)), min_size=1, max_size=3),
)
def test_settled_is_what_plain_fractions_give(pays, until_then, pairs):
    statement = staged(contract(measure={"counts_when": pays, "until_then": until_then}), *pairs)
    waiting = lost = counted = Fraction(0)
    for (saving, stage), period in zip(pairs, statement.periods, strict=True):
        if stage in STAGES[STAGES.index(pays) :]:
            counts, waiting = saving + waiting, Fraction(0)
        else:
            counts = min(saving, Fraction(0))
            waiting += max(saving, Fraction(0))
            if stage == "rejected" or until_then == "is lost":
                lost, waiting = lost + waiting, Fraction(0)
        counted += counts
        assert period.exact("counts") == counts
        if until_then == "waits":
            assert period.exact(f"waits to be {pays}") == waiting
    assert counted + waiting + lost == sum(saving for saving, _ in pairs)
