"""Offers settled on one outturn: what each would have paid and left to the council, to the penny."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from riskreward.contract.trying import EARNED, pounds_text
from riskreward.figures import money_text
from riskreward.findings import InputError, Problem
from riskreward.promises.sentences import PAID, SAVED
from riskreward.promises.worst import KEPT
from riskreward.refusals import described
from riskreward.scenarios.offers import Offer, under
from riskreward.settlement.settled import Settled
from riskreward.settlement.statement import Statement
from riskreward.tables import Block, Document, Paragraph, Shown, Table

KEPT_IN_ALL = "kept by the council"
FIGURES = {"saved": SAVED, "fee earned": EARNED, "paid": PAID, KEPT_IN_ALL: KEPT}
"""What is shown side by side, with its line to date."""


def _line(figure: object) -> str:
    """Return the line to date of a figure. Raises InputError for one that is not shown."""
    if not isinstance(figure, str) or figure not in FIGURES:
        mend = f"write one of {', '.join(map(repr, FIGURES))}"
        raise InputError([Problem("figure", f"is {described(figure)}, which is not shown", mend)])
    return FIGURES[figure]


class Settlement(NamedTuple):
    """An offer with the statement of the outturn under it."""

    offer: Offer
    statement: Statement

    @property
    def name(self) -> str:
        """What the offer is called."""
        return self.offer.name

    def in_all(self, figure: str) -> Decimal:
        """Return a figure over all that was settled; what follows the term is included where it was.

        Raises InputError for a figure that is not shown.
        """
        return self.statement.amount(_line(figure))

    def of_period(self, figure: str) -> dict[str, Decimal]:
        """Return a figure for each settled period, by its label. Raises InputError for a figure that is not shown."""
        found, before = {}, Decimal(0)
        for period in self.statement.periods:
            to_date = period[_line(figure)]
            found[period.label], before = to_date - before, to_date
        return found


@dataclass(frozen=True, eq=False)
class OutturnComparison(Shown):
    """Offers side by side on one outturn: a record that shows itself.

    Money is in the currency of the contracts, to the penny. A period's figure is what it adds to the figure to date.
    """

    settlements: tuple[Settlement, ...]

    @property
    def currency(self) -> str:
        """The currency of the offers."""
        return self.settlements[0].offer.contract.currency

    def __getitem__(self, name: str) -> Settlement:
        for each in self.settlements:
            if each.name == name:
                return each
        raise KeyError(f"{name!r} is no offer: {', '.join(repr(each.name) for each in self.settlements)}")

    def difference(self, figure: str, name: str) -> Decimal:
        """Return how much more a figure comes to under an offer than under the first. Raises InputError, KeyError."""
        return self[name].in_all(figure) - self.settlements[0].in_all(figure)

    @property
    def sentence(self) -> str:
        """What each offer would have changed, against the first."""
        first = self.settlements[0]
        return " ".join(self._changed(first, other) for other in self.settlements[1:])

    def _changed(self, first: Settlement, other: Settlement) -> str:
        fee, before = other.in_all("fee earned"), first.in_all("fee earned")
        kept = self.difference(KEPT_IN_ALL, other.name)
        instead = f"With {other.name} in place of {first.name}"
        if fee == before and not kept:
            same = (
                f"the fee is {self._text(fee)} and the council keeps {self._text(first.in_all(KEPT_IN_ALL))} under both"
            )
            return f"{instead}, nothing changes in all: {same}{self._meanwhile(first, other)}."
        less = f"{self._text(abs(fee - before))} {'less' if fee < before else 'more'}"
        text = f"{instead}, the fee is {self._text(fee)} and not {self._text(before)}, {less}"
        text = text if fee != before else f"{instead}, the fee is {self._text(fee)} under both"
        if not kept:
            return f"{text}; the council keeps {self._text(first.in_all(KEPT_IN_ALL))} under both."
        return f"{text}; the council keeps {self._text(abs(kept))} {'more' if kept > 0 else 'less'}."

    def _meanwhile(self, first: Settlement, other: Settlement) -> str:
        """Return where they were furthest apart on the way, if they were."""
        apart: dict[str, Decimal] = {}
        for one, period in zip(first.statement.periods, other.statement.periods, strict=False):
            apart[one.label] = period[KEPT] - one[KEPT]
        label = max(apart, key=lambda each: abs(apart[each]), default="")
        if not label or not apart[label]:
            return ""
        more = f"{self._text(abs(apart[label]))} {'more' if apart[label] > 0 else 'less'}"
        return f"; at the end of {label} it had kept {more}"

    def document(self) -> Document:
        """Return the figures side by side: in all, and period by period."""
        names = [each.name for each in self.settlements]
        against = [f"{name}, against {names[0]}" for name in names[1:]]
        rows = []
        for figure in FIGURES:
            amounts = [each.in_all(figure) for each in self.settlements]
            changes = [self.difference(figure, name) for name in names[1:]]
            rows.append((figure, *map(self._shown, amounts), *map(self._signed, changes)))
        blocks: list[Block] = [Paragraph(self.sentence)]
        blocks.append(Table("In all", ("", *names, *against), tuple(rows), figures=range_of(len(names) * 2 - 1)))
        blocks += [self._by_period(figure) for figure in FIGURES]
        return Document("The same outturn under each offer", tuple(blocks))

    def _by_period(self, figure: str) -> Table:
        columns = [each.of_period(figure) for each in self.settlements]
        labels = dict.fromkeys(label for column in columns for label in column)
        rows = tuple((label, *(self._shown(column.get(label, Decimal(0))) for column in columns)) for label in labels)
        names = (each.name for each in self.settlements)
        return Table(f"{figure}, by period", ("period", *names), rows, figures=range_of(len(columns)))

    def to_records(self) -> list[dict[str, Any]]:
        """Return every figure as a record: the offer, the figure, the period (None in all), and its value."""
        return [
            {"offer": each.name, "figure": figure, "period": period, "value": value}
            for each in self.settlements
            for figure in FIGURES
            for period, value in [(None, each.in_all(figure)), *each.of_period(figure).items()]
        ]

    def _text(self, amount: Decimal) -> str:
        return pounds_text(Fraction(amount), self.currency)

    def _shown(self, amount: Decimal) -> str:
        return money_text(amount, self.currency)

    def _signed(self, amount: Decimal) -> str:
        return f"+{self._shown(amount)}" if amount > 0 else self._shown(amount)


def range_of(columns: int) -> tuple[int, ...]:
    """Return the positions of so many columns of figures, which follow the heading of each row."""
    return tuple(range(1, columns + 1))


def on_outturn(offers: Sequence[Offer], outturn: object, known: Sequence[Problem]) -> OutturnComparison:
    """Return every offer settled on one outturn, or on that of a statement. Raises InputError, with what is known."""
    given = outturn.outturn if isinstance(outturn, Settled) else outturn
    settled: list[Settlement] = []
    problems = list(known)
    for offer in offers:
        try:
            settled.append(Settlement(offer, offer.contract.settle(given)))
        except InputError as error:
            problems += list(under(offer, error, problems))
    if problems:
        raise InputError(problems)
    return OutturnComparison(tuple(settled))
