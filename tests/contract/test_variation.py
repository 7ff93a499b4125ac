"""Variations: terms that change from a period on, balances that go over, and what the statement says of it."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward.contract.assembly import assemble
from riskreward.contract.varying import in_force
from riskreward.fees import Bands, CostRecovery, Share
from riskreward.settlement.showing import aligned
from tests.contract.deeds import CAP, DEED, DEFICIT, GATE, ROOM, refused, vary
from tests.contracts import (
    BASELINE,
    QUALITY,
    TENTH,
    column,
    contract,
    fees,
    outturn,
    pence,
    settle,
    terms,
    told,
)
from tests.generators import UNVARIED, Case, Vocabulary, cases
from tests.interchange.test_schema import SCHEMA, fits
from tests.readings import direct_lines, exact_lines

# Figures that change


def test_a_share_raised_from_the_second_year():
    """10% of 100,000, and then 20%."""
    assert fees(settle(vary(contract(), share="20%"), 100_000, 100_000, 100_000)) == pence("10,000 20,000 20,000")


def test_only_what_is_settled_is_settled_under_the_new_terms():
    varied = vary(contract(), share="20%")
    assert fees(settle(varied, 100_000)) == pence("10,000")
    assert settle(varied, 100_000).variations == ()
    assert fees(varied.settle(outturn(varied, 100_000, 100_000), to="2026-27")) == pence("10,000")


def test_a_cap_raised_with_the_room_used_before_it_going_over():
    """15,000 is the first cap; 12,000 of it are used, so that 40,000 leave 28,000."""
    statement = settle(vary(contract(TENTH, CAP), cap=40_000), 120_000, 200_000, 200_000)
    assert fees(statement) == pence("12,000 20,000 8,000")
    assert fees(settle(contract(TENTH, CAP), 120_000, 200_000, 200_000)) == pence("12,000 3,000 0")
    assert statement.amount("fee earned to date") == 40_000


def test_room_under_a_cap_may_begin_again():
    """The new cap of 15,000 is whole again, and 12,000 of room used are dropped."""
    varied = vary(
        contract(TENTH, CAP),
        cap="£15,000.00",
        reason="x",
        balances={ROOM: "opens at £0"},
        source="y",
        changes={"fee.step[1].clause": "7"},
    )
    statement = settle(varied, 120_000, 200_000, 200_000)
    assert fees(statement) == pence("12,000 15,000 0")
    assert told(statement.findings, "balance dropped") == [
        f"Deed of variation 1 replaces the balance '{ROOM}': £12,000 by £0."
    ]
    assert [each.figures for each in statement.findings if each.name == "balance dropped"] == [
        {"dropped": 12_000, "replaced by": 0}
    ]


BANKED = {
    "amount": 100_000,
    "tested": "each year",
    "shortfall": "provider pays each year",
    "excess": "is banked against later shortfalls",
}


@pytest.mark.parametrize(
    ("named", "opens_at", "paid", "said"),
    [
        ("earlier years", 10_000, 20_000, ["'guarantee / banked in earlier years': £50,000 by £10,000."]),
        ("earlier years", 50_000, 0, []),
        ("this year", 10_000, 0, ["'guarantee / banked this year': £0 by £10,000."]),
    ],
)
def test_a_balance_that_opens_again_is_replaced(named, opens_at, paid, said):
    """150,000 saved banks 50,000; 70,000 saved is 30,000 short: 10,000 in the bank leave 20,000 to pay."""
    balances = {f"guarantee / banked {'in ' * (named == 'earlier years')}{named}": f"opens at £{opens_at}"}
    varied = vary(contract(guarantee=BANKED), balances=balances, share="20%")
    statement = settle(varied, 150_000, 70_000)
    assert statement.amount("shortfall payable by the provider") == paid
    found = told(statement.findings, "balance dropped")
    assert [each.removeprefix("Deed of variation 1 replaces the balance ") for each in found] == said


def test_several_variations_each_change_the_terms_before_them():
    twice = vary(
        vary(contract(), share="20%"), "2028-29", name="Deed 2", changes={"fee.step[0].clause": "9"}, share="5%"
    )
    statement = settle(twice, 100_000, 100_000, 100_000)
    assert fees(statement) == pence("10,000 20,000 5,000")
    assert [period.varied and period.varied.name for period in statement.periods] == [None, DEED["name"], "Deed 2"]
    assert statement["2028-29"].line("fee by the share").clause == "9"


def test_a_variation_in_the_middle_of_a_year_leaves_the_year_to_date_as_it_stands():
    """Each half-year saves 100,000; the year's share is 10% in 2026-27 and 20% of all 200,000 in 2027-28."""
    agreed = contract(counted="each year", settled="half-yearly", years=2)
    statement = settle(vary(agreed, "2027-28 H2", share="20%"), 100_000, 100_000, 100_000, 100_000)
    assert fees(statement) == pence("0 20,000 0 40,000")


