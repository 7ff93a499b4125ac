"""A high-water mark: only saving above the highest level yet reached counts."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.fees.step import Around, Flows, Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.findings import Finding
from riskreward.kernel import (
    Amount,
    at_least,
    carry,
    choose,
    named,
    nothing,
    pounds,
    previous,
    round_to,
    share_of,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.terms import TermsError

MarkIs = Literal["the highest level reached", "the highest level that counted"]
Resets = Literal["never", "after some years"]


def above_mark(level: Amount, mark: Amount, hurdle: Amount) -> Amount:
    """Only what exceeds the mark, and the hurdle upon it, counts."""
    return at_least(level - mark - hurdle, nothing)


class HighWaterMark(Step):
    """The saving is a level; only what exceeds the highest level so far counts, so that ground regained earns nothing.

    A `hurdle` is a share of what the mark stands at with the baseline. `mark_is` has no default, because the forms
    differ where a hurdle is not reached: the highest level reached, or the highest that counted. `less_the_fee` lowers
    the level by the fee earned on it. A mark that `resets` starts again from nothing after so many years, so that
    what was paid for once may be paid for again.

    Source: performance fees: 100 grown to 120 at 20% above a hurdle of 5% earns 3, and leaves a mark of 117.
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "saving counted"
    usual_place: ClassVar[int] = 25
    not_to_date: ClassVar[str] = (
        "counts a saving above its highest level, but a fee counted to date adds the levels of all periods up"
    )

    rule: Literal["high-water mark"] = "high-water mark"
    mark_is: MarkIs = Field(description="Which level the mark is: the highest reached, or the highest that counted.")
    hurdle: ShareTerm | None = Field(
        default=None, description="What must be exceeded beside the mark, as a share of the baseline with the mark."
    )
    less_the_fee: bool = Field(default=False, description="Whether the fee earned on a level is taken off it.")
    resets: Resets = Field(description="Whether the mark starts again from nothing after some years.")
    after_years: int | None = Field(default=None, ge=1, le=50, description="After how many years the mark resets.")

    @model_validator(mode="after")
    def _resets_after(self) -> "HighWaterMark":
        if (self.after_years is None) == (self.resets == "after some years"):
            what = "goes with resets = 'after some years', and only with it"
            raise TermsError("after_years", what, "write both or neither")
        return self

    def findings(self, where: str, around: Around) -> Iterator[Finding]:
        """Yield that a mark that resets lets a level earn again."""
        if self.after_years is not None:
            every = "every year" if self.after_years == 1 else f"every {self.after_years} years"
            text = f"The {self.title} ({where}) starts again from nothing {every}: a level that earned may earn again."
            yield Finding("mark resets", text, "warning", {"years": Fraction(self.after_years)})

    @property
    def reads(self) -> frozenset[str]:
        """The baseline, where there is a hurdle."""
        return frozenset() if self.hurdle is None else frozenset({"baseline"})

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what exceeds the mark."""
        mark = self._mark(seen)
        hurdle: Amount = pounds(0)
        if self.hurdle is not None:
            hurdle = named(
                f"hurdle on the {self.title}", share_of(self.hurdle) * at_least(seen.baseline + mark, nothing)
            )
        counts = above_mark(amount, mark, hurdle)
        level = round_to(at_least(amount, nothing), MINOR_PLACES, seen.rounding.mode)
        if self.mark_is == "the highest level that counted":
            level = choose(counts > nothing, level, nothing)
        carry(self._level, seen.kept(level, self._opened(self._level, seen)))
        carry(self._highest, seen.kept(mark, self._opened(self._highest, seen)))
        return counts

    def close(self, seen: Seen, flows: Flows) -> None:
        """Carry the fee earned on the level."""
        if self.less_the_fee:
            carry(self._fee, seen.kept(flows.earned, self._opened(self._fee, seen)))

    @property
    def _level(self) -> str:
        return f"last saving under the {self.title}"

    @property
    def _highest(self) -> str:
        return f"highest saving under the {self.title} before"

    @property
    def _fee(self) -> str:
        return f"fee on the last saving under the {self.title}"

    def _mark(self, seen: Seen) -> Amount:
        """Return the mark as the period opens: the last level, less the fee on it, where it was higher than before."""
        last = self._opened(self._level, seen)
        if self.less_the_fee:
            last = last - self._opened(self._fee, seen)
        mark = at_least(self._opened(self._highest, seen), last)
        return named(f"highest saving before, under the {self.title}", mark)

    def _opened(self, balance: str, seen: Seen) -> Amount:
        """Return a balance as the period opens with it; nothing where the mark resets."""
        opened = previous(balance, pounds(0))
        if self.after_years is None:
            return opened
        years = seen.schedule.calendar.agreed.year_labels
        again = [
            period.first_of_year and period.year in years and years.index(period.year) % self.after_years == 0
            for period in seen.schedule.periods
        ]
        return choose(seen.schedule.truth(f"the {self.title} resets", again), nothing, opened)
