"""An allotment: what is paid, and what is given back, shared out among several providers to the penny."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from pydantic import Field

from riskreward.figures import Share, share_text, shown
from riskreward.findings import Problem
from riskreward.kernel import Amount, in_running_shares, named, scope, share_of
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.terms import Terms


class Provider(Terms):
    """One of several providers, and its share of whatever is paid or given back in a period.

    Each has the running total of the shares in the order written, rounded half up to the penny, less what those before
    it have: the parts add up, and an odd penny falls to the provider at which the running total is rounded up.

    Source: Barnet and Southwest One: consortia that divide a gain share between their members.
    """

    name: str = Field(min_length=1, pattern=r"^[^/]+$", description="What the provider is called.")
    share: Share = Field(description="Its share; those of all providers add up to 100%.")


def provider_problems(providers: Sequence[Provider]) -> Iterator[Problem]:
    """Yield what is wrong with the shares of several providers."""
    if not providers:
        return
    seen: dict[str, int] = {}
    for number, provider in enumerate(providers):
        at = f"settlement.provider[{number}]"
        before = seen.setdefault(provider.name.casefold(), number)
        if before != number:
            what = f"is {shown(provider.name)}, as settlement.provider[{before}] is"
            yield Problem(f"{at}.name", what, "rename one, or add their shares up")
        if not provider.share:
            yield Problem(f"{at}.share", "is 0%", "leave the provider out, or write what it has")
    whole = sum((provider.share for provider in providers), Fraction(0))
    if whole != 1:
        what = f"has shares that add up to {share_text(whole)}"
        yield Problem("settlement.provider", what, "let the shares of all providers add up to 100%")


def record_allotment(providers: Sequence[Provider], amounts: Mapping[str, Amount]) -> None:
    """Share out each amount, by what is done with it, with a line of the statement for each provider."""
    with scope("", "settlement.provider"):
        shares = [share_of(provider.share) for provider in providers]
        for done, amount in amounts.items():
            parts = in_running_shares(shares, amount, MINOR_PLACES)
            for provider, part in zip(providers, parts, strict=True):
                named(f"{provider.name}, {done}", part)