def test_where_the_fee_counts_to_date_new_terms_reach_back_and_a_finding_says_so():
    """20% of 200,000 to date, less the 10,000 that were earned: 30,000 in the second year."""
    statement = settle(vary(contract(counted="to date"), share="20%"), 100_000, 100_000, 100_000)
    assert fees(statement) == pence("10,000 30,000 20,000")
    assert told(statement.findings, "variation reaches back") == [
        "Deed of variation 1 reaches back: the fee counts to date, so that its terms settle the periods up to 2026-27 "
        "anew, at £20,000 instead of £10,000; the difference is made up from 2027-28 on."
    ]
    assert not told(settle(vary(contract(), share="20%"), 1, 1).findings, "variation reaches back")
    nothing_before = settle(vary(contract(counted="to date"), share="20%"), 0, 100_000)
    assert not told(nothing_before.findings, "variation reaches back")


def test_a_term_that_is_extended_is_settled_in_its_further_years():
    agreed = contract(settlement={"retention": {"share": "50%", "released": "at the end of the term"}})
    longer = vary(agreed, "2028-29", years=4)
    assert [period.label for period in longer.calendar.periods] == ["2026-27", "2027-28", "2028-29", "2029-30"]
    statement = settle(longer, 100_000, 100_000, 100_000, 100_000)
    assert column(statement, "paid") == pence("5,000 5,000 5,000 25,000")
    assert column(settle(agreed, 100_000, 100_000, 100_000), "paid") == pence("5,000 5,000 20,000")


def test_what_runs_off_does_so_after_the_longer_term():
    retention = {"share": "50%", "released": "a year after the end of the term"}
    longer = vary(contract(settlement={"retention": retention}), "2028-29", years=4)
    statement = settle(longer, 100_000, 100_000, 100_000, 100_000)
    assert [period.label for period in statement.periods][3:] == ["2029-30", "2030-31"]
    assert column(statement, "paid") == pence("5,000 5,000 5,000 5,000 20,000")


def test_a_new_provider_is_named_from_its_variation_on():
    varied = vary(contract(provider="A"), provider="B")
    assert settle(varied, 0).header.provider == "A"
    assert settle(varied, 0, 0).header.provider == "B"


def test_a_guarantee_by_year_is_given_for_the_years_of_the_longer_term():
    guarantee = {"share_of_baseline": ["1%", "2%", "3%"], "tested": "each year", "shortfall": "fee only"}
    assert refused(contract(guarantee=guarantee), "2028-29", years=4) == [
        "variation[0].changes: guarantee.share_of_baseline lists 3 figures, but the term has 4 years (2026-27 to "
        "2029-30); list one for each year, or one figure for all"
    ]
    longer = vary(contract(guarantee=guarantee), "2028-29", years=4, guarantee=["1%", "2%", "3%", "10%"])
    assert settle(longer, 0, 0, 0, 0).amount("guaranteed") == BASELINE / 10


# Structure that changes


def test_a_step_renamed_with_its_balance_going_over():
    varied = vary(
        contract(TENTH, CAP),
        changes={"fee.step[1].name": "ceiling", "fee.step[1].amount": 40_000},
        balances={ROOM: "goes over to fee / room used under the ceiling"},
    )
    statement = settle(varied, 120_000, 200_000, 200_000)
    assert fees(statement) == pence("12,000 20,000 8,000")
    assert statement["2026-27"]["fee within the cap"] == 12_000
    assert statement["2028-29"]["fee within the ceiling"] == 8_000
    with pytest.raises(KeyError):
        statement["2028-29"]["fee within the cap"]
    assert statement.has("fee within the ceiling")
    assert not statement.has("fee within the cap")


