"""A quality gate: a period that fails its standard adds nothing."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from riskreward.fees.step import Seen, Stage, Step
from riskreward.figures import FigureError, read_number, read_rate, written
from riskreward.kernel import Amount, at_most, choose, constant, nothing


def gated_saving(saving: Amount, passed: Amount) -> Amount:
    """A period that fails adds no saving, but a shortfall still counts."""
    return choose(passed, saving, at_most(saving, nothing))


def _standard(value: object) -> object:
    try:
        return read_rate(value) if isinstance(value, str) and value.strip().endswith("%") else read_number(value)
    except FigureError as error:
        raise FigureError(error.what, "write the standard, such as 90%") from None


Standard = Annotated[
    Any,
    BeforeValidator(_standard),
    PlainSerializer(written, when_used="json"),
    WithJsonSchema({"type": ["number", "string"], "examples": ["90%"]}),
]


class QualityGate(Step):
    """A measure must be at least, or at most, its standard; a period that fails adds no saving.

    A shortfall of a failed period still counts.

    Source: Medicare shared savings, quality performance standard (42 CFR 425.512).
    """

    takes: ClassVar[Stage] = "saving of the period"
    gives: ClassVar[Stage] = "saving of the period"
    usual_place: ClassVar[int] = 10

    rule: Literal["quality gate"] = "quality gate"
    measure: str
    at_least: Standard = None
    at_most: Standard = None

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the saving that passes."""
        return gated_saving(amount, self.passed(seen))

    def passed(self, seen: Seen) -> Amount:
        """Return whether the measure meets the standard."""
        quality = seen.outturns[self.measure]
        if self.at_least is not None:
            return quality >= constant(self.at_least, quality.kind)
        return quality <= constant(self.at_most, quality.kind)
