"""A promise: a sentence about a contract, as a truth that must hold at every settlement."""

from collections.abc import Callable
from dataclasses import dataclass

from riskreward.contract.agreement import Agreement
from riskreward.kernel import Amount
from riskreward.promises.lines import Lines
from riskreward.settlement.settled import Settled

Rule = Callable[[Lines], Amount]
"""A truth over the lines of a period, such as `lambda lines: lines["paid"] <= lines["saving"]`."""


def always(agreement: Agreement) -> str:
    """Return that nothing keeps a promise from applying."""
    return ""


@dataclass(frozen=True, slots=True)
class Promised:
    """What is promised to the council, by its name and in a sentence that a committee understands."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Promise(Promised):
    """What the terms of a contract promise the council.

    `rule` is the truth that must hold at every settlement, written in the words of payout rules over the lines of the
    period. `ending` tells what a broken one comes to, from the statement of the case. `why_not` returns why the
    promise does not apply to a contract, or nothing where it does.
    """

    rule: Rule
    why_not: Callable[[Agreement], str] = always
    ending: Callable[[Settled], str] | None = None