def test_a_step_left_out_with_its_balance_closed():
    """The deficit of 100,000 is forgiven, and a finding says so."""
    agreed = contract({"rule": "deficit carry-forward"}, TENTH)
    varied = vary(agreed, changes={"fee.step[0]": None}, balances={DEFICIT: "is closed"})
    statement = settle(varied, -100_000, 150_000)
    assert fees(statement) == pence("0 15,000")
    assert fees(settle(agreed, -100_000, 150_000)) == pence("0 5,000")
    assert told(statement.findings, "balance dropped") == [
        f"Deed of variation 1 drops the balance '{DEFICIT}', which stood at £100,000."
    ]
    assert not told(settle(varied, 0, 150_000).findings, "balance dropped")


def test_a_step_added_with_its_balance_opened():
    """Of a cap of 15,000 over the term, 6,000 count as used."""
    varied = vary(contract(), changes={"fee.step[1]": CAP}, balances={ROOM: "opens at £6,000"})
    assert fees(settle(varied, 100_000, 100_000)) == pence("10,000 9,000")


def test_a_measure_that_is_dropped_is_no_longer_asked_for():
    varied = vary(contract(GATE, TENTH, others=(QUALITY,)), changes={"measure[1]": None, "fee.step[0]": None})
    rows = [
        {"period": "2026-27", "costs": 900_000, "quality": "80%"},
        {"period": "2027-28", "costs": 900_000, "quality": ""},
        {"period": "2028-29", "costs": 900_000},
    ]
    statement = varied.settle(rows)
    assert fees(statement) == pence("0 10,000 10,000")
    assert not statement["2027-28"].has("quality / outturn")
    with pytest.raises(rr.InputError) as caught:
        varied.settle([{**rows[0], "quality": None}, *rows[1:]])
    assert [str(each) for each in caught.value.problems] == [
        "outturn[0], column 'quality', is missing; write the figure; nought is written 0"
    ]


def test_a_measure_that_is_dropped_may_have_its_column_left_blank_in_a_file():
    varied = vary(contract(GATE, TENTH, others=(QUALITY,)), changes={"measure[1]": None, "fee.step[0]": None})
    text = "period,costs,quality\n2026-27,900000,95%\n2027-28,900000,\n"
    assert fees(varied.settle(rr.outturn_from_csv(text))) == pence("10,000 10,000")
    with pytest.raises(rr.InputError) as caught:
        varied.settle(rr.outturn_from_csv("period,costs\n2026-27,900000\n"))
    assert "no column 'quality'" in str(caught.value)


def test_a_measure_that_is_added_is_asked_for_from_then_on():
    varied = vary(contract(), changes={"measure[1]": QUALITY, "fee.step": [GATE, TENTH]})
    assert fees(settle(varied, 100_000)) == pence("10,000")
    assert fees(settle(varied, 100_000, 100_000, quality=("", "80%"))) == pence("10,000 0")
    with pytest.raises(rr.InputError) as caught:
        settle(varied, 100_000, 100_000, quality=("", ""))
    assert [str(each) for each in caught.value.problems] == [
        "outturn[1], column 'quality', is missing; write the figure; nought is written 0"
    ]


def test_a_figure_is_read_in_the_range_of_the_terms_in_force():
    varied = vary(contract(measure={"outturn_between": [0, 1_000_000]}), changes={"outturn_between": [0, 2_000_000]})
    assert column(settle(varied, 0, -500_000), "saving") == pence("0 -500,000")
    with pytest.raises(rr.InputError, match="outside the range 0 to 1,000,000"):
        settle(varied, -500_000, 0)


def test_each_period_is_read_by_its_own_of_several_variations():
    widened = vary(contract(measure={"outturn_between": [0, 10**6]}), changes={"outturn_between": [0, 2 * 10**6]})
    twice = vary(widened, "2028-29", name="Deed 2", changes={"outturn_between": [0, 3 * 10**6]})
    assert column(settle(twice, 0, -500_000, -1_500_000), "saving") == pence("0 -500,000 -1,500,000")
    with pytest.raises(rr.InputError, match="outside the range 0 to 2,000,000"):
        settle(twice, 0, -1_500_000, 0)


