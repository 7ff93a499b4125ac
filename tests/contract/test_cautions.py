"""What to know before signing, or before relying on a statement: each finding, and a contract without it."""

from fractions import Fraction

import pytest

import riskreward as rr
from tests.contracts import QUALITY, TENTH, contract, outturn, settle, told

CAP = {"rule": "cap", "amount": 400_000, "over": "term"}
GUARANTEE = {"amount": 100_000, "tested": "cumulatively", "shortfall": "fee only"}
EVIDENCED = {
    "rule": "fixed",
    "amount": 1_000_000,
    "source": "revenue outturn 2025-26",
    "agreed": {"on": "2026-04-01", "by": "cabinet", "owner": "Head of Highways"},
    "spread": "the same for each settlement",
}
VERIFIED = {"status": "final", "verified by": "internal audit", "verified on": "2027-07-31"}


def figures(findings, name: str) -> dict[str, Fraction]:
    (found,) = (finding for finding in findings if finding.name == name)
    return dict(found.figures)


def severity(findings, name: str) -> str:
    (found,) = (finding for finding in findings if finding.name == name)
    return found.severity


# A contract with nothing to say against it.


def test_a_capped_evidenced_contract_above_its_guarantee_has_no_findings():
    agreed = contract(TENTH, CAP, baseline=EVIDENCED, guarantee=GUARANTEE, fee_starts="above the guarantee")
    assert agreed.findings == ()
    rows = [{**row, **VERIFIED} for row in outturn(agreed, "123456.78", "90000.01")]
    assert agreed.settle(rows).findings == ()


def test_findings_are_told_with_the_weightiest_first():
    agreed = contract(counted="to date")
    names = [finding.name for finding in settle(agreed, 100_000, -100_000).findings]
    assert names == [
        "out of pocket",
        "published rounded",
        "uncapped fee",
        *["missing evidence"] * 2,
        "provisional outturn",
    ]


# Out of pocket.


def test_the_council_is_out_of_pocket_where_it_has_paid_for_a_saving_that_was_lost():
    """10,000 paid for 100,000, which the second year loses again; the third loses 5,000 more."""
    statement = settle(contract(counted="to date"), 100_000, -100_000, -5_000)
    assert told(statement.findings, "out of pocket") == [
        "At the end of 2028-29 the council is £15,000 out of pocket: it has paid £10,000, and what it saved does not "
        "cover that."
    ]
    assert figures(statement.findings, "out of pocket") == {"out of pocket": 15_000, "paid": 10_000}
    assert severity(statement.findings, "out of pocket") == "serious"


def test_out_of_pocket_by_its_own_costs_and_by_work_that_it_did_not_order():
    """2,000 saved, of which 200 is paid; 5,000 of its own and 3% of 100,000 not ordered: 6,200 out of pocket."""
    works = {"name": "works", "unit": "£", "better": "higher"}
    volume = {"measure": "works", "committed": 500_000, "if_short": "compensation", "rate": "3%"}
    agreed = contract(TENTH, council_costs="shown", others=(works,), core_volume=volume)
    statement = settle(agreed, 2_000, council_costs=(5_000,), works=(400_000,))
    assert told(statement.findings, "out of pocket") == [
        "At the end of 2026-27 the council is £6,200 out of pocket: it has paid £200, spent £5,000 of its own and owed "
        "£3,000 for ordering less than it committed to, and what it saved does not cover that."
    ]
    none = settle(contract(counted="to date", council_costs="shown"), 100_000, -100_000, council_costs=(0, 0))
    assert told(none.findings, "out of pocket") == [
        "At the end of 2027-28 the council is £10,000 out of pocket: it has paid £10,000, and what it saved does not "
        "cover that."
    ]
    alone = settle(contract(TENTH, council_costs="shown"), 0, council_costs=(5_000,))
    assert told(alone.findings, "out of pocket") == [
        "At the end of 2026-27 the council is £5,000 out of pocket: it has paid £0 and spent £5,000 of its own, and "
        "what it saved does not cover that."
    ]


def test_the_worst_period_is_told_though_it_was_made_good():
    statement = settle(contract(), 100_000, -150_000, 500_000)
    assert told(statement.findings, "out of pocket") == [
        "At the end of 2027-28 the council is £60,000 out of pocket: it has paid £10,000, and what it saved does not "
        "cover that."
    ]


def test_a_council_that_overspent_and_paid_nothing_is_not_out_of_pocket_by_the_contract():
    assert told(settle(contract(), -50_000).findings, "out of pocket") == []


