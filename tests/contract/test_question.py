"""What fee rests on a baseline: sensitivity, switching value, and a guarantee within the noise."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward import Finding, Questions
from tests.contract.deeds import vary
from tests.contracts import QUALITY, TENTH, contract, outturn

FALLING = {"2017-18": 1_100_000, "2018-19": 1_080_000, "2019-20": 1_060_000}
BY_PROVIDER = {"tested": "each year", "shortfall": "provider pays each year"}
EACH = "the same for each settlement"


def found(asked: Questions, name: str) -> Finding:
    (finding,) = (each for each in asked if each.name == name)
    return finding


def names(asked: Questions) -> set[str]:
    return {finding.name for finding in asked}


# Sensitivity.


def test_without_a_guarantee_the_saving_supposed_is_5_per_cent():
    """A tenth of 50,000 in three years is 15,000; 1% of the baseline is 10,000, a tenth of it 1,000, thrice 3,000."""
    finding = found(rr.question(contract()), "sensitivity")
    assert finding.sentence == (
        "At a saving of exactly 5% of the baseline, the fee over 2026-27 to 2028-29 is £15,000. "
        "Each 1% of this baseline is worth £3,000 of it."
    )
    assert dict(finding.figures) == {"fee": 15_000, "fee at 1% more": 18_000, "fee at 1% less": 12_000}
    assert finding.severity == "note"
    assert finding not in rr.question(contract()).to_ask


def test_with_a_guarantee_the_saving_supposed_is_5_per_cent_above_it():
    """Above a guarantee of 100,000 lie 50,000; the guarantee in money does not move with the baseline."""
    guarantee = {"amount": 100_000, "tested": "each year", "shortfall": "fee only"}
    finding = found(rr.question(contract(guarantee=guarantee, fee_starts="above the guarantee")), "sensitivity")
    assert finding.sentence.startswith(
        "At a saving of exactly the guarantee plus 5% of the baseline, the fee over 2026-27 to 2028-29 is £15,000. "
    )
    assert finding.figures["fee at 1% more"] == 18_000


def test_a_guarantee_as_a_share_moves_with_the_baseline():
    """A guarantee of 10% rises by 1,000 where the baseline rises by 10,000: 9,000 more above it, a tenth is 900."""
    guarantee = {"share_of_baseline": "10%", "tested": "each year", "shortfall": "fee only"}
    finding = found(rr.question(contract(guarantee=guarantee, fee_starts="above the guarantee")), "sensitivity")
    assert dict(finding.figures) == {"fee": 15_000, "fee at 1% more": 17_700, "fee at 1% less": 12_300}


def test_on_an_outturn_given_up_and_down_may_differ():
    """100,000, nothing and -50,000: 10,000 of fee; 1% more: 11,000 and 1,000; 1% less: 9,000."""
    agreed = contract()
    rows = outturn(agreed, 100_000, 0, -50_000)
    for given_as in (rows, agreed.settle(rows)):
        finding = found(rr.question(agreed, outturn=given_as), "sensitivity")
        assert finding.sentence == (
            "On the outturn given, the fee over 2026-27 to 2028-29 is £10,000. A baseline 1% more favourable is worth "
            "£2,000 more of fee, one 1% less favourable £1,000 less."
        )


def test_one_settled_year_is_named():
    agreed = contract()
    finding = found(rr.question(agreed, outturn=outturn(agreed, 100_000)), "sensitivity")
    assert finding.sentence.startswith("On the outturn given, the fee over 2026-27 is £10,000. ")


def test_a_cap_that_is_full_leaves_nothing_to_gain_by_a_higher_baseline():
    agreed = contract(TENTH, {"rule": "cap", "amount": 5_000, "over": "year"})
    assert dict(found(rr.question(agreed), "sensitivity").figures) == {
        "fee": 15_000, "fee at 1% more": 15_000, "fee at 1% less": 12_000}  # fmt: skip


def test_the_gates_of_other_measures_are_passed_and_councils_costs_are_nil():
    gate = {"rule": "quality gate", "measure": "quality", "at_least": "90%"}
    agreed = contract(gate, TENTH, others=(QUALITY,), council_costs="taken off the saving")
    assert found(rr.question(agreed), "sensitivity").figures["fee"] == 15_000


def test_an_outturn_outside_the_range_that_the_contract_declares_may_be_supposed():
    agreed = contract(measure={"outturn_between": [990_000, 2_000_000]})
    assert found(rr.question(agreed), "sensitivity").figures["fee"] == 15_000


def test_of_income_a_lower_baseline_earns_more():
    recovered = {"benefit": "recovered", "better": "higher"}
    asked = rr.question(contract(measure=recovered, earns_on=["recovered"]))
    assert dict(found(asked, "sensitivity").figures) == {
        "fee": 15_000, "fee at 1% more": 18_000, "fee at 1% less": 12_000}  # fmt: skip
    assert "Each 1% of this baseline (a lower one shows the larger improvement) is worth" in (
        found(asked, "sensitivity").sentence
    )
    assert "understated by £45,000 a year (4.5%)" in found(asked, "switching value").sentence


def test_index_levels_not_yet_published_are_the_last_known_and_that_is_said():
    """1,000,000 at 104 is 1,040,000 in each year; a tenth of 5% of it is 5,200."""
    index = {"series": "CPI", "month": "March inside the year", "base": 100, "levels": {"2026-27": 104}}
    baseline = {"rule": "indexed", "year": "2025-26", "amount": 1_000_000, "index": index}
    asked = rr.question(contract(baseline=baseline))
    finding = found(asked, "sensitivity")
    assert finding.sentence.startswith(
        "At a saving of exactly 5% of the baseline, with the last known index level where none is published yet, "
        "the fee over 2026-27 to 2028-29 is £15,600. "
    )
    assert list(found(asked, "growth implied").figures) == ["growth a year to 2026-27"]
    assert found(asked, "growth implied").figures["growth a year to 2026-27"] == Fraction(4, 100)
    none = contract(baseline={**baseline, "index": {**index, "levels": {}}})
    assert found(rr.question(none), "sensitivity").figures["fee"] == 15_000
    assert found(rr.question(none), "growth implied").figures["growth a year to 2026-27"] == 0


def test_of_quarters_the_years_amount_is_the_four_together():
    """5,000 of fee in each of twelve quarters; 45,000 kept in each of four is 180,000 a year."""
    asked = rr.question(contract(settled="quarterly"))
    assert dict(found(asked, "sensitivity").figures) == {
        "fee": 60_000, "fee at 1% more": 72_000, "fee at 1% less": 48_000}  # fmt: skip
    assert found(asked, "switching value").figures["switching value"] == 180_000
    spread = {"rule": "fixed", "amount": 1_000_000, "spread": "evenly over the months"}
    assert found(rr.question(contract(settled="quarterly", baseline=spread)), "sensitivity").figures["fee"] == 15_000


def test_an_amount_for_each_quarter_is_held_against_whole_years_of_history():
    history = {"2024-25": 3_900_000, "2025-26": 4_000_000}
    quarterly = {"rule": "fixed", "amount": 1_000_000, "spread": EACH, "history": history}
    agreed = contract(settled="quarterly", baseline=quarterly)
    finding = found(rr.question(agreed), "highest of history")
    assert finding.sentence.startswith("The baseline of £4,000,000 is the highest of the 2 years 2024-25 to 2025-26, ")
    years = {"2024-25": 900_000, "2025-26": 1_000_000}
    mean = contract(settled="quarterly", baseline={"rule": "historic", "years": years, "spread": EACH})
    assert found(rr.question(mean), "growth implied").sentence.startswith("From the £4,000,000 of 2025-26, ")


def test_a_year_that_is_not_settled_whole_is_not_held_against_whole_years():
    history = {"2024-25": 3_900_000, "2025-26": 4_000_000}
    agreed = contract(
        settled="quarterly", baseline={"rule": "fixed", "amount": 1_000_000, "spread": EACH, "history": history}
    )
    asked = rr.question(agreed, outturn=outturn(agreed, 100_000))
    assert found(asked, "growth implied").figures["growth a year to 2026-27"] == 0


@settings(max_examples=25)
@given(st.lists(st.integers(-200_000, 400_000), min_size=1, max_size=3))
def test_the_fee_at_one_per_cent_more_is_that_of_a_contract_that_says_so(savings: list[int]):
    agreed = contract(counted="to date")
    rows = outturn(agreed, *savings)
    figures = found(rr.question(agreed, outturn=rows), "sensitivity").figures
    for name, amount in (("fee", 1_000_000), ("fee at 1% more", 1_010_000), ("fee at 1% less", 990_000)):
        settled = contract(counted="to date", baseline={"rule": "fixed", "amount": amount}).settle(rows)
        assert settled.exact("fee earned to date") == figures[name]


# Switching value.


def test_the_council_keeps_nothing_where_what_it_kept_was_no_saving():
    """It keeps nine tenths of 50,000 a year: 45,000, which is 4.5% of the baseline."""
    finding = found(rr.question(contract()), "switching value")
    assert finding.sentence == (
        "On the saving supposed under sensitivity, the council keeps £135,000 if this baseline is right, and nothing "
        "if it is overstated by £45,000 a year (4.5%)."
    )
    assert dict(finding.figures) == {"kept by the council": 135_000, "switching value": 45_000}
    assert finding.severity == "note"


def test_the_switching_value_is_found_to_the_penny():
    """50,000 saved, 10,000 of fee: 40,000 over three years is 13,333.33 a year and a third of a penny."""
    agreed = contract()
    asked = rr.question(agreed, outturn=outturn(agreed, 100_000, 0, -50_000))
    assert found(asked, "switching value").figures["switching value"] == Fraction("13333.34")


def test_a_council_that_keeps_nothing_is_told_so():
    finding = found(rr.question(contract({"rule": "share", "share": "100%"})), "switching value")
    assert finding.severity == "serious"
    assert finding.sentence == (
        "On the saving supposed under sensitivity, the council keeps nothing even if this baseline is right."
    )


def test_where_the_provider_pays_more_than_its_fee_the_council_never_keeps_nothing():
    agreed = contract(guarantee={"amount": 1_500_000, **BY_PROVIDER}, fee_starts="above the guarantee")
    finding = found(rr.question(agreed, outturn=dict.fromkeys(["2026-27", "2027-28"], 0)), "switching value")
    assert finding.sentence == (
        "On the outturn given, there is no baseline so far overstated that the council would keep nothing."
    )


def test_an_improvement_that_is_no_cash_has_no_switching_value():
    asked = rr.question(contract(measure={"benefit": "avoided cost"}, earns_on=["avoided cost"]))
    assert "sensitivity" in names(asked)
    assert "switching value" not in names(asked)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 40_000_000), min_size=1, max_size=3))
def test_the_switching_value_is_what_the_council_keeps_a_year_rounded_up(savings: list[int]):
    """In plain fractions: the savings less a tenth of each, in whole pence, over the years."""
    agreed = contract()
    pounds = [Fraction(pence, 100) for pence in savings]
    fees = [Decimal(pence) / 1000 for pence in savings]
    kept = sum(pounds) - sum(Fraction(fee.quantize(Decimal("0.01"), ROUND_HALF_UP)) for fee in fees)
    finding = found(rr.question(agreed, outturn=outturn(agreed, *pounds)), "switching value")
    assert finding.figures["kept by the council"] == kept
    if kept > 0:
        assert finding.figures["switching value"] == Fraction(-((-kept * 100 / len(savings)) // 1), 100)


# What a question of the baseline is worth in fee.


def test_a_question_says_how_much_fee_rests_on_it():
    """20,000 above the mean of 1,080,000: a tenth of it in each of three years is 6,000."""
    baseline = {"rule": "fixed", "amount": 1_100_000, "history": FALLING}
    finding = found(rr.question(contract(baseline=baseline)), "highest of history")
    assert finding.sentence.endswith("On the saving supposed under sensitivity, £6,000 of fee rests on it.")
    assert finding.figures["fee that rests on it"] == 6_000


def test_the_trend_is_carried_on_to_the_first_year_paid_on():
    """Seven years after 2019-20, at 20,000 a year, the line has fallen from 1,060,000 to 920,000."""
    finding = found(
        rr.question(contract(baseline={"rule": "fixed", "amount": 1_000_000, "history": FALLING})), "trend ignored"
    )
    assert "Carried on to 2026-27, the line stands at £920,000, £80,000 below" in finding.sentence
    assert finding.figures["fee that rests on it"] == 15_000  # all there is: 80,000 is more than the 50,000 saved


def test_of_income_it_rests_on_a_baseline_that_is_too_low():
    """The lowest of 1,060,000 to 1,100,000 lies 20,000 below the mean: a tenth of it, three times over."""
    baseline = {"rule": "fixed", "amount": 1_060_000, "history": FALLING}
    recovered = {"benefit": "recovered", "better": "higher"}
    asked = rr.question(contract(measure=recovered, earns_on=["recovered"], baseline=baseline))
    assert found(asked, "lowest of history").figures["fee that rests on it"] == 6_000


def test_more_than_the_whole_baseline_may_be_too_high():
    """The line falls by 300,000 a year to below nought: all of the fee rests on it, and no less."""
    history = {"2017-18": 1_600_000, "2018-19": 1_300_000, "2019-20": 1_000_000}
    finding = found(
        rr.question(contract(baseline={"rule": "fixed", "amount": 1_000_000, "history": history})), "trend ignored"
    )
    assert finding.figures["trend in 2026-27"] == -1_100_000
    assert finding.figures["fee that rests on it"] == 15_000


# The noise.


def unsure(share: str, **guarantee: object) -> Questions:
    baseline = {"rule": "fixed", "amount": 1_000_000, "uncertainty": {"share": share, "confidence": "90%"}}
    return rr.question(
        contract(baseline=baseline, guarantee={"tested": "each year", "shortfall": "fee only", **guarantee})
    )


def test_a_guarantee_below_the_noise_is_serious():
    finding = found(unsure("6%", share_of_baseline=["7%", "5%", "5%"]), "guarantee within the noise")
    assert finding.severity == "serious"
    assert next(iter(unsure("6%", share_of_baseline=["7%", "5%", "5%"]))) == finding
    assert finding.sentence == (
        "The guaranteed saving of £50,000 in 2027-28 is below the £60,000 that could be told from noise at 90% "
        "confidence: it can be met, or missed, by chance."
    )
    assert dict(finding.figures) == {"guaranteed": 50_000, "minimum detectable saving": 60_000}


def test_a_guarantee_of_as_much_as_the_noise_or_of_nothing_is_not_within_it():
    assert "guarantee within the noise" not in names(unsure("6%", amount=60_000))
    assert "guarantee within the noise" in names(unsure("6%", amount="59,999.99"))
    assert "guarantee within the noise" not in names(unsure("6%", amount=0))


# Which baselines.


INCOME = {"name": "income", "unit": "£", "benefit": "income", "better": "higher",
    "baseline": {"rule": "fixed", "amount": 500_000, "set_by": "provider"}}  # fmt: skip


def test_every_baseline_of_a_contract_is_asked_about_and_a_measure_without_one_is_not():
    asked = rr.question(contract(others=(INCOME, QUALITY)))
    assert [name for name, _ in asked.by_baseline] == ["costs", "income"]
    assert asked.sentence == "4 things to ask before these baselines are paid on."
    assert names(Questions((("income", asked.of("income")),))) == {"set by the provider", "no history"}
    assert "The baseline of income" in str(asked)


def test_one_measure_may_be_named():
    assert [name for name, _ in rr.question(contract(others=(INCOME,)), "income").by_baseline] == ["income"]


def test_other_measures_that_earn_are_supposed_to_save_nothing():
    other = {"name": "fuel", "unit": "£", "benefit": "cashable", "baseline": {"rule": "fixed", "amount": 70_000}}
    finding = found(rr.question(contract(others=(other,)), "costs"), "sensitivity")
    assert finding.figures["fee"] == 15_000
    assert finding.sentence.startswith("At a saving of exactly 5% of the baseline and none of other measures, the fee")


def test_a_baseline_of_nothing_has_no_sensitivity():
    asked = rr.question(contract(baseline={"rule": "fixed", "amount": 0}))
    assert names(asked) == {"baseline of nothing", "set by nobody named", "no history"}


def test_what_is_no_contract_measure_or_baseline_is_refused():
    def told(*subject: object, **given: object) -> str:
        with pytest.raises(rr.InputError) as caught:
            rr.question(*subject, **given)  # type: ignore[arg-type]
        return str(caught.value)

    agreed = contract(others=(QUALITY,))
    assert told(7) == ("the subject is 'int', where a contract, a measure or a baseline belongs; question(contract)")
    assert told(agreed, "quality") == "measure is 'quality', which is no measure with a baseline; write one of 'costs'"
    assert told(agreed.measure[1]) == "measure 'quality' has no baseline; question one that has"
    baseline = agreed.measure[0].baseline
    assert told(baseline, "costs") == "measure is given, but the subject is no contract; question the contract"
    assert told(baseline, outturn={}) == "outturn is given, but the subject is no contract; question the contract"
    assert told({"rule": "fixed", "amount": "1k"}) == (
        "baseline.amount is '1k', which is abbreviated; write the figure in full, such as 1,200,000"
    )
    assert "2026-27" in told(agreed, outturn=[{"period": "2030-31"}])
    assert [name for name, _ in rr.question(agreed.measure[0]).by_baseline] == ["costs"]


def test_the_shipped_example_can_be_questioned():
    from importlib.resources import files

    example = rr.read_contract(str(files("riskreward") / "example" / "south-tyneside.toml"))
    asked = rr.question(example, "running costs")
    assert {"set by nobody named", "no history", "growth implied", "sensitivity", "switching value"} == names(asked)


def test_where_claims_are_met_whole_a_smaller_baseline_leaves_less_to_claim():
    """100,000 saved and all of it claimed; with a baseline of 990,000 only 90,000 could be, of which 10% are earned."""
    agreed = contract(measure={"claim": [{"name": "a", "ours": True}], "overlap": "refused"})
    rows = [{"period": "2026-27", "costs": 900_000, "costs: a": 100_000}]
    finding = found(rr.question(agreed, outturn=rows), "sensitivity")
    assert "the fee over 2026-27 is £10,000" in finding.sentence
    assert "worth £0 more of fee, one 1% less favourable £1,000 less" in finding.sentence


def test_a_rebased_baseline_is_worth_what_its_first_year_is():
    """What is saved against 1% more, 110,000, is taken off the second year's baseline: 900,000 whatever was agreed."""
    fixed = {"rule": "fixed", "amount": 1_000_000}
    rebased = {"years": ["2027-28"], "share": "100%", "direction": "either way"}
    agreed = contract(baseline={**fixed, "rebased": rebased})
    finding = found(rr.question(agreed, outturn=outturn(agreed, 100_000, 100_000)), "sensitivity")
    assert "the fee over 2026-27 to 2027-28 is £10,000" in finding.sentence
    assert "Each 1% of this baseline is worth £1,000 of it." in finding.sentence


