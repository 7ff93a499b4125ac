"""Settles risk-reward contracts: the fee is paid only out of improvement that is realised, verified and kept."""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from riskreward.contract import Contract
from riskreward.findings import Finding, InputError, Problem
from riskreward.improvements import Outturn

if TYPE_CHECKING:
    from riskreward.baselines.answer import Questions
    from riskreward.baselines.present_value import present_value
    from riskreward.catalogue.cohort_bond import cohort_bond
    from riskreward.catalogue.cost_incentives import cost_plus_incentive, fixed_price_incentive
    from riskreward.catalogue.gain_share import gain_share
    from riskreward.catalogue.guaranteed_savings import guaranteed_savings
    from riskreward.catalogue.impact_bond import impact_bond
    from riskreward.catalogue.procurement_gain_share import procurement_gain_share
    from riskreward.catalogue.recovery_audit import recovery_audit
    from riskreward.catalogue.risk_corridors import risk_corridors
    from riskreward.catalogue.shared_savings import shared_savings
    from riskreward.catalogue.target_contract import nec_option_c, nec_option_d
    from riskreward.catalogue.troubled_families import troubled_families
    from riskreward.catalogue.work_programme import work_programme
    from riskreward.contract.outcome_payments import outcome_payments
    from riskreward.contract.question import question
    from riskreward.interchange import (
        contract_from_json,
        contract_from_toml,
        contract_schema,
        contract_to_json,
        outturn_from_csv,
        read_claims,
        read_contract,
        read_outturn,
        statement_to_csv,
        statement_to_json,
        statement_to_page,
    )
    from riskreward.interchange.rate_card_files import read_rate_card
    from riskreward.portfolios import Columns, FiguresByYear, Lots, Portfolio, figures_by_year, portfolio, settle_lots
    from riskreward.promises import Checked, Promise, Verdict, check, check_lots
    from riskreward.promises.curve import PayoutCurve, payout_curve
    from riskreward.promises.exposure import Exposure, exposure
    from riskreward.rows.rate_card import RateCard
    from riskreward.rows.working_paper import WorkingPaper
    from riskreward.scenarios import (
        certain,
        history,
        lognormal,
        low_likely_high,
        normal,
        own_figures,
        presets,
        scenario,
        shock,
    )
    from riskreward.scenarios.comparators import fixed_fee, hybrid
    from riskreward.scenarios.comparison import compare
    from riskreward.scenarios.discount import GREEN_BOOK, discount_rate
    from riskreward.scenarios.on_outturn import OutturnComparison
    from riskreward.scenarios.on_paths import Comparison
    from riskreward.scenarios.portfolio_result import PortfolioSimulation
    from riskreward.scenarios.portfolio_simulation import simulate_portfolio
    from riskreward.scenarios.sensitivity import Sensitivity, sensitivity
    from riskreward.scenarios.simulated import Simulation
    from riskreward.scenarios.simulation import simulate
    from riskreward.settlement.settled import Line, PeriodStatement
    from riskreward.settlement.statement import Statement
    from riskreward.successors import merge_contracts, split_contract

__version__ = "0.1.0"

__all__ = [
    "Checked",
    "Columns",
    "Comparison",
    "Contract",
    "Exposure",
    "FiguresByYear",
    "Finding",
    "GREEN_BOOK",
    "InputError",
    "Line",
    "Lots",
    "Outturn",
    "OutturnComparison",
    "PayoutCurve",
    "PeriodStatement",
    "Portfolio",
    "PortfolioSimulation",
    "Problem",
    "Promise",
    "Questions",
    "RateCard",
    "Sensitivity",
    "Simulation",
    "Statement",
    "Verdict",
    "WorkingPaper",
    "certain",
    "check",
    "check_lots",
    "cohort_bond",
    "compare",
    "contract_from_json",
    "contract_from_toml",
    "contract_schema",
    "contract_to_json",
    "cost_plus_incentive",
    "discount_rate",
    "exposure",
    "figures_by_year",
    "fixed_fee",
    "fixed_price_incentive",
    "gain_share",
    "guaranteed_savings",
    "history",
    "hybrid",
    "impact_bond",
    "lognormal",
    "low_likely_high",
    "merge_contracts",
    "nec_option_c",
    "nec_option_d",
    "normal",
    "outcome_payments",
    "outturn_from_csv",
    "own_figures",
    "payout_curve",
    "portfolio",
    "present_value",
    "presets",
    "procurement_gain_share",
    "question",
    "read_claims",
    "read_contract",
    "read_outturn",
    "read_rate_card",
    "recovery_audit",
    "risk_corridors",
    "scenario",
    "sensitivity",
    "settle_lots",
    "shared_savings",
    "shock",
    "simulate",
    "simulate_portfolio",
    "split_contract",
    "statement_to_csv",
    "statement_to_json",
    "statement_to_page",
    "troubled_families",
    "work_programme",
]