def test_an_index_level_that_is_missing_is_told_for_the_terms_in_force():
    index = {"series": "CPI", "month": "March inside the year", "base": 100, "levels": {"2026-27": 104}}
    agreed = contract(baseline={"rule": "indexed", "amount": 1_000_000, "index": index})
    fixed = vary(agreed, changes={"measure[0].baseline": {"rule": "fixed", "amount": 1_000_000}})
    assert column(settle(fixed, 0, 0), "baseline") == pence("1,040,000 1,000,000")
    with pytest.raises(rr.InputError, match="has no level for 2027-28, which the outturn settles"):
        settle(agreed, 0, 0)


def test_a_variation_from_the_first_period_has_no_balances_to_speak_of():
    varied = vary(contract(TENTH, CAP), "2026-27", changes={"fee.step[1].name": "ceiling"})
    assert fees(settle(varied, 100_000, 100_000)) == pence("10,000 5,000")


# What the statement says


def capped_and_varied() -> rr.Statement:
    varied = vary(
        contract(TENTH, CAP),
        changes={"fee.step[1].name": "ceiling", "fee.step[1].amount": 40_000},
        balances={ROOM: "goes over to fee / room used under the ceiling"},
    )
    return settle(varied, 120_000, 200_000)


def test_the_statement_names_the_variation_and_what_changed():
    shown = str(capped_and_varied())
    table = " ".join(shown[shown.index("Variations") : shown.index("2026-27: 1 April")].split())
    for text in ("2027-02-01 Cabinet", "fee.step[1].amount 15,000 40,000", "fee.step[1].name nothing ceiling"):
        assert text in table
    assert "2027-28: 1 April 2027 to 31 March 2028, under Deed of variation 1" in shown
    assert "settled under" in shown
    assert "Variations" not in str(settle(contract(), 100_000))
    assert "settled under" not in str(settle(contract(), 100_000))


def test_lines_side_by_side_are_blank_where_a_period_has_none():
    rows = [line.split() for line in str(capped_and_varied()).split("\n\n2026-27: ")[0].splitlines()]
    (cap,) = [row for row in rows if row[:4] == ["fee", "within", "the", "cap"]]
    (ceiling,) = [row for row in rows if row[:4] == ["fee", "within", "the", "ceiling"]]
    assert cap[4:] == ["£", "12,000.00"]
    assert ceiling[4:] == ["£", "20,000.00"]
    assert rows.index(ceiling) > [row[:4] for row in rows].index(["fee", "by", "the", "share"])


def test_lines_are_aligned_in_an_order_that_keeps_each_listings():
    assert aligned([["a", "b", "d"], ["a", "c", "d", "e"]]) == ["a", "c", "b", "d", "e"]
    assert aligned([["b"], ["a", "b"], ["b", "c"]]) == ["a", "b", "c"]


def test_the_files_name_the_variation():
    statement = capped_and_varied()
    content = json.loads(rr.statement_to_json(statement))
    assert content["variations"] == [
        {
            "name": "Deed of variation 1",
            "from": "2027-28",
            "agreed on": "2027-02-01",
            "by": "Cabinet",
            "source": "Deed of 1 February 2027",
            "reason": "two depots added",
            "changes": [
                {"place": "fee.step[1].name", "before": "nothing", "after": "ceiling"},
                {"place": "fee.step[1].amount", "before": "15,000", "after": "40,000"},
            ],
            "balances": {ROOM: "goes over to fee / room used under the ceiling"},
        }
    ]
    assert [period["settled under"] for period in content["periods"]] == ["", "Deed of variation 1"]
    csv = rr.statement_to_csv(statement)
    assert "2026-27,fee / fee within the cap,fee within the cap,12000.00" in csv
    assert "2027-28,fee / fee within the ceiling,fee within the ceiling,20000.00" in csv


def test_the_working_of_a_period_begins_with_what_was_handed_over():
    line = capped_and_varied()["2027-28"].line("fee within the ceiling")
    assert "brought forward £12,000.00" in line.working


