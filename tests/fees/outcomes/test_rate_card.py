"""A rate card in a contract: the total of a working paper is paid, and the card stands in the contract."""

from decimal import Decimal
from typing import Any

import pytest

import riskreward as rr
from tests.contracts import TENTH, column, contract, fees, outturn, refusals, settle, settled_alike
from tests.generators.drawing import Draw, Terms, amount, chosen, pick, whole
from tests.generators.fees import Around
from tests.interchange import Desk
from tests.rows.cards import WORK_PROGRAMME, claim

PAYMENTS = {"name": "outcome payments", "unit": "£", "outturn_between": [0, 500_000]}
MOST = 30_000


def paying(*outcomes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"rule": "rate card", "measure": "outcome payments", "outcomes": list(outcomes or WORK_PROGRAMME), **more}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on a measure of its own, which carries the total of a period."""
    names = ("into work", "progress", "kept", "trained")
    outcomes: list[Terms] = [{"name": name, "amount": amount(draw, 4000)} for name in names[: whole(draw, 3) + 1]]
    for each in outcomes:
        if chosen(draw):
            each["times"] = whole(draw, 12) + 1
    if len(outcomes) > 1 and chosen(draw):
        outcomes[1]["credited_against"] = "into work"
    step: Terms = {"measure": around.reading("money", (0, MOST)), "outcomes": outcomes}
    if len(outcomes) > 2 and chosen(draw):
        counts = pick(draw, ("the best paid", "the first achieved"))
        step["alternatives"] = [{"outcomes": [names[0], names[2]], "counts": counts}]
    if chosen(draw):
        step["cap_per_person"] = amount(draw, 15_000)
    return step


# Worked examples


def plain(step: dict[str, Any], **terms: Any) -> rr.Contract:
    """Return a contract whose one measure carries the payments."""
    written = {
        "title": "Into work", "starts": "2026-04-01", "years": 3, "settled": "yearly", "measure": [PAYMENTS],
        "rounding": "half up to the penny", "fee": {"starts": "first pound", "counted": "each period", "step": [step]},
    }  # fmt: skip
    return rr.Contract(**{**written, **terms})


CLAIMS = [claim("A17", "attachment"), claim("A17", "job outcome", 1), claim("A17", "sustainment", 2)]


def test_the_totals_of_the_working_paper_are_settled_as_they_are() -> None:
    """400, 1,200 and 2,210 are paid year by year: 3,810."""
    agreed = plain(paying())
    statement = agreed.settle(rr.outcome_payments(agreed, CLAIMS).by_period)
    assert fees(statement) == [400, 1_200, 2_210]
    assert column(statement, "paid") == [400, 1_200, 2_210]
    assert statement.amount("fee earned to date") == 3_810
    assert (
        statement.periods[0].line("rate card / outcome payments".replace("rate card", "fee / rate card")).amount == 400
    )


def test_it_is_added_to_the_share_of_a_saving_and_a_cap_limits_both() -> None:
    cap = {"rule": "cap", "amount": 10_200, "over": "period"}
    agreed = contract(TENTH, paying(), cap, others=(PAYMENTS,))
    assert fees(settle(agreed, 100_000, 5_000, outcome_payments=(400, 1_200))) == [10_200, 1_700]


def test_what_is_paid_to_date_and_in_a_year_is_every_periods() -> None:
    to_date = contract(paying(), others=(PAYMENTS,), counted="to date")
    assert fees(settle(to_date, 0, 0, outcome_payments=(400, Decimal("1200.01")))) == [400, Decimal("1200.01")]
    yearly = contract(paying(), others=(PAYMENTS,), counted="each year", settled="quarterly")
    assert fees(settle(yearly, 0, 0, 0, 0, outcome_payments=(400, 0, 1_200, 10))) == [0, 0, 0, 1_610]


def test_the_card_of_the_contract_is_worked_out_with_its_calendar_and_currency() -> None:
    agreed = plain(paying(cap_per_person=1_000), currency="$", measure=[{**PAYMENTS, "unit": "$"}], settled="quarterly")
    claims = [{"person": "A", "outcome": "job outcome", "period": "2026-27 Q2", "date": "2026-08-01"}]
    paper = rr.outcome_payments(agreed, claims, to="2026-27 Q3")
    assert paper.by_period == {"2026-27 Q1": 0, "2026-27 Q2": 1_000, "2026-27 Q3": 0}
    assert "$1,000.00 is paid" in paper.sentence
    with pytest.raises(rr.InputError, match="2026-27 Q2 ends on 30 September 2026"):
        rr.outcome_payments(agreed, [{**claims[0], "date": "2026-10-01"}])


def test_the_file_holds_the_card_and_reads_back() -> None:
    agreed = plain(paying(alternatives=[{"outcomes": ["attachment", "sustainment"], "counts": "the best paid"}]))
    assert rr.contract_from_json(rr.contract_to_json(agreed)) == agreed


CONTRACT = """
title = "Into work"
starts = 2026-04-01
years = 2
settled = "yearly"
rounding = "half up to the penny"

[[measure]]
name = "outcome payments"
unit = "£"
outturn_between = [0, 500000]

[fee]
starts = "first pound"
counted = "each period"

