"""What the two sides agree: the whole of a contract's terms, checked together."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    PrivateAttr,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from riskreward.calendar import Calendar, Settled, Years, calendar
from riskreward.contract.checks import Parts, cross_problems
from riskreward.fees import Fee, Rounding
from riskreward.figures import FigureError
from riskreward.findings import InputError, Problem
from riskreward.guarantees import Guarantee
from riskreward.improvements import Measure
from riskreward.kernel.rounding import MODES
from riskreward.readers.words import step_text
from riskreward.settlement.terms import SettlementTerms
from riskreward.terms import Day, Terms, problems_of

Currency = Literal["£", "$", "€"]
CouncilCosts = Literal["taken off the saving", "shown"]
Made = TypeVar("Made")

_ROUNDING = re.compile(rf"({'|'.join(MODES)}) to (?:the )?(?:(penny|cent)|(pound|dollar|euro)|(\d+)p|[£$€](\d+))")


def read_rounding(value: object) -> object:
    """Return a rounding from words such as "half up to the penny", "down to the pound" or "half up to 5p"."""
    if isinstance(value, Rounding):
        return value
    match = _ROUNDING.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise FigureError(f"is {value!r}", f'write "half up to the penny"; the modes are {", ".join(MODES)}')
    mode: Any = match[1]
    pence = 1 if match[2] else 100 if match[3] else int(match[4] or 0) or int(match[5] or 0) * 100
    if pence < 1:
        raise FigureError(f"is {value!r}, to a step of nothing", 'write "half up to the penny"')
    return Rounding(mode, Fraction(pence, 100))


def rounding_text(rounding: Rounding) -> str:
    """Return a rounding in the words it is read from."""
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
    fee: Fee
    settlement: SettlementTerms = SettlementTerms()

    _made: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _all_problems_at_once(cls, data: Any, handler: Callable[[Any], "Agreement"]) -> "Agreement":
        try:
            agreement = handler(data)
        except ValidationError as error:
            problems = problems_of(error, cls, data)
            raise InputError([*problems, *_further(cls, data, problems)]) from None
        problems = cross_problems(Parts(**{name: getattr(agreement, name) for name in Parts.__annotations__}))
        if problems:
            raise InputError(problems)
        return agreement

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Agreement):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Agreement.model_fields)

    def __hash__(self) -> int:
        return hash((self.title, self.authority, self.provider, self.starts))

    @property
    def calendar(self) -> Calendar:
        """The term and its periods."""
        return self.once(
            "calendar", lambda: _calendar(self.starts, self.years, self.months, self.settled, self.years_run)
        )

    @property
    def earning(self) -> tuple[Measure, ...]:
        """The measures whose saving may earn a fee."""
        return tuple(each for each in self.measure if each.baseline is not None and each.benefit in self.fee.earns_on)

    def changed(self, **terms: Any) -> "Agreement":
        """Return the same terms with some of them changed, unchecked: for asking what they would have come to."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return Agreement.model_construct(**{**values, **terms})

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what `make` gives, made the first time only."""
        if name not in self._made:
            self._made[name] = make()
        made: Made = self._made[name]
        return made


def _calendar(starts: date, years: int | None, months: int | None, settled: Settled, run: Years) -> Calendar:
    return calendar(starts, years=years, months=months, settled=settled, years_run=run)


def _further(cls: type[Agreement], data: Any, found: list[Problem]) -> list[Problem]:
    """Return what else is wrong, as far as the parts that can be read tell."""
    if not isinstance(data, Mapping):
        return []
    parts: dict[str, Any] = {}
    for name in Parts.__annotations__:
        field = cls.model_fields[name]
        try:
            annotation: Any = Annotated[field.annotation, field, *field.metadata]
            adapter: TypeAdapter[Any] = TypeAdapter(annotation)
            parts[name] = adapter.validate_python(data[name]) if name in data else field.get_default()
        except (ValidationError, InputError):
            parts[name] = None
    told = {problem.where for problem in found}
    return [problem for problem in cross_problems(Parts(**parts)) if problem.where not in told]
