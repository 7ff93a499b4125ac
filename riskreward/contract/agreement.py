"""What the two sides agree: the whole of a contract's terms, checked together."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

from pydantic import (
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    PrivateAttr,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from riskreward.calendar import Calendar, Settled, Years, calendar
from riskreward.contract.checks import cross_problems
from riskreward.contract.parts import Parts
from riskreward.contract.succession import Succession
from riskreward.contract.variation import Variation
from riskreward.fees import Fee, Rounding
from riskreward.figures import FigureError, read_money, read_number, shown, written_in
from riskreward.findings import InputError, Problem
from riskreward.guarantees import CoreVolume, Guarantee, Termination, repair_column
from riskreward.improvements import COUNCIL_COSTS, Column, Measure, price_paid_column
from riskreward.kernel.rounding import MODES
from riskreward.refusals import read_at_once
from riskreward.settlement.reversal import OVERTURNED
from riskreward.settlement.reversal import columns as overturned_columns
from riskreward.settlement.terms import SettlementTerms
from riskreward.terms import Day, Terms

Currency = Literal["£", "$", "€"]
CouncilCosts = Literal["taken off the saving", "shown"]
Flow = Literal["council costs", "shortfall", "compensation"]
Made = TypeVar("Made")

_ROUNDING = rf"({'|'.join(MODES)}) to (?:the )?(?:(penny|cent)|(pound|dollar|euro)|(\d+)p|[£$€]([\d,]+(?:\.\d\d)?))"


def read_rounding(value: object) -> object:
    """Return a rounding from words such as "half up to the penny", "down to the pound" or "half up to 5p"."""
    if isinstance(value, Rounding):
        return value
    match = re.fullmatch(_ROUNDING, value.strip()) if isinstance(value, str) else None
    if match is None:
        raise FigureError(f"is {value!r}", f'write "half up to the penny"; the modes are {", ".join(MODES)}')
    mode: Any = match[1]
    step = Fraction(1 if match[2] else 100 if match[3] else int(match[4] or 0), 100)
    if match[5]:
        step = read_number(match[5], example="£100")
    if step <= 0:
        raise FigureError(f"is {value!r}, to a step of nothing", 'write "half up to the penny"')
    return Rounding(mode, step)


def rounding_text(rounding: Rounding) -> str:
    """Return a rounding in the words it is read from."""
    from riskreward.readers.words import step_text  # what reading never asks

    return f"{rounding.mode} {step_text(rounding.step)}"


RoundingTerm = Annotated[
    Rounding,
    BeforeValidator(read_rounding),
    PlainSerializer(rounding_text, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["half up to the penny", "down to the pound"]}),
]


class Agreement(Terms):
    """The terms of one contract: who, when, what is measured, what is guaranteed, what is paid.

    Raises InputError with every problem at once, each naming its place, the value and the mend.
    """

    format: Literal[1] = 1
    title: str = Field(min_length=1)
    authority: str = ""
    provider: str = ""
    starts: Day
    years: int | None = None
    months: int | None = None
    settled: Settled
    years_run: Years = "from the start date"
    currency: Currency = "£"
    rounding: RoundingTerm
    council_costs: CouncilCosts | None = None
    measure: tuple[Measure, ...] = Field(min_length=1)
    guarantee: Guarantee | None = None
    core_volume: CoreVolume | None = None
    termination: Termination | None = None
    fee: Fee
    settlement: SettlementTerms = SettlementTerms.model_construct()  # calling it would build its schema on import
    variation: tuple[Variation, ...] = ()
    succession: Succession | None = None

    _made: dict[str, Any] = PrivateAttr(default_factory=dict)
    _follows: "Agreement | None" = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _all_problems_at_once(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        also = (info.context or {}).get("also")

        def attempt(given: Any) -> Any:
            agreement = handler(given)
            problems = agreement.contradictions() + agreement.problems_of_variations()
            if also is not None:
                problems += also(agreement)
            if problems:
                raise InputError(problems)
            return agreement

        known = get_args(Currency)
        currency = data.get("currency") if isinstance(data, Mapping) else None
        with written_in(str(currency) if currency in known else known[0]):
            read: Self = read_at_once(cls, data, attempt)
        return read

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Agreement):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Agreement.model_fields)

    def __hash__(self) -> int:
        return hash((self.title, self.authority, self.provider, self.starts))

    @property
    def calendar(self) -> Calendar:
        """The term and its periods, as first agreed, or as they ended where it was ended early."""
        return self.once("calendar", self._calendar)

    def _calendar(self) -> Calendar:
        agreed = calendar(
            self.starts, years=self.years, months=self.months, settled=self.settled, years_run=self.years_run
        )
        return agreed if self.termination is None else agreed.ended(self.termination.on, "termination.on")

    @property
    def earning(self) -> tuple[Measure, ...]:
        """The measures whose saving may earn a fee."""
        return tuple(each for each in self.measure if each.baseline is not None and each.benefit in self.fee.earns_on)

    @property
    def measures_a_saving(self) -> bool:
        """Whether any measure has a baseline; a contract that pays for outcomes alone may have none."""
        return any(each.baseline is not None for each in self.measure)

    @property
    def staged(self) -> tuple[Measure, ...]:
        """The measures of which something depends on the stage that a saving has reached."""
        return self.once("staged", lambda: tuple(each for each in self.measure if each.eligible.has_stages))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of figures that an outturn has."""
        return self.once("columns", self._columns)

    def _columns(self) -> tuple[Column, ...]:
        found: list[Column] = []
        for measure in self.measure:
            found += measure.columns
            if measure.prices_paid is not None:
                found.append(price_paid_column(measure.name, self.currency))
        for measure in self.measure:
            if measure.ratio is not None:
                found = [measure.ratio.held(measure.name, column) for column in found]
        if self.council_costs is not None:
            found.append(Column(COUNCIL_COSTS, COUNCIL_COSTS, self._read_costs))
        if self.guarantee is not None and self.guarantee.repair_in_kind is not None:
            found.append(repair_column())
        clawback = self.settlement.clawback
        if clawback is not None and clawback.when == OVERTURNED:
            found += overturned_columns(self.calendar.periods, self.fee.counted, self.currency)
        return tuple(found)

    def _read_costs(self, value: object) -> Fraction:
        costs = Fraction(read_money(value, self.currency))
        if costs < 0:
            raise FigureError(f"is {shown(value)}, below nought", "write costs as a positive figure")
        return costs

    @property
    def parts(self) -> Parts:
        """The parts that must agree."""
        return Parts(**{name: getattr(self, name) for name in Parts.__annotations__})

    def contradictions(self) -> list[Problem]:
        """Return every contradiction between the parts, variations apart."""
        return cross_problems(self.parts)

    def problems_of_variations(self) -> list[Problem]:
        """Return what is wrong with the variations; an agreement by itself takes them as they are."""
        return []

    def changed(self, **terms: Any) -> "Agreement":
        """Return the same terms with some of them changed, unchecked: for asking what they would have come to."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        changed = Agreement.model_construct(**{**values, **terms})
        changed._follows = self._follows
        return changed

    def following(self, before: "Agreement") -> "Agreement":
        """Return these terms as those that a variation puts in place of others."""
        terms = self.changed()
        terms._follows = before
        return terms

    @property
    def council_flows(self) -> frozenset[Flow]:
        """What the council gains or bears beside the saving and the fee, under these terms or any that they follow."""
        earlier: frozenset[Flow] = frozenset() if self._follows is None else self._follows.council_flows
        own: dict[Flow, bool] = {
            "council costs": self.council_costs is not None,
            "shortfall": self.guarantee is not None and self.guarantee.is_paid,
            "compensation": self.core_volume is not None and self.core_volume.is_compensated,
        }
        return earlier | {flow for flow, has in own.items() if has}

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what `make` gives, made the first time only."""
        if name not in self._made:
            self._made[name] = make()
        made: Made = self._made[name]
        return made
