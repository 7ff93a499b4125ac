"""Settling lots under one cap: each lot as it is given, and everything that is wrong with it told at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any, get_args

from riskreward.calendar import Period, add_months, day_text
from riskreward.contract import Contract
from riskreward.figures import Figure, FigureError, money_text, read_money_from_nought, shown
from riskreward.findings import InputError, Problem
from riskreward.portfolios.cap import Over
from riskreward.portfolios.lots import Lots, SharedOut
from riskreward.refusals import described
from riskreward.settlement.statement import Statement

Lot = Statement | tuple[Contract, Any]
"""A lot's statement, or its contract and outturn."""

_LOT = "give its statement, or (contract, outturn)"


def settle_lots(
    lots: Mapping[str, Lot],
    *,
    cap: Figure,
    over: Over | None = None,
    shared_out: SharedOut | None = None,
    netted: bool | None = None,
) -> Lots:
    """Return the fees of several lots under one cap, over the year or over the term, with what it cuts off each.

    Where the fees come to more than the cap, what is within it is `shared_out`: "pro rata", or "in order" of the lots.
    `netted` says whether lots are cross-collateralised: what one lot's fee falls by then nets off the others' under
    the cap, and otherwise leaves it as it is. These three have no default, because published deals differ. Over the
    term the room is used year by year, as it is earned; years are those of the contracts, which begin with their
    terms. All lots are settled to the same day.

    Raises InputError with every problem of the lots, and of their outturns.

    Source: Denver social impact bond: payments by two measures, $11.42m at most.

    >>> from riskreward import gain_share
    >>> lot = gain_share(
    ...     baseline="£1,000,000", share="10%", fee_starts="first pound", counted="each period",
    ...     starts="2026-04-01", years=1)
    >>> both = settle_lots(
    ...     {"North": (lot, {"2026-27": 900_000}), "South": (lot, {"2026-27": 800_000})},
    ...     cap="£24,000", over="year", shared_out="pro rata", netted=False)
    >>> {name: str(amount) for name, amount in both.cut_off.items()}
    {'North': '2000', 'South': '4000'}
    """
    given = {"over": over, "shared_out": shared_out, "netted": netted}
    problems: list[Problem] = []
    if not isinstance(lots, Mapping) or not lots:
        what = "is an empty table" if isinstance(lots, Mapping) else f"is {described(lots)}, where lots by name belong"
        raise InputError([Problem("lots", what, f"of each lot by its name, {_LOT}"), *choices(given)])
    statements: dict[str, Statement] = {}
    for name, lot in lots.items():
        try:
            statements[name] = _settled(lot)
        except InputError as error:
            problems += [_in_lot(name, each) for each in error.problems]
    problems += _unlike(statements, over)
    currency = next((each.header.currency for each in statements.values()), "£")
    limit = Fraction(0)
    try:
        limit = Fraction(read_money_from_nought(cap, currency))
    except FigureError as error:
        problems.append(Problem("cap", error.what, error.mend))
    make = None if problems else partial(Lots, statements, limit, currency=currency)
    problems = [*choices(given, make), *problems]
    if problems or over is None or shared_out is None or netted is None:
        raise InputError(problems)
    return Lots(statements, limit, over, shared_out, netted, currency)


_OPTIONS: dict[str, tuple[Any, ...]] = {
    "over": get_args(Over),
    "shared_out": get_args(SharedOut),
    "netted": (True, False),
}
_FEW = 4
"""Lots of which a choice that is missing tells what each would have; of more it tells the sum."""


