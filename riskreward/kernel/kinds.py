"""What an amount is an amount of: money, a share, a count, a quantity with its unit, or a truth."""

from dataclasses import dataclass

from riskreward.findings import RuleError

MINOR_PLACES = 2
"""Decimal places of the minor unit: a penny, a cent."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Units with their powers, in alphabetical order; a share has none, and a truth is not a number."""

    units: tuple[tuple[str, int], ...] = ()
    is_truth: bool = False

    def __str__(self) -> str:
        if self.is_truth:
            return "truth"
        if not self.units:
            return "share"
        above = [_power(unit, power) for unit, power in self.units if power > 0]
        below = [_power(unit, -power) for unit, power in self.units if power < 0]
        return " ".join(above or ["1"]) + "".join(f" per {unit}" for unit in below)

    @property
    def is_money(self) -> bool:
        """Whether this is money itself, which has a minor unit."""
        return self == money

    @property
    def is_price(self) -> bool:
        """Whether this is money for each unit of something."""
        return ("money", 1) in self.units and len(self.units) > 1

    @property
    def can_be_named(self) -> bool:
        """Whether an amount of this kind may stand in a statement: money times money may not."""
        return all(power in {0, 1} for unit, power in self.units if unit == "money")

    def times(self, other: "Kind", sign: int = 1) -> "Kind":
        """Return the kind of a product, or with `sign` -1 of a quotient."""
        powers = dict(self.units)
        for unit, power in other.units:
            powers[unit] = powers.get(unit, 0) + sign * power
        return Kind(tuple(sorted((unit, power) for unit, power in powers.items() if power)))


def _power(unit: str, power: int) -> str:
    return unit if power == 1 else f"{unit}^{power}"


money = Kind((("money", 1),))
share = Kind()
count = Kind((("count", 1),))
truth = Kind(is_truth=True)


def quantity(unit: str) -> Kind:
    """Return the kind of a measured quantity, such as `quantity("tonnes")`."""
    if unit in {"", "money", "count"}:
        raise RuleError(f"a quantity needs a unit of its own, not {unit!r}; use money or count for those")
    return Kind(((unit, 1),))
