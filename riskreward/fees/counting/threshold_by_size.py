"""A threshold by size: the larger the population, the smaller the part of the baseline that must be saved."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from riskreward.fees.counting.threshold import OnceMet, counted_once_met, has_one_form
from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import FigureError, number_text, read_number, shown, written
from riskreward.figures import Share as ShareTerm
from riskreward.findings import Problem
from riskreward.kernel import Amount, at_least, choose, constant, money, named, nothing, round_to, share, share_of
from riskreward.terms import Terms, TermsError


def in_its_row(size: Amount, ends: Sequence[Amount], answers: Sequence[Amount]) -> Amount:
    """The answer of the row that the size falls in; each row but the last has its end, which belongs to it."""
    found = answers[-1]
    for end, answer in zip(reversed(ends), reversed(answers[:-1]), strict=True):
        found = choose(size <= end, answer, found)
    return found


def on_a_line(size: Amount, row: "Line") -> Amount:
    """The share at a size: along a straight line from one end of the row to the other."""
    if row.end is None:
        return row.share
    return row.share + (row.share_at_end - row.share) * (size - row.start) / (row.end - row.start)


class Line(NamedTuple):
    """A row as amounts: the sizes at its ends, and the shares there; the last row may have no end."""

    start: Amount
    share: Amount
    end: Amount | None
    share_at_end: Amount


def _size(value: object) -> Decimal:
    number = read_number(value, example="5000")
    if number < 0 or number.denominator != 1:
        raise FigureError(f"is {shown(value)}, no whole number of nought or more", "write a size such as 5000")
    return Decimal(number.numerator)


Size = Annotated[
    Decimal,
    PlainValidator(_size),
    PlainSerializer(written, when_used="json"),
    WithJsonSchema({"type": ["number", "string"], "examples": [5000]}),
]
"""A whole number of what is counted: people, sites, contracts."""


class SizeRow(Terms):
    """Sizes from one to another, both in the row, and the shares that must be saved there."""

    at_least: Size = Field(description="The smallest size in the row.")
    up_to: Size | None = Field(default=None, description="The largest size in the row; the last row may have no end.")
    share: ShareTerm = Field(description="The share of the baseline that must be saved at the smallest size.")
    share_at_end: ShareTerm | None = Field(
        default=None, description="The share at the largest size; between the two it lies on a straight line."
    )

    @model_validator(mode="after")
    def _one_form(self) -> "SizeRow":
        if (self.up_to is None) != (self.share_at_end is None):
            what = "goes with up_to, and only with it"
            raise TermsError("share_at_end", what, "write both, or leave both out of the last row")
        if self.up_to is not None and self.up_to <= self.at_least:
            what = f"is {_text(self.up_to)}, not above at_least {_text(self.at_least)}"
            raise TermsError("up_to", what, "write the larger size here")
        return self


class ThresholdBySize(Step):
    """What is counted must reach a share of the baseline that depends on a size, such as of a population.

    Within a row the share lies on a straight line between its ends; a part of a whole counts as none. The comparison
    is made inside each row on exact figures, and chooses between what counts, not between rounded rates. Sizes
    outside the rows are ruled out by the measure's `outturn_between`.

    Source: 42 CFR 425.604(b), minimum savings rate by number of beneficiaries.
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "saving counted"
    usual_place: ClassVar[int] = 30

    rule: Literal["threshold by size"] = "threshold by size"
    measure: str = Field(description="The measure that is the size.")
    rows: tuple[SizeRow, ...] = Field(min_length=1, description="The rows, in rising order and without a gap.")
    once_met: OnceMet = Field(description="What counts once the threshold is reached.")
    share_below: ShareTerm | None = Field(default=None, description="The share that counts below the threshold.")

    @model_validator(mode="after")
    def _in_rising_order(self) -> "ThresholdBySize":
        has_one_form(self.once_met, self.share_below)
        for number, (before, row) in enumerate(zip(self.rows, self.rows[1:], strict=False), start=1):
            if before.up_to is None:
                raise TermsError(
                    f"rows[{number - 1}]", "has no up_to, but more rows follow", "only the last row may be open"
                )
            if row.at_least != before.up_to + 1:
                side = "overlaps" if row.at_least <= before.up_to else "leaves a gap after"
                what = f"is {_text(row.at_least)}, which {side} rows[{number - 1}], up to {_text(before.up_to)}"
                raise TermsError(f"rows[{number}].at_least", what, f"write {_text(before.up_to + 1)}")
        return self

    @property
    def reads(self) -> frozenset[str]:
        """The baseline, which the threshold is a share of."""
        return frozenset({"baseline"})

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that is the size."""
        return (("measure", self.measure),)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield that the measure is no size, or may lie outside the rows."""
        measure = around.measures.get(self.measure)
        if measure is None:
            return
        if measure.kind in {money, share}:
            what = f"is {shown(measure.name)}, which is in {shown(measure.unit)} and no size"
            yield Problem(f"{where}.measure", what, "name a measure in a unit of its own, such as people")
            return
        low, high = measure.between
        first, last = self.rows[0].at_least, self.rows[-1].up_to
        if low < first or (last is not None and high > last):
            ends = f"[{_text(first)}, {'...' if last is None else _text(last)}]"
            what = f"is {shown(measure.name)}, which may lie outside the rows"
            yield Problem(
                f"{where}.measure", what, f"give it outturn_between within {ends}, or write rows for the rest"
            )

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what counts, by the row that the size falls in."""
        size = round_to(seen.outturns[self.measure], 0, "floor")
        amount = named(f"counted towards the {self.title}", amount)
        lines = [self._line(row, size) for row in self.rows]
        ends = [line.end for line in lines[:-1] if line.end is not None]
        shares = [on_a_line(size, line) for line in lines]
        needed = [at_least(each * seen.baseline, nothing) for each in shares]
        named(f"minimum rate of the {self.title}", in_its_row(size, ends, shares))
        named(f"{self.title} to reach", in_its_row(size, ends, needed))
        below = None if self.share_below is None else share_of(self.share_below)
        return in_its_row(size, ends, [counted_once_met(amount, each, self.once_met, below) for each in needed])

    @staticmethod
    def _line(row: SizeRow, size: Amount) -> Line:
        at_end = row.share if row.share_at_end is None else row.share_at_end
        end = None if row.up_to is None else constant(row.up_to, size.kind)
        return Line(constant(row.at_least, size.kind), share_of(row.share), end, share_of(at_end))


def _text(size: Decimal) -> str:
    return number_text(Fraction(size))
