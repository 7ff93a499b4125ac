"""A baseline of frozen volume at each year's prices: what the base year's activity would cost now."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from riskreward.baselines.base_year import Measured
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.in_unit import Percentage
from riskreward.baselines.terms import BaselineTerms, Published
from riskreward.figures import share_text
from riskreward.kernel import Amount, Kind, constant, count, money
from riskreward.schedule import listed
from riskreward.terms import TermsError


def at_the_years_price(volume: Amount, price: Amount) -> Amount:
    """The volume of the base year at the price of this year."""
    return volume * price


class RepricedVolume(BaselineTerms):
    """The activity of the base year at each year's published unit price.

    `price` is one for all years or a list with one for each; `prices` gives them by year, where one not yet published
    may be left out until its year is settled.

    Source: NHS marginal-rate emergency tariff, 2008/09 activity at 2010/11 tariff.
    """

    rule: Literal["re-priced volume"] = "re-priced volume"
    volume: Measured
    price: Annotated[tuple[Measured, ...], BeforeValidator(listed)] = ()
    prices: dict[str, Measured] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_kind_of_price(self) -> "RepricedVolume":
        if self.price and self.prices:
            raise TermsError("price", "is given, and so is prices", "write one of them")
        if not self.price and not self.prices:
            raise TermsError("price", "is missing, and so is prices", "write the price of a unit, or prices by year")
        for term, figure in (("volume", self.volume), *self._priced):
            if isinstance(figure, Percentage):
                raise TermsError(term, f"is {share_text(figure)}, where a number belongs", "write it without %")
        return self

    @property
    def _priced(self) -> tuple[tuple[str, Fraction], ...]:
        several = len(self.price) > 1
        listed = [(f"price[{number}]" if several else "price", each) for number, each in enumerate(self.price)]
        return (*listed, *((f"prices.{year}", each) for year, each in self.prices.items()))

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the activity of the base year at the year's price."""
        schedule = conditions.schedule
        each = conditions.kind.times(count, -1)
        price = schedule.figure("unit price", each, schedule.by_year(self.prices or self.price))
        return at_the_years_price(constant(self.volume, count), price)

    @property
    def agreed_amount(self) -> Fraction:
        """The activity of the base year at the first price."""
        return Fraction(self.volume * self._priced[0][1])

    def unfit(self, kind: Kind) -> tuple[str, str] | None:
        """Say that activity at a price is money."""
        return None if kind == money else ("is money, a volume at a price", "let the measure be in money")

    @property
    def by_year(self) -> tuple[tuple[str, tuple[Fraction, ...]], ...]:
        """The discount, and the prices where they are listed."""
        return (*super().by_year, ("price", self.price))

    @property
    def published(self) -> Iterator[Published]:
        """The prices by year."""
        if self.prices:
            yield Published("prices", "price", self.prices)
