"""The recovery audit: a share of what is recovered, returned on what is overturned on appeal."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, get_args

from riskreward.calendar import Settled, Years
from riskreward.catalogue.choosing import Choice, Supposing, agreed
from riskreward.catalogue.given import unclear_truth
from riskreward.contract import Contract, Currency
from riskreward.figures import Figure

IfOverturned = Literal[
    "the fee on it is returned", "the fee on it comes off later fees", "no fee is paid until appeals are over"
]

RECOVERED = "recovered"
BETWEEN = [0, 1_000_000_000]

OVERTURNED = "overturned on appeal"
STAGE = "recovered, stage"
UNTIL_OVER = {"counts_when": "sustained", "until_then": "waits"}
UNDERPAID = "found underpaid"


def recovery_audit(
    *,
    share: Figure,
    starts: str | date,
    years: int,
    if_overturned: IfOverturned | None = None,
    underpayments_too: bool = False,
    cap: Figure | None = None,
    retention: Figure | None = None,
    settled: Settled = "yearly",
    years_run: Years = "from the start date",
    title: str = "Recovery audit",
    authority: str = "",
    provider: str = "",
    currency: Currency = "£",
    rounding: str = "half up to the penny",
) -> Contract:
    """Return a contract that pays a share of money that was already lost and has been got back.

    Each settlement has two figures: `recovered`, and `overturned on appeal`, of this or an earlier settlement; both
    are written from nought up. The fee counts to date, on the one less the other. `if_overturned` has no default;
    where no fee is paid until appeals are over, an outturn has the column `recovered, stage` too: `realised`, and
    `sustained` once they are. `cap` is over the term. `retention`, a share of each fee, is released a year after the
    end of the term, and what is returned comes first from it.

    With `underpayments_too` the share is of errors in either direction, so that the finder favours neither: a third
    figure, `found underpaid`, is added to what is recovered. Each settlement then stands alone, and what it comes to
    below nothing the provider owes.

    Raises InputError with every problem of the terms; where `if_overturned` is missing, with what each form pays.

    Source: US recovery audit contractors, 9% to 12.5% of what is recovered, repaid on what is overturned on appeal;
    Raleigh, 15%. In 2014 they were to be paid only after the second appeal.

    >>> contract = recovery_audit(
    ...     share="12.5%", if_overturned="the fee on it is returned", starts="2026-04-01", years=2, currency="$")
    >>> statement = contract.settle({
    ...     "2026-27": {"recovered": 1_000_000, "overturned on appeal": 0},
    ...     "2027-28": {"recovered": 0, "overturned on appeal": 200_000}})
    >>> statement.amount("fee of the year", "2026-27")
    Decimal('125000.00')
    >>> statement.amount("clawed back from the provider", "2027-28")
    Decimal('25000.00')
    """
    unclear = [*unclear_truth("underpayments_too", underpayments_too)]
    either_way = underpayments_too is True
    steps: list[dict[str, Any]] = [{"rule": "share", "share": share}]
    measures = [_measure(RECOVERED, "higher", currency), _measure(OVERTURNED, "lower", currency)]
    if either_way:
        named = {"overpayments": RECOVERED, "underpayments": UNDERPAID, "overturned": OVERTURNED}
        steps = [{"rule": "finder's fee", "share": share, **named}]
        measures.append({"name": UNDERPAID, "unit": currency, "better": "higher", "outturn_between": BETWEEN})
    if cap is not None:
        steps.append({"rule": "cap", "amount": cap, "over": "term", "room_used_by": "what is earned"})
    kept: dict[str, Any] = {}
    if retention is not None:
        kept["retention"] = {"share": retention, "released": "a year after the end of the term"}
    first_from = "the provider" if retention is None else "retention"
    returned = {"clawback": {"first_from": first_from, "restores_cap": True, "vintage": "oldest first"}}
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
        "fee": {
            "starts": "first pound",
            "counted": "each period" if either_way else "to date",
            "earns_on": ["recovered"],
            "step": steps,
        },
    }

    def make(chosen: Mapping[str, str]) -> dict[str, Any]:
        is_clawed_back = chosen["if_overturned"] == "the fee on it is returned" and not either_way
        stages = UNTIL_OVER if chosen["if_overturned"] == "no fee is paid until appeals are over" else {}
        held = {"measure": [measures[0] | stages, *measures[1:]]}
        return terms | held | {"settlement": kept | (returned if is_clawed_back else {})}

    found = {UNDERPAID: 0} if either_way else {}
    of_a_million = Supposing(
        f"{currency}1,000,000 recovered, of which {currency}200,000 is overturned in the next settlement",
        rows=lambda contract: [
            found | {RECOVERED: got, OVERTURNED: lost} | ({STAGE: stage} if contract.measure[0].counts_when else {})
            for got, lost, stage in ((1_000_000, 0, "realised"), (0, 200_000, "sustained"), (0, 0, "sustained"))
        ],
    )
    options = get_args(IfOverturned)[: 1 if either_way else 3]
    return agreed(make, [Choice("if_overturned", if_overturned, options)], of_a_million, unclear)


def _measure(name: str, better: str, currency: Currency) -> dict[str, Any]:
    """Return a measure against a baseline of nothing: what was lost would have stayed lost."""
    return {
        "name": name,
        "benefit": "recovered",
        "unit": currency,
        "better": better,
        "outturn_between": BETWEEN,
        "baseline": {
            "rule": "fixed",
            "amount": 0,
            "spread": "the same for each settlement",
            "source": "without the audit nothing is got back, and nothing of it overturned",
        },
    }
