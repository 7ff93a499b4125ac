"""What every baseline says of itself: where it comes from, who owns it, who agreed it and when."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from riskreward.baselines.conditions import Conditions
from riskreward.baselines.discount import Discount, discounted
from riskreward.baselines.drivers import Driver
from riskreward.baselines.history import OneOff, Uncertainty, check_history, check_scale
from riskreward.baselines.in_unit import InUnit, Percentage
from riskreward.baselines.index import Index
from riskreward.baselines.rebasing import Rebased
from riskreward.calendar import Calendar
from riskreward.figures import written
from riskreward.findings import Problem
from riskreward.kernel import Amount, Kind, named
from riskreward.schedule import EACH_PERIOD, EVENLY, Spread, read_spread, spread_schema
from riskreward.terms import Day, Terms

SPREADS = (EVENLY, EACH_PERIOD)
SetBy = Literal["authority", "provider", "jointly", "independent"]


class Agreed(Terms):
    """Who agreed a figure, when, and which officer owns it."""

    on: Day
    by: str = Field(min_length=1)
    owner: str = ""


BaselineSpread = Annotated[
    Any,
    BeforeValidator(lambda value: read_spread(value, SPREADS)),
    PlainSerializer(written, when_used="json"),
    WithJsonSchema(spread_schema(SPREADS)),
]


class Published(NamedTuple):
    """Figures by year that a body publishes in time: the term that holds them, and what one is called."""

    term: str
    called: str
    by_year: Mapping[str, object]


class BaselineTerms(Terms):
    """The terms that every rule for a baseline shares.

    `spread` says how a year's amount falls on its settlements; it is required where they are not whole years.
    `discount` is taken off the baseline, one figure for all years or one for each. `rebased` moves it in
    later years by what was achieved. `history` is what was really spent, by year; `one_off` what of a year will not
    come again; `set_by` who set the baseline, and `uncertainty` how sure it is. They change no payment: `question`
    asks by them.
    """

    is_for_a_year: ClassVar[bool] = True
    """Whether the rule gives a year's amount, to be spread, and not each settlement's from what was measured."""

    stands_for_the_term: ClassVar[bool] = False
    """Whether the rule gives one amount for the whole term, in its first settlement."""

    source: str = ""
    agreed: Agreed | None = None
    budget_uplifted: bool | None = None
    spread: BaselineSpread = None
    discount: Discount = ()
    rebased: Rebased | None = None
    history: dict[str, InUnit] = Field(default_factory=dict)
    one_off: dict[str, OneOff] = Field(default_factory=dict)
    set_by: SetBy | None = None
    uncertainty: Uncertainty | None = None

    @model_validator(mode="after")
    def _history_holds(self) -> Self:
        check_history(self.history, getattr(self, "years", {}), self.one_off)
        check_scale(self.history, getattr(self, "amount", None))
        return self

    @property
    def title(self) -> str:
        """The name of the rule."""
        return str(getattr(self, "rule"))  # noqa: B009  # every rule declares it, the base does not

    def record(self, conditions: Conditions) -> Amount:
        """Return the baseline of the period."""
        amount = self.amount_of(conditions)
        if self.discount:
            amount = discounted(amount, self.discount, conditions.schedule)
        if not self.is_for_a_year:
            return amount
        spread: Spread | None = self.spread
        if spread not in {None, EACH_PERIOD} and not amount.is_constant:
            amount = named("baseline for the year", amount)
        return conditions.schedule.of_the_year("baseline", amount, spread, conditions.mode, conditions.places)

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return the baseline of a whole year, or of each settlement where the terms say so."""
        raise NotImplementedError

    @property
    def agreed_amount(self) -> Fraction | None:
        """The amount of a year as it was agreed, before any index; None where it depends on what is measured later."""
        return None

    @property
    def reads(self) -> tuple[tuple[str, str], ...]:
        """The measures whose outturn the rule reads: the term that names each, and its name."""
        return tuple((driver.term, driver.measure) for driver in self.drivers)

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """The measures whose outturn moves the baseline."""
        return ()

    def unfit(self, kind: Kind) -> tuple[str, str] | None:
        """Return why the rule cannot be the baseline of a measure of that kind, and the mend; None where it can."""
        return None

    @property
    def by_year(self) -> tuple[tuple[str, tuple[Fraction, ...]], ...]:
        """The figures that are one for all years or listed by year: the term, and the figures."""
        return (("discount", self.discount),)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """The agreed figures in the measure's own unit: the term, and the figure."""
        yield from ()

    @property
    def known(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """The history and what of it was one-off, in the measure's own unit: the term, and the figure."""
        for year, amount in self.history.items():
            yield f"history.{year}", amount
        for year, each in self.one_off.items():
            yield f"one_off.{year}.amount", each.amount

    @property
    def indices(self) -> tuple[tuple[str, Index], ...]:
        """The indices that move the amount: the term, and the index."""
        index: Index | None = getattr(self, "index", None)
        return () if index is None else (("index", index),)

    @property
    def published(self) -> Iterator[Published]:
        """The figures by year that may be left out until their year is settled."""
        for term, index in self.indices:
            yield Published(f"{term}.levels", "level", index.levels)

    @property
    def supplied(self) -> tuple[str, ...]:
        """The figures in the measure's unit that each outturn brings beside the measure's own, by name."""
        return ()

    def problems(self, where: str, term: Calendar) -> Iterator[Problem]:
        """Yield what is wrong with the terms in a contract of this term."""
        yield from ()
