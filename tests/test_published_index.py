"""Where each published case is worked out: every one has a test that settles it."""

import ast
import tomllib
from functools import lru_cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CASES = TESTS.parents[1] / "shared" / "cases" / "published_cases.toml"

SAVED = "catalogue/test_shared_savings.py::test_a_saving_is_paid_to_the_dollar"
OWED = "catalogue/test_shared_savings.py::test_an_overspend_is_owed_to_two_dollars"
RATE = "catalogue/test_shared_savings.py::test_the_minimum_rate_lies_on_a_straight_line_within_its_row"
NEC = "catalogue/test_target_contract.py::test_the_contractors_share_and_what_it_is_paid"
PAIN = "test_published_cases.py::test_pain_by_two_bands_capped_and_never_extrapolated"
WORKED = {
    "mssp-2024-A1026": SAVED,
    "mssp-2024-A1059": SAVED,
    "mssp-2024-A1262": SAVED,
    "mssp-2023-A1001": SAVED,
    "mssp-2024-A2619": SAVED,
    "mssp-2024-A2366": SAVED,
    "mssp-2024-A5328": "catalogue/test_shared_savings.py::test_half_the_share_below_the_minimum",
    "mssp-2024-A1204": SAVED,
    "mssp-2018-A1409": "catalogue/test_shared_savings.py::"
    "test_the_limit_binds_after_the_deduction_and_half_a_dollar_is_rounded_up",
    "mssp-2024-A2029-loss": OWED,
    "mssp-2024-A2308-loss": OWED,
    "mssp-2024-A5193-loss": OWED,
    "mssp-2024-A5401-advance": "catalogue/test_shared_savings.py::test_an_advance_is_recovered_out_of_what_is_earned",
    "mssp-2024-A5328-advance": "settlement/test_advance.py::"
    "test_a_published_6_288_45_earned_of_565_455_outstanding_all_goes_to_recovery",
    "mssp-minimum-savings-rate-5451": RATE,
    "mssp-minimum-savings-rate-14719": RATE,
    "nec-gain-capped-by-a-zero-band": NEC,
    "nec-overrun-shared-half": NEC,
    "nec-overrun-all-on-the-provider": NEC,
    "nec-gain-flat-half": "catalogue/test_target_contract.py::test_retention_on_the_cost_does_not_touch_the_share",
    "target-cost-two-bands-gain": "test_published_cases.py::test_two_bands_outward_from_the_target",
    "target-cost-two-bands-pain": "settlement/test_reimbursed.py::test_a_pain_share_comes_off_the_price",
    "target-cost-pain-capped": PAIN,
    "target-cost-uncovered-slice": PAIN,
    "fpif-table": "catalogue/test_cost_incentives.py::test_the_published_table_of_60_40_under_a_ceiling_of_100000",
    "fpif-70-30-underrun": "catalogue/test_cost_incentives.py::test_70_30_on_an_underrun",
    "fpif-70-30-overrun": "catalogue/test_cost_incentives.py::test_the_point_of_total_assumption_is_told",
    "troubled-families-sheffield": "catalogue/test_troubled_families.py::"
    "test_what_sheffield_and_birmingham_could_be_paid_at_most",
    "troubled-families-birmingham": "catalogue/test_troubled_families.py::"
    "test_what_sheffield_and_birmingham_could_be_paid_at_most",
    "troubled-families-year-split": "catalogue/test_troubled_families.py::"
    "test_attachment_is_80_then_60_then_40_per_cent_and_the_result_the_rest",
    "work-programme-jsa-18-24": "catalogue/test_work_programme.py::"
    "test_what_one_claimant_of_each_group_is_worth_at_most",
    "denver-impact-bond": "catalogue/test_impact_bond.py::test_denver_paid_three_instalments_that_add_up_exactly",
    "peterborough-cohort-then-pooled": "catalogue/test_cohort_bond.py::"
    "test_peterboroughs_first_cohort_at_8_4_per_cent_did_not_pay_and_9_per_cent_pooled_did",
    "fair-chance-person-cap": "rows/test_rate_card.py::test_a_cap_of_15000_for_a_person_pays_15000_of_17200",
    "nhs-marginal-rate-stacking": "fees/outcomes/test_marginal_rate.py::"
    "test_activity_above_that_of_2008_09_is_paid_30_per_cent_and_70_per_cent_of_that_is_21",
    "hurdle-and-high-water-mark": "fees/counting/test_high_water_mark.py::"
    "test_100_grown_to_120_earns_3_above_a_hurdle_of_5_per_cent_and_leaves_a_mark_of_117",
    "high-water-mark-round-trip": "fees/counting/test_high_water_mark.py::test_no_second_fee_on_ground_regained",
    "per-member-month-minimum-not-met": "test_published_cases.py::"
    "test_a_minimum_savings_rate_of_one_per_cent_is_not_met_by_nine_tenths",
    "first-pound-share": "test_published_cases.py::"
    "test_once_the_threshold_is_crossed_everything_is_shared_from_the_first_pound",
    "risk-corridors-professional": "catalogue/test_risk_corridors.py::test_a_saving_and_an_overspend_are_shared_alike",
    "cfd-strike-price-rule": "test_published_cases.py::"
    "test_a_strike_price_is_the_initial_price_by_the_ratio_of_two_levels",
    "recovery-audit-reversed-on-appeal": "catalogue/test_recovery_audit.py::"
    "test_an_eighth_of_a_million_and_25000_back_on_what_is_overturned",
    "tapering-bands-not-extrapolated": "test_published_cases.py::test_bands_that_end_are_never_extrapolated",
    "south-tyneside-highways-outturn": "test_published_cases.py::test_south_tyneside_under_the_invented_terms",
}
"""The test that works a published case out, by the case."""


@lru_cache
def functions(path: str) -> set[str]:
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("case", WORKED)
def test_every_case_has_its_test(case: str) -> None:
    path, _, function = WORKED[case].partition("::")
    assert function in functions(path)


@pytest.mark.skipif(not CASES.exists(), reason=f"the published cases are not beside this checkout: {CASES}")
def test_every_published_case_is_listed() -> None:
    listed = tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]
    assert {each["id"] for each in listed} == set(WORKED)
