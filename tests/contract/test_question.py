"""What fee rests on a baseline: sensitivity, switching value, and a guarantee within the noise."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward import Finding, Questions
from tests.contract.deeds import vary
from tests.contracts import QUALITY, TENTH, contract, outturn, refusals

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
        "At a saving of exactly 5% of the baseline, with the last known index level, factor or price where none is "
        "published yet, the fee over 2026-27 to 2028-29 is £15,600. "
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


def test_where_the_baseline_differs_by_year_the_switching_value_is_of_the_first():
    """A tenth of 200,000 leaves 180,000: 9% of baselines of 1,000,000 and twice 500,000, 90,000 and twice 45,000."""
    discounted = {"rule": "fixed", "amount": 1_000_000, "discount": ["0%", "50%", "50%"]}
    rows = {"2026-27": 900_000, "2027-28": 450_000, "2028-29": 450_000}
    finding = found(rr.question(contract(baseline=discounted), outturn=rows), "switching value")
    assert finding.sentence == (
        "On the outturn given, the council keeps £180,000 if this baseline is right, and nothing if it is overstated "
        "by 9%, which is £90,000 in 2026-27."
    )
    assert finding.figures["switching value"] == 90_000


def test_a_discount_of_every_year_is_in_the_switching_value_a_year():
    """A baseline of 900,000 and a saving of 5% of it: a tenth of 45,000 leaves 40,500 a year, 4.5% of 900,000."""
    discounted = {"rule": "fixed", "amount": 1_000_000, "discount": "10%"}
    assert found(rr.question(contract(baseline=discounted)), "switching value").sentence.endswith(
        "the council keeps £121,500 if this baseline is right, and nothing if it is overstated by £40,500 a year "
        "(4.5%)."
    )


DIFFERENCE = {
    "rule": "difference in differences",
    "before": 100_000,
    "comparator_before": 900_000,
    "comparator_measure": "elsewhere",
}
ELSEWHERE = {"name": "elsewhere", "unit": "£", "outturn_between": [0, 10_000_000]}


def test_a_baseline_worked_out_below_nought_is_one_of_nothing_and_its_sensitivity_cannot_be_said():
    """100,000 and the 600,000 that the others fell by, from 900,000 to 300,000: 500,000 below nought."""
    agreed = contract(baseline=DIFFERENCE, others=(ELSEWHERE,), measure={"outturn_between": [0, 10_000_000]})
    asked = rr.question(agreed, outturn=[{"period": "2026-27", "elsewhere": 300_000, "costs": 0}])
    finding = found(asked, "baseline of nothing")
    assert finding.sentence == (
        "The baseline is -£500,000 in 2026-27: against it even an outturn of nought saves nothing."
    )
    assert dict(finding.figures) == {"baseline of 2026-27": -500_000}
    assert found(asked, "sensitivity").sentence == (
        "On the outturn given, what each 1% of this baseline is worth, and how far it may be out, cannot be said: in "
        "its first year it is nil or below."
    )
    assert "switching value" not in names(asked)
    rows = [{"period": "2026-27", "elsewhere": 900_000, "costs": 0}]
    assert "baseline of nothing" not in names(rr.question(agreed, outturn=rows))


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
            rr.question(*subject, **given)  # type: ignore[arg-type]  # wrong on purpose
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


# Every form of a baseline is scaled as it was agreed.

CPI = {"series": "CPI", "month": "January before the year", "base": 100, "levels": {"2026-27": 103, "2027-28": 110}}
CHAINED = {**CPI, "chained": {"places": 4, "at_most": "105%", "catches_up": False}}
TONNES = {"name": "waste", "unit": "tonnes", "price": {"amount": 40}}


def test_a_baseline_that_is_rebased_stays_rebased():
    """600,000 saved, then 5% of what half of it leaves: 585,000 twice. At 1% more 120,000 on top, then 60,000 twice.

    Two fifths of 1,770,000 are 708,000; 240,000 more saved are 96,000. What is overstated counts once, and half twice.
    """
    rebased = {"years": ["2027-28"], "share": "50%", "direction": "either way"}
    baseline = {"rule": "fixed", "amount": 12_000_000, "rebased": rebased}
    asked = rr.question(contract({"rule": "share", "share": "40%"}, baseline=baseline))
    assert dict(found(asked, "sensitivity").figures) == {
        "fee": 708_000, "fee at 1% more": 804_000, "fee at 1% less": 612_000}  # fmt: skip
    assert found(asked, "switching value").figures["switching value"] == 531_000


def test_a_guarantee_that_moves_as_the_baseline_is_indexed_stays_as_it_was_agreed():
    """10,300,000, and with the rise of 6.8% held at 5% 10,815,000, twice: above the guarantee 5% of each is saved.

    1% more of the baseline is 103,000 and twice 108,150 more above it: two fifths of 319,300 are 127,720.
    """
    indexed = {"rule": "indexed", "year": "2025-26", "amount": 10_000_000, "index": CHAINED}
    guarantee = {"amount": 500_000, "prices": "as the baseline is indexed", "adjusted": "as the baseline is",
        "tested": "each year", "shortfall": "fee only"}  # fmt: skip
    share = {"rule": "share", "share": "40%"}
    asked = rr.question(contract(share, baseline=indexed, guarantee=guarantee, fee_starts="above the guarantee"))
    assert dict(found(asked, "sensitivity").figures) == {
        "fee": 638_600, "fee at 1% more": 766_320, "fee at 1% less": 510_880}  # fmt: skip


def test_what_an_outturn_brings_of_the_baseline_itself_is_scaled():
    """1,000 predicted and 900 spent: a tenth of 100 is 10, of 110 it is 11."""
    model = {"name": "m", "version": "1", "by": "b", "on": "2026-01-01", "document": "d", "fitted_on": "f"}
    baseline = {"rule": "prediction", "model": model, "conditions": "reporting period", "each_period": True}
    outturn = {"2026-27": {"costs": 900, "costs, predicted": 1_000}}
    assert dict(found(rr.question(contract(baseline=baseline), outturn=outturn), "sensitivity").figures) == {
        "fee": 10, "fee at 1% more": 11, "fee at 1% less": 9}  # fmt: skip


def test_a_discount_is_kept():
    """Of 980,000 a twentieth is 49,000; 1% more is 9,800 more."""
    baseline = {"rule": "fixed", "amount": 1_000_000, "discount": "2%"}
    assert dict(found(rr.question(contract(baseline=baseline)), "sensitivity").figures) == {
        "fee": 14_700, "fee at 1% more": 17_640, "fee at 1% less": 11_760}  # fmt: skip


@settings(max_examples=25)
@given(st.integers(-3, 3), st.lists(st.integers(-400_000, 400_000), min_size=3, max_size=3))
def test_the_fee_at_one_per_cent_more_is_that_of_an_amount_so_much_larger(share: int, savings: list[int]):
    """A discount, an index, a rebasing and quarters at once: the terms with the amount written anew say the same."""

    def agreed(amount: int) -> rr.Contract:
        rebased = {"years": ["2027-28", "2028-29"], "share": f"{50 + 10 * share}%", "direction": "only down"}
        index = {**CPI, "levels": {"2026-27": 103, "2027-28": 110, "2028-29": 108}}
        indexed = {"rule": "indexed", "year": "2025-26", "amount": amount, "index": index, "discount": ["1%", "2%", 0],
            "rebased": rebased, "spread": "evenly over the months"}  # fmt: skip
        return contract(baseline=indexed, settled="half-yearly", counted="each year")

    spent = [540_000 - saving for saving in savings for _ in range(2)]
    rows = {period.label: {"costs": each} for period, each in zip(agreed(1).calendar.periods, spent, strict=True)}
    figures = found(rr.question(agreed(1_000_000), outturn=rows), "sensitivity").figures
    for name, amount in (("fee", 1_000_000), ("fee at 1% more", 1_010_000), ("fee at 1% less", 990_000)):
        assert agreed(amount).settle(rows).exact("fee earned to date") == figures[name]


# Units that are no money.


def test_a_guarantee_in_money_is_so_many_units_at_their_price():
    """5,000 at 40 a tonne are 125 tonnes, and 500 more are supposed: a tenth of 25,000 in each of three years."""
    guarantee = {"amount": 5_000, "prices": "contract prices", "tested": "each year", "shortfall": "fee only"}
    unsure = {"rule": "fixed", "amount": 10_000, "uncertainty": {"share": "6%", "confidence": "90%"}}
    asked = rr.question(contract(measure=TONNES, baseline=unsure, guarantee=guarantee))
    assert found(asked, "sensitivity").figures["fee"] == 7_500
    assert found(asked, "minimum detectable saving").sentence.endswith(
        "below 600 tonnes a year cannot be told from noise."
    )
    assert "The guaranteed saving of £5,000 in 2026-27 is below the £24,000 that could be told from noise" in (
        found(asked, "guarantee within the noise").sentence
    )


def test_the_switching_value_is_in_the_measures_unit():
    """67,500 kept is 1,687.5 tonnes at 40; over three years 562.5 a year."""
    finding = found(
        rr.question(contract(measure=TONNES, baseline={"rule": "fixed", "amount": 12_500})), "switching value"
    )
    assert finding.sentence.endswith("and nothing if it is overstated by 562.5 tonnes a year (4.5%).")
    assert finding.figures["switching value"] == Fraction("562.5")


def test_a_measure_in_per_cent_is_asked_about_in_percentage_points():
    """A twentieth of 8.4% is 0.42 points, at 4,000 a point 1,680: a tenth of it thrice is 504."""
    measure = {"name": "rate", "unit": "%", "price": {"amount": 4_000}}
    history = {"2023-24": "8.1%", "2024-25": "8.2%", "2025-26": "8.4%"}
    one_off = {"2025-26": {"amount": "0.1%", "reason": "strike"}}
    unsure = {"share": "6%", "confidence": "90%"}
    baseline = {"rule": "fixed", "amount": "8.4%", "history": history, "one_off": one_off, "uncertainty": unsure}
    asked = rr.question(contract(measure=measure, baseline=baseline))
    assert found(asked, "highest of history").sentence.startswith(
        "The baseline of 8.4% is the highest of the 3 years 2023-24 to 2025-26, 0.17 percentage points (2%) above"
    )
    assert found(asked, "trend against the provider").sentence == (
        "The figure rose by 0.15 percentage points a year over 2023-24 to 2025-26. Carried on to 2026-27, the line "
        "stands at 8.53%, 0.13 percentage points above the baseline of 8.4%: the provider must first make that up."
    )
    assert "There is 0.1 percentage points of one-off cost in 2025-26 (strike)" in (
        found(asked, "one-off costs inside").sentence
    )
    assert found(asked, "growth implied").figures["growth a year to 2026-27"] == 0
    assert "below 0.5 percentage points a year" in found(asked, "minimum detectable saving").sentence
    assert found(asked, "sensitivity").figures["fee"] == 504
    assert found(asked, "switching value").sentence.endswith("overstated by 0.38 percentage points a year (4.52%).")


def test_a_guarantee_in_money_of_a_measure_in_per_cent_is_so_many_points_at_their_price():
    """3,600 at 4,000 a point is 0.9 points, and 0.5 more are supposed: a tenth of 5,600 in each of three years.

    A noise of 10% of 10% is one point, worth 4,000.
    """
    measure = {"name": "rate", "unit": "%", "price": {"amount": 4_000}}
    guarantee = {"amount": 3_600, "prices": "contract prices", "tested": "each year", "shortfall": "fee only"}
    unsure = {"rule": "fixed", "amount": "10%", "uncertainty": {"share": "10%", "confidence": "90%"}}
    asked = rr.question(contract(measure=measure, baseline=unsure, guarantee=guarantee))
    assert found(asked, "sensitivity").figures["fee"] == 1_680
    assert "below 1 percentage point a year" in found(asked, "minimum detectable saving").sentence
    assert found(asked, "guarantee within the noise").figures["minimum detectable saving"] == 4_000


def test_a_history_in_another_unit_than_the_measure_is_refused():
    measure = {"name": "rate", "unit": "%", "price": {"amount": 4_000}}
    of_points = {"2024-25": 8.2, "2025-26": "8.4%"}
    assert refusals(measure=measure, baseline={"rule": "fixed", "amount": "8.4%", "history": of_points}) == [
        'measure[0].baseline.history.2024-25 is 8.2, but the measure is in %; write "8.2%"'
    ]
    one_off = {"2024-25": {"amount": "1%", "reason": "flood"}}
    pounds = {"rule": "fixed", "amount": 900_000, "history": {"2024-25": 900_000}, "one_off": one_off}
    assert refusals(baseline=pounds) == [
        "measure[0].baseline.one_off.2024-25.amount is 1%, but the measure is in '£'; write the figure in that unit"
    ]


# What is not known beforehand.


def test_factors_and_prices_not_yet_published_are_the_last_known():
    """1,034,000 in each year: a tenth of 5% of it thrice is 15,510; 1,500 and then 1,600 a case: 7,500 and 16,000."""
    trended = {"rule": "trended", "year": "2025-26", "amount": 1_000_000, "factors": {"national": {"2026-27": 1.034}}}
    asked = rr.question(contract(baseline=trended))
    assert found(asked, "sensitivity").figures["fee"] == 15_510
    assert "with the last known index level, factor or price" in found(asked, "sensitivity").sentence
    assert list(found(asked, "growth implied").figures) == ["growth a year to 2026-27"]
    repriced = {"rule": "re-priced volume", "volume": 1_000, "prices": {"2026-27": 1_500, "2027-28": 1_600}}
    assert found(rr.question(contract(baseline=repriced)), "sensitivity").figures["fee"] == 23_500
    price = {"amount": 40, "index": {**CPI, "levels": {"2026-27": 103}}}
    history = {"2024-25": 10_000, "2025-26": 10_000}
    tonnes = contract(
        measure={**TONNES, "price": price}, baseline={"rule": "fixed", "amount": 10_000, "history": history}
    )
    asked = rr.question(tonnes)
    assert found(asked, "sensitivity").figures["fee"] == 6_180
    years = ["2026-27", "2027-28", "2028-29"]  # of the baseline itself everything is known
    assert list(found(asked, "growth implied").figures)[:3] == [f"growth a year to {year}" for year in years]


def test_a_baseline_that_is_measured_later_is_asked_what_can_be_asked():
    """8,000 a quarter is 32,000 a year, the highest of the history; what fee rests on it waits for an outturn."""
    history = {"2022-23": 34_000, "2023-24": 33_000, "2024-25": 32_000}
    mix = {"rule": "case mix", "amount": 8_000, "score": 1, "score_measure": "score", "at_most": "103%"}
    score = {"name": "score", "unit": "points", "outturn_between": [0, 5]}
    agreed = contract(baseline={**mix, "history": history}, others=(score,), settled="quarterly")
    asked = rr.question(agreed)
    assert "Carried on to 2026-27, the line stands at £30,000, £2,000 below the baseline of £32,000" in (
        found(asked, "trend ignored").sentence
    )
    assert found(asked, "sensitivity").sentence == (
        "What fee rests on this baseline cannot be said beforehand: ask again with an outturn."
    )
    quarters = [f"2026-27 Q{quarter}" for quarter in range(1, 5)]
    given = rr.question(agreed, outturn={label: {"costs": 7_000, "score": "1.01"} for label in quarters})
    assert found(given, "sensitivity").figures["fee"] == 432  # a tenth of 8,080 less 7,000, four times
    cost = {"rule": "unit cost", "cost": 1_000, "volume": 10, "volume_measure": "score"}
    assert names(rr.question(contract(baseline=cost, others=(score,)))) == {
        "no history", "set by nobody named", "sensitivity"}  # fmt: skip


def test_a_line_is_asked_about_by_the_years_it_was_fitted_to():
    years = {"2023-24": 1_100_000, "2024-25": 1_080_000, "2025-26": 1_060_000}
    asked = rr.question(contract(baseline={"rule": "linear trend", "years": years}))
    assert names(asked) == {"set by nobody named", "growth implied", "sensitivity", "switching value"}
    assert found(asked, "growth implied").sentence.startswith(
        "From the £1,060,000 of 2025-26, the baseline implies a fall of 1.89% a year to 2026-27"
    )


def test_a_share_that_is_written_down_alone_is_shown_as_one():
    asked = rr.question({"rule": "fixed", "amount": "8.4%", "history": {"2024": "8.2%", "2025": "8.4%"}})
    assert "The baseline of 8.4% is the highest of the 2 years 2024 to 2025, 0.1 percentage points" in (
        found(asked, "highest of history").sentence
    )


def test_a_statement_is_asked_about_with_its_contract():
    agreed = contract()
    with pytest.raises(rr.InputError) as caught:
        rr.question(agreed.settle({"2026-27": 0}))
    assert str(caught.value) == (
        "the subject is 'Statement', where a contract, a measure or a baseline belongs; "
        "question(contract, outturn=statement)"
    )


def test_claims_that_may_not_overlap_do_not_keep_a_smaller_baseline_from_being_tried():
    """All of the 20,000 is claimed; a baseline 1% smaller saves 10,000, which earns 1,000 less."""
    claimed = {"claim": [{"name": "ours", "ours": True}], "overlap": "refused"}
    agreed = contract(TENTH, measure=claimed, years=1)
    rows = [{"period": "2026-27", "costs": 980_000, "costs: ours": 20_000}]
    assert "£1,000" in found(rr.question(agreed, outturn=rows), "sensitivity").sentence


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


def test_of_a_varied_contract_every_stage_is_worked_out_on_its_own_terms():
    """5% of 1,000,000 is saved in each year: a tenth of it is earned in the first and a fifth in the two after."""
    finding = found(rr.question(vary(contract(), share="20%")), "sensitivity")
    assert "the fee over 2026-27 to 2028-29 is £25,000" in finding.sentence
    assert "Each 1% of this baseline is worth £5,000 of it." in finding.sentence
