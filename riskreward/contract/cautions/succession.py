"""Cautions about a contract that a reorganisation made: whose it was, and what was left open."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.calendar import day_text
from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import pounds_text
from riskreward.figures import share_text
from riskreward.findings import Finding
from riskreward.settlement.settled import Settled


def succeeds(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A successor's contract says which contracts it was made of, and that their balances do not go over."""
    succession = agreement.succession
    if succession is None:
        return
    part = "" if succession.share is None else f" with {share_text(succession.share)} of its amounts"
    text = (
        f"This contract succeeds {' and '.join(succession.contracts)}{part} from {day_text(agreement.starts)} "
        f"({succession.source}, agreed on {day_text(succession.agreed.on)} by {succession.agreed.by})"
    )
    figures = {name: Fraction(amount) for name, amount in succession.left_open.items()}
    if figures:
        listed = ", ".join(f"{name} {pounds_text(amount, agreement.currency)}" for name, amount in figures.items())
        text += f"; left open, and not passed on by itself: {listed}"
    yield Finding("succession", f"{text}.", "warning" if figures else "note", figures)