def test_a_council_that_keeps_just_nothing_is_not_out_of_pocket():
    """All of 100,000 is paid."""
    assert told(settle(contract({"rule": "share", "share": "100%"}), 100_000).findings, "out of pocket") == []


# An indexed baseline.


def indexed(uplifted: bool | None, **other: object) -> dict[str, object]:
    index = {"series": "CPI", "month": "March inside the year", "base": 100, "levels": {"2026-27": 105, "2027-28": 110}}
    given = {"rule": "indexed", "amount": 1_000_000, "index": index, "budget_uplifted": uplifted, **other}
    return {name: value for name, value in given.items() if value is not None}


@pytest.mark.parametrize(
    ("uplifted", "says", "how_serious"),
    [
        (True, "the contract says it was", "note"),
        (False, "the contract says it was not, so the saving is cost avoidance", "serious"),
        (None, "the contract does not say", "serious"),
    ],
)
def test_an_indexed_saving_is_cash_only_if_the_budget_was_uplifted(uplifted, says, how_serious):
    """1,020,000 and 1,040,000 spent against 1,050,000 and 1,100,000: 90,000 saved, though spending rose by 60,000."""
    agreed = contract(baseline=indexed(uplifted))
    statement = agreed.settle({"2026-27": 1_020_000, "2027-28": 1_040_000})
    assert told(statement.findings, "indexed baseline") == [
        "The saving of costs is against an indexed baseline: cash spending over the two years rose £60,000 against "
        f"the amount first agreed; it is cash only if the budget was uplifted by the same index ({says})."
    ]
    assert figures(statement.findings, "indexed baseline") == {"change in cash spending": 60_000}
    assert severity(statement.findings, "indexed baseline") == how_serious
    assert told(agreed.findings, "indexed baseline") == [
        "The saving of costs is against an indexed baseline; it is cash only if the budget was uplifted by the same "
        f"index ({says})."
    ]


@pytest.mark.parametrize(
    ("spent", "moved"), [(1_000_000, "did not change"), (999_999, "fell £1"), (1_000_001, "rose £1")]
)
def test_spending_may_have_fallen_or_stood_still(spent, moved):
    (sentence,) = told(contract(baseline=indexed(True)).settle({"2026-27": spent}).findings, "indexed baseline")
    assert f"cash spending over the one year {moved} against" in sentence


def test_in_quarters_spending_is_held_against_each_quarters_part():
    """250,000 a quarter agreed; 260,000 spent in each of five."""
    agreed = contract(baseline=indexed(True, spread="evenly over the months"), settled="quarterly")
    labels = [period.label for period in agreed.calendar.periods[:5]]
    (sentence,) = told(agreed.settle(dict.fromkeys(labels, 260_000)).findings, "indexed baseline")
    assert "cash spending over the five periods rose £50,000 against" in sentence


def test_quarters_of_calendar_years_are_periods_and_a_calendar_year_is_a_year():
    quarterly = contract(
        baseline={**indexed(True, spread="evenly over the months"), "index": {
            "series": "CPI", "month": "March inside the year", "base": 100, "levels": {"2027": 105}}},
        settled="quarterly", starts="2027-01-01")  # fmt: skip
    (sentence,) = told(quarterly.settle({"2027 Q1": 250_000, "2027 Q2": 250_000}).findings, "indexed baseline")
    assert "over the two periods did not change" in sentence
    (sentence,) = told(quarterly.replace(settled="yearly").settle({"2027": 1_000_000}).findings, "indexed baseline")
    assert "over the one year did not change" in sentence


def test_a_historic_mean_is_held_against_its_own_mean():
    """A mean of 1,000,000; 1,030,000 spent."""
    index = {"series": "CPI", "month": "March inside the year", "base": 100, "levels": {"2026-27": 105}}
    agreed = contract(
        baseline={"rule": "historic", "years": {"2024-25": 900_000, "2025-26": 1_100_000}, "index": index}
    )
    statement = agreed.settle({"2026-27": 1_030_000})
    assert figures(statement.findings, "indexed baseline") == {"change in cash spending": 30_000}


def test_a_baseline_without_an_index_says_nothing_of_one():
    assert told(contract().findings, "indexed baseline") == []
    historic = contract(baseline={"rule": "historic", "years": {"2025-26": 1}})
    assert told(historic.findings, "indexed baseline") == []


# Income.

