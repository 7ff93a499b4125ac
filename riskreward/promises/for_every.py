"""Terms left free in a check: for every figure of a term within a range, together with those of others."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from riskreward.contract.contract import Contract
from riskreward.contract.replacing import place_of, plain
from riskreward.figures import exact_decimal
from riskreward.findings import InputError, Problem
from riskreward.kernel import Program
from riskreward.kernel.rounding import to_step
from riskreward.promises.promise import Promise
from riskreward.promises.proving.free_terms import FreeConstant, FreeTerm, free_constants
from riskreward.promises.watching import watch

ForEvery = Mapping[str, tuple[Any, Any]]
"""Terms by name, as `contract.replace` has them, each with its lowest and highest figure."""


def free_terms(contract: Contract, for_every: ForEvery) -> tuple[FreeTerm, ...]:
    """Return the terms that are left free. Raises InputError with every problem of them."""
    found: list[FreeTerm] = []
    problems: list[Problem] = []
    for number, (name, ends) in enumerate(for_every.items()):
        try:
            found.append(_free_term(contract, name, ends, number))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(found)


def _free_term(contract: Contract, name: str, ends: Sequence[Any], number: int) -> FreeTerm:
    where = f"for_every[{name!r}]"
    if isinstance(ends, str) or not isinstance(ends, Sequence) or len(ends) != 2:
        raise InputError([Problem(where, f"is {ends!r}", 'write its lowest and highest figure, such as ("0%", "30%")')])
    low, high = (_figure(contract, name, end) for end in ends)
    if low is None or high is None:
        raise InputError([Problem(where, "is no term of one figure", "leave free a share, or an amount of money")])
    is_money = isinstance(low, Decimal)
    if low > high:
        raise InputError([Problem(where, f"runs from {ends[0]} down to {ends[1]}", "write the lower figure first")])
    return FreeTerm(name, Fraction(low), Fraction(high), is_money, number)


def _figure(contract: Contract, name: str, value: Any) -> Decimal | Fraction | None:
    """Return the figure of a term once it has a value; None where it is no one figure."""
    terms: Any = plain(contract.replace(**{name: value}))
    for part in place_of(plain(contract), name, value):
        terms = terms[part]
    if isinstance(terms, list) and len(terms) == 1:
        terms = terms[0]
    return terms if isinstance(terms, Decimal | Fraction) else None


def at(contract: Contract, terms: Sequence[FreeTerm], values: Sequence[Fraction]) -> Contract:
    """Return the contract with these values of its free terms."""
    written = {
        term.name: exact_decimal(value) if term.is_money else value for term, value in zip(terms, values, strict=True)
    }
    return contract.replace(**written) if written else contract


def corners(terms: Sequence[FreeTerm]) -> Iterator[list[Fraction]]:
    """Yield values at which a contract with free terms is searched: all lowest, all highest, and all between."""
    yield [term.low for term in terms]
    if terms:
        yield [term.high for term in terms]
        yield [to_step((term.low + term.high) / 2, Fraction(1, 100), "down") for term in terms]


def tried(terms: Sequence[FreeTerm]) -> list[Fraction]:
    """Return the values that the contract is recorded at for a proof."""
    return [term.tried[0] for term in terms]


def constants_left_free(
    contract: Contract, terms: Sequence[FreeTerm], promises: Sequence[Promise]
) -> dict[int, FreeConstant]:
    """Return the constants that move with the free terms. Raises InputError for a term that shapes the rules too."""
    found: dict[int, FreeConstant] = {}
    base = tried(terms)
    for number, term in enumerate(terms):

        def recorded(value: Fraction, number: int = number) -> Program:
            values = [value if each == number else other for each, other in enumerate(base)]
            return watch(at(contract, terms, values), promises).assembled.program

        moved = free_constants(recorded, term)
        if moved is None:
            what = "decides more than a figure of the rules, and cannot be left free"
            raise InputError([Problem(f"for_every[{term.name!r}]", what, "check the contract at a few values of it")])
        found |= moved
    return found
