"""The core volume: the work that the council commits to order, and what it owes where it orders less."""

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema

from riskreward.baselines import Percentage
from riskreward.figures import (
    FigureError,
    MoneyFromNought,
    Number,
    number_text,
    read_number,
    read_share,
    share_text,
    shown,
)
from riskreward.kernel import (
    Amount,
    at_least,
    carry,
    choose,
    constant,
    money,
    named,
    nothing,
    pounds,
    previous,
    scope,
    share_of,
)
from riskreward.kernel.rounding import Mode
from riskreward.schedule import Schedule, SpreadOfAYear, listed
from riskreward.terms import Terms

IfShort = Literal["compensation", "carried forward", "nothing"]
PLACES = 2
"""The decimal places of a volume."""


def short_of(committed: Amount, ordered: Amount) -> Amount:
    """What was ordered falls short of what was committed; more than was committed is no credit."""
    return at_least(committed - ordered, nothing)


def _volume(value: object) -> Fraction:
    volume = read_number(value.lstrip("£$€") if isinstance(value, str) else value, example="1000")
    if volume < 0:
        raise FigureError(f"is {shown(value)}, below nought", "write a volume of nought or more")
    if (volume * 10**PLACES).denominator != 1:
        raise FigureError(f"is {shown(value)}, finer than two decimal places", "round it")
    return volume


def _rate(value: object) -> Fraction:
    """Return money for a unit, or a share of each pound where the volume is money."""
    if isinstance(value, Percentage):
        return value
    if isinstance(value, str) and value.strip().endswith("%"):
        return Percentage(read_share(value))
    rate = read_number(value.lstrip("£$€") if isinstance(value, str) else value, example="12.50")
    if rate < 0:
        raise FigureError(f"is {shown(value)}, below nought", "write the rate as a positive figure")
    return rate


def _written_rate(value: object) -> object:
    if isinstance(value, Percentage):
        return share_text(value).replace(",", "")
    return number_text(value).replace(",", "") if isinstance(value, Fraction) else value


class Investment(Terms):
    """What the provider puts in, in exchange for the core volume."""

    amount: MoneyFromNought
    by: str = Field(min_length=1)
    evidence: str = Field(min_length=1)


class CoreVolume(Terms):
    """A volume of work, by year, that the council commits to order of the provider, in exchange for investment.

    `measure` counts what is ordered, and gives the unit. The year's volume is held against it at the year's last
    settlement. `if_short` has no default: what is short is compensated at `rate` for a unit (a share of each pound
    where the volume is in money), is carried forward and added to the next year's commitment, or costs nothing. Of
    what is carried forward `at_the_end` says what becomes of it when the term ends.

    It is the council's own risk: a contract that may owe compensation is not 100% contingent.

    Source: partnership contracts of highways and property services: core work guaranteed over a long term in
    exchange for investment and jobs.
    """

    measure: str = Field(min_length=1)
    committed: Annotated[
        tuple[Annotated[Number, PlainValidator(_volume)], ...], BeforeValidator(listed), Field(min_length=1)
    ]
    if_short: IfShort | None = None
    rate: Annotated[
        Any,
        BeforeValidator(lambda value: value if value is None else _rate(value)),
        PlainSerializer(_written_rate, when_used="json"),
        WithJsonSchema({"type": ["number", "string"], "examples": [12.5, "8%"]}),
    ] = None
    at_the_end: Literal["compensation", "lapses"] | None = None
    investment: Investment | None = None
    spread: SpreadOfAYear = None

    @property
    def is_compensated(self) -> bool:
        """Whether the council may owe anything for what it does not order."""
        return self.if_short == "compensation" or self.at_the_end == "compensation"

    def record(
        self,
        schedule: Schedule,
        mode: Mode,
        ordered: Amount,
        payable: Callable[[Amount], Amount],
    ) -> Amount | None:
        """Return what the council owes in the period for what it did not order, or None where that costs nothing.

        `ordered` is the measure's outturn; `payable` rounds money that becomes payable.
        """
        kind = ordered.kind
        with scope("core volume", "core_volume"):
            agreed = schedule.figure("committed for the year", kind, schedule.by_year(self.committed))
            committed = schedule.of_the_year("volume committed", agreed, self.spread, mode, PLACES)
            committed = _year_to_date("volume committed", named("volume committed", committed), schedule)
            ordered = _year_to_date("volume ordered", named("volume ordered", ordered), schedule)
            if self.if_short != "carried forward":
                owed_for = named("volume short", choose(schedule.last_of_year, short_of(committed, ordered), nothing))
            else:
                owed_for = self._carried(schedule, committed, ordered)
            if not self.is_compensated:
                return None
            rate = share_of(self.rate) if kind == money else pounds(self.rate) / constant(1, kind)
            return named("compensation owed by the council", payable(rate * owed_for))

    def _carried(self, schedule: Schedule, committed: Amount, ordered: Amount) -> Amount:
        """Return what is left short when the term ends; until then it is added to the next year's commitment."""
        before = previous("volume carried forward", constant(0, ordered.kind), PLACES)
        short = choose(schedule.last_of_year, short_of(committed + before, ordered), nothing)
        named("volume short", short)
        left = named("volume short at the end of the term", choose(schedule.last_of_term, short, nothing))
        on = choose(schedule.last_of_year, short - left, before)
        carry("volume carried forward", named("volume carried forward", on))
        return left


def _year_to_date(name: str, amount: Amount, schedule: Schedule) -> Amount:
    if schedule.is_yearly:
        return amount
    before = previous(f"{name}, year to date", constant(0, amount.kind), PLACES)
    so_far = named(f"{name}, year to date", choose(schedule.first_of_year, nothing, before) + amount)
    carry(f"{name}, year to date", so_far)
    return so_far