INCOME = {
    "name": "income",
    "benefit": "income",
    "unit": "£",
    "better": "higher",
    "baseline": {"rule": "fixed", "amount": 500_000, "source": "the same return"},
}


def test_income_beside_the_saving_is_shown_and_never_earns():
    agreed = contract(others=(INCOME,))
    assert told(agreed.findings, "income") == ["Income is shown and never earns."]
    statement = settle(agreed, 0, 0, 0, income=(520_000, 500_000, 490_000))
    assert told(statement.findings, "income") == [
        "£20,000 of the net change in 2026-27 and -£10,000 of the net change in 2028-29 is income, which is shown and "
        "never earns."
    ]
    assert figures(statement.findings, "income") == {"2026-27": 20_000, "2027-28": 0, "2028-29": -10_000}


def test_income_that_did_not_move_is_no_finding_of_the_statement():
    statement = settle(contract(others=(INCOME,)), 0, income=(500_000,))
    assert told(statement.findings, "income") == []


def test_three_years_of_income_are_listed_with_commas():
    statement = settle(contract(others=(INCOME,)), 0, 0, 0, income=(500_001, 500_002, 500_003))
    assert told(statement.findings, "income")[0].startswith(
        "£1 of the net change in 2026-27, £2 of the net change in 2027-28 and £3 of the net change in 2028-29 is income"
    )


def test_income_in_the_saving_earns_and_is_told_with_its_sum():
    agreed = contract(others=(INCOME,), earns_on=["cashable", "income"])
    assert told(agreed.findings, "income in the saving") == [
        "Income earns a fee here (income); check that the contract may count it."
    ]
    statement = settle(agreed, 0, 0, income=(520_000, 530_000))
    assert told(statement.findings, "income in the saving") == [
        "Income earns a fee here (income): £50,000 of what was counted is income, not a saving; check that the "
        "contract may count it."
    ]
    assert figures(statement.findings, "income in the saving") == {"income in the saving": 50_000}
    assert told(statement.findings, "income") == []


def test_a_contract_without_income_says_nothing_of_it():
    assert told(contract().findings, "income") == told(contract().findings, "income in the saving") == []


# Figures published in thousands; an example that says it is one.


def test_figures_that_are_all_whole_thousands_were_published_rounded():
    statement = settle(contract(), 100_000, 150_000)
    assert told(statement.findings, "published rounded") == [
        "The figures of costs look published to the nearest £1,000: all are whole thousands, so that a saving may be "
        "out by as much as £1,000."
    ]
    assert figures(statement.findings, "published rounded") == {"published to": 1_000, "out by": 1_000}


def test_one_figure_in_pounds_is_enough_to_say_that_they_were_not():
    assert told(settle(contract(), 100_000, 150_001).findings, "published rounded") == []
    odd = contract(baseline={"rule": "fixed", "amount": 1_000_500})
    assert told(odd.settle({"2026-27": 900_000}).findings, "published rounded") == []
    assert told(contract().findings, "published rounded") == []


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Roads (illustrative: every term is invented)", ["This contract is illustrative: every term is invented."]),
        ("Roads (Illustrative)", ["This contract is illustrative."]),
        ("An illustrative contract", ["This contract is illustrative."]),
        ("Roads", []),
    ],
)
def test_an_example_says_that_it_is_one(title, sentence):
    assert told(contract(title=title).findings, "illustrative") == sentence


# What frees no budget, and whose budget it is.


@pytest.mark.parametrize("benefit", ["non-cashable", "avoided cost"])
def test_a_fee_on_what_frees_no_budget_is_paid_from_other_money(benefit):
    agreed = contract(measure={"benefit": benefit}, earns_on=[benefit])
    assert told(agreed.findings, "not cashable") == [
        f"Costs is {benefit}: it frees no budget, yet it earns a fee; the council pays that fee from other money."
    ]
    statement = settle(agreed, 100_000, 50_000)
    assert told(statement.findings, "not cashable") == [
        f"Costs is {benefit}: it frees no budget, yet it earns a fee on £150,000; the council pays that fee from other "
        "money."
    ]
    assert figures(statement.findings, "not cashable") == {"counted without cash": 150_000}
    assert severity(statement.findings, "not cashable") == "serious"


@pytest.mark.parametrize("benefit", ["cashable", "recovered"])
def test_cash_is_no_finding(benefit):
    agreed = contract(measure={"benefit": benefit}, earns_on=[benefit])
    assert told(agreed.findings, "not cashable") == []


