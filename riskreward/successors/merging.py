"""Merging the contracts of several authorities into the one of their successor."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from riskreward.baselines import Agreed
from riskreward.contract import Contract
from riskreward.contract.replacing import replaced
from riskreward.figures import shown
from riskreward.findings import InputError, Problem
from riskreward.refusals import described
from riskreward.settlement.statement import Statement
from riskreward.successors.given import check_contracts, check_statements, check_table, refuse
from riskreward.successors.remaining import Remaining, left_open, not_passed_on, not_the_last, remaining
from riskreward.terms import read_terms

BRING_TO_ONE = "bring the contracts to one, or write it in changes"


class _Amount(Decimal):
    """An amount that is added up, told apart from figures that must agree."""


def merge_contracts(
    contracts: Sequence[Contract],
    holds_from: str,
    authority: str,
    *,
    agreed: Agreed | Mapping[str, Any],
    source: str,
    title: str | None = None,
    statements: Sequence[Statement] = (),
    changes: Mapping[str, Any] | None = None,
) -> Contract:
    """Return the contract of the successor of several authorities, from the period in which they become one.

    Measures of the same name become one, their baselines and adjustments added up; so are the amounts of the guarantee
    and the fee. Every other term must be alike in all the contracts, or be in `changes`, which are the successor's own
    terms, by name or place as in `contract.replace`. `statements` are the last of each old contract, in their order:
    what they leave open is named in the successor's terms, and does not go over by itself.

    Raises InputError with every term that differs.

    Source: structural changes orders under the Local Government and Public Involvement in Health Act 2007.
    """
    listed = [("contracts", contracts), ("statements", statements)]
    refuse(
        [
            *(
                Problem(where, f"is {described(each)}, where a list belongs", f"write the {where} in a list")
                for where, each in listed
                if not isinstance(each, list | tuple)
            ),
            *check_table(
                "changes", changes or {}, 'write the successor\'s own terms, such as { "provider": "Two Ltd" }'
            ),
        ]
    )
    refuse(
        [
            *check_contracts({f"contracts[{number}]": each for number, each in enumerate(contracts)}),
            *check_statements({f"statements[{number}]": each for number, each in enumerate(statements)}),
        ]
    )
    if len(contracts) < 2:
        raise InputError([Problem("contracts", f"has {len(contracts)}", "give the contracts of two or more")])
    if statements and len(statements) != len(contracts):
        what = f"has {len(statements)}, but there are {len(contracts)} contracts"
        raise InputError([Problem("statements", what, "give the last statement of each, in their order")])
    parts = [remaining(contract, holds_from) for contract in contracts]
    own = dict(changes or {})
    problems = list(dict.fromkeys(each for part in parts for each in not_passed_on(part, [own])))
    for number, (statement, contract, part) in enumerate(zip(statements, contracts, parts, strict=False)):
        problems += not_the_last(f"statements[{number}]", statement, contract, part)
    plain = [part.written(_Amount) for part in parts]
    merged = _merged("", plain, problems, own)
    if problems:
        raise InputError(problems)
    open_balances: dict[str, Fraction] = {}
    for statement in statements:
        for name, amount in left_open(statement).items():
            open_balances[name] = open_balances.get(name, Fraction(0)) + amount
    merged |= {"title": title or parts[0].terms.title, "authority": authority}
    merged["succession"] = {
        "contracts": [_told(part) for part in parts],
        "agreed": agreed,
        "source": source,
        "left_open": open_balances,
    }
    return read_terms(Contract, replaced(merged, own))


def _told(part: Remaining) -> str:
    return f"{part.terms.title} ({part.terms.authority or 'the authority before'})"


def _merged(place: str, values: Sequence[Any], problems: list[Problem], own: Mapping[str, Any]) -> Any:
    """Return several terms as one: amounts added up, lists by name, everything else as it is in all of them."""
    first = values[0]
    if all(isinstance(each, _Amount) for each in values):
        return sum((Fraction(each) for each in values), Fraction(0))
    if all(isinstance(each, dict) for each in values):
        names = list(dict.fromkeys(name for each in values for name in each))
        found = {}
        for name in names:
            at = f"{place}.{name}" if place else name
            alike = [each.get(name, [] if name == "adjustment" else None) for each in values]
            found[name] = _merged(at, alike, problems, own)
        return found
    if all(isinstance(each, list) for each in values):
        return list(_listed(place, values, problems, own))
    if any(each != first for each in values) and not _is_changed(place, own):
        told = [shown(str(each)) if each is not None else "missing" for each in values]
        problems.append(Problem(place, f"differs: {', '.join(told)}", BRING_TO_ONE))
    return first


def _listed(place: str, values: Sequence[list[Any]], problems: list[Problem], own: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the items of several lists as one: a measure or adjustment that only some have stays as it is."""
    if place in {"measure"} or place.endswith(".adjustment"):
        named = [{each.get("name", str(each)): each for each in listed} for listed in values]
        names = list(dict.fromkeys(name for each in named for name in each))
        for number, name in enumerate(names):
            alike = [each[name] for each in named if name in each]
            yield _merged(f"{place}[{number}]", alike, problems, own)
        return
    if any(len(each) != len(values[0]) for each in values):
        if not _is_changed(place, own):
            counts = ", ".join(str(len(each)) for each in values)
            problems.append(Problem(place, f"has {counts} entries", BRING_TO_ONE))
        yield from values[0]
        return
    for number, each in enumerate(zip(*values, strict=True)):
        yield _merged(f"{place}[{number}]", each, problems, own)


def _is_changed(place: str, own: Mapping[str, Any]) -> bool:
    return any(place == name or place.startswith((f"{name}.", f"{name}[")) for name in own)
