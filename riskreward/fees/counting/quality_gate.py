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


def meets(measured: Amount, least: Figure | None, most: Figure | None) -> Amount:
    """Whether what is measured is at least the one limit, or at most the other; one of them is agreed."""
    if least is not None:
        return measured >= constant(least, measured.kind)
    assert most is not None
    return measured <= constant(most, measured.kind)


def standard_problems(
    where: str, name: str, least: Figure | None, most: Figure | None, around: Around
) -> Iterator[Problem]:
    """Yield what is wrong with a standard, and with the measure that is held to it."""
    if (least is None) == (most is None):
        yield Problem(where, "needs either at_least or at_most", "write one of them")
        return
    measure = around.measures.get(name)
    if measure is None:
        return
    limit = least if least is not None else most
    assert limit is not None
    standard = Fraction(limit)
    if measure.kind == share and standard > 1:
        plain = number_text(standard)
        yield Problem(where, f"has a standard of {plain}, but the measure is in %", f'write "{plain}%"')
    fades = measure.ratio is not None and measure.ratio.if_below == "nothing counts"
    if fades and most is not None:
        what = f"where its denominator falls away {shown(name)} is nothing, which would pass"
        yield Problem(f"{where}.at_most", what, 'write ratio.if_below = "settling is refused" for it')


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
        yield from standard_problems(where, self.measure, self.at_least, self.at_most, around)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the saving that passes."""
        return gated_saving(amount, self.passed(seen))

    def passed(self, seen: Seen) -> Amount:
        """Return whether the measure meets the standard."""
        return meets(seen.outturns[self.measure], self.at_least, self.at_most)
