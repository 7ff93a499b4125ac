"""Whether what is drawn stays in the range of its fact, and how a distribution is kept there."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from riskreward.findings import Problem
from riskreward.kernel import money
from riskreward.kernel.program import Fact
from riskreward.promises.watching import Watched
from riskreward.readers.words import figure_text
from riskreward.scenarios.distributions import Distribution
from riskreward.scenarios.drawn import Drawn
from riskreward.scenarios.naming import Given
from riskreward.scenarios.typed import SHARE

_WIDEN = "widen outturn_between in the contract"


class Savings(NamedTuple):
    """The baseline of a measure, and the part of its full saving that is reached, in each period of the term."""

    baselines: Sequence[Fraction | None]
    parts: Sequence[Fraction]


class Bounds:
    """The range of a figure that a scenario gives; `savings` where what is drawn is the saving, and not the outturn."""

    def __init__(self, watched: Watched, given: Given, savings: Savings | None) -> None:
        self._given, self._savings = given, savings
        self._terms = watched.stages[-1].terms

    def problem(self, period: int, fact: Fact, drawn: Drawn) -> Problem | None:
        """Return what is wrong with a fact that can be drawn beyond its range in a period; None where it cannot."""
        measure, (low, high) = self._given.measure, drawn.limits
        lowest = self._lowest(fact)
        if lowest <= low and high <= fact.high:
            return None
        end, limit, side = (low, lowest, "below") if low < lowest else (high, fact.high, "above")
        figure, at = (
            figure_text(Fraction(each, fact.denominator), fact.kind, self._terms.currency) for each in (end, limit)
        )
        label = self._terms.calendar.periods[period].label
        declared = measure is not None and measure.outturn_between is not None
        called = "the range that the contract declares" if declared else "what it can be"
        what = f"can bring {self._given.name} to {figure} in {label}, {side} {at}, the end of {called}"
        return Problem(self._given.where, what, self._mend(fact, lowest, bool(drawn.shocks)))

    def _lowest(self, fact: Fact) -> int:
        """Return the lowest whole number that a fact may be: of what is not money never below nought by default."""
        measure = self._given.measure
        if measure is None:
            return fact.low
        ratios = (each.ratio for each in self._terms.measure if each.ratio is not None)
        least = [
            -int(-each.denominator_at_least * fact.denominator // 1)
            for each in ratios
            if each.to == measure.name and each.if_below == "settling is refused"
        ]
        if measure.outturn_between is None and fact.kind != money:  # spending may be, where income is netted off it
            least.append(0)
        return max([fact.low, *least])

    def _mend(self, fact: Fact, lowest: int, has_shocks: bool) -> str:
        source = self._given.source
        if not isinstance(source, Distribution):
            return f"check the figures, or {_WIDEN}"
        if has_shocks:
            return f"let the distribution or its shocks lose less, or {_WIDEN}"
        low, high = self._allowed(source, fact, lowest)
        if low >= high:
            return _WIDEN
        ends = [source.shown(each) for each in (low, high)]
        if source.can_be_cut_off:
            return f'cut it off: within=("{ends[0]}", "{ends[1]}")'
        return f"keep its figures between {ends[0]} and {ends[1]}"

    def _allowed(self, source: Distribution, fact: Fact, lowest: int) -> tuple[Fraction, Fraction]:
        """Return between which figures of a distribution the fact stays in its range, in every period."""
        ends = [Fraction(each, fact.denominator) for each in (lowest, fact.high)]
        spans = [(ends[0], ends[1])]
        if self._savings is not None:
            spans = list(self._of_savings(source, ends))
        step = 10_000 if source.unit == SHARE else fact.denominator
        low, high = max(each for each, _ in spans), min(each for _, each in spans)
        return Fraction(-(-low * step // 1), step), Fraction(high * step // 1, step)

    def _of_savings(self, source: Distribution, ends: Sequence[Fraction]) -> list[tuple[Fraction, Fraction]]:
        assert self._savings is not None
        found = []
        sign = 1 if self._given.measure is None or self._given.measure.better == "lower" else -1
        for baseline, part in zip(*self._savings, strict=True):
            times = part * (baseline if source.unit == SHARE and baseline is not None else 1)
            if baseline is not None and times:
                both = [sign * (baseline - end) / times for end in ends]
                found.append((min(both), max(both)))
        return found
