"""What an offer is held against: a fixed fee, or a fixed part and a share, for the same measures and term."""

from fractions import Fraction
from typing import Any, Literal, get_args

from riskreward.catalogue.given import amount_of, called, written
from riskreward.contract import Contract
from riskreward.contract.replacing import plain
from riskreward.contract.trying import pounds_text
from riskreward.figures import Figure, FigureError, read_money_from_nought, read_share, share_text
from riskreward.findings import InputError, Problem
from riskreward.refusals import described
from riskreward.scenarios.given import contract_problems
from riskreward.terms import read_terms

ABOUT_THE_FEE = (
    *("guarantee", "core_volume", "termination", "fee", "settlement", "variation", "succession"),
    *("format",),
)
"""The terms of a contract that a comparator does not take over."""

Due = Literal["in equal parts", "with the first settlement", "with the last settlement"]
LAST: Due = "with the last settlement"


def fixed_fee(amount: Figure, *, like: Contract, due: Due = "in equal parts", title: str | None = None) -> Contract:
    """Return a contract that measures what another does, for a fee of one amount over the term, whatever is saved.

    It has no guarantee, retention, clawback or variation. The fee is `due` in equal parts, one with each settlement, or
    all with the first settlement or the last. Raises InputError with every problem of the terms.

    >>> from riskreward import gain_share
    >>> offer = gain_share(
    ...     baseline="£1,000,000", share="25%", starts="2026-04-01", years=2)
    >>> fixed = fixed_fee("£40,000", like=offer)
    >>> fixed.settle({"2026-27": 900_000, "2027-28": 900_000}).amount("paid to date, less what was given back")
    Decimal('40000.00')
    """
    _check(like, due, title, {"amount": amount})
    name = title or f"Fixed fee{_of(amount, like)}"
    return _with_steps(like, _fixed(amount, due, like), {"fee.step[0].amount": "amount"}, name)


def hybrid(
    amount: Figure,
    *,
    share: Figure,
    like: Contract,
    cap: Figure | None = None,
    due: Due = "in equal parts",
    title: str | None = None,
) -> Contract:
    """Return a contract that measures what another does, for a fixed amount over the term and a share of every saving.

    The share is counted as the other contract counts its own; `cap` limits the two together over the term. It has no
    guarantee, retention, clawback or variation. Raises InputError with every problem of the terms.

    >>> from riskreward import gain_share
    >>> offer = gain_share(
    ...     baseline="£1,000,000", share="25%", starts="2026-04-01", years=2)
    >>> both = hybrid("£20,000", share="10%", like=offer)
    >>> both.settle({"2026-27": 900_000, "2027-28": 900_000}).amount("paid to date, less what was given back")
    Decimal('40000.00')
    """
    _check(like, due, title, {"amount": amount, "share": share} | ({} if cap is None else {"cap": cap}))
    steps = [{"rule": "share", "share": share}, *_fixed(amount, due, like)]
    places = {"fee.step[0].share": "share", "fee.step[1].amount": "amount"}
    if cap is not None:
        places[f"fee.step[{len(steps)}].amount"] = "cap"
        steps.append({"rule": "cap", "amount": cap, "over": "term", "room_used_by": "what is earned"})
    return _with_steps(like, steps, places, title or f"Hybrid{_of(amount, like)}{_and(share)}")


def _check(like: object, due: object, title: object, figures: dict[str, Figure]) -> None:
    """Raise InputError with every problem of what no terms can be made of, and of the figures beside it."""
    problems = contract_problems(like, "like")
    if due not in get_args(Due):
        mend = f"choose one of {', '.join(map(repr, get_args(Due)))}"
        problems.append(Problem("due", f"is {described(due)}, which is no time for it", mend))
    if title is not None and not isinstance(title, str):
        problems.append(Problem("title", f"is {described(title)}, which is no text", "write a title, or leave it out"))
    if not problems:
        return
    currency = like.currency if isinstance(like, Contract) else None
    for name, figure in figures.items():
        try:
            read_share(figure) if name == "share" else read_money_from_nought(figure, currency)
        except FigureError as error:
            problems.append(Problem(name, error.what, error.mend))
    raise InputError(problems)


def _of(amount: Figure, like: Contract) -> str:
    whole = amount_of(amount, like.currency)
    return "" if whole is None else f" of {pounds_text(whole, like.currency)}"


def _and(share: Figure) -> str:
    try:
        return f" and {share_text(read_share(share))}"
    except FigureError:
        return ""


def _fixed(amount: Figure, due: Due, like: Contract) -> list[dict[str, Any]]:
    """Return the steps of a fixed amount; in equal parts, what does not divide to the penny comes with the last."""
    step = {"rule": "target fee", "name": "fixed fee"}
    whole, parts = amount_of(amount, like.currency), len(like.calendar.periods)
    if due != "in equal parts" or whole is None or whole < 0:
        return [{**step, "amount": amount, "over": "term", "due": LAST if due == "in equal parts" else due}]
    each = Fraction(100 * whole // parts, 100)
    steps = [{**step, "amount": each, "over": "settlement"}]
    if rest := whole - parts * each:
        steps.append({**step, "name": "rest of the fixed fee", "amount": rest, "over": "term", "due": LAST})
    return steps


def _with_steps(like: Contract, steps: list[dict[str, Any]], places: dict[str, str], title: str) -> Contract:
    same = {name: value for name, value in plain(like).items() if name not in ABOUT_THE_FEE}
    fee = written({"counted": like.fee.counted, "earns_on": list(like.fee.earns_on)})
    with called(places):
        return read_terms(Contract, {**same, "title": title, "fee": {**fee, "starts": "first pound", "step": steps}})