[[fee.step]]
rule = "rate card"
measure = "outcome payments"
cap_per_person = "£15,000"
outcomes = [
    { name = "settled", amount = 8000 },
    { name = "trained", amount = 5200 },
    { name = "kept", amount = 4000 },
]
"""
TABLE = "person,outcome,period\nB2,settled,2026-27\nB2,trained,2026-27\nB2,kept,2027-28\n"


def test_the_command_works_out_the_card_of_a_contract(tmp_path, capsys) -> None:
    desk = Desk(tmp_path, capsys)
    files = desk.put("contract.toml", CONTRACT), desk.put("claims.csv", TABLE)
    status, out, _ = desk.run("outcomes", *files)
    assert status == 0
    assert [line.split()[-1] for line in out.splitlines() if line.startswith("20")] == ["13,200.00", "1,800.00"]
    assert desk.run("outcomes", desk.put("bad.toml", CONTRACT.replace("8000", "0")), files[1])[2] == [
        "bad.toml: fee.step[0].outcomes[0].amount is nought, so that the outcome pays nothing; write what it pays"
    ]


# Refusals


def test_everything_wrong_with_the_card_is_told_with_its_place_in_the_contract() -> None:
    outcomes = [{"name": "work"}, {"name": "work", "amount": 0}, {"name": "kept", "amount": 1, "credited_against": "x"}]
    assert refusals(paying(*outcomes, cap_per_person=-1), others=(PAYMENTS,)) == [
        "fee.step[0].outcomes[0].amount is missing; write it",
        "fee.step[0].outcomes[1].name is 'work', as outcomes[0] is; rename one",
        "fee.step[0].outcomes[1].amount is nought, so that the outcome pays nothing; write what it pays",
        "fee.step[0].outcomes[2].credited_against is 'x', which is no other outcome of the card; write one of 'work'",
        "fee.step[0].cap_per_person is -1, below nought; write an amount of nought or more",
    ]


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ({"unit": "people"}, "is 'outcome payments', in 'people', but what is paid is money; name a measure in £"),
        (
            {"outturn_between": [-1, 500_000]},
            "is 'outcome payments', whose outturn may be below nought; "
            "give that measure its range, such as outturn_between = [0, 500000]",
        ),
        (
            {"baseline": {"rule": "fixed", "amount": 1}, "benefit": "cashable"},
            "is 'outcome payments', which has a baseline; name a measure that is only measured",
        ),
    ],
)
def test_the_measure_carries_money_that_is_only_measured(measure: dict[str, Any], said: str) -> None:
    assert refusals(paying(), others=({**PAYMENTS, **measure},)) == [f"fee.step[0].measure {said}"]


def test_a_measure_is_not_paid_by_two_cards() -> None:
    assert refusals(paying(), paying(name="young people"), others=(PAYMENTS,)) == [
        "fee.step[1].measure is 'outcome payments', which fee.step[0] pays already; give each its own"
    ]


def test_two_payments_by_the_unit_may_read_one_measure_as_two_bands_of_it_do() -> None:
    """100 at 2 and, above 50, 3 more for each: 350."""
    days = {"name": "days", "unit": "days", "better": "higher", "outturn_between": [0, 1_000]}
    step = {"rule": "unit payment", "measure": "days", "price": {"amount": 2}}
    more = {**step, "name": "more", "price": {"amount": 3}, "above": 50}
    agreed = contract(step, more, others=(days,))
    assert fees(settle(agreed, 0, days=(100,))) == [350]


def against(agreed: rr.Contract, **given: Any) -> list[str]:
    with pytest.raises(rr.InputError) as caught:
        rr.outcome_payments(agreed, CLAIMS, **given)
    return [str(problem) for problem in caught.value.problems]


def test_a_contract_without_a_card_or_with_several_is_refused() -> None:
    assert against(contract()) == ['the contract has no rate card; write a step with rule = "rate card"']
    second = {**paying(), "name": "young people", "measure": "others"}
    both = contract(paying(), second, others=(PAYMENTS, {**PAYMENTS, "name": "others"}))
    assert against(both) == [
        "the contract has the rate cards rate card, young people; name one of them with step: rate card, young people"
    ]
    assert against(both, step="old people") == [
        "the contract has no rate card 'old people' throughout; name one of them with step: rate card, young people"
    ]
    assert rr.outcome_payments(both, CLAIMS, step="young people").total.paid == 3_810


def test_a_card_that_is_varied_is_not_worked_out_as_one() -> None:
    varied = plain(paying()).vary(
        "2027-28", name="Deed", agreed={"on": "2027-02-01", "by": "Cabinet"}, source="Deed", reason="dearer",
        **{"fee.step[0].cap_per_person": 3_000},
    )  # fmt: skip
    assert against(varied) == [
        "the contract varies its rate card, which one card does not work out; "
        "work out the claims of each stretch by a card of its own: rr.RateCard(...).work_out(...)"
    ]


# Properties


def test_the_readers_agree() -> None:
    agreed = contract(TENTH, paying(), others=(PAYMENTS,), counted="to date")
    settled_alike(agreed, outturn(agreed, 0, 100_000, -7, outcome_payments=(400, "0.01", 0)))
