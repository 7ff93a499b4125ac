"""Contracts, outturns and statements in and out of files."""

from riskreward.interchange.contract_files import (
    contract_from_json,
    contract_from_toml,
    contract_to_json,
    read_contract,
)
from riskreward.interchange.outturn_files import outturn_from_csv, read_claims, read_outturn
from riskreward.interchange.schema import contract_schema
from riskreward.interchange.statement_files import (
    FORMATS,
    statement_to_csv,
    statement_to_json,
    statement_to_page,
)

__all__ = [
    "FORMATS",
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
]
