"""Cost reimbursed: the authority pays the cost that is measured, and the fee on top, or less what is owed."""

from typing import Any

import pytest

import riskreward as rr
from tests.contracts import column, contract, outturn, pence, refusals, settled_alike

FROM_NOUGHT = {"outturn_between": [0, 5_000_000]}
HALF = {"rule": "share", "share": "50%"}
TARGET = {"rule": "target price", "amount": 1_000_000}
COMPLETED = {"share": "2.5%", "half_released": "2026-27", "rest_released": "at the end of the term"}


def reimbursed(*steps: dict[str, Any], retention: dict[str, Any] | None = None, **more: Any) -> rr.Contract:
    paid = {"measure": "costs"} if retention is None else {"measure": "costs", "retention": retention}
    settlement = {"reimbursed": paid, **more.pop("settlement", {})}
    return contract(*(steps or (HALF,)), **{"measure": FROM_NOUGHT, "settlement": settlement, **more})


# Worked examples


def test_nec_a_gain_of_half_is_untouched_by_the_retention_on_the_cost() -> None:
    """Target 1,000,000, cost 900,000, 2.5% held back: 888,750 at completion, 11,250 held; 950,000 with the 50,000."""
    agreed = reimbursed(retention=COMPLETED, baseline=TARGET, counted="to date", years=2, assessed=["2026-27"])
    statement = settled_alike(agreed, {"2026-27": 900_000, "2027-28": 0})
    assert column(statement, "paid for the cost") == [888_750, 11_250]
    assert column(statement, "held back of the cost") == [11_250, 0]
    assert column(statement, "paid") == [50_000, 0]
    assert column(statement, "paid with the cost") == [938_750, 11_250]
    assert column(statement, "price to date") == [950_000, 950_000]
    assert column(statement, "kept by the council to date") == [50_000, 50_000]


def test_half_is_held_from_completion_to_the_end_of_the_term() -> None:
    """5% of 100,000, of 200,000 and of 300,000 to date, the half of it from the second year, and in the end nothing."""
    retention = {"share": "5%", "half_released": "2027-28", "rest_released": "at the end of the term"}
    agreed = reimbursed(retention=retention, years=4)
    statement = settled_alike(agreed, outturn(agreed, *[900_000] * 4))
    assert column(statement, "held back of the cost") == [5_000, 5_000, 7_500, 0]
    assert column(statement, "paid for the cost") == [95_000, 100_000, 97_500, 107_500]


def test_half_is_held_until_completion_and_the_rest_may_be_released_a_year_after_the_term() -> None:
    """Of 100,000 a year 5% is held: 5,000, then half of 10,000, half of 15,000, and nothing a year after the end."""
    retention = {"share": "5%", "half_released": "2027-28", "rest_released": "a year after the end of the term"}
    agreed = reimbursed(retention=retention)
    statement = settled_alike(agreed, outturn(agreed, 900_000, 900_000, 900_000))
    assert column(statement, "held back of the cost") == [5_000, 5_000, 7_500, 0]
    assert column(statement, "paid for the cost") == [95_000, 100_000, 97_500, 7_500]
    assert sum(column(statement, "paid for the cost")) == 300_000


def test_a_pain_share_comes_off_the_price() -> None:
    """Cost 1,080,000 and a fee of 10% on it, 108,000, less 31,000: 1,157,000 is paid."""
    fee = {"rule": "fee on cost", "measure": "costs", "share": "10%"}
    bands = [{"up_to": "5%", "share": "50%"}, {"share": "20%"}]
    pain = {"rule": "loss share", "bands": bands, "edges": "share of baseline"}
    agreed = reimbursed(fee, pain)
    statement = settled_alike(agreed, outturn(agreed, -80_000))
    assert statement.amount("fee after the fee on cost") == 108_000
    assert statement.amount("borne by the provider") == 31_000
    assert statement.amount("price") == 1_157_000
    assert statement.amount("paid with the cost") == 1_157_000