@pytest.mark.parametrize("fund", ["HRA", "DSG", "public health grant", "capital"])
def test_a_ring_fenced_saving_does_not_pay_a_general_fee(fund):
    agreed = contract(measure={"fund": fund})
    assert told(agreed.findings, "ring-fenced fund") == [
        f"Costs saves money of the {fund}, which is ring-fenced, but the fee is paid from the General Fund."
    ]
    statement = settle(agreed, 100_000, 20_000)
    assert told(statement.findings, "ring-fenced fund") == [
        f"Costs saves money of the {fund}, which is ring-fenced (£120,000), but the fee is paid from the General Fund."
    ]
    assert figures(statement.findings, "ring-fenced fund") == {"ring-fenced saving": 120_000}


def test_a_ring_fenced_saving_may_pay_a_fee_of_its_own_fund():
    paid_from_it = contract(measure={"fund": "HRA"}, settlement={"paid_from": "HRA"})
    assert told(paid_from_it.findings, "ring-fenced fund") == []
    another = contract(measure={"fund": "HRA"}, settlement={"paid_from": "DSG"})
    assert told(another.findings, "ring-fenced fund")[0].endswith("but the fee is paid from the DSG.")
    for fund in ({"fund": "General Fund"}, {}):
        assert told(contract(measure=fund).findings, "ring-fenced fund") == []


# Guaranteed pounds, and no cap.


def test_a_fee_from_the_first_pound_is_paid_on_guaranteed_savings():
    """A tenth of 250,000 is 25,000; of the 150,000 above the guarantee 15,000."""
    agreed = contract(guarantee=GUARANTEE)
    assert told(agreed.findings, "fee on guaranteed savings") == [
        "The fee starts at the first pound, so that it is paid on savings the provider has guaranteed anyway."
    ]
    statement = settle(agreed, 250_000)
    assert told(statement.findings, "fee on guaranteed savings") == [
        "The fee starts at the first pound, so that it is paid on savings the provider has guaranteed anyway: £10,000 "
        "of the fee to date."
    ]
    assert figures(statement.findings, "fee on guaranteed savings") == {"fee on guaranteed savings": 10_000}


def test_a_fee_that_starts_with_the_guarantee_is_not_paid_on_guaranteed_savings():
    for starts in ("above the guarantee", "after the council has its guaranteed amount"):
        agreed = contract(guarantee=GUARANTEE, fee_starts=starts)
        assert told(settle(agreed, 250_000).findings, "fee on guaranteed savings") == []
    assert told(contract().findings, "fee on guaranteed savings") == []


def test_a_fee_without_a_cap_has_no_largest_amount():
    assert told(contract().findings, "uncapped fee") == [
        "The fee has no cap: nothing in the terms limits what a large saving would earn."
    ]
    statement = settle(contract(), 100_000, "50,000.10".replace(",", ""))
    assert told(statement.findings, "uncapped fee") == [
        "The fee has no cap: nothing in the terms limits what a large saving would earn (£15,000.01 so far)."
    ]
    assert figures(statement.findings, "uncapped fee") == {"fee earned to date": Fraction("15000.01")}
    assert told(contract(TENTH, CAP).findings, "uncapped fee") == []


# Cliffs.


def threshold(once_met: str = "everything counts", **other: object) -> dict[str, object]:
    return {"rule": "threshold", "once_met": once_met, "amount": 50_000, **other}


def cliff(*steps: object, **terms: object) -> dict[str, Fraction]:
    return figures(contract(*steps, **terms).findings, "cliff")


def test_a_threshold_once_met_is_a_cliff_of_its_place_and_height():
    """A tenth of 50,000."""
    assert told(contract(threshold(), TENTH).findings, "cliff") == [
        "There is a cliff at £50,000: the last penny of saving that reaches the threshold (fee.step[0]) is worth "
        "£5,000 of fee."
    ]
    assert cliff(threshold(), TENTH) == {"place": 50_000, "height": 5_000}


def test_half_below_a_threshold_halves_the_cliff():
    """5,000.00 at it; half of 49,999.99 below it, and a tenth of that 2,500.00 (2,499.9995)."""
    half = threshold("everything counts, a share of it below", share_below="50%")
    assert cliff(half, TENTH) == {"place": 50_000, "height": 2_500}


def test_a_cap_limits_the_height_of_a_cliff():
    assert cliff(threshold(), TENTH, {**CAP, "amount": 3_000})["height"] == 3_000


