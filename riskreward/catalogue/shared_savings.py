"""Shared savings: a provider has a share of what it saves against a benchmark, and may bear a share of an overspend."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Literal, get_args

from riskreward.catalogue.choosing import Choice, Supposing, agreed
from riskreward.catalogue.given import flow, written
from riskreward.contract import Contract, Currency
from riskreward.fees.counting.threshold import OnceMet
from riskreward.fees.sharing.loss_share import OnceMet as LossOnceMet
from riskreward.figures import Figure
from riskreward.findings import Problem

SPEND, QUALITY, POPULATION = "spend", "quality", "population"
REVENUE, ADJUSTMENT = "revenue", "non-routine adjustment"
LESS_QUALITY = "one less the share earned"
AtTheEnd = Literal["provider repays", "written off"]


def shared_savings(
    *,
    benchmark: Figure,
    share: Figure,
    starts: str | date,
    years: int = 1,
    times_quality: bool = False,
    minimum_rate: Figure | Sequence[Mapping[str, Any]] | None = None,
    counts: OnceMet | None = None,
    share_below: Figure | None = None,
    deduction: Figure | None = None,
    limit: Figure | None = None,
    loss_share: Figure | Literal["one less the share earned"] | None = None,
    loss_share_at_least: Figure | None = None,
    loss_share_at_most: Figure | None = None,
    loss_minimum_rate: Figure | None = None,
    loss_counts: LossOnceMet | None = None,
    loss_limit: Figure | None = None,
    loss_limit_of_revenue: Figure | None = None,
    loss_adjustment: bool = False,
    advance: Figure | None = None,
    advance_at_the_end: AtTheEnd | None = None,
    title: str = "Shared savings",
    authority: str = "",
    provider: str = "",
    source: str = "",
    currency: Currency = "$",
    rounding: str = "half up to the dollar",
) -> Contract:
    """Return a contract that shares what is saved against a benchmark, each year by itself; every track of Medicare's.

    `benchmark` is an amount for a year, against the column `spend`. With `times_quality` the share is the most, and is
    multiplied by the column `quality`, exactly (a standard that is not met is a quality of 0%). A saving counts once
    it reaches `minimum_rate`, a share of the benchmark, or rows by the column `population` (`at_least`, `up_to`,
    `share`, `share_at_end`); `counts` has no default, and `share_below` is the part of the saving that counts below.
    The `deduction` comes off what is earned before the `limit`, a share of the benchmark.

    With a `loss_share` the provider owes that share of an overspend which reaches `loss_minimum_rate`, as
    `loss_counts` says, within `loss_limit`, a share of the benchmark, and `loss_limit_of_revenue`, a share of the
    column `revenue`; with `loss_adjustment` the column `non-routine adjustment` is then taken off.
    `"one less the share earned"` is one less the share times the column `quality`, within `loss_share_at_least` and
    `loss_share_at_most`. An `advance` is recovered out of what is earned.

    Raises InputError with every problem of the terms; where `counts` is missing, with what each form would pay.

    Source: Medicare Shared Savings Program, 42 CFR 425.604 to 425.610 and 425.630. The provider A1026 saved 3.79% of
    its benchmark in 2024, against 1.5%: half of it less 2% is the $11,143,493 that it was paid.

    >>> track = shared_savings(
    ...     benchmark=600_514_210, share="50%", minimum_rate="1.5%", counts="everything counts", deduction="2%",
    ...     limit="10%", starts="2024-01-01")
    >>> track.settle({"2024": 577_772_388}).amount("fee of the year")
    Decimal('11143493.00')
    """
    steps: list[dict[str, Any]] = [{"rule": "share", "share": share}]
    if times_quality:
        steps.append({"rule": "quality multiplier", "measure": QUALITY})
    if deduction is not None:
        steps.append({"rule": "deduction", "share": deduction})
    if limit is not None:
        steps.append({"rule": "cap", "name": "payment limit", "share_of_baseline": limit, "over": "year"})
    if loss_share is not None:
        limits = {"share_of_baseline": loss_limit, "share_of_measure": loss_limit_of_revenue}
        if loss_limit_of_revenue is not None:
            limits["measure"] = REVENUE
        borne: dict[str, Any] = {"share": loss_share}
        if loss_share == LESS_QUALITY:
            at_least, at_most = loss_share_at_least or "0%", loss_share_at_most or "100%"
            borne = {"less_quality": {"measure": QUALITY, "weight": share, "at_least": at_least, "at_most": at_most}}
        steps.append(
            {
                "rule": "loss share",
                **borne,
                **({} if loss_limit is loss_limit_of_revenue is None else {"limit": written(limits)}),
                **({"adjustment": ADJUSTMENT} if loss_adjustment else {}),
            }
        )
    by_size = minimum_rate is not None and not isinstance(minimum_rate, Figure)
    measures: list[dict[str, Any]] = [
        {
            "name": SPEND,
            "unit": currency,
            "benefit": "cashable",
            "baseline": {"rule": "fixed", "amount": benchmark, "source": source},
        },
        *([{"name": QUALITY, "unit": "%", "better": "higher"}] if times_quality or loss_share == LESS_QUALITY else []),
        *([_population(minimum_rate)] if by_size else []),
        *([flow(REVENUE, currency)] if loss_limit_of_revenue is not None else []),
        *([flow(ADJUSTMENT, currency)] if loss_adjustment else []),
    ]
    settlement: dict[str, Any] = {}
    if advance is not None:
        settlement["advance"] = {"amount": advance, "paid": "at the start", "recovered": "100%"}

    def make(chosen: Mapping[str, Any]) -> dict[str, Any]:
        reached = [] if minimum_rate is None else [_threshold(minimum_rate, by_size, chosen["counts"], share_below)]
        held = {name: {**part, "at_the_end": chosen["advance_at_the_end"]} for name, part in settlement.items()}
        least = {"from_share_of_baseline": loss_minimum_rate, "once_met": chosen.get("loss_counts")}
        shared = [{**each, **least} if _bears_from(each, loss_minimum_rate) else each for each in steps]
        return {
            "title": title,
            "authority": authority,
            "provider": provider,
            "starts": starts,
            "years": years,
            "settled": "yearly",
            "currency": currency,
            "rounding": rounding,
            "measure": measures,
            "fee": {"starts": "first pound", "counted": "each year", "step": [*reached, *shared]},
            "settlement": held,
        }

    columns = {each["name"] for each in measures}
    others = {name: value for name, value in _OTHERS.items() if name in columns}
    choices = []
    if minimum_rate is not None:
        choices.append(Choice("counts", counts, get_args(OnceMet)[: 2 if share_below is None else 3]))
    if advance is not None:
        nothing_saved = Supposing("nothing saved", (Fraction(0),), others=others)
        choices.append(Choice("advance_at_the_end", advance_at_the_end, get_args(AtTheEnd), nothing_saved))
    if loss_share is not None and loss_minimum_rate is not None:
        overspent = Supposing("an overspend of 5% of the benchmark", (Fraction(-1, 20),), others=others)
        choices.append(Choice("loss_counts", loss_counts, get_args(LossOnceMet), overspent))
    supposing = Supposing("a saving of 5% of the benchmark", others=others)
    return agreed(make, choices, supposing, _unclear(loss_share, loss_share_at_least, loss_share_at_most))


_OTHERS: dict[str, Any] = {QUALITY: "100%", POPULATION: 20_000, REVENUE: 10**9, ADJUSTMENT: 0}
"""The other columns of the year that is supposed to show what a choice would pay."""


def _threshold(rate: Any, by_size: bool, counts: str, share_below: Figure | None) -> dict[str, Any]:
    reached = (
        {"rule": "threshold by size", "measure": POPULATION, "rows": rate}
        if by_size
        else {"rule": "threshold", "share_of_baseline": rate}
    )
    return {**reached, "once_met": counts} | ({} if share_below is None else {"share_below": share_below})


def _bears_from(step: Mapping[str, Any], least: Figure | None) -> bool:
    return step["rule"] == "loss share" and least is not None


def _population(rows: Any) -> dict[str, Any]:
    """Return the measure of the population, within the sizes that there are rows for."""
    listed = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, Sequence) else []
    first, last = (listed[0].get("at_least", 0), listed[-1].get("up_to")) if listed else (0, None)
    between = [first, 1_000_000 if last is None else last]
    return {"name": POPULATION, "unit": "people", "better": "higher", "outturn_between": between}


def _unclear(loss_share: object, at_least: Figure | None, at_most: Figure | None) -> Iterator[Problem]:
    """Yield what a loss share by quality needs, and what goes with no other."""
    for name, value in (("loss_share_at_least", at_least), ("loss_share_at_most", at_most)):
        if loss_share == LESS_QUALITY and value is None:
            yield Problem(name, f"is missing, but loss_share is {LESS_QUALITY!r}", 'write it, such as "40%"')
        elif loss_share != LESS_QUALITY and value is not None:
            yield Problem(name, f"goes with loss_share={LESS_QUALITY!r}, and only with it", "leave it out")
