"""What a contract does not settle, as it is seen on many paths at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from riskreward.contract.overturning import settled_before
from riskreward.contract.varying import InForce
from riskreward.improvements.claims import CLAIMED
from riskreward.kernel.words import PATH
from riskreward.scenarios.tallies import times, wholes
from riskreward.settlement.reversal import OVERTURNED, settled_apart

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

    from riskreward.readers.arrays import Column


class Refusal(NamedTuple):
    """A line that may not be above nought in the periods from `first` to before `end`.

    Where there is a line that it may not be `above`, it may be up to that one; where there is one `beside` it, it may
    be above nought as long as that one is not below.
    """

    line: str
    first: int
    end: int
    above: str | None = None
    beside: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line that is read."""
        return tuple(each for each in (self.line, self.above, self.beside) if each is not None)

    def paths(
        self, period: int, found: "Mapping[str, Column]", denominators: Mapping[str, int], paths: int
    ) -> "NDArray[bool_]":
        """Return which of so many paths are refused in a period, by the lines of it, in parts of their units."""
        import numpy

        if not self.first <= period < self.end:
            return numpy.zeros(paths, numpy.bool_)
        amounts = wholes(found[self.line], paths)
        refused = numpy.asarray(amounts > 0)
        if self.above is not None:
            most = times(wholes(found[self.above], paths), denominators[self.line])
            refused &= times(amounts, denominators[self.above]) > most
        if self.beside is not None:
            refused &= wholes(found[self.beside], paths) < 0
        return refused


def refusals(stages: Sequence[InForce]) -> tuple[Refusal, ...]:
    """Return everything that the terms in force in turn do not settle."""
    return tuple(each for place in range(len(stages)) for each in _of_stage(stages, place))


def _of_stage(stages: Sequence[InForce], place: int) -> Iterator[Refusal]:
    stage, calendar = stages[place], stages[-1].terms.calendar
    terms, first = stage.terms, stage.first
    end = stages[place + 1].first if place + 1 < len(stages) else len(stages[-1].assembled.periods)
    for step in terms.fee.step:
        for each in step.refuses:
            yield Refusal(f"fee{PATH}{each.line}", first, end)
    for measure in terms.measure:
        if measure.overlap == "refused":
            yield Refusal(f"{measure.name}{PATH}{CLAIMED}", first, end, above=f"{measure.name}{PATH}{measure.result}")
    if terms.settlement.clawback is None or terms.settlement.clawback.when != OVERTURNED:
        return
    last = min(end, len(calendar.periods))
    for label in settled_apart(terms.calendar.periods, terms.fee.counted):
        overturned = f"settlement{PATH}overturned of {label}"
        settled = next((each for each in range(first, last) if label in settled_before(calendar, each)), last)
        if first < settled:
            yield Refusal(overturned, first, settled)
        if terms.fee.starts != "above the guarantee":
            yield Refusal(overturned, settled, last, beside=f"settlement{PATH}left of what was counted of {label}")