def choices(given: Mapping[str, Any], make: Callable[..., Lots] | None = None) -> Iterator[Problem]:
    """Tell of a choice that is not made, and where the lots can be made with what each option would pay."""

    def made(name: str) -> bool:
        return isinstance(given[name], type(_OPTIONS[name][0])) and given[name] in _OPTIONS[name]

    chosen = {name: given[name] if made(name) else options[0] for name, options in _OPTIONS.items()}
    for name, options in _OPTIONS.items():
        if not made(name):
            paid = [f" ({_within(make(**{**chosen, name: option}))})" if make else "" for option in options]
            told = [f"{option!r}{each}" for option, each in zip(options, paid, strict=True)]
            what = "is missing" if given[name] is None else f"is {described(given[name])}"
            yield Problem(name, f"{what}, and published deals differ", f"choose one of {', '.join(told)}")


def _within(lots: Lots) -> str:
    """Return what each lot has within the cap, in words; of many lots, what all have."""
    if len(lots.statements) > _FEW:
        return f"{money_text(lots.within, lots.currency)} in all"
    return ", ".join(
        f"{name} {money_text(lots.fee_of(name) - cut, lots.currency)}" for name, cut in lots.cut_off.items()
    )


def _settled(lot: object) -> Statement:
    if isinstance(lot, Statement):
        return lot
    if isinstance(lot, tuple) and len(lot) == 2 and isinstance(lot[0], Contract):
        return lot[0].settle(lot[1])
    raise InputError([Problem("", f"is {described(lot)}, where a settled lot belongs", _LOT)])


def _in_lot(name: str, problem: Problem) -> Problem:
    at = f"lots[{shown(name)}]"
    return Problem(f"{at}: {problem.where}" if problem.where else at, problem.what, problem.mend)


def _unlike(statements: Mapping[str, Statement], over: object) -> Iterator[Problem]:
    """Tell what keeps settled lots from standing under one cap: another currency, another day, other years."""
    if not statements:
        return
    first, *others = statements
    for name in others:
        own, its = (statements[each].header.currency for each in (first, name))
        if own != its:
            what = f"is in {its}, but {first} is in {own}"
            yield Problem(f"lots[{shown(name)}]", what, "let lots under one cap be in one currency")
    ends = {name: _last_in_term(statement) for name, statement in statements.items()}
    latest = max(ends, key=lambda name: ends[name][0])
    for name, (day, is_last) in ends.items():
        if day < ends[latest][0] and not is_last:
            what = f"is settled to {day_text(day)}, but {latest} to {day_text(ends[latest][0])}"
            yield Problem(f"lots[{shown(name)}]", what, "settle every lot to the same day")
    if over == "year":
        settled = {name: [each for each in one.settled if not each.run_off] for name, one in statements.items()}
        yield from overlapping_years(settled)


def _last_in_term(statement: Statement) -> tuple[date, bool]:
    """Return the last day settled within the term, and whether the term ends on it."""
    last = [each for each in statement.settled if not each.run_off][-1]
    return last.last, last.last_of_term


def overlapping_years(lots: Mapping[str, Sequence[Period]]) -> Iterator[Problem]:
    """Tell where a year of one lot first overlaps another year of another, or one of its name that ends over twelve
    months after it began: one cap cannot be over both.
    """
    days: dict[str, list[tuple[date, date, str]]] = {}
    for name, periods in lots.items():
        for period in periods:
            days.setdefault(period.year, []).append((period.first, period.last, name))
    mend = 'let the lots have the same years, or write over="term"'
    for year, after in pairwise(sorted(days)):
        last = max(days[year], key=lambda each: each[1])
        begins = min(days[after], key=lambda each: each[0])
        if last[1] >= begins[0]:
            what = f"has {year} to {day_text(last[1])}, but {begins[2]} has {after} from {day_text(begins[0])}"
            yield Problem(f"lots[{shown(last[2])}]", what, mend)
            return
    for year, of_year in sorted(days.items()):
        first, last = min(of_year), max(of_year, key=lambda each: each[1])
        if last[1] >= add_months(first[0], 12):
            what = f"has {year} to {day_text(last[1])}, but {first[2]} has {year} from {day_text(first[0])}"
            yield Problem(f"lots[{shown(last[2])}]", what, mend)
            return
