"""Problems as data, and the errors that carry them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Severity = Literal["note", "warning", "serious"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a contract or a settlement that its reader should know before relying on it.

    `figures` are the exact amounts the sentence speaks of, by name.
    """

    name: str
    sentence: str
    severity: Severity = "note"
    figures: Mapping[str, Fraction] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where it stands, the value found there, what is wrong, and the mend."""

    where: str
    what: str
    mend: str = ""

    def __str__(self) -> str:
        subject = f"{self.where} {self.what}" if self.where else self.what
        return f"{subject}; {self.mend}" if self.mend else subject


class InputError(Exception):
    """An input that cannot be read or relied on; `problems` lists everything wrong with it, at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class RuleError(TypeError):
    """A payout rule written in a way that cannot be recorded; the message names the word to use."""
