"""From a measured saving to what of it may earn: whose it is, deadweight, confidence, and the stage that pays."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from riskreward.findings import Problem
from riskreward.improvements import claims, stages
from riskreward.improvements.claims import Claim, Overlap
from riskreward.improvements.columns import Column
from riskreward.improvements.confidence import AFTER_CONFIDENCE, Confidence, record_confidence
from riskreward.improvements.deadweight import AFTER_DEADWEIGHT, Counterfactual, record_deadweight
from riskreward.improvements.outturn import Row
from riskreward.improvements.stages import COUNTS, STAGES, CountsWhen, Deemed, UntilThen, record_stage
from riskreward.kernel import Amount, share_of
from riskreward.kernel.rounding import Mode


class Eligible(NamedTuple):
    """The terms of a measure that say what of its saving may earn."""

    name: str
    claim: tuple[Claim, ...]
    overlap: Overlap | None
    deadweight: Fraction | None
    counterfactual: Counterfactual | None
    confidence: Confidence | None
    counts_when: CountsWhen | None
    until_then: UntilThen | None
    deemed: Deemed | None

    @property
    def has_stages(self) -> bool:
        """Whether anything depends on the stage that a saving has reached."""
        return self.counts_when is not None or self._is_by_stage

    @property
    def _is_by_stage(self) -> bool:
        return self.confidence is not None and self.confidence.share is None

    def columns(self, read: Callable[[object], Fraction], largest: Fraction) -> list[Column]:
        """Return the columns that an outturn has for the terms; `read` reads a figure in the measure's unit."""
        found = claims.columns(self.claim, self.name, largest, read)
        return [*found, stages.column(self.name, self.deemed)] if self.has_stages else found

    @property
    def word_columns(self) -> tuple[str, ...]:
        """The columns that hold no figure: the stage, and the day a saving was deemed to be realised."""
        if not self.has_stages:
            return ()
        stage, deemed = stages.stage_column(self.name), stages.deemed_column(self.name)
        return (stage,) if self.deemed is None else (stage, deemed)

    def in_words(self, row: Row) -> tuple[dict[str, str], list[Problem]]:
        """Return what a row of outturn says in words, by column, and what is wrong with it."""
        return stages.in_words(row, self.name, self.deemed) if self.has_stages else ({}, [])

    @property
    def line(self) -> str | None:
        """What the statement calls the saving that counts; None where it is the whole saving."""
        if self.counts_when is not None:
            return COUNTS
        if self.confidence is not None:
            return AFTER_CONFIDENCE
        return None if self.deadweight is None else AFTER_DEADWEIGHT

    @property
    def line_before_its_stage(self) -> str | None:
        """What the statement calls what counts of the period's own saving once its stage is reached."""
        return self._replace(counts_when=None).line

    def problems(self, is_worth_money: bool) -> Iterator[Problem]:
        """Return what is wrong between the terms, by term; they are for an improvement that is worth money."""
        given = [term for term in self._fields[1:] if getattr(self, term) not in {None, ()}]
        if not is_worth_money:
            what = "is for an improvement that is worth money, which this measure has not"
            mend = "write a baseline, in money or with a price, or leave it out"
            yield from (Problem(term, what, mend) for term in given)
            return
        yield from claims.problems(self.claim, self.overlap)
        if self.deadweight is not None and self.counterfactual is None:
            yield Problem(
                "counterfactual",
                "is missing, but there is a deadweight",
                "say how it is known what would have happened anyway: "
                '"before and after", "comparator", "trial" or "declared"',
            )
        if self.counts_when is not None and self.until_then is None:
            yield Problem(
                "until_then",
                f"is missing, but a saving counts only when {self.counts_when}",
                'choose "waits" (it is kept, and counts in the period in which it gets there) or "is lost" '
                "(it never counts)",
            )
        if self.until_then is not None and self.counts_when is None:
            yield Problem("until_then", "has no stage to wait for", "write counts_when, or leave it out")
        if self.deemed is not None and not self.has_stages:
            yield Problem("deemed", "is for stages, and there are none", "write counts_when, or leave it out")
        if self.deemed is not None and self.counts_when == STAGES[-1]:
            what = f"would never matter, as what is deemed realised is not {STAGES[-1]}, and only that counts"
            yield Problem("deemed", what, "leave it out")
        if self._is_by_stage:
            yield from self._stage_problems()

    def _stage_problems(self) -> Iterator[Problem]:
        assert self.confidence is not None
        pays = self.counts_when or STAGES[0]
        first = next(iter(self.confidence.by_stage))
        if STAGES.index(first) < STAGES.index(pays):
            what = f"weighs a saving that does not count before it is {pays}"
            yield Problem(f"confidence.{first}", what, f"begin with {pays}")
        elif first != pays:
            why = "counts_when" if self.counts_when else "the first stage"
            yield Problem(f"confidence.{pays}", f"is missing, but is {why}", "write its share, such as 0%")

    def attribute(self, measured: Amount, places: int, largest: Fraction) -> Amount:
        """Return what of the measured improvement is this contract's, in the measure's unit."""
        return claims.record_claims(self.claim, self.overlap, measured, places, largest)

    def record(self, saving: Amount, mode: Mode) -> Amount:
        """Return what of a saving may earn, each step a line; a loss counts whole and at once."""
        counts = saving
        if self.deadweight is not None:
            counts = record_deadweight(counts, share_of(self.deadweight))
        if self.confidence is not None:
            counts = record_confidence(counts, self.confidence, self.counts_when is None)
        if self.counts_when is not None:
            assert self.until_then is not None
            counts = record_stage(counts, self.counts_when, self.until_then, mode)
        return counts
