"""What a guarantee must say, and what it must not, so that neither side can read it in two ways."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import get_args

from riskreward.calendar import Calendar
from riskreward.figures import money_text
from riskreward.findings import Problem
from riskreward.guarantees.excess import banks
from riskreward.guarantees.guarantee import Adjusted, Guarantee, Prices, ValuedAt
from riskreward.schedule import FROM_THE_START, OF_A_YEAR, by_label, spread_problems, year_figures

IN_MONEY = {"amount", "share_of_estimate"}
IF_PAID = (
    "excess",
    "bank",
    "interest_on_shortfall",
    "credited_before_start",
    "met_at_cost_cover",
    "repair_in_kind",
    "security",
)
"""Terms that are about a shortfall which is paid."""


def guarantee_problems(guarantee: Guarantee, calendar: Calendar) -> list[Problem]:
    """Return what is wrong with the guarantee over this term, the measures apart."""
    checks = (_by_year, _what_is_guaranteed, _paid, _cost_cover)
    return [problem for check in checks for problem in check(guarantee, calendar)]


def choose_one(choices: object) -> str:
    """Return the mend that lists the choices."""
    return "choose one of " + ", ".join(f'"{choice}"' for choice in get_args(choices))


def _by_year(guarantee: Guarantee, calendar: Calendar) -> Iterator[Problem]:
    lists: list[tuple[str, Sequence[object]]] = [
        (name, getattr(guarantee, name)) for name in ("share_of_baseline", "amount", "estimate", "quantity")
    ]
    if guarantee.met_at_cost_cover is not None:
        lists.append(("met_at_cost_cover.project_cost", guarantee.met_at_cost_cover.project_cost))
    for name, figures in lists:
        if figures:
            yield from year_figures(f"guarantee.{name}", figures, calendar)
    if guarantee.form != "share_of_baseline":
        yield from spread_problems("guarantee", guarantee.spread, calendar, OF_A_YEAR)


def _what_is_guaranteed(guarantee: Guarantee, calendar: Calendar) -> Iterator[Problem]:
    form = guarantee.form
    if bool(guarantee.estimate) != (form == "share_of_estimate"):
        what = (
            "is missing, but a share of it is guaranteed"
            if form == "share_of_estimate"
            else "is given, but no share of it is guaranteed"
        )
        yield Problem("guarantee.estimate", what, "write estimate and share_of_estimate, or neither")
    if form in IN_MONEY:
        if guarantee.prices is None:
            what = "is missing, but the guarantee is in money, which is of some year's prices"
            yield Problem("guarantee.prices", what, choose_one(Prices))
    elif guarantee.prices is not None:
        what = {
            "share_of_baseline": "is given, but a share of the baseline is in the baseline's own prices",
            "quantity": "is given, but the guarantee is in units of a measure, which valued_at prices",
        }[form]
        yield Problem("guarantee.prices", what, "leave it out")
    if form == "share_of_baseline":
        if guarantee.adjusted is not None:
            what = "is given, but a share of the baseline is adjusted as the baseline is"
            yield Problem("guarantee.adjusted", what, "leave it out")
    elif guarantee.adjusted is None:
        what = "is missing, and nothing else says whether an adjustment of the baseline changes the guarantee"
        yield Problem("guarantee.adjusted", what, choose_one(Adjusted))
    for name, mend in (
        ("measure", 'name it, such as measure = "electricity"'),
        ("valued_at", choose_one(ValuedAt).replace("choose one of", "write")),
    ):
        value = getattr(guarantee, name)
        if form == "quantity" and value is None:
            lacking = {"measure": "whose unit it is in", "valued_at": "what a unit of a shortfall costs"}[name]
            yield Problem(f"guarantee.{name}", f"is missing, but a quantity does not say {lacking}", mend)
        elif form != "quantity" and value is not None:
            yield Problem(f"guarantee.{name}", "is for a quantity, of which there is none", "leave it out")
    if guarantee.spread == FROM_THE_START and (
        guarantee.prices == "as the baseline is indexed" or guarantee.adjusted == "as the baseline is"
    ):
        what = f"is {FROM_THE_START!r}, but what is guaranteed moves with the baseline of each settlement"
        yield Problem("guarantee.spread", what, "spread it as the baseline is spread")


def _paid(guarantee: Guarantee, calendar: Calendar) -> Iterator[Problem]:
    if not guarantee.is_paid:
        for name in IF_PAID:
            if getattr(guarantee, name) is not None:
                yield Problem(
                    f"guarantee.{name}", "is for a shortfall that is paid, but shortfall is 'fee only'", "leave it out"
                )
        return
    if not guarantee.stands_alone and guarantee.excess is not None:
        what = "is for years tested one by one; tested 'cumulatively', an excess counts to date anyway"
        yield Problem("guarantee.excess", what, "leave it out")
    elif (
        guarantee.bank is not None
        and not banks(guarantee.excess)
        and (guarantee.excess is not None or not guarantee.stands_alone)
    ):
        yield Problem(
            "guarantee.bank", "is for an excess that is banked, but none is", "let excess say so, or leave the bank out"
        )
    if guarantee.interest_on_shortfall is not None and guarantee.shortfall != "provider pays at the end":
        what = "is for a shortfall that waits, but shortfall is 'provider pays each year'"
        yield Problem("guarantee.interest_on_shortfall", what, "leave it out")


def _cost_cover(guarantee: Guarantee, calendar: Calendar) -> Iterator[Problem]:
    cover, where = guarantee.met_at_cost_cover, "guarantee.met_at_cost_cover"
    if cover is None or not guarantee.is_paid:
        return
    if guarantee.tested != "each year":
        yield Problem(where, f"is for a guarantee tested each year, but tested is {guarantee.tested!r}", "leave it out")
    if (
        guarantee.form not in IN_MONEY
        or guarantee.prices not in {None, "cash of each year"}
        or guarantee.adjusted == "as the baseline is"
    ):
        what = "holds the guarantee to the project's cost, which needs one in money that nothing moves"
        mend = 'write amount, with prices = "cash of each year" and adjusted = "never", or leave it out'
        yield Problem(where, what, mend)
        return
    figures = guarantee.amount or guarantee.estimate
    if any(len(each) not in {1, len(calendar.year_labels)} for each in (figures, cover.project_cost)):
        return
    part = Fraction(1) if guarantee.share_of_estimate is None else guarantee.share_of_estimate
    guaranteed = part * sum(by_label(tuple(map(Fraction, figures)), calendar).values())
    cost = sum(by_label(tuple(map(Fraction, cover.project_cost)), calendar).values(), Fraction(0))
    if guaranteed > cost:
        what = f"comes to {money_text(cost, '')}, below the {money_text(guaranteed, '')} guaranteed over the term"
        yield Problem(f"{where}.project_cost", what, "guarantee no more than the project costs")