def test_parts_and_what_is_left_out_are_told_in_a_line():
    retention = {"share": "20%", "released": "at the end of the term"}
    agreed = contract(settlement={"retention": retention}, guarantee=None)
    varied = vary(
        agreed,
        changes={"retention": None, "fee.step[0]": {"rule": "share", "share": 0.25}},
        balances={"settlement / still retained": "is closed"},
    )
    (change, step) = settle(varied, 100_000, 100_000).variations[0].changes
    assert (change.place, change.before, change.after) == (
        "settlement.retention", "share 20%, released at the end of the term", "left out"
    )  # fmt: skip
    assert (step.before, step.after) == ("rule share, share 10%", "rule share, share 25%")


# Findings


RANGED = {"outturn_between": [800_000, 1_200_000]}


def test_how_much_a_variation_raises_the_largest_fee_at_the_best_outturn():
    """At best 200,000 are saved each year: 10% of that in three years is 60,000; with 20% from the second, 100,000."""
    varied = vary(contract(measure=RANGED), share="20%")
    assert told(varied.findings, "largest fee varied") == [
        "Deed of variation 1 (from 2027-28) raises the largest fee that the terms can produce by £40,000, from £60,000 "
        "to £100,000, which rests on the best outturn in the declared range, in every period."
    ]
    (found,) = [each for each in varied.findings if each.name == "largest fee varied"]
    assert found.figures == {"largest fee before": 60_000, "largest fee after": 100_000, "raised by": 40_000}
    assert found.severity == "warning"
    assert told(settle(varied, 0, 0).findings, "largest fee varied") == [found.sentence]
    assert not told(settle(varied, 0).findings, "largest fee varied")


def test_how_much_a_variation_lowers_the_largest_fee():
    varied = vary(contract(measure=RANGED), share="5%")
    (found,) = [each for each in varied.findings if each.name == "largest fee varied"]
    assert "lowers the largest fee that the terms can produce by £20,000, from £60,000 to £40,000," in found.sentence
    assert found.severity == "note"


def test_where_a_baseline_is_rebased_the_largest_fee_is_not_said_to_be_known():
    """200,000 saved at once earns 20,000 and lowers the baseline to 800,000, the least that can be spent: nothing more.

    Nothing saved in the first year and 200,000 in each of the others earns 400,000 at the whole saving.
    """
    rebased = {"years": ["2027-28"], "share": "100%", "direction": "only down"}
    baseline = {"rule": "fixed", "amount": 1_000_000, "rebased": rebased}
    varied = vary(contract(measure=RANGED, baseline=baseline), share="100%")
    (found,) = [each for each in varied.findings if each.name == "largest fee varied"]
    assert found.sentence == (
        "Deed of variation 1 (from 2027-28) may change the largest fee, which was at least £20,000 and is now at least "
        "£20,000: the best outturn in the declared range, in every period; as a baseline is rebased, saving less at "
        "first may earn more."
    )
    assert found.severity == "warning"
    assert found.figures == {"fee tried before": 20_000, "fee tried after": 20_000, "raised by": 0}
    assert settle(varied, 0, 200_000, 200_000).amount("fee earned to date") == 400_000


def test_a_cap_is_the_largest_fee_however_much_is_saved():
    (sentence,) = told(vary(contract(TENTH, CAP), cap=40_000).findings, "largest fee varied")
    assert sentence == (
        "Deed of variation 1 (from 2027-28) raises the largest fee that the terms can produce by £25,000, from £15,000 "
        "to £40,000, which rests on the cap, however much is saved."
    )


def test_bands_that_end_are_the_largest_fee_too():
    """A quarter of the first 100,000 in each of three years; from the second, half."""
    bands = {"rule": "bands", "bands": [{"up_to": 100_000, "share": "25%"}]}
    (sentence,) = told(vary(contract(bands), share="50%").findings, "largest fee varied")
    assert "by £50,000, from £75,000 to £125,000, which rests on the bands, however much is saved." in sentence


