"""Fixed-price and cost-plus incentives: a target cost, a target profit, and a share of what is spent under or over."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from riskreward.catalogue.given import amount_of, called, flow
from riskreward.contract import Contract, Currency
from riskreward.figures import Figure, money_text
from riskreward.findings import InputError, Problem
from riskreward.terms import read_terms


def fixed_price_incentive(
    *,
    target_cost: Figure,
    target_profit: Figure,
    ceiling_price: Figure,
    share: Figure,
    starts: str | date,
    share_above: Figure | None = None,
    years: int = 1,
    title: str = "Fixed-price incentive",
    authority: str = "",
    provider: str = "",
    source: str = "",
    currency: Currency = "$",
    rounding: str = "half up to the cent",
) -> Contract:
    """Return a contract that pays cost and profit up to a ceiling price; the profit moves as the cost does.

    Amounts are for the whole term, against the column `cost`. `share` is the provider's part of each pound under the
    target cost, and over it unless `share_above` says otherwise. The profit may be below nothing: above the point of
    total assumption, which the contract's findings tell, the provider bears every pound.

    Raises InputError with every problem of the terms, a ceiling below the target price among them.

    Source: FAR 16.403-1, fixed-price incentive (firm target). Target cost 60,000, profit 15,000, ceiling 100,000,
    60:40: a cost of 90,000 is priced 93,000, one of 110,000 at the ceiling.

    >>> contract = fixed_price_incentive(
    ...     target_cost=60_000, target_profit=15_000, ceiling_price=100_000, share="40%", starts="2024-01-01")
    >>> [contract.settle({"2024": cost}).amount("price") for cost in (90_000, 110_000)]
    [Decimal('93000.00'), Decimal('100000.00')]
    """
    steps = [*_incentive(target_profit, share, share_above)]
    steps.append({"rule": "ceiling price", "amount": ceiling_price, "measure": "cost"})
    parties = {"title": title, "authority": authority, "provider": provider, "currency": currency}
    limits = {"fee.step[1].amount": "target_profit", "fee.step[3].amount": "ceiling_price"}
    with called(_places(share_above) | limits):
        return _contract(
            target_cost, steps, source, {**parties, "starts": starts, "years": years, "rounding": rounding}
        )


def cost_plus_incentive(
    *,
    target_cost: Figure,
    target_fee: Figure,
    minimum_fee: Figure,
    maximum_fee: Figure,
    share: Figure,
    starts: str | date,
    share_above: Figure | None = None,
    years: int = 1,
    title: str = "Cost-plus incentive",
    authority: str = "",
    provider: str = "",
    source: str = "",
    currency: Currency = "$",
    rounding: str = "half up to the cent",
) -> Contract:
    """Return a contract that pays the cost and a fee between two limits; the fee moves as the cost does.

    Amounts are for the whole term, against the column `cost`. `share` is the provider's part of each pound under the
    target cost, and over it unless `share_above` says otherwise. The least fee is paid whatever the cost is, which the
    contract's findings tell.

    Raises InputError with every problem of the terms, a target fee outside its limits among them.

    Source: FAR 16.405-1, cost-plus-incentive-fee. Target cost 100,000, fee 8,000 between 4,000 and 12,000, 80:20: a
    cost of 90,000 earns 10,000, one of 150,000 the least fee.

    >>> contract = cost_plus_incentive(
    ...     target_cost=100_000, target_fee=8_000, minimum_fee=4_000, maximum_fee=12_000, share="20%",
    ...     starts="2024-01-01")
    >>> [contract.settle({"2024": cost}).amount("price") for cost in (90_000, 150_000)]
    [Decimal('100000.00'), Decimal('154000.00')]
    """
    outside = [*_outside(target_fee, minimum_fee, maximum_fee, currency)]
    steps = [*_incentive(target_fee, share, share_above)]
    limits = {"at_least": minimum_fee, "at_most": maximum_fee, "paid_without_improvement": True}
    steps.append({"rule": "collar", "over": "term", **limits})
    parties = {"title": title, "authority": authority, "provider": provider, "currency": currency}
    places = {
        "fee.step[1].amount": "target_fee",
        "fee.step[3].at_least": "minimum_fee",
        "fee.step[3].at_most": "maximum_fee",
    }
    with called(_places(share_above) | places):
        contract = _contract(
            target_cost, steps, source, {**parties, "starts": starts, "years": years, "rounding": rounding}
        )
    if outside:
        raise InputError(outside)
    return contract


def _places(share_above: Figure | None) -> dict[str, str]:
    """Return what the terms of both are called as parameters, by their places in the contract."""
    return {
        "measure[0].baseline.amount": "target_cost",
        "fee.step[0].share": "share",
        "fee.step[2].share": "share" if share_above is None else "share_above",
    }


def _outside(target: Figure, least: Figure, most: Figure, currency: str) -> Iterator[Problem]:
    """Yield that the fee at the target cost would not be the target fee; figures that cannot be read are told later."""
    fee, low, high = (amount_of(each, currency) for each in (target, least, most))
    if fee is None or low is None or high is None or low <= fee <= high or low > high:
        return
    limit, amount = ("minimum_fee", low) if fee < low else ("maximum_fee", high)
    beside = f"{'below' if fee < low else 'above'} the {limit} of {money_text(amount, currency).removesuffix('.00')}"
    what = f"is {money_text(fee, currency).removesuffix('.00')}, {beside}"
    yield Problem("target_fee", what, "let the target fee lie within its limits")


def _incentive(fee: Figure, share: Figure, share_above: Figure | None) -> list[dict[str, Any]]:
    return [
        {"rule": "share", "share": share},
        {"rule": "target fee", "amount": fee, "over": "term", "due": "with the first settlement"},
        {"rule": "loss share", "share": share if share_above is None else share_above},
    ]


def _contract(target_cost: Figure, steps: list[dict[str, Any]], source: str, parties: dict[str, Any]) -> Contract:
    target = {"rule": "target price", "amount": target_cost, "source": source}
    cost = flow("cost", parties["currency"]) | {"benefit": "cashable", "baseline": target}
    return read_terms(
        Contract,
        {
            **parties,
            "settled": "yearly",
            "measure": [cost],
            "fee": {"starts": "first pound", "counted": "to date", "step": steps},
            "settlement": {"reimbursed": {"measure": "cost"}},
        },
    )