def test_bands_give_a_cliff_its_height():
    """A quarter of 20,000 and a tenth of 30,000; or, where the edges are shares of the 100,000 guaranteed, of 20%."""
    bands = [{"up_to": 20_000, "share": "25%"}, {"share": "10%"}]
    assert cliff(threshold(), {"rule": "bands", "bands": bands})["height"] == 8_000
    of_the_guarantee = {
        "rule": "bands",
        "edges": "share of guarantee",
        "bands": [{"up_to": "20%", "share": "25%"}, {"share": "10%"}],
    }
    assert cliff(threshold(), of_the_guarantee, guarantee=GUARANTEE)["height"] == 8_000
    by_share = {"share_of_baseline": "10%", "tested": "each year", "shortfall": "fee only"}
    assert cliff(threshold(), of_the_guarantee, guarantee=by_share)["height"] == 8_000


def test_where_the_council_has_its_guaranteed_amount_first_the_cliff_is_no_higher_than_what_is_left():
    """Everything from 105,000: a tenth is 10,500, and the council has its 100,000 first, which leaves 5,000."""
    agreed = {"guarantee": GUARANTEE, "fee_starts": "after the council has its guaranteed amount"}
    assert cliff(threshold(amount=105_000), TENTH, **agreed) == {"place": 105_000, "height": 5_000}
    assert told(contract(threshold(), TENTH, **agreed).findings, "cliff") == []


def test_a_cliff_in_a_share_of_the_baseline_stands_where_the_baseline_puts_it():
    """5% of 1,000,000 before anything is settled; to date, of two years, 5% of 2,000,000."""
    step = threshold(amount=None, share_of_baseline="5%")
    step = {name: value for name, value in step.items() if value is not None}
    assert cliff(step, TENTH) == {"place": 50_000, "height": 5_000}
    two_years = settle(contract(step, TENTH, counted="to date"), 60_000, 0)
    assert figures(two_years.findings, "cliff") == {"place": 100_000, "height": 10_000}
    alone = settle(contract(step, TENTH), 60_000, 0)
    assert figures(alone.findings, "cliff") == {"place": 50_000, "height": 5_000}


def test_a_cliff_in_a_share_of_the_baseline_counts_its_adjustments_and_the_whole_year():
    """5% of 1,000,000 less 100,000; and in quarters of 4,000,000, before the year is over and after."""
    step = {"rule": "threshold", "share_of_baseline": "5%", "once_met": "everything counts"}
    adjustment = {
        "period": "2026-27",
        "amount": -100_000,
        "kind": "routine",
        "on": "2027-04-01",
        "reason": "fewer roads",
        "evidence": "the network list",
        "agreed_by": "both",
    }
    adjusted = settle(contract(step, TENTH, measure={"adjustment": [adjustment]}), 0)
    assert figures(adjusted.findings, "cliff") == {"place": 45_000, "height": 4_500}
    quarterly = contract(step, TENTH, settled="quarterly", counted="each year")
    assert figures(quarterly.findings, "cliff") == {"place": 200_000, "height": 20_000}
    assert figures(settle(quarterly, 0, 0).findings, "cliff") == {"place": 200_000, "height": 20_000}
    assert figures(settle(quarterly, *[0] * 5).findings, "cliff") == {"place": 200_000, "height": 20_000}
    each_quarter = contract(step, TENTH, settled="quarterly")
    assert figures(each_quarter.findings, "cliff") == {"place": 50_000, "height": 5_000}


def test_edges_and_guarantees_in_quarters_are_of_the_quarter_or_of_the_year():
    """25,000 guaranteed a quarter: 20% of it is 5,000, a quarter of it 1,250 and a tenth of 45,000 4,500."""
    bands = {
        "rule": "bands",
        "edges": "share of guarantee",
        "bands": [{"up_to": "20%", "share": "25%"}, {"share": "10%"}],
    }
    guarantee = {**GUARANTEE, "spread": "evenly over the months"}
    terms = {"guarantee": guarantee, "settled": "quarterly"}
    assert cliff(threshold(), bands, **terms)["height"] == 5_750
    assert cliff(threshold(), bands, **terms, counted="each year")["height"] == 8_000
    settled = settle(contract(threshold(), bands, **terms), 0, 0)
    assert figures(settled.findings, "cliff")["height"] == 5_750


def test_only_the_excess_is_no_cliff():
    assert told(contract(threshold("only the excess counts"), TENTH).findings, "cliff") == []