def test_a_fee_without_a_largest_amount_is_said_to_have_none():
    why = "costs has no outturn_between, and no cap limits the fee throughout"
    assert told(vary(contract(), share="20%").findings, "largest fee varied") == [
        f"Deed of variation 1 (from 2027-28) leaves the fee without a largest amount: {why}."
    ]
    uncapped = vary(contract(TENTH, CAP), changes={"fee.step[1]": None}, balances={ROOM: "is closed"})
    assert told(uncapped.findings, "largest fee varied") == [
        f"Deed of variation 1 (from 2027-28) leaves the fee without a largest amount, which was £15,000: {why}."
    ]
    ranged = vary(contract(), "2026-27", changes={"measure[0].outturn_between": [800_000, 1_200_000]})
    assert told(ranged.findings, "largest fee varied") == [
        "Deed of variation 1 (from 2026-27) gives the fee a largest amount, £60,000, which rests on the best outturn "
        "in the declared range, in every period; before it had none."
    ]
    later = vary(contract(), changes={"measure[0].outturn_between": [800_000, 1_200_000]})
    assert "leaves the fee without a largest amount" in told(later.findings, "largest fee varied")[0]


def test_a_variation_of_other_terms_leaves_the_largest_fee_as_it_was():
    (found,) = [
        each
        for each in vary(contract(measure=RANGED), changes={"payment_days": 14}).findings
        if each.name == "largest fee varied"
    ]
    assert "leaves the largest fee that the terms can produce at £60,000, which rests on" in found.sentence
    assert found.severity == "note"


def test_a_variation_agreed_after_its_first_period_is_retrospective():
    late = vary(contract(), share="20%", agreed={"on": date(2028, 4, 1), "by": "Cabinet"})
    assert told(late.findings, "retrospective variation") == [
        "Deed of variation 1 (from 2027-28) is retrospective: it was agreed on 1 April 2028, after 2027-28 had ended."
    ]
    in_time = vary(contract(), share="20%", agreed={"on": date(2028, 3, 31), "by": "Cabinet"})
    assert not told(in_time.findings, "retrospective variation")


def test_other_terms_are_not_tried_on_a_varied_contract_for_its_changes_may_not_fit_them():
    guarantee = {"share_of_baseline": "5%", "tested": "each year", "shortfall": "fee only"}
    statement = settle(vary(contract(guarantee=guarantee), share="20%"), 100_000, 100_000)
    assert told(statement.findings, "fee on guaranteed savings") == [
        "The fee starts at the first pound, so that it is paid on savings the provider has guaranteed anyway."
    ]


def test_findings_tell_what_the_varied_terms_add():
    varied = vary(contract(TENTH, CAP), changes={"fee.step[1]": None}, balances={ROOM: "is closed"})
    added = [
        "From 2027-28 (Deed of variation 1): The fee has no cap: nothing in the terms limits what a large saving "
        "would earn."
    ]
    assert told(varied.findings, "uncapped fee") == added
    assert told(settle(varied, 0, 0).findings, "uncapped fee") == added
    assert told(settle(varied, 0).findings, "uncapped fee") == []
    assert len(told(vary(contract(), share="20%").findings, "uncapped fee")) == 1


def two_measures(**given: Any) -> rr.Contract:
    more = {"name": "rents", "benefit": "income", "unit": "£", "better": "higher", "fund": "HRA"}
    more |= {"baseline": {"rule": "fixed", "amount": 500_000, "spread": "the same for each settlement"}}
    return contract(others=(more,), earns_on=["cashable", "income"], **given)


def test_every_finding_and_every_form_of_a_statement_whose_measures_change():
    """Of the three years, 100,000 of savings each, and 50,000 of more income in the first alone."""
    varied = vary(
        two_measures(), changes={"measure[1]": None, "fee.earns_on": ["cashable"], "fee.step[0].share": "20%"}
    )
    rows = outturn(varied, 100_000, 100_000, 100_000, rents=(550_000, "", None))
    statement = varied.settle(rows)
    assert fees(statement) == pence("15,000 20,000 20,000")
    assert [each.figures for each in statement.findings if each.name == "income in the saving"] == [
        {"income in the saving": 50_000}
    ]
    shown = [str(statement), statement.to_markdown(), statement._repr_html_(), rr.statement_to_page(statement)]
    assert all("rents" in each for each in shown)
    assert rr.statement_to_csv(statement).count("rents / outturn,outturn") == 1
    assert json.loads(rr.statement_to_json(statement))["periods"][2]["lines"]
    assert all(finding.sentence.endswith(".") for finding in (*varied.findings, *statement.findings))


# Files


