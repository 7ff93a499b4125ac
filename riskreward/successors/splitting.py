"""Splitting a contract between the successors of an authority, so that their amounts add up to it."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from riskreward.baselines import Agreed
from riskreward.contract import Contract
from riskreward.contract.replacing import replaced
from riskreward.figures import Figure, FigureError, read_share, share_text
from riskreward.findings import InputError, Problem
from riskreward.settlement.statement import Statement
from riskreward.successors.amounts import split_in_shares
from riskreward.successors.given import check_contracts, check_statements, check_table, refuse
from riskreward.successors.remaining import left_open, not_passed_on, not_the_last, remaining
from riskreward.terms import read_terms

_SHARES = 'write the share of each successor, such as { "North": "55%", "South": "45%" }'
_OWN_CHANGES = 'write the successor\'s own terms, such as { "provider": "Two Ltd" }'
_CHANGES = 'write the own terms of each successor, such as { "North": { "provider": "Two Ltd" } }'


def split_contract(
    contract: Contract,
    holds_from: str,
    shares: Mapping[str, Figure],
    *,
    agreed: Agreed | Mapping[str, Any],
    source: str,
    statement: Statement | None = None,
    changes: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Contract]:
    """Return the contract of each successor authority, from the period in which a reorganisation takes effect.

    `shares` gives each successor, by name, its share of the authority's money; they add up to 100%. Every amount, of
    the baselines, their adjustments, the guarantee and the fee, is split in these shares, and the parts add up to it
    to the penny. `agreed` is `{"on": date, "by": who}` and `source` the order. `statement` is the last of the old
    contract: what it leaves open is named in each successor's terms, and does not go over by itself. `changes` are
    each successor's own terms, by name or place as in `contract.replace`; a part that no share splits must be there.

    Raises InputError with every problem.

    Source: structural changes orders under the Local Government and Public Involvement in Health Act 2007.

    >>> from riskreward import gain_share
    >>> cumbria = gain_share(
    ...     baseline="£1,000,001", share="25%", fee_starts="first pound", starts="2022-04-01", years=3,
    ...     authority="Cumbria")
    >>> both = split_contract(
    ...     cumbria, "2023-24", {"Cumberland": "55%", "Westmorland and Furness": "45%"},
    ...     agreed={"on": "2022-03-17", "by": "Parliament"}, source="SI 2022/331")
    >>> [str(each.measure[0].baseline.amount) for each in both.values()]
    ['550000.55', '450000.45']
    """
    tables = [("shares", shares, _SHARES), ("changes", changes or {}, _CHANGES)]
    if isinstance(changes, Mapping):
        tables += [(f"changes.{name}", each, _OWN_CHANGES) for name, each in changes.items()]
    refuse(
        [
            *check_contracts({"contract": contract}),
            *(problem for each in tables for problem in check_table(*each)),
            *check_statements({} if statement is None else {"statement": statement}),
        ]
    )
    given = remaining(contract, holds_from)
    own = {name: dict((changes or {}).get(name, {})) for name in shares}
    exact, problems = _shares(shares)
    problems += [
        Problem(f"changes.{name}", "is no successor", f"write one of {', '.join(shares)}")
        for name in (changes or {})
        if name not in shares
    ]
    problems += not_passed_on(given, own.values())
    if statement is not None:
        problems += not_the_last("statement", statement, contract, given)
    if problems:
        raise InputError(problems)
    found = {}
    for number, name in enumerate(shares):

        def part(amount: Decimal, number: int = number) -> Fraction:
            return split_in_shares(amount, exact)[number]

        written = given.written(part)
        written |= {"title": given.terms.title, "authority": name}
        written["succession"] = {
            "contracts": [f"{given.terms.title} ({given.terms.authority or 'the authority before'})"],
            "share": exact[number],
            "agreed": agreed,
            "source": source,
            "left_open": left_open(statement),
        }
        found[name] = read_terms(Contract, replaced(written, own[name]))
    return found


def _shares(shares: Mapping[str, Figure]) -> tuple[tuple[Fraction, ...], list[Problem]]:
    exact, problems = [], []
    for name, share in shares.items():
        try:
            exact.append(read_share(share))
        except FigureError as error:
            problems.append(Problem(f"shares.{name}", error.what, error.mend))
        else:
            if not exact[-1]:
                problems.append(Problem(f"shares.{name}", "is 0%", "leave it out, or write what it takes over"))
    if not problems and sum(exact) != 1:
        what = f"add up to {share_text(Fraction(sum(exact)))}"
        problems.append(Problem("shares", what, "let the shares of all successors add up to 100%"))
    return tuple(exact), problems
