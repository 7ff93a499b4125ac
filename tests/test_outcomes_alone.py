"""A contract that pays for outcomes alone: no measure has a baseline, and nothing says that the council saved."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

import riskreward as rr
from riskreward import Contract, InputError
from riskreward.contract.largest_fee import largest_fee
from tests.contracts import column, fees, settled_alike, told

PAGE = (Path(__file__).parents[1] / "docs" / "rules.md").read_text(encoding="utf-8")
PRINCIPAL = Decimal(8_600_000)
INSTALMENTS = [Decimal("3913932.96"), Decimal("620978.40"), Decimal("5104000.00")]


@pytest.fixture(scope="module")
def denver() -> Contract:
    (terms,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    return rr.contract_from_toml(terms)


def outturn() -> list[dict[str, object]]:
    days, points = (258_858, 41_070, 0), ("0%", "0%", "31.9%")
    return [
        {"period": str(2016 + number), "days housed": days[number], "fewer jail days": points[number]}
        for number in range(3)
    ]


def test_denver_is_paid_9638911_36_in_instalments_that_add_up_exactly(denver: Contract) -> None:
    """8,600,000 of principal come back with 1,038,911.36; how points and prices divide the last payment is ours."""
    statement = settled_alike(denver, outturn())
    assert fees(statement) == INSTALMENTS
    assert statement.amount("fee earned to date") == sum(INSTALMENTS) == Decimal("9638911.36")
    assert sum(INSTALMENTS) - PRINCIPAL == Decimal("1038911.36")


def test_the_position_says_that_nothing_was_measured_to_be_saved(denver: Contract) -> None:
    statement = denver.settle(outturn())
    assert column(statement, "saved to date") == [0, 0, 0]
    assert statement.amount("kept by the council to date") == -sum(INSTALMENTS)
    assert str(statement).endswith(
        "To 31 December 2018, City and County of Denver has paid $9,638,911.36 for what was measured; no\n"
        "baseline says what was saved."
    )


def test_a_note_has_what_is_paid_for_outcomes_and_nothing_says_out_of_pocket(denver: Contract) -> None:
    statement = denver.settle(outturn())
    assert told(statement.findings, "out of pocket") == []
    assert told(denver.findings, "paid for outcomes") == [
        "The fee pays for outcomes that are measured, not for cash (housing stability and jail days); no baseline says "
        "what was saved, so that what the council paid is shown as kept below nothing."
    ]
    (finding,) = [each for each in statement.findings if each.name == "paid for outcomes"]
    assert "(housing stability and jail days): $9,638,911.36 to date, before anything that limits it" in str(finding)
    assert (finding.severity, finding.figures["paid for outcomes"]) == ("note", sum(INSTALMENTS))


@pytest.mark.parametrize("counted", ["each year", "to date"])
def test_the_note_has_the_same_figure_however_the_fee_is_counted(denver: Contract, counted: str) -> None:
    (finding,) = [
        each for each in denver.replace(counted=counted).settle(outturn()).findings if each.name == "paid for outcomes"
    ]
    assert finding.figures["paid for outcomes"] == sum(INSTALMENTS)


def test_the_note_has_what_outcomes_are_paid_beside_a_share_of_a_saving_and_before_a_cap(denver: Contract) -> None:
    costs = {
        "name": "costs",
        "unit": "$",
        "benefit": "cashable",
        "baseline": {"rule": "fixed", "amount": 1_000_000, "spread": "the same for each settlement"},
    }
    steps = [{"rule": "share", "share": "10%"}, *denver.fee.step, {"rule": "cap", "amount": 50_000, "over": "period"}]
    mixed = denver.replace(measure=[*denver.measure, costs], **{"fee.step": steps})
    rows = [{**row, "costs": 900_000} for row in outturn()]
    statement = mixed.settle(rows)
    (finding,) = [each for each in statement.findings if each.name == "paid for outcomes"]
    assert finding.figures["paid for outcomes"] == sum(INSTALMENTS)
    assert "no baseline" not in str(finding)
    assert fees(statement) == [50_000, 50_000, 50_000]


def test_what_limits_the_fee_is_told_in_the_words_of_outcomes(denver: Contract) -> None:
    assert told(denver.findings, "uncapped fee") == [
        "The fee has no cap: nothing in the terms limits what many outcomes would pay."
    ]


def test_the_largest_fee_is_that_of_the_largest_outcomes(denver: Contract) -> None:
    """500,000 days at 15.12 and 65 points at 160,000 in each of three years."""
    assert largest_fee(denver).amount == 3 * (500_000 * Decimal("15.12") + 65 * 160_000)


def test_there_is_no_baseline_to_question(denver: Contract) -> None:
    for questions in (rr.question(denver), rr.question(denver, outturn=outturn())):
        assert list(questions) == []
        assert questions.sentence == (
            "There is no baseline to ask about: the fee pays for outcomes that are measured. Ask how many of them "
            "would have happened anyway."
        )
        assert questions.sentence.split(":")[0] in str(questions)
    with pytest.raises(InputError) as caught:
        rr.question(denver, "days housed")
    assert str(caught.value) == (
        "measure is 'days housed', which is no measure with a baseline; "
        "the contract has none: it pays for outcomes alone"
    )


def test_a_share_of_a_baseline_that_is_not_there_limits_nothing_and_is_refused(denver: Contract) -> None:
    cap = {"rule": "cap", "share_of_baseline": "10%", "over": "year"}
    with pytest.raises(InputError) as caught:
        denver.replace(**{"fee.step": [*denver.fee.step, cap]})
    assert str(caught.value) == (
        "fee.step[2].share_of_baseline is a share of the baseline, but no measure has one; write an amount"
    )


def test_it_is_kept_in_files_and_comes_back_the_same(denver: Contract) -> None:
    assert rr.contract_from_json(rr.contract_to_json(denver)) == denver
    lines = rr.statement_to_csv(denver.settle(outturn()))
    assert "9638911.36" in lines
