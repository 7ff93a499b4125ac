"""Settling a scenario in batches of paths: here, or by the workers of any executor, to the same figures."""

import pickle
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self, TypeVar

from riskreward.contract.agreement import Agreement
from riskreward.findings import InputError
from riskreward.kernel.words import PATH
from riskreward.promises.sentences import NEVER_OUT_OF_POCKET
from riskreward.promises.story import settled
from riskreward.promises.watching import KEPT, watch
from riskreward.scenarios.asking import Asked, Chance
from riskreward.scenarios.discount import PLACES
from riskreward.scenarios.drawing import Drawing
from riskreward.scenarios.many_paths import ManyPaths
from riskreward.scenarios.scenario import Scenario
from riskreward.scenarios.tallies import Figures, added, added_times, parts_of, total, wholes, within
from riskreward.scenarios.workers import shared_out

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

    from riskreward.readers.arrays import Column
    from riskreward.scenarios.arrays import IntArray

BATCH = 1 << 17
"""Paths in a batch: half a second of work or so, and a few megabytes to bring back."""

Progress = Callable[[int, int], object]
"""Is told how many paths are settled, and of how many."""


class Task(NamedTuple):
    """What a worker needs to know to settle any batch; `named` is what a portfolio draws the contract by."""

    contract: Agreement
    scenario: Scenario
    seed: int
    asked: Asked
    named: str = ""
    compiled: bool = False

    def ready(self) -> "Settling":
        """Return the task made ready. Raises InputError with every problem of it."""
        return Settling(self)


@dataclass
class Tallied:
    """What was counted over some paths, of as many as there is `room` for; `figures` are by name of line.

    Of the paths, so many were settled `alone`, on whole numbers of any size.
    """

    paths: int = 0
    sums: dict[str, list[int]] = field(default_factory=dict)
    chances: dict[str, int] = field(default_factory=dict)
    figures: dict[str, Figures] = field(default_factory=dict)
    room: int = 0
    alone: int = 0

    def join(self, other: "Tallied") -> None:
        """Count in another part."""
        self.paths += other.paths
        self.alone += other.alone
        for line, sums in other.sums.items():
            known = self.sums.setdefault(line, [0] * len(sums))
            self.sums[line] = [one + more for one, more in zip(known, sums, strict=True)]
        for name, count in other.chances.items():
            self.chances[name] = self.chances.get(name, 0) + count
        for line, figures in other.figures.items():
            self.figures.setdefault(line, Figures(room=self.room)).join(figures)


DISCOUNTED = "discounted"


class Settling:
    """A task made ready: the paths of a scenario, and what is asked of each."""

    def __init__(self, task: Task) -> None:
        self.task = task
        promises = [NEVER_OUT_OF_POCKET] if any(chance.is_kept for chance in task.asked.chances) else []
        self.drawing = Drawing(watch(task.contract, promises), task.scenario, task.seed, task.named)
        self.asked = task.asked
        self.many = ManyPaths(self.drawing, task.asked.lines, task.compiled)

    def __reduce__(self) -> "tuple[type[Settling], tuple[Task]]":
        return Settling, (self.task,)  # made ready again: its programs cannot be pickled

    def begun(self, paths: int) -> Tallied:
        """Return what nothing is counted in yet, with room for so many paths; few of them have a figure looked for."""
        return Tallied(room=0 if self.asked.closely else paths)

    def tally(self, first: int, paths: int) -> Tallied:
        """Return what is counted over so many paths from a first on."""
        tallied = self.begun(paths)
        for start, count in self.many.chunks(first, paths):
            tallied.join(self._chunk(start, count))
        return tallied

    def _chunk(self, first: int, paths: int) -> Tallied:
        import numpy

        asked, lines = self.asked, self.many.lines
        sums: dict[str, list[int]] = {line: [] for line in asked.by_period}
        happened = {chance.name: numpy.zeros(paths, numpy.bool_) for chance in asked.chances}
        figures: dict[str, IntArray] = {line: wholes(0, paths) for line in asked.in_all}
        factors = () if asked.discounted is None else asked.discounted[1]
        scratch = wholes(0, paths)
        alone: set[int] = set()
        for period, row in enumerate(self.many.settle(first, paths, alone)):
            found = dict(zip(lines, row, strict=True))
            for line in asked.by_period:
                sums[line].append(total(found[line], paths))
            for chance in asked.chances:
                if chance.is_seen(period):
                    _note(chance, found, happened[chance.name])
            for line in asked.in_all:
                figures[line] = added(figures[line], wholes(found[line], paths))
            for line, wanted in asked.in_period:
                if period == wanted:
                    figures[f"{line}{PATH}{period}"] = wholes(found[line], paths)
            if asked.discounted is not None:
                following = factors[period + 1] if period + 1 < len(factors) else 0
                if factors[period] != following:
                    known = figures[DISCOUNTED] if DISCOUNTED in figures else wholes(0, paths)
                    column, factor = found[asked.discounted[0]], factors[period] - following
                    figures[DISCOUNTED] = added_times(known, column, factor, scratch)
            self._refuse(period, found, first, paths)
        figures |= {line: wholes(found[line], paths) for line in asked.at_the_end}
        if DISCOUNTED in figures:
            figures[DISCOUNTED] = parts_of(figures[DISCOUNTED], 10**PLACES)
        for name, windows in asked.closely:
            figures[name] = within(figures[name], windows)
        return Tallied(
            paths,
            sums,
            {name: int(each.sum()) for name, each in happened.items()},
            {line: Figures(each) for line, each in figures.items()},
            alone=len(alone),
        )

    def _refuse(self, period: int, found: "Mapping[str, Column]", first: int, paths: int) -> None:
        """Raise InputError for the first path that the contract would refuse to settle."""
        denominators = dict(zip(self.many.lines, self.many.denominators, strict=True))
        for refusal in self.asked.refusals:
            refused = refusal.paths(period, found, denominators, paths)
            if not refused.any():
                continue
            number = first + int(refused.argmax())
            try:
                settled(self.drawing.watched, self.drawing.path(number))
            except InputError as error:
                problems = [replace(each, where=f"scenario, path {number}: {each.where}") for each in error.problems]
                raise InputError(problems) from None


