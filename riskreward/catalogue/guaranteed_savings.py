"""Guaranteed savings: an energy performance contract, whose provider pays what falls short of the guarantee."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal, get_args

from riskreward.calendar import Settled, Years
from riskreward.catalogue.choosing import Choice, Supposing, agreed
from riskreward.catalogue.given import written
from riskreward.contract import Contract, Currency
from riskreward.figures import Figure
from riskreward.findings import Problem
from riskreward.guarantees import EXCESSES
from riskreward.guarantees.guarantee import Adjusted, Prices

Excess = Literal[
    "never offsets",
    "refunds earlier shortfalls",
    "is banked against later shortfalls",
    "refunds earlier shortfalls, then is banked",
    "counts over the whole term",
]
PaidWhen = Literal["provider pays each year", "provider pays at the end"]

OVER_THE_TERM = "counts over the whole term"
THREE_YEARS = Supposing(
    "settlements that save in turn 90%, 120% and 90% of what is guaranteed",
    (Fraction(0),),
    guaranteed_too=True,
    guaranteed=(Fraction(9, 10), Fraction(12, 10), Fraction(9, 10)),
)


def guaranteed_savings(
    *,
    baseline: Figure | Mapping[str, Any],
    share_of_excess: Figure,
    starts: str | date,
    years: int,
    unit: str = "kWh",
    price: Figure | list[Figure] | Mapping[str, Any] | None = None,
    guaranteed_quantity: Figure | list[Figure] | None = None,
    guaranteed_amount: Figure | list[Figure] | None = None,
    prices: Prices | None = None,
    adjusted: Adjusted | None = None,
    shortfall: PaidWhen | None = None,
    excess: Excess | None = None,
    bank: Mapping[str, Any] | None = None,
    interest_on_shortfall: Figure | None = None,
    repair_in_kind: Mapping[str, Any] | None = None,
    security: Mapping[str, Any] | None = None,
    credited_before_start: Mapping[str, Any] | None = None,
    prices_paid: Literal["shown", "counted"] | None = None,
    drivers: Mapping[str, str] | None = None,
    cap: Figure | None = None,
    settled: Settled = "yearly",
    years_run: Years = "from the start date",
    spread: str | list[Figure] | None = None,
    measure: str = "energy",
    title: str = "Guaranteed savings",
    authority: str = "",
    provider: str = "",
    source: str = "",
    currency: Currency = "£",
    rounding: str = "half up to the penny",
) -> Contract:
    """Return an energy performance contract: the provider pays what a year falls short of its guaranteed saving.

    `baseline` is for a year in `unit`, which may be the currency, or a baseline's own terms (a `regression` or a
    `prediction` on what `drivers` measure, each name with its unit). A unit that is no money has a `price`, one for
    all years, one for each, or with an index. What is guaranteed for a year is a `guaranteed_quantity`, in the unit
    and at contract prices, or a `guaranteed_amount` of money, which says in which `prices`; both say how they are
    `adjusted`. The provider has `share_of_excess` of what exceeds the guarantee, `"0%"` for none.

    `shortfall` and `excess` have no default. `excess` is one of the guarantee's forms for years tested one by one, or
    counts over the whole term. `bank`, `repair_in_kind`, `security` and `credited_before_start` are a guarantee's own.

    Raises InputError with every problem of the terms; where a choice is missing, with what the provider would pay.

    Source: US energy savings performance contracts: the provider pays the difference after the annual report; ENGIE
    and Chevron refund an earlier shortfall out of an excess, others never offset, others bank it, South Bend counts
    over the term.

    >>> contract = guaranteed_savings(
    ...     baseline=1_000_000, price="0.30", guaranteed_quantity=100_000, adjusted="as the baseline is",
    ...     share_of_excess="0%", shortfall="provider pays each year", excess="refunds earlier shortfalls",
    ...     starts="2026-04-01", years=3)
    >>> statement = contract.settle({"2026-27": 910_000, "2027-28": 880_000, "2028-29": 910_000})
    >>> [int(each["shortfall received to date"]) for each in statement.periods]
    [3000, 0, 3000]
    """
    unclear = list(_unclear(unit, guaranteed_quantity, guaranteed_amount))
    against = dict(baseline) if isinstance(baseline, Mapping) else _fixed(baseline, source, spread)
    measured = {
        "name": measure,
        "benefit": "cashable",
        "unit": unit,
        "baseline": against,
        "price": price if price is None or isinstance(price, Mapping) else {"amount": price},
        "prices_paid": prices_paid,
    }
    steps: list[dict[str, Any]] = [{"rule": "share", "share": share_of_excess}]
    if cap is not None:
        steps.append({"rule": "cap", "amount": cap, "over": "term", "room_used_by": "what is earned"})
    guarantee: dict[str, Any] = {
        "bank": bank,
        "interest_on_shortfall": interest_on_shortfall,
        "repair_in_kind": repair_in_kind,
        "security": security,
        "credited_before_start": credited_before_start,
    }
    told, line = "what the provider would pay", "" if unclear else "shortfall received to date"
    choices = [
        Choice("shortfall", shortfall, get_args(PaidWhen), told=told, line=line),
        Choice("excess", excess, (*EXCESSES, OVER_THE_TERM), told=told, line=line),
    ]
    if guaranteed_quantity is not None:
        guarantee |= {"quantity": guaranteed_quantity, "measure": measure, "valued_at": "contract prices"}
        guarantee |= {"spread": spread, "prices": prices}
    elif guaranteed_amount is not None:
        guarantee |= {"amount": guaranteed_amount, "spread": spread}
        choices.append(Choice("prices", prices, get_args(Prices)[: 2 if unit == currency else 3], line=""))
    else:
        guarantee |= {"share_of_baseline": "0%"}  # stands in for what is missing, so that the rest is still checked
    if "share_of_baseline" not in guarantee:
        choices.append(Choice("adjusted", adjusted, get_args(Adjusted), line=""))
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
        "measure": [written(measured), *_measures(drivers)],
    }

    def make(chosen: Mapping[str, str]) -> dict[str, Any]:
        over_the_term = chosen["excess"] == OVER_THE_TERM
        how = {name: value for name, value in chosen.items() if name != "excess" or not over_the_term}
        how["tested"] = "cumulatively" if over_the_term else "each year"
        counted = "to date" if over_the_term else "each year"
        fee = {"starts": "above the guarantee", "counted": counted, "step": steps}
        return terms | {"guarantee": written(guarantee) | how, "fee": fee}

    others: dict[str, Any] = {} if repair_in_kind is None else {"repair in kind": 0}
    if prices_paid is not None:
        agreed_price = price.get("amount") if isinstance(price, Mapping) else price
        others[f"{measure}, price paid"] = (
            agreed_price[0] if isinstance(agreed_price, list) and agreed_price else agreed_price
        )
    return agreed(make, choices, THREE_YEARS._replace(others=others), unclear)


def _unclear(unit: str, quantity: object, amount: object) -> Iterator[Problem]:
    """Yield that what is guaranteed is said in neither of the two forms, or in both."""
    if (quantity is None) == (amount is None):
        what = (
            "is missing, and so is guaranteed_amount" if quantity is None else "is given, and so is guaranteed_amount"
        )
        mend = f"write what is guaranteed in {unit}, or in money: they differ as soon as a price changes"
        yield Problem("guaranteed_quantity", what, mend)


def _fixed(amount: Figure, source: str, spread: str | list[Figure] | None) -> dict[str, Any]:
    return {"rule": "fixed", "amount": amount, "source": source} | written({"spread": spread})


def _measures(drivers: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """Return the measures that drive the baseline, none of them below nought."""
    return [{"name": name, "unit": unit, "outturn_between": [0, 1_000_000]} for name, unit in (drivers or {}).items()]