def test_a_threshold_below_which_everything_counts_all_the_same_is_no_cliff():
    whole = threshold("everything counts, a share of it below", share_below="100%")
    assert told(contract(whole, TENTH).findings, "cliff") == []


# Gates.

GATE = {"rule": "quality gate", "measure": "quality", "at_least": "90%"}


def test_a_gate_is_a_cliff_and_what_hung_on_it_is_told():
    agreed = contract(GATE, TENTH, others=(QUALITY,))
    assert told(agreed.findings, "cliff") == [
        "There is a cliff at 90% of quality (fee.step[0]): below it a period adds no fee."
    ]
    assert severity(agreed.findings, "cliff") == "note"
    statement = settle(agreed, 100_000, 250_000, 50_000, quality=("95%", "95%", "95%"))
    assert told(statement.findings, "cliff") == [
        "There is a cliff at 90% of quality (fee.step[0]): below it a period adds no fee; £25,000 of the fee of "
        "2027-28 hung on it."
    ]
    assert figures(statement.findings, "cliff") == {"place": Fraction(9, 10), "height": 25_000}
    assert severity(statement.findings, "cliff") == "warning"


def test_counted_to_date_what_hung_on_a_gate_is_the_fee_of_its_period():
    """20,000 in the second year; had it failed, the fee would have stayed at 10,000."""
    agreed = contract(GATE, TENTH, others=(QUALITY,), counted="to date")
    statement = settle(agreed, 100_000, 200_000, quality=("95%", "95%"))
    assert figures(statement.findings, "cliff")["height"] == 20_000


def test_nothing_hangs_on_a_gate_where_nothing_was_earned():
    statement = settle(contract(GATE, TENTH, others=(QUALITY,)), 100_000, quality=("80%",))
    assert "height" not in figures(statement.findings, "cliff")


def test_a_gate_that_is_a_most_fails_above_it():
    waiting = {"name": "minutes below target", "unit": "minutes"}
    step = {"rule": "payment gate", "measure": "minutes below target", "at_most": "3.5"}
    statement = settle(contract(TENTH, step, others=(waiting,)), 100_000, minutes_below_target=("3.5",))
    assert told(statement.findings, "cliff") == [
        "There is a cliff at 3.5 minutes of minutes below target (fee.step[1]): above it a period adds no fee; £10,000 "
        "of the fee of 2026-27 hung on it."
    ]


def test_a_standard_finer_than_its_measure_is_failed_by_the_next_figure_that_can_be_read():
    agreed = contract({**GATE, "at_least": "90.125%"}, TENTH, others=(QUALITY,))
    statement = settle(agreed, 100_000, quality=("95%",))
    assert figures(statement.findings, "cliff") == {"place": Fraction("0.90125"), "height": 10_000}
    agreed = contract({"rule": "quality gate", "measure": "quality", "at_most": "90.125%"}, TENTH, others=(QUALITY,))
    assert figures(settle(agreed, 100_000, quality=("90.12%",)).findings, "cliff")["height"] == 10_000


def test_a_standard_that_the_range_of_its_measure_cannot_fail_has_no_height():
    always = {**QUALITY, "outturn_between": ["90%", "100%"]}
    statement = settle(contract(GATE, TENTH, others=(always,)), 100_000, quality=("95%",))
    assert figures(statement.findings, "cliff") == {"place": Fraction(9, 10)}
    just = {**QUALITY, "outturn_between": ["89.99%", "100%"]}
    statement = settle(contract(GATE, TENTH, others=(just,)), 100_000, quality=("95%",))
    assert figures(statement.findings, "cliff")["height"] == 10_000


def test_a_period_may_be_spaced_as_it_likes():
    agreed = contract(GATE, TENTH, others=(QUALITY,), settled="quarterly")
    statement = agreed.settle({"2026-27  q 1": {"costs": 900_000, "quality": "95%"}})
    assert figures(statement.findings, "cliff")["height"] == 10_000


def test_a_gate_whose_failing_is_refused_has_no_height():
    """99 referrals fail the gate, but on fewer than 100 the rate may not be worked out, and nothing is settled."""
    ratio = {"of": "outcomes", "to": "referrals", "denominator_at_least": 100, "if_below": "settling is refused"}
    rate = {"name": "outcome rate", "unit": "%", "ratio": {**ratio, "places": 4}}
    counts = tuple({"name": name, "unit": "people"} for name in ("outcomes", "referrals"))
    gate = {"rule": "quality gate", "measure": "referrals", "at_least": 100}
    agreed = contract(gate, TENTH, others=(*counts, rate))
    statement = settle(agreed, 100_000, outcomes=(60,), referrals=(100,))
    assert figures(statement.findings, "cliff") == {"place": 100}


