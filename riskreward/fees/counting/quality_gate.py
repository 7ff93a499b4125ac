"""A quality gate: a period that fails its standard adds nothing."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from riskreward.fees.step import Around, Figure, Seen, Stage, Step
from riskreward.figures import FigureError, number_text, read_number, read_rate, shown, written
from riskreward.findings import Problem
from riskreward.kernel import Amount, at_most, choose, constant, nothing, share


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
    is_gate: ClassVar[bool] = True

    rule: Literal["quality gate"] = "quality gate"
    measure: str
    at_least: Standard = None
    at_most: Standard = None

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that is held to the standard."""
        return (("measure", self.measure),)

    def standards(self, measure: str) -> tuple[Figure | None, Figure | None]:
        """Return the least and the most that the measure may be to pass; None for no such limit."""
        return (self.at_least, self.at_most) if measure == self.measure else (None, None)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the standard, and with what it is held against."""
        if (self.at_least is None) == (self.at_most is None):
            yield Problem(where, "needs either at_least or at_most", "write one of them")
            return
        measure = around.measures.get(self.measure)
        if measure is None:
            return
        standard = Fraction(self.at_least if self.at_least is not None else self.at_most)
        if measure.kind == share and standard > 1:
            plain = number_text(standard)
            yield Problem(where, f"has a standard of {plain}, but the measure is in %", f'write "{plain}%"')
        fades = measure.ratio is not None and measure.ratio.if_below == "nothing counts"
        if fades and self.at_most is not None:
            what = f"where its denominator falls away {shown(self.measure)} is nothing, which would pass"
            yield Problem(f"{where}.at_most", what, 'write ratio.if_below = "settling is refused" for it')

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the saving that passes."""
        return gated_saving(amount, self.passed(seen))

    def passed(self, seen: Seen) -> Amount:
        """Return whether the measure meets the standard."""
        quality = seen.outturns[self.measure]
        if self.at_least is not None:
            return quality >= constant(self.at_least, quality.kind)
        return quality <= constant(self.at_most, quality.kind)
