"""Settles risk-reward contracts: the fee is paid only out of improvement that is realised, verified and kept."""

from riskreward.baselines import Questions, present_value
from riskreward.catalogue import gain_share
from riskreward.contract import Contract, question
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
from riskreward.portfolios import Columns, FiguresByYear, Portfolio, figures_by_year, portfolio
from riskreward.settlement import Line, PeriodStatement, Statement
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
    "merge_contracts",
    "outturn_from_csv",
    "portfolio",
    "present_value",
    "question",
    "read_contract",
    "read_outturn",
    "split_contract",
    "statement_to_csv",
    "statement_to_json",
    "statement_to_page",
]
