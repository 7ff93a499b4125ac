"""What was found of each promise: a record that shows itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from riskreward.improvements import Outturn
from riskreward.promises.mends import Mend
from riskreward.promises.promise import Promise, Promised
from riskreward.promises.story import Counterexample
from riskreward.settlement.statement import Statement
from riskreward.tables import Block, Document, Heading, Paragraph, Points, Shown, Table

State = Literal["proved", "broken", "searched", "undecided"]
"""Searched is unbroken as far as was searched, where no proof was tried; undecided is one that was tried in vain."""

RESTS_ON = "The proofs rest on these balances: before the first settlement they stand so, and no settlement changes it"

_WORDS: dict[State, str] = {
    "proved": "proved",
    "searched": "unbroken in a search",
    "broken": "broken",
    "undecided": "undecided",
}

EXIT = {"proved": 0, "searched": 0, "broken": 1, "undecided": 3}


@dataclass(frozen=True, eq=False)
class Verdict:
    """Whether a promise is kept, in a sentence that a committee understands.

    A broken one has its `counterexample`, and what would mend it; a proved one the invariants that its proof rests on,
    and the `certificate` that any solver checks again.
    """

    promise: Promised
    state: State
    sentence: str
    counterexample: Counterexample | None = None
    mends: tuple[Mend, ...] = ()
    invariants: tuple[str, ...] = ()
    certificate: str | None = None

    @property
    def statement(self) -> Statement:
        """The ordinary statement of the case that breaks the promise. Raises ValueError where none does."""
        return self._case.statement

    @property
    def outturn(self) -> Outturn:
        """The outturn of the case that breaks the promise, to be settled under other terms."""
        return self._case.outturn

    @property
    def _case(self) -> Counterexample:
        if self.counterexample is None:
            raise ValueError(f"{self.promise.name!r} is {self.state}: there is no statement of a case that breaks it")
        return self.counterexample

    def __str__(self) -> str:
        return f"{self.promise.name}: {self.state}. {self.sentence}"


@dataclass(frozen=True, eq=False)
class Checked(Shown):
    """What the terms of a contract promise the council, promise by promise; it iterates over the verdicts.

    `checked["never out of pocket"]` is one of them. `not_asked` are the promises that do not apply, each with why.
    `assumptions` are what every verdict rests on, and `answers` what else there is to know, which changes no verdict.
    """

    title: str
    verdicts: tuple[Verdict, ...]
    not_asked: tuple[tuple[Promise, str], ...]
    assumptions: tuple[str, ...]
    answers: tuple[str, ...]
    to_prove: str = ""

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self.verdicts)

    def __len__(self) -> int:
        return len(self.verdicts)

    def __getitem__(self, name: str) -> Verdict:
        for verdict in self.verdicts:
            if verdict.promise.name == name:
                return verdict
        for promise, why in self.not_asked:
            if promise.name == name:
                raise KeyError(f"{name!r} does not apply: {why}")
        names = [verdict.promise.name for verdict in self.verdicts]
        raise KeyError(
            f"{name!r} is no promise of this contract: {', '.join(get_close_matches(name, names, 3) or names)}"
        )

    def _in(self, state: State) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.state == state)

    @property
    def broken(self) -> tuple[Verdict, ...]:
        """The verdicts on the promises that are broken."""
        return self._in("broken")

    @property
    def exit_code(self) -> int:
        """What the command ends with: 0 where all is proved or searched unbroken, 1 broken, 3 undecided."""
        codes = {EXIT[verdict.state] for verdict in self.verdicts}
        return 1 if 1 in codes else max(codes, default=0)

    @property
    def sentence(self) -> str:
        """What was found, in one sentence."""
        told = [f"{len(found)} {words}" for state, words in _WORDS.items() if (found := self._in(state))]
        if not told:
            return "No promise applies to this contract."
        many = len(self.verdicts)
        return f"Of {many} promise{'s' if many > 1 else ''} to the council: {', '.join(told)}."

    def document(self) -> Document:
        """Return the verdicts, the stories of what is broken with what would mend it, and what all of it assumes."""
        rows = [(each.promise.name, _shown(each.state), each.sentence) for each in self.verdicts]
        blocks: list[Block] = [Paragraph(self.sentence)]
        if rows:
            blocks.append(Table("Promises", ("promise", "verdict", "in a sentence"), tuple(rows)))
        offered: list[tuple[Mend, ...]] = []
        for verdict in self.broken:
            blocks += _told(verdict, offered)
        if self.answers:
            blocks.append(Points(self.answers, "To know, which changes no verdict"))
        if self.to_prove:
            blocks.append(Paragraph(self.to_prove))
        if self.assumptions:
            blocks.append(Points(self.assumptions, "Every verdict assumes"))
        rests_on = tuple(dict.fromkeys(text for verdict in self.verdicts for text in verdict.invariants))
        if rests_on:
            blocks.append(Points(rests_on, RESTS_ON))
        if self.not_asked:
            blocks.append(Points(tuple(f"{each.name}: {why}" for each, why in self.not_asked), "Does not apply"))
        return Document(f"What the terms promise: {self.title}", tuple(blocks))


def _shown(state: State) -> str:
    return "BROKEN" if state == "broken" else state


_LINES = (
    "saved to date",
    "fee earned to date",
    "paid to date, less what was given back",
    "kept by the council to date",
)


def _told(verdict: Verdict, offered: list[tuple[Mend, ...]]) -> Iterator[Block]:
    """Yield the story of a broken promise, period by period, and what would mend it; none where none is settled."""
    case = verdict.counterexample
    if case is None:
        return
    yield Heading(f"Broken: {verdict.promise.name}", 2)
    yield Paragraph(case.sentence)
    periods = case.statement.periods
    lines = [name for name in _LINES if periods[-1].has(f"to date / {name}")]
    rows = tuple((name, *(f"{each[f'to date / {name}']:,}" for each in periods)) for name in lines)
    columns = ("", *(each.label for each in periods))
    yield Table(f"The case, in {case.statement.header.currency}", columns, rows, tuple(range(1, len(columns))))
    same = [each.lines for each in verdict.mends]
    if verdict.mends and same in [[each.lines for each in before] for before in offered]:
        yield Paragraph(f"The same would mend it: {'; or '.join(each.name for each in verdict.mends)}.")
    elif verdict.mends:
        offered.append(verdict.mends)
        yield from _offered(verdict.mends)
    else:
        yield Paragraph("None of the known protections by itself makes this promise true of these terms.")


def _offered(mends: tuple[Mend, ...]) -> Iterator[Block]:
    first = mends[0]
    columns = ("protection", "makes it", *(f"costs the provider, {name}" for name, _ in first.costs))
    rows = tuple((each.name, each.state, *(f"{cost:,}" for _, cost in each.costs)) for each in mends)
    yield Table(
        f"What would mend it, with what it costs the provider in {first.currency}",
        columns,
        rows,
        tuple(range(2, len(columns))),
    )
    yield Points(tuple(f"{each.name}: {each.lines}" for each in mends), "The lines to write")