def test_the_councils_position_counts_the_fee_alone_and_the_cost_once() -> None:
    agreed = reimbursed()
    statement = settled_alike(agreed, outturn(agreed, 100_000, -20_000))
    assert column(statement, "price") == [950_000, 1_020_000]
    assert column(statement, "price to date") == [950_000, 1_970_000]
    assert column(statement, "saved to date") == [100_000, 80_000]
    assert column(statement, "paid to date, less what was given back") == [50_000, 50_000]
    assert column(statement, "kept by the council to date") == [50_000, 30_000]


def test_vat_is_on_the_price() -> None:
    settlement = {"vat": {"rate": "20%", "treatment": "standard"}}
    agreed = reimbursed(HALF, {"rule": "loss share", "share": "50%"}, settlement=settlement)
    statement = settled_alike(agreed, outturn(agreed, 100_000, -20_000))
    assert column(statement, "VAT on what is paid") == [190_000, 204_000]
    assert column(statement, "invoice with VAT") == [1_140_000, 1_224_000]
    assert column(statement, "credit note with VAT") == [0, 12_000]


def test_vat_falls_on_the_cost_as_it_is_paid() -> None:
    settlement = {"vat": {"rate": "20%", "treatment": "standard"}}
    agreed = reimbursed(retention=COMPLETED, years=2, settlement=settlement)
    statement = settled_alike(agreed, {"2026-27": 1_000_000, "2027-28": 1_000_000})
    assert column(statement, "paid for the cost") == [987_500, 1_012_500]
    assert column(statement, "VAT on what is paid") == [197_500, 202_500]


def test_in_quarters_the_rest_is_held_to_the_end_of_the_year_after_the_term() -> None:
    retention = {"share": "5%", "half_released": "2026-27 Q2", "rest_released": "a year after the end of the term"}
    agreed = reimbursed(retention=retention, settled="quarterly", years=1)
    statement = settled_alike(agreed, outturn(agreed, *[900_000] * 4))
    assert column(statement, "held back of the cost") == [5_000, 5_000, 7_500, 10_000, 10_000, 10_000, 10_000, 0]


def test_a_clawback_comes_off_the_price_of_its_period() -> None:
    settlement = {"clawback": {"first_from": "the provider", "restores_cap": True}}
    agreed = reimbursed(counted="to date", settlement=settlement)
    statement = settled_alike(agreed, outturn(agreed, 100_000, -20_000))
    assert column(statement, "price") == [950_000, 1_010_000]
    assert column(statement, "paid with the cost") == [950_000, 1_010_000]


def test_what_is_held_back_is_rounded_as_the_contract_rounds_and_adds_up() -> None:
    agreed = reimbursed(retention=COMPLETED, years=2)
    statement = settled_alike(agreed, {"2026-27": "0.99", "2027-28": "0.01"})
    assert column(statement, "held back of the cost") == pence("0.01 0.00")
    assert column(statement, "paid for the cost") == pence("0.98 0.02")


# Refusals


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"measure": "works"}, "measure is 'works', which is no measure; write one of 'costs', 'days'"),
        ({"measure": "days"}, "measure is 'days', in 'days', where money belongs; name a measure in £"),
        (
            {"measure": "costs", "retention": {**COMPLETED, "half_released": "2031-32"}},
            "retention.half_released is '2031-32', outside the term 2026-27 to 2028-29; "
            "write the label of a period of the term",
        ),
        (
            {"measure": "costs", "retention": {**COMPLETED, "half_released": "2028-29"}},
            "retention.half_released is 2028-29, the end of the term, at which the rest is released too; "
            "write an earlier period, or let the rest be released later",
        ),
    ],
)
def test_what_cannot_be_is_refused(terms: dict[str, Any], said: str) -> None:
    others = ({"name": "days", "unit": "days"},)
    assert refusals(HALF, settlement={"reimbursed": terms}, others=others) == [f"settlement.reimbursed.{said}"]


def test_when_the_rest_is_released_must_be_said() -> None:
    retention = {"share": "5%", "half_released": "2026-27"}
    (said,) = refusals(HALF, settlement={"reimbursed": {"measure": "costs", "retention": retention}})
    assert said.startswith("settlement.reimbursed.retention.rest_released is missing")