TOML = """
title = "Test"
starts = 2026-04-01
years = 3
settled = "yearly"
rounding = "half up to the penny"

[[measure]]
name = "costs"
benefit = "cashable"
unit = "£"
baseline = { rule = "fixed", amount = 1_000_000 }

[fee]
starts = "first pound"
counted = "each period"

[[fee.step]]
rule = "share"
share = "10%"

[[fee.step]]
rule = "cap"
amount = 15_000
over = "term"

[[variation]]
name = "Deed of variation 1"
holds_from = "2027-28"
agreed = { on = 2027-02-01, by = "Cabinet" }
source = "Deed of 1 February 2027"
reason = "two depots added"
changes = { share = 0.2, "fee.step[1].amount" = 40_000.50, "fee.step[1].name" = "ceiling", fund = "left out" }
balances = { "fee / room used under the cap" = "goes over to fee / room used under the ceiling" }
settled_to = "2026-27"
"""


def test_a_variation_is_read_from_toml_and_goes_to_json_and_back():
    read = rr.contract_from_toml(TOML.replace('unit = "£"', 'unit = "£"\nfund = "HRA"'))
    again = rr.contract_from_json(rr.contract_to_json(read))
    assert again == read
    assert rr.contract_to_json(again) == rr.contract_to_json(read)
    statement = settle(read, 120_000, 200_000, 200_000)
    assert fees(statement) == pence("12,000 28,000.50 0")
    assert rr.statement_to_json(settle(again, 120_000, 200_000, 200_000)) == rr.statement_to_json(statement)
    assert in_force(read)[1].terms.measure[0].fund is None


def test_the_schema_knows_a_variation():
    written = json.loads(rr.contract_to_json(rr.contract_from_toml(TOML.replace(', fund = "left out"', ""))))
    assert fits(written, SCHEMA)
    for name in ("name", "holds_from", "agreed", "source", "reason", "changes"):
        without = {each: value for each, value in written["variation"][0].items() if each != name}
        assert not fits({**written, "variation": [without]}, SCHEMA)
    assert not fits({**written, "variation": [{**written["variation"][0], "balances": {"x": 5}}]}, SCHEMA)


def test_every_way_to_write_a_figure_reads_back_equal():
    step = rr.Contract.model_validate(terms()).fee.step[0]
    changes = {
        "fee.step[0]": step.model_copy(update={"share": Fraction(1, 3)}),
        "measure[0].baseline": {"rule": "historic", "years": {"2020-21": Decimal("10.50")}},
        "measure[0].outturn_between": (0, Fraction(5, 2)),
        "provider": None,
    }
    varied = vary(contract(provider="A"), changes=changes)
    assert rr.contract_from_json(rr.contract_to_json(varied)) == varied
    assert varied.variation[0].changes["fee.step[0]"]["share"] == "1/3"


def test_replacing_a_term_of_a_varied_contract_keeps_its_variation():
    varied = vary(
        contract(settlement={"retention": {"share": "20%", "released": "at the end of the term"}}), retention="30%"
    )
    other = varied.replace(retention="10%", share="50%")
    assert column(settle(other, 100_000, 100_000), "retained") == pence("5,000 15,000")
    assert fees(settle(varied.replace(variation=None), 100_000)) == pence("10,000")


# Properties


def label_of(agreed: rr.Contract, number: int) -> str:
    return agreed.calendar.periods[number].label


@settings(max_examples=60)
@given(cases(UNVARIED), st.integers(0, 30))
def test_a_variation_without_effect_settles_as_if_there_were_none(case: Case, number: int) -> None:
    agreed, rows = case
    number %= len(agreed.calendar.periods)
    note(rr.contract_to_json(agreed))
    varied = vary(agreed, label_of(agreed, number), {"provider": f"{agreed.provider} Ltd"})
    plainly, by_turns = agreed.settle(rows), varied.settle(rows)
    assert [period.lines for period in by_turns.periods] == [period.lines for period in plainly.periods]
    assert [period.due for period in by_turns.periods] == [period.due for period in plainly.periods]


def changed_share(agreed: rr.Contract, share: str) -> dict[str, Any]:
    """Return a change of the share, or of the first band's."""
    for number, step in enumerate(agreed.fee.step):
        if isinstance(step, Share | CostRecovery):
            return {f"fee.step[{number}].share": share}
        if isinstance(step, Bands):
            return {f"fee.step[{number}].bands[0].share": share}
    raise AssertionError


