"""Figures as they are given to the functions of the catalogue, before a contract's terms are made of them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from riskreward.figures import Figure, FigureError, number_text, read_number, without_symbol
from riskreward.findings import InputError, Problem
from riskreward.guarantees import Excess, Shortfall, Tested
from riskreward.refusals import described


def is_share(figure: Figure) -> bool:
    """Return whether a figure is a share, as it is written, and no amount."""
    if isinstance(figure, str):
        return figure.strip().endswith("%") or "/" in figure or figure.strip().startswith(("0.", "."))
    return not isinstance(figure, int) and -1 <= figure <= 1


def unclear_guarantee(guarantee: Figure | None) -> Iterator[Problem]:
    """Yield what is wrong with a bare number that may be a percentage or pounds."""
    try:
        number = read_number(guarantee)
    except FigureError:
        return
    if 1 <= number <= 100:
        plain = number_text(number)
        what = f"is {plain}, which may be {plain}% of the baseline or {plain} pounds"
        yield Problem("guarantee", what, f'write "{plain}%" or "£{plain}"')


def unclear_truth(where: str, value: object) -> Iterator[Problem]:
    """Yield what is wrong with a word such as "no", which Python would take for a yes."""
    if not isinstance(value, bool):
        yield Problem(where, f"is {described(value)}, where True or False belongs", "write one of them")


def guarantee_terms(
    guarantee: Figure, tested: Tested, shortfall: Shortfall, excess: Excess | None, spread: object
) -> dict[str, Any]:
    """Return the terms of a guarantee: a share of the baseline, or money in the cash of each year, never adjusted."""
    how = {"tested": tested, "shortfall": shortfall} | written({"excess": excess})
    if is_share(guarantee):
        return {"share_of_baseline": guarantee} | how
    in_cash = {"amount": guarantee, "prices": "cash of each year", "adjusted": "never"}
    return in_cash | how | written({"spread": spread})


def written(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Return the terms that were given, without those that were left out."""
    return {name: value for name, value in terms.items() if value is not None}


def flow(name: str, currency: str) -> dict[str, Any]:
    """Return a measure of money from nought up, which is a cost unless it says otherwise."""
    return {"name": name, "unit": currency, "outturn_between": [0, 10**12]}


@contextmanager
def called(places: Mapping[str, str]) -> Iterator[None]:
    """Tell problems within by the parameters of a function, in the place of the terms that they became, each once."""
    try:
        yield
    except InputError as refused:
        raise InputError(dict.fromkeys(_called(each, places) for each in refused.problems)) from None


def _called(problem: Problem, places: Mapping[str, str]) -> Problem:
    place = next((place for place in places if problem.where.startswith(place)), None)
    if place is None:
        return problem
    step, of_it = place.rsplit(".", 1)
    what, mend = problem.what, problem.mend
    for other, name in places.items():
        beside, term = other.rsplit(".", 1)
        if beside == step:
            what = re.sub(rf"\b{term}(?=\[| [\d£$€])", name, what)
            mend = mend.replace(f"list {of_it} ", f"list {places[place]} ")
    return Problem(problem.where.replace(place, places[place]), what, mend)


def part_of(amount: object, whole: object, currency: str = "£") -> Fraction:
    """Return which part an amount is of another, of the first year's where there are several; a tenth if unknown."""
    parts = [
        amount_of(each[0] if isinstance(each, list | tuple) and each else each, currency) for each in (amount, whole)
    ]
    return Fraction(1, 10) if parts[0] is None or not parts[1] else parts[0] / parts[1]


def amount_of(value: object, currency: str) -> Fraction | None:
    """Return an amount of money as it is given, without its currency; None where it cannot be read."""
    try:
        return read_number(without_symbol(value, currency) if isinstance(value, str) else value)
    except FigureError:
        return None
