"""What a rate card says: the outcomes that are paid for, what does not stack, and the most for one person."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from riskreward.figures import MoneyFromNought, shown
from riskreward.findings import Problem
from riskreward.refusals import nearest
from riskreward.terms import Terms

Counts = Literal["the best paid", "the first achieved"]


class Outcome(Terms):
    """Something that a person achieves, and what it pays, once for each person unless `times` says more.

    `credited_against` names a greater outcome that this one is progress towards: the two together never pay more than
    the greater of them.

    Source: Troubled Families: £4,000 for work, or £3,900 and £100 for progress to work.
    """

    name: str = Field(
        min_length=1, pattern=r"^[^/]+$", description="What the outcome is called, as the table of claims calls it."
    )
    amount: MoneyFromNought = Field(description="What it pays for one person, in money.")
    times: int = Field(default=1, ge=1, le=1000, description="How often it is paid for one person.")
    credited_against: str | None = Field(
        default=None, description="The outcome that it is progress towards: what it pays comes off that."
    )


class Alternatives(Terms):
    """Outcomes of which only one is paid for: the best paid, or the first achieved. Published cards differ.

    Under `the best paid` a person who later achieves a better paid one brings the difference.

    Source: Troubled Families: paid for work, or for crime, antisocial behaviour and school, and not for both.
    """

    outcomes: tuple[str, ...] = Field(description="The outcomes of which only one is paid for.")
    counts: Counts = Field(description="Which of them is paid for; published cards differ.")


class CardTerms(Terms):
    """The terms of a rate card: outcomes with their amounts, alternatives, and the most for one person.

    `cap_per_person` is over the whole term; what it cuts off stays with the council.

    Source: Fair Chance Fund: a tariff for each outcome, in the region of £15,000 at most for each person.
    """

    outcomes: tuple[Outcome, ...] = Field(
        min_length=1, description="What is paid for, each outcome with its name and its amount."
    )
    alternatives: tuple[Alternatives, ...] = Field(
        default=(), description="Outcomes that do not stack: of each list only one is paid for."
    )
    cap_per_person: MoneyFromNought | None = Field(
        default=None, description="The most that is paid for one person over the term."
    )

    @property
    def names(self) -> tuple[str, ...]:
        """What the outcomes are called, in the order of the card."""
        return tuple(each.name for each in self.outcomes)

    def outcome(self, name: str) -> Outcome:
        """Return an outcome by its name. Raises KeyError for no such outcome."""
        for each in self.outcomes:
            if each.name == name:
                return each
        raise KeyError(f"{name!r} is no outcome of this card: {', '.join(self.names)}")


def card_problems(card: CardTerms, where: str = "") -> Iterator[Problem]:
    """Yield everything on a card that contradicts itself; `where` is the place of the card, ending in a point."""
    seen: dict[str, int] = {}
    for number, outcome in enumerate(card.outcomes):
        at = f"{where}outcomes[{number}]"
        before = seen.setdefault(" ".join(outcome.name.split()).casefold(), number)
        if before != number:
            yield Problem(f"{at}.name", f"is {shown(outcome.name)}, as outcomes[{before}] is", "rename one")
        elif outcome.name != (tidy := " ".join(outcome.name.split())):
            yield Problem(f"{at}.name", f"is {outcome.name!r}, with spaces that no reader sees", f"write {tidy!r}")
        if not outcome.amount:
            yield Problem(f"{at}.amount", "is nought, so that the outcome pays nothing", "write what it pays")
    yield from _credits(card, where)
    yield from _alternatives(card, where)
    if card.cap_per_person is not None and not card.cap_per_person:
        yield Problem(f"{where}cap_per_person", "is nought, so that nothing is ever paid", "write the most it may be")


def _credits(card: CardTerms, where: str) -> Iterator[Problem]:
    progress = {each.name for each in card.outcomes if each.credited_against is not None}
    in_alternatives = {name for each in card.alternatives for name in each.outcomes}
    for number, outcome in enumerate(card.outcomes):
        against = outcome.credited_against
        if against is None:
            continue
        at = f"{where}outcomes[{number}].credited_against"
        others = [name for name in dict.fromkeys(card.names) if name != outcome.name]
        if against not in others:
            yield _no_outcome(at, against, others, "no other outcome")
        elif against in progress:
            yield Problem(
                at,
                f"is {shown(against)}, which is itself progress towards another",
                "name the last outcome of the line",
            )
        if outcome.name in in_alternatives:
            what = f"is given for {shown(outcome.name)}, which is also one of the alternatives"
            yield Problem(at, what, "leave one of the two out: a credit says already that the two do not stack")


def _alternatives(card: CardTerms, where: str) -> Iterator[Problem]:
    listed: dict[str, str] = {}
    for number, group in enumerate(card.alternatives):
        if len(group.outcomes) < 2:
            yield Problem(
                f"{where}alternatives[{number}].outcomes", "has fewer than two", "list those that do not stack"
            )
        for place, name in enumerate(group.outcomes):
            at = f"{where}alternatives[{number}].outcomes[{place}]"
            if name not in card.names:
                yield _no_outcome(at, name, card.names, "no outcome")
            elif name in listed:
                yield Problem(at, f"is {shown(name)}, which stands in {listed[name]} already", "list it once")
            else:
                listed[name] = f"alternatives[{number}]"


def _no_outcome(where: str, name: str, known: Sequence[str], is_none: str) -> Problem:
    near = nearest(name, known)
    mend = f"did you mean {shown(near)}?" if near else f"write one of {', '.join(map(shown, known))}"
    return Problem(where, f"is {shown(name)}, which is {is_none} of the card", mend)
