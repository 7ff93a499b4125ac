"""Proofs to be timed: one promise at terms of several lengths, with terms left free, and the table of each contract."""

from collections.abc import Mapping
from typing import Any

from riskreward import Contract, check
from riskreward.promises import promises
from tests.promises.contracts import of_the_catalogue, plain

LENGTHS = (1, 5, 12, 36, 60)
CONTRACTS = dict(of_the_catalogue())
FREE: tuple[Mapping[str, tuple[str, str]], ...] = (
    {"fee.step[0].share": ("0%", "100%")},
    {
        "fee.step[0].share": ("0%", "100%"),
        "cap": ("£0", "£1,000,000"),
        "settlement.retention.share": ("0%", "100%"),
    },
)
CAPPED: dict[str, Any] = {
    "fee.step[1]": {"rule": "cap", "amount": 100_000, "over": "term", "room_used_by": "what is earned"},
    "settlement.retention": {"share": "20%", "released": "at the end of the term"},
    "settlement.clawback.first_from": "retention",
    "settled": "monthly",
    "measure[0].baseline.spread": "the same for each settlement",
}


def proved_for(months: int, free: Mapping[str, tuple[str, str]] | None = None) -> None:
    """Prove that a contract of so many months is never out of pocket. Raises AssertionError where it is not proved."""
    contract = contract_of(months)
    (promise,) = (each for each in promises(contract) if each.name == "never out of pocket")
    found = check(contract, [promise], for_every=free, paths=1)
    assert found["never out of pocket"].state == "proved"


def contract_of(months: int) -> Contract:
    """Return a quarter of what is saved to date, capped, a fifth of it retained, settled monthly."""
    return plain(**CAPPED, years=None, months=months)


def checked(name: str) -> None:
    """Check every promise of a contract of the catalogue."""
    check(CONTRACTS[name])
