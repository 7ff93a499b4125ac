"""A baseline that is asked about: its amount, its history, and what is known of the years it is paid on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from riskreward.baselines.historic import Historic
from riskreward.baselines.history import Year, by_year, read_year
from riskreward.baselines.linear_trend import LinearTrend
from riskreward.baselines.terms import BaselineTerms
from riskreward.figures import money_text, number_text, rounded, share_text

CURRENCIES = ("£", "$", "€")
SHARE_PLACES = 4
"""A share is shown to so many places: two of a per cent."""


@dataclass(frozen=True)
class Asked:
    """A baseline, whose it is, and its amount in each year of the contract so far as that is known beforehand.

    `settlements` says how many times a year the agreed amount is paid on, where it is the same for each settlement;
    `worked_out` is the baseline of each period settled, where it depends on what was measured.
    """

    baseline: BaselineTerms
    name: str = "the service"
    unit: str = "£"
    better: Literal["lower", "higher"] = "lower"
    amounts: Mapping[Year, Fraction] = field(default_factory=dict)
    settlements: int = 1
    worked_out: Mapping[str, Fraction] = field(default_factory=dict)

    @cached_property
    def agreed(self) -> Fraction | None:
        """The amount of a year at the prices it was agreed in."""
        amount = self.baseline.agreed_amount
        return None if amount is None else amount * self.settlements

    @cached_property
    def history(self) -> dict[Year, Fraction]:
        """What was really spent, in the years' order; a mean's or a line's own years where no history is given."""
        spent, times = self.baseline.history, 1
        if not spent and isinstance(self.baseline, Historic | LinearTrend):
            spent, times = self.baseline.years, self.settlements
        return {year: Fraction(amount) * times for year, amount in by_year(spent).items()}

    @cached_property
    def base_years(self) -> tuple[Year, ...]:
        """The years the amount is of: those of the mean, the year it names, or the only one that cost as much."""
        if isinstance(self.baseline, Historic):
            return tuple(by_year(self.baseline.years))
        named = read_year(getattr(self.baseline, "year", ""))
        if named is not None:
            return (named,)
        same = tuple(year for year, amount in self.history.items() if amount == self.agreed)
        return same if len(same) == 1 else ()

    @property
    def first(self) -> Year | None:
        """The first year that is paid on, or else the year after the history."""
        if self.amounts:
            return min(self.amounts)
        return max(self.history).after(1) if self.history else None

    @property
    def paid_on(self) -> Fraction | None:
        """The amount of that first year, so far as it is known."""
        return self.amounts[min(self.amounts)] if self.amounts else self.agreed

    def flatters(self, amount: Fraction) -> Fraction:
        """Return how far a baseline this much too high makes the saving look larger; below nought, smaller."""
        return amount if self.better == "lower" else -amount

    def text(self, amount: Fraction) -> str:
        """Return an amount in the measure's unit, without pence where it has none."""
        if self.unit in CURRENCIES:
            return money_text(amount, self.unit).removesuffix(".00")
        if self.unit == "%":
            return share_text(Fraction(rounded(amount, SHARE_PLACES)))
        return f"{number_text(Fraction(rounded(amount, 2)))} {self.unit}"

    def gap(self, amount: Fraction) -> str:
        """Return how far two amounts are apart, in the measure's unit; of percentages, in percentage points."""
        if self.unit == "%":
            points = number_text(Fraction(rounded(amount * 100, 2)))
            return f"{points} percentage point{'' if points == '1' else 's'}"
        return self.text(amount)
