"""The gain share: a guaranteed saving, and a share of what exceeds it, capped, part of it held back."""

from datetime import date
from fractions import Fraction
from typing import Any, get_args

from riskreward.calendar import Settled, Years
from riskreward.catalogue.choosing import Choice, Supposing, agreed
from riskreward.catalogue.given import called, guarantee_terms, unclear_guarantee, unclear_truth
from riskreward.contract import Contract, CouncilCosts, Currency
from riskreward.fees import Counted, Starts
from riskreward.figures import Figure
from riskreward.guarantees import Excess, Shortfall, Tested
from riskreward.improvements import Fund

JUST_ABOVE = Supposing("a saving of the guarantee and 0.1% of the baseline", (Fraction(1, 1000),), guaranteed_too=True)


CALLED = {
    "measure[0].baseline.amount": "baseline",
    "measure[0].baseline.spread": "spread",
    "guarantee.share_of_baseline": "guarantee",
    "guarantee.amount": "guarantee",
    "guarantee.tested": "tested",
    "guarantee.shortfall": "shortfall",
    "guarantee.excess": "excess",
    "guarantee.spread": "spread",
    "fee.step[0].share": "share",
    "fee.step[1].amount": "cap",
    "settlement.retention.share": "retention",
}
"""What the terms of a gain share are called as parameters, by their places in the contract."""


def gain_share(
    *,
    baseline: Figure,
    share: Figure,
    starts: str | date,
    years: int,
    fee_starts: Starts | None = None,
    guarantee: Figure | None = None,
    shortfall: Shortfall = "fee only",
    excess: Excess | None = None,
    cap: Figure | None = None,
    retention: Figure | None = None,
    clawback: bool = False,
    counted: Counted = "to date",
    tested: Tested = "cumulatively",
    settled: Settled = "yearly",
    years_run: Years = "from the start date",
    spread: str | list[Figure] | None = None,
    measure: str = "running costs",
    fund: Fund | None = None,
    council_costs: CouncilCosts | None = None,
    title: str = "Gain share",
    authority: str = "",
    provider: str = "",
    source: str = "",
    currency: Currency = "£",
    rounding: str = "half up to the penny",
) -> Contract:
    """Return a contract that pays a share of one cashable saving against a fixed baseline.

    `baseline`, `cap` and a `guarantee` in money are amounts for a year, `"£12,201,000"` or `12201000`, the cap for
    the whole term; `share`, `retention` and a guarantee as a share of the baseline are `"25%"` or `0.25`. The
    guarantee is tested cumulatively and the fee counted to date, unless told otherwise. A guarantee in money is in the
    cash of each year and never adjusted, as the fixed baseline is. Where years are tested one by one and a shortfall
    is paid, `excess` is required. With a clawback, what is given back comes first from retention and may be earned
    again under the cap. Retention is released when the next year meets its guarantee, and what is left of it a year
    after the end of the term.

    `fee_starts` is required with a guarantee; without one the fee starts at the first pound.

    Raises InputError with every problem of the terms; where `fee_starts` is missing, with what each form would pay.

    Source: the form of NEC option C share with a guarantee; Barnet's gain share shows why `fee_starts` has no
    default.

    >>> contract = gain_share(
    ...     baseline="£1,000,000", guarantee="10%", share="25%", fee_starts="above the guarantee",
    ...     starts="2026-04-01", years=2)
    >>> contract.settle({"2026-27": "£860,000"}).amount("fee of the year")
    Decimal('10000.00')
    """
    unclear = [*unclear_guarantee(guarantee), *unclear_truth("clawback", clawback)]
    held_against: dict[str, Any] = {"rule": "fixed", "amount": baseline, "source": source}
    if spread is not None:
        held_against["spread"] = spread
    measured: dict[str, Any] = {
        "name": measure,
        "benefit": "cashable",
        "unit": currency,
        "baseline": held_against,
    }
    if fund is not None:
        measured["fund"] = fund
    steps: list[dict[str, Any]] = [{"rule": "share", "share": share}]
    if cap is not None:
        steps.append({"rule": "cap", "amount": cap, "over": "term", "room_used_by": "what is earned"})
    settlement: dict[str, Any] = {}
    if retention is not None:
        settlement["retention"] = _retention(retention, guarantee)
    if clawback:
        first = "retention" if retention is not None else "the provider"
        settlement["clawback"] = {"first_from": first, "restores_cap": True, "vintage": "oldest first"}
    terms: dict[str, Any] = {
        "title": title,
        "authority": authority,
        "provider": provider,
        "starts": starts,
        "years": years,
        "settled": settled,
        "years_run": years_run,
        "currency": currency,
        "rounding": rounding,
        "measure": [measured],
        "fee": {"counted": counted, "step": steps},
        "settlement": settlement,
    }
    if council_costs is not None:
        terms["council_costs"] = council_costs
    if guarantee is not None:
        terms["guarantee"] = guarantee_terms(guarantee, tested, shortfall, excess, spread)
    if guarantee is None and fee_starts is None:
        fee_starts = "first pound"
    with called(CALLED):
        return agreed(
            lambda chosen: terms | {"fee": terms["fee"] | {"starts": chosen["fee_starts"]}},
            [Choice("fee_starts", fee_starts, get_args(Starts))],
            JUST_ABOVE,
            unclear,
        )


def _retention(share: Figure, guarantee: Figure | None) -> dict[str, Any]:
    if guarantee is None:
        return {"share": share, "released": "a year after the end of the term"}
    return {
        "share": share,
        "released": "when the next year meets its guarantee",
        "at_the_end": "released a year after the end of the term",
    }
