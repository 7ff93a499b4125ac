"""The procurement gain share: the council's guaranteed amount, then the provider's recovery, then the split."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal, get_args

from riskreward.calendar import SETTLEMENTS_A_YEAR, Settled, Years
from riskreward.catalogue.choosing import Choice, Supposing, agreed
from riskreward.catalogue.given import guarantee_terms, part_of, unclear_guarantee, written
from riskreward.contract import Contract, Currency
from riskreward.fees import Starts
from riskreward.figures import Figure
from riskreward.guarantees import Excess, Shortfall

Unrecovered = Literal["rolls forward", "lapses"]

CLIENT_FIRST = "above the guarantee"
NEVER = "never"
"""What rolls forward may be recovered in any later year of the term."""

_EARLIER = ("savings of the guarantee alone twice, then of it", 2)
_EARLY = {1: ("a saving of the guarantee", 0), 2: ("savings of the guarantee alone, then of it", 1)}
"""What a term too short for it is supposed to save before savings exceed the guarantee, and in how many years."""


def procurement_gain_share(
    *,
    baseline: Figure,
    guarantee: Figure,
    recovery: Figure | list[Figure],
    share: Figure,
    starts: str | date,
    years: int,
    fee_starts: Starts | None = None,
    unrecovered: Unrecovered | None = None,
    expires_after_years: int | Literal["never"] | None = None,
    rolled_at_most: Figure | None = None,
    rolled_interest: Figure | None = None,
    shortfall: Shortfall = "fee only",
    excess: Excess | None = None,
    cap: Figure | None = None,
    settled: Settled = "yearly",
    years_run: Years = "from the start date",
    spread: str | list[Figure] | None = None,
    measure: str = "procurement spend",
    title: str = "Procurement gain share",
    authority: str = "",
    provider: str = "",
    source: str = "",
    currency: Currency = "£",
    rounding: str = "half up to the penny",
) -> Contract:
    """Return a contract on procurement savings: the council's guarantee, the provider's recovery, then a split.

    `baseline`, `guarantee` (or a share of the baseline), `recovery` and `rolled_at_most` are for a year; `recovery`,
    the provider's agreed procurement price recovery, may be a list with one for each. `share` is the provider's of
    what is left. `cap` is over the term. Each year stands alone.

    Client first is `fee_starts="above the guarantee"`. Neither it nor `unrecovered` has a default, and where what a
    year does not cover rolls forward, `expires_after_years` is required too: so many years, or `"never"`. What rolls
    forward may be limited by `rolled_at_most` and bear `rolled_interest`; what the term leaves is never owed.

    Raises InputError with every problem of the terms; where a choice is missing, with what each form would pay.

    Source: Barnet and Capita, customer and support group contract: a guaranteed procurement saving, an agreed
    procurement price recovery that rolls over to the next year, and gain share paid from the first pound: £14,817.17,
    31% of a rebate of £47,797.32.

    >>> terms = dict(guarantee="£200,000", share="31%", starts="2026-04-01", years=2, expires_after_years="never",
    ...     unrecovered="rolls forward", baseline="£10,000,000", recovery="£100,000")
    >>> client_first = procurement_gain_share(**terms, fee_starts="above the guarantee")
    >>> statement = client_first.settle({"2026-27": "£9,720,000", "2027-28": "£9,650,000"})
    >>> [int(each["fee of the year"]) for each in statement.periods]
    [80000, 129300]
    >>> from_the_first_pound = procurement_gain_share(**terms, fee_starts="first pound")
    >>> [int(each["fee of the year"]) for each in from_the_first_pound.settle(statement.outturn).periods]
    [155800, 177500]
    >>> barnet = procurement_gain_share(**terms | {"recovery": 0}, fee_starts="first pound")
    >>> barnet.settle({"2026-27": "£9,952,202.68"}).amount("fee of the year")
    Decimal('14817.17')
    """
    steps: list[dict[str, Any]] = [{"rule": "cost recovery, then share", "recovery": recovery, "share": share}]
    steps[0] |= written({"spread": spread})
    if cap is not None:
        steps.append({"rule": "cap", "amount": cap, "over": "term", "room_used_by": "what is earned"})
    held_against = {"rule": "fixed", "amount": baseline, "source": source}
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
        "measure": [
            {
                "name": measure,
                "benefit": "cashable",
                "unit": currency,
                "baseline": held_against | written({"spread": spread}),
            }
        ],
        "guarantee": guarantee_terms(guarantee, "each year", shortfall, excess, spread),
    }

    choices = [
        Choice("fee_starts", fee_starts, sorted(get_args(Starts), key=CLIENT_FIRST.__ne__)),
        Choice("unrecovered", unrecovered, get_args(Unrecovered)),
    ]
    if expires_after_years is None and unrecovered != "lapses":
        choices.append(Choice("expires_after_years", None, ("1", NEVER)))
    limits = written({"at_most": rolled_at_most, "interest": rolled_interest})
    if expires_after_years not in {None, NEVER}:
        limits["expires_after_years"] = expires_after_years

    def make(chosen: Mapping[str, str]) -> dict[str, Any]:
        first = steps[0] | {"unrecovered": chosen["unrecovered"]} | limits
        if chosen["unrecovered"] == "rolls forward" and chosen.get("expires_after_years", NEVER) != NEVER:
            first["expires_after_years"] = int(chosen["expires_after_years"])
        return terms | {"fee": {"starts": chosen["fee_starts"], "counted": "each year", "step": [first, *steps[1:]]}}

    supposing = _late(part_of(recovery, baseline, currency), years, settled)
    return agreed(make, choices, supposing, unclear_guarantee(guarantee))


def _late(recovery: Fraction, years: object, settled: object) -> Supposing:
    """Suppose that savings beyond the guarantee come late; `recovery` is the part of the baseline that it is."""
    words, alone = _EARLY.get(years, _EARLIER) if isinstance(years, int) else _EARLIER
    each_year = [*[Fraction(0)] * alone, 4 * recovery]
    times = SETTLEMENTS_A_YEAR.get(settled, 1) if isinstance(settled, str) else 1
    saved = [part for part in each_year for _ in range(times)]
    return Supposing(f"{words} and four times a year's recovery", saved, guaranteed_too=True)
