"""Settles risk-reward contracts: the fee is paid only out of improvement that is realised, verified and kept."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from riskreward.contract import Contract
from riskreward.findings import Finding, InputError, Problem
from riskreward.improvements import Outturn
from riskreward.interchange import (
    contract_from_json,
    contract_from_toml,
    contract_schema,
    contract_to_json,
    outturn_from_csv,
    read_contract,
    read_outturn,
    statement_to_csv,
    statement_to_json,
    statement_to_page,
)
from riskreward.settlement import Line, PeriodStatement, Statement

if TYPE_CHECKING:
    from riskreward.baselines.answer import Questions
    from riskreward.baselines.present_value import present_value
    from riskreward.catalogue import (
        gain_share,
        guaranteed_savings,
        impact_bond,
        procurement_gain_share,
        recovery_audit,
    )
    from riskreward.contract.question import question
    from riskreward.portfolios import Columns, FiguresByYear, Portfolio, figures_by_year, portfolio
    from riskreward.successors import merge_contracts, split_contract

__version__ = "0.1.0"

__all__ = [
    "Columns",
    "Contract",
    "FiguresByYear",
    "Finding",
    "InputError",
    "Line",
    "Outturn",
    "PeriodStatement",
    "Portfolio",
    "Problem",
    "Questions",
    "Statement",
    "contract_from_json",
    "contract_from_toml",
    "contract_schema",
    "contract_to_json",
    "figures_by_year",
    "gain_share",
    "guaranteed_savings",
    "impact_bond",
    "merge_contracts",
    "outturn_from_csv",
    "portfolio",
    "present_value",
    "procurement_gain_share",
    "question",
    "read_contract",
    "read_outturn",
    "recovery_audit",
    "split_contract",
    "statement_to_csv",
    "statement_to_json",
    "statement_to_page",
]

_LOADED_WHEN_ASKED_FOR = {
    "riskreward.baselines.answer": ("Questions",),
    "riskreward.baselines.present_value": ("present_value",),
    "riskreward.catalogue": (
        "gain_share",
        "guaranteed_savings",
        "impact_bond",
        "procurement_gain_share",
        "recovery_audit",
    ),
    "riskreward.contract.question": ("question",),
    "riskreward.portfolios": ("Columns", "FiguresByYear", "Portfolio", "figures_by_year", "portfolio"),
    "riskreward.successors": ("merge_contracts", "split_contract"),
}
"""What settling a contract does not need, so that a finance tool starts no later for it."""


def __getattr__(name: str) -> Any:
    for module, names in _LOADED_WHEN_ASKED_FOR.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
