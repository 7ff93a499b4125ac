"""Target contracts: the contractor is paid its cost, and shares what is under or over the total of the Prices."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from riskreward.calendar import Settled
from riskreward.catalogue.given import flow
from riskreward.contract import Contract, Currency
from riskreward.figures import Figure, FigureError, read_rate, read_share, share_text
from riskreward.findings import InputError, Problem
from riskreward.terms import read_terms

COST, TO_COME, REMEASURED = "cost", "cost still to come", "work at the bill's rates"
Ranges = Sequence[Mapping[str, Any]]
"""Share ranges in rising order: `{"from": "80%", "up_to": "90%", "share": "30%"}`, of the total of the Prices."""


def nec_option_c(
    *,
    target: Figure,
    share_ranges: Ranges,
    starts: str | date,
    months: int = 12,
    settled: Settled = "yearly",
    completion: str | None = None,
    final_account: str | None = None,
    forecast: bool = False,
    retention: Figure | None = None,
    title: str = "Target contract with activity schedule",
    authority: str = "",
    provider: str = "",
    source: str = "",
    currency: Currency = "£",
    rounding: str = "half up to the penny",
) -> Contract:
    """Return NEC's option C: the cost is paid as it is spent, and the contractor's share is assessed at completion.

    `target` is the total of the Prices, moved by compensation events (adjustments of the baseline), against the column
    `cost`, the price for work done. Each share range is a part of the total of the Prices, `from` one edge `up_to`
    another, with the contractor's `share` of the saving or the excess in it; the first may have no `from` and the last
    no `up_to`. What lies outside the ranges is nobody's to share, and is named.

    The share is assessed in the period of `completion`, with `forecast` on the column `cost still to come`, and again
    in the `final_account`, in which only the change is paid; without them in the only settlement. A `retention` holds
    back that share of the cost, of which half is released at completion; it does not touch the share.

    Raises InputError with every problem of the terms, and of ranges out of order, overlapping or with a gap.

    Source: NEC4 engineering and construction contract, option C, clause 54; option X16. The published case: 25% from
    80% to 100% of 500,000 and nothing below; a cost of 200,000 earns 25,000.

    >>> contract = nec_option_c(
    ...     target="£500,000", starts="2026-04-01", share_ranges=[
    ...         {"up_to": "80%", "share": "0%"}, {"from": "80%", "up_to": "100%", "share": "25%"},
    ...         {"from": "100%", "share": "50%"}])
    >>> statement = contract.settle({"2026-27": 200_000})
    >>> statement.amount("fee of the year"), statement.amount("price")
    (Decimal('25000.00'), Decimal('225000.00'))
    """
    baseline = {"rule": "target price", "amount": target, "source": source}
    terms = _terms(starts, months, settled, currency, rounding)
    terms |= {"title": title, "authority": authority, "provider": provider}
    return _contract(terms, baseline, [], share_ranges, completion, final_account, forecast, retention)


def nec_option_d(
    *,
    share_ranges: Ranges,
    starts: str | date,
    months: int = 12,
    settled: Settled = "yearly",
    completion: str | None = None,
    final_account: str | None = None,
    forecast: bool = False,
    retention: Figure | None = None,
    title: str = "Target contract with bill of quantities",
    authority: str = "",
    provider: str = "",
    currency: Currency = "£",
    rounding: str = "half up to the penny",
) -> Contract:
    """Return NEC's option D: as option C, but the total of the Prices is remeasured.

    The total of the Prices is the column `work at the bill's rates`: what was done in each settlement, in the
    quantities that were measured, at the rates of the bill. Everything else is as in `nec_option_c`.

    Raises InputError with every problem of the terms, and of ranges out of order, overlapping or with a gap.

    Source: NEC4 engineering and construction contract, option D, clause 54.

    >>> contract = nec_option_d(
    ...     starts="2026-04-01", share_ranges=[{"up_to": "100%", "share": "50%"}, {"from": "100%", "share": "50%"}])
    >>> statement = contract.settle(
    ...     [{"period": "2026-27", "cost": 150_000, "work at the bill's rates": 100_000}])
    >>> statement.amount("owed by the provider"), statement.amount("price")
    (Decimal('25000.00'), Decimal('125000.00'))
    """
    terms = _terms(starts, months, settled, currency, rounding)
    terms |= {"title": title, "authority": authority, "provider": provider}
    remeasured = flow(REMEASURED, currency) | {"better": "higher"}
    baseline = {"rule": "comparator", "comparator_measure": REMEASURED}
    return _contract(terms, baseline, [remeasured], share_ranges, completion, final_account, forecast, retention)


def _terms(starts: str | date, months: int, settled: Settled, currency: Currency, rounding: str) -> dict[str, Any]:
    return {"starts": starts, "months": months, "settled": settled, "currency": currency, "rounding": rounding}


def _contract(
    terms: dict[str, Any],
    baseline: Mapping[str, Any],
    others: list[dict[str, Any]],
    share_ranges: Ranges,
    completion: str | None,
    final_account: str | None,
    forecast: bool,
    retention: Figure | None,
) -> Contract:
    ranges, problems = _read(share_ranges)
    problems += list(_assessments(completion, final_account, forecast, retention))
    under, over = _outward(ranges, under=True), _outward(ranges, under=False)
    steps: list[dict[str, Any]] = [{"rule": "bands", "edges": "share of baseline", "bands": under}] if under else []
    if over:
        steps.append({"rule": "loss share", "edges": "share of baseline", "bands": over})
    fee: dict[str, Any] = {"starts": "first pound", "counted": "to date", "step": steps}
    measures = [flow(COST, terms["currency"]) | {"benefit": "cashable", "baseline": dict(baseline)}, *others]
    if completion is not None:
        fee["assessed"] = [each for each in (completion, final_account) if each is not None]
    if forecast:
        fee["still_to_come"] = TO_COME
        measures.append(flow(TO_COME, terms["currency"]))
    reimbursed: dict[str, Any] = {"measure": COST}
    if retention is not None:
        reimbursed["retention"] = {
            "share": retention,
            "half_released": completion,
            "rest_released": "at the end of the term" if final_account else "a year after the end of the term",
        }
    if problems:
        raise InputError(problems)
    return read_terms(Contract, {**terms, "measure": measures, "fee": fee, "settlement": {"reimbursed": reimbursed}})


def _assessments(
    completion: str | None, final_account: str | None, forecast: bool, retention: Figure | None
) -> list[Problem]:
    """Return what needs the period of completion, where it is missing."""
    needs = {"final_account": final_account is not None, "forecast": forecast, "retention": retention is not None}
    return [
        Problem(name, "needs the period of completion, which is missing", 'write completion, such as "2027-28"')
        for name, given in needs.items()
        if given and completion is None
    ]


class _Range:
    """A share range as read: its edges as parts of the total of the Prices, None where it has no such edge."""

    def __init__(self, low: Fraction | None, high: Fraction | None, share: Fraction) -> None:
        self.low, self.high, self.share = low, high, share


def _read(ranges: Ranges) -> tuple[list[_Range], list[Problem]]:
    """Return the ranges, and every problem of them: a figure that is none, an order that is not rising, a gap."""
    found, problems = [], []
    if not isinstance(ranges, Sequence) or isinstance(ranges, str) or not ranges:
        mend = 'write [{"up_to": "100%", "share": "50%"}, {"from": "100%", "share": "50%"}]'
        return [], [Problem("share_ranges", "has no share ranges", mend)]
    for number, each in enumerate(ranges):
        where = f"share_ranges[{number}]"
        figures: dict[str, Fraction | None] = {}
        for name, read in (("from", read_rate), ("up_to", read_rate), ("share", read_share)):
            try:
                figures[name] = None if each.get(name) is None else read(each[name])
            except FigureError as error:
                problems.append(Problem(f"{where}.{name}", error.what, error.mend))
        for name in each:
            if name not in {"from", "up_to", "share"}:
                problems.append(Problem(f"{where}.{name}", "is no term of a share range", "write from, up_to or share"))
        if each.get("share") is None:
            problems.append(Problem(f"{where}.share", "is missing", "write the contractor's share, such as 50%"))
        if len(figures) == 3:
            low, high, share = figures["from"], figures["up_to"], figures["share"]
            if low is not None and high is not None and high <= low:
                what = f"is {share_text(high)}, not above from {share_text(low)}"
                problems.append(Problem(f"{where}.up_to", what, "list share ranges in rising order"))
            found.append(_Range(low, high, share or Fraction(0)))
    return found, problems or _neighbours(found)


def _neighbours(ranges: Sequence[_Range]) -> list[Problem]:
    """Return what lies between ranges, or between them and the total of the Prices: no range may leave a gap there."""
    problems = []
    for number, (before, after) in enumerate(pairwise(ranges), start=1):
        where = f"share_ranges[{number}].from"
        if before.high is None or after.low is None:
            missing = f"share_ranges[{number - 1}].up_to" if before.high is None else where
            problems.append(Problem(missing, "is missing, but another range lies beside it", "write the edge"))
        elif after.low != before.high:
            side = "overlaps" if after.low < before.high else "leaves a gap after"
            what = (
                f"is {share_text(after.low)}, which {side} share_ranges[{number - 1}] up to {share_text(before.high)}"
            )
            problems.append(Problem(where, what, f'write "{share_text(before.high)}"'))
    if ranges and not problems:
        first, last = ranges[0], ranges[-1]
        if first.low is not None and first.low > 1:
            what = f"is {share_text(first.low)}, which leaves a gap above the total of the Prices"
            problems.append(Problem("share_ranges[0].from", what, 'begin with a range from "100%", or below it'))
        if last.high is not None and last.high < 1:
            what = f"is {share_text(last.high)}, which leaves a gap below the total of the Prices"
            mend = 'end with a range to "100%", or above it'
            problems.append(Problem(f"share_ranges[{len(ranges) - 1}].up_to", what, mend))
    return problems


def _outward(ranges: Sequence[_Range], under: bool) -> list[dict[str, Any]]:
    """Return the ranges on one side of the total of the Prices as bands outward from it."""
    bands = []
    for each in reversed(ranges) if under else ranges:
        far = each.low if under else each.high
        if far is None or (far < 1 if under else far > 1):
            edge = {} if far is None else {"up_to": share_text(abs(1 - far))}
            bands.append({"share": each.share, **edge})
    return bands
