"""A rate card that works out claims: one program, run over each person's claims in their order."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, Literal

from pydantic import Field, ModelWrapValidatorHandler, model_validator

from riskreward.findings import InputError, Problem
from riskreward.kernel import Program, record
from riskreward.readers import exact
from riskreward.readers.words import Words, values
from riskreward.refusals import read_at_once
from riskreward.rows.claim import CUT_OFF, DOES_NOT_STACK, ON_THE_CARD, PAID, fact_of, record_claim
from riskreward.rows.claims_table import Claim, Periods, in_turn, labels_of, number_of, read_table
from riskreward.rows.terms import CardTerms, card_problems
from riskreward.rows.working_paper import WorkedClaim, WorkingPaper


class RateCard(CardTerms):
    """A rate card by itself: `card.work_out(claims)` says what a table of claims pays in each period.

    `periods` are the labels of the periods in their order, unless `work_out` is given a contract's calendar. Raises
    InputError with every problem at once.

    >>> card = RateCard(
    ...     outcomes=[{"name": "into work", "amount": 1200}, {"name": "kept for six months", "amount": 2210}],
    ...     cap_per_person=3000, periods=["2026-27", "2027-28"])
    >>> paper = card.work_out([
    ...     {"person": "A17", "outcome": "into work", "period": "2026-27"},
    ...     {"person": "A17", "outcome": "kept for six months", "period": "2027-28"}])
    >>> {period: str(paid) for period, paid in paper.by_period.items()}
    {'2026-27': '1200.00', '2027-28': '1800.00'}
    """

    currency: Literal["£", "$", "€"] = Field(default="£", description="The currency of all money on the card.")
    periods: tuple[str, ...] = Field(default=(), description="The labels of the periods of the claims, in their order.")

    @model_validator(mode="wrap")
    @classmethod
    def _all_problems_at_once(cls, data: Any, handler: ModelWrapValidatorHandler["RateCard"]) -> "RateCard":
        def attempt(given: Any) -> RateCard:
            card = handler(given)
            if problems := list(card_problems(card)):
                raise InputError(problems)
            return card

        return read_at_once(cls, data, attempt)

    def work_out(self, claims: object, periods: Periods | None = None, to: str | None = None) -> WorkingPaper:
        """Return what claims pay, as a working paper: to the last period with a claim, or to the period `to`.

        `claims` are read_claims's, or records with a person, an outcome and a period, and where known a date and the
        evidence. `periods` is a contract's calendar, or labels in their order. Raises InputError with every problem
        of the claims, and then gives no figure.
        """
        known = self.periods if periods is None else periods
        if not labels_of(known):
            mend = "give the contract's calendar, or their labels in order"
            raise InputError([Problem("periods", "of the claims are not given", mend)])
        last = None if to is None else number_of(to, known, "to")
        table = read_table(self, claims, known)
        if last is None:
            if not table:
                raise InputError([Problem("claims", "are none", "say to which period they are none, with to")])
            last = max(claim.number for claim in table)
        within = [claim for claim in table if claim.number <= last]
        worked = {each.claim.row: each for each in self._worked(within)}
        return WorkingPaper(
            self, self.currency, labels_of(known)[: last + 1], tuple(worked[claim.row] for claim in within)
        )

    @property
    def program(self) -> Program:
        """The program that a claim is worked out by, on top of the same person's claims before it."""
        return record(partial(record_claim, self))

    def _worked(self, claims: Sequence[Claim]) -> Iterator[WorkedClaim]:
        program = self.program
        for theirs in in_turn(claims).values():
            facts = [facts_of(self, program, claim) for claim in theirs]
            for number, wholes in enumerate(exact.run(program, facts).lines):
                lines = {
                    line.path: Fraction(whole, program.denominator_of(line))
                    for line, whole in zip(program.lines, wholes, strict=True)
                }
                explain = partial(_working, program, facts[: number + 1], self.currency)
                yield WorkedClaim(
                    theirs[number],
                    lines[ON_THE_CARD],
                    lines[DOES_NOT_STACK],
                    lines.get(CUT_OFF, Fraction(0)),
                    lines[PAID],
                    lines["paid to date"],
                    explain,
                )


def facts_of(card: CardTerms, program: Program, claim: Claim) -> list[int]:
    """Return the facts of a claim in the program's order: which outcome it is for."""
    facts = [0] * len(program.facts)
    facts[program.fact_numbers[fact_of(card.outcome(claim.outcome))]] = 1
    return facts


def _working(program: Program, facts: Sequence[Sequence[int]], currency: str) -> str:
    """Return how the last of a person's claims so far comes to what it pays."""
    opening = exact.run(program, facts[:-1]).balances
    return Words(program, values(program, facts[-1], opening), currency).working(PAID)
