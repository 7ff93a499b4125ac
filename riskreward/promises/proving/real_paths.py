"""A search by the solver for a real path that breaks a promise: period by period, as the calendar really runs."""

from collections.abc import Sequence
from typing import Any

from riskreward.promises.promise import Promise
from riskreward.promises.proving.decided import Decided
from riskreward.promises.proving.solver import solver
from riskreward.promises.proving.translation import Translation, refusals_kept
from riskreward.promises.watching import Watched

EFFORT = 8_000_000
LONGEST = 5
"""Periods after which a path is long: unrolling further often does not end."""

Facts = tuple[tuple[int, ...], ...]


def breaking_path(watched: Watched, promise: Promise, longest: int = LONGEST) -> Facts | None:
    """Return the facts of the fewest periods after which a promise may be broken, or None where none was found.

    It is a candidate: where products of what varies were replaced by their bounds, the exact reader decides.
    """
    z3, decided, program = solver(), Decided(watched.assembled), watched.assembled.program
    looking = z3.Solver()
    looking.set("random_seed", 0)
    looking.set("rlimit", EFFORT)
    opening: Sequence[Any] = [z3.IntVal(balance.start) for balance in program.balances]
    steps: list[Translation] = []
    for period in range(min(longest, len(watched.assembled.periods))):
        step = Translation(decided, opening, f"period {period} / ", period)
        kept = step.truth(watched.line_of(promise))
        closing = [z3.Int(f"after period {period} / {balance.path}") for balance in program.balances]
        looking.add([after == step.closing(each) for after, each in zip(closing, program.balances, strict=True)])
        looking.add(step.constraints)
        looking.add(refusals_kept(step, watched.agreement))
        steps.append(step)
        looking.push()
        looking.add(z3.Not(kept))
        answer = looking.check()
        if answer == z3.sat:
            model = looking.model()
            return tuple(_facts(watched, number, each, model) for number, each in enumerate(steps))
        looking.pop()
        if answer == z3.unknown:
            return None
        opening = closing
    return None


def _facts(watched: Watched, period: int, step: Translation, model: Any) -> tuple[int, ...]:
    """Return the facts of a period as a model has them; what the calendar decides is as it decides."""
    z3 = solver()
    found = []
    for number, (fact, known) in enumerate(
        zip(watched.assembled.program.facts, watched.assembled.scheduled[period], strict=True)
    ):
        term = step.facts.get(number)
        if known is not None:
            found.append(known)
        elif term is None:
            found.append(min(max(0, fact.low), fact.high))
        elif fact.kind.is_truth:
            found.append(int(z3.is_true(model.eval(term, model_completion=True))))
        else:
            found.append(model.eval(term, model_completion=True).as_long())
    return tuple(found)
