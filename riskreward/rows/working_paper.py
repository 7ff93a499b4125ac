"""The working paper of outcome payments: each claim with what it pays and why, and the totals that are facts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

from riskreward.figures import money_text, rounded
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.rows.claims_table import Claim
from riskreward.rows.terms import CardTerms
from riskreward.tables import Block, Document, Paragraph, Shown, Table

TITLE = "Outcome payments, working paper"
SHOWN = 200
"""How many claims are shown; the record holds all."""


class Totals(NamedTuple):
    """What claims come to on the card, what of it is not paid and why, and what is paid, in money."""

    claims: int
    on_the_card: Fraction
    does_not_stack: Fraction
    cut_off: Fraction
    paid: Fraction


@dataclass(frozen=True, slots=True)
class WorkedClaim:
    """A claim with what it pays: its amount on the card, less what does not stack and what the cap cuts off."""

    claim: Claim
    on_the_card: Fraction
    does_not_stack: Fraction
    cut_off: Fraction
    paid: Fraction
    paid_to_date: Fraction
    explain: Callable[[], str]

    @property
    def working(self) -> str:
        """How what is paid comes to its figure, in words."""
        return self.explain()


@dataclass(frozen=True, eq=False)
class WorkingPaper(Shown):
    """What a table of claims pays under a rate card, to the penny.

    `paper.by_period` is a figure for each period, as a contract settles it. It iterates over the claims in the order
    of the table.
    """

    card: CardTerms
    currency: str
    periods: tuple[str, ...]
    claims: tuple[WorkedClaim, ...]

    def __iter__(self) -> Iterator[WorkedClaim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    @cached_property
    def by_period(self) -> dict[str, Decimal]:
        """What is paid in each period to the last with a claim, or to the one that was asked for; in money."""
        return {period: rounded(totals.paid, MINOR_PLACES) for period, totals in self._totals_by_period.items()}

    @cached_property
    def by_outcome(self) -> dict[str, Totals]:
        """The totals of each outcome of the card."""
        return self._grouped("outcome", self.card.names)

    @cached_property
    def by_person(self) -> dict[str, Totals]:
        """The totals of each person, in the order of the table."""
        return self._grouped("person", ())

    @cached_property
    def total(self) -> Totals:
        """The totals of all claims."""
        return added_up(self.claims)

    @property
    def sentence(self) -> str:
        """What the paper says in one sentence."""
        all_of_it, people = self.total, len(self.by_person)

        def money(amount: Fraction) -> str:
            return money_text(amount, self.currency)

        come = "comes" if len(self) == 1 else "come"
        said = f"{_counted(len(self), 'claim')} of {_counted(people, 'person', 'people')} {come} to"
        said += f" {money(all_of_it.on_the_card)} on the card"
        less = []
        if all_of_it.does_not_stack:
            less.append(f"{money(all_of_it.does_not_stack)} does not stack")
        if self.card.cap_per_person is not None and all_of_it.cut_off:
            cap = money(Fraction(self.card.cap_per_person))
            less.append(
                f"the cap of {cap} for each person cuts off {money(all_of_it.cut_off)}, which the council keeps"
            )
        return f"{said}{': ' if less else ''}{', and '.join(less)}; {money(all_of_it.paid)} is paid."

    def document(self) -> Document:
        """Return the totals, the claims one by one, and the card they are paid by."""
        blocks: list[Block] = [
            *self.summary.blocks,
            self._table("By outcome", "outcome", self.by_outcome),
            self._claims(),
            self._card(),
        ]
        if len(self) > SHOWN:
            blocks.insert(-1, Paragraph(f"The first {SHOWN} of {len(self):,} claims are shown; the record holds all."))
        return Document(TITLE, tuple(blocks))

    @property
    def summary(self) -> Document:
        """The totals of each period alone."""
        return Document(TITLE, (Paragraph(self.sentence), self._table("By period", "period", self._totals_by_period)))

    @cached_property
    def _totals_by_period(self) -> dict[str, Totals]:
        return self._grouped("period", self.periods)

    def _grouped(self, by: Literal["period", "outcome", "person"], names: Iterable[str]) -> dict[str, Totals]:
        """Return the totals by something that claims say, with those of which nothing is claimed."""
        found: dict[str, list[WorkedClaim]] = {name: [] for name in names}
        for each in self.claims:
            found.setdefault(getattr(each.claim, by), []).append(each)
        return {name: added_up(claims) for name, claims in found.items()}

    def _table(self, caption: str, what: str, totals: Mapping[str, Totals]) -> Table:
        columns = (what, "claims", "on the card", "does not stack", *self._if_capped("cut off by the cap"), "paid")
        rows = [(name, *self._cells(each)) for name, each in totals.items()]
        return Table(caption, columns, (*rows, (), ("in all", *self._cells(self.total))), tuple(range(1, len(columns))))

    def _cells(self, totals: Totals) -> tuple[str, ...]:
        return (
            f"{totals.claims:,}",
            money_text(totals.on_the_card, ""),
            money_text(totals.does_not_stack, ""),
            *self._if_capped(money_text(totals.cut_off, "")),
            money_text(totals.paid, ""),
        )

    def _claims(self) -> Table:
        amounts = ("on the card", "does not stack", *self._if_capped("cut off by the cap"), "paid", "paid to date")
        columns = ("person", "outcome", "period", "date", *amounts, "evidence")
        rows = tuple(
            (
                each.claim.person,
                each.claim.outcome,
                each.claim.period,
                each.claim.date.isoformat() if each.claim.date else "",
                money_text(each.on_the_card, ""),
                money_text(each.does_not_stack, ""),
                *self._if_capped(money_text(each.cut_off, "")),
                money_text(each.paid, ""),
                money_text(each.paid_to_date, ""),
                each.claim.evidence,
            )
            for each in self.claims[:SHOWN]
        )
        return Table("Claims", columns, rows, figures=tuple(range(4, 4 + len(amounts))))

    def _card(self) -> Table:
        rows: list[tuple[str, ...]] = [
            (
                each.name,
                money_text(each.amount, ""),
                "once" if each.times == 1 else f"{each.times} times",
                f"progress towards {each.credited_against}" if each.credited_against else "",
            )
            for each in self.card.outcomes
        ]
        rows += [(f"Of {' and '.join(each.outcomes)} only {each.counts} counts",) for each in self.card.alternatives]
        if self.card.cap_per_person is not None:
            rows.append((f"At most {money_text(self.card.cap_per_person, self.currency)} for each person",))
        return Table("The rate card", ("outcome", "amount", "for one person", "credited"), tuple(rows), figures=(1,))

    def _if_capped(self, text: str) -> tuple[str, ...]:
        return () if self.card.cap_per_person is None else (text,)


def added_up(claims: Iterable[WorkedClaim]) -> Totals:
    """Return the totals of some claims."""
    found = list(claims)
    return Totals(
        len(found),
        *(
            sum((getattr(each, name) for each in found), Fraction(0))
            for name in ("on_the_card", "does_not_stack", "cut_off", "paid")
        ),
    )


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