def test_without_a_gate_or_a_threshold_there_is_no_cliff():
    assert told(settle(contract(), 100_000).findings, "cliff") == []


# A threshold nearly met.


@pytest.mark.parametrize(("saved", "found"), [("44999.99", 0), (45_000, 1), ("49999.99", 1), (50_000, 0)])
def test_a_threshold_is_nearly_met_from_nine_tenths_of_it(saved, found):
    assert len(told(settle(contract(threshold(), TENTH), saved).findings, "threshold nearly met")) == found


def test_a_threshold_nearly_met_is_told_with_what_was_missing():
    statement = settle(contract(threshold(), TENTH), 48_000)
    assert told(statement.findings, "threshold nearly met") == [
        "The threshold was nearly met in 2026-27: £48,000 against £50,000, £2,000 short."
    ]
    assert figures(statement.findings, "threshold nearly met") == {"missing": 2_000}
    assert told(contract(threshold(), TENTH).findings, "threshold nearly met") == []


def test_every_year_that_stands_alone_is_told_and_to_date_only_the_last():
    alone = settle(contract(threshold(), TENTH), 48_000, 80_000, "49999.99")
    assert told(alone.findings, "threshold nearly met") == [
        "The threshold was nearly met in 2026-27: £48,000 against £50,000, £2,000 short.",
        "The threshold was nearly met in 2028-29: £49,999.99 against £50,000, £0.01 short.",
    ]
    agreed = contract(threshold(), TENTH, counted="to date")
    assert told(settle(agreed, 48_000, 80_000).findings, "threshold nearly met") == []
    assert len(told(settle(agreed, 48_000, 1_000).findings, "threshold nearly met")) == 1


# An unusual order.

DEFICIT = {"rule": "deficit carry-forward"}


def test_an_unusual_order_is_told_with_what_it_costs():
    """60,000 lost, 100,000 saved. Threshold first, it sees no loss: 10,000. Loss first, 40,000 is below it: nothing."""
    agreed = contract(threshold(), DEFICIT, TENTH)
    usual = "usual is deficit carry-forward, threshold, share"
    assert told(agreed.findings, "unusual order") == [f"The steps stand in an unusual order; {usual}."]
    statement = settle(agreed, -60_000, 100_000)
    assert told(statement.findings, "unusual order") == [
        f"The steps stand in an unusual order; {usual}; the order written pays £10,000 more to date."
    ]
    assert figures(statement.findings, "unusual order") == {"cost of the order": 10_000}


def test_an_unusual_order_may_make_no_difference():
    """A gate that lets nothing through leaves the cap as it was, whichever of them comes first."""
    gate = {"rule": "payment gate", "measure": "quality", "at_least": "90%"}
    cap = {"rule": "cap", "amount": 15_000, "over": "year"}
    agreed = contract(TENTH, cap, gate, others=(QUALITY,), counted="to date")
    statement = settle(agreed, 100_000, 100_000, quality=("80%", "95%"))
    assert told(statement.findings, "unusual order") == [
        "The steps stand in an unusual order; usual is share, payment gate, cap; the order written pays the same to "
        "date."
    ]


def test_the_usual_order_is_no_finding():
    assert told(settle(contract(DEFICIT, threshold(), TENTH, CAP), 100_000).findings, "unusual order") == []


# Retention left over.

NEXT_YEAR = {"share": "20%", "released": "when the next year meets its guarantee"}


def held(retention: dict[str, object]) -> rr.Contract:
    return contract(guarantee=GUARANTEE, settlement={"retention": retention})


def test_retention_that_nobody_is_named_for_is_told_before_and_at_the_end():
    """A fifth of each 10,000 is held; the last year releases the second's, and its own 2,000 stays."""
    before = ["The terms do not say whose the retention is that is still held when the term ends; "
              "write settlement.retention.at_the_end."]  # fmt: skip
    assert told(held(NEXT_YEAR).findings, "retention left over") == before
    assert told(settle(held(NEXT_YEAR), 100_000).findings, "retention left over") == before
    statement = settle(held(NEXT_YEAR), 100_000, 100_000, 100_000)
    assert told(statement.findings, "retention left over") == [
        "The terms do not say whose the retention is that is still held when the term ends: £2,000 is; "
        "write settlement.retention.at_the_end."
    ]
    assert figures(statement.findings, "retention left over") == {"still retained": 2_000}


