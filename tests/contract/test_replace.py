"""Replacing terms: a new contract, with one term changed by its name or by its place."""

import pytest

import riskreward as rr
from riskreward.contract import plain
from riskreward.settlement import Clawback
from tests.contracts import TENTH, contract, fees, pence, settle, terms

CAP = {"rule": "cap", "amount": 40_000, "over": "term", "room_used_by": "what is earned"}
RETENTION = {"share": "20%", "released": "at the end of the term"}
GUARANTEE = {"share_of_baseline": "10%", "tested": "each year", "shortfall": "fee only"}
BANDS = {"rule": "bands", "bands": [{"up_to": 100_000, "share": "25%"}, {"share": "15%"}]}


def capped() -> rr.Contract:
    return contract(TENTH, CAP, guarantee=GUARANTEE, settlement={"retention": RETENTION})


def said(agreed: rr.Contract, **changes: object) -> list[str]:
    with pytest.raises(rr.InputError) as caught:
        agreed.replace(**changes)
    return [str(problem) for problem in caught.value.problems]


# By name.


def test_a_share_is_the_fees_though_retention_has_one_too():
    """A fifth instead of a tenth of 100,000."""
    assert fees(settle(capped().replace(share="20%"), 100_000)) == [20_000]
    assert settle(capped().replace(share="20%"), 100_000).amount("retained") == 4_000


def test_a_cap_is_known_by_its_amount():
    assert fees(settle(capped().replace(cap="£4,000"), 100_000)) == [4_000]


def test_a_cap_as_a_share_is_known_by_its_share():
    agreed = contract(TENTH, {"rule": "cap", "share_of_baseline": "1%", "over": "year"})
    assert fees(settle(agreed.replace(cap="0.5%"), 100_000)) == [5_000]


def test_a_threshold_is_known_by_its_amount():
    step = {"rule": "threshold", "amount": 100_000, "once_met": "everything counts"}
    agreed = contract(step, TENTH)
    assert fees(settle(agreed, 90_000)) == [0]
    assert fees(settle(agreed.replace(threshold=90_000), 90_000)) == [9_000]


def test_a_retention_is_known_by_its_share():
    assert settle(capped().replace(retention="50%"), 100_000).amount("retained") == 5_000


def test_a_guarantee_is_known_by_its_share_or_its_amount():
    assert settle(capped().replace(guarantee="20%"), 0).amount("guaranteed") == 200_000
    assert settle(capped().replace(guarantee=["5%", "10%", "15%"]), 0).amount("guaranteed") == 50_000
    in_money = contract(guarantee={"amount": 100_000, "tested": "each year", "shortfall": "fee only"})
    assert settle(in_money.replace(guarantee="£70,000"), 0).amount("guaranteed") == 70_000


def test_a_baseline_is_known_by_its_amount():
    assert capped().replace(baseline=2_000_000).settle({"2026-27": 1_900_000}).amount("saving") == 100_000


def test_a_term_of_the_whole_contract_is_the_contracts():
    assert capped().replace(rounding="down to the pound").rounding.step == 1
    assert len(capped().replace(years=5).calendar.periods) == 5
    assert capped().replace(title="Another").title == "Another"


def test_a_term_with_a_name_of_its_own_is_found_wherever_it_stands():
    assert capped().replace(released="a year after the end of the term").settlement.retention.runs_off
    assert capped().replace(counted="to date").fee.counted == "to date"
    assert capped().replace(tested="cumulatively").guarantee.tested == "cumulatively"


def test_several_terms_at_once():
    changed = capped().replace(share="20%", cap=15_000)
    assert fees(settle(changed, 100_000)) == [15_000]


# By place.


def test_a_term_is_replaced_by_its_place():
    assert settle(capped().replace(**{"settlement.retention.share": "10%"}), 100_000).amount("retained") == 1_000
    assert fees(settle(capped().replace(**{"fee.step[0].share": "5%"}), 100_000)) == [5_000]
    banded = contract(BANDS).replace(**{"fee.step[0].bands[1].share": "5%"})
    assert fees(settle(banded, 200_000)) == [30_000]  # 25,000 and 5,000


