"""Risk corridors: savings and overspends shared slice by slice, outward from a benchmark."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from riskreward.catalogue.given import called
from riskreward.contract import Contract, Currency
from riskreward.figures import Figure
from riskreward.terms import read_terms

Corridors = Sequence[Mapping[str, Any]]
"""Corridors in rising order: `{"up_to": "5%", "share": "50%"}`; the last may have no end."""


def risk_corridors(
    *,
    benchmark: Figure,
    corridors: Corridors,
    starts: str | date,
    years: int = 1,
    loss_corridors: Corridors | None = None,
    title: str = "Risk corridors",
    authority: str = "",
    provider: str = "",
    source: str = "",
    currency: Currency = "$",
    rounding: str = "half up to the cent",
) -> Contract:
    """Return a contract that shares each year's saving and overspend by corridors of the benchmark.

    `benchmark` is an amount for a year, against the column `spend`. Each corridor has the edge that it reaches
    `up_to`, a share of the benchmark, and the provider's `share` of what lies in it. An overspend is shared alike
    unless `loss_corridors` are given; `[]` is none of it. Where the last corridor ends, what lies beyond is not shared
    and is named: on the loss side the authority bears it.

    Raises InputError with every problem of the terms.

    Source: ACO REACH, Professional option: 50% of the first 5% of the benchmark, 35% to 10%, 15% to 15%, 5% beyond.
    A saving of 8% earns 3.55% of the benchmark.

    >>> reach = risk_corridors(
    ...     benchmark=100, starts="2024-01-01", years=2, corridors=[
    ...         {"up_to": "5%", "share": "50%"}, {"up_to": "10%", "share": "35%"}, {"up_to": "15%", "share": "15%"},
    ...         {"share": "5%"}])
    >>> statement = reach.settle({"2024": 92, "2025": 120})
    >>> statement.amount("fee of the year", "2024"), statement.amount("owed by the provider", "2025")
    (Decimal('3.55'), Decimal('5.25'))
    """
    losses = corridors if loss_corridors is None else loss_corridors
    steps: list[dict[str, Any]] = [{"rule": "bands", "edges": "share of baseline", "bands": list(corridors)}]
    if losses:
        steps.append({"rule": "loss share", "edges": "share of baseline", "bands": list(losses)})
    terms: dict[str, Any] = {
        "title": title,
        "authority": authority,
        "provider": provider,
        "starts": starts,
        "years": years,
        "settled": "yearly",
        "currency": currency,
        "rounding": rounding,
        "measure": [
            {
                "name": "spend",
                "unit": currency,
                "benefit": "cashable",
                "baseline": {"rule": "fixed", "amount": benchmark, "source": source},
            }
        ],
        "fee": {"starts": "first pound", "counted": "each year", "step": steps},
    }
    loss_term = "corridors" if loss_corridors is None else "loss_corridors"
    with called({"fee.step[0].bands": "corridors", "fee.step[1].bands": loss_term}):
        return read_terms(Contract, terms)
