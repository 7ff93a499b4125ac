"""A contract of every function of the catalogue, and a plain contract whose protections are a keyword away."""

from collections.abc import Iterator
from typing import Any

import riskreward as rr
from riskreward import Contract

STARTS = "2026-04-01"


def of_the_catalogue() -> Iterator[tuple[str, Contract]]:
    """Yield a contract of every function of the catalogue, by name."""
    yield "gain share", gain_share()
    yield "gain share, protected", gain_share(cap="£40,000", retention="20%", clawback=True)
    yield (
        "procurement gain share",
        rr.procurement_gain_share(
            baseline="£10,000,000",
            guarantee="£200,000",
            recovery="£100,000",
            share="31%",
            fee_starts="above the guarantee",
            unrecovered="rolls forward",
            expires_after_years="never",
            starts=STARTS,
            years=2,
        ),
    )
    ranges = [
        {"up_to": "80%", "share": "0%"},
        {"from": "80%", "up_to": "100%", "share": "25%"},
        {"from": "100%", "share": "50%"},
    ]
    yield "NEC option C", rr.nec_option_c(target="£500,000", starts=STARTS, share_ranges=ranges)
    halves = [{"up_to": "100%", "share": "50%"}, {"from": "100%", "share": "50%"}]
    yield "NEC option D", rr.nec_option_d(starts=STARTS, share_ranges=halves)
    yield (
        "fixed-price incentive",
        rr.fixed_price_incentive(
            target_cost=60_000, target_profit=15_000, ceiling_price=100_000, share="40%", starts="2024-01-01"
        ),
    )
    yield (
        "cost-plus incentive",
        rr.cost_plus_incentive(
            target_cost=100_000,
            target_fee=8_000,
            minimum_fee=4_000,
            maximum_fee=12_000,
            share="20%",
            starts="2024-01-01",
        ),
    )
    yield (
        "shared savings",
        rr.shared_savings(
            benchmark=600_514_210,
            share="50%",
            minimum_rate="1.5%",
            counts="everything counts",
            deduction="2%",
            limit="10%",
            starts="2024-01-01",
        ),
    )
    corridors = [{"up_to": "5%", "share": "50%"}, {"up_to": "10%", "share": "35%"}, {"share": "5%"}]
    yield "risk corridors", rr.risk_corridors(benchmark=100, corridors=corridors, starts="2024-01-01", years=2)
    yield (
        "impact bond",
        rr.impact_bond(
            units={"days housed": {"unit": "days", "price": "15.12"}},
            points={"fewer jail days": {"price": 160_000}},
            largest_payment=11_420_000,
            starts="2016-01-01",
            years=2,
            currency="$",
        ),
    )
    yield (
        "cohort bond",
        rr.cohort_bond(price=1_000, cohort_at_least="10%", pooled_at_least="7.5%", starts="2010-09-01", years=2),
    )
    yield "Troubled Families", rr.troubled_families(starts="2012-04-01", counts="the best paid")
    yield (
        "Work Programme",
        rr.work_programme(starts="2011-06-01", years=1, beyond_the_stage_before="settling is refused"),
    )
    yield (
        "guaranteed savings",
        rr.guaranteed_savings(
            baseline=1_000_000,
            price="0.30",
            guaranteed_quantity=100_000,
            adjusted="as the baseline is",
            share_of_excess="0%",
            shortfall="provider pays each year",
            excess="refunds earlier shortfalls",
            starts=STARTS,
            years=3,
        ),
    )
    yield (
        "recovery audit",
        rr.recovery_audit(
            share="12.5%", if_overturned="the fee on it is returned", starts=STARTS, years=2, currency="$"
        ),
    )


def gain_share(**terms: Any) -> Contract:
    """Return 25% of what is saved of £1,000,000 a year beyond 10%, for three years, to date and without protections."""
    given: dict[str, Any] = {
        "baseline": "£1,000,000",
        "guarantee": "10%",
        "share": "25%",
        "fee_starts": "above the guarantee",
        "starts": STARTS,
        "years": 3,
    }
    return rr.gain_share(**given | terms)


PLAIN = {
    "format": 1,
    "title": "Agency staff",
    "starts": STARTS,
    "years": 3,
    "settled": "yearly",
    "rounding": "half up to the penny",
    "measure": [
        {
            "name": "agency spending",
            "unit": "£",
            "benefit": "cashable",
            "outturn_between": [0, 4_000_000],
            "baseline": {"rule": "fixed", "amount": 1_000_000, "source": "2025-26 outturn"},
        }
    ],
    "fee": {"starts": "first pound", "counted": "to date", "step": [{"rule": "share", "share": "25%"}]},
    "settlement": {"clawback": {"when": "the fee to date falls", "first_from": "the provider", "restores_cap": True}},
}
"""25% of every pound saved to date of £1,000,000 a year, clawed back as it falls: what a council can sign."""


def plain(**changes: Any) -> Contract:
    """Return the plain contract with changes, by the places of the terms: `plain(fee__counted="each year")`."""
    contract = Contract.model_validate(PLAIN)
    if not changes:
        return contract
    return contract.replace(**{name.replace("__", "."): value for name, value in changes.items()})
