"""How a whole number of parts is rounded: the only place where anything is lost."""

from fractions import Fraction
from typing import Literal, get_args

Mode = Literal["half up", "down", "up", "floor"]
"""Half up rounds a half away from zero; down goes towards zero, up away from it, floor to the lower."""

MODES: tuple[Mode, ...] = get_args(Mode)


def whole(numerator: int, denominator: int, mode: Mode) -> int:
    """Return numerator / denominator as a whole number; the denominator is positive."""
    if mode == "floor":
        return numerator // denominator
    size = -numerator if numerator < 0 else numerator
    if mode == "half up":
        size = (2 * size + denominator) // (2 * denominator)
    elif mode == "down":
        size //= denominator
    else:
        size = -(-size // denominator)
    return -size if numerator < 0 else size


def quotient(above: int, below: int, mode: Mode) -> int:
    """Return above / below as a whole number, whatever the sign of either."""
    return whole(above, below, mode) if below > 0 else whole(-above, -below, mode)


def to_step(value: Fraction, step: Fraction, mode: Mode) -> Fraction:
    """Return `value` as a whole number of steps, such as 1/100 for pence or 100 for hundreds of pounds."""
    parts = value / step
    return whole(parts.numerator, parts.denominator, mode) * step
