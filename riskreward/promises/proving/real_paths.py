"""A search by the solver for a real path that breaks a promise: period by period, as the calendar really runs."""

from dataclasses import dataclass
from typing import Any

from riskreward.contract.assembly import Assembled
from riskreward.promises.promise import Promise
from riskreward.promises.proving.decided import Decided
from riskreward.promises.proving.induction import LONGEST as GIVEN_UP
from riskreward.promises.proving.induction import spent
from riskreward.promises.proving.solver import Sheet
from riskreward.promises.proving.translation import Translation, refusals_kept
from riskreward.promises.watching import Watched

EFFORT = 20_000_000
ALLOWED = 40_000_000
"""What all questions about one contract may cost together, in the solver's own count of steps."""

LONGEST = 8
"""Periods after which a path is too long to look for: unrolling further often does not end."""

Facts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The facts of the fewest periods after which a promise may be broken, or none where no path breaks it.

    `asked` are the questions that have no answer where no path does. Where products of what varies were replaced by
    their bounds, the path is not exact.
    """

    facts: Facts
    asked: tuple[Any, ...]
    is_exact: bool


class RealPaths:
    """The periods of a contract one after the other, as far as they have been unrolled."""

    def __init__(self, watched: Watched, decided: Decided) -> None:
        self._watched = watched
        self._decided = decided
        self._program = watched.assembled.program
        self._sheet = Sheet()
        self._left = ALLOWED
        self._steps: list[Translation] = []
        self._holds: list[list[Any]] = []
        self._closing: list[Any] = [self._sheet.figure(balance.start) for balance in self._program.balances]

    def breaking(self, promise: Promise) -> Found | None:
        """Return the shortest path that breaks a promise, or that none does over the whole term; None if undecided."""
        z3, periods = self._sheet.z3, len(self._watched.assembled.periods)
        looking = self._sheet.asker(EFFORT, GIVEN_UP)
        missed: list[Any] = []
        for period in range(min(LONGEST, periods)):
            step = self._step(period)
            looking.add(self._holds[period])
            missed.append(z3.Not(step.truth(self._watched.line_of(promise))))
            looking.push()
            looking.add(missed[-1])
            begun = spent(looking)
            answer = looking.check() if self._left > 0 else z3.unknown
            self._left -= EFFORT if answer == z3.unknown else spent(looking) - begun
            if answer == z3.sat:
                model, steps = looking.model(), self._steps[: period + 1]
                facts = tuple(
                    facts_of(self._watched.assembled, number, each, model) for number, each in enumerate(steps)
                )
                return Found(facts, (), all(each.is_exact for each in steps))
            looking.pop()
            if answer == z3.unknown:
                return None
        if periods > LONGEST:
            return None
        every = [term for holds in self._holds for term in holds]
        return Found((), (*every, z3.Or(missed)), True)

    def _step(self, period: int) -> Translation:
        """Return a period, unrolled the first time only."""
        if period == len(self._steps):
            program = self._program
            step = Translation(self._sheet, self._decided, self._closing, f"period {period + 1} / ", period)
            for promise in self._watched.promises:
                step.truth(self._watched.line_of(promise))
            after = [self._sheet.whole(f"after period {period + 1} / {balance.path}") for balance in program.balances]
            carried = [each == step.closing(balance) for each, balance in zip(after, program.balances, strict=True)]
            assumed = refusals_kept(step, self._watched.agreement)
            self._holds.append([*carried, *assumed, *step.constraints])
            self._steps.append(step)
            self._closing = after
        return self._steps[period]


def facts_of(assembled: Assembled, period: int, step: Translation, model: Any) -> tuple[int, ...]:
    """Return the facts of a period as a model has them; what the calendar decides is as it decides."""
    found = []
    known_facts = zip(assembled.program.facts, assembled.scheduled[period], strict=True)
    for number, (fact, known) in enumerate(known_facts):
        term = step.facts.get(number)
        if known is not None:
            found.append(known)
        elif term is None:
            found.append(min(max(0, fact.low), fact.high))
        elif fact.kind.is_truth:
            found.append(int(bool(model.eval(term, model_completion=True))))
        else:
            found.append(model.eval(term, model_completion=True).as_long())
    return tuple(found)
