"""What every baseline says of itself: where it comes from, who owns it, who agreed it and when."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from riskreward.baselines.history import OneOff, Uncertainty, check_history
from riskreward.figures import Money, written
from riskreward.kernel import Amount
from riskreward.kernel.rounding import Mode
from riskreward.schedule import EACH_PERIOD, EVENLY, Schedule, Spread, read_spread, spread_schema
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


class BaselineTerms(Terms):
    """The terms that every rule for a baseline shares.

    `spread` says how a year's amount falls on its settlements; it is required where they are not whole years.
    `history` is what was really spent, by year; `one_off` what of a year will not come again; `set_by` who set the
    baseline, and `uncertainty` how sure it is. They change no payment: `question` asks by them.
    """

    source: str = ""
    agreed: Agreed | None = None
    budget_uplifted: bool | None = None
    spread: BaselineSpread = None
    history: dict[str, Money] = Field(default_factory=dict)
    one_off: dict[str, OneOff] = Field(default_factory=dict)
    set_by: SetBy | None = None
    uncertainty: Uncertainty | None = None

    @model_validator(mode="after")
    def _history_holds(self) -> Self:
        check_history(self.history, getattr(self, "years", {}), self.one_off)
        return self

    def record(self, schedule: Schedule, mode: Mode) -> Amount:
        """Return the baseline of the period."""
        return schedule.of_the_year("baseline", self.of_a_year(schedule), self._spread, mode)

    @property
    def _spread(self) -> Spread | None:
        spread: Spread | None = self.spread
        return spread

    def of_a_year(self, schedule: Schedule) -> Amount:
        """Return the baseline of a whole year, or of each settlement where the terms say so."""
        raise NotImplementedError
