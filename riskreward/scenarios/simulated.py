"""The record of a simulation: how what a contract comes to is spread, by period, and path by path."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

from riskreward.contract.contract import Contract
from riskreward.contract.trying import EARNED, listed, pounds_text
from riskreward.figures import rounded
from riskreward.findings import Finding
from riskreward.improvements import Outturn
from riskreward.promises.story import settled
from riskreward.promises.worst import KEPT
from riskreward.scenarios.batches import DISCOUNTED, Settling, Tallied, Task
from riskreward.scenarios.closer_look import CloserLook
from riskreward.scenarios.discount import DiscountRate
from riskreward.scenarios.expected import BY_PERIOD, Expected, expected_by_period, over_the_term
from riskreward.scenarios.found_line import OverTerm, found_line
from riskreward.scenarios.given import read_path
from riskreward.scenarios.spread import Spread
from riskreward.settlement.statement import Statement
from riskreward.tables import Document, Paragraph, Points, Shown, Table

SHARES = ("10%", "50%", "90%")


@dataclass(frozen=True, eq=False)
class Path:
    """One path of a simulation: what happened on it, and its ordinary statement."""

    number: int
    statement: Statement

    @property
    def outturn(self) -> Outturn:
        """What happened on the path, to be settled under other terms."""
        return self.statement.outturn


class Simulation(Shown):
    """What a contract comes to over the paths of a scenario: a record that shows itself.

    Money is in pounds, or the contract's currency, as exact fractions; `fee` is what is earned over the whole term,
    `kept` what the council has kept in the end, and `kept_discounted` what that is worth in the first year. `chances`
    are shares of the paths.
    """

    def __init__(
        self,
        contract: Contract,
        settling: Settling,
        task: Task,
        tallied: Tallied,
        discount: DiscountRate | None,
        run: Callable[[Settling, Task], Tallied],
    ) -> None:
        self.contract = contract
        self.scenario = task.scenario
        self.seed = task.seed
        self.paths = tallied.paths
        self.discount = discount
        self.chances: Mapping[str, Fraction] = {
            name: Fraction(count, tallied.paths) for name, count in tallied.chances.items()
        }
        self._settling = settling
        self._task = task
        self._tallied = tallied
        self._run = run
        figures = [EARNED, KEPT] + [DISCOUNTED] * (DISCOUNTED in tallied.figures)
        asked = task.asked._replace(by_period=(), chances=(), refusals=())
        look = CloserLook(run, task._replace(asked=asked), figures)
        self.fee = self._spread("fee", EARNED, look)
        self.kept = self._spread("kept by the council", KEPT, look)
        self.kept_discounted = None
        if DISCOUNTED in tallied.figures:
            self.kept_discounted = self._spread("kept by the council, discounted", DISCOUNTED, look)

    def _spread(self, of: str, name: str, look: CloserLook) -> Spread:
        found = Spread(of, self._tallied.figures[name], 100, partial(look.at, name), self.contract.currency)
        look.expect(name, found.usual)
        return found

    @cached_property
    def by_period(self) -> tuple[Expected, ...]:
        """What each period is expected to come to, what follows the term included."""
        periods = [each.label for each in self._settling.drawing.watched.stages[-1].assembled.periods]
        discounted = self._task.asked.discounted
        factors = None if discounted is None else discounted[1]
        return expected_by_period(periods, self._tallied.sums, self.paths, factors)

    @property
    def expected(self) -> Expected:
        """What the whole term is expected to come to, in money of the day and discounted."""
        return over_the_term(self.by_period)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the figures rest on: what the scenario says, and what is taken for everything that it does not give."""
        return (*self.scenario.sentences, *self._settling.drawing.assumptions)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to know of how the paths were settled: those that had to be settled one by one, if any."""
        alone = self._tallied.alone
        if not alone:
            return ()
        which = "all paths were" if alone == self.paths else f"{alone:,} of {self.paths:,} paths were"
        text = f"{which} settled one by one, as their figures may need more than 64 bits; the figures are no less exact"
        return (Finding("paths settled alone", f"{text[:1].upper()}{text[1:]}.", "note", {"paths": Fraction(alone)}),)

    def path(self, number: int) -> Path:
        """Return one path by its number, from nought, settled into an ordinary statement. Raises InputError."""
        drawing, number = self._settling.drawing, read_path(number, self.paths)
        return Path(number, settled(drawing.watched, drawing.path(number)))

    def distribution(self, line: str, period: str | None = None, *, over_term: OverTerm | None = None) -> Spread:
        """Return how any line of the statement is spread, by its name or whole path, over the same paths again.

        It is that of a `period`, or of the whole term: `over_term` says whether its periods are "added up" or it is
        read "at the end". One of the two is needed, but for a line to date, which is read at the end. Raises
        InputError for a line or a period that there is not, and for shares and the like, which cannot be added up.
        """
        stages = self._settling.drawing.watched.stages
        found = found_line(
            [stage.assembled.program for stage in stages],
            [each.label for each in stages[-1].assembled.periods],
            line,
            period,
            over_term,
        )
        task = self._task._replace(asked=found.asked)
        settling = Settling(task)
        figures = self._run(settling, task).figures[found.figure]
        currency = self.contract.currency if found.is_money else ""
        denominator = settling.many.denominators[0]
        closer = partial(CloserLook(self._run, task, [found.figure]).at, found.figure)
        return Spread(found.title, figures, denominator, closer, currency)

    # How it shows itself

    @property
    def sentence(self) -> str:
        """What it comes to, in a sentence or two."""
        currency = self.contract.currency
        low, high = (pounds_text(self.fee.quantile(each), currency) for each in ("10%", "90%"))
        text = f"Over {self.paths:,} path{'s' * (self.paths > 1)} the fee is {self._text(self.fee.mean)} on average"
        text += f", and from {low} to {high} in eight cases of ten" if low != high else ""
        text += f"; the council keeps {self._text(self.kept.mean)} on average."
        chances = [f"{name} in {chance_text(chance)}" for name, chance in self.chances.items()]
        return f"{text} {listed(chances)[:1].upper()}{listed(chances)[1:]} of the paths." if chances else text

    def document(self) -> Document:
        """Return the figures: over the whole term, the chances, by period, and what they rest on."""
        spreads = [("fee earned", self.fee), ("kept by the council", self.kept)]
        if self.kept_discounted is not None:
            spreads.append(("kept by the council, discounted", self.kept_discounted))
        columns = (
            "over the whole term",
            "on average",
            "1 in 10 is below",
            "half are below",
            "1 in 10 is above",
            "least",
            "most",
        )
        rows = []
        for name, spread in spreads:
            quantiles = (spread.quantile(each) for each in SHARES)
            rows.append((name, *map(self._text, (spread.mean, *quantiles, spread.lowest, spread.highest))))
        blocks: list[Paragraph | Table | Points] = [Paragraph(self.sentence)]
        blocks.append(Table("What it comes to", columns, tuple(rows), figures=tuple(range(1, 7))))
        chances = tuple((name, chance_text(chance)) for name, chance in self.chances.items())
        blocks.append(Table("How likely", ("what", "share of the paths"), chances, figures=(1,)))
        blocks += list(self._tables_by_period())
        drawn = f"{self.paths:,} paths drawn with seed {self.seed}, settled {self._settling.many.engine}"
        rests = [drawn, *(each.sentence.rstrip(".") for each in self.findings), *self.assumptions]
        rests += [] if self.discount is None else [f"discounted at {self.discount.sentence}"]
        blocks.append(Points(tuple(rests), "What this rests on"))
        return Document(f"{self.contract.title}: what it may come to", tuple(blocks))

    def _tables_by_period(self) -> Iterator[Table]:
        last = max((number for number, each in enumerate(self.by_period) if each.saved or each.earned), default=0)
        periods = [each for number, each in enumerate(self.by_period) if number <= last or not each.is_nothing]
        title, left_out = "On average in each period", len(self.by_period) - len(periods)
        if left_out:
            title += f" ({left_out} after {self.by_period[last].period}, in which nothing moves, left out)"
        rows = tuple(
            (each.period, *map(self._text, (each.saved, each.earned, each.paid, each.kept, each.kept_to_date)))
            for each in (*periods, self.expected)
        )
        heads = ("period", *BY_PERIOD, "kept to date")
        yield Table(title, heads, rows, figures=tuple(range(1, len(heads))))
        worth = tuple(
            (each.period, self._text(each.earned_discounted), self._text(each.kept_discounted))
            for each in (*periods, self.expected)
            if each.earned_discounted is not None and each.kept_discounted is not None
        )
        if worth:
            heads = ("period", "fee earned", "kept by the council")
            yield Table("On average in each period, discounted", heads, worth, figures=(1, 2))

    def _text(self, amount: Fraction) -> str:
        return pounds_text(Fraction(rounded(amount, 2)), self.contract.currency)

    def to_records(self) -> list[dict[str, Any]]:
        """Return every figure as a record: the figure, the period or none, the statistic, and its value.

        Money is rounded to the penny, a share is of one, to six places.
        """
        return [
            {"figure": figure, "period": period, "statistic": statistic, "value": value}
            for figure, period, statistic, value in self._records()
        ]

    def _records(self) -> Iterator[tuple[str, str | None, str, Decimal]]:
        spreads = {"fee earned": self.fee, "kept by the council": self.kept}
        if self.kept_discounted is not None:
            spreads["kept by the council, discounted"] = self.kept_discounted
        for name, spread in spreads.items():
            yield name, None, "mean", rounded(spread.mean, 2)
            yield name, None, "least", rounded(spread.lowest, 2)
            for share in ("1%", "5%", "10%", "25%", "50%", "75%", "90%", "95%", "99%"):
                yield name, None, f"quantile {share}", rounded(spread.quantile(share), 2)
            yield name, None, "most", rounded(spread.highest, 2)
        for name, chance in self.chances.items():
            yield name, None, "chance", rounded(chance, 6)
        for each in self.by_period:
            for name, value in zip(("saved", "fee earned", "paid", "kept by the council"), each[1:5], strict=True):
                yield name, each.period, "mean", rounded(value, 2)
            yield "kept to date", each.period, "mean", rounded(each.kept_to_date, 2)
            if each.earned_discounted is not None and each.kept_discounted is not None:
                yield "fee earned, discounted", each.period, "mean", rounded(each.earned_discounted, 2)
                yield "kept by the council, discounted", each.period, "mean", rounded(each.kept_discounted, 2)
        if self.expected.earned_discounted is not None:
            yield "fee earned, discounted", None, "mean", rounded(self.expected.earned_discounted, 2)


def chance_text(chance: Fraction) -> str:
    """Return a chance in per cent; one that is too small or too near to certain to be shown is told so."""
    shown = rounded(chance * 100, 2)
    if chance and not shown:
        return "under 0.01%"
    if chance != 1 and shown == 100:
        return "over 99.99%"
    return f"{shown.normalize():f}%"