_LOADED_WHEN_ASKED_FOR = {
    "riskreward.baselines.answer": ("Questions",),
    "riskreward.baselines.present_value": ("present_value",),
    "riskreward.catalogue.cohort_bond": ("cohort_bond",),
    "riskreward.catalogue.cost_incentives": ("cost_plus_incentive", "fixed_price_incentive"),
    "riskreward.catalogue.gain_share": ("gain_share",),
    "riskreward.catalogue.guaranteed_savings": ("guaranteed_savings",),
    "riskreward.catalogue.impact_bond": ("impact_bond",),
    "riskreward.catalogue.procurement_gain_share": ("procurement_gain_share",),
    "riskreward.catalogue.recovery_audit": ("recovery_audit",),
    "riskreward.catalogue.risk_corridors": ("risk_corridors",),
    "riskreward.catalogue.shared_savings": ("shared_savings",),
    "riskreward.catalogue.target_contract": ("nec_option_c", "nec_option_d"),
    "riskreward.catalogue.troubled_families": ("troubled_families",),
    "riskreward.catalogue.work_programme": ("work_programme",),
    "riskreward.contract.outcome_payments": ("outcome_payments",),
    "riskreward.contract.question": ("question",),
    "riskreward.interchange": (
        "contract_from_json",
        "contract_from_toml",
        "contract_schema",
        "contract_to_json",
        "outturn_from_csv",
        "read_claims",
        "read_contract",
        "read_outturn",
        "statement_to_csv",
        "statement_to_json",
        "statement_to_page",
    ),
    "riskreward.interchange.rate_card_files": ("read_rate_card",),
    "riskreward.portfolios": (
        *("Columns", "FiguresByYear", "Lots", "Portfolio"),
        *("figures_by_year", "portfolio", "settle_lots"),
    ),
    "riskreward.promises": ("Checked", "Promise", "Verdict", "check", "check_lots"),
    "riskreward.promises.curve": ("PayoutCurve", "payout_curve"),
    "riskreward.promises.exposure": ("Exposure", "exposure"),
    "riskreward.rows.rate_card": ("RateCard",),
    "riskreward.rows.working_paper": ("WorkingPaper",),
    "riskreward.scenarios": (
        *("certain", "history", "lognormal", "low_likely_high"),
        *("normal", "own_figures", "scenario", "shock"),
    ),
    "riskreward.scenarios.comparators": ("fixed_fee", "hybrid"),
    "riskreward.scenarios.comparison": ("compare",),
    "riskreward.scenarios.discount": ("GREEN_BOOK", "discount_rate"),
    "riskreward.scenarios.on_outturn": ("OutturnComparison",),
    "riskreward.scenarios.on_paths": ("Comparison",),
    "riskreward.scenarios.portfolio_result": ("PortfolioSimulation",),
    "riskreward.scenarios.portfolio_simulation": ("simulate_portfolio",),
    "riskreward.scenarios.sensitivity": ("Sensitivity", "sensitivity"),
    "riskreward.scenarios.simulated": ("Simulation",),
    "riskreward.scenarios.simulation": ("simulate",),
    "riskreward.settlement.settled": ("Line", "PeriodStatement"),
    "riskreward.settlement.statement": ("Statement",),
    "riskreward.successors": ("merge_contracts", "split_contract"),
}
"""What reading a contract does not need, so that a finance tool starts no later for it."""

_MODULES = {
    "presets": "riskreward.scenarios.presets",
    "promises": "riskreward.promises",
    "scenarios": "riskreward.scenarios",
}

if "hypothesis" in sys.modules:  # imported first, it found no riskreward to register
    import_module("riskreward_for_hypothesis").register()


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(_MODULES[name])
    for module, names in _LOADED_WHEN_ASKED_FOR.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