def test_retention_of_which_nothing_is_left_is_no_finding():
    assert len(told(settle(held(NEXT_YEAR), 100_000, 100_000, 0).findings, "retention left over")) == 1
    assert told(settle(held(NEXT_YEAR), 0, 0, 0).findings, "retention left over") == []


@pytest.mark.parametrize(
    "retention",
    [
        {**NEXT_YEAR, "at_the_end": "kept by the council"},
        {**NEXT_YEAR, "at_the_end": "released a year after the end of the term"},
        {"share": "20%", "released": "at the end of the term"},
        {"share": "20%", "released": "a year after the end of the term"},
    ],
)
def test_retention_that_somebody_is_named_for_is_no_finding(retention):
    assert told(held(retention).findings, "retention left over") == []
    assert told(settle(held(retention), 100_000, 100_000, 100_000).findings, "retention left over") == []
    assert told(contract().findings, "retention left over") == []


# Evidence.


@pytest.mark.parametrize(
    ("left_out", "lacking"),
    [
        ({}, None),
        ({"source": ""}, "source"),
        ({"agreed": None}, "date agreed and no owner"),
        ({"agreed": {"on": "2026-04-01", "by": "cabinet"}}, "owner"),
        ({"source": "", "agreed": None}, "source and no date agreed and no owner"),
    ],
)
def test_a_baseline_says_where_it_comes_from_who_agreed_it_and_who_owns_it(left_out, lacking):
    baseline = {name: value for name, value in {**EVIDENCED, **left_out}.items() if value is not None}
    expected = [] if lacking is None else [f"The baseline of costs has no {lacking} (measure[0].baseline)."]
    assert told(contract(baseline=baseline).findings, "missing evidence") == expected


def test_a_baseline_that_never_earns_needs_only_its_source():
    assert told(contract(baseline=EVIDENCED, others=(INCOME,)).findings, "missing evidence") == []
    without = {**INCOME, "baseline": {"rule": "fixed", "amount": 1}}
    assert told(contract(baseline=EVIDENCED, others=(without,)).findings, "missing evidence") == [
        "The baseline of income has no source and no date agreed and no owner (measure[1].baseline)."
    ]


def test_an_outturn_names_who_verified_it_and_when():
    agreed = contract(baseline=EVIDENCED)
    first, second, third = outturn(agreed, 1, 1, 1)
    unnamed = {**VERIFIED, "verified by": ""}
    undated = {**VERIFIED, "verified on": ""}
    statement = agreed.settle([{**first, **VERIFIED}, {**second, **unnamed}, {**third, **undated}])
    assert told(statement.findings, "missing evidence") == [
        "Nobody is named, with a date, as having verified the outturn of 2027-28, 2028-29."
    ]


def test_an_outturn_says_its_status():
    agreed = contract(baseline=EVIDENCED)
    rows = [
        {**row, **VERIFIED, "status": status}
        for row, status in zip(outturn(agreed, 1, 1, 1), ("audited", "provisional", ""), strict=True)
    ]
    assert told(agreed.settle(rows).findings, "provisional outturn") == [
        "The outturn of 2028-29 does not say whether it is provisional, final or audited.",
        "The outturn of 2027-28 is provisional; what it settles may still change.",
    ]
    final = [{**row, **VERIFIED} for row in outturn(agreed, 1, 1, 1)]
    assert told(agreed.settle(final).findings, "provisional outturn") == []


def test_many_periods_are_told_by_the_first_and_the_last():
    statement = settle(contract(settled="quarterly"), 0, 0, 0, 0)
    assert "outturn of 2026-27 Q1 to 2026-27 Q4 (4 periods)" in told(statement.findings, "missing evidence")[-1]
    statement = settle(contract(settled="quarterly"), 0, 0, 0)
    assert "outturn of 2026-27 Q1, 2026-27 Q2, 2026-27 Q3." in told(statement.findings, "missing evidence")[-1]


def test_periods_after_the_term_need_no_evidence():
    retention = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    agreed = contract(baseline=EVIDENCED, years=1, settlement=retention)
    statement = agreed.settle([{**row, **VERIFIED} for row in outturn(agreed, 100_000)])
    assert len(statement.periods) == 2
    assert [finding.name for finding in statement.findings] == ["published rounded", "uncapped fee"]