def test_an_indexed_guarantee_moves_with_its_index_and_not_with_the_baseline_supposed():
    """100,000 guaranteed; 1% more baseline is 10,000 more saving above it."""
    index = {"series": "CPI", "month": "March inside the year", "base": 100, "levels": {"2026-27": 100}}
    guarantee = {"amount": 100_000, "prices": "as the baseline is indexed", "adjusted": "never"}
    agreed = contract(
        baseline={"rule": "indexed", "amount": 1_000_000, "index": index, "discount": "0%"},
        guarantee={**guarantee, "tested": "each year", "shortfall": "fee only"},
        fee_starts="above the guarantee",
    )
    finding = found(rr.question(agreed, outturn=outturn(agreed, 150_000)), "sensitivity")
    assert "Each 1% of this baseline is worth £1,000 of it." in finding.sentence


def test_a_prediction_that_each_outturn_brings_is_questioned():
    model = {"name": "m", "version": "1", "by": "us", "on": "2026-01-31", "document": "x", "fitted_on": "2025-26"}
    predicted = {"rule": "prediction", "model": model, "conditions": "reporting period", "each_period": True}
    agreed = contract(baseline=predicted)
    rows = [{"period": "2026-27", "costs": 900_000, "costs, predicted": 1_000_000}]
    finding = found(rr.question(agreed, outturn=rows), "sensitivity")
    assert "Each 1% of this baseline is worth £1,000 of it." in finding.sentence


def test_of_a_varied_contract_it_is_said_that_no_fee_is_worked_out():
    agreed = vary(contract(), share="20%")
    for asked in (rr.question(agreed), rr.question(agreed, outturn=outturn(agreed, 100_000))):
        assert found(asked, "sensitivity").sentence == (
            "What fee rests on this baseline is not worked out, as the contract is varied."
        )
