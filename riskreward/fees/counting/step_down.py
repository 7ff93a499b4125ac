"""A step-down: of each year's saving a smaller part counts than of the year before."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.findings import Problem
from riskreward.kernel import Amount, share
from riskreward.schedule import listed, year_figures
from riskreward.terms import TermsError


def part_of(saving: Amount, part: Amount) -> Amount:
    """The year's part of the saving counts, and the same part of a loss."""
    return part * saving


class StepDown(Step):
    """A share of each year's saving counts: one for each year, or less by the same rate every year, compounding.

    The same share of a year's loss counts.

    Source: Stockton, savings that earn in full only at first; Transforming Rehabilitation, annual price reductions.
    """

    takes: ClassVar[Stage] = "saving of the period"
    gives: ClassVar[Stage] = "saving of the period"
    usual_place: ClassVar[int] = 12

    rule: Literal["step-down"] = "step-down"
    shares: Annotated[tuple[ShareTerm, ...], BeforeValidator(listed)] = Field(
        default=(), description="The share of each year's saving that counts, in the order of the years."
    )
    less_each_year: ShareTerm | None = Field(
        default=None, description="By how much less counts than in the year before; in the first year all does."
    )

    @model_validator(mode="after")
    def _one_form(self) -> "StepDown":
        if (not self.shares) == (self.less_each_year is None):
            raise TermsError("", "needs either shares or less_each_year", "write one of them")
        return self

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield that the shares are not one for each year."""
        if self.shares and around.calendar is not None:
            yield from year_figures(f"{where}.shares", self.shares, around.calendar)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the part of the saving that counts."""
        parts = tuple(map(Fraction, self.shares))
        if self.less_each_year is not None:
            years = range(len(seen.schedule.calendar.agreed.year_labels))
            parts = tuple((1 - self.less_each_year) ** year for year in years)
        part = seen.schedule.figure(f"share of the year by the {self.title}", share, seen.schedule.by_year(parts))
        return part_of(amount, part)