def renamed(agreed: rr.Contract) -> dict[str, Any]:
    return {f"fee.step[{number}].name": f"new {step.title}" for number, step in enumerate(agreed.fee.step)}


@settings(max_examples=40)
@given(cases(Vocabulary(varied=False, advance=False)))  # another share may earn less than was advanced
def test_varying_at_the_first_period_is_changing_the_contract(case: Case) -> None:
    agreed, rows = case
    changes = {**changed_share(agreed, "33.33%"), **renamed(agreed)}
    varied = vary(agreed, label_of(agreed, 0), changes)
    plainly, by_turns = agreed.replace(**changes).settle(rows), varied.settle(rows)
    assert [period.lines for period in by_turns.periods] == [period.lines for period in plainly.periods]


ALONE = Vocabulary(
    counted=("each period",),
    rules=("share", "bands", "threshold", "quality gate", "payment gate"),
    retention=False,
    overturned=False,
    advance=False,  # another share may earn less than was advanced
    varied=False,
)


@settings(max_examples=40)
@given(cases(ALONE), st.integers(0, 30))
def test_where_a_fee_carries_nothing_each_period_is_settled_under_its_own_terms(case: Case, number: int) -> None:
    agreed, rows = case
    number %= len(agreed.calendar.periods)
    changes = changed_share(agreed, "33.33%")
    before, after = agreed.settle(rows), agreed.replace(**changes).settle(rows)
    varied = vary(agreed, label_of(agreed, number), changes).settle(rows)
    for place, period in enumerate(varied.periods):
        alone = (after if place >= number else before).periods[place]
        for line in alone.lines:
            if line.path.startswith("fee / ") or " / fee of the " in line.path:
                assert period.exact(line.path) == alone.exact(line.path)
    earned = sum(
        (
            period.exact(line.path)
            for period in varied.periods
            for line in period.lines
            if " / fee of the " in line.path
        ),
        Fraction(0),
    )
    assert varied.exact("to date / fee earned to date") == earned


def in_words(old: rr.Contract, new: rr.Contract) -> dict[str, str]:
    """Return how balances go over where only names differ: each to the one that stands in its place."""
    before, after = (
        [balance.path for balance in assemble(each).program.balances] for each in (old, new)
    )  # fmt: skip
    pairs = zip(
        [path for path in before if path not in after], [path for path in after if path not in before], strict=True
    )
    return {left: f"goes over to {right}" for left, right in pairs}


@settings(max_examples=60)
@given(cases(UNVARIED), st.integers(0, 30))
def test_steps_that_only_change_their_names_settle_as_before(case: Case, number: int) -> None:
    agreed, rows = case
    number %= len(agreed.calendar.periods)
    changes = renamed(agreed)
    balances = in_words(agreed, agreed.replace(**changes))
    varied = vary(agreed, label_of(agreed, number), changes, balances=balances)
    plainly, by_turns = agreed.settle(rows), varied.settle(rows)
    for one, other in zip(plainly.periods, by_turns.periods, strict=True):
        assert [line.exact for line in one.lines] == [line.exact for line in other.lines]
    assert not told(by_turns.findings, "balance dropped")


@settings(max_examples=80)
@given(cases(UNVARIED), st.integers(0, 30), st.integers(0, 30))
def test_the_exact_reader_equals_the_direct_reader_through_two_variations(case: Case, first: int, second: int) -> None:
    agreed, rows = case
    last = len(agreed.calendar.periods)
    first %= last
    changes = {**changed_share(agreed, "12.5%"), **renamed(agreed)}
    balances = in_words(agreed, agreed.replace(**changes)) if first else {}
    varied = vary(agreed, label_of(agreed, first), changes, balances=balances)
    if first + 1 < last:
        later = first + 1 + second % (last - first - 1)
        varied = vary(varied, label_of(agreed, later), changed_share(agreed, "77%"), name="Deed 2")
    note(rr.contract_to_json(varied))
    statement = varied.settle(rows)
    assert exact_lines(statement) == direct_lines(varied, statement)


def test_an_unvaried_statement_is_one_stretch_and_reads_alike():
    statement = settle(contract(TENTH, CAP), 100_000, 100_000)
    assert statement.program is statement.stretches[0].program
    assert direct_lines(contract(TENTH, CAP), statement) == exact_lines(statement)
