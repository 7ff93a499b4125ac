"""Claims on one improvement: whose it is where several providers or initiatives say that it is theirs."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import Literal

from pydantic import Field

from riskreward.figures import FigureError, number_text, shown
from riskreward.findings import Problem
from riskreward.improvements.columns import Column
from riskreward.kernel import (
    Amount,
    Kind,
    at_least,
    at_most,
    choose,
    fact,
    in_running_proportion,
    named,
    nothing,
    round_to,
    total,
)
from riskreward.kernel.words import PATH
from riskreward.terms import Terms

Overlap = Literal["refused", "in running proportion"]

CLAIM = ", claimed"
"""What follows the name of a claim where the statement shows it."""

CLAIMED = "claimed together"
UNCLAIMED = "claimed by nobody"


class Claim(Terms):
    """A part of the improvement that a provider or an initiative says is its own; `ours` is this contract's.

    Source: Troubled Families pays for five of every six families "to minimise double payment for the same outcomes".
    """

    name: str = Field(min_length=1, pattern=r"^[^/]+$")
    by: str = ""
    ours: bool = False


def within_the_measured(claims: Sequence[Amount], measured: Amount) -> list[Amount]:
    """Each has what it claims, as long as all of them together claim no more than was measured."""
    claimed = total(claims)
    return [choose(claimed <= measured, claim, nothing) for claim in claims]


def in_proportion_to_claims(claims: Sequence[Amount], measured: Amount, places: int) -> list[Amount]:
    """Claims that come to more than was measured share it in proportion; a loss is shared as a saving is.

    What is shared out is rounded down to the places, so that the parts never exceed what was measured.
    """
    whole = named("shared out", at_most(round_to(measured, places, "floor"), total(claims)))
    return in_running_proportion(claims, whole, places)


def problems(claims: Sequence[Claim], overlap: Overlap | None) -> Iterator[Problem]:
    """Return what is wrong with the claims on one measure."""
    if not claims:
        if overlap is not None:
            yield Problem("overlap", "is for claims, but there are none", "write measure.claim, or leave it out")
        return
    if overlap is None:
        yield Problem(
            "overlap",
            "is missing, but there are claims that may overlap",
            'choose "refused" (claims that come to more than was measured are not settled) or "in running proportion" '
            "(they share what was measured)",
        )
    if not any(claim.ours for claim in claims):
        yield Problem("claim", "has none that is this contract's", "write ours = true in the claim of this contract")
    seen: dict[str, int] = {}
    for number, claim in enumerate(claims):
        before = seen.setdefault(claim.name.casefold(), number)
        if before != number:
            yield Problem(f"claim[{number}].name", f"is {shown(claim.name)}, as claim[{before}] is", "rename one")


def columns(
    claims: Sequence[Claim], measure: str, largest: Fraction, read: Callable[[object], Fraction]
) -> list[Column]:
    """Return the column of each claim in an outturn; `read` reads a figure in the measure's unit."""
    return [
        Column(column(measure, claim), f"{measure}{PATH}{claim.name}{CLAIM}", partial(_read, read, largest))
        for claim in claims
    ]


def column(measure: str, claim: Claim) -> str:
    """Return what the column of a claim is called."""
    return f"{measure}: {claim.name}"


def _read(read: Callable[[object], Fraction], largest: Fraction, value: object) -> Fraction:
    number = read(value)
    if number < 0:
        raise FigureError(f"is {shown(value)}, below nought", "a claim is nought or more; a loss is not claimed")
    if number > largest:
        raise FigureError(f"is {shown(value)}, above {number_text(largest)}", "check the number of noughts")
    return number


def record_claims(
    claims: Sequence[Claim],
    overlap: Overlap | None,
    measured: Amount,
    places: int,
    largest: Fraction,
) -> Amount:
    """Return what of the measured improvement is this contract's, with each claim a line.

    A saving that nobody claims is not this contract's; a loss that nobody claims is.
    """
    kind: Kind = measured.kind
    given = [
        named(f"{claim.name}{CLAIM}", fact(f"{claim.name}{CLAIM}", kind, places, (0, largest))) for claim in claims
    ]
    named(CLAIMED, total(given))
    if overlap == "refused":
        parts = within_the_measured(given, measured)
    else:
        parts = in_proportion_to_claims(given, measured, places)
    parts = [named(f"{claim.name}, attributed", part) for claim, part in zip(claims, parts, strict=True)]
    unclaimed = measured - named("attributed together", total(parts))
    named(UNCLAIMED, at_least(unclaimed, nothing))
    ours = total(part for claim, part in zip(claims, parts, strict=True) if claim.ours)
    return ours + at_most(unclaimed, nothing)
