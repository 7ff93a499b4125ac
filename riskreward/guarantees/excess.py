"""An excess: what a saving above the guarantee does to the shortfalls of other years, where published forms differ."""

from fractions import Fraction
from typing import Literal, get_args

from riskreward.kernel import Amount, at_most

Excess = Literal[
    "never offsets",
    "refunds earlier shortfalls",
    "is banked against later shortfalls",
    "refunds earlier shortfalls, then is banked",
]
"""What an excess does. The council keeps it; it makes good earlier shortfalls; or it is kept against later ones.

Source: US energy savings performance contracts: ENGIE and Chevron refund an earlier shortfall; others never offset; a
third form banks the excess forward.
"""

EXCESSES: tuple[Excess, ...] = get_args(Excess)


def refunds(excess: Excess | None) -> bool:
    """Return whether an excess makes good earlier shortfalls."""
    return excess is not None and excess.startswith("refunds")


def banks(excess: Excess | None) -> bool:
    """Return whether an excess is kept against later shortfalls."""
    return excess is not None and excess.endswith(("banked", "against later shortfalls"))


def made_good(excess: Amount, standing: Amount) -> Amount:
    """An excess makes good the shortfalls that stand from earlier, and no more than those."""
    return at_most(excess, standing)


def three_years(excess: Excess, short: Fraction) -> tuple[Fraction, ...]:
    """Return what the provider pays for years that are `short`, then twice as much above, then as much short again.

    A refund is negative. This is what the error says of each choice.
    """
    first = short
    second = -short if refunds(excess) else Fraction(0)
    third = Fraction(0) if banks(excess) else short
    return first, second, third