def test_a_part_is_replaced_as_a_whole():
    flat = contract(BANDS).replace(**{"fee.step[0]": {"rule": "share", "share": "5%"}})
    assert fees(settle(flat, 100_000)) == [5_000]
    other = {"share": "50%", "released": "a year after the end of the term"}
    assert capped().replace(retention=other).settlement.retention.runs_off
    assert (
        capped().replace(guarantee={**GUARANTEE, "share_of_baseline": "1%"}).guarantee.share_of_baseline[0] * 100 == 1
    )
    by_name = capped().replace(cap={"rule": "cap", "amount": 5, "over": "period"})
    assert by_name.fee.step[1].over == "period"


def test_a_part_may_be_given_as_the_record_it_is():
    clawback = Clawback(first_from="the provider", restores_cap=True)
    changed = contract(counted="to date").replace(**{"settlement.clawback": clawback})
    assert changed.settlement.clawback == clawback


def test_a_part_is_left_out_where_it_is_replaced_by_nothing():
    assert capped().replace(retention=None).settlement.retention is None
    assert capped().replace(guarantee=None).guarantee is None


def test_a_term_that_was_not_written_is_added_by_its_place():
    changed = contract().replace(**{"settlement.payment_days": 14, "measure[0].fund": "HRA"})
    assert changed.settlement.payment_days == 14
    assert changed.measure[0].fund == "HRA"


def test_a_level_is_added_under_its_year():
    index = {"series": "CPI", "month": "March inside the year", "base": 100, "levels": {"2026-27": 104}}
    agreed = contract(baseline={"rule": "indexed", "amount": 1_000_000, "index": index})
    changed = agreed.replace(**{"measure[0].baseline.index.levels.2027-28": 106})
    assert changed.settle({"2026-27": 0, "2027-28": 0}).amount("baseline") == 1_060_000


def test_a_level_is_added_under_a_year_that_is_a_calendar_year():
    index = {"series": "CPI", "month": "March inside the year", "base": 100}
    agreed = contract(baseline={"rule": "indexed", "amount": 1_000_000, "index": index}, starts="2027-01-01")
    changed = agreed.replace(**{"measure[0].baseline.index.levels": {}})
    changed = changed.replace(**{"measure[0].baseline.index.levels.2027": 105})
    assert changed.settle({"2027": 0}).amount("baseline") == 1_050_000


# What stays, and what is refused.


def test_the_contract_itself_stays_as_it_was():
    agreed = capped()
    agreed.replace(share="20%")
    assert fees(settle(agreed, 100_000)) == [10_000]
    assert agreed == capped()
    assert agreed != agreed.replace(share="20%")


def test_replacing_a_term_by_itself_changes_nothing():
    assert capped().replace(share="10%") == capped()
    assert hash(capped().replace(share="10%")) == hash(capped())
    assert rr.read_contract is not None
    assert capped() != "a contract"


def test_what_is_replaced_is_checked_as_the_whole_is():
    assert said(capped(), share=25) == [
        'fee.step[0].share is 25, which is 25 times the whole; did you mean "25%"? write "25%"'
    ]
    assert said(capped(), guarantee=None, fee={**plain(capped())["fee"], "starts": "above the guarantee"}) == [
        "guarantee is missing, but the fee starts above the guarantee; write the guarantee"
    ]


def test_a_name_that_stands_in_several_places_is_answered_with_them():
    assert said(contract(BANDS), share="20%") == [
        "share stands in several places: fee.step[0].bands[0].share, fee.step[0].bands[1].share; "
        "write one of these places"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "shares",
        "fee.step[9]",
        "fee.step[9].share",
        "measure.name",
        "settlement.vat.rate",
        "title.x",
        "guarantee[0]",
        ".",
    ],
)
def test_a_name_or_place_that_is_no_term_is_refused(name):
    assert said(contract(), **{name: 1}) == [
        f"{name} is no term of this contract; write its place, such as fee.step[0].share"
    ]


def test_everything_that_is_wrong_is_told_at_once():
    assert len(said(contract(BANDS), share=1, shares=1)) == 2


def test_a_misspelt_term_at_a_place_is_told_as_in_a_file():
    assert said(contract(), **{"fee.step[0].shrae": "5%"}) == [
        "fee.step[0].shrae is '5%', but there is no such term; did you mean \"share\"?"
    ]


def test_the_terms_as_plain_data_read_back_as_the_same_contract():
    agreed = capped()
    assert rr.Contract.model_validate(plain(agreed)) == agreed
    assert plain(agreed)["fee"]["step"][1]["amount"] == pence("40,000")[0]
    assert "settlement" not in terms() or "vat" not in plain(agreed)["settlement"]
