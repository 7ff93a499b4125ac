"""The Work Programme: attachment, job outcome and sustainment, each group of claimants at its own prices."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, get_args

from riskreward.calendar import Settled, Years
from riskreward.catalogue.choosing import Choice, Supposing, agreed
from riskreward.contract import Contract, Currency
from riskreward.fees.outcomes.staged_payments import Beyond
from riskreward.figures import Figure
from riskreward.findings import InputError, Problem
from riskreward.refusals import described

Prices = Sequence[Figure | list[Figure]]
"""What attachment, a job outcome and sustainment pay, each one figure for all years or one for each."""

STAGES = ("attached", "in a job", "sustained")
GROUPS: Mapping[str, Prices] = {
    "JSA 18-24": (400, 1_200, 2_210),
    "JSA 25 and over": (400, 1_200, 2_795),
    "JSA early access": (400, 1_200, 5_000),
}
"""The groups of the first year, with what each pays."""


def work_programme(
    *,
    starts: str | date,
    years: int,
    groups: Mapping[str, Prices] = GROUPS,
    beyond_the_stage_before: Beyond | None = None,
    largest_payment: Figure | None = None,
    settled: Settled = "yearly",
    years_run: Years = "from the start date",
    title: str = "Work Programme",
    authority: str = "",
    provider: str = "",
    currency: Currency = "£",
    rounding: str = "half up to the penny",
) -> Contract:
    """Return a contract that pays for each person attached, for each who gets a job, for each who keeps it.

    `groups` says by group of claimants what the three pay, the published ones unless told. Each group has three
    columns, such as `JSA 18-24, attached`, `JSA 18-24, in a job` and `JSA 18-24, sustained`: how many newly reached the
    stage. `beyond_the_stage_before` has no default: whether more in a job than were attached are not paid for until
    the others catch up, or settling is refused. `largest_payment` is the most over the term.

    Raises InputError with every problem of the terms; where a choice is missing, with what each form would pay.

    Source: Work Programme, maxima of its first year: £3,810 for a claimant of 18 to 24, £4,395 of 25 and over, £6,600
    with early access.

    >>> programme = work_programme(starts="2011-06-01", years=1, beyond_the_stage_before="settling is refused")
    >>> one_of_each = {measure.name: 1 for measure in programme.measure}
    >>> statement = programme.settle([{"period": "2011-12", **one_of_each}])
    >>> [int(statement.amount(f"fee / {group} / payment")) for group in GROUPS]
    [3810, 4395, 6600]
    """
    problems = list(_unreadable(groups))
    if problems:
        raise InputError(problems)
    people = {"unit": "people", "better": "higher"}
    measures = [{"name": f"{group}, {stage}", **people} for group in groups for stage in STAGES]
    steps = [
        {
            "rule": "staged payments",
            "name": group,
            "stages": [
                {"measure": f"{group}, {stage}", "price": {"amount": price}}
                for stage, price in zip(STAGES, prices, strict=True)
            ],
        }
        for group, prices in groups.items()
    ]
    cap = {"rule": "cap", "amount": largest_payment, "over": "term", "room_used_by": "what is earned"}

    def make(chosen: Mapping[str, str]) -> dict[str, Any]:
        return {
            "title": title,
            "authority": authority,
            "provider": provider,
            "starts": starts,
            "years": years,
            "settled": settled,
            "years_run": years_run,
            "currency": currency,
            "rounding": rounding,
            "measure": measures,
            "fee": {
                "starts": "first pound",
                "counted": "each period",
                "step": [*({**step, **chosen} for step in steps), *([] if largest_payment is None else [cap])],
            },
        }

    first = next(iter(groups))
    nobody = {f"{group}, {stage}": 0 for group in groups for stage in STAGES}
    counts = nobody | {f"{first}, attached": 2, f"{first}, in a job": 3}
    supposing = Supposing(f"two of {first} attached and three in a job", rows=[counts, nobody])
    return agreed(make, [Choice("beyond_the_stage_before", beyond_the_stage_before, get_args(Beyond))], supposing)


def _unreadable(groups: object) -> Iterator[Problem]:
    """Yield what is no table of groups, each with three prices."""
    mend = 'write it as {"JSA 18-24": (400, 1_200, 2_210)}'
    if not isinstance(groups, Mapping) or not groups:
        what = f"is {described(groups)}, where a table of groups belongs" if groups else "names no group"
        yield Problem("groups", what, mend)
        return
    for group, prices in groups.items():
        if isinstance(prices, str) or not isinstance(prices, Sequence) or len(prices) != len(STAGES):
            what = f"is {described(prices)}, where the prices of {', '.join(STAGES[:-1])} and {STAGES[-1]} belong"
            yield Problem(f"groups[{group!r}]", what, mend)
