"""What is given to make a successor's contract: anything else in its place is refused, all of it at once."""

from collections.abc import Iterable, Iterator, Mapping

from riskreward.contract import Contract
from riskreward.findings import InputError, Problem
from riskreward.refusals import described
from riskreward.settlement.statement import Statement

_CONTRACT = "give a contract, such as contract_from_toml reads"
_STATEMENT = "give the last statement of the old contract, contract.settle(outturn), or leave it out"


def check_contracts(contracts: Mapping[str, object]) -> Iterator[Problem]:
    """Yield a problem for each that is no contract, by its place."""
    for where, each in contracts.items():
        if not isinstance(each, Contract):
            yield Problem(where, f"is {described(each)}, where a contract belongs", _CONTRACT)


def check_statements(statements: Mapping[str, object]) -> Iterator[Problem]:
    """Yield a problem for each that is no statement, by its place."""
    for where, each in statements.items():
        if not isinstance(each, Statement):
            yield Problem(where, f"is {described(each)}, where a statement belongs", _STATEMENT)


def check_table(where: str, given: object, mend: str) -> Iterator[Problem]:
    """Yield a problem where no table is given."""
    if not isinstance(given, Mapping):
        yield Problem(where, f"is {described(given)}, where a table belongs", mend)


def refuse(problems: Iterable[Problem]) -> None:
    """Raise InputError with the problems, if there are any."""
    if told := list(dict.fromkeys(problems)):
        raise InputError(told)