def _note(chance: Chance, found: "dict[str, Column]", happened: "NDArray[bool_]") -> None:
    """Note on which paths something happens in a period."""
    for line in chance.lines:
        column = found[line]
        if chance.is_loss:
            happened[:] = column < 0
        elif chance.is_at_the_end:
            happened[:] = column > 0
        elif isinstance(column, int):
            happened |= bool(not column if chance.is_kept else column > 0)
        else:
            happened |= ~column.astype(bool) if chance.is_kept else column > 0


def kept_line() -> str:
    """Return the path of the truth that says whether the council is not out of pocket."""
    return f"{KEPT}{PATH}{NEVER_OUT_OF_POCKET.name}"


_LAST: list[tuple[Task, Settling]] = []


def made_ready(task: Task) -> Settling:
    """Return a task made ready; the last is kept, as the same is often asked again, of more paths.

    One's own figures are not kept, as they may be large. Raises InputError with every problem of the task.
    """
    for known, settling in _LAST:
        if type(known.seed) is type(task.seed) and known == task:
            return settling
    settling = Settling(task)
    if settling.drawing.paths is None:
        _LAST[:] = [(task, settling)]
    return settling


class Countable(Protocol):
    """What is counted over some paths, to which that of others can be joined."""

    def join(self, other: Self) -> None:
        """Count in another part."""


Counted = TypeVar("Counted", bound=Countable)
Part_co = TypeVar("Part_co", covariant=True)


class Tallies(Protocol[Part_co]):
    """What settles any batch of paths."""

    def begun(self, paths: int) -> Part_co:
        """Return what nothing is counted in yet, with room for so many paths."""

    def tally(self, first: int, paths: int) -> Part_co:
        """Return what is counted over so many paths from a first on."""


class Readied(Protocol[Part_co]):
    """What a worker is sent: a task that it makes ready."""

    def ready(self) -> Tallies[Part_co]:
        """Return the task made ready."""


@lru_cache(maxsize=2)
def _made_ready(task: bytes) -> Tallies[Any]:
    sent: Readied[Any] = pickle.loads(task)
    return sent.ready()


def _batch(task: bytes, batch: tuple[int, int]) -> Any:
    """Settle a batch in a worker, which makes a task ready once."""
    return _made_ready(task).tally(*batch)


def settle_in_batches(
    settling: Tallies[Counted],
    task: Readied[Counted],
    paths: int,
    executor: Executor | None,
    progress: Progress | None,
) -> Counted:
    """Return what is counted over so many paths, in batches; whoever settles them, the figures are the same.

    A batch that a worker dies over is settled here. What is given out is withdrawn where anything goes wrong, the
    progress callback included. Raises InputError for an executor that takes no work.
    """

    def batches() -> Iterator[tuple[int, int]]:
        return ((first, min(BATCH, paths - first)) for first in range(0, paths, BATCH))

    def here(batch: tuple[int, int]) -> Counted:
        return settling.tally(*batch)

    results: Generator[Counted, None, None] = (
        (here(batch) for batch in batches())
        if executor is None
        else shared_out(executor, partial(_batch, pickle.dumps(task)), batches(), here)
    )
    whole, settled = settling.begun(paths), 0
    with closing(results):
        for (_, count), part in zip(batches(), results, strict=True):
            whole.join(part)
            settled += count
            if progress is not None:
                progress(settled, paths)
    return whole
